"""Forms into which agents paste whole lists."""

from collections.abc import Callable
from functools import wraps
from typing import Concatenate

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.csrf import csrf_exempt, csrf_protect

from customers.team.pages import AgentRequest


def large_form[**P](
    most: int,
) -> Callable[
    [Callable[Concatenate[AgentRequest, P], HttpResponse]],
    Callable[Concatenate[AgentRequest, P], HttpResponse],
]:
    """Lets a view's form have ``most`` bytes, where all others have DATA_UPLOAD_MAX_MEMORY_SIZE.

    To stand below agent_page: only who may use the page is read at length. What is longer still is
    answered with 413, and the browser's Back brings what was typed.
    """

    def decorate(
        view: Callable[Concatenate[AgentRequest, P], HttpResponse],
    ) -> Callable[Concatenate[AgentRequest, P], HttpResponse]:
        checked = csrf_protect(view)

        @csrf_exempt  # the check reads the form by the usual limit; it follows once that is read
        @wraps(view)
        def page(request: AgentRequest, *args: P.args, **kwargs: P.kwargs) -> HttpResponse:
            if request.content_type == "application/x-www-form-urlencoded":
                body = request.read(most + 1)
                if len(body) > most:
                    return render(request, "413.html", status=413)
                request._body = body  # as HttpRequest.body would, had the form the usual length
            return checked(request, *args, **kwargs)

        return page

    return decorate
