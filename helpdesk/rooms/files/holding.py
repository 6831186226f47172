"""What is slow holds no connection to the database meanwhile: a process has only a few."""

from django.db import connection


def hold_no_connection() -> None:
    """Give this thread's connection back to the pool, unless a transaction needs it. The next query
    takes one again."""
    if not connection.in_atomic_block:
        connection.close()
