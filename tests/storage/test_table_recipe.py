"""A table that follows the recipe in CONTRIBUTING is a society's, and everyone finds it."""

from importlib import import_module
from pathlib import Path

from sqlalchemy import Table

import bot.storage
from bot.storage import tables

STORAGE = Path(bot.storage.__file__).parent
# These belong to the database, or are found by what Discord or a button says.
OF_NO_SOCIETY = {"meta", "interactions", "outbox"}


def test_every_table_of_an_area_is_named_in_the_schema() -> None:
    declared = {
        (module, name)
        for path in STORAGE.glob("*/*tables.py")
        for module in (import_module(f"bot.storage.{path.parent.name}.{path.stem}"),)
        for name, value in vars(module).items()
        if isinstance(value, Table)
    }
    assert len(declared) > 20, "no area's tables were found"

    unnamed = [
        f"{name} is not in bot/storage/tables.py: "
        f"add `from {module.__name__} import {name} as {name}` there"
        for module, name in declared
        if getattr(tables, name, None) is None
    ]

    assert not unnamed, "\n".join(unnamed)


def test_the_society_comes_first_in_every_key() -> None:
    others = {
        name
        for name, table in tables.metadata.tables.items()
        if next(iter(table.primary_key)).name != "guild_id"
    }

    advice = "begin the table with guild() and key()"
    assert others == OF_NO_SOCIETY, f"{sorted(others - OF_NO_SOCIETY)}: {advice}"


def test_what_belongs_to_another_row_belongs_to_one_of_the_same_society() -> None:
    across = [
        f"{name}.{constraint.column_keys}"
        for name, table in tables.metadata.tables.items()
        for constraint in table.foreign_key_constraints
        if constraint.column_keys[0] != "guild_id"
        or constraint.elements[0].target_fullname.partition(".")[2] != "guild_id"
    ]

    assert not across, f"{across}: use of(), which ties a row to one of its own society"
