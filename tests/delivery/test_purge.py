"""Rows of the outbox that ended long ago are deleted, but for those that something asks for."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import Connection, Update, func, insert

from bot.delivery.outbox_audit import audit
from bot.domain.ids import ChannelId, GuildId, PairId, RequestId, UserId
from bot.domain.moderation.cases import CaseKind, pair_subject
from bot.domain.nudges.kinds import NudgeKind
from bot.domain.requests import transitions
from bot.domain.requests.requests import Ahead
from bot.domain.requests.words import RequestWords
from bot.domain.states import (
    CaseState,
    CheckInState,
    CommitmentState,
    EndReason,
    MeetingState,
    NudgeState,
    RequestState,
)
from bot.storage import outbox, outbox_purge
from bot.storage.database import Database
from bot.storage.moderation import cases
from bot.storage.outbox import DMS_CLOSED, LATEST
from bot.storage.pairs import pairs
from bot.storage.requests import requests
from bot.storage.tables import aways, check_ins, commitments, meetings
from bot.storage.tables import cases as case_rows
from bot.storage.tables import outbox as rows
from bot.storage.tables import requests as request_rows
from tests.delivery.conftest import House
from tests.delivery.society import GUILD, MENTEE, MENTOR, NOON, an_introduced_pair
from tests.every_society import delete, select, update

LONG_AGO = NOON - timedelta(days=200)
TERM = NOON - timedelta(days=180)


def a_row(
    connection: Connection,
    /,
    *,
    kind: NudgeKind = NudgeKind.WIN_POSTED,
    subject: tuple[str, int] = ("win", 1),
    state: NudgeState = NudgeState.CANCELLED,
    recipient: UserId | None = None,
    channel: int | None = None,
    **values: Any,
) -> int:
    """Write a row that ended long ago; return its id. Only a message says where it stands."""
    number = len(connection.execute(select(rows.c.id)).all())
    outbox.plan(
        connection,
        guild=values.pop("guild", GUILD),
        kind=kind,
        subject_type=subject[0],
        subject_id=subject[1],
        recipient=recipient,
        due_at=LONG_AGO,
        occurrence=str(number),
    )
    newest = int(connection.execute(select(func.max(rows.c.id))).scalar_one())
    ended = {"state": state, "settled_at": LONG_AGO + timedelta(seconds=number), "reason": "done"}
    if state is NudgeState.SENT:
        ended |= {"channel_id": channel or 7, "message_id": 10_000 + newest, "reason": None}
    connection.execute(update(rows).where(rows.c.id == newest).values(ended | values))
    return newest


async def purged(database: Database) -> int:
    """Purge what may go; return how many rows that were."""
    ended = await database.read(outbox_purge.find, TERM, 1_000)
    return await database.write(outbox_purge.purge, ended)


async def there(database: Database) -> set[int]:
    return set(await database.read(lambda c: c.execute(select(rows.c.id)).scalars().all()))


async def test_what_ended_long_ago_goes_and_is_counted(house: House) -> None:
    def fill(connection: Connection) -> list[int]:
        for state in (NudgeState.CANCELLED, NudgeState.EXPIRED, NudgeState.CANCELLED):
            a_row(connection, state=state)
        a_row(connection, guild=GuildId(101))
        failed = [
            a_row(connection, subject=("win", 2), state=NudgeState.DEAD),
            a_row(connection, state=NudgeState.UNCERTAIN),
        ]
        recent = a_row(connection, settled_at=NOON - timedelta(days=179))
        return [*failed, recent]

    kept = await house.database.write(fill)
    delivery = house.delivery(keep_sent_days=180)

    await delivery._purge_what_is_old()

    assert await there(house.database) == set(kept)
    assert await house.database.read(outbox_purge.purged) == {
        NudgeState.CANCELLED: 3,
        NudgeState.EXPIRED: 1,
    }
    found = await house.database.read(audit)
    assert (found.planned, found.purged, found.faults) == (7, 4, ())


async def test_a_row_that_vanished_without_being_counted_is_a_fault(house: House) -> None:
    def fill(connection: Connection) -> None:
        gone, _ = a_row(connection), a_row(connection)
        connection.execute(delete(rows).where(rows.c.id == gone))

    await house.database.write(fill)

    faults = (await house.database.read(audit)).faults

    counted = house.database.dialect == "sqlite"  # a server's ids may leave some out anyway
    assert faults == (("1 deleted without being counted",) if counted else ())
    await house.database.write(lambda c: c.execute(delete(rows)))


async def test_the_newest_row_stays_so_that_its_id_is_not_handed_out_again(house: House) -> None:
    newest = await house.database.write(a_row)

    assert await purged(house.database) == 0
    assert await house.database.write(a_row) == newest + 1
    assert await purged(house.database) == 1


async def test_a_pairs_introduction_stays_as_long_as_the_pair(house: House) -> None:
    def fill(connection: Connection) -> PairId:
        pair = an_introduced_pair(connection, house.cohort, now=LONG_AGO)
        a_row(connection)
        return pair

    pair = await house.database.write(fill)

    assert await purged(house.database) == 0, "conservation asks for it"
    assert (await house.database.read(audit)).ok
    await house.database.write(pairs.end, GUILD, pair, EndReason.TOGETHER, NOON)
    assert await purged(house.database) == 1


async def test_what_a_check_in_or_a_meeting_that_is_open_asks_for_stays(house: House) -> None:
    def fill(connection: Connection) -> tuple[int, int]:
        pair = an_introduced_pair(connection, house.cohort, now=LONG_AGO)
        asked: dict[str, Any] = {"guild_id": GUILD, "id": 1, "pair_id": pair, "owner_id": MENTEE}
        asked |= {"local_date": LONG_AGO.date(), "due_at": LONG_AGO, "state": CheckInState.ASKED}
        connection.execute(insert(check_ins).values(asked))
        meeting: dict[str, Any] = {
            "guild_id": GUILD,
            "id": 1,
            "pair_id": pair,
            "round": 1,
            "sequence": 0,
        }
        meeting |= {"state": MeetingState.PROPOSED, "created_at": LONG_AGO}
        connection.execute(insert(meetings).values(meeting))
        check_in = a_row(
            connection, kind=NudgeKind.CHECK_IN, subject=("pair", pair), subject_version=1
        )
        proposed = a_row(connection, kind=NudgeKind.MEETING_PROPOSED, subject=("meeting", 1))
        a_row(connection)
        return check_in, proposed

    check_in, proposed = await house.database.write(fill)
    assert await purged(house.database) == 0

    def close(connection: Connection) -> None:
        connection.execute(update(check_ins).values(state=CheckInState.UNANSWERED))
        connection.execute(update(meetings).values(state=MeetingState.CANCELLED))

    await house.database.write(close)

    assert await purged(house.database) == 2
    assert not {check_in, proposed} & await there(house.database)


@pytest.mark.parametrize("kind", outbox_purge._AS_LONG_AS_THE_PAIR)
async def test_what_is_said_once_in_a_pairs_life_stays_as_long_as_the_pair(
    house: House, kind: NudgeKind
) -> None:
    def fill(connection: Connection) -> tuple[PairId, int]:
        pair = an_introduced_pair(connection, house.cohort, now=LONG_AGO)
        connection.execute(update(rows).values(settled_at=NOON))  # its own introduction
        said = a_row(connection, kind=kind, subject=("pair", pair), state=NudgeState.EXPIRED)
        a_row(connection)
        return pair, said

    pair, said = await house.database.write(fill)

    assert await purged(house.database) == 0
    await house.database.write(pairs.end, GUILD, pair, EndReason.TOGETHER, NOON)
    assert await purged(house.database) == 1
    assert said not in await there(house.database)


async def test_what_else_was_said_to_a_pair_goes_while_the_pair_goes_on(house: House) -> None:
    def fill(connection: Connection) -> None:
        pair = an_introduced_pair(connection, house.cohort, now=LONG_AGO)
        a_row(connection, kind=NudgeKind.FIRST_MEETING, subject=("pair", pair))
        a_row(connection)

    await house.database.write(fill)

    assert await purged(house.database) == 1


def _open_commitment(connection: Connection, pair: PairId) -> None:
    plain = {"words": "x", "obstacle": "", "plan_b": "", "shown": True, "time_zone": "UTC"}
    due = {"due_date": LONG_AGO.date(), "due_time": LONG_AGO.time(), "due_at": LONG_AGO}
    state = {"state": CommitmentState.OPEN, "made_at": LONG_AGO}
    values = {"guild_id": GUILD, "id": 1, "pair_id": pair, "owner_id": MENTEE}
    connection.execute(insert(commitments).values(values | plain | due | state))


def _open_request(connection: Connection, _: PairId) -> None:
    words = RequestWords("second year", "a mock interview", "surgery", ("video",), "my answers")
    two_days = timedelta(hours=48)
    ahead = Ahead(LONG_AGO, two_days)
    asked = transitions.ask(GUILD, RequestId(1), MENTEE, MENTOR, words, ahead, window=two_days)
    requests.add(connection, asked)


def _away_until_the_term(connection: Connection, _: PairId) -> None:
    days = {"first_day": LONG_AGO.date(), "last_day": TERM.date(), "time_zone": "UTC", "note": ""}
    instants = {"begins_at": LONG_AGO, "ends_at": TERM, "set_at": LONG_AGO}
    values = {"guild_id": GUILD, "id": 1, "user_id": MENTEE}
    connection.execute(insert(aways).values(values | days | instants))


def _open_case(connection: Connection, pair: PairId) -> None:
    subject = pair_subject(pair)
    cases.open_(
        connection, GUILD, kind=CaseKind.HELP_ASKED, subject=subject, facts={}, now=LONG_AGO
    )


@pytest.mark.parametrize(
    ("begin", "kind", "subject", "over"),
    [
        (
            _open_commitment,
            NudgeKind.COMMITMENT_DUE,
            "commitment",
            update(commitments).values(state=CommitmentState.LAPSED),
        ),
        (
            _open_request,
            NudgeKind.REQUEST_ASKED,
            "request",
            update(request_rows).values(state=RequestState.WITHDRAWN),
        ),
        (
            _away_until_the_term,
            NudgeKind.AWAY_TOLD,
            "away",
            update(aways).values(ends_at=TERM - timedelta(seconds=1)),
        ),
        (
            _open_case,
            NudgeKind.CASE_OPENED,
            "case",
            update(case_rows).values(state=CaseState.RESOLVED),
        ),
    ],
)
async def test_what_was_sent_about_something_that_is_not_over_stays(
    house: House,
    begin: Callable[[Connection, PairId], None],
    kind: NudgeKind,
    subject: str,
    over: Update,
) -> None:
    def fill(connection: Connection) -> int:
        pair = an_introduced_pair(connection, house.cohort, now=LONG_AGO)
        connection.execute(update(rows).values(settled_at=NOON))  # its own introduction
        begin(connection, pair)
        sent = a_row(connection, kind=kind, subject=(subject, 1), recipient=MENTEE)
        a_row(connection)
        return sent

    sent = await house.database.write(fill)
    assert await purged(house.database) == 0

    await house.database.write(lambda connection: connection.execute(over).rowcount)

    assert await purged(house.database) == 1
    assert sent not in await there(house.database)


async def test_an_open_case_is_announced_once_whatever_was_purged(house: House) -> None:
    def announce(connection: Connection) -> bool:
        return outbox.plan(
            connection,
            guild=GUILD,
            kind=NudgeKind.CASE_OPENED,
            subject_type="case",
            subject_id=1,
            due_at=LONG_AGO,
        )

    def fill(connection: Connection) -> None:
        pair = an_introduced_pair(connection, house.cohort, now=LONG_AGO)
        _open_case(connection, pair)
        assert announce(connection)
        told = {"state": NudgeState.SENT, "settled_at": LONG_AGO, "message_id": 1, "channel_id": 9}
        connection.execute(update(rows).where(rows.c.kind == NudgeKind.CASE_OPENED).values(told))
        for _ in range(LATEST):  # so many later ones stand in that channel, for /why to look at
            a_row(connection, state=NudgeState.SENT, channel=9, settled_at=NOON)

    await house.database.write(fill)
    await purged(house.database)

    assert not await house.database.write(announce)


async def test_what_was_merged_goes_before_the_message_that_carried_it(house: House) -> None:
    def fill(connection: Connection) -> tuple[int, int]:
        carrier = a_row(connection)
        merged = a_row(connection, state=NudgeState.MERGED, merged_into=carrier)
        a_row(connection)
        return carrier, merged

    carrier, merged = await house.database.write(fill)

    assert await purged(house.database) == 1
    assert carrier in await there(house.database)
    assert merged not in await there(house.database)
    assert await purged(house.database) == 1


async def test_the_latest_messages_of_a_person_and_of_a_channel_stay_for_why(house: House) -> None:
    def fill(connection: Connection) -> list[int]:
        sent = [a_row(connection, state=NudgeState.SENT, recipient=MENTEE) for _ in range(3)]
        posted = [a_row(connection, state=NudgeState.SENT, channel=8) for _ in range(3)]
        for _ in range(LATEST - 1):
            a_row(connection, state=NudgeState.SENT, recipient=MENTEE)
            a_row(connection, state=NudgeState.SENT, channel=8)
        return sent[:2] + posted[:2]

    gone = await house.database.write(fill)
    before = await there(house.database)

    assert await purged(house.database) == len(gone)
    assert before - await there(house.database) == set(gone)
    latest = await house.database.read(outbox.latest_in, GUILD, MENTEE, [ChannelId(8)])
    assert len(latest) == LATEST


async def test_since_when_direct_messages_are_closed_is_remembered(house: House) -> None:
    def fill(connection: Connection) -> int:
        a_row(connection, recipient=MENTEE, reason=DMS_CLOSED)
        latest = a_row(connection, recipient=MENTEE, reason=DMS_CLOSED)
        a_row(connection)
        return latest

    latest = await house.database.write(fill)
    refused_at = await house.database.read(outbox.dm_refused_at, GUILD, MENTEE)

    assert await purged(house.database) == 1
    assert latest in await there(house.database)
    assert await house.database.read(outbox.dm_refused_at, GUILD, MENTEE) == refused_at


@pytest.mark.parametrize("waiting", [NudgeState.DUE, NudgeState.DEAD])
async def test_what_was_sent_stays_while_another_row_about_the_same_waits(
    house: House, waiting: NudgeState
) -> None:
    def fill(connection: Connection) -> tuple[int, int]:
        asked = a_row(connection, subject=("request", 8))
        told = a_row(connection, subject=("request", 8), state=waiting)
        return asked, told

    asked, told = await house.database.write(fill)
    a_row_of_another = await house.database.write(lambda c: a_row(c, subject=("request", 9)))
    await house.database.write(a_row)  # the newest of all stays anyway
    assert await purged(house.database) == 1
    assert {asked, told} <= await there(house.database)
    assert a_row_of_another not in await there(house.database)
    ended = update(rows).where(rows.c.id == told).values(state=NudgeState.CANCELLED)
    await house.database.write(lambda c: c.execute(ended).rowcount)
    assert await purged(house.database) == 2
