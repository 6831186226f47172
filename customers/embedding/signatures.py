"""What a vendor's backend has signed with a secret of the widget, and with which."""

import hashlib
import hmac
import re
from collections.abc import Mapping
from datetime import timedelta
from typing import Any

import jwt
from django.db.models import Q
from django.db.models.functions import Now
from django.utils.translation import gettext as _
from jwt.types import Options

from customers.embedding.credentials import Credential, accepted
from customers.embedding.refusals import Refusal, TokenRefused
from customers.models import CredentialKind, RetiredCredential, Workspace

LONGEST_JWT = 8192  # characters; ten claims of the longest kind have fewer
LEEWAY = 30  # seconds that the vendor's clock may differ from ours
HEX_SHA256 = re.compile(r"[0-9a-fA-F]{64}")
NOTED_EVERY = timedelta(minutes=1)  # a busy page is no reason to write at each load
# Whom a JWT is for and from is said by the secret, which signs for this widget alone.
UNCHECKED: Options = {
    "verify_aud": False,
    "verify_iss": False,
    "verify_sub": False,
    "verify_jti": False,
}
TIMELESS: Options = {"verify_exp": False, "verify_nbf": False, "verify_iat": False}


def verified_jwt(workspace: Workspace, text: object) -> tuple[Mapping[str, Any], Credential]:
    """The claims of a userJWT that is valid now, and the secret that signed it.

    Raises TokenRefused.
    """
    if not isinstance(text, str) or len(text) > LONGEST_JWT:
        raise TokenRefused(
            Refusal.BAD_CLAIM,
            _("userJWT has to be text of at most %(most)d characters.") % {"most": LONGEST_JWT},
        )
    for secret in accepted(workspace, CredentialKind.SECRET):
        try:
            claims = _decoded(text, secret.value)
        except jwt.InvalidSignatureError:
            continue
        _note_use(secret)
        return claims, secret
    raise bad_signature()


def _decoded(text: str, secret: str) -> Mapping[str, Any]:
    """The claims, if this secret signed them and they count now.

    Raises jwt.InvalidSignatureError or TokenRefused.
    """
    try:
        claims = _decode(text, secret, UNCHECKED | TIMELESS)
    except jwt.InvalidSignatureError:
        raise
    except jwt.InvalidAlgorithmError:
        raise TokenRefused(
            Refusal.UNSUPPORTED, _("userJWT has to be signed by HS256 and no other algorithm.")
        ) from None
    except (jwt.PyJWTError, ValueError, TypeError, RecursionError):
        raise bad_signature() from None  # whatever else somebody has made up
    _refuse_untimely(text, secret)
    return claims


def _refuse_untimely(text: str, secret: str) -> None:
    try:
        _decode(text, secret, UNCHECKED)
    except jwt.ExpiredSignatureError:
        raise TokenRefused(
            Refusal.EXPIRED, _("userJWT has expired. Sign a fresh one at each load of the page.")
        ) from None
    except jwt.ImmatureSignatureError:
        raise TokenRefused(
            Refusal.NOT_YET, _("userJWT counts from later on: its nbf or iat lies ahead.")
        ) from None
    except (jwt.PyJWTError, ValueError, TypeError):
        raise TokenRefused(
            Refusal.BAD_CLAIM, _("exp, nbf and iat have to be whole seconds since 1970, in UTC.")
        ) from None


def _decode(text: str, secret: str, options: Options) -> Mapping[str, Any]:
    claims: Mapping[str, Any] = jwt.decode(
        text, secret, algorithms=["HS256"], leeway=LEEWAY, options=options
    )
    return claims


def verified_hmac(workspace: Workspace, user_id: str, text: object) -> Credential:
    """The secret under which ``text`` is the hex HMAC-SHA256 of ``user_id``.

    Raises TokenRefused.
    """
    if not isinstance(text, str) or not HEX_SHA256.fullmatch(text):
        raise bad_signature()
    for secret in accepted(workspace, CredentialKind.SECRET):
        right = hmac.new(secret.value.encode(), user_id.encode(), hashlib.sha256).hexdigest()
        if hmac.compare_digest(right, text.lower()):
            _note_use(secret)
            return secret
    raise bad_signature()


def _note_use(secret: Credential) -> None:
    """Note that somebody still signs with a retired secret, at most once a minute."""
    if secret.retired:
        RetiredCredential.objects.filter(
            Q(last_used_at=None) | Q(last_used_at__lt=Now() - NOTED_EVERY), pk=secret.retired.pk
        ).update(last_used_at=Now())


def bad_signature() -> TokenRefused:
    """To be raised where nothing that counts has signed a token."""
    return TokenRefused(
        Refusal.BAD_SIGNATURE,
        _("This is signed with no secret of this widget. Sign on your server, with its secret."),
    )
