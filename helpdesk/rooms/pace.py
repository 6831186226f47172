"""How quickly a client may send frames."""

from time import monotonic

from django.conf import settings

BURST = 100.0  # frames at once, for example after a time without connection
MOST_TOO_QUICK = 50  # frames for which the client had to be slowed down, one after the other


class Pace:
    """One client's frames: so many a second in the long run, and a burst at times."""

    def __init__(self) -> None:
        self._budget, self._filled_at = BURST, monotonic()
        self._too_quick = 0

    def next(self) -> float:
        """Another frame has come. Returns the seconds to wait before the next one is read."""
        now, rate = monotonic(), settings.SOCKET_FRAMES_PER_SECOND
        self._budget = min(BURST, self._budget + (now - self._filled_at) * rate) - 1
        self._filled_at = now
        if self._budget >= 0:
            self._too_quick = 0
            return 0.0
        self._too_quick += 1
        return -self._budget / rate

    def charge(self, frames: int) -> None:
        """What the newest frame asks for is as much work as so many more."""
        self._budget -= frames

    @property
    def has_just_become_too_quick(self) -> bool:
        return self._too_quick == 1

    @property
    def is_hopeless(self) -> bool:
        """Whether being slowed down doesn't help: no client of ours goes on like that."""
        return self._too_quick > MOST_TOO_QUICK
