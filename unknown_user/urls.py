from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.templatetags.static import static
from django.urls import include, path

from customers.dashboard.urls import account_urlpatterns
from helpdesk.widget.shell import asks_for_shell, shell
from unknown_user.health import healthz


def front(request: HttpRequest) -> HttpResponse:
    """The bare address: the widget's shell for vendors' pages; to the demo, or to the desk."""
    if asks_for_shell(request):
        return shell(request)
    return redirect("demo:index" if settings.DEMO else "admin")


def favicon(request: HttpRequest) -> HttpResponse:
    """For pages that name no icon of their own: libraries', and browsers' guesses."""
    return redirect(static("icons/favicon.svg"))


urlpatterns = [
    path("", front, name="front"),
    path("favicon.ico", favicon, name="favicon"),
    path("healthz", healthz, name="healthz"),
    path("", include("helpdesk.widget.urls")),
    path("", include("helpdesk.arrival.urls")),
    path("", include("customers.proof.webhooks")),
    path("", include("helpdesk.rooms.urls")),
    path("", include("helpdesk.demo.urls")),
    path("", include(account_urlpatterns)),
    path("", include("customers.dashboard.urls")),
    path("", include("helpdesk.inbox.urls")),
]
handler400 = "unknown_user.bad_requests.bad_request"
handler500 = "unknown_user.broken.server_error"
