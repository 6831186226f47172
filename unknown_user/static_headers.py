"""What browsers are told with every static file. Apart from static_files.py, for the settings.

A frame loads dozens of them, so that each header counts as much as some of the files.
"""

from wsgiref.headers import Headers


def let_others_load(headers: Headers, path: str, url: str) -> None:
    """Static files are public: frames in isolated or sandboxed pages of other sites load them.

    The server stands before Django's own middleware for security, most of which is about pages.
    """
    headers["Cross-Origin-Resource-Policy"] = "cross-origin"
    headers["X-Content-Type-Options"] = "nosniff"
