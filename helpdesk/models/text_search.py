"""Indexes by which messages are found by their words."""

from typing import Any

from django.contrib.postgres.indexes import GinIndex
from django.contrib.postgres.search import SearchVector
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.backends.ddl_references import Statement
from django.db.models import Model

# Words as they are written, of whatever language; search asks for the same expression.
WORDS = SearchVector("text", config="simple")


class TrigramIndex(GinIndex):
    """An index over pieces of three letters, for what is misspelt or within a word.

    It brings the extension that it needs: a trusted one, which a database's owner may create.
    """

    def __init__(self, *, opclasses: tuple[str, ...] = ("gin_trgm_ops",), **kwargs: Any) -> None:
        super().__init__(opclasses=opclasses, **kwargs)

    def create_sql(
        self,
        model: type[Model],
        schema_editor: BaseDatabaseSchemaEditor,
        using: str = "",
        **kwargs: Any,
    ) -> Statement:
        schema_editor.execute("CREATE EXTENSION IF NOT EXISTS pg_trgm")
        return super().create_sql(model, schema_editor, using=using, **kwargs)
