LARGEST_ID = 2**63 - 1  # of Postgres' bigint


def id_in(text: str) -> int:
    """The id that somebody's text names; 0, which no row has, for what is no id."""
    if not (text.isascii() and text.isdecimal()) or len(text) > len(str(LARGEST_ID)):
        return 0
    number = int(text)
    return number if number <= LARGEST_ID else 0
