"""Says in words what a change would do."""

from collections.abc import Iterable, Iterator

from django.utils.text import get_text_list
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from customers.models import Customer
from customers.routing.carving import Carved, carved_by
from customers.routing.mail_domains import shown
from customers.routing.preview import Likeness, Move, Preview, Shared


def sentences(preview: Preview) -> list[str]:
    """A line for each thing that would happen, the people first."""
    return [
        *(_move(move) for move in preview.moves),
        *_nobody_or_more(preview),
        *map(_carved, carved_by(preview.change)),
        *(_open_to_all(name, preview.change.customer) for name in _opened(preview)),
        *(_arising(shared) for shared in preview.arising),
        *(_ending(shared) for shared in preview.ending),
        *(line for likeness in preview.likenesses for line in _likeness(likeness)),
        *(_of_the_team(name, preview.change.customer) for name in preview.of_the_team),
    ]


def warns(preview: Preview) -> bool:
    """Whether it is something that people seldom mean to do, or that lets anybody in."""
    return preview.warns or bool(_opened(preview))


def _opened(preview: Preview) -> list[str]:
    """The domains for which an owner stands up, though anybody can have a mailbox there."""
    change = preview.change
    return sorted(
        claim.name
        for claim in change.given
        if claim.overridden and (claim.with_subdomains or claim.name in change.new_names)
    )


def _open_to_all(name: str, customer: Customer) -> str:
    return _(
        "Anybody can have a mailbox at %(domain)s: whoever has one will read and write in "
        "%(customer)s's rooms."
    ) % {"domain": shown(name), "customer": customer.name}


def _carved(carved: Carved) -> str:
    return _("So far %(domain)s is part of %(above)s: it is taken from %(customers)s.") % {
        "domain": shown(carved.name),
        "customers": listed(carved.customers),
        "above": shown(carved.above),
    }


def _move(move: Move) -> str:
    words = {
        "people": move.people,
        "source": _called(move.source),
        "target": _called(move.target),
    }
    moving = ngettext(
        "%(people)d person moves from %(source)s to %(target)s.",
        "%(people)d people move from %(source)s to %(target)s.",
        move.people,
    )
    return " ".join([moving % words, *_sights(move)])


def _sights(move: Move) -> Iterator[str]:
    """Who gains or loses sight of what."""
    if move.gains:
        yield ngettext(
            "They will see its %(rooms)d room.", "They will see its %(rooms)d rooms.", move.gains
        ) % {"rooms": move.gains}
    if move.meets:
        yield ngettext(
            "%(people)d person there will see what they write.",
            "%(people)d people there will see what they write.",
            move.meets,
        ) % {"people": move.meets}
    if move.loses:
        yield ngettext(
            "They lose sight of %(source)s's %(rooms)d room.",
            "They lose sight of %(source)s's %(rooms)d rooms.",
            move.loses,
        ) % {"source": move.source.name, "rooms": move.loses}
    if move.source.is_inbox and move.own_rooms:
        yield ngettext(
            "%(rooms)d room of their own stays where it is, theirs and yours.",
            "%(rooms)d rooms of their own stay where they are, theirs and yours.",
            move.own_rooms,
        ) % {"rooms": move.own_rooms}


def _nobody_or_more(preview: Preview) -> Iterator[str]:
    if preview.unlisted:
        yield ngettext(
            "%(people)d more person moves.", "%(people)d more people move.", preview.unlisted
        ) % {"people": preview.unlisted}
    if not preview.moves:
        yield _nobody(preview)


def _nobody(preview: Preview) -> str:
    change = preview.change
    joins = change.customer.pk in change.active and not preview.arising
    if joins and change.new_names:
        return _("Nobody moves yet. Whoever comes from %(domain)s joins %(customer)s.") % {
            "domain": listed(map(shown, change.new_names)),
            "customer": change.customer.name,
        }
    return _("Nobody moves.")


def _arising(shared: Shared) -> str:
    if shared.below:
        words = _(
            "The subdomains of %(domain)s then belong to %(customers)s, so people there go to the "
            "Shared Email Inbox."
        )
    else:
        words = _(
            "%(domain)s then belongs to %(customers)s, so people there go to the Shared Email "
            "Inbox."
        )
    return words % _params(shared)


def _ending(shared: Shared) -> str:
    if not shared.customers:
        return _("%(domain)s then belongs to nobody.") % _params(shared)
    if shared.below:
        words = _("The subdomains of %(domain)s then belong to %(customers)s alone.")
    else:
        words = _("%(domain)s then belongs to %(customers)s alone.")
    return words % _params(shared)


def _likeness(likeness: Likeness) -> Iterator[str]:
    name = shown(likeness.name)
    for row in likeness.like:
        yield _(
            "%(domain)s looks like %(other)s, which %(customer)s has, but is another domain."
        ) % {"domain": name, "other": shown(row.name), "customer": row.customer.name}
    if not likeness.like:
        yield _(
            "%(domain)s can be taken for %(plain)s, but is another domain. Add it only if you know "
            "that it is theirs."
        ) % {"domain": name, "plain": likeness.plain}


def _of_the_team(name: str, customer: Customer) -> str:
    return _(
        "%(domain)s is your own team's domain. Teammates who write from it join %(customer)s like "
        "anybody else."
    ) % {"domain": shown(name), "customer": customer.name}


def _params(shared: Shared) -> dict[str, str]:
    return {"domain": shown(shared.name), "customers": listed(shared.customers)}


def listed(names: Iterable[str]) -> str:
    """Names in one phrase: ``Acme, Birch and Cedar``."""
    return get_text_list(list(names), _("and"))


def _called(customer: Customer) -> str:
    return _("the Shared Email Inbox") if customer.is_inbox else customer.name
