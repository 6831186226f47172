"""The server is killed in the middle of a conversation, and started again."""

import random
import threading
import time
from uuid import uuid4

import pytest
from websockets.exceptions import WebSocketException

from customers.proof.sessions import start_session
from helpdesk.models import Message
from tests.servers import Server
from tests.sockets import hear, signed_in, tell
from tests.world import make_world

MESSAGES = 200  # of each writer
KILLS = 3


class Writer(threading.Thread):
    """Somebody who writes on through every fault: what is not acknowledged is sent again."""

    def __init__(self, server, widget_id, key, room):
        super().__init__()
        self.server, self.widget_id, self.key, self.room = server, widget_id, key, room
        self.unsent = [str(uuid4()) for _ in range(MESSAGES)]
        self.acknowledged = {}
        self.give_up_at = time.monotonic() + 60

    def run(self):
        while self.unsent and time.monotonic() < self.give_up_at:
            try:
                self.converse()
            except (OSError, WebSocketException):
                time.sleep(0.05)

    def converse(self):
        with signed_in(self.server, self.widget_id, self.key) as socket:
            while self.unsent:
                client_id = self.unsent[0]
                tell(socket, type="post", room=self.room, client_id=client_id, text=client_id)
                answer = hear(socket, "posted")
                self.acknowledged[answer["client_id"]] = answer["seq"]
                self.unsent.pop(0)


@pytest.mark.django_db(transaction=True)
def test_nothing_acknowledged_is_lost_or_doubled():
    world = make_world()
    room = world.acme.rooms.get().pk
    server = Server(IP_LIMIT_PER_MINUTE="1000")
    writers = []
    for number in range(4):
        _session, key = start_session(world.person(f"p{number}@acme.com"))
        writers.append(Writer(server, world.workspace.widget_id, key, room))
    server.start()
    try:
        for writer in writers:
            writer.start()
        for _ in range(KILLS):
            time.sleep(random.uniform(0.05, 0.3))
            server.kill()
            assert all(writer.unsent for writer in writers)  # else it was no fault for them
            server.start()
        for writer in writers:
            writer.join(60)
    finally:
        server.stop()

    stored = list(Message.objects.order_by("seq").values_list("seq", "client_id"))
    acknowledged = {
        client: seq for writer in writers for client, seq in writer.acknowledged.items()
    }
    assert [seq for seq, _client in stored] == list(range(1, len(writers) * MESSAGES + 1))
    assert {str(client): seq for seq, client in stored} == acknowledged
