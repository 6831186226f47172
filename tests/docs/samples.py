"""The code samples of the documentation, as a reader copies them."""

import re
from pathlib import Path

from django.conf import settings

from customers.embedding.script import current_script, script_version

FENCE = re.compile(r"^```(\w+) ?([\w-]*)\n(.*?)^```$", re.MULTILINE | re.DOTALL)


def samples(document: str) -> dict[str, str]:
    """Every fenced sample of ``docs/<document>.md`` by its name: ``html snippet``."""
    text = (Path(settings.BASE_DIR) / "docs" / f"{document}.md").read_text()
    return {f"{kind} {name}".strip(): code for kind, name, code in FENCE.findall(text)}


def filled_in(sample: str, home: str, workspace, token: str = "") -> str:
    """A sample with what its reader puts in: their installation, widget, and a user's token."""
    values = {
        "https://help.example.com": home,
        "YOUR_WIDGET_ID": workspace.widget_id,
        "YOUR_WIDGET_KEY": workspace.widget_key,
        "YOUR_WIDGET_SECRET": workspace.widget_secret,
        "YOUR_TOKEN": token,
        "VERSION": script_version(),
        "INTEGRITY": current_script().integrity,
    }
    for placeholder, value in values.items():
        sample = sample.replace(placeholder, value)
    return sample
