"""Finds in the database the domains that cover an address, by the index of their names."""

from django.contrib.postgres.fields import ArrayField
from django.db.models import CharField, Exists, F, Func, Lookup, OuterRef, Q

from customers.models import Domain


class Suffixes(Func):
    """A mail domain and every name above it, as an array."""

    template = (
        "(SELECT array_agg(array_to_string(split.labels[first:], '.')) FROM "
        "(SELECT string_to_array(%(expressions)s, '.') AS labels) AS split, "
        "generate_subscripts(split.labels, 1) AS first)::text[]"
    )
    output_field = ArrayField(CharField())


class EqualsAny(Lookup):
    """``name = ANY (array)``, which an index on the name answers."""

    lookup_name = "equals_any"
    prepare_rhs = False

    def as_sql(self, compiler, connection):  # type: ignore[no-untyped-def]
        lhs, lhs_params = self.process_lhs(compiler, connection)
        rhs, rhs_params = self.process_rhs(compiler, connection)
        return f"{lhs} = ANY ({rhs})", [*lhs_params, *rhs_params]


def claimed(mail_domain: str, *which: Q) -> tuple[Q, Q]:
    """Rows of an outer query whose ``mail_domain``, a field of theirs, an active customer's domain
    covers, one of those ``which`` if given: by the name itself, and by one above it.

    Which of several counts, ``decide`` says. Each condition alone is quick for however many rows,
    as a filter of its own: the first one joins by the index, and the second is only for names with
    something above them (most mail domains are of two labels).
    """
    active = Domain.objects.filter(
        *which, workspace=OuterRef("workspace"), customer__archived_at=None
    )
    itself = active.filter(name=OuterRef(mail_domain))
    above = active.filter(
        EqualsAny(F("name"), Suffixes(OuterRef(mail_domain))), with_subdomains=True
    )
    has_names_above = Q(**{f"{mail_domain}__regex": r"\..+\."})
    return Q(Exists(itself)), has_names_above & Q(Exists(above))
