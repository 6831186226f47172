"""What every change of a workspace's facts is: one transaction, after and before all others.

It begins by raising the workspace's epoch. That takes the workspace's row, so changes happen one
after another, and each sees what the last one left. Each notes itself in the audit.
"""

from collections.abc import Iterator
from contextlib import contextmanager

from django.db import transaction

from customers.models import Workspace
from customers.routing.access import bump_epoch


@contextmanager
def access_change(workspace: Workspace) -> Iterator[None]:
    """One transaction that changes who may enter what."""
    with transaction.atomic():
        bump_epoch(workspace)
        yield
