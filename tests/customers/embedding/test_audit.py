"""What is done to the widget stands in the audit, and never a key or a secret."""

from datetime import timedelta

from customers.embedding.allowed_origins import allow_origin, remove_origin
from customers.embedding.credentials import end_grace, rotate
from customers.embedding.switch import switch_off, switch_on
from customers.models import Action, AuditEntry, CredentialKind


def noted():
    entries = AuditEntry.objects.order_by("pk").select_related("agent")
    return [(entry.action, entry.subject, str(entry.agent), entry.details) for entry in entries]


def test_origins_are_noted_as_they_come_and_go(world):
    added = allow_origin(world.workspace, "https://acme.com", world.ada)
    for _ in range(2):
        remove_origin(world.workspace, added.pk, world.alan)
    assert noted() == [
        (Action.ORIGIN_ADDED, "https://acme.com", "Ada Quill", {}),
        (Action.ORIGIN_REMOVED, "https://acme.com", "Alan Birk", {}),
    ]


def test_the_switch_is_noted_when_it_switches(world):
    switch_on(world.workspace, world.ada)
    for _ in range(2):
        switch_off(world.workspace, world.ada)
    switch_on(world.workspace, world.alan)
    assert noted() == [
        (Action.WIDGET_SWITCHED, "", "Ada Quill", {"on": False}),
        (Action.WIDGET_SWITCHED, "", "Alan Birk", {"on": True}),
    ]


def test_a_rotation_and_the_end_of_its_grace_are_noted_without_the_credential(world):
    old = {world.workspace.widget_key, world.workspace.widget_secret}
    rotate(world.workspace, CredentialKind.KEY, timedelta(days=1), world.ada)
    rotate(world.workspace, CredentialKind.SECRET, timedelta(0), world.ada)
    for _ in range(2):
        end_grace(
            world.workspace, world.workspace.retired_credentials.get(kind="key").pk, world.alan
        )
    assert noted() == [
        (Action.CREDENTIAL_ROTATED, "", "Ada Quill", {"kind": "key", "grace_hours": 24}),
        (Action.CREDENTIAL_ROTATED, "", "Ada Quill", {"kind": "secret", "grace_hours": 0}),
        (Action.GRACE_ENDED, "", "Alan Birk", {"kind": "key"}),
    ]
    credentials = old | {world.workspace.widget_key, world.workspace.widget_secret}
    text = str(list(AuditEntry.objects.values()))
    assert not any(credential in text for credential in credentials)


def test_the_pages_note_who_pressed_the_button(world, as_agent):
    alan = as_agent(world.alan)
    alan.post(world.url("settings/embed/origins/add"), {"origin": "https://acme.com"})
    origin = world.workspace.allowed_origins.get().pk
    alan.post(world.url(f"settings/embed/origins/{origin}/remove"))
    alan.post(world.url("settings/embed/off"))
    alan.post(world.url("settings/embed/key/rotate"), {"grace": "7"})
    retired = world.workspace.retired_credentials.get().pk
    alan.post(world.url(f"settings/embed/former/{retired}/end"))
    assert [(action, by) for action, _subject, by, _details in noted()] == [
        (Action.ORIGIN_ADDED, "Alan Birk"),
        (Action.ORIGIN_REMOVED, "Alan Birk"),
        (Action.WIDGET_SWITCHED, "Alan Birk"),
        (Action.CREDENTIAL_ROTATED, "Alan Birk"),
        (Action.GRACE_ENDED, "Alan Birk"),
    ]
