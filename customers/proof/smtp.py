"""Mail through an SMTP server: each within one deadline, and honest about what nobody can know."""

import smtplib
import socket
import threading
import time
from collections.abc import Buffer, Callable, Sequence
from contextlib import suppress
from types import TracebackType
from typing import Any, Self

from django.core.mail import EmailMessage
from django.core.mail.backends import smtp

SECONDS = 30.0  # for a mail in all, where the mailer's options name no timeout
END_OF_DATA = b"\r\n.\r\n"


class HandedOver(smtplib.SMTPServerDisconnected):
    """The server has the whole mail and did not say whether it takes it: it may arrive."""


class Deadline:
    """A time by which all is over. smtplib's own timeout is one for each read, so that a server
    that answers a byte now and then would hold a worker for hours: when time is up, the socket is
    shut down under it."""

    def __init__(self, seconds: float) -> None:
        self.is_over = False
        self._ends = time.monotonic() + seconds
        self._lock = threading.Lock()
        self._socket: socket.socket | None = None
        self._timer = threading.Timer(seconds, self._end)
        self._timer.daemon = True

    def __enter__(self) -> Self:
        self._timer.start()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        at: TracebackType | None,
    ) -> None:
        self._timer.cancel()
        if self._socket:
            self._socket.close()

    def connect(self, host: str, port: int) -> socket.socket:
        """A connection to the first of the host's addresses that answers in time."""
        failure = OSError(f"{host} has no address")
        for *_kind, (number, *_rest) in socket.getaddrinfo(host, port, type=socket.SOCK_STREAM):
            try:
                found = socket.create_connection((str(number), port), max(self._left(), 0.001))
            except OSError as error:
                failure = error
            else:
                found.settimeout(None)  # from here on the deadline alone says when it is over
                self._watch(found)
                return found
        raise failure

    def _left(self) -> float:
        return self._ends - time.monotonic()

    def _watch(self, connection: socket.socket) -> None:
        """TLS takes the socket away from whoever holds it, a duplicate stays good for all."""
        with self._lock:
            self._socket = connection.dup()
        if self._left() <= 0:
            self._end()

    def _end(self) -> None:
        with self._lock:
            self.is_over = True
            if self._socket:
                with suppress(OSError):  # the other side was quicker
                    self._socket.shutdown(socket.SHUT_RDWR)


class Smtp(smtplib.SMTP):
    """A connection that ends by a deadline and knows whether the whole mail is handed over."""

    def __init__(self, *args: Any, deadline: Deadline, **kwargs: Any) -> None:
        self.deadline = deadline
        self.is_handed_over = False
        super().__init__(*args, **kwargs)

    def _get_socket(self, host: str, port: int, timeout: float) -> socket.socket:
        return self.deadline.connect(host, port)

    def getreply(self) -> tuple[int, bytes]:
        """What smtplib makes of half a line, once the socket is shut down, is no answer."""
        answer = super().getreply()
        if self.deadline.is_over:
            self.close()
            raise smtplib.SMTPServerDisconnected("time is up")
        return answer

    def send(self, s: Buffer | str) -> None:
        super().send(s)
        self.is_handed_over = isinstance(s, bytes) and s.endswith(END_OF_DATA)

    def data(self, msg: Buffer | str) -> tuple[int, bytes]:
        try:
            return super().data(msg)
        except smtplib.SMTPServerDisconnected:
            if self.is_handed_over:
                raise HandedOver("hung up after taking the mail, without a word") from None
            raise


class SmtpOverTls(smtplib.SMTP_SSL, Smtp):
    """The same with TLS from the start."""

    def __init__(self, *args: Any, deadline: Deadline, **kwargs: Any) -> None:
        self.deadline = deadline
        self.is_handed_over = False
        super().__init__(*args, **kwargs)


class EmailBackend(smtp.EmailBackend):
    """Django's, where ``timeout`` is the seconds for a mail in all."""

    deadline: Deadline

    @property
    def connection_class(self) -> Callable[..., Smtp]:  # type: ignore[override]
        return self._connected

    def _connected(self, *args: Any, **kwargs: Any) -> Smtp:
        kind = SmtpOverTls if self.use_ssl else Smtp
        return kind(*args, deadline=self.deadline, **kwargs)

    def send_messages(self, email_messages: Sequence[EmailMessage]) -> int:
        """Sends. Raises HandedOver where it may have arrived, TimeoutError where time was up."""
        seconds = self.timeout or SECONDS
        with Deadline(seconds) as self.deadline:
            try:
                return super().send_messages(email_messages)
            except HandedOver:
                raise
            except OSError as error:
                answered = (smtplib.SMTPResponseException, smtplib.SMTPRecipientsRefused)
                if self.deadline.is_over and not isinstance(error, answered):
                    raise TimeoutError(f"no answer within {seconds:g} seconds") from None
                raise

    def _close_connection(self, connection: smtplib.SMTP) -> None:
        """What goes wrong while parting changes nothing about the mail, which is answered for."""
        try:
            super()._close_connection(connection)  # type: ignore[misc]
        except OSError:
            connection.close()
