"""What stands behind a message: its former words, and the image of its link's preview."""

from django.http import HttpRequest, HttpResponse, HttpResponseBase, JsonResponse
from django.shortcuts import get_object_or_404, render
from django.utils.safestring import mark_safe
from django.views.decorators.http import require_safe

from customers.models.ids import id_in
from helpdesk.models import LinkPreview
from helpdesk.rooms import editing
from helpdesk.rooms.authors import as_field
from helpdesk.rooms.files.serving import answered
from helpdesk.rooms.markdown import html_of
from helpdesk.rooms.visits import Visit


@require_safe
def versions(request: HttpRequest, visit: Visit, seq: int) -> HttpResponse:
    """What message ``seq`` said before it was edited, the newest first, as a fragment."""
    found, more = editing.versions(visit.room, seq, id_in(request.GET.get("before", "")) or None)
    shown = [(version, mark_safe(html_of(version.text))) for version in found]  # noqa: S308
    context = {"versions": shown, "more": more}
    return render(request, "helpdesk/rooms/_versions.html", context)


@require_safe
def source(request: HttpRequest, visit: Visit, seq: int) -> HttpResponse:
    """What the visitor wrote as message ``seq``, to be edited, as JSON."""
    own = visit.room.messages.filter(seq=seq, deleted_at=None, **as_field(visit.author))
    message = own.first()
    return JsonResponse({"text": message.text}) if message else HttpResponse(status=404)


@require_safe
def preview_image(request: HttpRequest, visit: Visit, preview: int) -> HttpResponseBase:
    """The small image of a link's preview that a message of the room has."""
    shown = visit.room.messages.filter(link_preview=preview).values("link_preview")
    found = get_object_or_404(LinkPreview.objects.exclude(image=""), pk__in=shown)
    return answered(request, found.image, "image/jpeg", f"{found.pk}.jpg")
