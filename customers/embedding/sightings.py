"""Which pages load a widget: noted as they do, for the vendor to see."""

from datetime import datetime, timedelta
from typing import Any

from django.conf import settings
from django.db import connection

from customers.embedding.allowed_origins import may_frame
from customers.embedding.origins import own_origin
from customers.models import Sighting, Workspace

SHOWN = 20
# Anybody can make up origins, so a workspace keeps no more than these.
KEPT = 200
NOTED_EVERY = timedelta(minutes=1)  # a busy page is no reason to write at each load

# As Django's Now(), with which the times of rotations are written
NOTE = """
INSERT INTO customers_sighting AS seen
    (workspace_id, origin, is_refused, old_key_at, old_secret_at)
VALUES (%(workspace)s, %(origin)s, %(refused)s,
        CASE WHEN %(old_key)s THEN statement_timestamp() END,
        CASE WHEN %(old_secret)s THEN statement_timestamp() END)
ON CONFLICT (workspace_id, origin) DO UPDATE SET
    last_seen_at = statement_timestamp(),
    is_refused = EXCLUDED.is_refused,
    old_key_at = COALESCE(EXCLUDED.old_key_at, seen.old_key_at),
    old_secret_at = COALESCE(EXCLUDED.old_secret_at, seen.old_secret_at)
WHERE seen.last_seen_at < statement_timestamp() - %(every)s
   OR seen.is_refused <> EXCLUDED.is_refused
   OR EXCLUDED.old_key_at - %(every)s > COALESCE(seen.old_key_at, '-infinity')
   OR EXCLUDED.old_secret_at - %(every)s > COALESCE(seen.old_secret_at, '-infinity')
RETURNING (xmax = 0)
"""


def note_sighting(
    workspace: Workspace, origin: str, *, old_key: bool = False, old_secret: bool = False
) -> None:
    """Note that a page of ``origin`` (canonical; empty if unknown) has loaded the widget.

    At most once a minute for each origin, unless what there is to say has changed.
    """
    values: dict[str, Any] = {
        "workspace": workspace.pk,
        "origin": origin,
        "refused": _is_refused(workspace, origin),
        "old_key": old_key,
        "old_secret": old_secret,
        "every": NOTED_EVERY,
    }
    with connection.cursor() as cursor:
        cursor.execute(NOTE, values)
        noted = cursor.fetchone()
    if noted and noted[0]:
        _forget_oldest(workspace)


def newest_sightings(workspace: Workspace) -> list[Sighting]:
    """The origins that have loaded the widget last, the newest first.

    Ours is left out: the settings load it for their preview. The demo's pages are ours too.
    """
    seen = workspace.sightings.order_by("-last_seen_at", "-id")
    return list((seen if settings.DEMO else seen.exclude(origin=own_origin()))[:SHOWN])


def users_of_old(workspace: Workspace, column: str, since: datetime) -> list[Sighting]:
    """The origins that have come with an old key or secret (``column``) since it was rotated."""
    found = workspace.sightings.filter(**{f"{column}__gte": since})
    return list(found.order_by(f"-{column}", "-id")[:SHOWN])


def _is_refused(workspace: Workspace, origin: str) -> bool:
    """What a browser does with a page that doesn't say where it is, only that browser knows."""
    return not (may_frame(workspace, origin) if origin else workspace.is_embeddable)


def _forget_oldest(workspace: Workspace) -> None:
    """Keep the newest, and apart from them who came with an old key or secret: the vendor waits
    for these to end, so a flood of other origins must not hide them."""
    newest = [workspace.sightings.order_by("-last_seen_at", "-id")]
    for column in ("old_key_at", "old_secret_at"):
        users = workspace.sightings.exclude(**{column: None})
        newest.append(users.order_by(f"-{column}", "-id"))
    kept = [pk for found in newest for pk in found.values_list("pk", flat=True)[:KEPT]]
    workspace.sightings.exclude(pk__in=kept).delete()
