"""What a provider tells of a mail: believed with the secret alone, noted once, in any order."""

import json
from base64 import b64encode
from datetime import timedelta
from itertools import permutations

import pytest
from anymail.signals import AnymailTrackingEvent
from django.utils import timezone

from customers.models import AuditEntry, Bounce, Mail, MailFate, Suppression, SuppressionReason
from customers.proof.mail_events import find_mail, reason_of
from customers.proof.suppressions import lift, suppressions_of
from customers.team.inviting import invite
from customers.team.tasks import send_invitation
from tests.asking import ask
from tests.jobs import do_jobs
from unknown_user import environment

URL = "/mail/events/postmark/tracking/"
SECRET = "fernhill:sesame"


@pytest.fixture(autouse=True)
def secret(settings):
    settings.ANYMAIL = {"WEBHOOK_SECRET": SECRET}


@pytest.fixture
def mail(world):
    link = ask(world, "a.na@gmail.com")
    do_jobs()
    link.mail.refresh_from_db()
    return link.mail


@pytest.fixture
def tell(client):
    """Tells an event as Postmark does. Returns the status."""

    def tell(mail, event, secret=SECRET, **more):
        body = EVENTS[event] | {"Metadata": {"mail": mail.message_id}} | more
        answer = client.post(
            URL,
            json.dumps(body),
            content_type="application/json",
            headers={"Authorization": "Basic " + b64encode(secret.encode()).decode()},
        )
        mail.refresh_from_db()
        return answer.status_code

    return tell


EVENTS = {
    "delivered": {"RecordType": "Delivery", "DeliveredAt": "2026-05-01T10:00:00Z"},
    "bounced": {
        "RecordType": "Bounce",
        "Type": "HardBounce",
        "BouncedAt": "2026-05-01T10:01:00Z",
        "Details": "smtp;550 5.1.1 no such user, see http://localhost/link/abc/ or 123 456",
    },
    "full": {
        "RecordType": "Bounce",
        "Type": "SoftBounce",
        "BouncedAt": "2026-05-01T10:02:00Z",
        "Details": "mailbox full",
    },
    "complained": {
        "RecordType": "SpamComplaint",
        "Type": "SpamComplaint",
        "BouncedAt": "2026-05-04T10:00:00Z",
    },
}


def stops():
    return list(Suppression.objects.order_by("pk").values_list("mailbox", "reason"))


def test_a_delivered_mail_says_so(mail, tell):
    assert mail.fate == MailFate.SENT
    assert tell(mail, "delivered") == 200
    assert mail.fate == MailFate.DELIVERED
    assert mail.delivered_at.isoformat() == "2026-05-01T10:00:00+00:00"
    assert stops() == []


def test_a_bounced_mail_says_why_and_stops_that_address(mail, tell):
    tell(mail, "bounced")
    assert mail.words == "bounced: mailbox does not exist"
    assert mail.error == "smtp;550 5.1.1 no such user, see [link] or [code]"
    assert stops() == [("a.na@gmail.com", SuppressionReason.BOUNCED)]


def test_a_full_mailbox_stops_nothing(mail, tell):
    tell(mail, "full")
    assert mail.words == "bounced: not taken for now"
    assert stops() == []


def test_a_complaint_stops_the_mailbox_however_it_is_spelled(mail, tell, world):
    tell(mail, "complained")
    assert mail.fate == MailFate.COMPLAINED
    assert suppressions_of(world.workspace, "an.a+x@googlemail.com").exists()


@pytest.mark.catalogue("AZ-46", "FI-31")
@pytest.mark.parametrize("order", list(permutations(EVENTS)))
def test_whatever_the_order_and_however_often_the_outcome_is_the_same(mail, tell, order):
    for event in order * 2:
        assert tell(mail, event) == 200
    assert (mail.fate, mail.bounce) == (MailFate.COMPLAINED, Bounce.GONE)
    assert mail.bounced_at.minute == 1
    assert sorted(stops()) == [
        ("a.na@gmail.com", SuppressionReason.BOUNCED),
        ("ana@gmail.com", SuppressionReason.COMPLAINED),
    ]
    assert AuditEntry.objects.count() == 2


def test_an_event_told_again_undoes_no_agents_word(mail, tell, world):
    tell(mail, "bounced")
    lift(Suppression.objects.get(), world.grace)
    tell(mail, "bounced")
    assert not suppressions_of(world.workspace, "a.na@gmail.com").exists()


def test_a_mail_is_found_by_the_providers_name_for_it(mail, tell):
    Mail.objects.filter(pk=mail.pk).update(provider_id="b7bc2f4a")
    assert tell(mail, "delivered", Metadata={}, MessageID="b7bc2f4a") == 200
    assert mail.fate == MailFate.DELIVERED


@pytest.mark.parametrize(
    "told",
    [{"Metadata": {"mail": "of somebody else"}}, {"Metadata": {}}, {"Metadata": {"mail": 7}}],
)
def test_a_mail_that_nobody_knows_is_nobodys(mail, tell, told):
    assert tell(mail, "bounced", MessageID="\0unknown", **told) == 200
    assert mail.fate == MailFate.SENT
    assert stops() == []


