"""The rules of routing: where does an address belong? Pure: facts in, Decision out."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from enum import StrEnum
from functools import partial


class Reason(StrEnum):
    """Why a Decision is what it is."""

    BLOCKED = "blocked"
    PINNED = "pinned"
    PINNED_TO_INBOX = "pinned_to_inbox"
    KNOWN_USER = "known_user"
    DOMAIN = "domain"
    KNOWN_USER_AND_DOMAIN = "known_user_and_domain"
    KNOWN_IN_SEVERAL = "known_in_several"
    DOMAIN_IN_SEVERAL = "domain_in_several"
    DOMAIN_SAYS_ANOTHER = "domain_says_another"
    AWAITS_APPROVAL = "awaits_approval"
    UNCLAIMED = "unclaimed"


@dataclass(frozen=True)
class DomainFact:
    """A customer's claim on an email domain."""

    customer: int
    name: str
    with_subdomains: bool = False
    proven: bool = False
    # An owner stands up for it, though anybody can have a mailbox there.
    overridden: bool = False

    def matches(self, mail_domain: str) -> bool:
        """Whether the claim covers ``mail_domain``, on a label boundary."""
        if mail_domain == self.name:
            return True
        return self.with_subdomains and mail_domain.endswith("." + self.name)


@dataclass(frozen=True)
class PinFact:
    """An agent's word: this customer, or with None the Shared Email Inbox."""

    customer: int | None


@dataclass(frozen=True)
class Facts:
    """Everything about one address that routing may weigh. Customers are named by their id.

    ``active`` are the customers that are not archived; facts about any other count for nothing.
    ``may_match_by_domain`` is False for public suffixes, reserved names and technical mailboxes;
    where the domain is ``open_to_all``, only a claim that is overridden matches.
    ``approved_for`` is the customer whose unproven claim an agent has let this person in by.
    """

    mail_domain: str
    active: frozenset[int]
    known_in: frozenset[int] = frozenset()
    domains: frozenset[DomainFact] = frozenset()
    pin: PinFact | None = None
    blocked: bool = False
    may_match_by_domain: bool = True
    open_to_all: bool = False
    asks_for_domain_proof: bool = False
    asks_for_approval: bool = False
    approved_for: int | None = None


@dataclass(frozen=True)
class Decision:
    """Where an address belongs, why, and what was weighed.

    ``customer`` is None for the Shared Email Inbox, and for somebody who is shut out. ``awaiting``
    are the customers whose unproven claim would count if an agent approved the person's visit.
    """

    reason: Reason
    customer: int | None = None
    known_in: frozenset[int] = frozenset()
    claimed_by: frozenset[int] = frozenset()
    awaiting: frozenset[int] = frozenset()
    matched_domain: str | None = field(default=None, compare=False)

    @property
    def is_shut_out(self) -> bool:
        return self.reason is Reason.BLOCKED

    @property
    def candidates(self) -> frozenset[int]:
        """The customers that were weighed."""
        return self.known_in | self.claimed_by

    @property
    def mentioned(self) -> frozenset[int]:
        """Every customer that this names, to be put in words."""
        home = {self.customer} if self.customer is not None else set()
        return self.candidates | self.awaiting | home


def decide(facts: Facts) -> Decision:
    """Where the address of these facts belongs, by the rules of routing in docs/routing.md."""
    known_in = facts.known_in & facts.active
    matching = _matching_claims(facts)
    claims = _longest(facts, [claim for claim in matching if _counts(facts, claim)])
    claimed_by = _customers(claims)
    weighed = partial(
        Decision, known_in=known_in, claimed_by=claimed_by, matched_domain=_name(claims)
    )
    if facts.blocked:
        return weighed(Reason.BLOCKED)
    if facts.pin and facts.pin.customer is None:
        return weighed(Reason.PINNED_TO_INBOX)
    if facts.pin and facts.pin.customer in facts.active:
        return weighed(Reason.PINNED, facts.pin.customer)
    candidates = known_in | claimed_by
    if len(candidates) == 1:
        return weighed(_reason_for_one(known_in, claimed_by), next(iter(candidates)))
    if matching and not candidates:
        return _awaiting(_longest(facts, matching))
    return weighed(_reason_for_inbox(known_in, claimed_by))


def _matching_claims(facts: Facts) -> list[DomainFact]:
    """The active customers' claims that cover the address, of whatever length."""
    if not facts.may_match_by_domain:
        return []
    return [
        claim
        for claim in facts.domains
        if claim.customer in facts.active
        and claim.matches(facts.mail_domain)
        and (claim.overridden or not facts.open_to_all)
    ]


def _counts(facts: Facts, claim: DomainFact) -> bool:
    """Whether a claim has any effect on this person: else it is as if it were not there."""
    approved = claim.customer == facts.approved_for
    return claim.proven or approved or not facts.asks_for_approval


def _longest(facts: Facts, claims: list[DomainFact]) -> list[DomainFact]:
    """The claims of the longest name; where proof is asked for, the proven of them.

    There a proven claim beats unproven ones of longer names too, so that nobody takes an owner's
    people by claiming a part of the domain; but not the one by which an agent let this person in.
    """
    if facts.asks_for_domain_proof and any(claim.proven for claim in claims):
        claims = [c for c in claims if c.proven or c.customer == facts.approved_for]
    longest = max((len(claim.name) for claim in claims), default=0)
    claims = [claim for claim in claims if len(claim.name) == longest]
    proven = [claim for claim in claims if claim.proven]
    return proven if facts.asks_for_domain_proof and proven else claims


def _awaiting(claims: list[DomainFact]) -> Decision:
    return Decision(
        Reason.AWAITS_APPROVAL, awaiting=_customers(claims), matched_domain=_name(claims)
    )


def _customers(claims: Iterable[DomainFact]) -> frozenset[int]:
    return frozenset(claim.customer for claim in claims)


def _name(claims: list[DomainFact]) -> str | None:
    return claims[0].name if claims else None


def _reason_for_one(known_in: Iterable[int], claimed_by: Iterable[int]) -> Reason:
    if known_in and claimed_by:
        return Reason.KNOWN_USER_AND_DOMAIN
    return Reason.KNOWN_USER if known_in else Reason.DOMAIN


def _reason_for_inbox(known_in: frozenset[int], claimed_by: frozenset[int]) -> Reason:
    if len(known_in) > 1:
        return Reason.KNOWN_IN_SEVERAL
    if len(claimed_by) > 1:
        return Reason.DOMAIN_IN_SEVERAL
    return Reason.DOMAIN_SAYS_ANOTHER if known_in else Reason.UNCLAIMED
