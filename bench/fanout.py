"""What a message costs on its way to everybody in one room, beside other servers of rooms.

The rooms are the real ones: each socket is of a person with a session, access is checked, and a
message is committed before it is delivered. One more socket is in the room and never reads. The
same client sends the same texts to all, in turns of one round after the other.
"""

from contextlib import ExitStack

from bench import peers
from bench.numbers import ROUNDS, Limits, median
from bench.rooms import UNLIMITED, Plan, Site, measured, peer_plan, site, triage_of
from tests.servers import Server, database_url, server

SIZES = (100, 500)  # sockets in the room
ACT = {"act": "fanout", "warm": 3, "burst": 1.5, "window": 64}
# In the smaller room, messages a second and for how many seconds. Before these the client hears a
# hundred, one after the other, and some at that pace: node compiles what it does often, some of it
# twice, on cores that are the server's too. And those who have just come settle, of whom servers
# that know who is there tell each other.
PACED = {"warm": 100, "rate": 5, "settle": 4, "paced": 4}
PEERS = {
    "ws": "Node `ws`, the least broadcast",
    "ws_stored": "the same, a row in Postgres first",
    "socketio": "socket.io",
    "uvicorn": "Channels' tutorial chat on uvicorn",
    "daphne": "Channels' tutorial chat on daphne",
}
FRAMINGS = {"ws_stored": "ws", "uvicorn": "tutorial", "daphne": "tutorial"}


def main(rounds: int = ROUNDS) -> bool:
    """Print a table; whether the rooms keep up."""
    peers.install()
    found: dict[tuple[str, int], list[dict[str, float]]] = {}
    with site("fanout") as here, ExitStack() as stack:
        running = stack.enter_context(server(**UNLIMITED))
        redis = stack.enter_context(peers.redis())
        ports = _start_peers(stack, redis)
        rooms = {size: _room(here, running, size) for size in SIZES}
        for _round in range(rounds):
            for size in SIZES:
                plans = {"rooms": rooms[size]} | {
                    name: peer_plan(_framing(name), port, size) for name, port in ports.items()
                }
                for name, plan in plans.items():
                    peers.forget(redis)
                    pace = PACED if size == SIZES[0] else {}
                    found.setdefault((name, size), []).append(measured(plan | ACT | pace))
    return _report(found)


def _start_peers(stack: ExitStack, redis: str) -> dict[str, int]:
    ports = {name: stack.enter_context(peers.node(f"{name}.mjs")) for name in ("ws", "socketio")}
    stored = peers.node("ws_stored.mjs", DATABASE_URL=database_url())
    ports["ws_stored"] = stack.enter_context(stored)
    for name in ("uvicorn", "daphne"):
        ports[name] = stack.enter_context(peers.tutorial(name, redis))
    return ports


def _framing(name: str) -> str:
    return FRAMINGS.get(name, name)


def _room(here: Site, running: Server, size: int) -> Plan:
    customer, cookies = here.customer(f"Of{size}", size + 1)
    room = triage_of(customer)
    *seats, stalled = ({"cookie": cookie, "room": room} for cookie in cookies)
    return here.plan(running, seats) | {"stalled": here.plan(running, [stalled])["seats"][0]}


def _report(found: dict[tuple[str, int], list[dict[str, float]]]) -> bool:
    print("| | deliveries/s at 100 | at 500 | p50 at 5 messages/s | p99 |\n|---|---|---|---|---|")
    for name, words in ({"rooms": "**the rooms**"} | PEERS).items():
        small, large = (found[name, size] for size in SIZES)
        rates = f"{median(small, 'deliveries'):,.0f} | {median(large, 'deliveries'):,.0f}"
        times = f"{median(small, 'p50'):.1f} ms | {median(small, 'p99'):.1f} ms"
        print(f"| {words} | {rates} | {times} |")
    print()
    limits = Limits()
    for size in SIZES:
        rate = {name: median(found[name, size], "deliveries") for name in ("rooms", *PEERS)}
        limits.at_least(f"{size} sockets, to socket.io", rate["rooms"] / rate["socketio"], 1)
        limits.at_least(f"{size} sockets, to the tutorial", rate["rooms"] / rate["uvicorn"], 10)
        print(f"- {size} sockets, to Node `ws`: {rate['rooms'] / rate['ws']:.2f} (aimed at: 1)")
    for key in ("p50", "p99"):
        ours, least = (median(found[name, SIZES[0]], key) for name in ("rooms", "ws"))
        limits.at_most(f"{key}, to Node `ws`", ours / least, 2)
    nothing_lost(limits, [run for size in SIZES for run in found["rooms", size]])
    return limits.reached


def nothing_lost(limits: Limits, runs: list[dict[str, float]]) -> None:
    """Ask that in these runs each socket stayed, and each message came to it once."""
    lost = sum(run["lost"] + run["doubled"] + run["cut"] for run in runs)
    limits.at_most("messages lost or doubled, sockets cut off", lost, 0)
