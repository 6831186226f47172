"""Waiting for what must come about, for as long as it may take and no longer."""

import time
from collections.abc import Callable


def wait_until(true: Callable[[], object], seconds: float, what: object = "") -> None:
    """Return as soon as ``true()`` is; fail after so many seconds, saying ``what``."""
    deadline = time.monotonic() + seconds
    while not true():
        assert time.monotonic() < deadline, f"not within {seconds} s: {what or true}"
        time.sleep(0.05)
