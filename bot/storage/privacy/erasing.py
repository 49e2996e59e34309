"""Erase a person's rows, as the register says for each column, or all rows of a society."""

import json
from collections import Counter
from typing import Any

from sqlalchemy import (
    Connection,
    Table,
    Text,
    cast,
    delete,
    func,
    literal,
    select,
    type_coerce,
    update,
)

from bot.domain.ids import GuildId, UserId
from bot.domain.privacy.register import Erasing, Why
from bot.domain.states import NudgeState
from bot.storage import outbox, outbox_purge, tables
from bot.storage.counters import next_id
from bot.storage.privacy import match_runs
from bot.storage.privacy.register import (
    Entry,
    Has,
    as_stored,
    entries,
    in_this_version,
    is_text,
    names,
    replaced,
)
from bot.storage.schema import metadata
from bot.storage.statements.isolation import IN_EVERY_SOCIETY

# What stays of an erased society: numbers that must not be given out again, since old buttons carry
# them, how many messages were sent, and the list of erasures, which names no one.
STAYS_OF_A_SOCIETY = frozenset({"counters", "purged_nudges", "erasures"})
# The key of a message of which nothing but its number stayed.
ERASED_KEY = "erased:"


def former_number(connection: Connection, guild: GuildId) -> int:
    """Return the number that stands for someone from now on: negative, and given out once.

    Nothing says whose it was.
    """
    return -next_id(connection, guild, "former-member")


def erase_rows(
    connection: Connection,
    guild: GuildId,
    user: UserId,
    number: int,
    keyed: int,
    has: Has = in_this_version,
) -> None:
    """Delete what the register says is deleted, and make nameless what stays.

    `number` stands for the person in what stays. Where their ID protects someone else, `keyed`
    does: it can be recognized if they come back. `has` says which columns an older file has.
    """
    every = [entry for entry in entries() if _is_in(entry, has)]
    # What is found through other rows comes before those change.
    for entry in (*(e for e in every if not e.is_direct), *(e for e in every if e.is_direct)):
        theirs = entry.is_theirs(guild, user)
        if entry.about.erasing is Erasing.DELETE:
            connection.execute(delete(entry.table).where(theirs))
        elif entry.about.erasing is Erasing.FORGET:
            _empty(connection, entry, guild, user)
    if has(tables.match_runs, "asked"):
        match_runs.forget(connection, guild, user, number)
    for entry in every:
        whose, about = entry.about.whose, entry.about
        if isinstance(whose, str) and about.erasing is Erasing.FORGET:
            stands = keyed if about.why is Why.SAFETY else number
            theirs = _of(entry.table, guild) & (entry.table.c[whose] == user)
            if about.why is Why.SAFETY:
                _drop_repeated(connection, entry.table, theirs, whose, keyed)
            connection.execute(update(entry.table).where(theirs).values({whose: stands}))
    _replace_everywhere(connection, guild, user, number, has)


def erase_society(connection: Connection, guild: GuildId, has: Has = in_this_version) -> bool:
    """Delete everything of a society but `STAYS_OF_A_SOCIETY`; return whether there was anything.

    `has` says which columns an older file has.
    """
    found = 0
    for table in reversed(metadata.sorted_tables):
        if "guild_id" not in table.c or table.name in STAYS_OF_A_SOCIETY:
            continue
        if not has(table, "guild_id"):
            continue
        if table is tables.outbox:
            found += _delete_messages(connection, guild, has)
        else:
            found += connection.execute(delete(table).where(_of(table, guild))).rowcount
    return found > 0


def _delete_messages(connection: Connection, guild: GuildId, has: Has) -> int:
    """Delete the outbox; the newest row of all stays, empty, so that its ID isn't reused."""
    rows = tables.outbox
    newest = select(func.max(rows.c.id)).where(IN_EVERY_SOCIETY).scalar_subquery()
    theirs = _of(rows, guild) & (rows.c.id != newest)
    deleted = connection.execute(delete(rows).where(theirs).returning(rows.c.state)).scalars().all()
    if has(tables.purged_nudges, "rows"):
        # They are counted with those whose record was deleted; what was still to come is cancelled.
        ended = (one if one in outbox_purge.PURGED else NudgeState.CANCELLED for one in deleted)
        for state, number in Counter(ended).items():
            outbox_purge.count(connection, guild, state, number)
    names = ("recipient_id", "channel_id", "message_id", "nonce", "last_error", "lease_owner")
    connection.execute(
        update(rows)
        .where(_of(rows, guild))
        .values(
            **dict.fromkeys((*names, "merged_into")),
            occurrence_key=literal(ERASED_KEY) + cast(rows.c.id, Text),
            state=NudgeState.CANCELLED,
            reason=outbox.ERASED,
        )
    )
    return len(deleted)


def _drop_repeated(
    connection: Connection, table: Table, theirs: Any, whose: str, keyed: int
) -> None:
    """Delete what is there already from when the same person was erased before."""
    twin = table.alias()
    others = [key.name for key in table.primary_key if key.name != whose]
    is_same = (twin.c[name] == table.c[name] for name in others)
    is_twin = select(literal(1)).where(twin.c[whose] == keyed, *is_same)
    connection.execute(delete(table).where(theirs, is_twin.exists()))


def _is_in(entry: Entry, has: Has) -> bool:
    about = entry.about
    named = [*about.columns.split(), *([about.whose] if isinstance(about.whose, str) else [])]
    return has(entry.table, "guild_id") and all(has(entry.table, name) for name in named)


def _of(table: Table, guild: GuildId) -> Any:
    return table.c.guild_id == guild


def _empty(connection: Connection, entry: Entry, guild: GuildId, user: UserId) -> None:
    """Empty the columns that a forgotten person wrote, or that were written about them."""
    about, theirs = entry.about, entry.is_theirs(guild, user)
    emptied: dict[str, Any] = {
        name: None if entry.table.c[name].nullable else "" for name in about.emptied.split()
    }
    if emptied:
        connection.execute(update(entry.table).where(theirs).values(emptied))
    for column in {column for column, _ in about.dropped}:
        _drop_keys(connection, entry, column, theirs)


def _drop_keys(connection: Connection, entry: Entry, column: str, theirs: Any) -> None:
    """Drop the keys of a column of JSON, whatever its type makes of it."""
    plain, primary = as_stored(entry.table), [key.name for key in entry.table.primary_key]
    keys = {key for of, key in entry.about.dropped if of == column}
    found = select(*entry.table.primary_key, type_coerce(entry.table.c[column], Text))
    for *key, text in connection.execute(found.where(theirs)).all():
        facts = json.loads(text)
        rest = {name: value for name, value in facts.items() if name not in keys}
        if rest != facts:
            is_this = (plain.c[name] == value for name, value in zip(primary, key, strict=True))
            written = json.dumps(rest, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
            connection.execute(update(plain).where(*is_this).values({column: written}))


def _replace_everywhere(
    connection: Connection, guild: GuildId, user: UserId, number: int, has: Has
) -> None:
    """Replace the person's ID in every text of the society: someone may have typed it anywhere."""
    for table in metadata.sorted_tables:
        if "guild_id" not in table.c or not has(table, "guild_id"):
            continue
        plain = as_stored(table)
        for column in table.c:
            if not is_text(column) or not has(table, column.name):
                continue
            theirs = plain.c[column.name]
            connection.execute(
                update(plain)
                .where(plain.c.guild_id == guild, names(theirs, user))
                .values({column.name: replaced(theirs, user, number)})
            )
