"""Real SMTP servers on loopback: good ones, and those with the faults of real ones."""

import asyncio
import re
import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from email import message_from_bytes, policy
from email.message import EmailMessage

from aiosmtpd.controller import Controller

LINK = re.compile(r"http://\S+/link/(\S+)/")
CODE = re.compile(r"\b\d{3} \d{3}\b")
SMTP = "customers.proof.smtp.EmailBackend"


@dataclass
class Manners:
    """How a server answers. A mail that it refuses is not kept."""

    refusal: str = ""  # to every recipient
    data: str = ""  # to every mail
    greylisted: int = 0  # how many recipients are told to come back first
    drops: int = 0  # how many mails are kept, and then no word is said
    quotes: str = ""  # the reply to every mail, with the link and the code that stand in it
    hangs: str = ""  # what addresses begin with that get no answer
    takes: float = 0  # seconds, for every mail


class _Mailbox:
    def __init__(self, manners: Manners) -> None:
        self.manners = manners
        self.asked = 0
        self.messages: list[EmailMessage] = []
        self.quoted: list[tuple[str, str]] = []

    async def handle_RCPT(self, server, session, envelope, address, options):
        self.asked += 1
        if self.manners.hangs and address.startswith(self.manners.hangs):
            await asyncio.sleep(3600)
        if self.manners.refusal:
            return self.manners.refusal
        if self.asked <= self.manners.greylisted:
            return "450 4.2.0 greylisted, come back later"
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server, session, envelope):
        await asyncio.sleep(self.manners.takes)
        if self.manners.quotes:
            message = message_from_bytes(envelope.content, policy=policy.default)
            text = message.get_body(("plain",)).get_content()
            link, code = LINK.search(text), CODE.search(text)
            self.quoted.append((link[1], code[0]))
            return f"{self.manners.quotes} spam: {link[0]} {code[0]}"
        if self.manners.data:
            return self.manners.data
        self.messages.append(message_from_bytes(envelope.content, policy=policy.default))
        if len(self.messages) <= self.manners.drops:
            server.transport.abort()
        return "250 OK"


class SmtpServer(Controller):
    """A server on a free port of 127.0.0.1; ``messages`` are those that it took, ``asked`` how
    often it was given a recipient."""

    def __init__(self, manners: Manners, port: int = 0) -> None:
        super().__init__(_Mailbox(manners), hostname="127.0.0.1", port=port)

    def _trigger_server(self) -> None:
        self.port = self.server.sockets[0].getsockname()[1]
        super()._trigger_server()

    @property
    def messages(self) -> list[EmailMessage]:
        return self.handler.messages

    @property
    def quoted(self) -> list[tuple[str, str]]:
        """The tokens and the codes with which mails were refused."""
        return self.handler.quoted

    @property
    def asked(self) -> int:
        return self.handler.asked


@contextmanager
def smtp_server(refusal: str = "", port: int = 0, **manners) -> Iterator[SmtpServer]:
    """A server that takes every mail, or has the ``manners`` of a bad one."""
    server = SmtpServer(Manners(refusal, **manners), port)
    server.start()
    try:
        yield server
    finally:
        server.stop()


@contextmanager
def slow_server(*script: bytes, dribble: bytes = b"") -> Iterator[int]:
    """The port of a server that says each line of ``script``, each after what it is answered, and
    then nothing, or ``dribble`` byte by byte without an end."""
    over = threading.Event()

    def serve(connection: socket.socket) -> None:
        with connection, suppress(OSError):
            for number, line in enumerate(script):
                if number:
                    connection.recv(4096)
                connection.sendall(line)
            while not over.wait(0.02):
                if dribble:
                    connection.sendall(dribble)

    def accept() -> None:
        with suppress(OSError):
            while not over.is_set():
                connection, _peer = listener.accept()
                threading.Thread(target=serve, args=[connection], daemon=True).start()

    with socket.create_server(("127.0.0.1", 0)) as listener:
        threading.Thread(target=accept, daemon=True).start()
        try:
            yield listener.getsockname()[1]
        finally:
            over.set()
            listener.shutdown(socket.SHUT_RDWR)


def send_through(settings, port: int, **options) -> None:
    """Have this test's mail sent to a port of 127.0.0.1."""
    given = {"host": "127.0.0.1", "port": port, "timeout": 5} | options
    settings.MAILERS = {"default": {"BACKEND": SMTP, "OPTIONS": given}}
