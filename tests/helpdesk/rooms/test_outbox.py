import asyncio
from typing import Any

from helpdesk.rooms.outbox import MOST_FRAMES, PlainOutbox, TextEvent, Together


class Transport:
    """A socket that can be made to read slowly."""

    def __init__(self) -> None:
        self.sent: list[str] = []
        self.reads = asyncio.Event()
        self.reads.set()

    async def send(self, event: dict[str, Any]) -> None:
        await self.reads.wait()
        self.sent.append(event["text"])


def frame(text: str) -> dict[str, Any]:
    return {"type": "websocket.send", "text": text}


async def test_a_ready_socket_gets_its_frame_at_once():
    transport = Transport()
    PlainOutbox(transport.send, lambda: None).put(frame("a"))
    assert transport.sent == ["a"]


async def test_a_slow_socket_gets_everything_later_in_order():
    transport, dropped = Transport(), []
    outbox = PlainOutbox(transport.send, lambda: dropped.append(True))
    transport.reads.clear()
    for number in range(10):
        outbox.put(frame(str(number)))
    assert transport.sent == []
    transport.reads.set()
    await asyncio.sleep(0.01)
    outbox.put(frame("10"))
    assert transport.sent == [str(number) for number in range(11)]
    assert not dropped


async def test_a_stalled_socket_is_dropped_once_and_holds_nothing_more():
    transport, dropped = Transport(), []
    outbox = PlainOutbox(transport.send, lambda: dropped.append(True))
    transport.reads.clear()
    for number in range(MOST_FRAMES + 10):
        outbox.put(frame(str(number)))
    assert dropped == [True]
    transport.reads.set()
    await asyncio.sleep(0.01)
    assert transport.sent == []


async def test_large_frames_count_by_their_size():
    transport, dropped = Transport(), []
    outbox = PlainOutbox(transport.send, lambda: dropped.append(True))
    transport.reads.clear()
    for _ in range(4):
        outbox.put(frame("x" * 500_000))
    assert dropped == [True]


async def test_what_is_due_together_is_sent_in_its_order():
    transport = Transport()
    outbox = PlainOutbox(transport.send, lambda: None)
    outbox.put_all(Together([TextEvent(text) for text in "abc"]))
    await asyncio.sleep(0)
    assert transport.sent == ["a", "b", "c"]


async def test_a_socket_that_has_gone_is_no_error():
    async def gone(event: dict[str, Any]) -> None:
        raise OSError

    outbox = PlainOutbox(gone, lambda: None)
    outbox.put(frame("a"))
    outbox.put(frame("b"))
    assert not outbox.is_open
