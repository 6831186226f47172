"""Why something that was asked for is not done. The client's page has words for each code."""


class Refused(Exception):
    """It can't be done as it is. ``code`` says why: for a text empty, too_long or unreadable; for
    what was asked of a message no_message, no_emoji or too_many; unavailable where the same may be
    tried again. What there is of files says files.accepting."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


class Denied(Refused):
    """Not for the one who asks. ``code`` says why: not_found, read_only, not_yours or
    archived."""
