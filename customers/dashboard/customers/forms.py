from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from customers.proof.names import clean_name


class NameForm(forms.Form):
    """A name of a customer or a workspace, as somebody typed it."""

    name = forms.CharField(
        max_length=80,
        error_messages={
            "required": _("Type a name."),
            "max_length": _("Use at most 80 characters."),
        },
    )

    def clean_name(self) -> str:
        return clean_name(self.cleaned_data["name"])

    def cleaned_name(self) -> str:
        """The name. Raises ValidationError for none, one too long, or one that can't be stored."""
        if not self.is_valid():
            raise ValidationError(self.errors["name"].as_data())
        return self.cleaned_data["name"]
