"""Vendors' pages with each kit and each layout, and the walk that leads into the room."""

import json
import re
from dataclasses import dataclass

import pytest
from playwright.sync_api import FrameLocator, Locator, Page, expect

from tests.browser.steps import ask_for_link, code_in_mail
from tests.browser.vendors import Site

PACKAGES = ["fogbender", "fogbender-react", "fogbender-element"]
OURS = "unknown-user"
# The other published packages are built on the first one, and are tried by `make faults`.
KITS = [
    PACKAGES[0],
    OURS,
    *(pytest.param(kit, marks=pytest.mark.slow) for kit in PACKAGES[1:]),
]
OUR_PAGES = {
    "full-width": "<unknown-user-widget {ids}></unknown-user-widget>",
    "floating": "<unknown-user-badge {ids}></unknown-user-badge>"
    "<unknown-user-floating {ids}></unknown-user-floating>",
    "headless": "<unknown-user-badge {ids}></unknown-user-badge>",
}


@dataclass
class Embedding:
    """One kit in one layout on a vendor's site, before this installation."""

    kit: str
    layout: str
    site: Site
    home: str

    def address(self, token: dict) -> str:
        """The page's address; its script and markup are the same for every token."""
        return self.site.page(self._ours(token) if self.kit == OURS else self._theirs(token))

    def _theirs(self, token: dict) -> str:
        config = json.dumps({"clientUrl": self.home, "token": token}).replace("<", "\\u003c")
        return (
            '<meta name="viewport" content="width=device-width"><h1>Fernhill</h1>'
            '<div id="support" style="display: flex; height: 640px"></div>'
            f'<script type="application/json" id="support-config">{config}</script>'
            f'<script type="module" src="{self.site.kit(f"{self.kit}-{self.layout}")}"></script>'
        )

    def _ours(self, token: dict) -> str:
        ids = f"token='{json.dumps(token)}'"
        return f'<h1>Fernhill</h1><script src="{self.home}/embed.js"></script>' + OUR_PAGES[
            self.layout
        ].format(ids=ids)

    def open(self, page: Page) -> FrameLocator:
        """What is in the frame, once the page shows it; a floating one is opened by a click."""
        if self.layout == "floating":
            self.launcher(page).click()
        return self.shown(page).content_frame

    def shown(self, page: Page) -> Locator:
        """The frame that can be seen."""
        return page.locator("iframe").filter(visible=True)

    def launcher(self, page: Page) -> Locator:
        """The floating widget's button."""
        if self.kit == OURS:
            return page.get_by_role("button", name="Support", exact=True)
        return page.get_by_title("Customer support")

    def number(self, page: Page) -> Locator:
        """The number of unread rooms, where it stands."""
        place = "unknown-user-floating b" if self.layout == "floating" else "unknown-user-badge"
        around = page.locator(place) if self.kit == OURS else page
        return around.get_by_text(re.compile(r"^(\d+|@)$")).filter(visible=True)


def enter_by_code(frame: FrameLocator, mailbox, email: str, name: str = "") -> None:
    """From the form to the room, in the frame."""
    ask_for_link(frame, email, name)
    frame.get_by_role("textbox", name="Code").fill(code_in_mail(mailbox, email))
    frame.get_by_role("button", name="Open the room").click()
    wait_for_room(frame)


def wait_for_room(frame: FrameLocator) -> None:
    """Until the room is there, and its script."""
    expect(frame.locator("room-view:defined")).to_be_visible()
