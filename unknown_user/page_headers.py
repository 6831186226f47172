"""What browsers are told with every page, unless the page says otherwise."""

from inspect import iscoroutinefunction
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils.decorators import sync_and_async_middleware

# Nothing here uses them, so nothing that slipped in could.
UNUSED = ["accelerometer", "camera", "display-capture", "geolocation", "gyroscope"]
UNUSED += ["magnetometer", "microphone", "midi", "payment", "publickey-credentials-get", "usb"]
HEADERS = {
    "Permissions-Policy": ", ".join(f"{feature}=()" for feature in UNUSED),
    # Pages and fragments are ours alone; what others may load says so (the widget, embed.js).
    "Cross-Origin-Resource-Policy": "same-origin",
}
# What a browser may keep, if it asks each time whether it still may have it: its view sets
# ``response.is_kept_to_be_checked``, because pages are told not to be kept at all.
CHECKED = "private, no-cache"


@sync_and_async_middleware
def page_headers(get_response: Any) -> Any:
    """Adds HEADERS to each response that does not have its own."""

    async def in_loop(request: HttpRequest) -> HttpResponse:
        return _told(await get_response(request))

    def in_thread(request: HttpRequest) -> HttpResponse:
        return _told(get_response(request))

    return in_loop if iscoroutinefunction(get_response) else in_thread


def _told(response: HttpResponse) -> HttpResponse:
    for name, value in HEADERS.items():
        response.headers.setdefault(name, value)
    if getattr(response, "is_kept_to_be_checked", False):
        response.headers["Cache-Control"] = CHECKED
    return response
