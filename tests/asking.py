from uuid import uuid4

from customers.models import LinkRequest, MagicLink
from customers.proof.asking import Asked, request_link
from customers.proof.tasks import answer_request


def ask(world, address="ana@acme.com", **given):
    """Asks for a link, and has the worker make it. Returns it, not mailed yet; None where none is
    due."""
    form = given.pop("form", None) or uuid4()
    request_link(Asked(given.pop("workspace", world.workspace), form, address, **given))
    answer_request(request_id=LinkRequest.objects.get(form=form).pk)
    return MagicLink.objects.filter(form=form).first()
