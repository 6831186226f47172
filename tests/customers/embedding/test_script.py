import hashlib
import os
from base64 import b64encode

import pytest

from customers.embedding import script


def test_version_and_integrity_are_of_the_bytes_that_are_served():
    content = script.current_script().content
    assert script.script_version() == hashlib.sha256(content).hexdigest()[:12]
    assert script.current_script().integrity == (
        f"sha384-{b64encode(hashlib.sha384(content).digest()).decode()}"
    )


@pytest.fixture
def parts(tmp_path, settings):
    settings.BASE_DIR = tmp_path
    folder = tmp_path / "static" / "js" / "embed"
    folder.mkdir(parents=True)
    for part in script.PARTS:
        (folder / f"{part}.js").write_text(f"// What it is\n\n{part}();\n")
    return folder


def test_it_is_one_function_of_all_parts_in_their_order_without_comments(parts):
    lines = script.current_script().content.decode().splitlines()
    assert lines == ["(() => {", *(f"{part}();" for part in script.PARTS), "})();"]


def test_a_changed_part_makes_another_version(parts):
    first = script.script_version(), script.current_script().integrity
    (parts / "badge.js").write_text("two")
    os.utime(parts / "badge.js", ns=(1, 1))
    assert script.script_version() != first[0]
    assert script.current_script().integrity != first[1]
