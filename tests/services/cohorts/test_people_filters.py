"""Which of a cohort's people a moderator sees: by filter, by name, and in pages."""

from collections.abc import Callable
from datetime import datetime, timedelta

import pytest
from sqlalchemy import Connection

from bot.domain.cohorts.people import QUIET_AFTER, Shown
from bot.domain.errors import DomainError
from bot.domain.ids import GuildId, InteractionId, UserId
from bot.domain.nudges.policy import Stretch
from bot.domain.states import EndReason, MeetingState, Role
from bot.domain.times.civil import CivilTime
from bot.services.actor import Actor
from bot.services.cohorts import enrolments as enrolment_services
from bot.services.cohorts import people
from bot.storage import presence
from bot.storage.meetings import meetings
from bot.storage.nudges import away, pings
from bot.storage.pairs import endings
from bot.storage.pairs.pairs import Pair
from tests.delivery.society import GUILD
from tests.services.rounds import COHORT, Round

MENTOR, NILS, ANA, IRIS, OMAR = 1, 100, 101, 102, 103


async def shown(round_: Round, which: Shown) -> list[int]:
    """Return who a filter lists."""
    page = await people.list_named(round_.app, round_.mod(), COHORT, which)
    assert page.people == len(page.entries)
    return [entry.user for entry in page.entries]


async def season(round_: Round) -> dict[int, Pair]:
    """Let three mentees be introduced to one mentor, while one waits; return the pairs."""
    await round_.enrol(MENTOR, Role.MENTOR, capacity=3)
    for user in (NILS, ANA, IRIS):
        await round_.enrol(user, Role.MENTEE)
    made = await round_.approve_all()
    for pair in made:
        await round_.introduce(pair.id, 300 + pair.id)
    await round_.enrol(OMAR, Role.MENTEE)
    return {pair.mentees[0]: pair for pair in made}


async def keep(round_: Round, write: Callable[[Connection, datetime], object]) -> None:
    now = round_.clock.now()
    await round_.app.database.write(lambda connection: write(connection, now))


def met(pair: Pair) -> Callable[[Connection, datetime], None]:
    def write(connection: Connection, now: datetime) -> None:
        meeting = meetings.add(connection, GUILD, pair.id, now)
        at = CivilTime(now.date(), now.time(), "UTC")
        meeting = meetings.confirm(connection, meeting, at, None, now)
        meetings.record_outcome(connection, meeting, MeetingState.HAPPENED, now)

    return write


async def test_who_waits_comes_first_and_alone_under_waiting(round_: Round) -> None:
    await season(round_)
    assert await shown(round_, Shown.ALL) == [OMAR, MENTOR, NILS, ANA, IRIS]
    assert await shown(round_, Shown.WAITING) == [OMAR]
    await keep(round_, lambda c, now: presence.record(c, GUILD, [], [UserId(OMAR)], now))
    assert await shown(round_, Shown.WAITING) == []
    assert await shown(round_, Shown.LEFT) == [OMAR]


async def test_who_has_not_met_is_listed_until_they_have(round_: Round) -> None:
    made = await season(round_)
    assert await shown(round_, Shown.NO_MEETING) == [MENTOR, NILS, ANA, IRIS]
    await keep(round_, met(made[NILS]))
    assert await shown(round_, Shown.NO_MEETING) == [MENTOR, ANA, IRIS]
    for user in (ANA, IRIS):
        await keep(round_, met(made[user]))
    assert await shown(round_, Shown.NO_MEETING) == []


