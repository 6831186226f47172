"""What a running server logs of a link's whole way opens nothing."""

import re
import time
from urllib.error import HTTPError
from urllib.parse import urlencode
from urllib.request import Request, urlopen

import pytest

from tests.asking import ask
from tests.mail_servers import smtp_server
from tests.servers import server
from tests.world import make_world


def fetch(url, origin="", **fields):
    data = urlencode(fields).encode() if fields else None
    headers = {"Origin": origin} if origin else {}
    try:
        return urlopen(Request(url, data, headers), timeout=10)
    except HTTPError as refused:
        return refused


@pytest.mark.django_db(transaction=True)
def test_no_token_and_no_code_is_in_the_access_log(tmp_path):
    world = make_world()
    log = tmp_path / "log"
    ask(world)
    given = {"ACCESS_LOG_LEVEL": "INFO", "DEBUG": "1"}  # DEBUG needs no collected static files
    with (
        smtp_server() as mailbox,
        server(log, EMAIL_URL=f"smtp://127.0.0.1:{mailbox.port}", **given) as running,
    ):
        while not mailbox.messages:
            time.sleep(0.05)
        text = mailbox.messages[0].get_body(("plain",)).get_content()
        link, denial = re.findall(r"http://\S+", text)
        code = re.search(r"\d{3} \d{3}", text)[0].replace(" ", "")
        page = fetch(f"{link}?next=secret-of-a-query").read().decode()
        nonce = re.search(r'name="nonce" value="([^"]+)"', page)[1]
        fetch(denial)
        fetch(link, running.url, nonce=nonce, clicked="", code="000000")
        opened = fetch(link, running.url, nonce=nonce, clicked="1")
        assert "/rooms/" in opened.url
    logged = log.read_text()
    assert logged.count("/link/[redacted]") >= 3
    assert "/not-me/[redacted]" in logged
    secrets = [part for url in (link, denial) for part in url.split("/")[4].split(".")[-2:]]
    for secret in [*secrets, code, nonce, "secret-of-a-query"]:
        assert secret not in logged
