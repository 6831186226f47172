from typing import Any
from uuid import UUID

from django import forms
from django.utils.translation import gettext_lazy as _

from customers.proof.addresses import canonical_address
from customers.proof.names import clean_name
from helpdesk.widget.form_tokens import new_form_token, read_form_token


class AskForm(forms.Form):
    """An email address and, if they like, a name."""

    email = forms.CharField(
        label=_("Email"),
        strip=False,  # what may stand around an address is for canonical_address to say
        widget=forms.EmailInput(
            attrs={
                "autocomplete": "email",
                "placeholder": _("you@company.com"),
                "required": True,
                "data-focus": "",
            }
        ),
        error_messages={"required": _("Type your email address.")},
    )
    name = forms.CharField(
        label=_("Name (optional)"),
        required=False,
        strip=False,
        widget=forms.TextInput(attrs={"autocomplete": "name"}),
    )
    form = forms.CharField(widget=forms.HiddenInput, required=False)
    # The form that asked for the mail before, if that was for the same address.
    before = forms.CharField(widget=forms.HiddenInput, required=False)

    def __init__(self, data: Any = None, *, widget_id: str, initial: Any = None) -> None:
        fresh = {"form": new_form_token(widget_id)}
        super().__init__(data, initial=(initial or {}) | fresh, use_required_attribute=False)
        self.widget_id = widget_id

    def clean_email(self) -> str:
        return canonical_address(self.cleaned_data["email"])

    def clean_name(self) -> str:
        return clean_name(self.cleaned_data["name"])

    def clean_form(self) -> UUID:
        form = read_form_token(self.cleaned_data["form"], self.widget_id)
        if form is None:
            raise forms.ValidationError(_("This page stood open for long. Press the button again."))
        return form

    def clean_before(self) -> UUID | None:
        return read_form_token(self.cleaned_data["before"], self.widget_id)

    def again(self) -> "AskForm":
        """The same form to be sent anew: what was typed, under a fresh token."""
        typed = {name: self.data.get(name, "") for name in ("email", "name", "before")}
        return AskForm(widget_id=self.widget_id, initial=typed)
