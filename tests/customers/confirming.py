"""What an agent does with a preview: reads it, and goes ahead."""

import re

HTMX = {"HTTP_HX_REQUEST": "true"}
TOKEN = re.compile(r'<div class="notice asking.*?name="confirmed" value="([^"]+)"', re.DOTALL)


def token_in(html: str) -> str:
    """The token of the preview that a page shows; "" if it shows none."""
    found = TOKEN.search(html)
    return found[1] if found else ""


def confirm(client, url: str, data: dict | None = None, **headers):
    """Ask for a change, and confirm its preview if there is one. Returns the last answer."""
    asked = client.post(url, data or {}, **headers)
    token = token_in(asked.content.decode())
    return client.post(url, {**(data or {}), "confirmed": token}, **headers) if token else asked
