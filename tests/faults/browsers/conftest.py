from tests.browser.conftest import browser, live, mailbox, quick_settings, someone

__all__ = ["browser", "live", "mailbox", "quick_settings", "someone"]
