"""What somebody typed to add a domain, and what may be made of it by whoever typed it."""

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from customers.dashboard.domains.editor import Typing
from customers.models import Customer, Domain, Role
from customers.routing.mail_domains import MailDomain
from customers.routing.own_domains import refuse_own_domain
from customers.routing.typed_domains import OVERRIDABLE, list_of, mail_domain
from customers.team.pages import AgentRequest

LONGEST_REASON: int = Domain._meta.get_field("override_reason").max_length or 0


class Typed:
    """The fields of the form that adds a domain to a customer."""

    def __init__(self, request: AgentRequest, customer: Customer) -> None:
        self.text = request.POST.get("domain", "")
        self._reason = " ".join(request.POST.get("reason", "").split())
        self._customer = customer
        self._is_owner = request.membership.reaches(Role.OWNER)

    def domain(self) -> MailDomain:
        """The domain that was typed. Raises ValidationError where it may not be added.

        An owner who gives a reason may add what is on a list that errs now and then; what is the
        customer's by such a reason already may gain its subdomains.
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

    def refused(self, refusal: ValidationError) -> Typing:
        """The field with what is wrong, and what may be done about it."""
        suggested = (refusal.params or {}).get("suggested", "")
        may_override = self._is_owner and refusal.code in OVERRIDABLE
        return Typing(self.text, refusal.messages[0], suggested, may_override)

    def _overrides(self) -> bool:
        if len(self._reason) > LONGEST_REASON:
            words = _("Use at most %(number)d characters for the reason.")
            raise ValidationError(words, code="long", params={"number": LONGEST_REASON})
        return self._is_owner and self._reason != ""

    def _is_let_in(self, domain: MailDomain) -> bool:
        there = self._customer.domains.filter(name=domain.name)
        return there.exclude(override_reason="").exists()
