"""Does the time of the form's answer tell whether an address is known? It must not.

Sends the form of a running server for known, unknown, suppressed and limited addresses in random
order. Of each two kinds the medians have to differ by less than 5 ms, and the p of a two-sided
Mann-Whitney test to be above 0.01.
"""

import http.client
import math
import random
import re
import statistics
import time
from collections.abc import Iterator
from contextlib import contextmanager
from itertools import combinations
from urllib.parse import urlencode
from uuid import uuid4

from django.core.management import call_command
from django.utils import timezone
from procrastinate.contrib.django.models import ProcrastinateJob

from bench.databases import database, using
from customers.models import MagicLink, Mail, Person, SuppressionReason
from customers.proof.suppressions import suppress
from tests.mail_servers import smtp_server
from tests.servers import server
from tests.world import World, make_world

SAMPLES = 200  # of each kind
MOST_MS, LEAST_P = 5.0, 0.01
KINDS = ("known", "unknown", "suppressed", "limited")


def main(samples: int = SAMPLES) -> bool:
    """Print the medians and how they differ; whether nothing is given away."""
    with _installation() as (form, world):
        times = _measure(form, _addresses(world, samples))
    return _report(times)


def _measure(form: "Form", addresses: dict[str, list[str]]) -> dict[str, list[float]]:
    """The milliseconds of each answer, by the kind of its address."""
    order = [(kind, address) for kind, all_of_it in addresses.items() for address in all_of_it]
    random.shuffle(order)
    for _warm in range(20):
        form.send(f"{uuid4().hex}@warm.com")
    times: dict[str, list[float]] = {kind: [] for kind in KINDS}
    for kind, address in order:
        times[kind].append(form.send(address))
    return times


def _report(times: dict[str, list[float]]) -> bool:
    print("| address | median of the answer |\n|---|---|")
    for kind, measured in times.items():
        print(f"| {kind} | {statistics.median(measured):.1f} ms |")
    print("\n| pair | medians apart | p |\n|---|---|---|")
    passed = True
    for one, other in combinations(KINDS, 2):
        apart = abs(statistics.median(times[one]) - statistics.median(times[other]))
        p = mann_whitney_p(times[one], times[other])
        passed &= apart < MOST_MS and p > LEAST_P
        print(f"| {one}, {other} | {apart:.2f} ms | {p:.2f} |")
    return passed


def mann_whitney_p(one: list[float], other: list[float]) -> float:
    """The two-sided p of the rank-sum test, by the normal approximation (good from 20 on).

    Ties are too rare among times to be corrected for.
    """
    ranked = sorted([(value, 0) for value in one] + [(value, 1) for value in other])
    ranks = sum(rank for rank, (_value, side) in enumerate(ranked, start=1) if side == 0)
    n, m = len(one), len(other)
    u = ranks - n * (n + 1) / 2
    z = (u - n * m / 2) / math.sqrt(n * m * (n + m + 1) / 12)
    return math.erfc(abs(z) / math.sqrt(2))


class Form:
    """The widget's form on the running server."""

    def __init__(self, port: int, path: str) -> None:
        self.connection = http.client.HTTPConnection("localhost", port, timeout=30)
        self.path, self.origin = path, f"http://localhost:{port}"

    def send(self, email: str) -> float:
        """Open the form, wait until the worker has nothing to do, and send it. Returns the
        milliseconds until the answer was there."""
        token = re.search(rb'name="form" value="([^"]*)"', self._ask("GET"))[1].decode()
        _wait_for_worker()
        self.connection.close()
        self.connection.connect()
        begun = time.perf_counter()
        answer = self._ask("POST", urlencode({"email": email, "name": "Ana", "form": token}))
        took = (time.perf_counter() - begun) * 1000
        assert b"Look in your mail" in answer, answer[:2000]
        return took

    def _ask(self, method: str, body: str | None = None) -> bytes:
        headers = {"Origin": self.origin, "Content-Type": "application/x-www-form-urlencoded"}
        self.connection.request(method, self.path, body, headers)
        return self.connection.getresponse().read()


def _wait_for_worker() -> None:
    while ProcrastinateJob.objects.filter(status__in=["todo", "doing"]).exists():
        time.sleep(0.005)


@contextmanager
def _installation() -> Iterator[tuple[Form, World]]:
    """A server with a database and a mail server of its own."""
    with database("uniform_answers") as connection, using(connection), smtp_server() as mailbox:
        call_command("collectstatic", interactive=False, verbosity=0)
        world = make_world()
        unlimited = dict.fromkeys(LIMITS, "1000000")
        with server(EMAIL_URL=f"smtp://127.0.0.1:{mailbox.port}", **unlimited) as running:
            yield Form(running.port, f"/widget/{world.workspace.widget_id}/"), world


LIMITS = [f"{who}_LIMIT_PER_{span}" for who in ("IP", "WIDGET") for span in ("MINUTE", "HOUR")]


def _addresses(world: World, samples: int) -> dict[str, list[str]]:
    """So many addresses of each kind, with what makes them so."""
    made = {kind: [f"{uuid4().hex[:10]}@acme.com" for _ in range(samples)] for kind in KINDS}
    for address in made["known"]:
        world.person(address, "Ana")
    Person.objects.all().prove()
    for address in made["suppressed"]:
        suppress(world.workspace, address, SuppressionReason.NOT_ME)
    for address in made["limited"]:
        for _ in range(10):
            link = MagicLink(
                workspace=world.workspace,
                person=world.person(address),
                form=uuid4(),
                mail=Mail.objects.create(to=address),
                mailbox=address,
            )
            link.superseded_at = link.requested_at = timezone.now()
            link.save()
    return made
