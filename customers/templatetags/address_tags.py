"""Addresses as agents see them: an international domain in both its forms, look-alikes marked."""

from django import template

from customers.routing import explanation, lookalikes

register = template.Library()


@register.filter
def shown_address(address: str) -> str:
    """``ana@faß.de (xn--fa-hia.de)``; any other address as it is."""
    return explanation.shown_address(address)


@register.filter
def passes_for(address: str) -> str:
    """The domain of plain letters that the address's could be taken for; "" for none."""
    return lookalikes.passes_for(address.rpartition("@")[2])
