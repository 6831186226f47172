"""Who a vendor's token lets in, and whom it doesn't. What it makes: test_bindings.py."""

from datetime import timedelta

import pytest

from customers.embedding.credentials import end_grace, rotate
from customers.embedding.tokens import TokenRefused, sign_in
from customers.models import (
    Binding,
    CredentialKind,
    Person,
    RetiredCredential,
)
from customers.routing.customers import archive_customer
from tests.vendors import ANA, bare_token, hmac_token, nothing_is_made, refusal, token_of

DAY = timedelta(days=1)


@pytest.mark.parametrize(
    "claimed",
    [
        {},
        {"userId": "u_1"},
        ANA,
        ANA | {"userJWT": None},
        ANA | {"userJWT": "", "userHMAC": ""},
        {"userHMAC": "0" * 64},
    ],
)
def test_what_is_not_signed_claims_nobody(world, claimed):
    assert sign_in(world.workspace, bare_token(world.workspace) | claimed) is None
    assert nothing_is_made(world)


def test_an_id_and_a_key_open_not_even_an_existing_binding(world):
    sign_in(world.workspace, token_of(world.workspace))
    assert sign_in(world.workspace, bare_token(world.workspace) | ANA) is None


def test_a_signed_token_says_who_is_here(world):
    signed_in = sign_in(world.workspace, token_of(world.workspace))
    binding = signed_in.binding
    assert binding.customer.name == "Juniper"
    assert binding.known_user.person.email == "ana@juniper.example"
    assert binding.user_id == "u_1"
    assert signed_in.secret.retired is None


def test_only_what_is_signed_counts(world):
    claims = {"customerId": "org_1", "userId": "u_1", "userEmail": "ana@juniper.example"}
    token = token_of(world.workspace, claims, userName="Mallory", customerName="Acme")
    binding = sign_in(world.workspace, token).binding
    assert binding.known_user.person.name == ""
    assert binding.customer.name == "org_1"


@pytest.mark.parametrize("field", sorted(ANA))
def test_a_signed_claim_and_the_tokens_own_word_must_be_equal(world, field):
    for other in (ANA[field] + "x", ANA[field].upper(), 1, [ANA[field]], {}):
        assert refusal(world.workspace, token_of(world.workspace, **{field: other})) == "mismatch"
    assert nothing_is_made(world)


def test_an_avatar_that_is_signed_must_be_equal_too(world):
    claims = ANA | {"userAvatarUrl": "https://juniper.example/ana.png"}
    token = token_of(world.workspace, claims, userAvatarUrl="https://evil.example/")
    assert refusal(world.workspace, token) == "mismatch"
    assert sign_in(world.workspace, token_of(world.workspace, claims))


def test_a_signed_claim_that_the_token_does_not_repeat_counts(world):
    token = bare_token(world.workspace) | {"userJWT": token_of(world.workspace)["userJWT"]}
    assert sign_in(world.workspace, token).binding.customer.external_id == "org_1"


def test_a_token_for_another_widget_is_refused(world):
    claims = ANA | {"widgetId": world.otter.widget_id}
    token = token_of(world.workspace, claims)
    assert refusal(world.workspace, token) == "mismatch"
    token = token_of(world.workspace, claims, widgetId=world.workspace.widget_id)
    assert refusal(world.workspace, token) == "mismatch"
    assert nothing_is_made(world)


@pytest.mark.parametrize("make", [token_of, hmac_token])
def test_a_stranger_vendors_secret_opens_nothing_here(world, make):
    sign_in(world.workspace, token_of(world.workspace))
    token = make(world.workspace, secret=world.otter.widget_secret)
    assert refusal(world.workspace, token) == "bad_signature"
    assert make is token_of or sign_in(world.otter, hmac_token(world.otter)) is None


def test_one_user_id_at_two_vendors_is_two_people(world):
    here = sign_in(world.workspace, token_of(world.workspace)).binding
    there = sign_in(world.otter, token_of(world.otter)).binding
    assert here.known_user.person != there.known_user.person
    assert {here.customer.workspace, there.customer.workspace} == {world.workspace, world.otter}


