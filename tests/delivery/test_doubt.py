"""Where no one can tell whether a message was sent: only a meeting's reminder is sent once more."""

from datetime import date, time, timedelta

from sqlalchemy import Connection

from bot.delivery.meetings.plans import MeetingRules
from bot.delivery.notifier import UnknownOutcomeError, UnreadableError
from bot.domain.ids import CohortId
from bot.domain.meetings.nudges import MeetingReminder
from bot.domain.nudges.kinds import NudgeKind
from bot.domain.nudges.nudges import CheckInDue
from bot.domain.states import NudgeState
from bot.domain.times.civil import CivilTime
from bot.storage.meetings import meetings
from bot.storage.meetings import nudges as meeting_nudges
from bot.storage.moderation import cases, societies
from bot.storage.nudges import settings as nudge_settings
from bot.storage.outbox import Nudge
from bot.storage.pairs import pairs
from bot.storage.tables import outbox as rows
from tests.delivery.conftest import House
from tests.delivery.society import GUILD, MENTEE, MENTOR, NOON, an_introduced_pair, the_settings
from tests.every_society import all_nudges, update

PATIENCE = timedelta(minutes=20)
DAY, HOUR = timedelta(days=1), timedelta(hours=1)
FRIDAY = CivilTime(date(2026, 9, 4), time(18), "UTC")


def a_meeting(connection: Connection, cohort: CohortId) -> None:
    """Let a pair meet on Friday, 18:00, with all that is said around it."""
    pair = pairs.get(connection, GUILD, an_introduced_pair(connection, cohort))
    asked = meetings.add(connection, GUILD, pair.id, NOON)
    meeting = meetings.confirm(connection, asked, FRIDAY, MENTOR, NOON)
    rhythm = MeetingRules.of(the_settings()).rhythm
    meeting_nudges.plan_around(connection, meeting, pair, rhythm, NOON)


async def reminders(house: House) -> list[Nudge]:
    """Return every reminder's row, oldest first."""

    def read(connection: Connection) -> list[Nudge]:
        return all_nudges(connection, rows.c.kind == NudgeKind.MEETING_REMINDER)

    return await house.database.read(read)


def reminded(house: House) -> list[MeetingReminder]:
    """Return the reminders in the thread."""
    return [one.facts for one in house.discord.posted if isinstance(one.facts, MeetingReminder)]


async def doubt(house: House) -> None:
    """Deliver what is due; its answer is lost, and then no one can look for it."""
    house.discord.befalls("send", "after", UnknownOutcomeError())
    house.discord.befalls("find", "before", UnreadableError())
    await house.deliver()
    house.clock.move(PATIENCE)
    await house.deliver()


async def test_a_reminder_in_doubt_is_sent_once_more_for_everybody_whom_it_was_for(
    house: House,
) -> None:
    await house.database.write(a_meeting, house.cohort)
    house.clock.move(FRIDAY.instant - DAY - NOON)

    await doubt(house)
    house.clock.move(PATIENCE)
    await house.deliver()

    _, again = reminded(house)
    assert set(again.people) == {MENTOR, MENTEE}
    day_ahead = [row for row in await reminders(house) if row.due_at == FRIDAY.instant - DAY]
    assert [row.state for row in day_ahead] == [
        NudgeState.UNCERTAIN,
        NudgeState.MERGED,
        NudgeState.SENT,
    ]
    [case] = await house.database.read(cases.open_in, GUILD)
    assert case.kind == "uncertain"


async def test_one_that_is_in_doubt_again_is_left_at_that(house: House) -> None:
    await house.database.write(a_meeting, house.cohort)
    house.clock.move(FRIDAY.instant - HOUR - NOON)
    # Only what the mentee is sent meets trouble: nothing goes to the mentor or the moderators.
    await house.database.write(
        lambda c: c.execute(
            update(rows)
            .where(rows.c.recipient_id == MENTOR)
            .values(state=NudgeState.CANCELLED, reason="not of this test", settled_at=NOON)
        )
    )
    await house.database.write(lambda c: societies.save(c, GUILD, moderator_channel_id=None))
    house.discord.befalls("send", "after", UnknownOutcomeError(), times=2)
    house.discord.befalls("find", "before", UnreadableError(), times=2)
    for _ in range(6):
        await house.deliver()
        house.clock.move(timedelta(minutes=8))

    assert len(reminded(house)) == 2
    theirs = [row for row in await reminders(house) if row.recipient == MENTEE]
    hour_ahead = [row for row in theirs if row.due_at == FRIDAY.instant - HOUR]
    assert [row.state for row in hour_ahead] == [NudgeState.UNCERTAIN] * 2


async def test_one_that_is_of_no_use_any_more_is_not_sent_again(house: House) -> None:
    await house.database.write(a_meeting, house.cohort)
    house.clock.move(FRIDAY.instant - HOUR - NOON)
    house.discord.befalls("send", "after", UnknownOutcomeError())
    house.discord.befalls("find", "before", UnreadableError())
    await house.deliver()

    house.clock.move(HOUR)
    await house.deliver()

    assert len(reminded(house)) == 1
    again = (await reminders(house))[-1]
    assert again.occurrence_key.endswith(":again")
    assert (again.state, again.reason) == (NudgeState.EXPIRED, "too late to be of use")


async def test_a_check_in_in_doubt_is_never_sent_again(house: House) -> None:
    delivery = house.delivery()
    await house.database.write(an_introduced_pair, house.cohort)
    house.clock.move(timedelta(days=7, hours=6))  # Wednesday, 18:00
    await delivery.start()
    await delivery.close()

    await doubt(house)
    house.clock.move(PATIENCE)
    await house.deliver()

    asked = [one for one in house.discord.posted if isinstance(one.facts, CheckInDue)]
    assert len(asked) == 1
    assert (await house.row(NudgeKind.CHECK_IN)).state is NudgeState.UNCERTAIN


async def test_what_is_tried_again_is_not_held_back_by_its_own_first_attempt(
    house: House,
) -> None:
    await house.database.write(an_introduced_pair, house.cohort)
    await house.database.write(lambda c: nudge_settings.save(c, GUILD, MENTEE, weekly_limit=1))
    house.clock.move(timedelta(days=7, hours=6))
    delivery = house.delivery()
    await delivery.start()
    await delivery.close()
    house.discord.befalls("send", "before", UnknownOutcomeError())
    await house.deliver()
    house.clock.move(PATIENCE)
    await house.deliver()
    [message] = house.discord.posted
    assert isinstance(message.facts, CheckInDue)
    assert MENTEE not in message.not_notified
