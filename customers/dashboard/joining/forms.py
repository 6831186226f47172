from typing import Any

from django import forms
from django.contrib.auth.password_validation import validate_password
from django.utils.translation import gettext_lazy as _

from customers.models import Agent, Invitation
from customers.proof.names import clean_name


class JoinForm(forms.Form):
    """What somebody new says of themselves. The address stands in the invitation."""

    name = forms.CharField(
        label=_("Your name"),
        max_length=80,
        help_text=_("Customers see it beside your messages."),
        widget=forms.TextInput(attrs={"autocomplete": "name"}),
    )
    password = forms.CharField(
        label=_("Password"),
        strip=False,
        help_text=_("At least 10 characters."),
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
    )

    def __init__(self, invitation: Invitation, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.invitation = invitation

    def clean_name(self) -> str:
        return clean_name(self.cleaned_data["name"])

    def clean(self) -> dict[str, Any]:
        """Holds the password against the name and the address too."""
        cleaned = super().clean() or self.cleaned_data
        agent = Agent(email=self.invitation.email, name=cleaned.get("name", ""))
        try:
            validate_password(cleaned.get("password", ""), agent)
        except forms.ValidationError as refusal:
            if "password" not in self.errors:
                self.add_error("password", refusal)
        return cleaned
