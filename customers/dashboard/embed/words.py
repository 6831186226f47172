"""What the settings say about origins and pages."""

from urllib.parse import urlsplit

import idna
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from customers.embedding.verdicts import Reason, Verdict

WHY = {
    Reason.ANYWHERE: gettext_lazy("No origin is listed, so the widget works on any page."),
    Reason.LISTED: gettext_lazy("%(pattern)s is listed."),
    Reason.OWN: gettext_lazy("Pages of this installation always show it, for the preview."),
    Reason.OFF: gettext_lazy("The widget is switched off, so no page shows it."),
    Reason.OTHER_SCHEME: gettext_lazy("%(pattern)s is listed, but this page is on http://."),
    Reason.OTHER_PORT: gettext_lazy("%(pattern)s is listed, but this page is on another port."),
    Reason.BARE_NAME: gettext_lazy(
        "%(pattern)s is listed. That means all names below it, not the name itself: list it too."
    ),
    Reason.NOT_LISTED: gettext_lazy("It is not on the list."),
}


def why(verdict: Verdict) -> str:
    """The reason of a verdict in a sentence."""
    return str(WHY[verdict.reason]) % {"pattern": shown(verdict.pattern)}


def shown(origin: str) -> str:
    """An origin for people's eyes: an international one in both its forms; words for none."""
    if not origin:
        return _("a page that doesn't say")
    name = (urlsplit(origin).hostname or "").removeprefix("*.")
    try:
        readable = idna.decode(name)
    except idna.IDNAError:
        return origin
    return origin if readable == name else f"{origin.replace(name, readable)} ({origin})"
