"""What is left over of files: uploads never posted, and stored content that no row names."""

from collections.abc import Iterator
from datetime import timedelta
from itertools import batched

from django.core.files.storage import default_storage
from django.db import transaction
from django.utils import timezone

from helpdesk.models import File
from helpdesk.rooms.files.storing import OURS, SMALL, remove, remove_unnamed

WAITS = timedelta(hours=24)  # that an upload may be posted
PAGE = 500  # rows or names at a time


def forget_waiting() -> int:
    """Delete uploads that nobody has posted within WAITS. Returns how many.

    One that is being posted at this moment is locked, and left alone.
    """
    gone = 0
    while page := _forget_page():
        gone += page
    return gone


def _forget_page() -> int:
    with transaction.atomic():
        old = File.objects.filter(message=None, created_at__lt=timezone.now() - WAITS)
        files = list(old.select_for_update(skip_locked=True).order_by("created_at")[:PAGE])
        File.objects.filter(pk__in=[file.pk for file in files]).delete()
        contents = [str(file.content.name) for file in files if file.content]
        transaction.on_commit(lambda: remove_unnamed(contents), robust=True)
    return len(files)


def forget_unnamed() -> int:
    """Remove stored content that no row names, where it is at least a day old: what a process left
    that died between storing and its commit, or could not remove. Returns how much.

    Only names of ours are looked at, in case that the storage holds other things too; and nothing
    at all beside a database without files, which is more likely to be the wrong one.
    """
    if not File.objects.exists():
        return 0
    gone = 0
    for page in batched(_old_names(), PAGE):
        contents = {name: name.removesuffix(SMALL) for name in page}
        rows = File.objects.filter(content__in=set(contents.values()))
        named = set(rows.values_list("content", flat=True))
        unnamed = [name for name, content in contents.items() if content not in named]
        remove(unnamed)
        gone += len(unnamed)
    return gone


def _old_names() -> Iterator[str]:
    newest = f"{timezone.now() - WAITS:%Y-%m-%d}"
    for workspace in _listed("")[0]:
        for day in _listed(workspace)[0]:
            if day >= newest:
                continue
            for name in _listed(f"{workspace}/{day}")[1]:
                if OURS.fullmatch(found := f"{workspace}/{day}/{name}"):
                    yield found


def _listed(folder: str) -> tuple[list[str], list[str]]:
    """The folders and files in a folder; none where there is no such folder."""
    try:
        return default_storage.listdir(folder)
    except FileNotFoundError:
        return [], []
