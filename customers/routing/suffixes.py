"""Finds in the database the domains that cover an address, by the index of their names."""

from django.contrib.postgres.fields import ArrayField
from django.db.models import CharField, F, Func, Lookup, OuterRef, Q, QuerySet

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


def claims_on(mail_domain: str, workspace: str = "workspace") -> QuerySet[Domain]:
    """Active customers' domains that cover the row of an outer query, for Exists.

    ``mail_domain`` and ``workspace`` are that row's fields. Which of them counts, ``decide`` says.
    """
    covers = Q(with_subdomains=True) | Q(name=OuterRef(mail_domain))
    return Domain.objects.filter(
        EqualsAny(F("name"), Suffixes(OuterRef(mail_domain))),
        covers,
        workspace=OuterRef(workspace),
        customer__archived_at=None,
    )
