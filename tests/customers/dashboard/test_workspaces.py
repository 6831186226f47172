import pytest

from customers.models import Membership, Role, Workspace


@pytest.fixture
def ada(world, as_agent):
    return as_agent(world.ada)


def test_an_agent_sees_the_workspaces_of_their_vendors_only(world, as_agent, ada):
    html = ada.get(world.url("workspaces")).content.decode()
    assert "Fernhill" in html
    assert "Otter" not in html
    Membership.objects.create(agent=world.ada, vendor=world.otter.vendor, role=Role.READER)
    assert "Otter" in ada.get(world.url("workspaces")).content.decode()


def test_a_second_workspace_has_a_shared_email_inbox_and_a_widget_of_its_own(world, ada):
    response = ada.post(world.url("workspaces/add"), {"name": "Staging"}, follow=True)
    made = Workspace.objects.get(name="Staging", vendor=world.workspace.vendor)
    assert made.customers.get().is_inbox
    assert made.widget_id in response.content.decode()
    assert made.widget_id != world.workspace.widget_id


def test_going_to_a_workspace_is_switching_to_it(world, ada):
    ada.post(world.url("workspaces/add"), {"name": "Staging"}, follow=True)
    assert ada.get("/admin/-/-/team").url.endswith("/staging/team")
    ada.get(world.url("team"))
    assert ada.get("/admin/-/-/team").url == world.url("team")


@pytest.mark.parametrize(
    ("name", "words"), [("fernhill", "a workspace called fernhill already"), ("", "Type a name")]
)
def test_a_refused_name_says_why(world, ada, name, words):
    response = ada.post(world.url("workspaces/add"), {"name": name})
    assert response.status_code == 422
    assert words in response.content.decode()


def test_only_admins_and_owners_add_workspaces(world, as_agent):
    target = world.url("workspaces/add")
    for agent in (world.grace, world.rita):
        assert as_agent(agent).get(world.url("workspaces")).status_code == 200
        assert as_agent(agent).post(target, {"name": "Mine"}).status_code == 403
    stranger = as_agent(world.oscar)
    assert stranger.get(world.url("workspaces")).status_code == 404
    assert stranger.post(target, {"name": "Mine"}).status_code == 404
