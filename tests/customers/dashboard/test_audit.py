import csv
import io
from datetime import UTC, datetime

import pytest
from django.http import QueryDict

from customers.dashboard.audit.listing import BEGINNINGS, Group, actions_of, filter_of, lines
from customers.models import Action, AuditEntry
from customers.routing.audit import note
from customers.routing.domains import add_domain
from customers.routing.known_users import add_known_user
from customers.routing.mail_domains import MailDomain
from customers.routing.pins import pin
from customers.routing.typed_domains import mail_domain

# What the sync client of a test says of a body that is made by a coroutine.
STREAMED = pytest.mark.filterwarnings("ignore:StreamingHttpResponse must consume")


@pytest.fixture
def page(world, as_agent):
    """A function that gives the audit page as an agent sees it."""

    def page(query=None, agent=None, rest=""):
        return as_agent(agent or world.alan).get(world.url(f"settings/audit{rest}"), query or {})

    return page


def at(world, moment, subject):
    """An entry of some time: the trigger keeps anybody from dating one back later."""
    return AuditEntry.objects.create(
        workspace=world.workspace, action=Action.MAIL_STOPPED, subject=subject, at=moment
    )


def found(world, **query):
    form = QueryDict(mutable=True)
    form.update(query)
    return [line.entry.subject for line in lines(world.workspace, filter_of(form))]


def rows(answer):
    text = b"".join(answer).decode("utf-8-sig")
    return list(csv.reader(io.StringIO(text, newline="")))


def test_the_newest_stands_first_in_plain_words(world, page):
    add_domain(world.acme, mail_domain("*.Acme.DEV"), world.ada)  # DM-01
    pin(world.person("eve@gmail.com"), None, world.grace)
    html = " ".join(page().content.decode().split())
    first = html.index("said that eve@gmail.com belongs to the Shared Email Inbox")
    second = html.index('added acme.dev to Acme</a> <span class="muted">with subdomains</span>')
    assert first < second
    assert "<b>Grace Lund</b>" in html


def test_it_is_filtered_by_group_agent_customer_and_words(world):
    add_domain(world.acme, MailDomain("acme.dev"), world.ada)
    add_known_user(world.birch, "eve@gmail.com", world.alan)
    note(world.workspace, Action.MAIL_STOPPED, subject="Bob@birch.io", reason="bounced")
    assert found(world, group="domains") == ["acme.dev"]
    assert found(world, group="people") == ["eve@gmail.com"]
    assert found(world, agent=str(world.ada.pk)) == ["acme.dev"]
    assert found(world, customer=str(world.birch.pk)) == ["eve@gmail.com"]
    assert found(world, q="BIRCH.io") == ["Bob@birch.io"]
    assert found(world, q="birch.io", group="domains") == []


def test_both_days_of_a_range_are_in_it(world):
    for day in (1, 2, 3, 4):
        at(world, datetime(2026, 3, day, 23, 59, tzinfo=UTC), f"{day}@acme.com")
    assert found(world, since="2026-03-02", until="2026-03-03") == ["3@acme.com", "2@acme.com"]
    assert found(world, until="2026-03-01") == ["1@acme.com"]


def test_days_in_the_wrong_order_are_said_so(page):
    html = page({"since": "2026-03-03", "until": "2026-03-02"}).content.decode()
    assert "“From” is later than “To”" in html
    assert "Nothing found" not in html
    assert (
        "is later than" not in page({"since": "2026-03-03", "until": "2026-03-03"}).content.decode()
    )


@pytest.mark.parametrize(
    "query",
    [
        {"since": "2026-13-99", "until": "9999-12-31", "group": "x", "agent": "x", "customer": "-"},
        {"since": "yesterday", "before": "x", "agent": "9" * 40},
    ],
)
def test_what_a_filter_cannot_mean_is_left_out(world, page, query):
    at(world, datetime(2026, 3, 1, tzinfo=UTC), "ana@acme.com")
    assert "ana@acme.com" in page(query).content.decode()


def test_every_action_is_in_one_group():
    grouped = [action for group in Group for action in actions_of(group)]
    assert sorted(grouped) == sorted(Action)
    assert set(actions_of(Group.SETTINGS)) == {Action.SETTING_CHANGED}
    assert set(BEGINNINGS) | {Group.SETTINGS} == set(Group)


def test_it_is_read_a_page_at_a_time(world, page, django_assert_max_num_queries):
    for number in range(60):
        note(world.workspace, Action.MAIL_STOPPED, world.ada, subject=f"p{number}@acme.com")
    with django_assert_max_num_queries(27):  # the sign-in among them
        first = page()
    assert len(first.context["lines"]) == 50
    rest = page({"before": first.context["more"]})
    assert [line.entry.subject for line in rest.context["lines"]][-1] == "p0@acme.com"
    assert rest.context["more"] is None


@STREAMED
def test_the_file_has_all_that_the_filter_finds_and_runs_nothing(world, page, monkeypatch):
    monkeypatch.setattr("customers.dashboard.audit.views.IN_ONE_READ", 2)
    for number in range(5):
        note(world.workspace, Action.MAIL_STOPPED, world.ada, subject=f"={number}@acme.com")
    note(world.workspace, Action.BLOCKED, world.ada, subject="eve@gmail.com")
    answer = page({"group": "mail"}, rest="/csv")
    assert answer.streaming
    header, *found = rows(answer)
    assert header[1:5] == ["Who", "Email", "What", "Subject"]
    assert [row[4] for row in found] == [f"'={number}@acme.com" for number in (4, 3, 2, 1, 0)]
    assert found[0][1:4] == ["Ada Quill", "ada@fernhill.io", "stopped mail to =4@acme.com"]


@STREAMED
def test_a_file_of_nothing_has_its_columns(page):
    assert len(rows(page(rest="/csv"))) == 1


@pytest.mark.parametrize("rest", ["", "/csv"])
def test_admins_and_owners_read_it_and_nobody_else(world, page, rest):
    for agent, status in (
        (world.ada, 200),
        (world.grace, 403),
        (world.rita, 403),
        (world.oscar, 404),
    ):
        assert page(agent=agent, rest=rest).status_code == status


def test_what_was_done_elsewhere_is_not_in_it(world):
    note(world.otter, Action.MAIL_STOPPED, subject="ana@otters.io")
    assert found(world) == []
