"""Where a mail's provider tells what became of it: django-anymail's pages, behind the secret."""

import logging
from collections.abc import Callable
from functools import wraps

from anymail.exceptions import AnymailError
from anymail.urls import urlpatterns as anymail_patterns
from anymail.utils import get_request_basic_auth
from django.conf import settings
from django.core.exceptions import ImproperlyConfigured, SuspiciousOperation
from django.db import DataError
from django.http import Http404, HttpRequest, HttpResponseBadRequest, HttpResponseBase
from django.urls import URLPattern, path
from django.utils.crypto import constant_time_compare
from django.views.decorators.csrf import csrf_exempt

logger = logging.getLogger(__name__)

type View = Callable[..., HttpResponseBase]

# How anymail fails over what is not as a provider sends it, or we over what no database can hold.
# Answered with 500, a provider would send it again for days.
NONSENSE = (
    AnymailError,
    SuspiciousOperation,
    ArithmeticError,
    AttributeError,
    LookupError,
    RecursionError,
    TypeError,
    ValueError,
    DataError,
)


def behind_the_secret(view: View) -> View:
    """Not there at all without WEBHOOK_SECRET: anymail itself would then let anybody in.

    With it, whoever doesn't know it is answered 400 before anymail has a look. To whoever does, a
    provider whose settings are missing isn't there, and nothing that they send is an error of ours.
    """

    @csrf_exempt  # a provider's server has no cookie to forge with
    @wraps(view)
    def guarded(request: HttpRequest, *args: str, **kwargs: str) -> HttpResponseBase:
        secret = settings.ANYMAIL["WEBHOOK_SECRET"]
        if not secret:
            raise Http404
        if not constant_time_compare(get_request_basic_auth(request) or "", secret):
            return HttpResponseBadRequest()
        try:
            return view(request, *args, **kwargs)
        except ImproperlyConfigured as error:
            logger.warning("%s: %s", request.path, error)
            raise Http404 from None
        except NONSENSE as error:  # without its words, which may quote what was sent
            logger.warning("%s: not understood (%s)", request.path, type(error).__name__)
            return HttpResponseBadRequest()

    return guarded


# Of anymail's pages those for what became of mail sent; nothing here takes mail in.
urlpatterns: list[URLPattern] = [
    path(f"mail/events/{pattern.pattern}", behind_the_secret(pattern.callback), name=pattern.name)
    for pattern in anymail_patterns
    if str(pattern.pattern).endswith("/tracking/")
]
