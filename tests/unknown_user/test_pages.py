"""What every page shares: templates that compile, pages of ours, colours from one place."""

import re
from pathlib import Path

import pytest
from django.conf import settings
from django.template.loader import get_template, render_to_string
from django.urls import reverse

ROOT = Path(settings.BASE_DIR)
TEMPLATES = sorted(
    str(path.relative_to(ROOT / "templates")) for path in ROOT.glob("templates/**/*.html")
)
STYLES = sorted(ROOT.glob("static/css/*.css"))
TOKENS = ROOT / "static/css/tokens.css"
FOREIGN = ROOT / "static/css/fernhill.css"  # paints the site of somebody else
COLOUR = re.compile(r"#[0-9a-f]{3,8}\b|\b(?:rgb|hsl|hwb|lab|lch|oklab|oklch)a?\(", re.IGNORECASE)
COMMENT = re.compile(r"/\*.*?\*/", re.DOTALL)


@pytest.mark.parametrize("name", TEMPLATES)
def test_every_template_compiles(name):
    get_template(name)


@pytest.mark.parametrize("path", STYLES, ids=lambda path: path.name)
def test_every_style_takes_its_values_from_the_tokens(path):
    css, tokens = _css(path), _css(TOKENS)
    known = _declared(tokens) | _declared(css)
    assert _used(css) <= known, _used(css) - known
    if path not in {TOKENS, FOREIGN}:
        assert not COLOUR.findall(css)


@pytest.mark.parametrize("path", STYLES, ids=lambda path: path.name)
def test_every_style_says_its_layer_and_how_it_is_used(path):
    text = path.read_text()
    assert text.startswith("/*")
    assert "@layer" in text
    assert "@import" not in text


@pytest.mark.parametrize("name", TEMPLATES)
def test_no_template_holds_what_the_content_policy_refuses(name):
    text = (ROOT / "templates" / name).read_text()
    if "mail" in name:  # a mail has no stylesheet but its own
        return
    assert not re.search(r"\sstyle=|\son[a-z]+=[\"']|javascript:", text)
    assert not re.search(r"<script(?![^>]*\b(?:src|nonce|type=\"application/json\"))", text)


def test_an_address_that_leads_nowhere_shows_our_page(client, db):
    response = client.get("/nowhere")
    assert response.status_code == 404
    assert "css/tokens.css" in response.text
    assert "Nothing here" in response.text


@pytest.mark.parametrize("name", ["500.html", "503.html"])
def test_the_page_of_a_broken_server_needs_nothing(name):
    text = render_to_string(name, {})
    for link in re.findall(r'href="/static/(.+?)"', text):
        assert (ROOT / "static" / link).exists()
    assert "{%" not in text


def test_sign_in_asks_for_email_and_password(client, db):
    text = client.get(reverse("account_login")).text
    assert _label(text, "id_login") == "Email"
    assert _label(text, "id_password") == "Password"
    assert re.search(r"<button[^>]*>Sign in</button>", text)
    assert 'autocomplete="current-password"' in text
    assert "Forgot your password?" in text


def test_a_refused_sign_in_says_so_and_keeps_the_address(client, world):
    form = {"login": world.ada.email, "password": "something else"}
    text = client.post(reverse("account_login"), form).text
    assert 'role="alert"' in text
    assert world.ada.email in text


def test_an_error_is_told_beside_its_field_and_to_screen_readers(client, db):
    text = client.post(reverse("account_login"), {"login": "ada@", "password": "x"}).text
    field = re.search(r'<input[^>]*id="id_login"[^>]*>', text)
    assert field is not None
    assert 'aria-invalid="true"' in field[0]
    assert "id_login_error" in field[0]
    assert 'id="id_login_error"' in text


def test_the_shell_marks_the_one_place_where_the_agent_is(as_agent, world):
    text = as_agent(world.ada).get(world.url("customers")).text
    current = re.findall(r'href="([^"]*)" aria-current="page"', text)
    assert current == [world.url("customers")]


def test_signing_out_is_never_a_link(as_agent, world):
    text = as_agent(world.rita).get(world.url("team")).text
    assert f'<form method="post" action="{reverse("account_logout")}">' in text
    assert f'href="{reverse("account_logout")}"' not in text


def _css(path: Path) -> str:
    return COMMENT.sub("", path.read_text())


def _declared(css: str) -> set[str]:
    return set(re.findall(r"(--[\w-]+)\s*:", css))


def _used(css: str) -> set[str]:
    """The custom properties that ``css`` uses and gives no value to fall back on."""
    return set(re.findall(r"var\((--[\w-]+)\s*\)", css))


def _label(html: str, target: str) -> str:
    found = re.search(rf'<label for="{target}">(.*?)</label>', html)
    assert found is not None
    return found[1]
