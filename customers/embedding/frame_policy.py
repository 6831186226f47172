"""Where a widget's pages may be framed."""

from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.middleware.csp import get_nonce
from django.utils.csp import build_policy

ANYWHERE = "*"


def allow_framing(request: HttpRequest, response: HttpResponse) -> HttpResponse:
    """Let any site frame this response; every other page of ours refuses.

    The browser enforces ``frame-ancestors``; X-Frame-Options knows no list of origins, so it is
    left out here.
    """
    policy: dict[str, Any] = settings.SECURE_CSP | {"frame-ancestors": [ANYWHERE]}
    response.headers["Content-Security-Policy"] = build_policy(policy, get_nonce(request))
    response.xframe_options_exempt = True
    return response
