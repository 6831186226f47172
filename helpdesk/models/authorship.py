from django.db import models


def authorship(prefix: str) -> models.CheckConstraint:
    """Constraint: the row is of a person or of an agent, and of one alone."""
    return models.CheckConstraint(
        condition=models.Q(person=None, agent__isnull=False)
        | models.Q(person__isnull=False, agent=None),
        name=f"{prefix}_one_author",
    )


def once_each(prefix: str, *fields: str) -> list[models.UniqueConstraint]:
    """Constraints: by each person and by each agent at most one row with the same ``fields``."""
    return [
        models.UniqueConstraint(
            fields=[*fields, "person"],
            condition=models.Q(agent=None),
            name=f"{prefix}_once_by_person",
        ),
        models.UniqueConstraint(
            fields=[*fields, "agent"],
            condition=models.Q(person=None),
            name=f"{prefix}_once_by_agent",
        ),
    ]
