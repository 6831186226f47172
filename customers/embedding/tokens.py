"""A vendor's token: the JSON object that its page gives the widget, untrusted but for what is
signed in it. docs/routing.md says what counts."""

from collections.abc import Mapping
from dataclasses import dataclass

from django.utils.translation import gettext as _

from customers.embedding.bindings import bind, bound
from customers.embedding.claims import read_claims, read_id
from customers.embedding.credentials import Credential
from customers.embedding.refusals import Refusal, TokenRefused
from customers.embedding.signatures import verified_hmac, verified_jwt
from customers.models import Binding, Workspace

__all__ = ["SignedIn", "TokenRefused", "sign_in"]


@dataclass(frozen=True)
class SignedIn:
    """Whom a token has shown to be here, and the secret that signed it."""

    binding: Binding
    secret: Credential


def sign_in(workspace: Workspace, token: Mapping[str, object]) -> SignedIn | None:
    """Who the vendor says is here. None where the token claims nobody whom one could believe.

    Customer, known user and binding are made at first sight. Raises TokenRefused for a token that
    does claim somebody, and can't show it. A block is not asked about: it shuts out whoever came.
    """
    if _carries(token, "userJWT"):
        return _by_jwt(workspace, token)
    if _carries(token, "userHMAC"):
        return _by_hmac(workspace, token)
    if _carries(token, "userPaseto"):
        raise TokenRefused(
            Refusal.UNSUPPORTED, _("userPaseto is not supported, use userJWT: HS256.")
        )
    return None


def _by_jwt(workspace: Workspace, token: Mapping[str, object]) -> SignedIn:
    signed, secret = verified_jwt(workspace, token["userJWT"])
    return SignedIn(bind(workspace, read_claims(workspace, signed, token)), secret)


def _by_hmac(workspace: Workspace, token: Mapping[str, object]) -> SignedIn | None:
    """The user id is all that this signs, so it opens what a JWT has bound before."""
    user_id = read_id(token, "userId")
    if user_id is None:
        return None
    secret = verified_hmac(workspace, user_id, token["userHMAC"])
    binding = bound(workspace, user_id)
    return SignedIn(binding, secret) if binding else None


def _carries(token: Mapping[str, object], field: str) -> bool:
    return token.get(field) not in (None, "")
