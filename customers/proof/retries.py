"""When a job that sends a mail is done again."""

import random

from procrastinate import BaseRetryStrategy, RetryDecision
from procrastinate.jobs import Job

FIRST_WAIT = 4  # seconds
# With it, a mail server that comes back after hours has everything within five minutes.
LONGEST_WAIT = 240
MOST_DOUBLINGS = 10  # by then the wait is at its longest
# What is tried again waits behind what is tried for the first time.
BEHIND = -1
# A stop for what fails before the mail's own row could say so; mailing.PATIENCE comes long before.
MOST_ATTEMPTS = 2000


class TryAgain(Exception):
    """Another attempt may succeed. Says what a server said, without links and codes."""


class Backoff(BaseRetryStrategy):
    """Waits that double up to LONGEST_WAIT, each shortened by up to a half, so that mails that
    failed together don't come back together."""

    def get_retry_decision(self, *, exception: BaseException, job: Job) -> RetryDecision | None:
        """When to try again; None for a fault that another attempt would only repeat."""
        if isinstance(exception, ValueError) or job.attempts >= MOST_ATTEMPTS:
            return None
        return RetryDecision(retry_in={"seconds": wait_before(job.attempts)}, priority=BEHIND)


def wait_before(attempts: int) -> int:
    """Seconds until the next attempt, after so many before the one that failed."""
    longest = min(FIRST_WAIT * 2 ** min(attempts, MOST_DOUBLINGS), LONGEST_WAIT)
    return round(random.uniform(longest / 2, longest))  # noqa: S311
