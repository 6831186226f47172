"""What a vendor's backend does: it signs tokens with the widget's secret."""

import hashlib
import hmac
import time

import jwt
import pytest

from customers.embedding.tokens import TokenRefused, sign_in
from customers.models import Binding, Customer, KnownUser, Person

ANA = {
    "customerId": "org_1",
    "customerName": "Juniper",
    "userId": "u_1",
    "userName": "Ana",
    "userEmail": "ana@juniper.example",
}


def token_of(workspace, claims=ANA, *, secret=None, algorithm="HS256", lifetime=300, **more):
    """The token of a vendor's page whose userJWT signs ``claims``, as the kits pass it on."""
    now = int(time.time())
    signed = {"iat": now, "exp": now + lifetime} | claims
    text = jwt.encode(signed, secret or workspace.widget_secret, algorithm=algorithm)
    return bare_token(workspace) | claims | {"userJWT": text} | more


def bare_token(workspace):
    """An unknown user's token."""
    return {"widgetId": workspace.widget_id, "widgetKey": workspace.widget_key}


def hmac_token(workspace, user_id="u_1", secret=None, **more):
    """A token whose userHMAC signs the user's id alone."""
    key = (secret or workspace.widget_secret).encode()
    text = hmac.new(key, user_id.encode(), hashlib.sha256).hexdigest()
    return bare_token(workspace) | {"userId": user_id, "userHMAC": text} | more


def refusal(workspace, token):
    """The code for which a token is refused, with a word for the vendor."""
    with pytest.raises(TokenRefused) as refused:
        sign_in(workspace, token)
    assert refused.value.for_vendor
    return refused.value.code


def nothing_is_made(world):
    """Whether no token has made anybody here."""
    return not (
        Binding.objects.exists()
        or KnownUser.objects.exists()
        or Person.objects.exists()
        or Customer.objects.exclude(external_id="").exists()
    )
