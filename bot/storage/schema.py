"""Helpers to declare tables: each row belongs to one society, and no key refers to another's."""

from sqlalchemy import Column, ForeignKeyConstraint, MetaData, Table
from sqlalchemy.schema import SchemaItem

from bot.storage.types import Whole

metadata = MetaData(
    naming_convention={
        "pk": "pk_%(table_name)s",
        "fk": "fk_%(table_name)s_%(column_0_name)s_%(referred_table_name)s",
        "uq": "uq_%(table_name)s_%(column_0_N_name)s",
        "ck": "ck_%(table_name)s_%(constraint_name)s",
        "ix": "ix_%(table_name)s_%(column_0_N_name)s",
    }
)


def table(name: str, *parts: SchemaItem) -> Table:
    """Declare a table; SQLite enforces its types."""
    return Table(name, metadata, *parts, sqlite_strict=True)


def guild() -> Column[int]:
    """Return the society's column, the first of every key."""
    return Column("guild_id", Whole, primary_key=True, autoincrement=False)


def key(name: str = "id") -> Column[int]:
    """Return a further column of the key."""
    return Column(name, Whole, primary_key=True, autoincrement=False)


def of(other: str, *columns: str) -> ForeignKeyConstraint:
    """Tie `columns` to the id of a row in `other`, within the same society."""
    return ForeignKeyConstraint(
        ["guild_id", *columns], [f"{other}.guild_id", f"{other}.id"], ondelete="CASCADE"
    )
