from django.db import models


def authorship(prefix: str) -> models.CheckConstraint:
    """Constraint: the row is of a person or of an agent, and of one alone."""
    return models.CheckConstraint(
        condition=models.Q(person=None, agent__isnull=False)
        | models.Q(person__isnull=False, agent=None),
        name=f"{prefix}_one_author",
    )


def once_each(prefix: str, *fields: str) -> list[models.UniqueConstraint]:
    """Constraints: by each person and by each agent at most one row with the same ``fields``.

    Their indexes begin with the author, and so also find an author's rows: the foreign keys need
    none of their own.
    """
    return [
        models.UniqueConstraint(
            fields=[author, *fields],
            condition=models.Q(**{f"{author}__isnull": False}),
            name=f"{prefix}_once_by_{author}",
        )
        for author in ("person", "agent")
    ]
