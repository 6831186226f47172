import pytest

from customers.models import Action, AuditEntry, Challenge, Workspace


@pytest.fixture
def choose(world, as_agent):
    """A function by which an agent chooses when the form asks for a piece of work."""

    def choose(agent, challenge):
        return as_agent(agent).post(world.url("settings/embed/challenge"), {"challenge": challenge})

    return choose


def chosen(world):
    return Workspace.objects.get(pk=world.workspace.pk).challenge


def test_it_is_asked_for_when_many_ask_unless_somebody_chooses(world):
    assert chosen(world) == Challenge.AUTOMATIC


def test_admins_and_owners_choose_and_it_is_noted_once(world, choose):
    for _twice in range(2):
        assert choose(world.alan, "always").status_code == 302
    assert chosen(world) == Challenge.ALWAYS
    entry = AuditEntry.objects.get()
    assert (entry.action, entry.agent) == (Action.SETTING_CHANGED, world.alan)
    assert entry.details == {"setting": "challenge", "value": "always"}


@pytest.mark.parametrize("challenge", ["", "sometimes", "\x00"])
def test_what_is_not_offered_is_refused_in_its_place(world, choose, challenge):
    response = choose(world.ada, challenge)
    assert response.status_code == 422
    assert "Choose one of them." in response.text
    assert chosen(world) == Challenge.AUTOMATIC


def test_a_lower_role_sees_the_choice_and_may_not_change_it(world, choose, as_agent):
    assert choose(world.grace, "never").status_code == 403
    page = as_agent(world.grace).get(world.url("settings/embed")).text
    assert "The form asks for it: when many ask." in page
    assert "settings/embed/challenge" not in page


def test_a_stranger_finds_nothing(world, choose):
    assert choose(world.oscar, "never").status_code == 404
    assert chosen(world) == Challenge.AUTOMATIC
