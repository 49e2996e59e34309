"""Asking which parts of a ledger hold anything must never hide a turn."""

from datetime import UTC, date, datetime, time

from sqlalchemy import Connection

from bot.domain.ids import GuildId, UserId
from bot.domain.states import Role
from bot.domain.turns import TurnKind
from bot.storage import check_ins, ledger, pairs
from bot.storage.database import Database
from bot.storage.pairs import Member

GUILD, MENTOR, MENTEE, STRANGER = GuildId(1), UserId(10), UserId(11), UserId(12)
NOW = datetime(2027, 3, 1, tzinfo=UTC)


def _asked(connection: Connection) -> None:
    members = (Member(MENTOR, Role.MENTOR), Member(MENTEE, Role.MENTEE))
    pair = pairs.add(
        connection,
        GUILD,
        cohort=None,
        code="ABCDEF",
        members=members,
        reasons=(),
        check_in_days=14,
        check_in_weekday=1,
        check_in_time=time(18),
        time_zone="UTC",
        now=NOW,
    )
    check_in = check_ins.add(connection, GUILD, pair, MENTEE, date(2027, 3, 2), NOW)
    check_ins.record_asked(connection, GUILD, check_in, NOW)


async def test_both_sides_of_a_pair_hold_its_check_in_and_nobody_else(database: Database) -> None:
    assert await database.read(ledger.kinds_held, GUILD, MENTEE) == frozenset()
    await database.write(_asked)
    for user in (MENTOR, MENTEE):
        assert await database.read(ledger.kinds_held, GUILD, user) == {TurnKind.CHECK_IN}
    assert await database.read(ledger.kinds_held, GUILD, STRANGER) == frozenset()
    assert await database.read(ledger.kinds_held, GuildId(2), MENTEE) == frozenset()


def test_every_kind_of_turn_is_asked_about_or_comes_with_another() -> None:
    # Proposed times are read with the meetings, introductions with the pairs.
    come_along = {TurnKind.MEETING_TIMES, TurnKind.INTRODUCTION}
    assert set(ledger._SOURCES) | come_along == set(TurnKind)
