"""Says what a change of domains or customers would do, before anything is saved.

Asked is the one function that decides, with the facts as they are and as they would be: once for
each group of people whom routing can't tell apart, and only for those whom the change can reach.
"""

import hashlib
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from django.core.signing import BadSignature, Signer
from django.db import transaction
from django.db.models import Exists, OuterRef

from customers.models import Customer, CustomerKind, Domain, Workspace
from customers.routing.conflicts import probes
from customers.routing.decision import Facts, decide
from customers.routing.facts import facts_for
from customers.routing.hypotheses import Change
from customers.routing.likenesses import likenesses_of
from customers.routing.lookalikes import passes_for
from customers.routing.mail_domains import MailDomain
from customers.routing.own_domains import is_of_the_team
from customers.routing.people import Group, groups_of, people_per_customer

MOVES_TOLD = 10  # the largest; a change seldom makes more than one or two


@dataclass(frozen=True)
class Move:
    """People who would move from one customer to another; either may be the Shared Email Inbox.

    ``own_rooms`` is what they have in the Shared Email Inbox, which stays theirs. They would lose
    sight of ``loses`` rooms, see ``gains`` others, and be seen by the ``meets`` people there.
    """

    source: Customer
    target: Customer
    people: int
    own_rooms: int
    loses: int
    gains: int
    meets: int


@dataclass(frozen=True)
class Shared:
    """Whose a mail domain would be: the names of the customers. ``below``: its subdomains alone."""

    name: str
    customers: tuple[str, ...]
    below: bool = False


@dataclass(frozen=True)
class Likeness:
    """A domain that could be taken for another: one of the workspace's, or merely ``plain``."""

    name: str
    plain: str
    like: tuple[Domain, ...] = ()


@dataclass(frozen=True)
class Preview:
    """What ``change`` would do. ``unlisted`` people are in moves smaller than the ones told."""

    change: Change
    epoch: int
    moves: tuple[Move, ...]
    unlisted: int
    arising: tuple[Shared, ...]
    ending: tuple[Shared, ...]
    likenesses: tuple[Likeness, ...]
    of_the_team: tuple[str, ...]

    @property
    def warns(self) -> bool:
        """Whether it is something that people seldom mean to do."""
        return bool(self.arising or self.likenesses or self.of_the_team)

    @property
    def digest(self) -> str:
        """What is told, in short."""
        told = (
            [(move.source.pk, move.target.pk, *_numbers(move)) for move in self.moves],
            self.unlisted,
            self.arising,
            self.ending,
            [(like.plain, [row.pk for row in like.like]) for like in self.likenesses],
            self.of_the_team,
        )
        return hashlib.sha256(repr(told).encode()).hexdigest()[:32]

    @property
    def token(self) -> str:
        """What a confirmation sends back, to say which preview of which change it is of."""
        return _sealed(self.epoch, self.change, self.digest)


def _numbers(move: Move) -> tuple[int, ...]:
    return move.people, move.own_rooms, move.loses, move.gains, move.meets


class NotAsPreviewedError(Exception):
    """Nobody has seen yet what the change would do; here it is."""

    def __init__(self, preview: Preview) -> None:
        super().__init__(str(preview.change.customer))
        self.preview = preview


@contextmanager
def as_previewed(
    workspace: Workspace, change: Callable[[], Change], confirmed: str
) -> Iterator[None]:
    """One transaction for a change that an agent confirms, before and after all others.

    ``change`` finds out what would change. ``confirmed`` is the token of the preview that they saw.
    Raises NotAsPreviewedError, and nothing is to be saved, where they saw none of this very change,
    or where facts have changed since and it would say another thing now. People who have come
    meanwhile are no such facts: at a busy domain nobody could ever confirm anything.
    """
    seen = _read(confirmed)
    if seen is None:
        raise NotAsPreviewedError(preview_of(change()))
    with transaction.atomic():
        epoch, wanted = held_epoch(workspace), change()
        if seen.identity != wanted.identity:
            raise NotAsPreviewedError(preview_of(wanted))
        if seen.epoch != epoch:
            preview = preview_of(wanted)
            if preview.digest != seen.digest:
                raise NotAsPreviewedError(preview)
        yield


def undo_token(undoing: Change) -> str:
    """A token that confirms ``undoing``, the opposite of what was just done in this transaction;
    unless facts change after it."""
    return _sealed(held_epoch(undoing.workspace), undoing, "")


def held_epoch(workspace: Workspace) -> int:
    """The workspace's epoch; until the end of the transaction nobody else raises it."""
    rows = Workspace.objects.select_for_update(no_key=True).filter(pk=workspace.pk)
    return rows.values_list("epoch", flat=True).get()


@dataclass(frozen=True)
class _Seen:
    """What a token says of the preview that somebody saw."""

    epoch: int
    identity: str
    digest: str


def _signer() -> Signer:
    return Signer(salt="unknown-user.preview", sep=".")


def _sealed(epoch: int, change: Change, digest: str) -> str:
    return _signer().sign(f"{epoch}:{change.identity}:{digest}")


