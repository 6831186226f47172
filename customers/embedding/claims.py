"""Reads what a vendor's token claims, believing nothing that isn't signed."""

from collections.abc import Mapping
from dataclasses import dataclass

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from customers.embedding.refusals import Refusal, TokenRefused
from customers.models import Workspace
from customers.models.customer import LONGEST_EXTERNAL_ID
from customers.proof.addresses import canonical_address
from customers.proof.names import JOINERS, fit_name, is_shown

# The fields of a token that a JWT may sign, named alike.
FIELDS = [
    "widgetId",
    "customerId",
    "customerName",
    "userId",
    "userName",
    "userEmail",
    "userAvatarUrl",
]
LONGEST_EMAIL = 320  # characters: RFC 5321's 64 and 255, and the @


@dataclass(frozen=True)
class Claims:
    """What is signed of somebody: by which id and customer the vendor knows them, and an address.

    The address is canonical. Names are fit to be shown, and empty where none is signed.
    """

    user_id: str
    customer_id: str | None = None
    address: str | None = None
    customer_name: str = ""
    user_name: str = ""


def read_claims(
    workspace: Workspace, signed: Mapping[str, object], token: Mapping[str, object]
) -> Claims:
    """The claims of a verified JWT, which the token that brings it may not contradict.

    Raises TokenRefused.
    """
    _refuse_contradictions(workspace, signed, token)
    if signed.get("userId") is None:
        raise incomplete(["userId"])
    email = _text(signed, "userEmail", LONGEST_EMAIL)
    return Claims(
        user_id=read_id(signed, "userId") or "",
        customer_id=read_id(signed, "customerId"),
        address=None if email is None else _address(email),
        customer_name=_name(signed, "customerName"),
        user_name=_name(signed, "userName"),
    )


def read_id(fields: Mapping[str, object], field: str) -> str | None:
    """The id that a field holds, None for none. Raises TokenRefused for what can't be one."""
    text = _text(fields, field, LONGEST_EXTERNAL_ID)
    if text is not None and not can_be_id(text):
        raise _bad_claim(field, LONGEST_EXTERNAL_ID)
    return text


def can_be_id(text: str) -> bool:
    """Whether a text of the right length can be an id in a token: it is seen from end to end."""
    return is_shown(text) and JOINERS.isdisjoint(text)


def incomplete(fields: list[str]) -> TokenRefused:
    """To be raised where these fields are neither signed nor known from before."""
    return TokenRefused(
        Refusal.INCOMPLETE,
        _("Sign %(fields)s in userJWT too: only what is signed counts.")
        % {"fields": ", ".join(fields)},
    )


def _refuse_contradictions(
    workspace: Workspace, signed: Mapping[str, object], token: Mapping[str, object]
) -> None:
    for field in FIELDS:
        claim, carried = signed.get(field), token.get(field)
        if claim is not None and carried is not None and claim != carried:
            raise _mismatch(field)
    if signed.get("widgetId") not in (None, workspace.widget_id):
        raise _mismatch("widgetId")


def _mismatch(field: str) -> TokenRefused:
    return TokenRefused(
        Refusal.MISMATCH,
        _("userJWT signs another %(field)s than this page's.") % {"field": field},
    )


def _address(email: str) -> str:
    try:
        return canonical_address(email)
    except ValidationError:
        raise TokenRefused(
            Refusal.BAD_ADDRESS, _("The signed userEmail is no address that mail reaches.")
        ) from None


def _name(signed: Mapping[str, object], field: str) -> str:
    name = signed.get(field)
    if name is not None and not isinstance(name, str):
        raise TokenRefused(Refusal.BAD_CLAIM, _("%(field)s has to be text.") % {"field": field})
    return fit_name(name or "")


def _text(fields: Mapping[str, object], field: str, longest: int) -> str | None:
    text = fields.get(field)
    if text is None:
        return None
    if not isinstance(text, str) or not 0 < len(text) <= longest or "\x00" in text:
        raise _bad_claim(field, longest)
    return text


def _bad_claim(field: str, longest: int) -> TokenRefused:
    return TokenRefused(
        Refusal.BAD_CLAIM,
        _("%(field)s has to be text of 1 to %(most)d characters that can be seen.")
        % {"field": field, "most": longest},
    )
