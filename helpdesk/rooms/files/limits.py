"""How large a file may be, of which type, and how much one author may upload."""

from datetime import timedelta

from django.conf import settings
from django.db.models import Q, Sum
from django.utils import timezone

from helpdesk.models import File
from helpdesk.rooms.authors import Author, as_field
from helpdesk.rooms.files.names import ending_of
from helpdesk.rooms.refusals import Refused

MOST_FILES = 10  # in one message


def check_file(name: str, size: int) -> None:
    """Raise Refused for a file that nobody may upload: empty, too large, of a type not wanted."""
    if size == 0:
        raise Refused("file_empty")
    if size > settings.FILE_SIZE_LIMIT:
        raise Refused("file_too_large")
    if not is_wanted(ending_of(name)):
        raise Refused("file_type")


def is_wanted(ending: str) -> bool:
    """Whether files with this ending may be uploaded here."""
    if settings.FILE_TYPES_ALLOWED:
        return ending in settings.FILE_TYPES_ALLOWED
    return ending not in settings.FILE_TYPES_FORBIDDEN


def check_author(author: Author, size: int) -> None:
    """Raise Refused where another ``size`` bytes would be too much of this author: too many files
    within a time, or too much that waits to be posted.

    Exact for who has taken their turn (limits.take_turn of proof), a first look otherwise.
    """
    files = File.objects.filter(**as_field(author))
    uploads = files.filter(Q(message=None) | Q(message__original_at=None))  # not forwarded
    now = timezone.now()
    for seconds, most in settings.FILE_LIMITS:
        if uploads.filter(created_at__gt=now - timedelta(seconds=seconds)).count() >= most:
            raise Refused("files_too_often")
    waiting = files.filter(message=None).aggregate(sum=Sum("size"))["sum"] or 0
    if waiting + size > settings.FILES_WAITING_LIMIT:
        raise Refused("files_waiting")
