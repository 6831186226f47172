"""Who downloads slowly holds up nobody."""

from contextlib import ExitStack
from uuid import uuid4

import httpx
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from customers.proof.sessions import cookie_name, start_session
from helpdesk.rooms.files.accepting import accept
from helpdesk.rooms.posting import post
from tests.servers import FILES, server
from tests.world import make_world
from unknown_user.environment import file_storage

CONNECTIONS = 8
SLOW = 20  # downloads at once, each larger than what the sockets' buffers take


@pytest.mark.slow
@pytest.mark.django_db(transaction=True)
def test_downloads_that_stand_still_hold_no_connection(settings):
    settings.STORAGES = settings.STORAGES | {"default": file_storage({}, FILES)}
    world = make_world()
    ana, room = world.person("ana@acme.com"), world.acme.rooms.get()
    file = accept(room, ana, SimpleUploadedFile("a.bin", bytes(20_000_000)))
    post(room, ana, uuid4(), "", files=[file.pk])
    agent = Client()
    agent.force_login(world.ada)
    person = {cookie_name(world.workspace.widget_id): start_session(ana)[1]}
    cookies = person | {"sessionid": agent.cookies["sessionid"].value}
    with server(DATABASE_POOL=str(CONNECTIONS)) as running, ExitStack() as downloads:
        under_way = []
        for place in ["/rooms/", world.url("rooms/")] * (SLOW // 2):
            url = f"{running.url}{place}{room.pk}/files/{file.pk}"
            answer = downloads.enter_context(httpx.stream("GET", url, cookies=cookies))
            assert answer.status_code == 200
            under_way.append(answer.iter_raw())
            assert next(under_way[-1])  # it has begun
        page = httpx.get(f"{running.url}/rooms/{room.pk}/", cookies=cookies, timeout=5)
        assert page.status_code == 200
