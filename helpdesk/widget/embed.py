from pathlib import Path

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.views.decorators.cache import cache_control
from django.views.decorators.gzip import gzip_page
from django.views.decorators.http import etag, require_safe

SCRIPT = Path(settings.BASE_DIR) / "static" / "js" / "embed.js"


def _version(request: HttpRequest) -> str:
    status = SCRIPT.stat()
    return f'"{status.st_mtime_ns:x}-{status.st_size:x}"'


@require_safe
@gzip_page
@cache_control(public=True, max_age=300)  # a vendor's page picks up a new version within minutes
@etag(_version)
def embed_script(request: HttpRequest) -> HttpResponse:
    """The script that vendors put on their pages, at an address that never changes."""
    response = HttpResponse(SCRIPT.read_bytes(), content_type="text/javascript; charset=utf-8")
    # It is there to be loaded by other sites.
    response.headers["Cross-Origin-Resource-Policy"] = "cross-origin"
    return response