def _read(token: str) -> _Seen | None:
    """What a token says; None for one that we have not given out."""
    try:
        epoch, identity, digest = _signer().unsign(token).split(":")
    except (BadSignature, UnicodeEncodeError):
        return None
    return _Seen(int(epoch), identity, digest)


def preview_of(change: Change) -> Preview:
    """What ``change`` would do."""
    epoch = Workspace.objects.values_list("epoch", flat=True).get(pk=change.workspace.pk)
    moves, unlisted = _moves(change)
    arising, ending = _conflicts(change)
    vendor = change.workspace.vendor
    names = change.new_names
    return Preview(
        change=change,
        epoch=epoch,  # read first: what was read after it may be newer, never older
        moves=moves,
        unlisted=unlisted,
        arising=arising,
        ending=ending,
        likenesses=tuple(like for name in names for like in _likenesses(change.workspace, name)),
        of_the_team=tuple(n for n in names if is_of_the_team(vendor, MailDomain(n))),
    )


@dataclass(frozen=True)
class _Way:
    """From where to where somebody would move, by the ids of the customers.

    Whoever the vendor's token signs in sees that customer's rooms whatever routing says, and so
    may neither lose nor gain sight of one.
    """

    source: int
    target: int
    loses: bool
    gains: bool


def _moves(change: Change) -> tuple[tuple[Move, ...], int]:
    inbox = change.workspace.customers.get(kind=CustomerKind.INBOX)
    people: Counter[_Way] = Counter()
    rooms: Counter[_Way] = Counter()
    own_room = Exists(inbox.rooms.filter(person=OuterRef("pk")))  # of which nobody has two
    for facts, group in groups_of(change.workspace, change.reach(), change.woken, own_room):
        if way := _way(change, facts, group, inbox.pk):
            people[way] += group.people
            rooms[way] += group.having
    told = people.most_common(MOVES_TOLD)
    moves = _told(change.workspace, dict(told), rooms)
    return moves, people.total() - sum(number for _way, number in told)


def _way(change: Change, facts: Facts, group: Group, inbox: int) -> _Way | None:
    """Which way these people would go; None if nothing changes for them."""
    before = decide(change.before(facts)).customer or inbox
    after = decide(change.after(facts)).customer or inbox
    seen = {before} | (group.bound_in - change.woken)
    to_see = {after} | (group.bound_in - change.ended)
    if seen == to_see:
        return None
    lost, gained = seen - to_see, to_see - seen
    source, target = min(lost - {inbox}, default=before), min(gained - {inbox}, default=after)
    return _Way(source, target, loses=source in lost, gains=target in gained)


def _told(workspace: Workspace, people: dict[_Way, int], rooms: Counter[_Way]) -> tuple[Move, ...]:
    customers = Customer.objects.in_bulk({pk for way in people for pk in (way.source, way.target)})
    targets = {customers[way.target] for way in people}
    meeting = people_per_customer(workspace, [t for t in targets if not t.is_inbox])
    shared = {pk: 0 if c.is_inbox else c.rooms.shared().count() for pk, c in customers.items()}
    return tuple(
        Move(
            source=customers[way.source],
            target=customers[way.target],
            people=number,
            own_rooms=rooms[way],
            loses=shared[way.source] if way.loses else 0,
            gains=shared[way.target] if way.gains else 0,
            meets=meeting.get(way.target, 0) if way.gains else 0,
        )
        for way, number in people.items()
    )


def _conflicts(change: Change) -> tuple[tuple[Shared, ...], tuple[Shared, ...]]:
    """The domains that several customers would share and don't, and those that no longer would."""
    asked = {probe: domain.name for domain in change.domains for probe in probes(domain)}
    facts = facts_for(change.workspace, asked)
    arising: dict[str, tuple[frozenset[int], bool]] = {}
    ending: dict[str, tuple[frozenset[int], bool]] = {}
    for probe, name in asked.items():
        before = decide(change.before(facts[probe])).claimed_by
        after = decide(change.after(facts[probe])).claimed_by
        below = probe != f"@{name}"
        if len(after) > 1 and (len(before) < 2 or after - before):
            arising.setdefault(name, (after, below))
        if len(before) > 1 and len(after) < 2:
            ending.setdefault(name, (after, below))
    return _named(arising), _named(ending)


def _named(shared: dict[str, tuple[frozenset[int], bool]]) -> tuple[Shared, ...]:
    ids = {customer for customers, _below in shared.values() for customer in customers}
    names = dict(Customer.objects.filter(pk__in=ids).values_list("pk", "name")) if ids else {}
    return tuple(
        Shared(name, tuple(sorted(names[pk] for pk in customers)), below)
        for name, (customers, below) in sorted(shared.items())
    )


def _likenesses(workspace: Workspace, name: str) -> Iterator[Likeness]:
    like, plain = likenesses_of(workspace, name), passes_for(name)
    if like or plain:
        yield Likeness(name, plain, tuple(like))
