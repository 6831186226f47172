"""Refuses what no browser sends for a person, before anything has to deal with it."""

from collections.abc import Awaitable, Callable
from inspect import iscoroutinefunction

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.decorators import sync_and_async_middleware

UTF_8 = {"utf-8", "utf8"}

type Handler = Callable[[HttpRequest], HttpResponse]
type AsyncHandler = Callable[[HttpRequest], Awaitable[HttpResponse]]


@sync_and_async_middleware
def plain_requests(get_response: Handler | AsyncHandler) -> Handler | AsyncHandler:
    """Answers 400 to NUL in an address or a cookie, which Postgres can't hold, and to a body in
    another encoding than UTF-8, some of which spell what no text can hold."""

    async def in_loop(request: HttpRequest) -> HttpResponse:
        return _refusal(request) or await get_response(request)  # type: ignore[misc]

    def in_thread(request: HttpRequest) -> HttpResponse:
        return _refusal(request) or get_response(request)  # type: ignore[return-value]

    return in_loop if iscoroutinefunction(get_response) else in_thread


def _refusal(request: HttpRequest) -> HttpResponse | None:
    if _is_plain(request):
        return None
    return render(request, "400.html", status=400)


def _is_plain(request: HttpRequest) -> bool:
    values = (value for _name, values in request.GET.lists() for value in values)
    charset = (request.content_params or {}).get("charset", "utf-8")
    return charset.lower() in UTF_8 and not any(
        "\0" in text for text in (request.path, *values, *request.COOKIES.values())
    )
