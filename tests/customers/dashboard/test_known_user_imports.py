import csv
import io
from urllib.parse import urlencode

import pytest
from django.conf import settings
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone

from customers.dashboard.known_user_imports.planning import plan
from customers.dashboard.known_user_imports.reading import lines_of
from customers.models import Action, AuditEntry, Binding, Customer, KnownUser, PastDecision, Person
from customers.routing.known_users import add_known_user, add_known_users, remove_known_users
from customers.routing.pins import pin

FORM = "application/x-www-form-urlencoded"


def url(world, rest="", customer=None):
    return world.url(f"customers/{(customer or world.acme).pk}/known-users/import{rest}")


@pytest.fixture
def send(world, as_agent):
    """A function that posts a list to one of the import's pages."""

    def send(text, rest="", agent=None, **more):
        client = as_agent(agent or world.ada)
        return client.post(url(world, rest), urlencode({"list": text} | more), FORM, follow=True)

    return send


def seal(world, text, customer=None):
    return plan(customer or world.acme, lines_of(text)).seal


def test_a_list_is_shown_then_confirmed_and_undone(world, send):
    text = "email,name\neve@gmail.com,Eve\nnobody"
    shown = send(text).content.decode()
    assert "1 person will be known in Acme." in shown
    assert "Enter a valid email address" in shown
    assert not Person.objects.exists()
    done = send(text, "/confirm", seal=seal(world, text)).content.decode()
    assert "1 known user is added." in done
    known = KnownUser.objects.get()
    assert (known.person.email, known.person.name, known.source) == (
        "eve@gmail.com",
        "Eve",
        KnownUser.Source.IMPORT,
    )
    assert "imported" in done
    entry = AuditEntry.objects.get()
    assert (entry.action, entry.agent, entry.person) == (
        Action.KNOWN_USER_ADDED,
        world.ada,
        known.person,
    )
    assert PastDecision.objects.get().cause == entry


def test_a_file_is_read_as_a_pasted_list_is(world, as_agent):
    file = SimpleUploadedFile("list.csv", "email;name\nzoe@gmail.com;Zoë".encode("utf-16"))
    html = as_agent(world.ada).post(url(world), {"file": file}).content.decode()
    assert "1 person will be known in Acme." in html
    assert "Zoë" in html


def test_a_file_in_another_encoding_is_refused_kindly(world, as_agent):
    file = SimpleUploadedFile("list.csv", "zoe@gmail.com;Zoë".encode("latin-1"))
    answer = as_agent(world.ada).post(url(world), {"file": file})
    assert answer.status_code == 422
    assert "Save it as" in answer.content.decode()


@pytest.mark.slow
def test_a_list_longer_than_other_forms_may_be_goes_all_the_way(world, send):
    domain = f"{'a' * 60}.{'b' * 60}.{'c' * 50}.io"
    text = "\n".join(f"{'p' * 58}{i:05}@{domain},Ünal {i}" for i in range(1100))
    assert len(text) > settings.DATA_UPLOAD_MAX_MEMORY_SIZE
    assert "1100 people will be known in Acme" in send(text).content.decode()
    send(text, "/confirm", seal=seal(world, text))
    assert KnownUser.objects.count() == AuditEntry.objects.count() == 1100


def test_where_something_has_changed_meanwhile_that_is_shown_and_nothing_done(world, send):
    text = "eve@gmail.com\namy@gmail.com"
    before = seal(world, text)
    add_known_user(world.birch, "eve@gmail.com")
    answer = send(text, "/confirm", seal=before)
    assert answer.status_code == 409
    assert "Something has changed since you looked" in answer.content.decode()
    assert "Known in Acme and Birch" in answer.content.decode()
    assert not world.acme.known_users.exists()


@pytest.mark.parametrize("forged", [{}, {"seal": ""}, {"seal": "x"}])
def test_nothing_is_done_that_was_not_shown(world, send, forged):
    assert send("eve@gmail.com", "/confirm", **forged).status_code == 409
    assert not KnownUser.objects.exists()


def test_another_list_than_the_one_shown_is_not_done(world, send):
    before = seal(world, "eve@gmail.com")
    assert send("eve@gmail.com\nmallory@gmail.com", "/confirm", seal=before).status_code == 409
    assert not KnownUser.objects.exists()


def test_what_was_shown_for_one_customer_is_not_done_at_another(world, send, as_agent):
    for customer, elsewhere in ((world.acme, world.birch), (world.birch, world.acme)):
        shown = seal(world, "eve@gmail.com", customer)
        form = urlencode({"list": "eve@gmail.com", "seal": shown})
        answer = as_agent(world.ada).post(url(world, "/confirm", elsewhere), form, FORM)
        assert answer.status_code == 409
    assert not KnownUser.objects.exists()


@pytest.mark.parametrize(
    ("header", "words"),
    [
        ("email,email,name", "There are two columns for the email in the first line"),
        ("Email;name;E-Mail", "There are two columns for the email in the first line"),
        ("email\tName\tname ", "There are two columns for the name in the first line"),
    ],
)
def test_a_column_that_is_there_twice_is_refused(send, header, words):
    answer = send(f"{header}\neve@gmail.com,amy@gmail.com,Eve")
    assert answer.status_code == 422
    assert words in answer.content.decode()
    assert header in answer.content.decode()


