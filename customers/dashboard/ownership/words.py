"""What agents are told before a rule of routing is switched."""

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from customers.routing.moves import Moves
from customers.routing.rules import Rule, Rules


def titles(rule: Rule, on: bool) -> tuple[str, str]:
    """What is about to be done, as a title, and what is said once it is done."""
    if rule is Rule.DOMAIN_PROOF and on:
        return _("Ask for proof of ownership"), _("Proof of ownership is asked for.")
    if rule is Rule.DOMAIN_PROOF:
        return _("Stop asking for proof"), _("Proof of ownership is no longer asked for.")
    if on:
        return _("Ask for approval of first visits"), _("First visits are to be approved.")
    return _("Stop asking for approval"), _("First visits need no approval any more.")


def what_to_know(rule: Rule, on: bool, now: Rules) -> list[str]:
    """What comes or goes with the rule."""
    if rule is Rule.APPROVAL and on:
        notes = [_("Whoever is in by their domain stays in; who comes for the first time waits.")]
        if not now.domain_proof:
            notes.append(_("Proof of ownership is asked for from then on too."))
        return notes
    if rule is Rule.DOMAIN_PROOF and not on and now.approval:
        return [_("First visits need no approval any more either.")]
    return []


def what_moves(moves: Moves) -> list[str]:
    """How many people lose or gain a customer by it."""
    sentences = [
        (
            moves.losing,
            ngettext(
                "%(number)d person loses their customer and goes to the Shared Email Inbox.",
                "%(number)d people lose their customer and go to the Shared Email Inbox.",
                moves.losing,
            ),
        ),
        (
            moves.gaining,
            ngettext(
                "%(number)d person leaves the Shared Email Inbox for a customer.",
                "%(number)d people leave the Shared Email Inbox for a customer.",
                moves.gaining,
            ),
        ),
        (
            moves.changing,
            ngettext(
                "%(number)d person goes from one customer to another.",
                "%(number)d people go from one customer to another.",
                moves.changing,
            ),
        ),
    ]
    told = [text % {"number": number} for number, text in sentences if number]
    return told or [_("Everybody stays where they are.")]
