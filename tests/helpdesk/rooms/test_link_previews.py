"""What a link leads to is looked at by the server, once for all, and only in the public web."""

import struct
import zlib
from datetime import timedelta

import pytest
from django.core.files.storage import default_storage
from django.utils import timezone
from procrastinate.contrib.django.models import ProcrastinateJob

from helpdesk.models import LinkPreview, Message
from helpdesk.rooms import link_previews
from helpdesk.rooms.editing import delete, edit, remove_preview
from helpdesk.rooms.refusals import Refused
from helpdesk.rooms.rendering import rendered
from helpdesk.rooms.tasks import preview_link
from tests.helpdesk.rooms.conftest import say
from tests.helpdesk.rooms.files.conftest import body_of


def png(width: int, height: int, says: tuple[int, int] | None = None) -> bytes:
    def chunk(kind: bytes, data: bytes) -> bytes:
        check = zlib.crc32(kind + data)
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", check)

    rows = zlib.compress(b"".join(b"\0" + b"\x40\x80\xc0" * width for _ in range(height)))
    head = struct.pack(">IIBBBBB", *(says or (width, height)), 8, 2, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", rows) + chunk(b"IEND", b"")


def work(message) -> None:
    """Do the job of a message, and read it again."""
    preview_link(message_id=message.pk)
    message.refresh_from_db()


def test_a_post_with_a_link_is_followed_by_what_it_leads_to(triage, ana, web):
    web.page("/door.png", png(640, 320), "image/png")
    [message] = say(triage, ana, f"look: {web.page('/a')} and {web.page('/b')}")
    [job] = ProcrastinateJob.objects.filter(task_name__endswith="preview_link")
    assert job.args == {"message_id": message.pk}
    work(message)
    preview = message.link_preview
    assert (preview.title, preview.description, preview.site) == (
        "Opening & closing",
        "How doors work.",
        "Acme",
    )
    assert (preview.image_width, preview.image_height) == (320, 160)
    assert message.revision == 1
    html = rendered(message)
    assert "Opening &amp; closing" in html
    assert web.url("/door.png") not in html and "127.0.0.1" not in html.split("<img")[1]
    assert web.asked == ["/a", "/door.png"]


def test_a_page_without_opengraph_has_its_title_and_host(triage, ana, web):
    [message] = say(triage, ana, web.page("/", "<title> Just\n this </title>"))
    work(message)
    assert message.link_preview.title == "Just this"
    assert message.link_preview.site == "127.0.0.1"


def test_what_has_waited_too_long_is_not_looked_at(triage, ana, web):
    [message] = say(triage, ana, web.page("/a"))
    long_ago = timezone.now() - timedelta(minutes=11)
    Message.objects.filter(pk=message.pk).update(created_at=long_ago)
    work(message)
    assert not web.asked
    edit(triage, ana, message.seq, f"again {web.url('/a')}")
    work(message)
    assert message.link_preview


@pytest.mark.parametrize(
    ("head", "kind"),
    [
        ('<meta property="og:image" content="http://[">', "text/html"),
        ('<meta property="og:image" content="//[x]/">', "text/html"),
        ("<![", "text/html"),
        ("", "text/html; charset=idna"),
        ("", "text/html; charset=undefined"),
        ("", "text/html; charset=punycode"),
        ("", "text/html; charset=rot13"),
    ],
)
def test_an_odd_page_is_shown_as_far_as_it_can_be_read(triage, ana, web, head, kind):
    [message] = say(triage, ana, web.page("/", f"<title>Odd</title>{head}", kind))
    work(message)
    assert message.link_preview.title == "Odd"
    assert not message.link_preview.image


def test_a_page_is_looked_at_once_a_day_for_all_messages(triage, ana, world, web):
    messages = say(triage, ana, web.page("/a"), web.url("/a"))
    for message in messages:
        work(message)
    assert web.asked == ["/a", "/door.png"]
    assert messages[0].link_preview == messages[1].link_preview
    kept = LinkPreview.objects.get()
    LinkPreview.objects.update(fetched_at=kept.fetched_at - timedelta(hours=25))
    work(say(triage, ana, web.url("/a"))[0])
    assert web.asked.count("/a") == 2


def test_messages_with_the_same_link_wait_for_one_look(triage, ana, web):
    """Else two looks at the same moment would ask twice, and leave an image that nobody knows."""
    say(triage, ana, *[f"{number} {web.url('/a')}" for number in range(3)])
    jobs = ProcrastinateJob.objects.filter(task_name__endswith="preview_link")
    assert len(set(jobs.values_list("lock", flat=True))) == 1


def test_who_wrote_it_may_take_it_away(triage, ana, world, web):
    [message] = say(triage, ana, web.page("/a"))
    work(message)
    with pytest.raises(Refused, match="not_yours"):
        remove_preview(triage, world.ada, 1)
    remove_preview(triage, ana, 1)
    jobs = ProcrastinateJob.objects.filter(task_name__endswith="preview_link").count()
    edit(triage, ana, 1, f"again {web.url('/a')}")
    message.refresh_from_db()
    assert "link-preview" not in rendered(message)
    assert ProcrastinateJob.objects.filter(task_name__endswith="preview_link").count() == jobs


def test_what_no_message_shows_any_more_is_forgotten(triage, ana, web):
    web.page("/door.png", png(64, 64), "image/png")
    messages = say(triage, ana, web.page("/a"), web.page("/b"))
    for message in messages:
        work(message)
    delete(triage, ana, 1)
    link_previews.clear_away()
    assert LinkPreview.objects.count() == 2  # another message may have it today
    LinkPreview.objects.update(fetched_at=timezone.now() - timedelta(days=2))
    name = LinkPreview.objects.get(url=web.url("/a")).image.name
    link_previews.clear_away()
    assert LinkPreview.objects.get().url == web.url("/b")
    assert not default_storage.exists(name)


def test_an_edit_shows_what_the_new_link_leads_to(triage, ana, web):
    [message] = say(triage, ana, web.page("/a"))
    work(message)
    edit(triage, ana, 1, f"sorry, {web.page('/b', '<title>B</title>')}")
    message.refresh_from_db()
    assert message.link_preview is None
    work(message)
    assert message.link_preview.title == "B"


def test_nothing_is_asked_where_it_is_switched_off(triage, ana, web, settings):
    settings.LINK_PREVIEWS = False
    [message] = say(triage, ana, web.page("/a"))
    assert not ProcrastinateJob.objects.filter(task_name__endswith="preview_link").exists()
    work(message)
    assert not web.asked


@pytest.mark.parametrize(
    "body",
    [
        b"no image",
        png(7000, 7000)[:2000],
        png(64, 64, says=(60_000, 60_000)),
        b"<svg/>",
        b"\x89PNG\r\n\x1a\n",
    ],
)
def test_an_image_that_is_none_is_left_out(triage, ana, web, body):
    web.page("/door.png", body, "image/png")
    [message] = say(triage, ana, web.page("/a"))
    work(message)
    assert message.link_preview.title
    assert not message.link_preview.image


@pytest.mark.parametrize(
    ("page", "kind"),
    [
        ('<title>Doors</title><meta property="og:image" content="http://[x">', "text/html"),
        ("<title>Doors</title>", "text/html; charset=idna"),
        ("<title>Doors</title>", "text/html; charset=no-such-thing"),
    ],
)
def test_a_page_that_says_nonsense_about_itself_is_shown_without_it(triage, ana, web, page, kind):
    [message] = say(triage, ana, web.page("/a", page, kind))
    work(message)
    assert (message.link_preview.title, message.link_preview.image.name) == ("Doors", "")


def test_the_image_is_served_to_who_may_read_a_message_with_it(
    triage, ana, bob, web, world, as_person, as_agent
):
    web.page("/door.png", png(64, 64), "image/png")
    [message] = say(triage, ana, web.page("/a"))
    work(message)
    address = f"rooms/{triage.pk}/preview/{message.link_preview.pk}"
    found = as_person(ana).get(f"/{address}")
    assert (found.status_code, found["Content-Type"]) == (200, "image/jpeg")
    assert body_of(found).startswith(b"\xff\xd8")
    assert as_agent(world.ada).get(world.url(address)).status_code == 200
    assert as_person(bob).get(f"/{address}").status_code == 404
    birchs = world.birch.rooms.get()
    assert (
        as_person(bob).get(f"/rooms/{birchs.pk}/preview/{message.link_preview.pk}").status_code
        == 404
    )
    assert as_agent(world.oscar).get(world.url(address)).status_code == 404
