"""A real DNS server on loopback."""

import socket
from collections.abc import Iterator
from contextlib import contextmanager
from threading import Thread

import dns.flags
import dns.message
import dns.rcode
import dns.rrset


class DnsServer:
    """Answers over UDP for ``texts``: the TXT records of each name, other names don't exist.

    ``rcode`` is what it answers instead; ``mute`` makes it answer nothing. ``asked`` are the names
    that it was asked for.
    """

    def __init__(self) -> None:
        self.texts: dict[str, list[str]] = {}
        self.rcode: dns.rcode.Rcode | None = None
        self.mute = False
        self.asked: list[str] = []
        self.socket = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
        self.socket.bind(("127.0.0.1", 0))
        self.address: tuple[str, int] = self.socket.getsockname()

    def serve(self) -> None:
        """Answer until an empty datagram comes."""
        while True:
            wire, client = self.socket.recvfrom(4096)
            if not wire:
                return
            query = dns.message.from_wire(wire)
            self.asked.append(_name(query))
            if not self.mute:
                self.socket.sendto(self._answer(query).to_wire(), client)

    def _answer(self, query: dns.message.Message) -> dns.message.Message:
        response = dns.message.make_response(query)
        response.flags |= dns.flags.RA
        texts = self.texts.get(_name(query))
        if self.rcode is not None:
            response.set_rcode(self.rcode)
        elif texts is None:
            response.set_rcode(dns.rcode.NXDOMAIN)
        elif texts:
            quoted = [f'"{text}"' for text in texts]
            response.answer.append(
                dns.rrset.from_text(query.question[0].name, 60, "IN", "TXT", *quoted)
            )
        return response


def _name(query: dns.message.Message) -> str:
    return query.question[0].name.to_text(omit_final_dot=True).lower()


@contextmanager
def dns_server() -> Iterator[DnsServer]:
    """A server on a free port of 127.0.0.1, at ``address``."""
    server = DnsServer()
    thread = Thread(target=server.serve, daemon=True)
    thread.start()
    try:
        yield server
    finally:
        server.socket.sendto(b"", server.address)
        thread.join()
        server.socket.close()
