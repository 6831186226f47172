"""What browsers are told with every static file. Apart from static_files.py, for the settings.

A frame loads dozens of them, so that each header counts as much as some of the files.
"""

from wsgiref.headers import Headers

A_YEAR = 31_536_000  # seconds; to keep a file longer than that is not usual (RFC 2616, 14.21)


def dress(headers: Headers, path: str, url: str) -> None:
    """Static files are public: frames in isolated or sandboxed pages of other sites load them.

    The server stands before Django's own middleware for security, most of which is about pages.
    """
    headers["Cross-Origin-Resource-Policy"] = "cross-origin"
    headers["X-Content-Type-Options"] = "nosniff"
    # Modules are UTF-8 whatever is said, and styles are read as the page that they belong to
    headers["Content-Type"] = headers.get("Content-Type", "").partition(";")[0]
    if "immutable" in headers.get("Cache-Control", ""):
        headers["Cache-Control"] = f"max-age={A_YEAR},immutable"
        headers["ETag"] = '"0"'  # its name changes with its content already
