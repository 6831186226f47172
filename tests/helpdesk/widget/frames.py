"""What a browser sends from a frame on a vendor's page, and what it makes of the answers."""

import json
import re

from django.conf import settings
from django.urls import get_resolver

from customers.models import PersonSession
from customers.proof.frame_sessions import bearer_of
from tests.unknown_user.test_strangers import patterns

PARAMETERS = {name: sorted(names) for name, names in sorted(patterns(get_resolver()))}
# What a room holds is no page: a file is framed by nobody (test_files.py), the rest is fragments.
HELD = {
    name
    for name, given in PARAMETERS.items()
    if name.startswith("widget:") and "room" in given and set(given) - {"widget_id", "room"}
}
# Everything below /widget/<widget_id>/, and of it what is there to be read.
PAGES = [
    name
    for name, given in PARAMETERS.items()
    if name.startswith("widget:") and "widget_id" in given and name not in HELD
]
READ = ["destinations", "form", "headless", "history", "home", "mentionable", "others", "room"]
READ += ["about", "archived", "more_rooms", "new", "room_search", "search", "state"]

PAGE = "https://juniper.example"  # the origin of a page of the vendor's
OURS = {"Origin": settings.PUBLIC_URL}
# The vendor's page fills the frame; then a page of ours goes on in it; or it fills a whole tab.
FRAMED = {
    "Sec-Fetch-Dest": "iframe",
    "Sec-Fetch-Site": "cross-site",
    "Referer": f"{PAGE}/",
}
INSIDE = {"Sec-Fetch-Dest": "iframe", "Sec-Fetch-Site": "same-origin"}
TOP_LEVEL = {"Sec-Fetch-Dest": "document", "Sec-Fetch-Site": "none"}


def bearing(who: PersonSession | str) -> dict[str, str]:
    """The header by which the frame's scripts say who is signed in."""
    bearer = who if isinstance(who, str) else bearer_of(who)
    return {"Authorization": f"Bearer {bearer}"}


def ancestors(response) -> str:
    """Who may frame this page: all that its policy says of that."""
    policy = response.headers["Content-Security-Policy"].split("; ")
    return "; ".join(part for part in policy if part.startswith("frame-ancestors"))


def refuses_framing(response) -> bool:
    """Whether the page may be framed by nobody at all."""
    denies = response.headers.get("X-Frame-Options") == "DENY"
    return denies and ancestors(response) == "frame-ancestors 'none'"


def state_of(response) -> dict | None:
    """What a page of the frame tells its scripts: bearer and keep."""
    found = re.search(r'<script id="frame-state"[^>]*>(.*?)</script>', response.text)
    return json.loads(found[1])


def words_of(response) -> str:
    """The page as it is read: without its markup, and one space where there are several."""
    text = re.sub(r"<script.*?</script>|<[^>]*>", " ", response.text, flags=re.DOTALL)
    return re.sub(r"\s+", " ", text).strip()


def nobody_is_in(response) -> bool:
    """Whether this answer has signed nobody in, in any frame."""
    return not response.cookies and not PersonSession.objects.exists()
