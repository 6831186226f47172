"""Where the demo may be: nothing of it exists unless the installation is a demo."""

from collections.abc import Callable
from functools import wraps
from typing import Concatenate
from urllib.parse import urlsplit

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponseBase

from customers.models import Workspace
from helpdesk.demo.world import demo_workspace

LOOPBACK = {"localhost", "127.0.0.1", "::1"}


def mail_may_be_read(request: HttpRequest) -> bool:
    """Captured mail is for the demo alone."""
    return bool(settings.DEMO)


def is_public() -> bool:
    """Whether others than this machine may reach the installation."""
    host = urlsplit(settings.PUBLIC_URL).hostname or ""
    return not (host in LOOPBACK or host.endswith(".localhost"))


def demo_page[**P, R: HttpResponseBase](
    view: Callable[Concatenate[HttpRequest, P], R],
) -> Callable[Concatenate[HttpRequest, P], R]:
    """Makes ``view`` a page that only a demo has: 404 elsewhere."""

    @wraps(view)
    def page(request: HttpRequest, /, *args: P.args, **kwargs: P.kwargs) -> R:
        if not settings.DEMO:
            raise Http404
        return view(request, *args, **kwargs)

    return page


def find_demo() -> Workspace:
    """The workspace in which the demo plays. Raises Http404 where it was not made."""
    workspace = demo_workspace()
    if workspace is None:
        raise Http404
    return workspace
