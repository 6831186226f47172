"""The vendor's page once more, with the npm packages that vendors already have on theirs."""

from pathlib import Path
from typing import Any

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.middleware.csp import get_nonce
from django.shortcuts import render
from django.utils.csp import CSP, build_policy
from django.utils.translation import gettext_lazy as _
from django.views.decorators.cache import never_cache
from django.views.decorators.gzip import gzip_page
from django.views.decorators.http import require_safe

from helpdesk.demo.access import demo_page, find_demo
from helpdesk.demo.tokens import known_users_token, unknown_users_token

PACKAGES = ["fogbender", "fogbender-react", "fogbender-element"]
LAYOUTS = {
    "full-width": _("Full width"),
    "floating": _("Floating"),
    "headless": _("Headless, with the unread badge"),
}


@demo_page
@require_safe
def index(request: HttpRequest) -> HttpResponse:
    """Which packages and layouts there are, and how their bundles are made."""
    find_demo()
    context = {"packages": PACKAGES, "layouts": LAYOUTS, "is_made": _bundle_path("made").exists()}
    return render(request, "helpdesk/demo/kits.html", context)


@never_cache  # the token ages
@demo_page
@require_safe
def page(request: HttpRequest, package: str, layout: str) -> HttpResponse:
    """The vendor's page with this package in this layout; ``?known`` is signed in at the vendor.

    Raises Http404 where there is no such package or layout, or its bundle was not made.
    """
    workspace = find_demo()
    _find(package, layout)
    token = known_users_token if "known" in request.GET else unknown_users_token
    context = {
        "package": package,
        "layout": layout,
        "title": LAYOUTS[layout],
        "is_known": "known" in request.GET,
        "config": {
            "clientUrl": request.build_absolute_uri("/").rstrip("/"),
            "token": token(workspace),
        },
    }
    response = render(request, "helpdesk/demo/kit.html", context)
    # The packages bring styles of their own, which a page of ours would refuse.
    policy: dict[str, Any] = settings.SECURE_CSP | {"style-src": [CSP.SELF, CSP.UNSAFE_INLINE]}
    response.headers["Content-Security-Policy"] = build_policy(policy, get_nonce(request))
    return response


@gzip_page
@demo_page
@require_safe
def bundle(request: HttpRequest, package: str, layout: str) -> HttpResponse:
    """The page's script, as ``make kits`` has bundled it. Raises Http404."""
    content = _find(package, layout).read_bytes()
    return HttpResponse(content, content_type="text/javascript; charset=utf-8")


def _find(package: str, layout: str) -> Path:
    path = _bundle_path(f"{package}-{layout}.js")
    if package not in PACKAGES or layout not in LAYOUTS or not path.exists():
        raise Http404
    return path


def _bundle_path(name: str) -> Path:
    return Path(settings.DATA_DIR) / "kits" / name
