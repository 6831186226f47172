"""What the tests of the pages behind a mail's links share."""

import re

import pytest
from django.core import mail
from django.test import Client

from tests.helpdesk.widget.test_form import OURS, hidden
from tests.jobs import do_jobs


@pytest.fixture
def ask(world, settings):
    """Asks for a link by the form, and reads it in the mail. Returns its path."""
    settings.MAILBOX_LIMITS = [(60, 100)]

    def ask(email="ana@acme.com", workspace=None):
        url = f"/widget/{(workspace or world.workspace).widget_id}/"
        form = hidden(Client().get(url), "form")
        Client().post(url, {"email": email, "form": form}, headers=OURS)
        do_jobs()
        return re.search(r"/link/\S+/", mail.outbox[-1].body)[0]

    return ask
