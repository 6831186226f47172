from enum import StrEnum


class Refusal(StrEnum):
    """Why a vendor's token lets nobody in."""

    EXPIRED = "expired"
    NOT_YET = "not_yet"
    BAD_SIGNATURE = "bad_signature"
    MISMATCH = "mismatch"
    INCOMPLETE = "incomplete"
    UNSUPPORTED = "unsupported"
    BAD_ADDRESS = "bad_address"
    BAD_CLAIM = "bad_claim"
    ARCHIVED = "archived"


class TokenRefused(Exception):
    """A token that claims somebody whom it can't show. ``for_vendor`` says how to mend that."""

    def __init__(self, code: Refusal, for_vendor: str) -> None:
        super().__init__(code.value)
        self.code = code
        self.for_vendor = for_vendor
