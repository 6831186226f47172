"""The index by which messages are found by their words."""

from typing import Any

from django.contrib.postgres.indexes import GinIndex
from django.contrib.postgres.search import SearchVector
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.backends.ddl_references import Statement
from django.db.models import Model

# Words as they are written, of whatever language; search asks for the same expression.
WORDS = SearchVector("text", config="simple")


class WordsIndex(GinIndex):
    """An index over the words of texts.

    It brings pg_trgm, by which search finds what is misspelt: a trusted extension, which a
    database's owner may create. Trigrams have no index of their own: it would make each message
    three times as dear to store as all else does (docs/performance.md).
    """

    def create_sql(
        self,
        model: type[Model],
        schema_editor: BaseDatabaseSchemaEditor,
        using: str = "",
        **kwargs: Any,
    ) -> Statement:
        schema_editor.execute("CREATE EXTENSION IF NOT EXISTS pg_trgm")
        return super().create_sql(model, schema_editor, using=using, **kwargs)
