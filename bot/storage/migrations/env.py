"""Alembic's entry point: migrations run on the given connection, in its transaction."""

from typing import Any, Literal

from alembic import context
from sqlalchemy import Text
from sqlalchemy.types import TypeDecorator

from bot.storage.tables import metadata
from bot.storage.types import Whole


def _as_stored(kind: str, item: Any, _autogenerate: Any) -> str | Literal[False]:
    """Write a column's stored type: a migration must not follow later changes of our own types."""
    if kind == "type":
        stored = item.impl if isinstance(item, TypeDecorator) else item
        if isinstance(stored, Text):
            return "sa.Text()"
        if isinstance(stored, type(Whole)):
            return "WHOLE"
    return False


def _without_register(_context: Any, _revision: Any, directives: list[Any]) -> None:
    """Leave out what a table says about people: it's no part of its schema."""
    for directive in directives:
        for operation in directive.upgrade_ops.ops:
            getattr(operation, "kw", {}).pop("info", None)


context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=metadata,
    transactional_ddl=True,
    render_item=_as_stored,
    process_revision_directives=_without_register,
)
context.run_migrations()
