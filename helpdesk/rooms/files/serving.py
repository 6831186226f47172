"""The content of files, to who may read their message, asked anew at each request."""

from collections.abc import AsyncIterator
from typing import Any
from uuid import UUID

from asgiref.sync import sync_to_async
from django.db.models.fields.files import FieldFile
from django.http import Http404, HttpRequest, HttpResponseBase, StreamingHttpResponse
from django.utils.cache import get_conditional_response
from django.utils.http import content_disposition_header
from django.views.decorators.http import require_safe

from helpdesk.models import File
from helpdesk.rooms.files.accepting import ANYTHING
from helpdesk.rooms.files.holding import hold_no_connection
from helpdesk.rooms.files.images import TYPES
from helpdesk.rooms.files.waiting import waiting
from helpdesk.rooms.visits import Visit

PIECE = 128 * 1024  # bytes read at a time
IMAGES = frozenset(TYPES.values())
# Whatever a file turns out to be, it is nobody's page: it runs nothing, loads nothing, has no
# origin, and stands in no frame.
POLICY = "sandbox; default-src 'none'; frame-ancestors 'none'"


@require_safe
def content(request: HttpRequest, visit: Visit, file: UUID) -> HttpResponseBase:
    """The file itself: an image to be shown, anything else to be saved."""
    found = _find(visit, file)
    is_image = found.content_type in IMAGES
    kind = found.content_type if is_image else ANYTHING
    return answered(request, found.content, kind, found.name, found.size, is_saved=not is_image)


@require_safe
def thumbnail(request: HttpRequest, visit: Visit, file: UUID) -> HttpResponseBase:
    """An image made small."""
    found = _find(visit, file)
    if not found.thumbnail:
        raise Http404
    return answered(request, found.thumbnail, "image/webp", f"{found.name}.webp")


def _find(visit: Visit, pk: UUID) -> File:
    """The file of that id in the visitor's room: posted and not deleted, or uploaded by them."""
    posted = File.objects.filter(room=visit.room, message__isnull=False, message__deleted_at=None)
    files = posted | waiting(visit.room, visit.author)
    found = files.filter(pk=pk).first()
    if found is None:
        raise Http404
    return found


def answered(
    request: HttpRequest,
    stored: FieldFile,
    content_type: str,
    name: str,
    size: int | None = None,
    *,
    is_saved: bool = False,
) -> HttpResponseBase:
    """What is stored, streamed, or that it hasn't changed; harmless whatever it holds.

    Raises Http404 where it isn't stored any more.
    """
    # What is stored under a name never changes, so that the name will do.
    etag = f'"{stored.name}"'
    response: Any = get_conditional_response(request, etag=etag)
    if response is None:
        response = _streamed(stored, content_type, size)
        response.headers["ETag"] = etag
        response.headers["Content-Disposition"] = content_disposition_header(is_saved, name)
    response.headers["Content-Security-Policy"] = POLICY
    response.headers["X-Content-Type-Options"] = "nosniff"
    response.is_kept_to_be_checked = True  # see page_headers.py
    return response


def _streamed(stored: FieldFile, content_type: str, size: int | None) -> StreamingHttpResponse:
    try:
        opened = stored.storage.open(str(stored.name))
    except FileNotFoundError:
        raise Http404 from None
    response = StreamingHttpResponse(_pieces(opened), content_type=content_type)
    response._resource_closers.append(opened.close)  # type: ignore[attr-defined]  # if nobody reads
    if size is not None:
        response.headers["Content-Length"] = str(size)
    # Compressed once more it would only take time; this is how Django is told so.
    response.headers["Content-Encoding"] = "identity"
    return response


async def _pieces(opened: Any) -> AsyncIterator[bytes]:
    """The file's bytes, read in a thread: a disk or a store elsewhere holds up no other request.

    The request's own thread gives its connection back first: who downloads may take their time.
    """
    await sync_to_async(hold_no_connection)()
    read = sync_to_async(opened.read, thread_sensitive=False)
    while piece := await read(PIECE):
        yield piece
