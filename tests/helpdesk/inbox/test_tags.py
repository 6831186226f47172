from django.template import Context, Template
from django.test import RequestFactory


def badge(world, agent) -> str:
    request = RequestFactory().get("/")
    request.user, request.workspace = agent, world.workspace
    template = Template("{% load inbox_tags %}{% inbox_unread request %}")
    return template.render(Context({"request": request}))


def test_the_badge_is_empty_where_nothing_waits(world):
    assert badge(world, world.ada) == '<span class="badge" data-inbox-unread></span>'


def test_the_badge_counts_rooms_not_messages(world, say, triage, django_assert_num_queries):
    ana = world.person("ana@acme.com")
    say(ana, triage(world.acme))
    say(ana, triage(world.acme))
    with django_assert_num_queries(1):
        assert badge(world, world.ada) == '<span class="badge" data-inbox-unread>1</span>'
