"""``make bench``: every benchmark in turn; fails where one does not reach its number."""

import sys

from bench import decisions
from bench.databases import django_ready

BENCHMARKS = [decisions]


def main() -> int:
    """Run all, also after one that fell short. Returns the exit code."""
    reached = True
    with django_ready():
        for benchmark in BENCHMARKS:
            print(f"\n## {(benchmark.__doc__ or '').strip().splitlines()[0]}\n", flush=True)
            reached = benchmark.main() and reached
    return 0 if reached else 1


if __name__ == "__main__":
    sys.exit(main())
