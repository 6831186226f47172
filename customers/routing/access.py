"""Tells the rest of the installation that somebody's access may have changed."""

from django.db import transaction
from django.db.models import F, QuerySet
from django.dispatch import Signal

from customers.models import Workspace

# Sent after the commit, with ``epochs``: {workspace id: its new epoch}.
access_changed = Signal()


def bump_epochs(workspaces: QuerySet[Workspace]) -> None:
    """Raise each workspace's epoch in the current transaction, and say so once it is committed.

    To be called by everything that changes who may enter what: customers, domains, known users,
    pins, blocks, memberships, sessions. Open sockets ask again as soon as they see a newer epoch.
    """
    with transaction.atomic():
        # no_key: an insert that refers to the workspace neither waits for us nor deadlocks
        locked = workspaces.order_by("pk").select_for_update(no_key=True)
        ids = list(locked.values_list("pk", flat=True))
        Workspace.objects.filter(pk__in=ids).update(epoch=F("epoch") + 1)
        epochs = dict(Workspace.objects.filter(pk__in=ids).values_list("pk", "epoch"))
        transaction.on_commit(lambda: access_changed.send(sender=Workspace, epochs=epochs))


def bump_epoch(workspace: Workspace) -> None:
    """Raise one workspace's epoch: see bump_epochs."""
    bump_epochs(Workspace.objects.filter(pk=workspace.pk))
