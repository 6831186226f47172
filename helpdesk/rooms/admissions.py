"""Who clients are that say hello: many are judged together."""

from collections.abc import Sequence

from helpdesk.rooms.badges import Badge, Hello, Verdict, badges_for, judge

type Admitted = tuple[Badge, Verdict] | None


def admitted(hellos: Sequence[Hello]) -> list[Admitted]:
    """Who each client is on the side and in the workspace that it names; None for nobody."""
    badges = badges_for(hellos)
    verdicts = judge(badge for badge in badges if badge)
    return [
        (badge, verdicts[badge]) if badge is not None and badge in verdicts else None
        for badge in badges
    ]
