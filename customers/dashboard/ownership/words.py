"""What agents are told of proofs, and before a rule of routing is switched."""

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from customers.models import Finding
from customers.routing.moves import Moves
from customers.routing.rules import Rule, Rules

FINDINGS: dict[Finding, Promise] = {
    Finding.UNKNOWN: gettext_lazy("Not looked up yet."),
    Finding.FOUND: gettext_lazy("The record is there."),
    Finding.OTHER: gettext_lazy("A record is there, but it has another value."),
    Finding.MISSING: gettext_lazy("The record is not there yet."),
    Finding.FAILED: gettext_lazy("The domain's name servers did not answer."),
}


def titles(rule: Rule, on: bool) -> tuple[str, str]:
    """What is about to be done, as a title, and what is said once it is done."""
    if rule is Rule.DOMAIN_PROOF and on:
        return _("Turn on proof of ownership"), _("Proof of ownership is on.")
    if rule is Rule.DOMAIN_PROOF:
        return _("Turn off proof of ownership"), _("Proof of ownership is off.")
    if on:
        return _("Turn on approval of first visits"), _("Approval of first visits is on.")
    return _("Turn off approval of first visits"), _("Approval of first visits is off.")


def found(finding: Finding) -> str:
    """What the last look at a domain's records found."""
    return str(FINDINGS[finding])


def what_to_know(rule: Rule, on: bool, now: Rules) -> list[str]:
    """What comes or goes with the rule."""
    if rule is Rule.APPROVAL and on:
        notes = [_("Whoever is in by their domain stays in; who comes for the first time waits.")]
        if not now.domain_proof:
            notes.append(_("Proof of ownership is turned on too."))
        return notes
    if rule is Rule.DOMAIN_PROOF and not on and now.approval:
        return [_("Approval of first visits is turned off too.")]
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
