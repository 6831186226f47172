"""An upload, one file a request; and taking it back."""

from uuid import UUID

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404
from django.views.decorators.http import require_POST

from helpdesk.models import File
from helpdesk.rooms.files.accepting import accept
from helpdesk.rooms.files.waiting import take_back, waiting
from helpdesk.rooms.refusals import Refused
from helpdesk.rooms.visits import Visit

STATUSES = {"file_too_large": 413, "files_too_often": 429, "files_waiting": 429, "no_space": 507}


@require_POST
def upload(request: HttpRequest, visit: Visit) -> HttpResponse:
    """Stores ``file``, and says under which id it can be posted; else the code of a refusal."""
    sent = request.FILES.getlist("file")
    if len(sent) != 1:
        return JsonResponse({"code": "no_file"}, status=400)
    try:
        file = accept(visit.room, visit.author, sent[0])
    except Refused as refused:
        return JsonResponse({"code": refused.code}, status=STATUSES.get(refused.code, 422))
    return JsonResponse(_described(file), status=201)


@require_POST
def removal(request: HttpRequest, visit: Visit, file: UUID) -> HttpResponse:
    """Takes back an upload that has not been posted."""
    take_back(get_object_or_404(waiting(visit.room, visit.author), pk=file))
    return HttpResponse(status=204)


def _described(file: File) -> dict[str, object]:
    return {
        "id": file.pk,
        "name": file.name,
        "size": file.size,
        "width": file.width,
        "height": file.height,
        "kind": "image" if file.width else "file",
    }
