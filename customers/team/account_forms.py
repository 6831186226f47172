"""allauth's forms in our words: sentence case, and no placeholder that repeats a label."""

from typing import Any

from allauth.account import forms as allauth_forms
from django import forms
from django.utils.translation import gettext_lazy as _

WORDS = {
    "login": _("Email"),
    "email": _("Email"),
    "password": _("Password"),
    "oldpassword": _("Current password"),
    "password1": _("New password"),
    "password2": _("New password, again"),
}


class _Plain(forms.Form):
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name, field in self.fields.items():
            field.label = WORDS.get(name, field.label)
            field.widget.attrs.pop("placeholder", None)


class SignInForm(_Plain, allauth_forms.LoginForm):
    """Email and password."""


class ReauthenticateForm(_Plain, allauth_forms.ReauthenticateForm):
    """The password once more."""


class ResetPasswordForm(_Plain, allauth_forms.ResetPasswordForm):
    """Where to send the link that sets a new password."""


class ResetPasswordKeyForm(_Plain, allauth_forms.ResetPasswordKeyForm):
    """A new password, behind that link."""


class ChangePasswordForm(_Plain, allauth_forms.ChangePasswordForm):
    """A new password, for somebody who knows the old one."""


class SetPasswordForm(_Plain, allauth_forms.SetPasswordForm):
    """A first password, for somebody who came another way."""
