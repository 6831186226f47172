"""A mail whose worker died is sent by another."""

import time
from uuid import uuid4

import pytest
from django.db import connection

from customers.models import Mail, MailState
from customers.proof.asking import Asked, request_link
from tests.mail_servers import smtp_server
from tests.servers import server
from tests.world import make_world


@pytest.mark.slow
@pytest.mark.django_db(transaction=True)
def test_a_job_of_a_dead_worker_is_taken_up_again_within_a_minute():
    world = make_world()
    request_link(Asked(world.workspace, uuid4(), "ana@acme.com"))
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO procrastinate_workers (last_heartbeat) "
            "VALUES (now() - interval '5 minutes') RETURNING id"
        )
        [dead] = cursor.fetchone()
        cursor.execute(
            "UPDATE procrastinate_jobs SET status = 'doing', worker_id = %s "
            "WHERE task_name LIKE '%%answer_request' AND status = 'todo'",
            [dead],
        )
    with smtp_server() as mailbox, server(EMAIL_URL=f"smtp://127.0.0.1:{mailbox.port}"):
        deadline = time.monotonic() + 60
        while not mailbox.messages and time.monotonic() < deadline:
            time.sleep(0.2)
        assert [message["To"] for message in mailbox.messages] == ["ana@acme.com"]
        time.sleep(0.5)
    assert Mail.objects.get().state == MailState.SENT
