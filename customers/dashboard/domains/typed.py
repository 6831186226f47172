"""What somebody typed to add a domain, and what may be made of it by whoever typed it."""

import json

from django.core.exceptions import ValidationError
from django.core.signing import Signer
from django.utils.crypto import constant_time_compare
from django.utils.translation import gettext as _

from customers.dashboard.domains.editor import Typing
from customers.models import Customer, Domain, Role
from customers.proof.names import is_shown
from customers.routing.mail_domains import MailDomain
from customers.routing.own_domains import refuse_own_domain
from customers.routing.typed_domains import OVERRIDABLE, list_of, mail_domain
from customers.team.pages import AgentRequest

LONGEST_REASON: int = Domain._meta.get_field("override_reason").max_length or 0
# The codes of what is wrong with a reason
REASONS = frozenset({"long_reason", "unfit_reason"})


class Typed:
    """The fields of the form that adds a domain to a customer."""

    def __init__(self, request: AgentRequest, customer: Customer) -> None:
        self.text = request.POST.get("domain", "")
        self._typed_reason = request.POST.get("reason", "")
        self._reason = " ".join(self._typed_reason.split())
        self._customer = customer
        self._is_owner = request.membership.reaches(Role.OWNER)
        token = request.POST.get("confirmed", "")
        offered = seal_of(customer, self.text, self._typed_reason, token)
        self._puts_back = constant_time_compare(request.POST.get("seal", ""), offered)

    def domain(self) -> MailDomain:
        """The domain that was typed. Raises ValidationError where it may not be added.

        An owner who gives a reason may add what is on a list that errs now and then; whoever took
        that off may put it back; what is the customer's by such a reason already may gain its
        subdomains.
        """
        domain = mail_domain(self.text, overriding=True)
        if not (self._overrides() or self._is_let_in(domain)):
            mail_domain(self.text)
        refuse_own_domain(domain)
        return domain

    def reason(self) -> str:
        """Why the domain is let in, though it is on a list; "" where it is on none."""
        listed = list_of(self.domain().name) in OVERRIDABLE
        return self._reason if listed and self._overrides() else ""

    def refuse_late_undo(self) -> None:
        """Raises ValidationError where whoever puts a domain back may not add it anew, for facts
        have changed since it was taken off."""
        self._puts_back = False
        self.domain()

    def refused(self, refusal: ValidationError) -> Typing:
        """The field with what is wrong, and what may be done about it."""
        suggested = (refusal.params or {}).get("suggested", "")
        may_override = self._is_owner and refusal.code in OVERRIDABLE | REASONS
        return Typing(
            self.text, refusal.messages[0], suggested, may_override, reason=self._typed_reason
        )

    def _overrides(self) -> bool:
        if not self._reason:
            return False
        if self._puts_back:
            return True
        _refuse_reason(self._reason)
        return self._is_owner

    def _is_let_in(self, domain: MailDomain) -> bool:
        there = self._customer.domains.filter(name=domain.name)
        return there.exclude(override_reason="").exists()


def _refuse_reason(reason: str) -> None:
    if len(reason) > LONGEST_REASON:
        words = _("Use at most %(number)d characters for the reason.")
        raise ValidationError(words, code="long_reason", params={"number": LONGEST_REASON})
    if not is_shown(reason):
        words = _("This reason has characters that can't be shown. Type it again.")
        raise ValidationError(words, code="unfit_reason")


def seal_of(customer: Customer, typed: str, reason: str, token: str) -> str:
    """What says that we have offered to put this domain back in ``customer`` for this reason, by
    this token: only a new override is the owner's."""
    told = json.dumps([customer.pk, typed, reason, token])
    return Signer(salt="unknown-user.removed-domain").signature(told)
