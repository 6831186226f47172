from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from customers.embedding.claims import can_be_id
from customers.models.customer import LONGEST_EXTERNAL_ID


class ExternalIdForm(forms.Form):
    """What the vendor's own system calls a customer; empty for nothing."""

    external_id = forms.CharField(
        required=False,
        max_length=LONGEST_EXTERNAL_ID,
        error_messages={"max_length": _("Use at most 200 characters.")},
    )

    def clean_external_id(self) -> str:
        typed = self.cleaned_data["external_id"]
        if typed and not can_be_id(typed):
            raise ValidationError(_("This id has characters that can't be shown. Type it again."))
        return typed

    def cleaned_id(self) -> str:
        """The id. Raises ValidationError for one that no token can carry."""
        if not self.is_valid():
            raise ValidationError(self.errors["external_id"].as_data())
        return self.cleaned_data["external_id"]
