"""Whether a room of a million messages opens, and is caught up with, like one of a thousand."""

import shutil
import statistics
import time
from http.client import HTTPConnection
from typing import Any

from playwright.sync_api import sync_playwright

from bench.databases import run, unchecked
from bench.numbers import Limits
from bench.rooms import UNLIMITED, Site, measured, site
from customers.models import Customer
from helpdesk.models import Room, RoomKind
from tests.servers import Server, server

SIZES = (1_000, 1_000_000)  # messages
MISSED = 5_000  # messages to catch up with; of the small room all, as often as that takes
OPENINGS = 40
CATCHING_UP = 5  # times
MOST_SLOWER = 1.3
MOST_PAINT = 1000  # ms
PAINTS = 5
BROWSERS = ("chromium-headless-shell", "chromium", "chromium-browser", "google-chrome")
QUIET = ["--no-sandbox", "--disable-gpu", "--no-first-run", "--disable-background-networking"]


def main(sizes: tuple[int, int] = SIZES) -> bool:
    """Print a table; whether the large room is as quick as the small one."""
    with site("history") as here, server(**UNLIMITED) as running:
        customer, [cookie] = here.customer("Acme", 1)
        rooms = {size: _filled(here, customer, size) for size in sizes}
        run("VACUUM ANALYZE helpdesk_message")
        opened = _openings(running, cookie, rooms)
        caught = _caught_up(here, running, cookie, rooms)
        painted = _painted(running, cookie, rooms[sizes[1]])
    print("| messages in the room | the page | catching up with 5,000 |\n|---|---|---|")
    for size in sizes:
        print(f"| {size:,} | {opened[size]:.1f} ms | {caught[size]:.0f} ms |")
    print()
    small, large = sizes
    limits = Limits()
    limits.at_most("the page, to the small room's", opened[large] / opened[small], MOST_SLOWER)
    limits.at_most("catching up, to the small room", caught[large] / caught[small], MOST_SLOWER)
    limits.at_most("ms until the large room is painted", painted, MOST_PAINT)
    return limits.reached


def _filled(here: Site, customer: Customer, size: int) -> int:
    room = Room.objects.create(
        workspace=here.workspace,
        customer=customer,
        customer_kind=customer.kind,
        kind=RoomKind.PUBLIC,
        name=f"Of {size}",
        last_seq=size,
    )
    with unchecked():
        run(
            """
            INSERT INTO helpdesk_message (room_id, seq, person_id, client_id, text, created_at)
            SELECT %(room)s, n, %(person)s, gen_random_uuid(),
                '~' || n || '~ what somebody said as message ' || n,
                now() - make_interval(secs => %(size)s - n)
            FROM generate_series(1, %(size)s) n
            """,
            room=room.pk,
            person=here.workspace.people.get().pk,
            size=size,
        )
    return room.pk


def _openings(running: Server, cookie: str, rooms: dict[int, int]) -> dict[int, float]:
    """Milliseconds of the page, the median; the rooms take turns."""
    took: dict[int, list[float]] = {size: [] for size in rooms}
    connection = HTTPConnection("localhost", running.port, timeout=30)
    for opening in range(OPENINGS + 2):
        for size, room in rooms.items():
            begun = time.perf_counter()
            connection.request("GET", f"/rooms/{room}/", headers={"Cookie": cookie})
            answer = connection.getresponse()
            answer.read()
            assert answer.status == 200, answer.status
            if opening >= 2:
                took[size].append((time.perf_counter() - begun) * 1000)
    return {size: statistics.median(times) for size, times in took.items()}


def _caught_up(here: Site, running: Server, cookie: str, rooms: dict[int, int]) -> dict[int, float]:
    """Milliseconds for MISSED messages, the median; the rooms take turns."""
    took: dict[int, list[float]] = {size: [] for size in rooms}
    for _round in range(CATCHING_UP + 1):
        for size, room in rooms.items():
            missed = min(size, MISSED)
            plan = {"act": "catch-up", "after": size - missed, "last": size}
            seat = {"cookie": cookie, "room": room}
            again = here.plan(running, [seat], rounds=MISSED // missed, **plan)
            found: list[dict[str, Any]] = measured(again)["times"]
            assert all(one["heard"] == missed for one in found), found
            took[size].append(sum(one["ms"] for one in found))
    return {size: statistics.median(times[1:]) for size, times in took.items()}


def _painted(running: Server, cookie: str, room: int) -> float:
    """Milliseconds until a browser has painted the room, the median."""
    name, _, value = cookie.partition("=")
    took = []
    with sync_playwright() as playwright:
        path = next(filter(None, map(shutil.which, BROWSERS)), None)
        browser = playwright.chromium.launch(executable_path=path, args=QUIET)
        for _paint in range(PAINTS):
            context = browser.new_context()
            context.add_cookies([{"name": name, "value": value, "url": running.url}])
            page = context.new_page()
            page.goto(f"{running.url}/rooms/{room}/")
            page.get_by_role("log").get_by_text("what somebody said").last.wait_for()
            took.append(page.evaluate(FIRST_PAINT))
            context.close()
        browser.close()
    return statistics.median(took)


FIRST_PAINT = """() => new Promise((resolve) => new PerformanceObserver((list) =>
    resolve(list.getEntriesByName("first-contentful-paint")[0].startTime)
).observe({ type: "paint", buffered: true }))"""
