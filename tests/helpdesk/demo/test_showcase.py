"""The demo's product page, and what it gives the widget."""

import json
import re
import time

import jwt
import pytest

from customers.embedding.tokens import sign_in
from helpdesk.demo.tokens import known_users_token, unknown_users_token
from helpdesk.demo.world import make_demo


@pytest.fixture
def demo(db, settings):
    settings.DEMO = True
    return make_demo()


def test_it_has_both_tokens_and_a_checkbox_between_them(demo, client):
    response = client.get("/demo/showcase")
    page = response.content.decode()
    assert "Unknown user flow" in page
    assert "<unknown-user-floating>" in page
    assert "<unknown-user-badge>" in page
    tokens = json.loads(re.search(r'id="tokens"[^>]*>(.*?)</script>', page)[1])
    assert tokens["unknown"] == {"widgetId": demo.widget_id, "widgetKey": demo.widget_key}
    assert tokens["known"]["userEmail"] == "lena@juniper.example"
    assert "no-store" in response.headers["Cache-Control"]
    assert demo.widget_secret not in page


def test_the_known_users_token_is_signed_for_an_hour(demo):
    token = known_users_token(demo)
    claims = jwt.decode(token["userJWT"], demo.widget_secret, algorithms=["HS256"])
    assert 3500 < claims.pop("exp") - time.time() <= 3600
    assert claims == {
        "userId": "lena",
        "customerId": "juniper",
        "customerName": "Juniper Nurseries",
        "userName": "Lena Moor",
        "userEmail": "lena@juniper.example",
    }


def test_the_known_user_is_let_in_and_the_unknown_one_is_not(demo):
    signed_in = sign_in(demo, known_users_token(demo))
    assert signed_in.binding.customer.name == "Juniper Nurseries"
    assert signed_in.binding.known_user.person.email == "lena@juniper.example"
    assert sign_in(demo, unknown_users_token(demo)) is None
