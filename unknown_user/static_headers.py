"""What browsers are told with every static file. Apart from static_files.py, for the settings."""

from wsgiref.headers import Headers


def let_others_load(headers: Headers, path: str, url: str) -> None:
    """Static files are public: frames in isolated or sandboxed pages of other sites load them."""
    headers["Cross-Origin-Resource-Policy"] = "cross-origin"
