"""Every page below a workspace, taken from the URLconf, refuses the agents of other vendors."""

from collections.abc import Iterator
from datetime import timedelta

import pytest
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver, reverse

from customers.embedding.allowed_origins import allow_origin
from customers.embedding.credentials import rotate
from customers.models import CredentialKind, KnownUser, LeftConflict, SuppressionReason
from customers.proof.suppressions import suppress
from customers.team.inviting import invite
from helpdesk.models import File, LinkPreview, Message, Room, RoomKind, RoomMove
from helpdesk.rooms.editing import edit
from helpdesk.rooms.moving import move
from tests.helpdesk.rooms.conftest import say
from tests.world import World


def patterns(
    resolver: URLResolver, namespace: str = "", names: frozenset[str] = frozenset()
) -> Iterator[tuple[str, frozenset[str]]]:
    """The name of each pattern and the parameters in its path."""
    for pattern in resolver.url_patterns:
        found = names | pattern.pattern.regex.groupindex.keys()
        if isinstance(pattern, URLPattern):
            yield f"{namespace}{pattern.name}", frozenset(found)
        else:
            inner = f"{namespace}{pattern.namespace}:" if pattern.namespace else namespace
            yield from patterns(pattern, inner, frozenset(found))


PAGES = sorted(
    (name, tuple(sorted(names - {"vendor", "workspace"})))
    for name, names in patterns(get_resolver())
    if {"vendor", "workspace"} <= names
)
# Nothing that a form could be refused for before it is asked whose the thing is.
FIELDS = {
    "challenge": "always",
    "client_id": "11111111-1111-4111-8111-111111111111",
    "domain": "cedarworks.net",
    "email": "somebody@cedarworks.net",
    "grace": "7",
    "name": "Cedar Works",
    "origin": "https://cedarworks.net",
    "role": "agent",
    "text": "Hello",
    "addresses": "ana@acme.com",
    "list": "ana@acme.com",
}
PAGES_OF_THINGS = [page for page in PAGES if page[1]]


@pytest.fixture
def things(world: World) -> dict[str, object]:
    """One of Fernhill's of each kind that a URL may name."""
    ana = world.person("ana@acme.com")
    known = KnownUser.objects.create(workspace=world.workspace, customer=world.acme, person=ana)
    invite(world.workspace.vendor.memberships.get(agent=world.ada), "new@fernhill.io", "agent")
    rotate(world.workspace, CredentialKind.KEY, timedelta(days=7))
    left = LeftConflict.objects.create(
        workspace=world.workspace, name="acme.com", customers=[world.acme.pk]
    )
    suppress(world.workspace, "ana@acme.com", SuppressionReason.NOT_ME)
    triage = world.acme.rooms.get(kind=RoomKind.TRIAGE)
    file = File.objects.create(
        workspace=world.workspace, room=triage, person=ana, name="a", size=1, content="1/a"
    )
    return {
        "batch": _moved(world).batch,
        "customer": world.acme.pk,
        "domain": world.acme.domains.get().pk,
        "file": file.pk,
        "invitation": world.workspace.vendor.invitations.get().pk,
        "known_user": known.pk,
        "left": left.pk,
        "origin": allow_origin(world.workspace, "https://acme.com", world.ada).pk,
        "person": ana.pk,
        "preview": _previewed(world),
        "retired": world.workspace.retired_credentials.get().pk,
        "room": triage.pk,
        "seq": 1,
        "suppression": world.workspace.suppressions.get().pk,
        "teammate": world.workspace.vendor.memberships.get(agent=world.grace).pk,
    }


def _previewed(world: World) -> int:
    """A link's preview that a message of Triage has, which was edited besides."""
    [message] = say(world.acme.rooms.get(kind=RoomKind.TRIAGE), world.ada, "hi")
    edit(message.room, world.ada, message.seq, "hello")
    preview = LinkPreview.objects.create(url="https://acme.com/", image="previews/1.jpg")
    Message.objects.filter(pk=message.pk).update(link_preview=preview)
    return preview.pk


def _moved(world: World) -> RoomMove:
    ida = world.person("ida@acme.com")
    room = Room.objects.create(
        workspace=world.workspace,
        customer=world.inbox,
        customer_kind=world.inbox.kind,
        kind=RoomKind.PRIVATE,
        name=ida.email,
        person=ida,
        last_seq=1,
    )
    return move(room, world.grace)


def url(name: str, workspace, values: dict[str, object]) -> str:
    kwargs = {"vendor": workspace.vendor.slug, "workspace": workspace.slug}
    return reverse(name, kwargs=kwargs | values)


def asked(client: Client, address: str) -> set[int]:
    """What a page answers to be read and to be written to; 405 for the one that it doesn't know."""
    read, written = client.get(address), client.post(address, FIELDS)
    if read.status_code == 302 and address.startswith(read.url.rstrip("/")):
        return {written.status_code}  # only there to be posted to: it leads to the page above
    return {read.status_code, written.status_code}


def test_there_are_pages_to_try():
    assert len(PAGES) > 30
    assert len(PAGES_OF_THINGS) > 20


# A page after the other in one world: none of them may change a thing for these people.
def test_a_stranger_gets_404_in_anothers_workspace(world, things, as_agent):
    oscar = as_agent(world.oscar)
    assert _let_in(oscar, world.workspace, things, PAGES) == {}


@pytest.mark.catalogue("AZ-31")
def test_anothers_things_are_not_found_in_ones_own(world, things, as_agent):
    oscar = as_agent(world.oscar)
    assert _let_in(oscar, world.otter, things, PAGES_OF_THINGS) == {}


def _let_in(client: Client, workspace, things: dict[str, object], pages) -> dict[str, set[int]]:
    """The pages that answer something else than that they are not there, with what they answer."""
    answers = {
        name: asked(client, url(name, workspace, {key: things[key] for key in parameters}))
        for name, parameters in pages
    }
    return {name: statuses for name, statuses in answers.items() if not statuses <= {404, 405}}


def test_who_is_not_signed_in_is_asked_to(world, things, client):
    for name, parameters in PAGES:
        address = url(name, world.workspace, {key: things[key] for key in parameters})
        answer = client.get(address, follow=True)
        assert answer.redirect_chain[-1][0].startswith("/admin/account/login/"), name
        assert client.post(address, FIELDS).status_code in {302, 405}, name
