"""What the demo's people have said so far.

Each line: who wrote (an agent's or a person's first name), how many minutes ago, and what.
"""

from collections.abc import Callable
from dataclasses import dataclass, field

from django.core.files.uploadedfile import UploadedFile

from helpdesk.demo.pictures import humidity


@dataclass(frozen=True)
class Conversation:
    """Where something was said, and what. Without a customer it is the own room of ``room``.

    ``pictures`` go with some of its lines, by number.
    """

    customer: str | None
    room: str
    lines: list[tuple[str, int, str]]
    pictures: dict[int, Callable[[], UploadedFile]] = field(default_factory=dict)


CONVERSATIONS = [
    Conversation(
        "Acme",
        "Billing",
        [
            (
                "Ana",
                2900,
                "Our October invoice still lists 14 houses. We took two down in September.",
            ),
            (
                "Alan",
                2884,
                "You're right, thank you. I've corrected it to 12; the new invoice is on its way.",
            ),
            ("Ana", 2878, "Got it, and the amount is right now."),
        ],
    ),
    Conversation(
        "Cedar Works",
        "API questions",
        [
            (
                "Ines",
                1560,
                "Is there a way to read all vents of a site in one call? We poll them one by one.",
            ),
            (
                "Grace",
                1552,
                "Yes: GET /v2/sites/{id}/vents answers with all of them, "
                "and ?since= gives only what changed.",
            ),
            ("Ines", 1549, "That saves us about 400 calls an hour. Thanks."),
        ],
    ),
    Conversation(
        "Birch",
        "API questions",
        [
            ("Mika", 410, "Our webhook gets each vent event twice since this morning."),
            (
                "Grace",
                402,
                "I can see it: two subscriptions point at the same URL. May I remove one?",
            ),
            ("Mika", 399, "Please do."),
            ("Grace", 396, "Done. The one from March is gone, yours from June stays."),
        ],
    ),
    Conversation(
        "Acme",
        "Renewal",
        [
            ("Ana", 1300, "Between us: what would two more houses cost from January on?"),
            ("Alan", 1288, "The third tier begins at fourteen, so both come at its lower price."),
        ],
    ),
    Conversation(
        "Acme",
        "Triage",
        [
            ("Tomas", 64, "Since the update, humidity in house 3 reads 0 %. The plants disagree."),
            (
                "Grace",
                58,
                "They're right. Firmware 4.2 forgets the calibration of the older sensors. "
                "Is the one in house 3 an S2?",
            ),
            ("Tomas", 55, "S2, yes. All four in that house."),
            (
                "Grace",
                51,
                "Then hold the button for five seconds and it takes the stored calibration again.\n"
                "A fix is on its way tonight, so it won't happen twice.",
            ),
            (
                "Ana",
                12,
                "Did that on all four: 71 %, 70 %, 73 %, 71 %. Does it look right on your side?",
            ),
        ],
        {1: humidity},
    ),
    Conversation(
        None,
        "Noor",
        [
            (
                "Noor",
                34,
                "I run houses for Birch and for Cedar Works. From which of them do my alarms come?",
            ),
            (
                "Ada",
                29,
                "From both, at the moment. Shall I send Birch's to you and Cedar Works' to Ines?",
            ),
            ("Noor", 6, "For now yes. I'd like a way to choose myself, if there is one."),
        ],
    ),
    Conversation(
        "Birch",
        "Triage",
        [
            (
                "Bob",
                3,
                "I can't log in since our addresses changed to birch.io. Mika said: write here.",
            ),
        ],
    ),
]
