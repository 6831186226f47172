"""Real SMTP servers on loopback."""

from collections.abc import Iterator
from contextlib import contextmanager
from email import message_from_bytes, policy
from email.message import EmailMessage

from aiosmtpd.controller import Controller


class _Mailbox:
    """Keeps what arrives, or answers every recipient with a refusal."""

    def __init__(self, refusal: str = "") -> None:
        self.refusal = refusal
        self.messages: list[EmailMessage] = []

    async def handle_RCPT(self, server, session, envelope, address, options):
        if self.refusal:
            return self.refusal
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server, session, envelope):
        self.messages.append(message_from_bytes(envelope.content, policy=policy.default))
        return "250 OK"


class SmtpServer(Controller):
    """A server on a free port of 127.0.0.1; ``messages`` are those that it took."""

    def __init__(self, refusal: str = "") -> None:
        super().__init__(_Mailbox(refusal), hostname="127.0.0.1", port=0)

    def _trigger_server(self) -> None:
        self.port = self.server.sockets[0].getsockname()[1]
        super()._trigger_server()

    @property
    def messages(self) -> list[EmailMessage]:
        return self.handler.messages


@contextmanager
def smtp_server(refusal: str = "") -> Iterator[SmtpServer]:
    """A server that takes every mail, or answers every recipient with the line ``refusal``."""
    server = SmtpServer(refusal)
    server.start()
    try:
        yield server
    finally:
        server.stop()
