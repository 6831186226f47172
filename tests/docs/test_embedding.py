"""docs/embedding.md: what runs on a vendor's server. What runs in a browser: tests/browser."""

import shutil
import subprocess

import pytest

from customers.embedding.tokens import sign_in
from tests.browser.test_docs_samples import IN_BROWSERS
from tests.docs.samples import filled_in, samples

SAMPLES = samples("embedding")
ON_SERVERS = {"python sign", "js sign"}


def test_every_sample_is_run():
    assert set(SAMPLES) == ON_SERVERS | IN_BROWSERS


def in_python(code: str) -> str:
    names: dict = {}
    exec(code, names)
    return names["token"]


def in_node(code: str) -> str:
    node = shutil.which("node")
    command = [node, "--input-type=module", "-e", f"{code}\nconsole.log(token);"]
    return subprocess.run(command, capture_output=True, check=True, text=True).stdout.strip()


@pytest.mark.parametrize(("name", "run"), [("python sign", in_python), ("js sign", in_node)])
def test_a_token_signed_as_shown_lets_in(world, name, run):
    token = run(filled_in(SAMPLES[name], "", world.workspace))
    signed_in = sign_in(world.workspace, {"widgetId": world.workspace.widget_id, "userJWT": token})
    assert signed_in.binding.user_id == "42"
    assert signed_in.binding.customer.name == "Juniper Nurseries"
    assert signed_in.binding.known_user.person.email == "lena@juniper.example"