def test_of_two_kinds_of_names_the_first_is_read():
    assert lines_of("name,full name,email\nEve,Eve Adams,eve@gmail.com")[0].name == "Eve"


def test_a_broken_list_comes_back_as_it_was_typed(world, send):
    for rest in ("", "/confirm", "/results"):
        answer = send('eve@gmail.com,"Eve', rest)
        assert answer.status_code == 422
        assert "eve@gmail.com,&quot;Eve" in answer.content.decode()


def test_the_results_are_a_file_too_that_runs_nothing(world, send):
    answer = send("eve@gmail.com,=HYPERLINK(1)\n=cmd|x,a", "/results")
    rows = list(csv.reader(io.StringIO(answer.content.decode("utf-8-sig"), newline="")))
    assert rows[1] == ["1", "eve@gmail.com", "'=HYPERLINK(1)", "Will be added", ""]
    assert rows[2][1] == "'=cmd|x"
    assert rows[2][3] == "Refused"


def test_names_are_escaped(world, send):
    html = send(
        "eve@gmail.com,<b onclick=x>Eve</b>\n</textarea><script>x</script>"
    ).content.decode()
    assert "<b onclick" not in html
    assert "<script>x" not in html


def test_the_undo_takes_back_the_last_list_and_nothing_else(world, as_agent):
    ada = as_agent(world.ada)
    add_known_user(world.acme, "before@gmail.com")
    text = "eve@gmail.com\namy@gmail.com"
    form = {"list": text, "seal": seal(world, text)}
    page = ada.post(url(world, "/confirm"), urlencode(form), FORM, follow=True).content.decode()
    assert "2 known users came by your last list." in page
    add_known_user(world.acme, "after@gmail.com")
    add_known_users(world.birch, {"eve@gmail.com": ""})
    assert "2 are known no more" in ada.post(url(world, "/undo"), follow=True).content.decode()
    left = KnownUser.objects.order_by("pk").values_list("customer__name", "person__email")
    assert list(left) == [
        ("Acme", "before@gmail.com"),
        ("Acme", "after@gmail.com"),
        ("Birch", "eve@gmail.com"),
    ]
    assert AuditEntry.objects.filter(action=Action.KNOWN_USER_REMOVED).count() == 2
    assert "0 are known no more" in ada.post(url(world, "/undo"), follow=True).content.decode()


def test_the_undo_is_of_the_one_who_made_the_list(world, as_agent, send):
    text = "eve@gmail.com"
    send(text, "/confirm", seal=seal(world, text))
    as_agent(world.alan).post(url(world, "/undo"))
    assert KnownUser.objects.count() == 1


def test_whom_a_token_has_signed_in_since_is_not_taken_back(world):
    [known] = add_known_users(world.acme, {"eve@gmail.com": ""})
    Binding.objects.create(
        workspace=world.workspace,
        customer=world.acme,
        user_id="u_1",
        known_user=known,
        signed_at=timezone.now(),
    )
    assert remove_known_users(world.acme, [known.pk]) == 0
    assert KnownUser.objects.exists()


def test_a_name_is_given_only_to_who_has_none(world):
    world.person("ana@acme.com", "Ana")
    world.person("amy@acme.com")
    add_known_users(world.acme, {"ana@acme.com": "Annie", "amy@acme.com": "Amy"})
    names = dict(Person.objects.values_list("email", "name"))
    assert names == {"ana@acme.com": "Ana", "amy@acme.com": "Amy"}


def test_all_are_added_or_nobody(world, monkeypatch):
    def fail(*args, **kwargs):
        raise ZeroDivisionError

    monkeypatch.setattr("customers.routing.audit.note_people", fail)
    with pytest.raises(ZeroDivisionError):
        add_known_users(world.acme, {"eve@gmail.com": "Eve"})
    assert not Person.objects.exists()
    assert not KnownUser.objects.exists()


def test_many_are_added_in_few_queries(world, django_assert_max_num_queries):
    with django_assert_max_num_queries(30):
        add_known_users(world.acme, {f"p{i}@gmail.com": f"P {i}" for i in range(1500)})


@pytest.mark.parametrize("rest", ["", "/confirm", "/results", "/undo"])
def test_only_admins_and_owners_import(world, as_agent, rest):
    for agent, status in ((world.grace, 403), (world.rita, 403), (world.oscar, 404)):
        answer = as_agent(agent).post(url(world, rest), urlencode({"list": "eve@gmail.com"}), FORM)
        assert answer.status_code == status
    inbox = url(world, rest, customer=world.inbox)
    assert as_agent(world.ada).post(inbox, {}).status_code == 404


def test_anothers_customer_is_not_imported_into(world, as_agent):
    foreign = Customer.objects.create(workspace=world.otter, name="Foreign")
    answer = as_agent(world.ada).post(url(world, "/confirm", foreign), {"list": "eve@gmail.com"})
    assert answer.status_code == 404


def test_somebody_known_in_several_shows_it_wherever_they_are_listed(world, as_agent):
    add_known_users(world.acme, {"eve@gmail.com": ""})
    add_known_users(world.birch, {"eve@gmail.com": ""})
    pin(Person.objects.get(), world.acme)
    for customer, other in ((world.acme, "Birch"), (world.birch, "Acme")):
        page = as_agent(world.rita).get(world.url(f"customers/{customer.pk}")).content.decode()
        assert f"known in {other} too" in page
