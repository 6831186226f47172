"""DM-21: what whoever came by a domain loses with it, and what stays."""

import asyncio

import pytest
from django.test import Client
from django.urls import reverse

from customers.models import KnownUser
from customers.routing.domains import remove_domain
from helpdesk.models import Room
from tests.helpdesk.rooms.conftest import cookies_of, in_thread, proven, say

pytestmark = pytest.mark.django_db(transaction=True)
WITHIN = 5  # seconds, until an open socket has lost what its person may no longer see


def opens(who, room) -> int:
    """What the room's page answers."""
    client = Client(headers={"cookie": cookies_of(who)})
    return client.get(reverse("rooms:room", args=[room.pk])).status_code


async def test_dm_21_who_came_by_a_removed_domain_loses_its_rooms_at_once(line, world, triage):
    people = [await in_thread(came, world, f"{name}@acme.com") for name in ("ana", "bea", "cid")]
    kim = await in_thread(came, world, "kim@acme.com")
    await in_thread(know, world.acme, kim)
    lines = [await line(person, world.workspace, triage) for person in people]
    kims, adas = await line(kim, world.workspace, triage), await line(world.ada, world.workspace)

    await in_thread(take_off, world.acme, world.ada)

    lost = (each.until("lost", room=triage.pk) for each in lines)
    await asyncio.wait_for(asyncio.gather(*lost), WITHIN)
    for person in people:
        assert await in_thread(opens, person, triage) == 404
    await in_thread(say, triage, world.ada, "Among us")
    await kims.until("message", room=triage.pk)
    assert not any(f["type"] == "message" for each in lines for f in each.heard)
    assert await in_thread(opens, kim, triage) == 200
    await adas.say("subscribe", room=triage.pk, after=0)
    await adas.until("message", room=triage.pk)
    assert await in_thread(Room.objects.filter(pk=triage.pk).exists)


def take_off(customer, agent):
    remove_domain(customer, customer.domains.get().pk, agent)


def came(world, email):
    return proven(world.person(email))


def know(customer, person):
    KnownUser.objects.create(workspace=customer.workspace, customer=customer, person=person)
