from django.db import models


def where_set(name: str, field: str) -> models.Index:
    """An index of a foreign key that is mostly empty, for finding and for deleting what it names.

    Django's own would have an entry for each row all the same, and be written with each message.
    """
    return models.Index(
        fields=[field], condition=models.Q(**{f"{field}__isnull": False}), name=name
    )
