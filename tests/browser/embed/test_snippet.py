"""The data-attribute snippet, and how large the full-width widget is."""

import pytest
from playwright.sync_api import Page

from tests.browser.embed.standin import IDS, inside


def box(page: Page, selector: str) -> tuple[float, float]:
    """Width and height in pixels."""
    found = page.locator(selector).bounding_box()
    return found["width"], found["height"]


def test_the_snippets_frame_appears_where_the_script_stands(visit, home):
    page = visit(
        '<section><p id="before">Before</p><script data-widget-id="w1" data-widget-key="pk_1" '
        f'data-height="300px" data-title="Fernhill Support" src="{home.url}/embed.js"></script>'
        '<p id="after">After</p></section>',
        script=False,
    )
    assert inside(page).url == f"{home.url}/widget/w1/?key=pk_1"
    assert page.locator("iframe").get_attribute("title") == "Fernhill Support"
    assert box(page, "iframe") == (box(page, "section")[0], 300)
    tops = [page.locator(one).bounding_box()["y"] for one in ("#before", "iframe", "#after")]
    assert tops == sorted(tops)


def test_two_snippets_are_two_frames(visit, home):
    page = visit(
        "".join(
            f'<script data-widget-id="{one}" src="{home.url}/embed.js"></script>'
            for one in ("w1", "w2")
        ),
        script=False,
    )
    inside(page)
    inside(page, "/widget/w2/")
    assert len(page.frames) == 3


def test_a_snippet_without_an_id_says_so(visit, home):
    page = visit(f'<script data-widget-key="pk_1" src="{home.url}/embed.js"></script>')
    assert [problem for problem in page.problems if "data-widget-id" in problem]


@pytest.mark.parametrize(
    ("around", "style", "height"),
    [
        ("", "", 480),
        ("block-size: 250px", "", 250),
        ("display: flex; block-size: 250px", "", 250),
        ("display: flex; flex-direction: column; min-block-size: 700px", "flex: 1", 700),
        ("", "block-size: 200px", 200),
        ("block-size: 250px", "block-size: 50%", 125),
    ],
)
def test_the_full_width_widget_follows_the_page(visit, around, style, height):
    page = visit(
        f"<style>iframe {{ height: 9px }} div {{ inline-size: 410px; {around} }} "
        f"unknown-user-widget {{ {style} }}</style>"
        f"<div><unknown-user-widget {IDS}></unknown-user-widget></div>"
    )
    assert box(page, "unknown-user-widget") == (410, height)
    assert box(page, "iframe") == (410, height)


def test_a_page_may_hide_it(visit):
    page = visit(f"<unknown-user-widget hidden {IDS}></unknown-user-widget>")
    assert not page.locator("unknown-user-widget").is_visible()
