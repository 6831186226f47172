"""Takes out of log lines what would open a door: link tokens, invitation tokens and queries."""

import logging
import re

SECRET_PATHS = re.compile(r"(/(?:link|invitation)/)[^/\s\"'?]+")
QUERY = re.compile(r"(/[^\s\"'?]*)\?[^\s\"']+")


def redacted(text: str) -> str:
    """``text`` with the secret part of each path, and each query, replaced."""
    return QUERY.sub(r"\1?[redacted]", SECRET_PATHS.sub(r"\1[redacted]", text))


class RedactPaths(logging.Filter):
    """Rewrites a record's message and arguments before any handler sees them."""

    def filter(self, record: logging.LogRecord) -> bool:
        if isinstance(record.msg, str):
            record.msg = redacted(record.msg)
        if isinstance(record.args, tuple):
            record.args = tuple(redacted(a) if isinstance(a, str) else a for a in record.args)
        return True
