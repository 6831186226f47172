"""Vendors' sites: pages of other sites than ours, written as a vendor writes them."""

import threading
from functools import partial
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

from django.conf import settings

TYPES = {".js": "text/javascript", ".css": "text/css"}


class Site:
    """A site on 127.0.0.1, which is another one than localhost to a browser. Ended by ``stop``."""

    def __init__(self, host: str = "127.0.0.1") -> None:
        self.pages: dict[str, tuple[bytes, dict[str, str]]] = {}
        self.server = ThreadingHTTPServer(("127.0.0.1", 0), _handler(self))
        self.url = f"http://{host}:{self.server.server_port}"
        # Stopping waits for one turn of its loop
        serve = partial(self.server.serve_forever, poll_interval=0.01)
        threading.Thread(target=serve, daemon=True).start()

    def page(self, html: str, path: str = "/", **headers: str) -> str:
        """The address of a page with this in it, served with these ``Header_Names``."""
        text = f'<!doctype html><html lang="en"><title>Vendor</title>{html}'
        return self.file(path, text.encode(), **headers)

    def file(self, path: str, content: bytes, **headers: str) -> str:
        """The address of a file of this site."""
        given = {name.replace("_", "-"): value for name, value in headers.items()}
        kind = TYPES.get(Path(path).suffix, "text/html")
        self.pages[path] = content, {"Content-Type": f"{kind}; charset=utf-8"} | given
        return self.url + path

    def kit(self, name: str) -> str:
        """The address of one of the bundles that ``make kits`` makes of the published packages."""
        bundle = settings.DATA_DIR / "kits" / f"{name}.js"
        return self.file(f"/kits/{name}.js", bundle.read_bytes())

    def stop(self) -> None:
        self.server.shutdown()


def _handler(site: Site) -> type[BaseHTTPRequestHandler]:
    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            content, headers = site.pages.get(self.path.partition("?")[0], (b"", None))
            self.send_response(200 if headers is not None else 404)
            for name, value in (headers or {}).items():
                self.send_header(name, value)
            self.end_headers()
            self.wfile.write(content)

        def log_message(self, *args) -> None:
            pass

    return Handler
