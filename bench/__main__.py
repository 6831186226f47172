"""``make bench``: every benchmark in turn, or those that are named; fails where one does not reach
its number."""

import sys

from bench import (
    decisions,
    fanout,
    history,
    idle,
    posting,
    preview,
    processes,
    uniform_answers,
)
from unknown_user import local_postgres

BENCHMARKS = {
    module.__name__.split(".")[1]: module
    for module in (
        uniform_answers,
        preview,
        decisions,
        fanout,
        posting,
        processes,
        history,
        idle,
    )
}


def main() -> int:
    """Run all, also after one that fell short. Returns the exit code."""
    reached = True
    with local_postgres.attached():
        for benchmark in [BENCHMARKS[name] for name in sys.argv[1:]] or BENCHMARKS.values():
            print(f"\n## {(benchmark.__doc__ or '').strip().splitlines()[0]}\n", flush=True)
            reached = benchmark.main() and reached
    return 0 if reached else 1


if __name__ == "__main__":
    sys.exit(main())
