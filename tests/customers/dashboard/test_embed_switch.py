import pytest

from customers.embedding.switch import switch_off
from customers.models import Workspace


@pytest.fixture
def ada(world, as_agent):
    return as_agent(world.ada)


def page(client, world):
    return client.get(world.url("settings/embed")).content.decode()


def is_on(world):
    return Workspace.objects.get(pk=world.workspace.pk).is_embeddable


def test_turning_off_names_what_happens_and_turning_on_does_not_ask(world, ada):
    html = page(ada, world)
    assert "The widget is on" in html
    assert "The widget of Fernhill disappears from all your pages at once" in html
    assert ada.post(world.url("settings/embed/off")).url == world.url("settings/embed")
    assert not is_on(world)
    html = page(ada, world)
    assert "The widget is off" in html
    assert "disappears" not in html
    assert "Turn the widget on" in html
    ada.post(world.url("settings/embed/on"))
    assert is_on(world)


def test_while_it_is_off_there_is_no_preview(world, ada):
    assert "<iframe src" in page(ada, world)
    switch_off(world.workspace)
    assert "<iframe src" not in page(ada, world)


@pytest.mark.parametrize("switch", ["off", "on"])
def test_only_admins_and_owners_switch_and_the_team_sees_the_state(world, as_agent, switch):
    target = world.url(f"settings/embed/{switch}")
    for agent in (world.grace, world.rita):
        client = as_agent(agent)
        assert client.post(target).status_code == 403
        assert "The widget is on" in page(client, world)
        assert "Turn off" not in page(client, world)
    assert as_agent(world.oscar).post(target).status_code == 404
    assert is_on(world)
    assert as_agent(world.alan).post(target).status_code == 302
    assert is_on(world) is (switch == "on")


def test_both_raise_the_epoch_so_that_open_frames_end(world, ada):
    for switch in ("off", "on"):
        before = Workspace.objects.get(pk=world.workspace.pk).epoch
        ada.post(world.url(f"settings/embed/{switch}"))
        assert Workspace.objects.get(pk=world.workspace.pk).epoch == before + 1
