"""What people do in a browser, in the words that they see."""

import re
import time

from playwright.sync_api import Frame, FrameLocator, Page, expect


def ask_for_link(form: Page | FrameLocator | Frame, email: str, name: str = "") -> None:
    """Type an address and perhaps a name, and press the button."""
    form.get_by_role("textbox", name="Email", exact=True).fill(email)
    if name:
        form.get_by_role("textbox", name="Name (optional)").fill(name)
    form.get_by_role("button", name="Email me a link").click()
    expect(form.get_by_role("status")).to_contain_text(email)


def link_in_mail(mailbox, to: str) -> str:
    """The link of the newest mail to this address, waited for a minute at most."""
    return re.search(r"^http\S+", _newest_mail(mailbox, to), re.MULTILINE)[0]


def denial_in_mail(mailbox, to: str) -> str:
    """The address of "This wasn't me" in the newest mail to this address."""
    return re.search(r"^http\S+/not-me/\S+", _newest_mail(mailbox, to), re.MULTILINE)[0]


def code_in_mail(mailbox, to: str) -> str:
    """The six digits of the newest mail to this address, as they stand there."""
    return re.search(r"\b\d{3} ?\d{3}\b", _newest_mail(mailbox, to))[0]


def _newest_mail(mailbox, to: str) -> str:
    deadline = time.monotonic() + 60  # a worker that died is noticed within that
    while time.monotonic() < deadline:
        for message in reversed(mailbox.messages):
            if message["To"] == to:
                return message.get_body(("plain",)).get_content()
        time.sleep(0.05)
    raise AssertionError(f"no mail to {to}")


def arrive(page: Page, mailbox, email: str) -> None:
    """Open the link of the newest mail and go on to the room."""
    page.goto(link_in_mail(mailbox, email))
    page.get_by_role("button", name="Continue").click()
    page.wait_for_url("**/rooms/*/")


def enter(page: Page, workspace, mailbox, email: str, name: str = "") -> None:
    """Come in from the form, at top level, to the room."""
    page.goto(f"/widget/{workspace.widget_id}/")
    ask_for_link(page, email, name)
    arrive(page, mailbox, email)


def sign_in(page: Page, email: str, password: str) -> None:
    """Sign in as an agent."""
    page.goto("/admin/")
    page.get_by_role("textbox", name="Email").fill(email)
    page.get_by_role("textbox", name="Password").fill(password)
    page.get_by_role("button", name="Sign in").click()
    page.wait_for_url("**/admin/*/*/")


def say(page: Page, text: str) -> None:
    """Write a message in the room."""
    page.get_by_role("textbox", name="Message").fill(text)
    page.get_by_role("button", name="Send").click()


def sees(page: Page, text: str) -> None:
    """Wait until the room's log shows this text once."""
    expect(page.get_by_role("log").get_by_text(text, exact=True)).to_have_count(1)


def message(page: Page, text: str):
    return page.get_by_role("log").get_by_role("article").filter(has_text=text)


def act(page: Page, text: str, action: str) -> None:
    message(page, text).hover()
    message(page, text).get_by_role("button", name=action, exact=True).click()
