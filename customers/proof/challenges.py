"""A piece of work for a browser, which costs a person a moment and a robot with many requests
dearly: made and checked here, by altcha, with no third party.

Nothing of it is stored. It is signed together with the form's id and an end, and counts once
because its form does (asking.FormAnswered).
"""

import json
import secrets
import time
from datetime import timedelta
from uuid import UUID

from altcha import Payload, create_challenge, verify_solution
from django.utils.crypto import salted_hmac

from customers.models import Challenge, Workspace
from customers.proof.limits import NONE, wait_for_calm

LIFETIME = 20 * 60  # seconds; who needs longer solves another one
# Hashes until the one that is sought, at least and at most: docs/settings.md says how measured.
LEAST_WORK, MOST_WORK = 240_000, 480_000
LONGEST_SOLUTION = 2_000  # characters
# One SHA-256 a try, in plain JavaScript: crypto.subtle is not there on plain http.
ALGORITHM, COST = "SHA-256", 1


def is_asked_for(workspace: Workspace) -> bool:
    """Whether the form of this widget wants the work done now."""
    if workspace.challenge == Challenge.AUTOMATIC:
        return wait_for_calm(workspace) > NONE
    return workspace.challenge == Challenge.ALWAYS


def comes_to_rest(workspace: Workspace) -> timedelta | None:
    """How long it is asked for at least, if nobody else asks; None where it always is."""
    return wait_for_calm(workspace) if workspace.challenge == Challenge.AUTOMATIC else None


def new_challenge(form: UUID) -> str:
    """The work that this form asks for, as JSON for js/challenge.js."""
    challenge = create_challenge(
        ALGORITHM,
        COST,
        counter=LEAST_WORK + secrets.randbelow(MOST_WORK - LEAST_WORK),
        expires_at=int(time.time()) + LIFETIME,
        data={"form": str(form)},
        hmac_secret=_secret("challenge"),
        hmac_key_secret=_secret("solution"),
    )
    return json.dumps(challenge.to_dict())


def is_solved(solution: str, form: UUID) -> bool:
    """Whether a text is the solution of a challenge of this form, in time."""
    if not solution.isascii() or len(solution) > LONGEST_SOLUTION:
        return False
    verified = verify_solution(
        solution, _secret("challenge"), hmac_key_secret=_secret("solution")
    ).verified
    return verified and Payload.from_base64(solution).challenge.parameters.data == {
        "form": str(form)
    }


def _secret(purpose: str) -> bytes:
    return salted_hmac("unknown-user.challenge", purpose, algorithm="sha256").digest()
