"""Messages about meetings at night: posted without a sound, and followed up only if still news."""

from datetime import datetime, time

from sqlalchemy import Connection

from bot.domain.ids import UserId
from bot.domain.meetings.nudges import MeetingCancelled, MeetingProposed, MeetingReminder
from bot.domain.nudges.nudges import Digest, Facts, PostedAtNight
from bot.services.meetings import acceptance, meetings
from bot.storage.nudges import settings
from tests.delivery.society import GUILD, MENTEE, MENTOR, NOON, Posted
from tests.services.society import somebody
from tests.services.two import HOUR, Two

LATE = NOON + 10 * HOUR  # 22:00, in the quiet hours of both


async def sleeps_at_noon(two: Two, user: UserId) -> None:
    """Let someone have quiet hours from 10:00 to 15:00."""

    def choose(connection: Connection) -> None:
        settings.save(connection, GUILD, user, quiet_from=time(10), quiet_until=time(15))

    await two.app.database.write(choose)


def facts_in(posts: list[Posted]) -> list[Facts]:
    """Return what was posted, with the parts of merged messages."""
    return [
        facts
        for post in posts
        for facts in (
            [part.facts for part in post.facts.parts]
            if isinstance(post.facts, Digest)
            else [post.facts]
        )
    ]


def of(posts: list[Posted], kind: type[Facts]) -> list[Posted]:
    """Return the posts of one kind."""
    return [post for post in posts if isinstance(post.facts, kind)]


async def test_whoever_sleeps_is_notified_in_the_morning_of_what_still_waits(two: Two) -> None:
    await sleeps_at_noon(two, MENTOR)
    await two.propose(MENTEE, "2026-09-05 18:00")
    [proposal] = of(await two.at(NOON), MeetingProposed)
    assert proposal.not_notified == {MENTOR}

    notices = facts_in(await two.at(NOON + 3 * HOUR))

    [notice] = notices
    assert isinstance(notice, PostedAtNight)
    assert (notice.person, notice.post) == (MENTOR, "meeting-proposed")
    assert (notice.channel, notice.message) == (proposal.channel, proposal.id)


async def test_whoever_answered_at_night_is_not_notified_of_it_in_the_morning(two: Two) -> None:
    await sleeps_at_noon(two, MENTOR)
    proposed = await two.propose(MENTEE, "2026-09-05 18:00")
    await two.at(NOON)
    await acceptance.accept_time(two.app, somebody(MENTOR), proposed.times[0].id)
    posts = await two.at(NOON + 3 * HOUR)
    assert not [facts for facts in facts_in(posts) if isinstance(facts, PostedAtNight)]


async def test_a_proposal_waits_until_it_is_day_for_one_of_them(two: Two) -> None:
    await two.at(LATE)
    await two.propose(MENTEE, "2026-09-05 18:00")
    assert of(await two.at(LATE), MeetingProposed) == []
    [proposal] = of(await two.at(LATE + 10 * HOUR), MeetingProposed)
    assert proposal.not_notified == set()


async def test_a_reminder_at_night_makes_no_sound_and_waits_for_the_morning_if_it_can(
    two: Two,
) -> None:
    await two.at(LATE)
    await two.arrange("2026-09-03 02:00")
    await two.arrange("2026-09-03 08:45")
    [silent] = of(await two.at(datetime.fromisoformat("2026-09-03T01:00Z")), MeetingReminder)
    assert silent.not_notified == {MENTOR, MENTEE}
    assert of(await two.at(datetime.fromisoformat("2026-09-03T07:50Z")), MeetingReminder) == []
    [reminder] = of(await two.at(datetime.fromisoformat("2026-09-03T08:00Z")), MeetingReminder)
    assert reminder.not_notified == set()


async def test_a_canceled_meeting_wakes_only_whom_it_spares_getting_up(two: Two) -> None:
    early, late = await two.arrange("2026-09-03 06:00"), await two.arrange("2026-09-03 18:00")
    await two.at(LATE)
    for meeting in (early, late):
        await meetings.cancel(two.app, somebody(MENTEE), meeting.id)
    spared, other = of(await two.at(LATE), MeetingCancelled)
    assert spared.not_notified == set()
    assert other.not_notified == {MENTOR}
