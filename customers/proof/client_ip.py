import re
from ipaddress import IPv4Address, IPv6Address, ip_address, ip_network

from django.conf import settings
from django.http import HttpRequest

IPV6_SITE = 64  # bits; what one household or host is commonly given, so what is counted as one
# Some proxies write the port behind: 192.0.2.1:80, [2001:db8::1]:80
HOP = re.compile(r"\[(?P<v6>[0-9A-Fa-f:.]*:[0-9A-Fa-f:.]*)\](:\d+)?|(?P<v4>[\d.]+):\d+")


def client_ip(request: HttpRequest) -> str | None:
    """Who asks: the peer's address, or what a trusted proxy says; an IPv6 address as its /64.

    ``X-Forwarded-For`` is read from its end, past the proxies of TRUSTED_PROXIES: everything
    before the first address that is none of them is the client's own claim.
    """
    return ip_of(request.headers.get("X-Forwarded-For", ""), request.META.get("REMOTE_ADDR"))


def ip_of(forwarded: str, peer: str | None) -> str | None:
    """The same, of the header as it came and the peer's address."""
    hops = [*forwarded.split(","), peer]
    found = None
    for hop in reversed(hops):
        address = _address(hop)
        if address is None:
            break
        found = address
        if not _is_trusted(address):
            break
    return _site(found) if found else None


def _address(text: str | None) -> IPv4Address | IPv6Address | None:
    text = (text or "").strip()
    if found := HOP.fullmatch(text):
        text = found["v6"] or found["v4"]
    try:
        address = ip_address(text)
    except ValueError:
        return None
    mapped = address.ipv4_mapped if isinstance(address, IPv6Address) else None
    return mapped or address


def _is_trusted(address: IPv4Address | IPv6Address) -> bool:
    return any(address in ip_network(proxy, strict=False) for proxy in settings.TRUSTED_PROXIES)


def _site(address: IPv4Address | IPv6Address) -> str:
    if isinstance(address, IPv4Address):
        return str(address)
    return str(ip_network((address, IPV6_SITE), strict=False).network_address)
