"""What a second process is worth to one room: both serve it, and Redis carries between them."""

import os

from bench import peers
from bench.fanout import ACT, nothing_lost
from bench.numbers import ROUNDS, Limits, median
from bench.rooms import UNLIMITED, Site, measured, site, triage_of
from tests.servers import Server, server

SIZE = 500  # sockets in the room
# Messages under way: two processes take turns at the room's row, and are not busy with fewer.
WINDOW = 512
# Who has just come keeps two processes busier than one: each tells the other of it.
SATURATED = ACT | {"window": WINDOW, "lead": 1, "burst": 3}
MANY_CORES = 4


class TwoProcesses(Server):
    """The same server, as two processes behind one port."""

    options = ("--processes", "2")


def main(rounds: int = ROUNDS) -> bool:
    """Print a table; whether two are worth it on this machine."""
    found: dict[str, list[dict[str, float]]] = {"one": [], "two": []}
    with site("processes") as here, peers.redis() as redis, server(**UNLIMITED) as one:
        two = TwoProcesses(REDIS_URL=redis, **UNLIMITED).start()
        try:
            plans = {"one": _plan(here, one, "One"), "two": _plan(here, two, "Two")}
            for _round in range(rounds):
                for name, plan in plans.items():
                    found[name].append(measured(plan | SATURATED))
        finally:
            two.stop()
    rates = {name: median(runs, "deliveries") for name, runs in found.items()}
    print("| processes | deliveries/s |\n|---|---|")
    print(f"| 1 | {rates['one']:,.0f} |\n| 2, with Redis | {rates['two']:,.0f} |\n")
    cores = len(os.sched_getaffinity(0))
    limits = Limits()
    least = 1.5 if cores >= MANY_CORES else 1.0
    limits.at_least(f"two to one, on {cores} cores", rates["two"] / rates["one"], least)
    nothing_lost(limits, found["two"])
    return limits.reached


def _plan(here: Site, running: Server, name: str) -> dict:
    customer, cookies = here.customer(name, SIZE)
    room = triage_of(customer)
    return here.plan(running, [{"cookie": cookie, "room": room} for cookie in cookies])
