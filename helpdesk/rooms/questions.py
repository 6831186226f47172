"""How often somebody may ask what is dear to answer: to search, and to look back in a room.

Counted in each process by itself, for it is only to bound what one reader can cost; whoever looks
around as quickly as people can does not come near it.
"""

from math import ceil
from threading import Lock
from time import monotonic

from django.conf import settings
from django.http import HttpResponse
from django.utils.translation import gettext as _

from helpdesk.rooms.authors import Author, key_of

BURST = 100.0  # questions at once
SEARCH = 3  # to search costs as much as so many other questions
MOST_KNOWN = 10_000  # askers; of more those are forgotten who have asked the longest ago


class Budgets:
    """What each asker may still ask, of questions that grow by so many a second up to BURST."""

    def __init__(self) -> None:
        self._left: dict[str, tuple[float, float]] = {}  # by key: how many, and as of when
        self._lock = Lock()

    def spend(self, key: str, cost: int) -> float:
        """Spend ``cost`` at once; or else the seconds after which it can be."""
        rate = settings.QUESTIONS_PER_SECOND
        with self._lock:
            now = monotonic()
            left, since = self._left.pop(key, (BURST, now))
            left = min(BURST, left + (now - since) * rate)
            wait = max(0.0, (cost - left) / rate)
            self._left[key] = (left if wait else left - cost, now)  # the last of them by now
            if len(self._left) > MOST_KNOWN:
                del self._left[next(iter(self._left))]
        return wait


_budgets = Budgets()


def wait_of(who: Author, cost: int = 1) -> int:
    """The seconds after which ``who`` may ask that; 0 for at once, which then is counted."""
    return ceil(_budgets.spend(key_of(who), cost))


def words_for_too_often() -> str:
    """What is said to somebody who has to wait."""
    return _("That was a lot in a short time. Try again in a moment.")


def too_often(wait: int) -> HttpResponse:
    """The answer to somebody who has to wait, as plain text."""
    return made_to_wait(HttpResponse(words_for_too_often(), content_type="text/plain"), wait)


def made_to_wait(response: HttpResponse, wait: int) -> HttpResponse:
    """``response`` itself where there is no ``wait``; else as one that says so to programs."""
    if wait:
        response.status_code = 429
        response.headers["Retry-After"] = str(wait)
    return response