@pytest.mark.parametrize("key", ["widget_key", "widget_id"])
def test_what_is_public_signs_nothing(world, key):
    token = token_of(world.workspace, secret=getattr(world.workspace, key).ljust(32, "="))
    assert refusal(world.workspace, token) == "bad_signature"


@pytest.mark.parametrize("field", ["userId", "customerId"])
@pytest.mark.parametrize(
    "value", [1, True, [], {}, ["u_1"], "", " ", "a" * 201, "a\x00", "a\nb", "\u200bu", "\u202eu"]
)
def test_an_id_is_text_that_can_be_seen(world, field, value):
    assert refusal(world.workspace, token_of(world.workspace, ANA | {field: value})) == "bad_claim"
    assert nothing_is_made(world)


def test_a_lone_surrogate_is_refused(world):
    token = token_of(world.workspace, ANA | {"userId": "u\ud800"})
    assert refusal(world.workspace, token) == "bad_claim"


@pytest.mark.parametrize("value", [1, [], {}, "", "a\x00@acme.com", "a" * 321])
def test_an_address_is_text(world, value):
    token = token_of(world.workspace, ANA | {"userEmail": value})
    assert refusal(world.workspace, token) == "bad_claim"


@pytest.mark.parametrize("value", ["ana", "ana@", "ana@localhost", "a b@acme.com", "ä@acme.com"])
def test_an_address_that_no_mail_reaches_is_refused(world, value):
    token = token_of(world.workspace, ANA | {"userEmail": value})
    assert refusal(world.workspace, token) == "bad_address"
    assert nothing_is_made(world)


@pytest.mark.parametrize("field", ["userName", "customerName"])
@pytest.mark.parametrize("value", [1, [], {}])
def test_a_name_is_text(world, field, value):
    assert refusal(world.workspace, token_of(world.workspace, ANA | {field: value})) == "bad_claim"


def test_without_a_signed_user_id_the_token_is_incomplete(world):
    claims = {field: value for field, value in ANA.items() if field != "userId"}
    assert refusal(world.workspace, token_of(world.workspace, claims, userId="u_1")) == "incomplete"


@pytest.mark.parametrize(
    ("signed", "missing"),
    [
        (["userId"], ["customerId", "userEmail"]),
        (["userId", "customerId"], ["userEmail"]),
        (["userId", "userEmail"], ["customerId"]),
    ],
)
def test_what_must_be_signed_too_is_named(world, signed, missing):
    claims = {field: ANA[field] for field in signed}
    with pytest.raises(TokenRefused) as refused:
        sign_in(world.workspace, token_of(world.workspace, claims, **ANA))
    assert refused.value.code == "incomplete"
    assert [field for field in ANA if field in refused.value.for_vendor] == missing
    assert nothing_is_made(world)


def test_a_jwt_of_the_user_id_alone_opens_the_newest_binding(world):
    sign_in(world.workspace, token_of(world.workspace))
    other = sign_in(world.workspace, token_of(world.workspace, ANA | {"customerId": "org_2"}))
    token = token_of(world.workspace, {"userId": "u_1"}, customerId="org_1")
    assert sign_in(world.workspace, token).binding == other.binding


def test_an_address_that_is_not_signed_moves_nobody(world):
    binding = sign_in(world.workspace, token_of(world.workspace)).binding
    token = token_of(world.workspace, {"userId": "u_1"}, userEmail="mallory@evil.example")
    again = sign_in(world.workspace, token).binding
    assert again.known_user.person == binding.known_user.person
    assert Person.objects.count() == 1


def test_a_signed_customer_opens_that_customers_binding_alone(world):
    first = sign_in(world.workspace, token_of(world.workspace)).binding
    sign_in(world.workspace, token_of(world.workspace, ANA | {"customerId": "org_2"}))
    claims = {"userId": "u_1", "customerId": "org_1"}
    assert sign_in(world.workspace, token_of(world.workspace, claims)).binding == first
    claims = {"userId": "u_1", "customerId": "org_3"}
    assert refusal(world.workspace, token_of(world.workspace, claims)) == "incomplete"


def test_an_hmac_opens_the_newest_binding(world):
    sign_in(world.workspace, token_of(world.workspace))
    newest = sign_in(world.workspace, token_of(world.workspace, ANA | {"customerId": "org_2"}))
    assert sign_in(world.workspace, hmac_token(world.workspace)).binding == newest.binding


