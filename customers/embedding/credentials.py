"""A widget's key and secret, and what becomes of the old one when a new one is made."""

from dataclasses import dataclass
from datetime import timedelta

from django.db import transaction
from django.db.models.functions import Now
from django.utils.crypto import constant_time_compare

from customers.models import (
    Action,
    Agent,
    CredentialKind,
    PersonSession,
    RetiredCredential,
    Workspace,
)
from customers.models.workspace import new_widget_key, new_widget_secret
from customers.routing import audit
from customers.routing.access import bump_epoch

COLUMNS = {CredentialKind.KEY: "widget_key", CredentialKind.SECRET: "widget_secret"}
MAKERS = {CredentialKind.KEY: new_widget_key, CredentialKind.SECRET: new_widget_secret}


@dataclass(frozen=True)
class Credential:
    """A key or secret that counts: the current one, or a ``retired`` one in its grace period."""

    value: str
    retired: RetiredCredential | None = None


@transaction.atomic
def rotate(
    workspace: Workspace, kind: CredentialKind, grace: timedelta, by: Agent | None = None
) -> None:
    """Make a new key or secret. The old one works beside it for ``grace``; none ends it at once.

    Sessions that the old secret's tokens began end with it.
    """
    locked = Workspace.objects.select_for_update(no_key=True).get(pk=workspace.pk)
    retired = RetiredCredential.objects.create(
        workspace=locked,
        kind=kind,
        value=getattr(locked, COLUMNS[kind]),
        retires_at=Now() + grace,
    )
    if kind == CredentialKind.SECRET:
        PersonSession.objects.filter(
            binding__workspace=locked, retired_secret=None, ended_at=None
        ).update(retired_secret=retired)
    value = MAKERS[kind]()
    Workspace.objects.filter(pk=locked.pk).update(**{COLUMNS[kind]: value})
    setattr(workspace, COLUMNS[kind], value)
    bump_epoch(workspace)
    hours = round(grace / timedelta(hours=1))
    audit.note(workspace, Action.CREDENTIAL_ROTATED, by, kind=kind.value, grace_hours=hours)


@transaction.atomic
def end_grace(workspace: Workspace, retired: int, by: Agent | None = None) -> None:
    """Have a retired key or secret count no more, as of now. Sessions that it began end."""
    bump_epoch(workspace)
    former = workspace.retired_credentials.accepted().filter(pk=retired)
    kinds = list(former.values_list("kind", flat=True))
    if former.update(retires_at=Now()):
        audit.note(workspace, Action.GRACE_ENDED, by, kind=kinds[0])


def retired_credentials(workspace: Workspace, kind: CredentialKind) -> list[RetiredCredential]:
    """The former keys or secrets that still work, the newest first."""
    return list(workspace.retired_credentials.accepted().of_kind(kind).order_by("-rotated_at"))


def accepted(workspace: Workspace, kind: CredentialKind) -> list[Credential]:
    """Every key or secret that counts now, the current one first."""
    current = Credential(getattr(workspace, COLUMNS[kind]))
    return [current, *(Credential(old.value, old) for old in retired_credentials(workspace, kind))]


def find_key(workspace: Workspace, key: str) -> Credential | None:
    """The accepted widget key that ``key`` is; None for any other text."""
    if constant_time_compare(key, workspace.widget_key):
        return Credential(workspace.widget_key)
    others = accepted(workspace, CredentialKind.KEY)[1:]
    return next((one for one in others if constant_time_compare(key, one.value)), None)
