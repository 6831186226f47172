"""Which version of embed.js this installation serves, and the hash that pins it."""

import hashlib
from base64 import b64encode
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from django.conf import settings


@dataclass(frozen=True)
class _Digests:
    version: str
    integrity: str


def script_path() -> Path:
    """The file that is served as ``/embed.js``, byte for byte."""
    return Path(settings.BASE_DIR) / "static" / "js" / "embed.js"


def script_version() -> str:
    """The name of these bytes: the first 12 hex digits of their SHA-256."""
    return _current().version


def script_integrity() -> str:
    """What ``integrity`` says of these bytes, as W3C's Subresource Integrity spells it."""
    return _current().integrity


def _current() -> _Digests:
    path = script_path()
    return _digests(path, path.stat().st_mtime_ns)


@lru_cache(maxsize=4)
def _digests(path: Path, _changed_at: int) -> _Digests:
    script = path.read_bytes()
    sha384 = b64encode(hashlib.sha384(script).digest()).decode()
    return _Digests(hashlib.sha256(script).hexdigest()[:12], f"sha384-{sha384}")
