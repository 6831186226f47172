"""Leads on who asks for an address that is only there to be posted to."""

from collections.abc import Iterator
from inspect import iscoroutinefunction
from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import Resolver404, resolve
from django.utils.decorators import sync_and_async_middleware


@sync_and_async_middleware
def lost_gets(get_response: Any) -> Any:
    """A reload after a refusal, or a sign-in on the way to a form's address, asks by GET for what
    answers to POST alone. It goes to the nearest page above instead of to a bare 405."""

    async def in_loop(request: HttpRequest) -> HttpResponse:
        return _led_on(request, await get_response(request))

    def in_thread(request: HttpRequest) -> HttpResponse:
        return _led_on(request, get_response(request))

    return in_loop if iscoroutinefunction(get_response) else in_thread


def _led_on(request: HttpRequest, response: HttpResponse) -> HttpResponse:
    if response.status_code != 405 or request.method != "GET":
        return response
    above = next(filter(_is_page, _above(request.path)), None)
    return HttpResponseRedirect(above) if above else response


def _above(path: str) -> Iterator[str]:
    """The addresses above this one, nearest first: pages end with a slash or don't."""
    while parent := path.rstrip("/").rpartition("/")[0]:
        yield from (parent, f"{parent}/")
        path = parent


def _is_page(path: str) -> bool:
    try:
        resolve(path)
    except Resolver404:
        return False
    return True