def test_coming_back_to_a_customer_makes_its_binding_the_newest(world):
    first = sign_in(world.workspace, token_of(world.workspace)).binding
    sign_in(world.workspace, token_of(world.workspace, ANA | {"customerId": "org_2"}))
    sign_in(world.workspace, token_of(world.workspace))
    assert sign_in(world.workspace, hmac_token(world.workspace)).binding == first


def test_a_right_hmac_of_somebody_new_claims_nobody(world):
    token = hmac_token(world.workspace, **{f: v for f, v in ANA.items() if f != "userId"})
    assert sign_in(world.workspace, token) is None
    assert nothing_is_made(world)


def test_an_hmac_may_be_in_capitals(world):
    sign_in(world.workspace, token_of(world.workspace))
    token = hmac_token(world.workspace)
    assert sign_in(world.workspace, token | {"userHMAC": token["userHMAC"].upper()})


@pytest.mark.parametrize("value", ["0" * 64, "x" * 64, "0" * 63, "\ud800" * 64, 1, [], {"a": 1}])
def test_a_wrong_hmac_is_refused(world, value):
    sign_in(world.workspace, token_of(world.workspace))
    token = hmac_token(world.workspace) | {"userHMAC": value}
    assert refusal(world.workspace, token) == "bad_signature"


@pytest.mark.parametrize("value", [1, [], "", "a" * 201, "u\x00", "u\ud800"])
def test_the_id_beside_an_hmac_is_text(world, value):
    token = hmac_token(world.workspace) | {"userId": value}
    assert refusal(world.workspace, token) == "bad_claim"


def test_another_users_hmac_opens_nothing(world):
    sign_in(world.workspace, token_of(world.workspace))
    token = hmac_token(world.workspace, "u_2") | {"userId": "u_1"}
    assert refusal(world.workspace, token) == "bad_signature"


def test_paseto_is_not_supported(world):
    token = bare_token(world.workspace) | {"userId": "u_1", "userPaseto": "v2.public.abc"}
    assert refusal(world.workspace, token) == "unsupported"


def test_a_bad_jwt_is_not_mended_by_a_right_hmac(world):
    sign_in(world.workspace, token_of(world.workspace))
    token = hmac_token(world.workspace) | {"userJWT": "a.b.c"}
    assert refusal(world.workspace, token) == "bad_signature"


def test_tokens_of_an_archived_customer_are_refused(world):
    binding = sign_in(world.workspace, token_of(world.workspace)).binding
    archive_customer(binding.customer)
    for token in (
        token_of(world.workspace),
        token_of(world.workspace, ANA | {"userId": "u_2"}),
        token_of(world.workspace, {"userId": "u_1"}),
        hmac_token(world.workspace),
    ):
        assert refusal(world.workspace, token) == "archived"
    assert Binding.objects.count() == 1


@pytest.mark.parametrize("make", [token_of, hmac_token])
def test_a_retired_secret_counts_until_its_grace_ends_and_its_use_is_noted(world, make):
    sign_in(world.workspace, token_of(world.workspace))
    token = make(world.workspace)
    rotate(world.workspace, CredentialKind.SECRET, DAY)
    retired = sign_in(world.workspace, token).secret.retired
    assert retired == RetiredCredential.objects.get()
    retired.refresh_from_db()
    assert retired.last_used_at is not None
    assert sign_in(world.workspace, make(world.workspace)).secret.retired is None
    end_grace(world.workspace, retired.pk)
    assert refusal(world.workspace, token) == "bad_signature"


def test_a_secret_that_was_rotated_without_grace_signs_nothing(world):
    token = token_of(world.workspace)
    rotate(world.workspace, CredentialKind.SECRET, timedelta(0))
    assert refusal(world.workspace, token) == "bad_signature"


def test_an_old_key_signs_nothing(world):
    rotate(world.workspace, CredentialKind.KEY, DAY)
    old = RetiredCredential.objects.get().value.ljust(32, "=")
    assert refusal(world.workspace, token_of(world.workspace, secret=old)) == "bad_signature"
