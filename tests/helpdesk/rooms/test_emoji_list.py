from django.conf import settings

from helpdesk.management.commands.emoji_list import FILE, emoji_list
from helpdesk.rooms.emoji_names import by_name, is_one_emoji


def test_the_picker_has_the_emoji_of_the_package_that_is_installed():
    """Where it hasn't, `manage.py emoji_list` writes it anew."""
    assert (settings.BASE_DIR / FILE).read_text() == emoji_list()


def test_each_name_leads_to_an_emoji():
    assert by_name("tada") == "🎉"
    assert by_name("tada ") is None
    assert is_one_emoji(by_name("+1") or "")
