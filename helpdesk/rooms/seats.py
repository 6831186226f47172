"""How many of this process's sockets one client, or one address, may have: else a single one could
take all of them."""

from collections import Counter
from collections.abc import Hashable
from typing import Any

from django.conf import settings

from customers.proof.client_ip import ip_of

FORWARDED = b"x-forwarded-for"


class Tally:
    """How many are held under each key."""

    def __init__(self) -> None:
        self._held: Counter[Hashable] = Counter()

    def take(self, key: Hashable, most: int) -> bool:
        """Hold one more, unless ``most`` are held already."""
        if self._held[key] >= most:
            return False
        self._held[key] += 1
        return True

    def give_back(self, key: Hashable) -> None:
        """One is held no longer."""
        self._held[key] -= 1
        if not self._held[key]:
            del self._held[key]


class Seat:
    """One socket's place: among those of its address until it has said who it is, and then among
    those of the person or agent. Used in the hub's loop alone."""

    unnamed, named = Tally(), Tally()

    def __init__(self) -> None:
        self._held: tuple[Tally, Hashable] | None = None

    def take(self, address: str | None) -> bool:
        """Whether one more may come from this address; always from one that is not known."""
        return address is None or self._hold(self.unnamed, address, settings.MOST_SOCKETS_UNNAMED)

    def sign_in(self, who: str) -> bool:
        """Whether whoever has this key may have one more."""
        self.leave()
        return self._hold(self.named, who, settings.MOST_SOCKETS_EACH)

    def leave(self) -> None:
        """The socket is gone, or it isn't yet known whose it is."""
        if self._held:
            tally, key = self._held
            tally.give_back(key)
            self._held = None

    def _hold(self, tally: Tally, key: Hashable, most: int) -> bool:
        if not tally.take(key, most):
            return False
        self._held = (tally, key)
        return True


def address_of(scope: dict[str, Any]) -> str | None:
    """The network address that a socket comes from, as customers.proof.client_ip has it."""
    sent = [value.decode("latin-1") for name, value in scope["headers"] if name == FORWARDED]
    peer = scope.get("client")
    return ip_of(",".join(sent), peer[0] if peer else None)
