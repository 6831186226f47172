import hashlib
import os
from base64 import b64encode

from customers.embedding import script


def test_version_and_integrity_are_of_the_file_that_is_served():
    content = script.script_path().read_bytes()
    assert script.script_version() == hashlib.sha256(content).hexdigest()[:12]
    assert script.script_integrity() == (
        f"sha384-{b64encode(hashlib.sha384(content).digest()).decode()}"
    )


def test_a_changed_file_has_another_version(tmp_path, settings):
    settings.BASE_DIR = tmp_path
    path = script.script_path()
    path.parent.mkdir(parents=True)
    path.write_text("one")
    first = script.script_version(), script.script_integrity()
    path.write_text("two")
    os.utime(path, ns=(1, 1))
    assert script.script_version() != first[0]
    assert script.script_integrity() != first[1]
