"""What a link leads to is looked at by the server, once for all, and only in the public web."""

import socket
import struct
import threading
import zlib
from collections.abc import Iterator
from datetime import timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest
from procrastinate.contrib.django.models import ProcrastinateJob

from helpdesk.models import LinkPreview
from helpdesk.rooms import fetching
from helpdesk.rooms.editing import edit, remove_preview
from helpdesk.rooms.fetching import Unreachable, fetch
from helpdesk.rooms.refusals import Refused
from helpdesk.rooms.rendering import rendered
from helpdesk.rooms.tasks import preview_link
from tests.helpdesk.rooms.conftest import say
from tests.helpdesk.rooms.files.conftest import body_of

PAGE = """<!doctype html><html><head><meta charset="utf-8"><title>Plain title</title>
<meta property="og:title" content="Opening &amp; closing">
<meta property="og:site_name" content="Acme">
<meta name="description" content="How doors work."><meta property="og:image" content="/door.png">
</head><body><title>no</title></body></html>"""


def png(width: int, height: int) -> bytes:
    def chunk(kind: bytes, data: bytes) -> bytes:
        check = zlib.crc32(kind + data)
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", check)

    rows = zlib.compress(b"".join(b"\0" + b"\x40\x80\xc0" * width for _ in range(height)))
    head = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", rows) + chunk(b"IEND", b"")


class Web:
    """A web server on loopback: what it answers by path, and what it was asked."""

    def __init__(self) -> None:
        self.pages: dict[str, tuple[int, dict[str, str], bytes]] = {}
        self.asked: list[str] = []
        self.hosts: list[str] = []
        web = self

        class Handler(BaseHTTPRequestHandler):
            def do_GET(self) -> None:
                web.asked.append(self.path)
                web.hosts.append(self.headers["Host"])
                status, headers, body = web.pages.get(self.path, (404, {}, b""))
                self.send_response(status)
                for name, value in {"Content-Length": str(len(body)), **headers}.items():
                    self.send_header(name, value)
                self.end_headers()
                self.wfile.write(body)

            def log_message(self, *args) -> None:
                pass

        self.server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.port = self.server.server_port
        threading.Thread(target=self.server.serve_forever, args=[0.02], daemon=True).start()

    def page(self, path: str, body: str | bytes = PAGE, kind="text/html", **headers: str) -> str:
        """Answer this at ``path``; returns its address."""
        body = body.encode() if isinstance(body, str) else body
        self.pages[path] = (200, {"Content-Type": kind, **headers}, body)
        return self.url(path)

    def redirect(self, path: str, to: str) -> str:
        self.pages[path] = (302, {"Location": to}, b"")
        return self.url(path)

    def url(self, path: str) -> str:
        return f"http://127.0.0.1:{self.port}{path}"


@pytest.fixture
def web(settings) -> Iterator[Web]:
    running = Web()
    settings.LINK_PREVIEWS_ALSO_FROM = {("127.0.0.1", running.port)}
    memory = {"BACKEND": "django.core.files.storage.InMemoryStorage"}
    settings.STORAGES = settings.STORAGES | {"default": memory}
    yield running
    running.server.shutdown()
    running.server.server_close()


def work(message) -> None:
    """Do the job of a message, and read it again."""
    preview_link(message_id=message.pk)
    message.refresh_from_db()


def test_a_post_with_a_link_is_followed_by_what_it_leads_to(triage, ana, web):
    web.page("/door.png", png(640, 320), "image/png")
    [message] = say(triage, ana, f"look: {web.page('/a')} and {web.page('/b')}")
    [job] = ProcrastinateJob.objects.filter(task_name__endswith="preview_link")
    assert job.args == {"message_id": message.pk}
    work(message)
    preview = message.link_preview
    assert (preview.title, preview.description, preview.site) == (
        "Opening & closing",
        "How doors work.",
        "Acme",
    )
    assert (preview.image_width, preview.image_height) == (320, 160)
    assert message.revision == 1
    html = rendered(message)
    assert "Opening &amp; closing" in html
    assert web.url("/door.png") not in html and "127.0.0.1" not in html.split("<img")[1]
    assert web.asked == ["/a", "/door.png"]


def test_a_page_without_opengraph_has_its_title_and_host(triage, ana, web):
    [message] = say(triage, ana, web.page("/", "<title> Just\n this </title>"))
    work(message)
    assert message.link_preview.title == "Just this"
    assert message.link_preview.site == "127.0.0.1"


def test_a_page_is_looked_at_once_a_day_for_all_messages(triage, ana, world, web):
    messages = say(triage, ana, web.page("/a"), web.url("/a"))
    for message in messages:
        work(message)
    assert web.asked == ["/a", "/door.png"]
    assert messages[0].link_preview == messages[1].link_preview
    kept = LinkPreview.objects.get()
    LinkPreview.objects.update(fetched_at=kept.fetched_at - timedelta(hours=25))
    work(say(triage, ana, web.url("/a"))[0])
    assert web.asked.count("/a") == 2


def test_who_wrote_it_may_take_it_away(triage, ana, world, web):
    [message] = say(triage, ana, web.page("/a"))
    work(message)
    with pytest.raises(Refused, match="not_yours"):
        remove_preview(triage, world.ada, 1)
    remove_preview(triage, ana, 1)
    message.refresh_from_db()
    assert "link-preview" not in rendered(message)


def test_an_edit_shows_what_the_new_link_leads_to(triage, ana, web):
    [message] = say(triage, ana, web.page("/a"))
    work(message)
    edit(triage, ana, 1, f"sorry, {web.page('/b', '<title>B</title>')}")
    message.refresh_from_db()
    assert message.link_preview is None
    work(message)
    assert message.link_preview.title == "B"


