"""Writes the names of emoji for the picker, as the installed ``emoji`` package has them."""

import json
from importlib.metadata import version
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand
from emoji import EMOJI_DATA

FILE = Path("static/js/emoji_list.js")
TONES = "🏻🏼🏽🏾🏿"
FULLY_QUALIFIED = 2  # the package's `status`
HEAD = """\
// The names of emoji, made by `manage.py emoji_list` from the Python package emoji {version}
// (BSD 3-Clause, https://github.com/carpedm20/emoji/). Each is [emoji, its names].
"""


def emoji_list() -> str:
    """The module's text."""
    found = [
        [emoji, ", ".join(_names(about))]
        for emoji, about in EMOJI_DATA.items()
        if about["status"] == FULLY_QUALIFIED and not set(emoji) & set(TONES)
    ]
    lines = "\n".join(f"{json.dumps(pair, ensure_ascii=False)}," for pair in sorted(found))
    return f"{HEAD.format(version=version('emoji'))}export const EMOJI = [\n{lines}\n];\n"


def _names(about: dict[str, Any]) -> list[str]:
    names = (about["en"], *about.get("alias", ()))
    return list(dict.fromkeys(name.strip(":").replace("_", " ").lower() for name in names))


class Command(BaseCommand):
    help = "Writes static/js/emoji_list.js anew, after the emoji package has changed."

    def handle(self, *args: Any, **options: Any) -> None:
        (settings.BASE_DIR / FILE).write_text(emoji_list())
