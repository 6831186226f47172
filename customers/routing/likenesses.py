"""Finds the domains of a workspace that another could be taken for."""

import idna

from customers.models import Domain, Workspace
from customers.routing.lookalikes import skeleton
from customers.routing.mail_domains import ancestors, canonical_name


def likenesses_of(workspace: Workspace, name: str) -> list[Domain]:
    """The domains of ``workspace`` that look like ``name`` or a name above it, and are others.

    With their customers. One query: of the domains there only the international ones are read, and
    the one of plain letters that an international ``name`` passes for.
    """
    above = set(ancestors(name))
    looks = {_look(own) for own in above}
    domains = Domain.objects.filter(workspace=workspace).exclude(name__in=above)
    plain = domains.filter(name__in=set(map(_spelled, looks)))
    international = domains.filter(name__contains="xn--")
    found = plain.union(international).values_list("pk", "name")
    alike = [pk for pk, other in found if _look(other) in looks]
    return list(Domain.objects.filter(pk__in=alike).select_related("customer").order_by("name"))


def _look(name: str) -> str:
    """What a canonical name looks like: equal for two that one could be taken for the other."""
    try:
        return skeleton(idna.decode(name))
    except idna.IDNAError:
        return name


def _spelled(look: str) -> str:
    try:
        return canonical_name(look)
    except ValueError:
        return look
