"""The rules of routing, case by case; customers are A, B and C."""

from itertools import permutations

import pytest

from customers.routing.decision import Decision, DomainFact, Facts, PinFact, Reason, decide

A, B, C = 1, 2, 3


def facts(mail_domain="acme.com", *, archived=(), **given_):
    domains = frozenset(DomainFact(*claim) for claim in given_.pop("domains", ()))
    known_in = frozenset(given_.pop("known_in", ()))
    active = frozenset({A, B, C}) - frozenset(archived)
    return Facts(mail_domain, active, known_in, domains, **given_)


def outcome(*args, **kwargs):
    decision = decide(facts(*args, **kwargs))
    return decision.customer, decision.reason


def test_the_one_customer_of_the_domain_is_home():
    assert outcome(domains=[(A, "acme.com")]) == (A, Reason.DOMAIN)


def test_the_one_customer_that_knows_the_person_is_home():
    assert outcome(known_in=[A]) == (A, Reason.KNOWN_USER)


def test_knowing_and_domain_may_agree():
    assert outcome(known_in=[A], domains=[(A, "acme.com")]) == (A, Reason.KNOWN_USER_AND_DOMAIN)


def test_nobody_claims_it():
    assert outcome("example.net", domains=[(A, "acme.com")]) == (None, Reason.UNCLAIMED)


def test_known_in_several_goes_to_the_inbox_whatever_the_domain_says():
    several = outcome(known_in=[A, C], domains=[(A, "acme.com")])
    assert several == (None, Reason.KNOWN_IN_SEVERAL)


def test_a_domain_in_several_goes_to_the_inbox():
    several = outcome(domains=[(A, "acme.com"), (B, "acme.com")])
    assert several == (None, Reason.DOMAIN_IN_SEVERAL)


def test_known_in_one_of_the_domains_several_goes_to_the_inbox():
    several = outcome(known_in=[A], domains=[(A, "acme.com"), (B, "acme.com")])
    assert several == (None, Reason.DOMAIN_IN_SEVERAL)


def test_known_in_one_but_the_domain_says_another():
    assert outcome(known_in=[A], domains=[(B, "acme.com")]) == (None, Reason.DOMAIN_SAYS_ANOTHER)


EU = [(A, "acme.com", True), (B, "eu.acme.com")]


@pytest.mark.parametrize(
    ("mail_domain", "archived", "home"),
    [
        ("eu.acme.com", [], B),
        ("x.eu.acme.com", [], A),
        ("acme.com", [], A),
        ("eu.acme.com", [B], A),
        ("x.eu.acme.com", [B], A),
        ("notacme.com", [], None),
        ("acme.com.evil.net", [], None),
    ],
)
def test_the_longest_matching_domain_wins(mail_domain, archived, home):
    assert outcome(mail_domain, domains=EU, archived=archived)[0] == home


def test_exact_and_with_subdomains_of_one_name_count_alike():
    both = [(A, "acme.com"), (B, "acme.com", True)]
    assert outcome(domains=both) == (None, Reason.DOMAIN_IN_SEVERAL)
    assert outcome("x.acme.com", domains=both) == (B, Reason.DOMAIN)


def test_archived_customers_count_for_nothing():
    everything = {"known_in": [A], "domains": [(A, "acme.com")], "pin": PinFact(A)}
    assert outcome(archived=[A], **everything) == (None, Reason.UNCLAIMED)


def test_archiving_one_of_two_ends_their_conflict():
    both = [(A, "acme.com"), (B, "acme.com")]
    assert outcome(domains=both, archived=[B]) == (A, Reason.DOMAIN)


def test_a_block_shuts_out_even_the_pinned():
    decision = decide(facts(blocked=True, pin=PinFact(A), known_in=[A]))
    assert decision.is_shut_out
    assert decision.customer is None


def test_a_pin_decides_against_every_candidate():
    assert outcome(pin=PinFact(C), known_in=[A], domains=[(B, "acme.com")]) == (C, Reason.PINNED)


def test_a_pin_to_the_inbox_decides():
    pinned = outcome(pin=PinFact(None), domains=[(A, "acme.com")])
    assert pinned == (None, Reason.PINNED_TO_INBOX)


def test_a_pin_to_an_archived_customer_leaves_the_rules_to_decide():
    assert outcome(pin=PinFact(C), archived=[C], domains=[(A, "acme.com")]) == (A, Reason.DOMAIN)


def test_what_may_not_match_by_domain_is_let_in_only_as_known_user():
    shared = {"domains": [(A, "acme.com")], "may_match_by_domain": False}
    assert outcome(**shared) == (None, Reason.UNCLAIMED)
    assert outcome(**shared, known_in=[B]) == (B, Reason.KNOWN_USER)


