from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _


class CodeForm(forms.Form):
    """The six digits of the mail, for a browser without JavaScript."""

    code = forms.CharField(
        label=_("Code"),
        help_text=_("The six digits of the mail that this link came in."),
        strip=False,  # what may stand between the digits is for the code's own reading to say
        widget=forms.TextInput(attrs={"autocomplete": "one-time-code", "inputmode": "numeric"}),
        error_messages={"required": _("Type the six digits of the mail.")},
    )

    def refuse(self) -> None:
        """Say that the code opened nothing. Why not is nobody's business but its owner's."""
        self.add_error(
            "code",
            gettext(
                "This code opens nothing: it is another one, or its time is over. "
                "Look at the six digits in the mail again."
            ),
        )
