"""The rules of routing that a workspace chooses: proof of ownership, and approvals besides."""

from dataclasses import dataclass, replace
from enum import StrEnum

from django.utils.translation import gettext as _

from customers.models import Action, Agent, Workspace
from customers.routing import audit
from customers.routing.approvals import approve_who_is_here, let_in_by_domain
from customers.routing.changes import access_change
from customers.routing.decision import Facts
from customers.routing.moves import Moves, everybody, moves


class Rule(StrEnum):
    """A rule that a workspace may switch on."""

    DOMAIN_PROOF = "domain_proof"
    APPROVAL = "approval"


@dataclass(frozen=True)
class Rules:
    """What a workspace asks for. Approvals are only for what is not proven: they need proof."""

    domain_proof: bool = False
    approval: bool = False

    def with_rule(self, rule: Rule, on: bool) -> "Rules":
        """The same but for ``rule``, and for what comes or goes with it."""
        if rule is Rule.APPROVAL:
            return Rules(self.domain_proof or on, on)
        return Rules(on, self.approval and on)


def rules_of(workspace: Workspace) -> Rules:
    """The rules that are in force."""
    return Rules(workspace.asks_for_domain_proof, workspace.asks_for_approval)


def moves_by_rules(workspace: Workspace, rules: Rules) -> Moves:
    """Whom other rules would move where; nothing is touched."""

    def change(facts: Facts) -> Facts:
        if rules.approval and not facts.asks_for_approval:  # as switch does
            facts = replace(facts, approved_for=let_in_by_domain(facts) or facts.approved_for)
        return replace(
            facts, asks_for_domain_proof=rules.domain_proof, asks_for_approval=rules.approval
        )

    return moves(workspace, everybody(workspace), change)


def switch(workspace: Workspace, rule: Rule, on: bool, by: Agent | None = None) -> None:
    """Switch ``rule`` on or off, from the next request on. Each rule that changes is noted.

    Approvals are of first visits: whoever a domain has let in by then stays in.
    """
    with access_change(workspace):
        before = rules_of(Workspace.objects.get(pk=workspace.pk))
        after = before.with_rule(rule, on)
        if after.approval and not before.approval:
            approve_who_is_here(workspace, by)
        workspace.asks_for_domain_proof = after.domain_proof
        workspace.asks_for_approval = after.approval
        workspace.save(update_fields=["asks_for_domain_proof", "asks_for_approval"])
        if before.domain_proof != after.domain_proof:
            _note(workspace, _("proof of ownership"), after.domain_proof, by)
        if before.approval != after.approval:
            _note(workspace, _("approval of first visits"), after.approval, by)


def _note(workspace: Workspace, subject: str, on: bool, by: Agent | None) -> None:
    audit.note(workspace, Action.SETTING_CHANGED, by, subject=subject, on=on)
