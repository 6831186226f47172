"""Constraints that Django has none for: foreign keys over several columns, so that the database
itself keeps tenants apart, and tables that are only ever added to."""

from typing import Any

from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.backends.ddl_references import Statement
from django.db.models import BaseConstraint, Model


class CompositeForeignKey(BaseConstraint):
    """``fields`` of a row together name one row of ``to`` by its ``to_fields``, unique there.

    Django's own ForeignKey still gives the relation; this one adds that, for example, a domain's
    workspace is the workspace of its customer. Rows with a NULL among ``fields`` are not checked
    (SQL's MATCH SIMPLE).
    """

    def __init__(
        self, *, fields: tuple[str, ...], to: str, to_fields: tuple[str, ...], name: str
    ) -> None:
        super().__init__(name=name)
        self.fields, self.to, self.to_fields = tuple(fields), to, tuple(to_fields)

    def constraint_sql(  # type: ignore[override]
        self, model: type[Model], schema_editor: BaseDatabaseSchemaEditor
    ) -> None:
        """Nothing inline: the migration may make the unique constraint that it points to later."""
        schema_editor.deferred_sql.append(self.create_sql(model, schema_editor))

    def create_sql(  # type: ignore[override]
        self, model: type[Model], schema_editor: BaseDatabaseSchemaEditor
    ) -> Statement:
        target = model._meta.apps.get_model(self.to)
        return Statement(
            "ALTER TABLE %(table)s ADD CONSTRAINT %(name)s FOREIGN KEY (%(columns)s) "
            "REFERENCES %(to)s (%(to_columns)s) ON DELETE CASCADE",
            table=schema_editor.quote_name(model._meta.db_table),
            name=schema_editor.quote_name(self.name),
            columns=self._columns(model, self.fields, schema_editor),
            to=schema_editor.quote_name(target._meta.db_table),
            to_columns=self._columns(target, self.to_fields, schema_editor),
        )

    def remove_sql(  # type: ignore[override]
        self, model: type[Model], schema_editor: BaseDatabaseSchemaEditor
    ) -> Statement:
        return Statement(
            "ALTER TABLE %(table)s DROP CONSTRAINT %(name)s",
            table=schema_editor.quote_name(model._meta.db_table),
            name=schema_editor.quote_name(self.name),
        )

    def validate(self, *args: Any, **kwargs: Any) -> None:
        """Left to the database: forms never offer a row of another workspace."""

    def deconstruct(self) -> Any:
        path, args, kwargs = super().deconstruct()
        return (
            path,
            args,
            kwargs
            | {
                "fields": self.fields,
                "to": self.to,
                "to_fields": self.to_fields,
            },
        )

    def __eq__(self, other: object) -> bool:
        return isinstance(other, type(self)) and self.deconstruct() == other.deconstruct()

    __hash__ = BaseConstraint.__hash__

    @staticmethod
    def _columns(
        model: type[Model], fields: tuple[str, ...], schema_editor: BaseDatabaseSchemaEditor
    ) -> str:
        columns = [model._meta.get_field(field) for field in fields]
        return ", ".join(schema_editor.quote_name(field.column) for field in columns)  # type: ignore[union-attr, arg-type]


class AppendOnly(BaseConstraint):
    """Rows are written once: the database refuses to change or to delete one.

    TRUNCATE is left to whoever owns the table.
    """

    def constraint_sql(  # type: ignore[override]
        self, model: type[Model], schema_editor: BaseDatabaseSchemaEditor
    ) -> None:
        """Nothing inline: a trigger is made once its table is there."""
        schema_editor.deferred_sql.append(self.create_sql(model, schema_editor))

    def create_sql(  # type: ignore[override]
        self, model: type[Model], schema_editor: BaseDatabaseSchemaEditor
    ) -> Statement:
        return self._statement(
            "CREATE OR REPLACE FUNCTION %(name)s() RETURNS trigger LANGUAGE plpgsql AS "
            "$$BEGIN RAISE EXCEPTION 'rows of %% are never changed', TG_TABLE_NAME "
            "USING ERRCODE = 'integrity_constraint_violation'; END$$; "
            "CREATE TRIGGER %(name)s BEFORE UPDATE OR DELETE ON %(table)s "
            "FOR EACH ROW EXECUTE FUNCTION %(name)s()",
            model,
            schema_editor,
        )

    def remove_sql(  # type: ignore[override]
        self, model: type[Model], schema_editor: BaseDatabaseSchemaEditor
    ) -> Statement:
        return self._statement(
            "DROP TRIGGER %(name)s ON %(table)s; DROP FUNCTION %(name)s()", model, schema_editor
        )

    def validate(self, *args: Any, **kwargs: Any) -> None:
        """Left to the database."""

    def _statement(
        self, sql: str, model: type[Model], schema_editor: BaseDatabaseSchemaEditor
    ) -> Statement:
        return Statement(
            sql,
            table=schema_editor.quote_name(model._meta.db_table),
            name=schema_editor.quote_name(self.name),
        )

    def __eq__(self, other: object) -> bool:
        return isinstance(other, type(self)) and self.deconstruct() == other.deconstruct()

    __hash__ = BaseConstraint.__hash__
