"""What the pages behind a mail's links share: nothing is done but by a press on a page of ours."""

from collections.abc import Callable
from functools import wraps
from typing import Concatenate

from django.http import HttpRequest, HttpResponse, HttpResponseNotAllowed
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt

from customers.embedding.origins import is_own_origin
from helpdesk.arrival.nonces import is_fresh

HEADERS = {
    # With no-referrer the browser would post ``Origin: null``; this says our origin and no path.
    "Referrer-Policy": "strict-origin",
    "X-Robots-Tag": "noindex",
}


def mailed_page[**P](
    *methods: str,
) -> Callable[[Callable[Concatenate[HttpRequest, P], HttpResponse]], Callable[..., HttpResponse]]:
    """Makes a view the page of an address that stands in a mail: kept by nobody, and answering
    programs that only ask what it would answer to."""

    def decorate(
        view: Callable[Concatenate[HttpRequest, P], HttpResponse],
    ) -> Callable[..., HttpResponse]:
        @csrf_exempt  # nonce and Origin stand in: a mail program's browser may refuse cookies
        @never_cache
        @wraps(view)
        def page(request: HttpRequest, *args: P.args, **kwargs: P.kwargs) -> HttpResponse:
            if request.method == "OPTIONS":
                response = HttpResponse(status=204, headers={"Allow": ", ".join(methods)})
            elif request.method not in methods:
                response = HttpResponseNotAllowed(methods)
            else:
                response = view(request, *args, **kwargs)
            for name, value in HEADERS.items():
                response.headers[name] = value
            return response

        return page

    return decorate


def is_from_page(request: HttpRequest, subject: str) -> bool:
    """Whether the request was sent by a page of ours that was about ``subject``."""
    own = is_own_origin(request.headers.get("Origin"), request.headers.get("Host"))
    return own and is_fresh(request.POST.get("nonce", ""), subject)


def was_pressed(request: HttpRequest) -> bool:
    """Whether a person's press sent the form, as static/js/trusted_click.js says."""
    return request.POST.get("clicked") == "1"
