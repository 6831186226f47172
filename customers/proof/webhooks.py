"""Where a mail's provider tells what became of it: django-anymail's pages, behind the secret."""

from collections.abc import Callable
from functools import wraps

from anymail.urls import urlpatterns as anymail_patterns
from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponseBase
from django.urls import URLPattern, path
from django.views.decorators.csrf import csrf_exempt

type View = Callable[..., HttpResponseBase]


def behind_the_secret(view: View) -> View:
    """Not there at all without WEBHOOK_SECRET: anymail itself would then let anybody in. With it,
    anymail answers 400 to whoever doesn't know it."""

    @csrf_exempt  # a provider's server has no cookie to forge with
    @wraps(view)
    def guarded(request: HttpRequest, *args: str, **kwargs: str) -> HttpResponseBase:
        if not settings.ANYMAIL["WEBHOOK_SECRET"]:
            raise Http404
        return view(request, *args, **kwargs)

    return guarded


# Of anymail's pages those for what became of mail sent; nothing here takes mail in.
urlpatterns: list[URLPattern] = [
    path(f"mail/events/{pattern.pattern}", behind_the_secret(pattern.callback), name=pattern.name)
    for pattern in anymail_patterns
    if str(pattern.pattern).endswith("/tracking/")
]
