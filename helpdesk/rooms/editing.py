"""Changing and deleting what one has written oneself. What it said before stays to be read."""

from collections.abc import Collection

from django.utils import timezone

from helpdesk.models import Message, MessageVersion, Room
from helpdesk.rooms import mentioning
from helpdesk.rooms.authors import Author
from helpdesk.rooms.changing import change
from helpdesk.rooms.files.forgetting import forget_files
from helpdesk.rooms.fitting import fitting
from helpdesk.rooms.following_links import follow
from helpdesk.rooms.links import link_to_show
from helpdesk.rooms.posting import cleaned
from helpdesk.rooms.refusals import Denied, Refused

PAGE = 50  # versions


def edit(
    room: Room, author: Author, seq: int, text: str, mentions: Collection[str] = ()
) -> Message:
    """Have message ``seq`` say ``text``. ``mentions`` are keys, besides those that it has.

    Raises Refused: no_message, not_yours, and what posting.cleaned refuses.
    """
    named = mentioning.mentioned(room, mentions, text, author)

    def apply(message: Message) -> bool:
        _must_be_own(message, author)
        if message.original_at:
            raise Denied("not_yours")  # what another one has said stays what they said
        if message.deleted_at is not None:
            raise Refused("no_message")
        new = "" if message.has_files and not text.strip() else cleaned(text)
        if new == message.text:
            return False
        _keep_version(message)
        link = link_to_show(message)
        message.text, message.edited_at = new, timezone.now()
        mentioning.name_again(message, named)
        if link_to_show(message) != link:  # a preview that was removed stays so
            message.link_preview = None
            follow(message)
        return True

    return change(room, seq, apply)


def delete(room: Room, author: Author, seq: int) -> Message:
    """Take message ``seq`` back: its author, its time and that it was deleted remain.

    Raises Refused: no_message, not_yours.
    """

    def apply(message: Message) -> bool:
        _must_be_own(message, author)
        if message.deleted_at is not None:
            return False
        for belongings in (message.versions, message.reactions, message.mentions):
            belongings.all().delete()
        forget_files(message)
        message.text = message.original_author = ""
        message.original_at = message.edited_at = message.reply_to = message.link_preview = None
        message.deleted_at = timezone.now()
        return True

    return change(room, seq, apply)


def remove_preview(room: Room, author: Author, seq: int) -> Message:
    """Show no longer what the link in message ``seq`` leads to. Raises Refused: no_message,
    not_yours."""

    def apply(message: Message) -> bool:
        _must_be_own(message, author)
        is_there = message.link_preview_id is not None
        message.link_preview = None
        return is_there

    return change(room, seq, apply)


def versions(
    room: Room, seq: int, before: int | None = None
) -> tuple[list[MessageVersion], int | None]:
    """What message ``seq`` said before it was edited, the newest first: a page of those older than
    the id ``before``; and that of the next page, if there is one."""
    found = MessageVersion.objects.filter(message__room=room, message__seq=seq).order_by("-pk")
    older = list((found if before is None else found.filter(pk__lt=before))[: PAGE + 1])
    page = fitting(older, PAGE)
    return page, page[-1].pk if len(page) < len(older) else None


def _must_be_own(message: Message, author: Author) -> None:
    if message.author != author:
        raise Denied("not_yours")


def _keep_version(message: Message) -> None:
    MessageVersion.objects.create(
        message=message, text=message.text, written_at=message.edited_at or message.created_at
    )
