"""Whether a page may show a widget, and why: the vendor's lock, tried with one page."""

from dataclasses import dataclass
from enum import StrEnum
from urllib.parse import urlsplit

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from customers.embedding.allowed_origins import canonical_origin, listed_origins
from customers.embedding.matching import covering, covers_host, covers_scheme
from customers.embedding.origins import is_own_origin
from customers.models import Workspace


class Reason(StrEnum):
    """Why a page is let in, or is not."""

    ANYWHERE = "anywhere"  # none is listed
    LISTED = "listed"
    OWN = "own"  # this installation's own pages: the settings show a preview
    OFF = "off"
    OTHER_SCHEME = "other_scheme"
    OTHER_PORT = "other_port"
    BARE_NAME = "bare_name"  # only what lies below the name is listed
    NOT_LISTED = "not_listed"


LET_IN = {Reason.ANYWHERE, Reason.LISTED, Reason.OWN}


@dataclass(frozen=True)
class Verdict:
    """What browsers do with a page of ``origin``; ``pattern`` is the listed origin that decides."""

    origin: str
    reason: Reason
    pattern: str = ""

    @property
    def is_let_in(self) -> bool:
        return self.reason in LET_IN


def page_origin(raw: str) -> str:
    """The origin of a page that somebody typed, whose path is ignored. Raises ValidationError."""
    origin = canonical_origin(raw)
    if "*" in origin:
        raise ValidationError(_("Type the address of one page, without a star."), code="star")
    return origin


def verdict_on(workspace: Workspace, origin: str) -> Verdict:
    """What browsers do with a page of ``origin`` (canonical) that frames the widget."""
    if not workspace.is_embeddable:
        return Verdict(origin, Reason.OFF)
    listed = listed_origins(workspace)
    if not listed:
        return Verdict(origin, Reason.ANYWHERE)
    if pattern := covering(listed, origin):
        return Verdict(origin, Reason.LISTED, pattern)
    if is_own_origin(origin, None):
        return Verdict(origin, Reason.OWN)
    return _nearest_miss(listed, origin)


def _nearest_miss(listed: list[str], origin: str) -> Verdict:
    page = urlsplit(origin)
    host = page.hostname or ""
    near = [pattern for pattern in listed if covers_host(urlsplit(pattern).hostname or "", host)]
    for pattern in near:
        if covers_scheme(urlsplit(pattern).scheme, page.scheme):
            return Verdict(origin, Reason.OTHER_PORT, pattern)
    if near:
        return Verdict(origin, Reason.OTHER_SCHEME, near[0])
    bare = next((one for one in listed if urlsplit(one).hostname == f"*.{host}"), "")
    return Verdict(origin, Reason.BARE_NAME if bare else Reason.NOT_LISTED, bare)
