"""A stand-in for what is in our frame: says what a test says, and keeps what it is told."""

from contextlib import suppress

from playwright.sync_api import Error, Frame, Page

INSIDE = """
<script>
  const heard = [];
  addEventListener("message", ({ data }) => {
    heard.push(data);
    if (data.focus) document.querySelector("input").focus();
  });
  const say = (data) => parent.postMessage(data, "*");
  say({ type: "APP_IS_READY" });
</script>
<label>Email <input></label>
"""
PATHS = "/", "/widget/w1/", "/widget/w1/headless", "/widget/w2/"
IDS = 'widget-id="w1" widget-key="pk_1"'
KNOWN = {"widgetId": "w1", "userId": "ana", "userJWT": "e30.e30.x", "customerName": "Acme"}


def inside(page: Page, path: str = "/widget/w1/") -> Frame:
    """The frame of ours at this path, once it has been told something."""
    for _attempt in range(100):
        for frame in page.frames[1:]:
            with suppress(Error):  # it goes as it is asked
                if frame.url.partition("?")[0].endswith(path) and told(frame):
                    return frame
        page.wait_for_timeout(50)
    raise AssertionError(f"no frame at {path} was told anything")


def told(frame: Frame) -> list:
    """What the page has told the frame, in order."""
    return frame.evaluate("typeof heard === 'undefined' ? [] : heard")


def say(frame: Frame, **data) -> None:
    """Have the frame tell its page this."""
    frame.evaluate("data => say(data)", data)


def hears(frame: Frame, message: dict) -> None:
    """Wait until the frame has been told this."""
    for _attempt in range(100):
        if message in told(frame):
            return
        frame.page.wait_for_timeout(50)
    raise AssertionError(f"{message} is not in {told(frame)}")
