"""Sessions of those whom a vendor's token has let in."""

from datetime import timedelta

from django.conf import settings
from django.db import transaction
from django.db.models.functions import Now

from customers.embedding.credentials import accepted
from customers.embedding.signatures import bad_signature
from customers.embedding.tokens import SignedIn
from customers.models import CredentialKind, PersonSession, RetiredCredential, Workspace
from customers.proof.sessions import new_session, session_end
from customers.routing.past_decisions import note_arrival


def session_by_token(signed_in: SignedIn) -> PersonSession:
    """The session of whom the token has shown to be here: one for all their tabs.

    It has no cookie: the vendor's page brings its token each time. Raises TokenRefused where the
    secret was rotated away since the token was read.
    """
    return _renewed(signed_in) or _begun(signed_in)


def _renewed(signed_in: SignedIn) -> PersonSession | None:
    found = (
        PersonSession.objects.open()
        .filter(
            binding=signed_in.binding,
            person=signed_in.binding.known_user.person_id,
            retired_secret=signed_in.secret.retired,
        )
        .select_related("person__workspace__vendor", "binding__customer")
        .first()
    )
    if found:
        half = timedelta(seconds=settings.SESSION_LIFETIME / 2)
        PersonSession.objects.filter(pk=found.pk, expires_at__lt=Now() + half).update(
            expires_at=session_end()
        )
    return found


@transaction.atomic
def _begun(signed_in: SignedIn) -> PersonSession:
    """With the workspace held still, as rotating holds it: else a session could begin with a
    secret that has just ended, and nothing would end the session."""
    workspace = Workspace.objects.select_for_update(no_key=True).get(
        pk=signed_in.binding.workspace_id
    )
    person = signed_in.binding.known_user.person
    note_arrival(person)
    return new_session(
        person,
        in_frame=True,
        binding=signed_in.binding,
        retired_secret=_retired(workspace, signed_in.secret.value),
    ).session


def _retired(workspace: Workspace, secret: str) -> RetiredCredential | None:
    """Whether the secret is the current one now, or which retired one. Raises TokenRefused."""
    for one in accepted(workspace, CredentialKind.SECRET):
        if one.value == secret:
            return one.retired
    raise bad_signature()
