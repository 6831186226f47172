from datetime import timedelta

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from customers.models import Challenge

GRACES = [(0, _("not at all")), (1, _("for 1 day")), (7, _("for 7 days")), (30, _("for 30 days"))]
USUAL_GRACE = 7  # days


class GraceForm(forms.Form):
    """How long a former key or secret works on, in days."""

    grace = forms.TypedChoiceField(
        choices=GRACES,
        coerce=int,
        error_messages={
            "required": _("Choose how long the old one works on."),
            "invalid_choice": _("Choose how long the old one works on."),
        },
    )

    def cleaned_grace(self) -> timedelta:
        """The grace period. Raises ValidationError for any that isn't offered."""
        if not self.is_valid():
            raise ValidationError(self.errors["grace"].as_data())
        return timedelta(days=self.cleaned_data["grace"])


class ChallengeForm(forms.Form):
    """When the widget's form asks for a piece of work."""

    challenge = forms.TypedChoiceField(
        label=_("Ask browsers for a piece of work"),
        choices=Challenge.choices,
        coerce=Challenge,
        widget=forms.RadioSelect,
        error_messages={
            "required": _("Choose one of them."),
            "invalid_choice": _("Choose one of them."),
        },
    )
