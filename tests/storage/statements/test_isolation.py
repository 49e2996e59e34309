"""A statement that forgot its society is never run."""

import re
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import and_, delete, exists, false, insert, or_, select, tuple_, union_all, update

import bot
from bot.domain.ids import GuildId
from bot.storage.database import Database
from bot.storage.statements.isolation import IN_EVERY_SOCIETY, UntiedSocietyError
from bot.storage.tables import meta, outbox, pair_members, pairs, pauses, presence

GUILD = GuildId(100)
NOON = datetime(2027, 3, 3, 12, tzinfo=UTC)
HERE = pauses.c.guild_id == GUILD
OF_PAIR = pauses.c.pair_id == pairs.c.id
SAME_PAIR = and_(pauses.c.guild_id == pairs.c.guild_id, OF_PAIR)
PAIR_IDS = select(pairs.c.id)
_recent = select(pauses.c.guild_id, pauses.c.pair_id).where(IN_EVERY_SOCIETY).subquery()

FORGOTTEN: dict[str, Any] = {
    "nothing is named": select(pauses),
    "only an ID": select(pauses).where(pauses.c.id == 1),
    "an update": update(pauses).where(pauses.c.pair_id == 1).values(cut_short_by=1),
    "a deletion": delete(pauses).where(pauses.c.pair_id == 1),
    "in one of two cases": select(pauses).where(or_(HERE, pauses.c.id == 1)),
    "what is not so": select(pauses).where(pauses.c.guild_id != GUILD),
    "a table that is joined": select(pauses).join(pairs, OF_PAIR).where(HERE),
    "the other table that is joined": select(pairs).join(pauses, OF_PAIR).where(HERE),
    "the left of an outer join": select(pauses).outerjoin(pairs, and_(SAME_PAIR, HERE)),
    "the right of an outer join": select(pauses).outerjoin(pairs, OF_PAIR).where(HERE),
    "a list from a subquery": select(pauses).where(HERE, pauses.c.pair_id.in_(PAIR_IDS)),
    "something that exists": select(pauses).where(HERE, exists().where(OF_PAIR)),
    "a column": select(pauses.c.id, PAIR_IDS.limit(1).scalar_subquery()).where(HERE),
    "a new value": (update(pauses).where(HERE).values(pair_id=PAIR_IDS.limit(1).scalar_subquery())),
    "a part of a union": union_all(PAIR_IDS.where(pairs.c.guild_id == GUILD), PAIR_IDS),
    "a subquery that is joined": (
        select(pairs)
        .join(_recent, _recent.c.pair_id == pairs.c.id)
        .where(pairs.c.guild_id == GUILD)
    ),
    "what is copied": insert(meta).from_select(["key", "value"], select(pairs.c.id, pairs.c.code)),
    "two tables of every society": select(pauses).join(pairs, OF_PAIR).where(IN_EVERY_SOCIETY),
    "something inside of every society": (
        select(pauses).where(IN_EVERY_SOCIETY, exists().where(OF_PAIR))
    ),
}

NAMED: dict[str, Any] = {
    "a value": select(pauses).where(HERE),
    "several values": select(pauses).where(pauses.c.guild_id.in_([GUILD])),
    "both keys": select(pauses).where(tuple_(pauses.c.guild_id, pauses.c.id).in_([(GUILD, 1)])),
    "in each case": select(pauses).where(or_(HERE, pauses.c.guild_id == 1)),
    "a tie": select(pauses).join(pairs, SAME_PAIR).where(pairs.c.guild_id == GUILD),
    "a tie of a tie": (
        select(pauses)
        .join(pairs, SAME_PAIR)
        .join(pair_members, pair_members.c.guild_id == pairs.c.guild_id)
        .where(HERE)
    ),
    "an outer join": select(pauses).outerjoin(pairs, SAME_PAIR).where(HERE),
    "something that exists": select(pauses).where(HERE, exists().where(SAME_PAIR)),
    "a list from a subquery": (
        select(pauses).where(HERE, pauses.c.pair_id.in_(PAIR_IDS.where(pairs.c.guild_id == GUILD)))
    ),
    "the key of a row among all": select(outbox).where(outbox.c.id == 1),
    "every society": select(pauses).join(pairs, SAME_PAIR).where(IN_EVERY_SOCIETY),
    "nothing at all": select(pauses).where(false(), HERE),
    "no society's table": select(meta),
}


@pytest.mark.parametrize("statement", FORGOTTEN.values(), ids=FORGOTTEN)
@pytest.mark.parametrize("migrated_url", ["sqlite"], indirect=True)
async def test_a_forgotten_society_is_noticed(database: Database, statement: Any) -> None:
    with pytest.raises(UntiedSocietyError):
        await database.write(lambda connection: connection.execute(statement))


@pytest.mark.parametrize("statement", NAMED.values(), ids=NAMED)
async def test_a_society_that_is_named_is_seen(database: Database, statement: Any) -> None:
    await database.read(lambda connection: connection.execute(statement))


async def test_nothing_is_done_without_a_society(database: Database) -> None:
    """Also when an equal statement that names it was run before."""

    def forget(connection: Any) -> None:
        connection.execute(insert(presence).values(guild_id=1, user_id=2, asked_at=NOON))
        connection.execute(delete(presence).where(presence.c.user_id == 2))

    await database.write(lambda c: c.execute(delete(presence).where(presence.c.guild_id == 1)))
    with pytest.raises(UntiedSocietyError):
        await database.write(forget)
    everyone = select(presence).where(IN_EVERY_SOCIETY)
    assert await database.read(lambda c: c.execute(everyone).all()) == []


def test_no_sql_is_written_by_hand() -> None:
    """It would be run unseen. Where it is, it sets a connection up, or cleans a database."""
    for file in Path(bot.__file__).parent.rglob("*.py"):
        if "versions" not in file.parts and file.name not in ("migrate.py", "postgres.py"):
            source = file.read_text("utf-8")
            assert "exec_driver_sql" not in source, file
            assert not re.search(r"execute\(\s*text\(", source), file
