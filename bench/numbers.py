"""Medians, ratios, and whether they reach what is asked for."""

import statistics
from collections.abc import Iterable

ROUNDS = 5


class Limits:
    """Prints each ratio beside the one that is asked for, and remembers whether all are reached."""

    def __init__(self) -> None:
        self.reached = True

    def at_least(self, what: str, value: float, least: float) -> None:
        self._note(what, value, f"at least {least:g}", value >= least)

    def at_most(self, what: str, value: float, most: float) -> None:
        self._note(what, value, f"at most {most:g}", value <= most)

    def _note(self, what: str, value: float, asked: str, reached: bool) -> None:
        self.reached &= reached
        short = "" if reached else "  ← NOT REACHED"
        print(f"- {what}: {value:.2f} (asked for: {asked}){short}", flush=True)


def median(rounds: Iterable[dict[str, float]], key: str) -> float:
    """The median of one figure over the rounds that have it."""
    return statistics.median(measured[key] for measured in rounds if key in measured)
