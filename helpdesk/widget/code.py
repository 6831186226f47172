"""The six digits, typed where the form was: they open the room right there."""

from uuid import UUID

from django.db import transaction
from django.http import HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from customers.proof.codes import redeem_by_code
from customers.proof.frame_sessions import set_frame_cookie
from customers.proof.sessions import NewSession, end_session, new_session
from customers.routing.past_decisions import note_arrival
from helpdesk.rooms.sealing import seal_after_absence
from helpdesk.widget.forms import AskForm
from helpdesk.widget.framing import WidgetRequest, widget_page
from helpdesk.widget.pages import form_page, sent_page
from helpdesk.widget.rooms import home_page


@require_POST
@widget_page
def code(request: WidgetRequest) -> HttpResponse:
    """Lets in whoever types the code of the mail that this very form has asked for."""
    asked = AskForm(request.POST, workspace=request.workspace)
    if not asked.is_valid():
        return form_page(request, asked.again(), 422, _("That took long. Ask for a new mail."))
    new = _enter(request, asked.cleaned_data["form"], asked.cleaned_data["before"])
    here = request.person_session
    if new is None and here and here.person.email == asked.cleaned_data["email"]:
        return home_page(request, here)  # sent again, by a reload or a double click: they are in
    if new is None:
        problem = _(
            "This code doesn't open the room. It has to be of the newest mail, and works only "
            "where that mail was asked for; its link works anywhere. After five tries send again."
        )
        return sent_page(request, asked, 422, problem)
    response = home_page(request, new.session)
    set_frame_cookie(response, new.session, new.key)
    return response


@transaction.atomic
def _enter(request: WidgetRequest, form: UUID, before: list[UUID]) -> NewSession | None:
    """Spend the code and begin the session, both or neither; the one that was here ends.

    Returns None where the code opens nothing; the try that it cost is spent all the same.
    """
    link = redeem_by_code(request.workspace, form, request.POST.get("code", ""), before)
    if link is None:
        return None
    if request.person_session is not None:
        end_session(request.person_session)
    seal_after_absence(link.person)
    note_arrival(link.person)
    return new_session(link.person, in_frame=True)
