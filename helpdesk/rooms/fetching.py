"""Fetches pages of the public web that others have named, and nothing else.

Whoever names an address must not make us knock at doors inside our own network: each name is
resolved here, all its addresses must be public, and the connection is made to the address that
was looked at, so that the name can't mean another one a moment later. And whoever answers must not
hold us up: a loop of its own ends the whole of it in time, even where bytes come one by one.
"""

import asyncio
import ipaddress
import socket
from dataclasses import dataclass

import httpx
from django.conf import settings

TIMEOUT = 5.0  # seconds for all of it
MOST_REDIRECTS = 3
PORTS = {"http": 80, "https": 443}
REDIRECTS = {301, 302, 303, 307, 308}
# What Python takes for public: addresses that stand for others of the IPv4 world, private ones
# among them, and a site's own of before RFC 4193
NOT_PUBLIC = [
    ipaddress.ip_network(network)
    for network in ("::/96", "::ffff:0:0:0/96", "64:ff9b::/96", "2002::/16", "fec0::/10")
]

type Address = ipaddress.IPv4Address | ipaddress.IPv6Address


class Unreachable(Exception):
    """There is nothing there that may be fetched, or that is of the kind that was asked for."""


@dataclass(frozen=True)
class Fetched:
    """``url`` is where it was found in the end; ``content_type`` as the server said."""

    url: str
    content_type: str
    body: bytes


def fetch(url: str, types: tuple[str, ...], most: int, *, cuts: bool = False) -> Fetched:
    """What is at ``url``, if its type begins with one of ``types`` and it has at most ``most``
    bytes; with ``cuts``, the first ``most`` bytes of something longer. Raises Unreachable.
    """
    try:
        return asyncio.run(_fetch(url, types, most, cuts))
    except (TimeoutError, httpx.HTTPError, httpx.InvalidURL, UnicodeError, ValueError) as error:
        raise Unreachable from error


async def _fetch(url: str, types: tuple[str, ...], most: int, cuts: bool) -> Fetched:
    # Nothing of the environment counts here: a proxy would resolve names by itself
    async with (
        asyncio.timeout(TIMEOUT),
        httpx.AsyncClient(trust_env=False, headers=_headers(), timeout=TIMEOUT) as client,
    ):
        for _ in range(MOST_REDIRECTS + 1):
            found = await _fetch_once(client, url, types, most, cuts)
            if isinstance(found, Fetched):
                return found
            url = found
    raise Unreachable


def _headers() -> dict[str, str]:
    # Uncompressed, so that the bytes that are counted are those that are kept
    agent = f"UnknownUser-link-preview (+{settings.PUBLIC_URL})"
    return {"User-Agent": agent, "Accept-Encoding": "identity", "Accept-Language": "en"}


async def _fetch_once(
    client: httpx.AsyncClient, url: str, types: tuple[str, ...], most: int, cuts: bool
) -> Fetched | str:
    """What is there, or the address that it redirects to."""
    target = httpx.URL(url)
    response = await client.send(_request(client, target), stream=True)
    try:
        if response.status_code in REDIRECTS:
            return str(target.join(response.headers.get("location", "")))
        kind = response.headers.get("content-type", "").strip().lower()
        encoded = response.headers.get("content-encoding", "identity") != "identity"
        if response.status_code != 200 or encoded or not kind.startswith(types):
            raise Unreachable
        return Fetched(url, kind, await _body(response, most, cuts))
    finally:
        await response.aclose()


def _request(client: httpx.AsyncClient, url: httpx.URL) -> httpx.Request:
    """Goes to the address that was looked at, and says the name that it was looked up for."""
    if url.scheme not in PORTS or not url.host or url.userinfo:
        raise Unreachable
    port = url.port or PORTS[url.scheme]
    address = _address(url.raw_host.decode("ascii"), port, url.scheme)
    return client.build_request(
        "GET",
        url.copy_with(host=str(address), fragment=None),
        headers={"Host": url.netloc.decode("ascii")},
        extensions={"sni_hostname": url.raw_host.decode("ascii")},
    )


def _address(host: str, port: int, scheme: str) -> Address:
    """The address to connect to. Raises Unreachable unless all that the name has are public."""
    try:
        found = socket.getaddrinfo(host.strip("[]"), port, type=socket.SOCK_STREAM)
    except OSError as error:
        raise Unreachable from error
    addresses = [_plain(str(entry[4][0])) for entry in found]
    if not addresses or not all(_may_reach(one, port, scheme) for one in addresses):
        raise Unreachable
    return addresses[0]


def _plain(text: str) -> Address:
    address = ipaddress.ip_address(text.partition("%")[0])
    mapped = address.ipv4_mapped if isinstance(address, ipaddress.IPv6Address) else None
    return mapped or address


def _may_reach(address: Address, port: int, scheme: str) -> bool:
    if (str(address), port) in settings.LINK_PREVIEWS_ALSO_FROM:
        return True
    if port != PORTS[scheme] or not address.is_global or address.is_multicast:
        return False
    return not any(address in network for network in NOT_PUBLIC)


async def _body(response: httpx.Response, most: int, cuts: bool) -> bytes:
    body = bytearray()
    async for chunk in response.aiter_raw():
        body += chunk
        if len(body) > most:
            if not cuts:
                raise Unreachable
            return bytes(body[:most])
    return bytes(body)
