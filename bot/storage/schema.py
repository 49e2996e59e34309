"""Helpers to declare tables: each row belongs to one society, and no key refers to another's."""

from sqlalchemy import Column, ForeignKeyConstraint, MetaData, Table
from sqlalchemy.schema import SchemaItem

from bot.domain.privacy.register import Personal
from bot.storage.statements import isolation as isolation
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


_PERSONAL = "personal"


def table(name: str, *parts: SchemaItem, personal: Personal) -> Table:
    """Declare a table and what it says about people; SQLite enforces its types."""
    return Table(name, metadata, *parts, sqlite_strict=True, info={_PERSONAL: personal})


def personal_of(declared: Table) -> Personal:
    """Return what a table says about people."""
    entry: Personal = declared.info[_PERSONAL]
    return entry


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
