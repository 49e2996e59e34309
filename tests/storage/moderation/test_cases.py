"""Cases and interactions: each thing is noted once."""

from datetime import timedelta

import pytest
from sqlalchemy import Connection

from bot.domain.errors import DomainError
from bot.domain.ids import CaseId, GuildId, InteractionId
from bot.domain.states import CaseState
from bot.storage import interactions
from bot.storage.database import Database
from bot.storage.moderation import cases
from tests.delivery.society import NOON

GUILD = GuildId(7)


def _open(connection: Connection, guild: GuildId = GUILD, kind: str = "undeliverable"):
    return cases.open_(connection, guild, kind=kind, subject="pair:1", facts={}, now=NOON)


async def test_one_open_case_a_kind_and_subject(database: Database) -> None:
    assert await database.write(_open) == CaseId(1)
    assert await database.write(_open) is None
    assert await database.write(_open, GUILD, "uncertain") == CaseId(2)
    assert await database.write(_open, GuildId(8)) == CaseId(1)
    assert await database.write(cases.resolve, GUILD, CaseId(1), NOON)
    assert not await database.write(cases.resolve, GUILD, CaseId(1), NOON)
    assert await database.write(_open) == CaseId(3)
    assert [case.id for case in await database.read(cases.open_in, GUILD)] == [2, 3]
    assert (await database.read(cases.get, GUILD, CaseId(1))).state is CaseState.RESOLVED


async def test_a_case_of_another_society_is_unknown(database: Database) -> None:
    await database.write(_open)
    with pytest.raises(DomainError) as refused:
        await database.read(cases.get, GuildId(8), CaseId(1))
    assert refused.value.code == "case.unknown"


async def test_an_interaction_has_its_effect_once(database: Database) -> None:
    def act(connection: Connection) -> None:
        _open(connection)
        interactions.record(connection, InteractionId(5), GUILD, NOON)

    await database.write(act)
    with pytest.raises(DomainError) as refused:
        await database.write(act)
    assert refused.value.code == "interaction.repeated"
    assert len(await database.read(cases.open_in, GUILD)) == 1


async def test_interactions_are_forgotten_after_a_while(database: Database) -> None:
    for number, age in ((1, 3), (2, 1)):
        at = NOON - timedelta(days=age)
        await database.write(interactions.record, InteractionId(number), GUILD, at)
    assert await database.write(interactions.purge, NOON - timedelta(days=2)) == 1
    await database.write(interactions.record, InteractionId(1), GUILD, NOON)