async def test_who_answered_nothing_for_weeks_is_quiet_unless_away_or_paused(
    round_: Round,
) -> None:
    made = await season(round_)
    assert await shown(round_, Shown.QUIET) == []
    round_.clock.move(QUIET_AFTER - timedelta(hours=1))
    await keep(round_, lambda c, now: pings.record_act(c, GUILD, UserId(NILS), now))
    assert await shown(round_, Shown.QUIET) == []
    round_.move(hours=1)
    assert await shown(round_, Shown.QUIET) == [MENTOR, ANA, IRIS], "who waits owes nothing"

    def leave(connection: Connection, now: datetime) -> None:
        day = now.date()
        until = now + timedelta(days=3)
        away.add(
            connection,
            GUILD,
            UserId(ANA),
            first_day=day,
            last_day=day + timedelta(days=2),
            time_zone="UTC",
            stretch=Stretch(now, until),
            note="",
            now=now,
        )

    await keep(round_, leave)
    assert await shown(round_, Shown.AWAY) == [ANA]
    assert await shown(round_, Shown.QUIET) == [MENTOR, IRIS]
    await keep(round_, lambda c, now: endings.close(c, made[IRIS], EndReason.TOGETHER, now))
    assert await shown(round_, Shown.QUIET) == [MENTOR]
    round_.move(days=4)
    assert await shown(round_, Shown.AWAY) == []


async def test_who_withdrew_is_under_left_and_nowhere_else(round_: Round) -> None:
    await round_.enrol(NILS, Role.MENTEE)
    await round_.enrol(NILS, Role.MENTOR)
    await round_.enrol(ANA, Role.MENTEE)
    await enrolment_services.leave(round_.app, round_.person(NILS), round_.cohort)
    assert await shown(round_, Shown.ALL) == [ANA]
    assert await shown(round_, Shown.LEFT) == [NILS]
    await round_.enrol(NILS, Role.MENTEE)
    assert await shown(round_, Shown.LEFT) == [], "one place is enough to be in it"


async def test_a_line_says_with_whom_and_what_comes_next(round_: Round) -> None:
    made = await season(round_)

    def arrange(connection: Connection, now: datetime) -> None:
        meeting = meetings.add(connection, GUILD, made[NILS].id, now)
        later = now + timedelta(days=2)
        meetings.confirm(
            connection, meeting, CivilTime(later.date(), later.time(), "UTC"), None, now
        )
        pings.record_act(connection, GUILD, UserId(NILS), now)

    await keep(round_, arrange)
    now = round_.clock.now()
    page = await people.list_named(round_.app, round_.mod(), COHORT)
    nils = next(entry for entry in page.entries if entry.user == NILS)
    assert [each.pair.mentor for each in nils.pairs] == [MENTOR]
    assert nils.pairs[0].meeting_at == now + timedelta(days=2)
    assert nils.last_answer == now
    mentor = next(entry for entry in page.entries if entry.user == MENTOR)
    assert {each.pair.mentees[0] for each in mentor.pairs} == {NILS, ANA, IRIS}
    omar = next(entry for entry in page.entries if entry.user == OMAR)
    assert (omar.pairs, omar.last_answer) == ((), None)


async def test_a_search_keeps_its_pages_until_the_next(round_: Round) -> None:
    for user in range(NILS, NILS + 12):
        await round_.enrol(user, Role.MENTEE)
    found = [UserId(user) for user in range(NILS, NILS + 11)]
    first = await people.save_found(round_.app, round_.mod(), round_.cohort, "an", found)
    assert (first.typed, first.people, len(first.entries)) == ("an", 11, 10)
    last = await people.found_page(round_.app, round_.mod(), round_.cohort, 7)
    assert (last.page, [entry.user for entry in last.entries]) == (1, [NILS + 10])
    with pytest.raises(DomainError, match=r"people\.search_over"):
        await people.found_page(round_.app, round_.mod(901), round_.cohort, 0)


async def test_only_the_society_s_own_moderators_see_its_people(round_: Round) -> None:
    await season(round_)
    member = round_.person(NILS)
    stranger = Actor(GuildId(GUILD + 1), UserId(5), InteractionId(77), manages_server=True)
    for asker, code in ((member, "actor.not_moderator"), (stranger, "cohort.unknown")):
        for ask in (
            lambda who: people.list_named(round_.app, who, COHORT),
            lambda who: people.list_page(round_.app, who, round_.cohort, 0),
            lambda who: people.users_ever(round_.app, who, round_.cohort),
            lambda who: people.save_found(round_.app, who, round_.cohort, "a", []),
        ):
            with pytest.raises(DomainError, match=code):
                await ask(asker)
