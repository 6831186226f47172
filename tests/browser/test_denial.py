"""“This wasn't me”, pressed by a person, by a script, and in a browser without scripts."""

from playwright.sync_api import expect

from customers.models import Suppression
from tests.browser.steps import ask_for_link, denial_in_mail, link_in_mail


def asked(someone, world, address):
    page = someone()
    page.goto(f"/widget/{world.workspace.widget_id}/")
    ask_for_link(page, address)
    return page


def test_a_scanner_that_runs_scripts_stops_nothing_and_a_person_does(someone, world, mailbox):
    page, scanner = asked(someone, world, "ana@acme.com"), someone()
    scanner.goto(denial_in_mail(mailbox, "ana@acme.com"))
    for script in ("button.click()", "button.form.submit()", "button.form.requestSubmit()"):
        with scanner.expect_navigation():
            scanner.evaluate(f"const button = document.querySelector('button'); {script}")
        expect(scanner.get_by_role("alert")).to_contain_text("Nothing is stopped yet")
    assert not Suppression.objects.exists()

    page.goto(denial_in_mail(mailbox, "ana@acme.com"))
    page.get_by_role("button", name="This wasn't me").press("Enter")
    expect(page.get_by_role("heading", name="Mails are stopped")).to_be_visible()
    page.goto(link_in_mail(mailbox, "ana@acme.com"))
    expect(page.get_by_role("heading", name="This link was stopped")).to_be_visible()


def test_without_javascript_a_box_has_to_be_ticked(someone, world, mailbox):
    asked(someone, world, "bob@birch.io")
    page = someone(java_script_enabled=False)
    page.goto(denial_in_mail(mailbox, "bob@birch.io"))
    page.get_by_role("button", name="This wasn't me").click()
    assert not Suppression.objects.exists()  # the browser asks for the box
    page.get_by_role("checkbox", name="I didn't ask for this mail").check()
    page.get_by_role("button", name="This wasn't me").click()
    expect(page.get_by_role("heading", name="Mails are stopped")).to_be_visible()
