from django.contrib.sessions.models import Session
from django.test import Client, RequestFactory

from customers.routing.access import access_changed
from customers.team.accounts import AgentAccountAdapter


def test_agents_behind_a_proxy_do_not_share_a_limit(settings):
    settings.TRUSTED_PROXIES = ["10.0.0.1"]
    headers = {"X-Forwarded-For": "198.51.100.9"}
    request = RequestFactory().get("/", REMOTE_ADDR="10.0.0.1", headers=headers)
    assert AgentAccountAdapter(request).get_client_ip(request) == "198.51.100.9"


def test_the_session_is_gone_when_sockets_are_told_to_ask(
    world, django_capture_on_commit_callbacks
):
    sessions_left = []

    def listen(**kwargs):
        sessions_left.append(Session.objects.count())

    client = Client()
    client.force_login(world.ada)
    access_changed.connect(listen)
    try:
        with django_capture_on_commit_callbacks(execute=True):
            client.post("/admin/account/logout/")
    finally:
        access_changed.disconnect(listen)
    assert sessions_left == [0]


def test_no_page_of_the_desk_is_kept_for_the_next_who_sits_there(world, as_agent):
    for page in ("", "customers", "team", "settings/embed"):
        headers = as_agent(world.ada).get(world.url(page)).headers
        assert "no-store" in headers["Cache-Control"]
