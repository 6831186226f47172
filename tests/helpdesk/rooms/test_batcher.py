"""Questions that come at the same time are answered together, and each as if it were alone."""

import asyncio
import threading

import pytest
from django.db import OperationalError

from helpdesk.rooms import batcher
from helpdesk.rooms.batcher import Batcher
from helpdesk.rooms.refusals import Refused

pytestmark = pytest.mark.django_db(transaction=True)


async def answers(asked: Batcher, *questions: str) -> list:
    return await asyncio.gather(*map(asked.ask, questions), return_exceptions=True)


async def test_what_is_wrong_with_one_keeps_no_other_from_its_answer():
    def answer_all(questions):
        if "mallory" in questions:
            raise ValueError
        return [question.upper() for question in questions]

    found = await answers(Batcher(answer_all), "a", "mallory", "b")
    assert [found[0], type(found[1]), found[2]] == ["A", ValueError, "B"]


async def test_a_database_that_is_away_is_asked_once_for_all():
    asked = []

    def answer_all(questions):
        asked.append(list(questions))
        raise OperationalError

    found = await answers(Batcher(answer_all), "a", "b", "c")
    assert [type(one) for one in found] == [OperationalError] * 3
    assert asked == [["a", "b", "c"]]


async def test_what_comes_meanwhile_is_next_and_of_too_many_the_last_are_refused(monkeypatch):
    monkeypatch.setattr(batcher, "MOST_WAITING", 3)
    go, begun, batches = threading.Event(), threading.Event(), []

    def answer_all(questions):
        batches.append(len(questions))
        begun.set()
        assert go.wait(10)
        return questions

    asked = Batcher(answer_all)
    first = asyncio.create_task(asked.ask("first"))
    await asyncio.to_thread(begun.wait, 10)
    waiting = [asyncio.create_task(asked.ask(str(number))) for number in range(3)]
    await asyncio.sleep(0)
    with pytest.raises(Refused) as refused:
        await asked.ask("one too many")
    assert refused.value.code == "unavailable"
    go.set()
    assert await asyncio.gather(first, *waiting) == ["first", "0", "1", "2"]
    assert batches == [1, 3]
