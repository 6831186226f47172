"""The script for vendors' pages, at an address that stays and at one whose content stays."""

import gzip
from collections.abc import Callable
from functools import lru_cache, wraps

from django.http import Http404, HttpRequest, HttpResponse
from django.utils.cache import patch_vary_headers
from django.views.decorators.cache import cache_control
from django.views.decorators.http import etag, require_safe

from customers.embedding.script import current_script, find_script, script_version


def _etag(request: HttpRequest) -> str:
    # Weak: compressed or not, it is the same script.
    return f'W/"{script_version()}"'


def _for_other_sites(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """Says of each answer that other sites may load it, and check its hash, which needs CORS.

    Of a 304 as well: browsers take its headers for those of what they have kept.
    """

    @wraps(view)
    def answer(request: HttpRequest, *args: str, **kwargs: str) -> HttpResponse:
        response = view(request, *args, **kwargs)
        patch_vary_headers(response, ["Accept-Encoding"])
        response.headers["Cross-Origin-Resource-Policy"] = "cross-origin"
        response.headers["Access-Control-Allow-Origin"] = "*"
        return response

    return answer


@require_safe
@_for_other_sites
@cache_control(public=True, max_age=300)  # a vendor's page picks up a new version within minutes
@etag(_etag)
def embed_script(request: HttpRequest) -> HttpResponse:
    """The script as it is now, at an address that never changes."""
    return _script(request, current_script().content)


@require_safe
@_for_other_sites
@cache_control(public=True, max_age=31_536_000, immutable=True)
def versioned_script(request: HttpRequest, version: str) -> HttpResponse:
    """One version of the script at its own address, for pages that pin it. Raises Http404."""
    content = find_script(version)
    if content is None:
        raise Http404
    return _script(request, content)


def _script(request: HttpRequest, content: bytes) -> HttpResponse:
    response = HttpResponse(content, content_type="text/javascript; charset=utf-8")
    if "gzip" in request.headers.get("Accept-Encoding", ""):
        response.content = _compressed(content)
        response.headers["Content-Encoding"] = "gzip"
    return response


@lru_cache(maxsize=8)
def _compressed(content: bytes) -> bytes:
    return gzip.compress(content, compresslevel=9, mtime=0)
