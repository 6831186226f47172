import pytest
from django.utils.html import escape

from customers.models import Workspace


@pytest.fixture
def ada(world, as_agent):
    return as_agent(world.ada)


def test_the_snippet_is_ready_to_paste(world, ada, settings):
    settings.PUBLIC_URL = "https://help.example"
    workspace = world.workspace
    html = ada.get(world.url("settings/embed")).content.decode()
    snippet = (
        f'<script src="https://help.example/embed.js" data-widget-id="{workspace.widget_id}" '
        f'data-widget-key="{workspace.widget_key}"></script>'
    )
    plain = html.replace("&lt;", "<").replace("&gt;", ">")
    assert f'<code id="snippet">{snippet}</code>' in plain
    assert escape(f"/widget/{workspace.widget_id}/?key={workspace.widget_key}") in html


def test_the_live_demo_is_offered_only_in_the_demo(world, ada, settings):
    for demo in (True, False):
        settings.DEMO = demo
        html = ada.get(world.url("settings/embed")).content.decode()
        assert ("Try a live demo" in html) is demo


def test_the_secret_is_hidden_until_asked_for(world, ada):
    secret = world.workspace.widget_secret
    assert secret not in ada.get(world.url("settings/embed")).content.decode()
    response = ada.post(world.url("settings/embed/secret"))
    assert secret in response.content.decode()
    assert "no-store" in response["Cache-Control"]


def test_who_may_not_manage_neither_sees_the_secret_nor_is_offered_it(world, as_agent):
    for agent in (world.grace, world.rita):
        client = as_agent(agent)
        assert "Widget secret" not in client.get(world.url("settings/embed")).content.decode()
        assert client.post(world.url("settings/embed/secret")).status_code == 403


def test_the_workspace_is_renamed_by_those_who_may(world, as_agent):
    target = world.url("settings/embed/rename")
    for agent, status in ((world.alan, 302), (world.grace, 403), (world.rita, 403)):
        assert as_agent(agent).post(target, {"name": "Fernhill Cloud"}).status_code == status
    assert as_agent(world.oscar).post(target, {"name": "Mine"}).status_code == 404
    assert Workspace.objects.get(pk=world.workspace.pk).name == "Fernhill Cloud"


def test_two_workspaces_of_a_vendor_never_have_one_name(world, ada):
    ada.post(world.url("workspaces/add"), {"name": "Staging"})
    response = ada.post(world.url("settings/embed/rename"), {"name": "STAGING"})
    assert response.status_code == 422
    assert "a workspace called STAGING already" in response.content.decode()


def test_a_stranger_gets_404(world, as_agent):
    client = as_agent(world.oscar)
    assert client.get(world.url("settings/embed")).status_code == 404
    assert client.post(world.url("settings/embed/secret")).status_code == 404
