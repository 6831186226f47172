from typing import Any, cast
from uuid import UUID

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from customers.models import Workspace
from customers.proof.addresses import reachable_address
from customers.proof.visitor_names import visitor_name
from helpdesk.widget.form_tokens import new_form_token, read_form_token

MOST_BEFORE = 10  # forms that asked before: more mails than that a mailbox gets in no code's time


class AskForm(forms.Form):
    """An email address and, if they like, a name."""

    email = forms.CharField(
        label=gettext_lazy("Email"),
        strip=False,  # what may stand around an address is for canonical_address to say
        widget=forms.EmailInput(
            attrs={
                "autocomplete": "email",
                "placeholder": gettext_lazy("you@company.com"),
                "required": True,
                "data-focus": "",
            }
        ),
        error_messages={"required": gettext_lazy("Type your email address.")},
    )
    name = forms.CharField(
        label=gettext_lazy("Name (optional)"),
        required=False,
        strip=False,
        widget=forms.TextInput(attrs={"autocomplete": "name"}),
    )
    # Out of sight of people, keyboards, screen readers and what fills in addresses: only a robot
    # that fills in every field finds it.
    subject = forms.CharField(
        label=gettext_lazy("Leave this empty"),
        required=False,
        widget=forms.TextInput(
            attrs={
                "autocomplete": "off",
                "tabindex": "-1",
                "data-1p-ignore": "",
                "data-bwignore": "",
                "data-lpignore": "true",
            }
        ),
    )
    form = forms.CharField(widget=forms.HiddenInput, required=False)
    # The forms that asked for mail before, the newest first: those for the same address count.
    before = forms.CharField(widget=forms.HiddenInput, required=False)
    solution = forms.CharField(widget=forms.HiddenInput, required=False)

    def __init__(self, data: Any = None, *, workspace: Workspace, initial: Any = None) -> None:
        fresh = {"form": new_form_token(workspace.widget_id)}
        super().__init__(data, initial=(initial or {}) | fresh, use_required_attribute=False)
        self.workspace = workspace

    @property
    def id(self) -> UUID | None:
        """Which form this is; None for one whose token is no good any more."""
        return read_form_token(self["form"].value() or "", self.workspace.widget_id)

    @property
    def forms(self) -> str:
        """This form's token and those of the forms before it, for the pages that follow."""
        tokens = f"{self['form'].value()} {self['before'].value() or ''}".split()
        return " ".join(tokens[:MOST_BEFORE])

    def clean_email(self) -> str:
        return reachable_address(self.cleaned_data["email"])

    def clean_name(self) -> str:
        return visitor_name(self.cleaned_data["name"], self.workspace)

    def clean_form(self) -> UUID:
        form = self.id
        if form is None:
            raise forms.ValidationError(_("This page stood open for long. Press the button again."))
        return form

    def clean_before(self) -> list[UUID]:
        tokens = self.cleaned_data["before"].split()[:MOST_BEFORE]
        read = (read_form_token(token, self.workspace.widget_id) for token in tokens)
        return [form for form in read if form is not None]

    def clean(self) -> dict[str, Any]:
        sent = cast(QueryDict, self.data)
        if any(len(values) > 1 for _name, values in sent.lists()):
            raise forms.ValidationError(_("Something was sent twice. Press the button again."))
        return self.cleaned_data

    def again(self) -> "AskForm":
        """The same form to be sent anew: what was typed, under a fresh token."""
        typed = {name: self.data.get(name, "") for name in ("email", "name", "subject", "before")}
        return AskForm(workspace=self.workspace, initial=typed)
