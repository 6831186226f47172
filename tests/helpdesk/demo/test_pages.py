import pytest
from django.core.mail import EmailMultiAlternatives
from django.test import Client
from django.urls import reverse

from customers.models import Agent, Membership, Role
from helpdesk.demo.world import make_demo

PAGES = [
    "/demo/",
    "/demo/support-unknown-user",
    "/demo/showcase",
    "/demo/kits/",
    "/demo/kits/fogbender/floating",
    "/demo/kits/fogbender/floating/script.js",
    "/demo/mail",
    "/demo/agent",
    "/demo/agent/support",
]


@pytest.fixture
def demo(db, settings):
    settings.DEMO = True
    return make_demo()


@pytest.fixture
def ada(demo):
    return Agent.objects.get(email="ada@fernhill.io")


@pytest.mark.parametrize("path", [*PAGES, "/demo/mail/"])
def test_nothing_of_the_demo_exists_elsewhere(db, settings, path):
    settings.DEMO = False
    make_demo()
    assert Client().get(path).status_code == 404


def test_nobody_is_signed_in_by_the_demo_elsewhere(db, settings):
    settings.DEMO = False
    make_demo()
    ada = Agent.objects.get(email="ada@fernhill.io")
    assert Client().post(f"/demo/agent/{ada.pk}").status_code == 404


def test_the_index_says_what_to_try_and_how_to_sign_in(demo, client):
    page = client.get("/demo/").content.decode()
    for path in (
        "/demo/support-unknown-user",
        "/demo/mail",
        "/demo/agent",
        "/demo/showcase",
        "/demo/kits/",
    ):
        assert f'href="{path}"' in page
    assert "ada@fernhill.io" in page


def test_where_the_demo_was_not_made_the_index_says_so(world, settings, client):
    settings.DEMO = True
    assert "manage.py demo" in client.get("/demo/").content.decode()
    assert client.get("/demo/agent").status_code == 404


def test_the_vendors_page_has_the_full_width_widget(demo, client):
    response = client.get("/demo/support-unknown-user")
    page = response.content.decode()
    assert '<script src="/embed.js"></script>' in page
    assert (
        f'<unknown-user-widget widget-id="{demo.widget_id}" widget-key="{demo.widget_key}"' in page
    )
    assert 'href="/demo/mail"' in page
    assert response.headers["X-Frame-Options"] == "DENY"


def test_the_mail_page_leads_to_the_captured_mail(demo, client):
    page = client.get("/demo/mail", follow=True)
    assert page.redirect_chain == [("/demo/mail/", 302)]
    assert page.status_code == 200


def test_where_mail_really_leaves_the_mail_page_says_so(demo, client, settings):
    settings.EMAIL_URL = "smtp://mail.example.com"
    assert "goes to the real server" in client.get("/demo/mail").content.decode()


def test_the_picker_offers_the_demos_agents_and_no_others(demo, client):
    newcomer = Agent.objects.create_agent("new@fernhill.io", "Newt Comer", None)
    Membership.objects.create(agent=newcomer, vendor=demo.vendor, role=Role.ADMIN)
    page = client.get("/demo/agent").content.decode()
    for name in ("Ada Quill", "Alan Birk", "Grace Lund", "Rita Moss"):
        assert name in page
    assert "Newt" not in page
    assert client.post(f"/demo/agent/{newcomer.pk}").status_code == 404


def test_picking_an_agent_signs_in_as_them_and_opens_the_inbox(demo, client, ada):
    response = client.post(f"/demo/agent/{ada.pk}")
    assert response.url == "/admin/fernhill/fernhill/"
    page = client.get(response.url)
    assert page.wsgi_request.user == ada
    assert "Support (Unknown User)" in page.content.decode()


def test_nobody_becomes_an_agent_of_another_vendor(demo, client):
    stranger = Agent.objects.create_agent("oscar@otter.dev", "Oscar Reed", None)
    assert client.post(f"/demo/agent/{stranger.pk}").status_code == 404
    assert "_auth_user_id" not in client.session


def test_nobody_becomes_an_agent_who_was_deactivated(demo, client, ada):
    Membership.objects.filter(agent=ada).deactivate()
    assert client.post(f"/demo/agent/{ada.pk}").status_code == 404


def test_a_visit_signs_nobody_in(demo, client, ada):
    assert client.get(f"/demo/agent/{ada.pk}").status_code == 302


def test_signing_in_needs_a_csrf_token(demo, ada):
    assert Client(enforce_csrf_checks=True).post(f"/demo/agent/{ada.pk}").status_code == 403


def test_beside_the_inbox_stands_the_vendors_page(demo, as_agent, ada):
    page = as_agent(ada).get("/demo/agent/support").content.decode()
    assert 'id="roster"' in page
    assert f'widget-id="{demo.widget_id}"' in page


def test_the_page_beside_the_inbox_asks_to_sign_in(demo, client):
    assert reverse("account_login") in client.get("/demo/agent/support").url


def test_an_agent_of_another_vendor_gets_404_beside_the_inbox(demo, as_agent):
    stranger = Agent.objects.create_agent("oscar@otter.dev", "Oscar Reed", None)
    assert as_agent(stranger).get("/demo/agent/support").status_code == 404


def test_agents_outside_the_demo_see_no_tabs(world, as_agent, settings):
    settings.DEMO = True
    page = as_agent(world.ada).get(world.url()).content.decode()
    assert "Support (Unknown User)" not in page


def test_captured_mail_shows_in_a_sandboxed_frame(demo, client, settings, tmp_path):
    settings.MAIL_PREVIEW_ROOT = tmp_path
    settings.MAILERS = {"default": {"BACKEND": "django_mail_preview.backends.EmailBackend"}}
    mail = EmailMultiAlternatives("Your link", "text", "support@fernhill.io", ["ana@acme.com"])
    mail.attach_alternative("<p>html</p>", "text/html")
    mail.send()
    latest = client.get("/demo/mail/sent/latest/").json()
    assert latest
    page = client.get("/demo/mail/").content.decode()
    assert "Your link" in page
    message = page.partition('href="/demo/mail/sent/')[2].partition("/")[0]
    frame = client.get(f"/demo/mail/sent/{message}/html/")
    assert frame.headers["X-Frame-Options"] == "SAMEORIGIN"
    assert "sandbox" in frame.headers["Content-Security-Policy"]
