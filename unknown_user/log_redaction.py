"""Takes out of log lines what would open a door: tokens in paths, and queries."""

import logging
import re

# Links and what stops them, invitations, password resets; however often a slash or a capital
# stands in them.
SECRET_PATHS = re.compile(
    r"(/+(?:link|not-me|invitation|password/+reset/+key)/+)[^\s\"]+", re.IGNORECASE
)
QUERY = re.compile(r"(/[^\s\"?]*)\?[^\s\"]+")


def redacted(text: str) -> str:
    """``text`` with what follows each secret path, and each query, replaced."""
    return QUERY.sub(r"\1?[redacted]", SECRET_PATHS.sub(r"\1[redacted]", text))


class RedactingFormatter(logging.Formatter):
    """Redacts the finished line, its traceback included."""

    def format(self, record: logging.LogRecord) -> str:
        return redacted(super().format(record))
