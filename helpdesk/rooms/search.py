"""Messages found by their words, the newest first, among rooms that somebody may see.

Words are found as they are written, of whatever language, and by how they begin. Where that finds
nothing, the newest messages are looked through for words that are spelt nearly so, and for pieces
of words.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from django.contrib.postgres.search import SearchQuery
from django.db import OperationalError, connection, transaction
from django.db.models import BooleanField, F, Func, Q, QuerySet, Value
from psycopg.errors import QueryCanceled

from customers.models.ids import id_in
from helpdesk.models import NEWEST_FIRST, Message, Room
from helpdesk.models.text_search import WORDS

PAGE = 20  # messages
LONGEST = 100  # characters of a query
MOST_WORDS = 8
MISSPELT_FROM = 4  # letters of a word that may be misspelt
GUESSED_ROOMS, GUESSED_IN_EACH = 50, 200  # newest rooms, and messages in each, or all in one
GUESS_PATIENCE = "1500"  # milliseconds
GUESS = "~"  # begins the key of a page that has been guessed

# While it searches, Postgres is to know that making a text into words is dear, and that pages are
# mostly in memory: else it reads through the newest messages where the index is a hundred times as
# quick (docs/performance.md).
PLANNING = {
    "random_page_cost": "1.1",
    "cpu_operator_cost": "0.05",
    "pg_trgm.word_similarity_threshold": "0.5",
}


@dataclass(frozen=True)
class Found:
    """A page of messages, and the key of the page after it, if there is one."""

    messages: list[Message]
    words: list[str]
    more: str = ""
    is_guess: bool = False


def search(rooms: QuerySet[Room], text: str, before: str = "") -> Found:
    """The page of messages in ``rooms`` that have all words of ``text``, behind the key ``before``.

    Nothing for a text without words. A key that is none begins at the top.
    """
    newest = rooms.order_by(*NEWEST_FIRST)[:GUESSED_ROOMS]
    recent = Q(room__in=newest.values("pk"), seq__gt=F("room__last_seq") - GUESSED_IN_EACH)
    return _search(Message.objects.filter(room__in=rooms), recent, "pk", text, before)


def search_room(room: Room, text: str, before: str = "") -> Found:
    """The same in one room."""
    recent = Q(seq__gt=room.last_seq - GUESSED_ROOMS * GUESSED_IN_EACH)
    return _search(Message.objects.filter(room=room), recent, "seq", text, before)


def words_of(text: str) -> list[str]:
    """The words that are looked for."""
    return text.replace("\0", " ")[:LONGEST].split()[:MOST_WORDS]


def _search(messages: QuerySet[Message], recent: Q, key: str, text: str, before: str) -> Found:
    """``recent`` says which messages are looked through where the words are not found."""
    words = words_of(text)
    if not any(character.isalnum() for word in words for character in word):
        return Found([], words)
    messages = messages.filter(deleted_at=None).select_related(
        "room__customer", "room__agent", "person", "agent"
    )
    if behind := id_in(before.removeprefix(GUESS)):
        messages = messages.filter(**{f"{key}__lt": behind})
    is_guess = before.startswith(GUESS)
    with _planned():
        found = [] if is_guess else _page(_with(messages, words), key)
        if not found and not (behind and not is_guess):
            is_guess = True
            found = _guessed(_like(messages.filter(recent), words), key)
    more = f"{GUESS if is_guess else ''}{getattr(found[PAGE - 1], key)}" if found[PAGE:] else ""
    return Found(found[:PAGE], words, more, is_guess)


def _page(messages: QuerySet[Message], key: str) -> list[Message]:
    return list(messages.order_by(f"-{key}")[: PAGE + 1])


def _guessed(messages: QuerySet[Message], key: str) -> list[Message]:
    """The same within GUESS_PATIENCE, or nothing: who writes as much as fits into each message
    could have half a minute of Postgres' time for each search otherwise."""
    try:
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute("SELECT set_config('statement_timeout', %s, true)", [GUESS_PATIENCE])
            return _page(messages, key)
    except OperationalError as error:
        if isinstance(error.__cause__, QueryCanceled):
            return []
        raise


def _with(messages: QuerySet[Message], words: list[str]) -> QuerySet[Message]:
    """Those that have words which begin so. Postgres takes each apart as it does the messages."""
    quoted = (word.replace("\\", "\\\\").replace("'", "''") for word in words)
    query = " & ".join(f"'{word}':*" for word in quoted)
    wanted = SearchQuery(query, config="simple", search_type="raw")
    return messages.alias(in_words=WORDS).filter(in_words=wanted)


def _like(messages: QuerySet[Message], words: list[str]) -> QuerySet[Message]:
    """Those that have each word within others, or one that is spelt nearly so."""
    for word in words:
        likely = Q(_text_is("ILIKE", _anywhere(word)))
        if len(word) >= MISSPELT_FROM:
            likely |= Q(_text_is("%%>", word))
        messages = messages.filter(likely)
    return messages


def _text_is(operator: str, value: str) -> Func:
    """A condition as Postgres has it: Django's own lookups would put each text in capitals."""
    return Func(
        F("text"),
        Value(value),
        template="(%(expressions)s)",
        arg_joiner=f" {operator} ",
        output_field=BooleanField(),
    )


def _anywhere(word: str) -> str:
    escaped = "".join(f"\\{character}" if character in "\\%_" else character for character in word)
    return f"%{escaped}%"


@contextmanager
def _planned() -> Iterator[None]:
    """With PLANNING, until the transaction ends."""
    with transaction.atomic():
        with connection.cursor() as cursor:
            settings = ", ".join("set_config(%s, %s, true)" for _ in PLANNING)
            values = [part for setting in PLANNING.items() for part in setting]
            cursor.execute(f"SELECT {settings}", values)
        yield
