"""Why a file can't be taken, in words."""

from typing import Any

from django.conf import settings
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from helpdesk.rooms.files.limits import MOST_FILES
from helpdesk.rooms.files.showing import shown_size


def file_refusals() -> dict[str, Any]:
    """The words for each code, by today's settings."""
    limit = shown_size(settings.FILE_SIZE_LIMIT)
    return {
        "file_empty": _("There is nothing in it."),
        "file_too_large": format_lazy(
            _("It is too large: a file has at most {limit}."), limit=limit
        ),
        "file_type": _("Files of this type are not taken here."),
        "file_gone": _("A file is not there any more. Attach it again."),
        "files_too_often": _("Those are many files at once. Try again in a few minutes."),
        "files_waiting": _("Send the files that are attached already, then go on."),
        "too_many_files": format_lazy(
            _("A message has at most {number} files."), number=MOST_FILES
        ),
        "no_space": _("There is no room for files now. Messages without them still go."),
        "no_file": _("It could not be read."),
    }
