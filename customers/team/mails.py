"""What is written to agents and to those who may become one."""

from collections.abc import Mapping

from django.conf import settings
from django.core.mail import EmailMultiAlternatives
from django.template.loader import render_to_string
from django.utils.translation import gettext as _

from customers.models import Agent, Invitation, Mail
from customers.proof.mailing import compose

PRODUCT = "Unknown User"


def invitation_mail(invitation: Invitation, token: str) -> EmailMultiAlternatives:
    """The mail with the link to join, which says who asks."""
    vendor = invitation.vendor.name
    inviter = invitation.invited_by.name if invitation.invited_by else vendor
    words = {
        "vendor": vendor,
        "inviter": inviter,
        "url": f"{settings.PUBLIC_URL}/admin/invitation/{token}/",
        "days": settings.INVITATION_LIFETIME // 86400,
    }
    subject = _("Join %(vendor)s's support team") % {"vendor": vendor}
    return _composed(invitation.mail, vendor, subject, "invitation", words)


def password_reset_mail(mail: Mail, agent: Agent, path: str) -> EmailMultiAlternatives:
    """The mail with the link, at ``path`` of this installation, that sets a new password."""
    words = {"name": agent.name, "url": f"{settings.PUBLIC_URL}{path}"}
    return _composed(mail, PRODUCT, _("Set a new password"), "password_reset", words)


def _composed(
    mail: Mail, sender: str, subject: str, template: str, words: Mapping[str, object]
) -> EmailMultiAlternatives:
    text = render_to_string(f"customers/team/mail/{template}.txt", words)
    html = render_to_string(f"customers/team/mail/{template}.html", words)
    return compose(mail, sender, subject, text, html)
