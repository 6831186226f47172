"""Files of messages that are deleted or forwarded. Stored content may belong to several rows."""

from uuid import uuid4

from django.db import transaction

from helpdesk.models import File, Message
from helpdesk.rooms.authors import as_field
from helpdesk.rooms.files.storing import remove_unnamed
from helpdesk.rooms.files.waiting import empty


def forget_files(message: Message) -> None:
    """Take the files of a message that is being deleted away, in the caller's transaction.

    Their content goes after the commit, unless another row names it. What was uploaded for it still
    counts as that (waiting.empty). ``message.has_files`` is False then; the caller saves it with
    the message.
    """
    files = File.objects.filter(message=message)
    contents = list(files.values_list("content", flat=True))
    if message.original_at:
        files.delete()
    else:
        empty(files)
    message.has_files = False
    transaction.on_commit(lambda: remove_unnamed(contents), robust=True)


def copy_files(source: Message, target: Message) -> int:
    """Give ``target``, which forwards ``source``, the same files: rows of its own, the same stored
    content. In the caller's transaction; returns how many.

    ``target`` was made with ``has_files`` of its source. The source's rows are locked, so that its
    deletion meanwhile waits, and then finds that the content is named once more.
    """
    files = list(File.objects.select_for_update(no_key=True).filter(message=source))
    for file in files:
        file.pk, file.message, file.room = uuid4(), target, target.room
        file.workspace_id = target.room.workspace_id
        file.person = file.agent = None
        for side, author in as_field(target.author).items():
            setattr(file, side, author)
    File.objects.bulk_create(files)
    return len(files)
