"""Two people and an agent talk, one of them by phone over a bad network: nothing is lost, doubled,
or out of order, and every page shows the same in the end."""

import os
import random
import time

import pytest
from playwright.sync_api import Page, expect

from customers.models import Agent, Person
from helpdesk.models import Message, Room
from tests.browser.steps import say
from tests.faults.crowds import crowd
from tests.faults.proxies import Proxy, proxy
from tests.helpdesk.rooms.conftest import cookies_of, proven
from tests.world import make_world

SECONDS = int(os.environ.get("TALK_SECONDS", "60"))  # ten minutes show more
PHONE = {"viewport": {"width": 360, "height": 740}, "has_touch": True, "is_mobile": True}
LATENCY = (0.05, 0.3)  # seconds, of each piece that goes through the phone's network
CUT = (3, 8)  # seconds without any network


@pytest.fixture
def talk(transactional_db, live, someone):
    world = make_world()
    room = world.acme.rooms.get(kind="triage")
    ana, amy = (proven(world.person(f"{name}@acme.com", name.title())) for name in ("ana", "amy"))
    with crowd() as loop, proxy(loop, live.port) as network:
        pages = {
            "ana": come(someone(), live.url, ana, f"/rooms/{room.pk}/"),
            "ada": come(someone(), live.url, world.ada, world.url(f"rooms/{room.pk}")),
            "amy": come(
                someone(**PHONE),
                f"http://localhost:{network.port}",
                amy,
                f"http://localhost:{network.port}/rooms/{room.pk}/",
            ),
        }
        network.latency = LATENCY
        yield Talk(room, pages, network, loop)


def come(page: Page, site: str, who: Person | Agent, address: str) -> Page:
    named = [pair.partition("=") for pair in cookies_of(who).split("; ")]
    cookies = [{"name": name, "value": value, "url": site} for name, _, value in named]
    page.context.add_cookies(cookies)
    page.set_default_timeout(60_000)
    page.goto(address)
    return page


class Talk:
    """Who talks where, what they have written, and the phone's network."""

    def __init__(self, room: Room, pages: dict[str, Page], network: Proxy, loop) -> None:
        self.room, self.pages, self.network, self.loop = room, pages, network, loop
        self.servers = network.servers
        self.written: dict[str, list[str]] = {name: [] for name in pages}
        self.edited: dict[str, str] = {}

    def say(self, name: str) -> None:
        text = f"{name} says {len(self.written[name]) + 1}"
        say(self.pages[name], text)
        self.written[name].append(text)

    def edit(self, name: str) -> None:
        """Change one's last message by keyboard, where all of one's own have arrived."""
        page = self.pages[name]
        if page.locator("[data-pending]").count() or not self.written[name]:
            return
        text = self.written[name][-1]
        box = page.get_by_role("textbox", name="Message")
        box.press("ArrowUp")
        expect(box).to_have_value(self.edited.get(text, text), timeout=30_000)
        self.edited[text] = f"{text}, or rather this"
        box.fill(self.edited[text])
        box.press("Enter")

    def cut(self) -> None:
        """The phone has no network from now on."""
        self.network.servers = []
        self.loop.do(self.network.cut()).result(10)

    def mend(self) -> None:
        self.network.servers = self.servers

    def shown(self, name: str) -> list[tuple[int, str]]:
        """The messages that the page shows: the newest, as far back as it holds them."""
        log = self.pages[name].get_by_role("log")
        found = log.locator("article.message").evaluate_all(
            """articles => articles.map((article) => [
                 Number(article.dataset.seq),
                 article.querySelector(".message-text").textContent.trim(),
               ])"""
        )
        return [tuple(one) for one in found]


@pytest.mark.slow
@pytest.mark.catalogue("FI-25", "FI-32")
def test_two_people_and_an_agent_talk_and_nothing_is_lost_doubled_or_out_of_order(talk):
    began, cuts, back_at = time.monotonic(), 0, 0.0
    while time.monotonic() < began + SECONDS:
        chance = random.random()
        if back_at and time.monotonic() > back_at:
            talk.mend()
            back_at = 0.0
            if cuts % 2:
                talk.pages["amy"].reload()  # what was not sent outlives that
        elif chance < 0.05 and not back_at:
            talk.cut()
            cuts, back_at = cuts + 1, time.monotonic() + random.uniform(*CUT)
        elif chance < 0.15:
            talk.edit(random.choice(["ana", "ada"]))
        else:
            talk.say(random.choice(list(talk.pages)))
        talk.pages["ana"].wait_for_timeout(random.uniform(100, 700))
    talk.mend()
    for page in talk.pages.values():
        expect(page.locator("[data-pending]")).to_have_count(0, timeout=60_000)
    assert cuts  # else it was no bad network

    stored = list(Message.objects.filter(room=talk.room).values_list("seq", "text"))
    assert [seq for seq, _text in stored] == list(range(1, len(stored) + 1))
    for texts in talk.written.values():
        theirs = [talk.edited.get(text, text) for text in texts]
        assert [text for _seq, text in stored if text in set(theirs)] == theirs
    assert len(stored) == sum(map(len, talk.written.values()))
    last = stored[-1][0]
    for name, page in talk.pages.items():
        expect(page.locator(f'article[data-seq="{last}"]')).to_have_count(1, timeout=30_000)
        shown = talk.shown(name)
        assert len(shown) >= min(50, len(stored))
        assert shown == stored[-len(shown) :]