def test_where_anybody_can_have_a_mailbox_only_an_overridden_claim_matches():
    open_to_all = {"mail_domain": "gmail.com", "open_to_all": True}
    assert outcome(**open_to_all, domains=[(A, "gmail.com")]) == (None, Reason.UNCLAIMED)
    overridden = [(A, "gmail.com"), (B, "gmail.com", False, False, True)]
    assert outcome(**open_to_all, domains=overridden) == (B, Reason.DOMAIN)
    assert outcome(**open_to_all, domains=overridden, may_match_by_domain=False)[0] is None


def test_a_proven_domain_beats_an_unproven_one_of_the_same_name_where_proof_is_asked_for():
    both = [(A, "acme.com", False, True), (B, "acme.com")]
    assert outcome(domains=both, asks_for_domain_proof=True) == (A, Reason.DOMAIN)
    assert outcome(domains=both) == (None, Reason.DOMAIN_IN_SEVERAL)


def test_a_proven_domain_beats_a_longer_unproven_one_where_proof_is_asked_for():
    both = [(A, "acme.com", True, True), (B, "eu.acme.com")]
    assert outcome("eu.acme.com", domains=both, asks_for_domain_proof=True) == (A, Reason.DOMAIN)
    assert outcome("eu.acme.com", domains=both) == (B, Reason.DOMAIN)


def asked(*args, **kwargs):
    """The outcome where unproven domains count only for those whom an agent has approved."""
    return outcome(*args, asks_for_domain_proof=True, asks_for_approval=True, **kwargs)


CLAIM = [(A, "acme.com")]
PROVEN = (A, "acme.com", True, True)


def test_an_unproven_domain_waits_for_approval_and_says_whose_it_is():
    both = facts(domains=[*CLAIM, (B, "acme.com")], asks_for_approval=True)
    waiting = Decision(Reason.AWAITS_APPROVAL, awaiting=frozenset({A, B}))
    assert decide(both) == waiting
    assert decide(both).matched_domain == "acme.com"
    assert decide(both).candidates == frozenset()
    assert decide(both).mentioned == {A, B}


@pytest.mark.parametrize(
    ("given_", "home"),
    [
        ({"domains": CLAIM, "approved_for": A}, (A, Reason.DOMAIN)),
        ({"domains": CLAIM, "approved_for": B}, (None, Reason.AWAITS_APPROVAL)),
        ({"domains": [*CLAIM, (B, "acme.com")], "approved_for": A}, (A, Reason.DOMAIN)),
        ({"domains": [PROVEN]}, (A, Reason.DOMAIN)),
        ({"domains": [PROVEN, (B, "acme.com")]}, (A, Reason.DOMAIN)),
        ({"domains": [PROVEN, (B, "acme.com")], "approved_for": B}, (A, Reason.DOMAIN)),
        ({"domains": CLAIM, "known_in": [A]}, (A, Reason.KNOWN_USER)),
        ({"domains": CLAIM, "known_in": [B]}, (B, Reason.KNOWN_USER)),
        ({"domains": CLAIM, "known_in": [B, C]}, (None, Reason.KNOWN_IN_SEVERAL)),
        ({"domains": CLAIM, "pin": PinFact(C)}, (C, Reason.PINNED)),
        ({"domains": CLAIM, "pin": PinFact(None)}, (None, Reason.PINNED_TO_INBOX)),
        ({"domains": CLAIM, "archived": [A]}, (None, Reason.UNCLAIMED)),
        ({"domains": CLAIM, "may_match_by_domain": False}, (None, Reason.UNCLAIMED)),
        ({"approved_for": A}, (None, Reason.UNCLAIMED)),
    ],
)
def test_an_unproven_claim_is_as_if_it_were_not_there_without_approval(given_, home):
    assert asked(**given_) == home


def test_an_unproven_longer_claim_takes_nobody_from_the_proven_shorter_one():
    claims = [PROVEN, (B, "eu.acme.com")]
    assert asked("eu.acme.com", domains=claims) == (A, Reason.DOMAIN)
    assert asked("eu.acme.com", domains=claims, approved_for=B) == (B, Reason.DOMAIN)


def test_approvals_count_for_nothing_where_they_are_not_asked_for():
    both = [(A, "acme.com"), (B, "acme.com")]
    assert outcome(domains=both, approved_for=A) == (None, Reason.DOMAIN_IN_SEVERAL)


def test_the_order_of_facts_decides_nothing():
    claims = [DomainFact(A, "acme.com"), DomainFact(B, "acme.com", True), DomainFact(C, "com.au")]
    decisions = {
        decide(Facts("acme.com", frozenset({A, B, C}), domains=frozenset(order)))
        for order in permutations(claims)
    }
    assert decisions == {Decision(Reason.DOMAIN_IN_SEVERAL, claimed_by=frozenset({A, B}))}