@pytest.mark.parametrize("wrong", ["fernhill:guess", ":", "fernhill"])
def test_a_wrong_secret_is_refused(mail, tell, wrong):
    assert tell(mail, "bounced", secret=wrong) == 400
    assert mail.fate == MailFate.SENT


def test_no_secret_is_refused(client, db):
    assert client.post(URL, "{}", content_type="application/json").status_code == 400


def test_where_no_secret_is_set_there_is_nothing(mail, tell, settings):
    settings.ANYMAIL = {"WEBHOOK_SECRET": ""}
    assert tell(mail, "bounced") == 404
    assert tell(mail, "bounced", secret=":") == 404
    assert mail.fate == MailFate.SENT


def test_no_mail_is_taken_in(client, db):
    assert client.post("/mail/events/postmark/inbound/").status_code == 404


def test_an_invitations_bounce_is_seen_and_stops_nobody(world, tell, as_agent):
    owner = world.workspace.vendor.memberships.get(agent=world.ada)
    invitation = invite(owner, "tom@fernhill.io", "agent")
    send_invitation(mail_id=invitation.mail_id)
    tell(invitation.mail, "bounced")
    assert stops() == []
    team = as_agent(world.ada).get(world.url("team")).content.decode()
    assert "bounced: mailbox does not exist" in team


def test_a_providers_name_for_a_mail_is_kept(world, settings):
    settings.MAILERS = {"default": {"BACKEND": "anymail.backends.test.EmailBackend"}}
    for address in ("ana@acme.com", "bob@birch.io"):
        ask(world, address)
    do_jobs()
    named = Mail.objects.get(to="bob@birch.io")
    assert (named.provider_id, named.fate) == ("1", MailFate.SENT)  # anymail's tests count them


@pytest.mark.parametrize(
    ("told", "answer", "bounce"),
    [
        ({"event": "hard_bounce"}, "550 no", Bounce.GONE),
        ({"event": "soft_bounce"}, "no", Bounce.NOT_NOW),
        ({"event": "bounce", "hard_bounce": False}, "no", Bounce.NOT_NOW),
        ({"event": "bounce", "hard_bounce": True}, "no", Bounce.GONE),
        ({"bounce": {"bounceType": "Transient"}}, None, Bounce.NOT_NOW),
        ({"bounce": {"bounceType": "Permanent", "to": ["a@b.c"]}}, None, Bounce.GONE),
        ({}, "smtp;452 4.2.2 over quota", Bounce.NOT_NOW),
        ({}, "smtp; 550 5.1.1 unknown 421", Bounce.GONE),
    ],
)
def test_only_a_mailbox_that_is_gone_is_blamed(told, answer, bounce):
    event = AnymailTrackingEvent(
        event_type="bounced", reject_reason="bounced", mta_response=answer, esp_event=told
    )
    assert reason_of(event) is bounce


def test_the_secret_and_providers_own_settings_come_from_the_environment():
    given = {"WEBHOOK_SECRET": SECRET, "ANYMAIL_MAILGUN_WEBHOOK_SIGNING_KEY": "key", "PORT": "1"}
    assert environment.anymail(given) == {
        "WEBHOOK_SECRET": SECRET,
        "MAILGUN_WEBHOOK_SIGNING_KEY": "key",
    }
    assert environment.anymail({}) == {"WEBHOOK_SECRET": ""}


METADATA = [[], ["mail"], "mail", 7, {"mail": ["x"]}, {"mail": {}}]


def test_metadata_of_another_shape_is_passed_over(mail, tell):
    Mail.objects.filter(pk=mail.pk).update(provider_id="b7bc2f4a")
    for metadata in METADATA:
        assert tell(mail, "delivered", Metadata=metadata, MessageID="b7bc2f4a") in {200, 400}
        event = AnymailTrackingEvent(
            event_type="delivered", metadata=metadata, message_id="b7bc2f4a"
        )
        assert find_mail(event) == mail


@pytest.mark.parametrize(
    "told",
    [
        {"Metadata": {"mail": "\ud800"}},
        {"Metadata": {}, "MessageID": "\udfff\0"},
        {"Email": "\ud800@acme.com"},
        {"ID": "\ud800"},
    ],
)
def test_half_characters_are_no_error(mail, tell, told):
    assert tell(mail, "bounced", **told) in {200, 400}


def test_what_a_provider_says_is_kept_as_far_as_it_can_be_shown(mail, tell):
    tell(mail, "bounced", Details="no\0 \ud800such\x1b[2J \u202euser\n.", Email="\ud800")
    assert mail.error == "no such [2J user ."


@pytest.mark.parametrize("at", ["0001-01-01T00:00:00+14:00", "9999-12-31T23:59:59-14:00"])
def test_a_time_out_of_this_world_is_now(mail, tell, at):
    assert tell(mail, "delivered", DeliveredAt=at) == 200
    assert abs(mail.delivered_at - timezone.now()) < timedelta(minutes=5)


def test_a_time_of_no_zone_is_utc(mail, tell):
    assert tell(mail, "delivered", DeliveredAt="2026-05-01T10:00:00") == 200
    assert mail.delivered_at.isoformat() == "2026-05-01T10:00:00+00:00"
