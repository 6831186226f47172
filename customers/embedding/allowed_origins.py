"""Which pages may frame a widget: what a vendor lists, in its canonical spelling."""

import re
from ipaddress import ip_address
from urllib.parse import SplitResult, urlsplit

from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from customers.embedding.matching import DEFAULT_PORTS, covering
from customers.embedding.origins import is_own_origin
from customers.models import Action, Agent, AllowedOrigin, Workspace
from customers.models.allowed_origin import LONGEST_ORIGIN
from customers.routing import audit
from customers.routing.mail_domains import canonical_name, is_public_suffix

# Of a workspace: all of them stand in one response header, and proxies commonly take 4 or 8 kB.
MOST_ORIGINS = 50
SCHEME = re.compile(r"[a-z][a-z0-9+.-]*://", re.IGNORECASE)


def canonical_origin(raw: str) -> str:
    """The origin that somebody typed, in the spelling of browsers: ``https://*.acme.com:8443``.

    Without a scheme it is https. A path is left out: origins have none. ``*.`` in front of the
    host means all its subdomains (CSP Level 3, section 6.7.2.8). Raises ValidationError, saying
    what to type instead.
    """
    text = raw.strip()
    if not text:
        raise ValidationError(_("Type an origin, for example https://acme.com."), code="empty")
    if text in {"*", "https://*", "http://*"}:
        raise ValidationError(_("To allow every page, list no origin at all."), code="star")
    parts = _parts(text)
    host = _host(parts.hostname or "", text)
    origin = f"{parts.scheme}://{host}"
    if parts.port is not None and parts.port != DEFAULT_PORTS[parts.scheme]:
        origin += f":{parts.port}"
    return origin


def origin_of(url: str) -> str:
    """The origin of a page's address as its browser gives it; empty for none."""
    try:
        parts = urlsplit(url)
        if parts.scheme not in DEFAULT_PORTS or not parts.hostname:
            return ""
        origin = canonical_origin(f"{parts.scheme}://{parts.netloc.rpartition('@')[2]}")
    except (ValueError, ValidationError):
        return ""
    return "" if "*" in origin or len(origin) > LONGEST_ORIGIN else origin


def allow_origin(workspace: Workspace, origin: str, by: Agent) -> AllowedOrigin:
    """Let pages of ``origin`` (canonical) frame the widget. Raises ValidationError."""
    if workspace.allowed_origins.count() >= MOST_ORIGINS:
        raise ValidationError(
            _("A workspace lists at most %(most)d origins. A wildcard covers many."),
            code="too_many",
            params={"most": MOST_ORIGINS},
        )
    try:
        with transaction.atomic():
            added = AllowedOrigin.objects.create(workspace=workspace, origin=origin, added_by=by)
            audit.note(workspace, Action.ORIGIN_ADDED, by, subject=origin)
            return added
    except IntegrityError:
        raise ValidationError(
            _("%(origin)s is listed already."), code="listed", params={"origin": origin}
        ) from None


@transaction.atomic
def remove_origin(workspace: Workspace, allowed: int, by: Agent | None = None) -> str:
    """Take an origin off the list by its id. Returns it for an undo; empty if it was gone."""
    row = workspace.allowed_origins.select_for_update().filter(pk=allowed).first()
    if row is None:
        return ""
    row.delete()
    audit.note(workspace, Action.ORIGIN_REMOVED, by, subject=row.origin)
    return row.origin


def may_frame(workspace: Workspace, origin: str) -> bool:
    """Whether a browser lets a page of ``origin`` frame the widget, as far as an origin tells."""
    if not workspace.is_embeddable:
        return False
    listed = listed_origins(workspace)
    return not listed or bool(covering(listed, origin)) or is_own_origin(origin, None)


def listed_origins(workspace: Workspace) -> list[str]:
    """The origins that the vendor has listed, in order; none means anywhere."""
    return [allowed.origin for allowed in workspace.allowed_origins.all()]


def _parts(text: str) -> SplitResult:
    try:
        parts = urlsplit(text if SCHEME.match(text) else f"https://{text}")
        port = parts.port  # reading it may raise
    except ValueError:
        raise _no_origin(text) from None
    if parts.scheme not in DEFAULT_PORTS:
        raise ValidationError(_("Pages have http:// or https:// in front."), code="scheme")
    if port == 0 or parts.netloc.endswith(":") or parts.username is not None:
        raise _no_origin(text)
    return parts


def _host(host: str, text: str) -> str:
    """The host in canonical form: ``*.`` is kept, an international name is spelled in ASCII."""
    star = "*." if host.startswith("*.") else ""
    name = host.removeprefix("*.").rstrip(".")
    if name == "localhost" or (not star and _is_address(name)):
        return star + name
    if star and name.isalpha():
        raise _anybodys(name)
    try:
        name = canonical_name(name)
    except ValueError:
        raise _no_origin(text) from None
    if star and is_public_suffix(name):
        raise _anybodys(name)
    return star + name


def _is_address(name: str) -> bool:
    try:
        return ip_address(name).version == 4
    except ValueError:
        return False


def _anybodys(name: str) -> ValidationError:
    return ValidationError(
        _("Anybody can have a site below %(name)s. List your own domain."),
        code="public_suffix",
        params={"name": name},
    )


def _no_origin(text: str) -> ValidationError:
    return ValidationError(
        _("%(text)s is no origin. It looks like https://acme.com or https://*.acme.com."),
        code="no_origin",
        params={"text": text[:80]},
    )
