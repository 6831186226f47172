import pytest
from django.core.exceptions import ValidationError

from customers.proof.names import clean_name, fit_name


@pytest.mark.parametrize(
    ("typed", "clean"),
    [
        ("", ""),
        ("  Ana María ", "Ana María"),
        ("Zoe\u0308", "Zoë"),
        ("<b>", "<b>"),
        ("\u0645\u06cc\u200c\u062e", "\u0645\u06cc\u200c\u062e"),
        ("x" * 80, "x" * 80),
        (
            "\U0001f468\u200d\U0001f469\u200d\U0001f467 \u2764\ufe0f",
            "\U0001f468\u200d\U0001f469\u200d\U0001f467 \u2764\ufe0f",
        ),
        ("\u0f66\u0f92\u0fb2\u0f74", "\u0f66\u0f92\u0fb2\u0f74"),
        ("\u03c9\u0314\u0342\u0345", "\u1fa7"),
    ],
)
def test_a_name_has_one_spelling(typed, clean):
    assert clean_name(typed) == clean


@pytest.mark.parametrize(
    ("typed", "code"),
    [
        ("x" * 81, "too_long"),
        # Normalising this much of it would take minutes
        ("a" + "\u0300\u0323" * 500_000, "too_long"),
        ("IT Support\n\nYour account is locked", "unfit"),
        ("A\0na", "unfit"),
        ("\u202eana", "unfit"),
        ("\u200b", "unfit"),
        ("\u3164", "unfit"),
        ("An\u200ba", "unfit"),
        ("An\u00ada", "unfit"),
        ("An\u2060a", "unfit"),
        ("Ana\U000e0061\U000e007f", "unfit"),
        ("A" + "\u0336\u0337\u0338\u0489", "unfit"),
        ("A\u0336\u0337\u200d\u0338\u0489", "unfit"),
        ("A" + "\ufe0f" * 4, "unfit"),
    ],
)
def test_what_is_no_name_is_refused(typed, code):
    with pytest.raises(ValidationError) as refusal:
        clean_name(typed)
    assert refusal.value.code == code


@pytest.mark.parametrize(
    ("raw", "fit"),
    [
        ("Ana", "Ana"),
        ("  A\0n\n\na ", "A n a"),
        ("\u202eana", "ana"),
        ("Zoe\u0308", "Zoë"),
        ("x" * 100, "x" * 80),
        ("x" * 79 + " y", "x" * 79),
        ("", ""),
        ("\u200b\u3164", ""),
        ("A\u00adn\u200ba\U000e0061", "Ana"),
        ("A\u0336\u0337\u0338\u0489\u0489na", "A\u0336\u0337\u0338na"),
    ],
)
def test_a_name_of_somebody_who_cannot_be_asked_is_made_fit(raw, fit):
    assert fit_name(raw) == fit


def test_what_is_far_too_long_is_made_fit_in_no_time():
    assert fit_name("a" + "\u0300\u0323" * 500_000) == "\u1ea1\u0300\u0300"
