"""What holds of every Decision, whatever the facts; customers are A, B and C."""

from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from customers.routing.decision import DomainFact, Facts, PinFact, Reason, decide

A, B, C = 1, 2, 3
CUSTOMERS = st.sampled_from([A, B, C])
NAMES = st.sampled_from(["com", "acme.com", "eu.acme.com", "birch.io", "cme.com"])
CLAIMS = st.builds(
    DomainFact,
    customer=CUSTOMERS,
    name=NAMES,
    with_subdomains=st.booleans(),
    proven=st.booleans(),
    overridden=st.booleans(),
)
ANY_FACTS = st.builds(
    Facts,
    mail_domain=st.sampled_from(
        ["acme.com", "eu.acme.com", "x.eu.acme.com", "birch.io", "else.net", "-.acme.com"]
    ),
    active=st.frozensets(CUSTOMERS),
    known_in=st.frozensets(CUSTOMERS),
    domains=st.frozensets(CLAIMS, max_size=6),
    pin=st.none() | st.builds(PinFact, st.none() | CUSTOMERS),
    blocked=st.booleans(),
    may_match_by_domain=st.booleans(),
    open_to_all=st.booleans(),
    asks_for_domain_proof=st.booleans(),
    asks_for_approval=st.booleans(),
    approved_for=st.none() | CUSTOMERS,
)


@given(ANY_FACTS)
def test_home_is_always_an_active_candidate_or_the_pinned_customer(some):
    decision = decide(some)
    pinned = {some.pin.customer} if some.pin else set()
    assert decision.customer is None or decision.customer in some.active
    assert decision.customer is None or decision.customer in decision.candidates | pinned


@given(ANY_FACTS)
def test_candidates_are_active_and_know_the_address_or_claim_its_domain(some):
    decision = decide(some)
    claimants = {claim.customer for claim in some.domains if claim.matches(some.mail_domain)}
    assert decision.candidates <= some.active
    assert decision.known_in <= some.known_in
    assert decision.claimed_by <= claimants


@given(ANY_FACTS)
def test_deciding_again_decides_the_same_and_changes_nothing(some):
    as_it_was = replace(some)
    assert decide(some) == decide(some)
    assert some == as_it_was


@given(ANY_FACTS, st.randoms(use_true_random=False))
def test_the_order_of_facts_decides_nothing(some, random):
    claims, known = sorted(some.domains, key=repr), sorted(some.known_in)
    random.shuffle(claims)
    random.shuffle(known)
    shuffled = replace(some, domains=frozenset(claims), known_in=frozenset(known))
    assert decide(shuffled) == decide(some)
    assert decide(shuffled).matched_domain == decide(some).matched_domain


@given(ANY_FACTS)
def test_the_names_of_customers_decide_nothing(some):
    other = {A: B, B: C, C: A}
    renamed = replace(
        some,
        active=frozenset(map(other.get, some.active)),
        known_in=frozenset(map(other.get, some.known_in)),
        domains=frozenset(replace(c, customer=other[c.customer]) for c in some.domains),
        pin=some.pin and PinFact(other.get(some.pin.customer)),
        approved_for=other.get(some.approved_for),
    )
    before, after = decide(some), decide(renamed)
    assert (after.reason, after.customer) == (before.reason, other.get(before.customer))


@given(ANY_FACTS)
def test_facts_about_archived_customers_change_nothing(some):
    without = replace(
        some,
        known_in=some.known_in & some.active,
        domains=frozenset(c for c in some.domains if c.customer in some.active),
        pin=some.pin if some.pin and some.pin.customer in {*some.active, None} else None,
    )
    assert decide(without) == decide(some)


@given(ANY_FACTS)
def test_who_is_shut_out_belongs_nowhere_and_nobody_else_is(some):
    decision = decide(some)
    assert decision.is_shut_out == some.blocked
    assert not (decision.is_shut_out and decision.customer)


@given(ANY_FACTS)
def test_by_domain_nobody_matches_who_may_not(some):
    decision = decide(some)
    if not some.may_match_by_domain:
        assert decision.claimed_by == frozenset()
    if some.open_to_all:
        overridden = {claim.customer for claim in some.domains if claim.overridden}
        assert decision.claimed_by <= overridden


@given(ANY_FACTS)
def test_several_candidates_or_none_lead_to_the_inbox_unless_an_agent_pinned(some):
    decision = decide(replace(some, pin=None, blocked=False))
    assert (decision.customer is None) == (len(decision.candidates) != 1)


@given(ANY_FACTS)
def test_without_approval_unproven_claims_change_no_home(some):
    asks = replace(some, asks_for_approval=True, approved_for=None)
    proven = frozenset(claim for claim in some.domains if claim.proven)
    assert decide(asks).customer == decide(replace(asks, domains=proven)).customer


@given(ANY_FACTS)
def test_who_awaits_approval_has_no_candidate(some):
    decision = decide(some)
    assert bool(decision.awaiting) == (decision.reason is Reason.AWAITS_APPROVAL)
    assert not (decision.awaiting and decision.candidates)
