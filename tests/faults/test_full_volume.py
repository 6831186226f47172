"""The volume of uploads is full: uploads are refused, and nothing else notices."""

import subprocess
from collections.abc import Iterator
from pathlib import Path
from uuid import uuid4

import httpx
import pytest

from customers.proof.sessions import cookie_name, start_session
from helpdesk.models import File, Message
from tests.servers import server
from tests.sockets import hear, signed_in, tell
from tests.world import make_world

SMALL, LARGE = b"x" * 1000, b"x" * 3_000_000
TOKEN = "0123456789abcdef0123456789abcdef"  # any will do that is the same in cookie and header


@pytest.fixture
def volume(tmp_path: Path) -> Iterator[Path]:
    """A volume of two megabytes; where none may be mounted, one that nothing can be written to."""
    place = tmp_path / "volume"
    place.mkdir()
    mounted = subprocess.run(
        ["mount", "-t", "tmpfs", "-o", "size=2m", "tmpfs", place], capture_output=True
    )
    if mounted.returncode == 0:
        yield place
        subprocess.run(["umount", place], check=True)
    else:
        (tmp_path / "file").touch()
        yield tmp_path / "file" / "below"


def send(url: str, cookies: dict[str, str], content: bytes) -> httpx.Response:
    return httpx.post(
        url,
        files={"file": ("notes.txt", content)},
        cookies=cookies | {"csrftoken": TOKEN},
        headers={"X-CSRFToken": TOKEN},
    )


@pytest.mark.slow
@pytest.mark.catalogue("FI-21")
@pytest.mark.django_db(transaction=True)
def test_uploads_are_refused_and_texts_go_on(volume):
    world = make_world()
    widget_id = world.workspace.widget_id
    key = start_session(world.person("ana@acme.com"))[1]
    room = world.acme.rooms.get()
    with (
        server(FILES_DIR=str(volume)) as running,
        signed_in(running, widget_id, key) as socket,
    ):
        url = f"{running.url}/rooms/{room.pk}/files"
        cookies = {cookie_name(widget_id): key}
        refused = send(url, cookies, LARGE)
        assert (refused.status_code, refused.json()) == (507, {"code": "no_space"})
        assert not File.objects.exists()
        tell(socket, type="post", room=room.pk, client_id=str(uuid4()), text="Still here")
        assert hear(socket, "posted")["seq"] == 1
        if volume.is_dir():
            # Nothing of it was left behind: what is small enough still finds its place
            assert not [path for path in volume.rglob("*") if path.is_file()]
            assert send(url, cookies, SMALL).status_code == 201
    assert Message.objects.count() == 1
