import json
from uuid import UUID

import pytest

from helpdesk.rooms.fields import BadFrame
from helpdesk.rooms.frames import LONGEST_FRAME, parse

ID = "7f0d4a3e-6a55-4a2e-9d5e-3f5d1f6c2b11"


def test_a_frame_is_its_type_and_typed_fields():
    kind, fields = parse(
        json.dumps({"type": "post", "room": 1, "client_id": ID, "text": "hi", "more": 1})
    )
    assert (kind, fields) == ("post", {"room": 1, "client_id": UUID(ID), "text": "hi"})


@pytest.mark.parametrize(
    "text",
    [
        None,
        "",
        "null",
        "[]",
        "{}",
        '"hello"',
        "{",
        "[" * 100_000,
        '{"type": ["watch"]}',
        '{"type": "nonsense"}',
        '{"type": "subscribe", "room": 1}',
        '{"type": "subscribe", "room": "1", "after": 0}',
        '{"type": "subscribe", "room": true, "after": 0}',
        '{"type": "subscribe", "room": 1.0, "after": 0}',
        '{"type": "subscribe", "room": 0, "after": 0}',
        '{"type": "subscribe", "room": 1, "after": -1}',
        '{"type": "subscribe", "room": 1, "after": 2147483648}',
        '{"type": "subscribe", "room": 9223372036854775808, "after": 0}',
        '{"type": "post", "room": 1, "client_id": "x", "text": "hi"}',
        f'{{"type": "post", "room": 1, "client_id": "{ID}", "text": 1}}',
        '{"type": "hello", "side": "owner", "workspace": "w1"}',
        '{"type": "hello", "side": "agent", "workspace": "w 1"}',
        json.dumps({"type": "watch", "pad": "x" * LONGEST_FRAME}),
    ],
)
def test_anything_else_is_a_bad_frame(text):
    with pytest.raises(BadFrame):
        parse(text)
