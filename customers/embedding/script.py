"""The script for vendors' pages: made of its parts, named by its content, kept once shown."""

import hashlib
from base64 import b64encode
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from django.conf import settings

from customers.models import ScriptVersion

PARTS = ["shared", "widget", "floating", "badge", "start"]  # in their order


@dataclass(frozen=True)
class Script:
    """The bytes that are served, their name (12 hex digits of their SHA-256), and what
    ``integrity`` says of them, as W3C's Subresource Integrity spells it."""

    content: bytes
    version: str
    integrity: str


def current_script() -> Script:
    """The script as it is now, made anew only when one of its parts has changed."""
    parts = [Path(settings.BASE_DIR) / "static" / "js" / "embed" / f"{part}.js" for part in PARTS]
    return _made_of(*((part, part.stat().st_mtime_ns) for part in parts))


def script_version() -> str:
    """The name of the current script."""
    return current_script().version


def keep_current_script() -> Script:
    """The current script, which its pinned address will serve from now on, whatever comes later.

    To be called before that address is shown to anybody.
    """
    script = current_script()
    ScriptVersion.objects.bulk_create(
        [ScriptVersion(version=script.version, content=script.content.decode())],
        ignore_conflicts=True,
    )
    return script


def find_script(version: str) -> bytes | None:
    """The script of that version: the current one, or one that was shown before."""
    script = current_script()
    if version == script.version:
        return script.content
    kept = ScriptVersion.objects.filter(version=version).values_list("content", flat=True).first()
    return None if kept is None else kept.encode()


@lru_cache(maxsize=4)
def _made_of(*parts: tuple[Path, int]) -> Script:
    """One function around all parts, so that nothing of theirs is the page's.

    Comments that have a line to themselves stay here: they are an eighth of what would be sent.
    """
    lines = (line for part, _changed_at in parts for line in part.read_text().splitlines())
    code = (line for line in lines if line.strip() and not line.lstrip().startswith("//"))
    content = "\n".join(["(() => {", *code, "})();", ""]).encode()
    sha384 = b64encode(hashlib.sha384(content).digest()).decode()
    return Script(content, hashlib.sha256(content).hexdigest()[:12], f"sha384-{sha384}")
