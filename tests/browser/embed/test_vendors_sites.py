"""That the browser of these tests treats a vendor's site as browsers treat another site."""

COOKIES = "plain=1; SameSite=None; Secure", "kept_apart=1; SameSite=None; Secure; Partitioned"
SET = f"<script>for (const one of {list(COOKIES)}) document.cookie = one</script>"


def test_a_frame_of_another_site_gets_no_cookie_but_a_partitioned_one(
    browser, vendor_site, our_site
):
    page = browser.new_context().new_page()
    frame = our_site.page(SET, "/frame")
    page.goto(frame)
    assert page.evaluate("document.cookie") == "plain=1; kept_apart=1"
    page.goto(vendor_site.page(f'<iframe src="{frame}"></iframe>'))
    assert page.frames[1].evaluate("document.cookie") == "kept_apart=1"
    page.context.close()
