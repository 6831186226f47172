from django.db.models import Func


class MinuteOf(Func):
    """The minute in which a moment lies. Unlike date_trunc it depends on no time zone, as what a
    column is made of must not."""

    template = "date_bin('1 minute', %(expressions)s, TIMESTAMPTZ '2001-01-01 00:00:00+00')"
