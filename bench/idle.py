"""What ten thousand sockets cost that only wait, and whether twenty people notice them.

Each is of a person with a session, has been let in and follows a room; a hundred customers have a
hundred such people each. Twenty people of another customer talk meanwhile.
"""

from pathlib import Path

from bench.numbers import ROUNDS, Limits, median
from bench.rooms import UNLIMITED, Plan, Site, holding, measured, site, triage_of
from tests.servers import Server, server

CUSTOMERS = 100
PEOPLE = 100  # of each
A_SECOND = 200
ACTIVE = 20
TALK = {"act": "fanout", "warm": 100, "rate": 10, "settle": 1, "paced": 3}
MOST_KB = 40
MOST_SLOWER = 2
SOURCES = 8  # addresses of this machine that the sockets come from, so that ports don't run out


def main(rounds: int = ROUNDS, customers: int = CUSTOMERS) -> bool:
    """Print what was measured; whether it is little enough."""
    with site("idle") as here, server(**UNLIMITED) as running:
        talk, crowd = _talk(here, running), _crowd(here, running, customers)
        alone = [measured(talk) for _round in range(rounds)]
        before, files = resident(running), open_files(running)
        with holding(crowd, A_SECOND) as came:
            grown = (resident(running) - before) / len(crowd["seats"]) / 1024
            among = [measured(talk) for _round in range(rounds)]
        measured(talk)  # by now all have gone
        left = open_files(running) - files
    quiet, crowded = median(alone, "p95"), median(among, "p95")
    print(f"{len(crowd['seats']):,} sockets were let in within {came.seconds:.0f} s.")
    print(f"p95 of {ACTIVE} people who talk: {quiet:.1f} ms alone, {crowded:.1f} ms among them.\n")
    limits = Limits()
    limits.at_most("sockets refused", sum(came.refused.values()), 0)
    limits.at_most("kB of memory for each", grown, MOST_KB)
    limits.at_most("p95 among them, to alone", crowded / quiet, MOST_SLOWER)
    limits.at_most("files left open after them", left, ACTIVE)
    return limits.reached


def _talk(here: Site, running: Server) -> Plan:
    customer, cookies = here.customer("Talking", ACTIVE)
    room = triage_of(customer)
    return here.plan(running, [{"cookie": cookie, "room": room} for cookie in cookies], **TALK)


def _crowd(here: Site, running: Server, customers: int) -> Plan:
    seats = []
    for number in range(customers):
        customer, cookies = here.customer(f"Idle{number}", PEOPLE)
        room, source = triage_of(customer), f"127.0.0.{2 + number % SOURCES}"
        seats += [{"cookie": cookie, "room": room, "from": source} for cookie in cookies]
    return here.plan(running, seats)


def resident(running: Server) -> int:
    """Bytes of memory that the server's process holds."""
    status = Path(f"/proc/{running.process.pid}/status").read_text()
    [line] = [line for line in status.splitlines() if line.startswith("VmRSS")]
    return int(line.split()[1]) * 1024


def open_files(running: Server) -> int:
    return len(list(Path(f"/proc/{running.process.pid}/fd").iterdir()))
