"""What is fetched for link previews: the public web, and no more of it than may be."""

import socket
import threading

import pytest

from helpdesk.rooms import fetching
from helpdesk.rooms.fetching import Unreachable, fetch


@pytest.mark.parametrize(
    "url",
    [
        "http://127.0.0.1/", "http://localhost/", "http://2130706433/", "http://0x7f.1/",
        "http://[::1]/", "http://[::ffff:127.0.0.1]/", "http://[64:ff9b::7f00:1]/",
        "http://10.0.0.1/", "http://169.254.169.254/latest/meta-data/", "http://0.0.0.0/",
        "http://100.64.0.1/", "http://224.0.0.1/", "http://[fd00::1]/", "http://[2002:7f00:1::]/",
        "http://[::7f00:1]/", "http://[::ffff:0:7f00:1]/", "http://[fec0::1]/",
        "http://8.8.8.8:22/", "https://8.8.8.8:80/", "ftp://8.8.8.8/", "http://a:b@8.8.8.8/",
        "http://no-such-host.invalid/", "http://", "http://[", "file:///etc/passwd",
    ],
)  # fmt: skip
def test_nothing_but_the_public_web_is_knocked_at(url, monkeypatch):
    monkeypatch.setattr(fetching.httpx.AsyncClient, "send", _never)
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
    assert set(asked[1:]) <= {"127.0.0.1"}
    assert web.hosts == [f"rebinding.example:{web.port}"]


def test_a_name_with_one_private_address_is_not_gone_to(monkeypatch):
    found = [(2, 1, 6, "", (address, 80)) for address in ("8.8.8.8", "10.0.0.1")]
    monkeypatch.setattr(fetching.socket, "getaddrinfo", lambda *a, **k: found)
    monkeypatch.setattr(fetching.httpx.AsyncClient, "send", _never)
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


@pytest.mark.parametrize(
    "begins",
    [b"", b"HTTP/1.1 200 OK\r\nA: ", b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n\r\n"],
)
def test_a_server_that_sends_a_byte_now_and_then_is_left_in_time(begins, settings, monkeypatch):
    """Whether in its headers or its body: each byte comes well within the timeout."""
    monkeypatch.setattr(fetching, "TIMEOUT", 0.3)
    with socket.create_server(("127.0.0.1", 0)) as server:
        port = server.getsockname()[1]
        settings.LINK_PREVIEWS_ALSO_FROM = {("127.0.0.1", port)}
        gone = threading.Event()
        sends = threading.Thread(target=_trickle, args=[server, begins, gone])
        sends.start()
        with pytest.raises(Unreachable):
            fetch(f"http://127.0.0.1:{port}/", ("text/html",), 100_000)
        sends.join()
    assert gone.is_set()


def _trickle(server: socket.socket, begins: bytes, gone: threading.Event) -> None:
    """Send byte after byte until the client has gone, or for much longer than it may stay."""
    connection, _address = server.accept()
    with connection:
        connection.sendall(begins)
        for _ in range(60):
            try:
                connection.sendall(b"x")
            except OSError:
                gone.set()
                return
            gone.wait(0.05)