def test_nothing_is_asked_where_it_is_switched_off(triage, ana, web, settings):
    settings.LINK_PREVIEWS = False
    [message] = say(triage, ana, web.page("/a"))
    assert not ProcrastinateJob.objects.filter(task_name__endswith="preview_link").exists()
    work(message)
    assert not web.asked


@pytest.mark.parametrize(
    "body", [b"no image", png(7000, 7000)[:2000], b"<svg/>", b"\x89PNG\r\n\x1a\n"]
)
def test_an_image_that_is_none_is_left_out(triage, ana, web, body):
    web.page("/door.png", body, "image/png")
    [message] = say(triage, ana, web.page("/a"))
    work(message)
    assert message.link_preview.title
    assert not message.link_preview.image


def test_the_image_is_served_to_who_may_read_a_message_with_it(
    triage, ana, bob, web, world, as_person, as_agent
):
    web.page("/door.png", png(64, 64), "image/png")
    [message] = say(triage, ana, web.page("/a"))
    work(message)
    address = f"rooms/{triage.pk}/preview/{message.link_preview.pk}"
    found = as_person(ana).get(f"/{address}")
    assert (found.status_code, found["Content-Type"]) == (200, "image/jpeg")
    assert body_of(found).startswith(b"\xff\xd8")
    assert as_agent(world.ada).get(world.url(address)).status_code == 200
    assert as_person(bob).get(f"/{address}").status_code == 404
    birchs = world.birch.rooms.get()
    assert (
        as_person(bob).get(f"/rooms/{birchs.pk}/preview/{message.link_preview.pk}").status_code
        == 404
    )
    assert as_agent(world.oscar).get(world.url(address)).status_code == 404


@pytest.mark.parametrize(
    "url",
    [
        "http://127.0.0.1/", "http://localhost/", "http://2130706433/", "http://0x7f.1/",
        "http://[::1]/", "http://[::ffff:127.0.0.1]/", "http://[64:ff9b::7f00:1]/",
        "http://10.0.0.1/", "http://169.254.169.254/latest/meta-data/", "http://0.0.0.0/",
        "http://100.64.0.1/", "http://224.0.0.1/", "http://[fd00::1]/", "http://[2002:7f00:1::]/",
        "http://8.8.8.8:22/", "https://8.8.8.8:80/", "ftp://8.8.8.8/", "http://a:b@8.8.8.8/",
        "http://no-such-host.invalid/", "http://", "http://[", "file:///etc/passwd",
    ],
)  # fmt: skip
def test_nothing_but_the_public_web_is_knocked_at(url, monkeypatch):
    monkeypatch.setattr(fetching.httpx.Client, "send", _never)
    with pytest.raises(Unreachable):
        fetch(url, ("text/html",), 1000)


def _never(*args, **kwargs):
    raise AssertionError("it was connected")


def test_a_redirect_leads_nowhere_else_and_not_for_ever(web):
    web.redirect("/1", "/2"), web.redirect("/2", "/3"), web.redirect("/3", "/a")
    web.page("/a")
    assert fetch(web.url("/1"), ("text/html",), 100_000).url == web.url("/a")
    web.redirect("/0", "/1")
    with pytest.raises(Unreachable):
        fetch(web.url("/0"), ("text/html",), 100_000)
    for elsewhere in ("http://127.0.0.1:1/", "http://10.0.0.1/", "file:///etc/passwd", ""):
        web.redirect("/away", elsewhere)
        with pytest.raises(Unreachable):
            fetch(web.url("/away"), ("text/html",), 100_000)


def test_the_connection_is_made_to_the_address_that_was_looked_at(web, monkeypatch):
    """So that a name can't mean another one a moment later."""
    asked, look_up = [], socket.getaddrinfo

    def resolve(host, port, *args, **kwargs):
        asked.append(host)
        return look_up("127.0.0.1", port, *args, **kwargs)

    web.page("/a")
    monkeypatch.setattr(fetching.socket, "getaddrinfo", resolve)
    assert fetch(f"http://rebinding.example:{web.port}/a", ("text/html",), 100_000).body
    # The client connects to the number, and says the name
    assert asked.count("rebinding.example") == 1
    assert set(asked[1:]) == {"127.0.0.1"}
    assert web.hosts == [f"rebinding.example:{web.port}"]


def test_a_name_with_one_private_address_is_not_gone_to(monkeypatch):
    found = [(2, 1, 6, "", (address, 80)) for address in ("8.8.8.8", "10.0.0.1")]
    monkeypatch.setattr(fetching.socket, "getaddrinfo", lambda *a, **k: found)
    monkeypatch.setattr(fetching.httpx.Client, "send", _never)
    with pytest.raises(Unreachable):
        fetch("http://mixed.example/", ("text/html",), 1000)


def test_only_so_much_is_read_and_only_of_the_kind_that_was_asked_for(web):
    long = web.page("/long", "x" * 5000)
    assert len(fetch(long, ("text/html",), 1000, cuts=True).body) == 1000
    with pytest.raises(Unreachable):
        fetch(long, ("text/html",), 1000)
    for page in (
        web.page("/json", "{}", "application/json"),
        web.page("/zip", b"\x1f\x8b", **{"Content-Encoding": "gzip"}),
        web.url("/missing"),
    ):
        with pytest.raises(Unreachable):
            fetch(page, ("text/html",), 1000)


def test_it_takes_no_longer_than_it_may(web, monkeypatch):
    monkeypatch.setattr(fetching, "TIMEOUT", 0)
    with pytest.raises(Unreachable):
        fetch(web.page("/a"), ("text/html",), 1000)
