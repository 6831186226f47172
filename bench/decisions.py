"""How long one Decision takes in a workspace with a thousand, or ten million, domains and people.

Asked for is at most two queries, and a median that stays within 1.3 of that of the smallest.
"""

import random
import statistics
import time
from contextlib import ExitStack

from django.db.backends.base.base import BaseDatabaseWrapper

from bench.databases import database, run, unchecked, using
from customers.models import Agent, Workspace
from customers.routing.facts import decision_for, decisions_for
from customers.team.vendors import add_vendor

SIZES = [10**3, 10**5, 10**7]  # domains, and as many people
ROUNDS = 7
DECISIONS = 600  # a round and size
MOST = 1.3  # of a median to the smallest size's
MANY = 1000  # addresses that are pasted at once
MOST_FOR_MANY = 1.0  # seconds


def main(sizes: list[int] = SIZES) -> bool:
    """Print a table; whether the largest is within the limit."""
    with ExitStack() as stack:
        databases = {size: stack.enter_context(database(f"decisions_{size}")) for size in sizes}
        workspaces: dict[int, Workspace] = {}
        for size, connection in databases.items():
            with using(connection):
                started = time.monotonic()
                workspaces[size] = fill(size)
                print(f"{size:>10,} filled in {time.monotonic() - started:.0f} s", flush=True)
        medians = measure(databases, workspaces)
        with using(databases[sizes[-1]]):
            many = measure_many(workspaces[sizes[-1]], sizes[-1])
    smallest = medians[sizes[0]]
    print("\n| domains and people | median of a Decision | ratio |\n|---|---|---|")
    for size in sizes:
        print(f"| {size:,} | {medians[size] * 1000:.2f} ms | {medians[size] / smallest:.2f} |")
    print(f"\n{MANY:,} addresses at once, among {sizes[-1]:,}: {many:.2f} s")
    return medians[sizes[-1]] <= MOST * smallest and many <= MOST_FOR_MANY


def fill(size: int) -> Workspace:
    """A workspace with ``size`` domains of a tenth as many customers, and ``size`` people."""
    workspace: Workspace = add_vendor("Fernhill", Agent.objects.create_agent("a@b.io", "Ada", None))
    values = {"workspace": workspace.pk, "size": size, "customers": max(size // 10, 1)}
    with unchecked():
        run(
            """
            INSERT INTO customers_customer (workspace_id, kind, name, external_id, created_at)
            SELECT %(workspace)s, 'organisation', 'Customer ' || n, '', now()
            FROM generate_series(1, %(customers)s) n;
            """,
            **values,
        )
        run(
            """
            INSERT INTO customers_domain (workspace_id, customer_id, customer_kind, name,
                with_subdomains, created_at, proof_token, proof_finding, proof_misses)
            SELECT %(workspace)s, c.first + n %% %(customers)s, 'organisation', 'd' || n || '.dev',
                n %% 2 = 0, now(), '', '', 0
            FROM generate_series(1, %(size)s) n,
                (SELECT min(id) AS first FROM customers_customer WHERE kind = 'organisation') c
            """,
            **values,
        )
        run(
            """
            INSERT INTO customers_person (workspace_id, email, mail_domain, name, created_at,
                proven_at)
            SELECT %(workspace)s, 'p' || n || '@d' || n || '.dev', 'd' || n || '.dev', '',
                now(), now()
            FROM generate_series(1, %(size)s) n
            """,
            **values,
        )
    run("VACUUM ANALYZE customers_customer, customers_domain, customers_person")
    return workspace


def measure(
    databases: dict[int, BaseDatabaseWrapper], workspaces: dict[int, Workspace]
) -> dict[int, float]:
    """Seconds of a Decision, the median over all rounds; the sizes take turns."""
    pick = random.Random(4)
    took: dict[int, list[float]] = {size: [] for size in databases}
    for _round in range(ROUNDS):
        for size, connection in databases.items():
            with using(connection):
                for _decision in range(DECISIONS):
                    number = pick.randint(1, size)
                    started = time.perf_counter()
                    decision_for(workspaces[size], f"p{number}@d{number}.dev")
                    took[size].append(time.perf_counter() - started)
    return {size: statistics.median(times) for size, times in took.items()}


def measure_many(workspace: Workspace, size: int) -> float:
    """Seconds in which MANY addresses are decided, the median over all rounds."""
    pick, took = random.Random(5), []
    for _round in range(ROUNDS):
        numbers = pick.sample(range(1, size + 1), min(MANY, size))
        started = time.perf_counter()
        decisions_for(workspace, [f"p{number}@d{number}.dev" for number in numbers])
        took.append(time.perf_counter() - started)
    return statistics.median(took)
