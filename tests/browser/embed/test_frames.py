"""What the elements of embed.js frame, what they tell it, and when they make it anew."""

import pytest
from playwright.sync_api import expect

from customers.embedding.script import current_script
from tests.browser.embed.standin import IDS, KNOWN, inside, say, told

SET_TOKEN = "token => { document.querySelector('unknown-user-widget').token = token }"


@pytest.mark.parametrize(
    ("element", "path", "headless"),
    [("widget", "/widget/w1/", False), ("badge", "/widget/w1/headless", True)],
)
def test_an_unknown_user_gets_the_widgets_own_page(visit, home, element, path, headless):
    frame = inside(visit(f"<unknown-user-{element} {IDS}></unknown-user-{element}>"), path)
    assert frame.url == f"{home.url}{path}?key=pk_1"
    introduced, permission = told(frame)
    assert introduced == {
        "initToken": {"widgetId": "w1", "widgetKey": "pk_1"},
        "headless": headless,
        "mode": "light",
        "isFloaty": False,
        "seamless": True,
    }
    assert set(permission) == {"notificationsPermission"}


@pytest.mark.parametrize("element", ["widget", "badge"])
def test_a_known_users_token_goes_to_the_shell_by_message_alone(visit, home, element):
    page = visit(f"<unknown-user-{element}></unknown-user-{element}>")
    page.evaluate(SET_TOKEN.replace("widget", element), KNOWN)
    frame = inside(page, "/")
    assert frame.url == f"{home.url}/"
    assert told(frame)[0]["initToken"] == KNOWN
    assert told(frame)[0]["headless"] is (element == "badge")


def test_a_jwt_as_an_attribute_is_a_known_users(visit):
    page = visit('<unknown-user-widget widget-id="w1" user-jwt="a.b.c"></unknown-user-widget>')
    assert told(inside(page, "/"))[0]["initToken"] == {"widgetId": "w1", "userJWT": "a.b.c"}


def test_a_user_id_that_nothing_signs_gets_the_form(visit):
    page = visit("<unknown-user-widget></unknown-user-widget>")
    page.evaluate(SET_TOKEN, {"widgetId": "w1", "widgetKey": "pk_1", "userId": "ana"})
    assert inside(page)


def test_another_token_makes_the_frame_anew_and_the_same_one_does_not(visit):
    page = visit(f"<unknown-user-widget {IDS}></unknown-user-widget>")
    first = inside(page)
    page.evaluate(SET_TOKEN, {"widgetId": "w1", "widgetKey": "pk_1"})
    page.evaluate("document.querySelector('unknown-user-widget').title = 'Help'")
    expect(page.locator("iframe")).to_have_attribute("title", "Help")
    assert inside(page) is first
    page.evaluate(SET_TOKEN, {"widgetId": "w2", "widgetKey": "pk_2"})
    assert told(inside(page, "/widget/w2/"))[0]["initToken"]["widgetKey"] == "pk_2"
    assert page.locator("iframe").count() == 1


def test_a_token_may_be_a_text_or_an_object_that_cannot_be_sent(visit):
    page = visit("""<unknown-user-widget token='{"widgetId": "w1"}'></unknown-user-widget>""")
    assert told(inside(page))[0]["initToken"] == {"widgetId": "w1"}
    page.evaluate(
        "document.querySelector('unknown-user-widget').token = new Proxy({ widgetId: 'w2' }, {})"
    )
    assert told(inside(page, "/widget/w2/"))[0]["initToken"] == {"widgetId": "w2"}


def test_the_client_url_says_whose_frame_it_is(visit, home):
    other = home.url.replace("localhost", "127.0.0.1")
    page = visit(f'<unknown-user-widget {IDS} client-url="{other}/"></unknown-user-widget>')
    assert inside(page).url == f"{other}/widget/w1/?key=pk_1"


def test_an_element_works_before_the_script_and_moved_and_put_back(visit, home):
    page = visit(f"<main><unknown-user-widget {IDS}></unknown-user-widget></main>", script=False)
    page.evaluate("document.querySelector('unknown-user-widget').mode = 'dark'")
    page.add_script_tag(url=f"{home.url}/embed.js")
    assert told(inside(page))[0]["mode"] == "dark"
    page.evaluate("document.body.prepend(document.querySelector('unknown-user-widget'))")
    inside(page)
    page.evaluate("window.kept = document.querySelector('unknown-user-widget'); kept.remove()")
    assert page.locator("iframe").count() == 0
    page.evaluate("document.body.append(kept)")
    assert told(inside(page))[0]["initToken"]["widgetId"] == "w1"
    assert page.problems == []


def test_a_frame_gets_no_focus_by_itself(visit):
    page = visit(f"<button>Ours</button><unknown-user-widget {IDS}></unknown-user-widget>")
    page.get_by_role("button", name="Ours").focus()
    frame = inside(page)
    page.wait_for_timeout(200)
    expect(page.get_by_role("button", name="Ours")).to_be_focused()
    assert {"focus": True} not in told(frame)


@pytest.mark.catalogue("AZ-43")
def test_what_is_malformed_is_ignored(visit):
    page = visit(f"<unknown-user-badge {IDS}></unknown-user-badge>")
    frame = inside(page, "/widget/w1/headless")
    for data in (None, 7, "text", [], {"type": {}}, {"type": "NO_SUCH"}):
        frame.evaluate("data => say(data)", data)
    for text in (None, 7, "{", "null", "7", "[null]", '{"a": null}', '{"a": {"count": "x"}}'):
        say(frame, type="BADGES", badges=text)
        say(frame, type="NOTIFICATION", notification=text)
        say(frame, type="WIDGET_LIGHT_DARK_MODE", lightDarkMode=text)
    say(frame, type="BADGES", badges='{"a": {"count": 1}}')
    expect(page.get_by_role("button", name="1 unread room")).to_be_visible()
    assert page.problems == []


@pytest.mark.catalogue("AZ-43")
def test_nobody_but_the_frame_is_listened_to(visit, home):
    page = visit(
        f'<unknown-user-badge {IDS}></unknown-user-badge><iframe src="{home.url}/widget/w2/">'
        "</iframe>"
    )
    badges = {"type": "BADGES", "badges": '{"a": {"count": 1}}'}
    inside(page, "/widget/w1/headless")
    page.frames[-1].wait_for_function('() => typeof say === "function"')
    for frame in page.frames:
        if "headless" not in frame.url:
            frame.evaluate("data => parent.postMessage(data, '*')", badges)
    page.wait_for_timeout(200)
    expect(page.locator("unknown-user-badge button")).to_be_hidden()


def test_a_strict_page_may_pin_it_and_nothing_of_it_is_refused(visit, home):
    page = visit(
        f'<script src="{home.url}/embed.js" integrity="{current_script().integrity}"'
        " crossorigin></script>"
        f"<unknown-user-floating {IDS}></unknown-user-floating>"
        f"<unknown-user-widget {IDS}></unknown-user-widget>",
        script=False,
        policy=f"default-src 'none'; script-src {home.url}; frame-src {home.url}; img-src data:; "
        "require-trusted-types-for 'script'; trusted-types 'none'",
    )
    inside(page)
    page.get_by_role("button", name="Support").click()
    expect(page.locator("unknown-user-floating iframe")).to_be_visible()
    assert page.problems == []
