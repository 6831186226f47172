"""The first page in a frame of an existing vendor page, where the widget is not known yet."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.gzip import gzip_page

from customers.embedding.frame_policy import ANYWHERE, allow_framing
from helpdesk.widget.framing import is_framed


def asks_for_shell(request: HttpRequest) -> bool:
    """Whether the bare address is wanted by a vendor's page: framed, or with its token.

    Browsers that don't say what a request is for (Safari before 16.4) tell by where they come from.
    """
    if "token" in request.GET or is_framed(request):
        return True
    return "Sec-Fetch-Dest" not in request.headers and _comes_from_elsewhere(request)


@never_cache
@gzip_page
def shell(request: HttpRequest) -> HttpResponse:
    """Asks the page around it for the token, and goes on to that widget's own page.

    It holds nothing but that, so that anybody may frame it.
    """
    response = render(request, "helpdesk/widget/shell.html")
    allow_framing(request, response, [ANYWHERE])
    response.headers["Referrer-Policy"] = "strict-origin"  # a token may stand in the address
    return response


def _comes_from_elsewhere(request: HttpRequest) -> bool:
    referer = request.headers.get("Referer", "")
    return bool(referer) and f"//{request.get_host()}/" not in referer
