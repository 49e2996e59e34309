"""The shortlist's reminders, on either database: planned once, at nine of one's own morning."""

from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta
from itertools import count
from zoneinfo import ZoneInfo

import pytest
from sqlalchemy import Connection

from bot.app import App
from bot.catalogue import Catalogue
from bot.configuration import config_dir, load_settings
from bot.delivery import kinds
from bot.delivery.decision import Cancel, InDm, Reschedule, Send, Verdict
from bot.delivery.nudges.policy import RecipientPolicy
from bot.domain.errors import DomainError
from bot.domain.ids import GuildId, InteractionId, UserId
from bot.domain.nudges.policy import NotificationPolicy
from bot.domain.states import NudgeState
from bot.search import Facet
from bot.services.actor import Actor
from bot.services.programs import saved_programs, searches
from bot.storage import outbox
from bot.storage.cohorts import profiles
from bot.storage.cohorts.profiles import Profile
from bot.storage.database import Database
from bot.storage.moderation import societies
from bot.storage.nudges import settings as nudge_settings
from bot.storage.outbox import Nudge
from tests.delivery.society import ManualClock

GUILD, ANA = GuildId(100), UserId(1)
NOON = datetime(2026, 3, 1, 18, tzinfo=UTC)  # 12:00 in Chicago, a week before the clocks change
CHICAGO = ZoneInfo("America/Chicago")
DEFAULT = NotificationPolicy("UTC", time(0), time(0), 3)
interactions = count(1)


def ana() -> Actor:
    """Return a member, acting again."""
    return Actor(GUILD, ANA, InteractionId(next(interactions)))


@pytest.fixture
async def app(database: Database) -> AsyncIterator[App]:
    """Yield the app with a society in Chicago; its clock stands still."""
    catalogue = Catalogue.load(config_dir(), database)
    await database.write(_set_up)
    yield App(database, ManualClock(NOON), load_settings({}), catalogue)
    await catalogue.close()


def _set_up(connection: Connection) -> None:
    societies.save(connection, GUILD, time_zone="America/Chicago")


async def planned(app: App) -> list[Nudge]:
    """Return every reminder that was planned, oldest first."""
    found = []
    for saved in await saved_programs.list_for_person(app, ana()):
        found += await app.database.read(outbox.list_for_subject, GUILD, "saved-program", saved.id)
    return found


async def verdict(
    app: App, nudge: Nudge, now: datetime, default: NotificationPolicy = DEFAULT
) -> Verdict:
    """Return what delivery would decide about a reminder."""

    def decide(connection: Connection) -> Verdict:
        prepared = kinds.decide(connection, nudge, now, default)
        return RecipientPolicy(connection, default).gate(nudge, prepared, now)

    return await app.database.read(decide)


async def test_a_reminder_is_due_at_nine_on_its_day_across_a_clock_change(app: App) -> None:
    await saved_programs.save(app, ana(), "EMRA", "2026-03-07")
    await saved_programs.save(app, ana(), "AMSA", "2026-03-08")

    nudges = await planned(app)

    assert [nudge.due_at.astimezone(CHICAGO).hour for nudge in nudges] == [9, 9]
    assert nudges[1].due_at - nudges[0].due_at == timedelta(hours=23)
    assert all(nudge.state is NudgeState.DUE for nudge in nudges)


async def test_the_zone_of_ones_own_profile_wins(app: App) -> None:
    profile = Profile(GUILD, ANA, time_zone="Asia/Tokyo")
    await app.database.write(profiles.save, profile, NOON)

    done = await saved_programs.save(app, ana(), "EMRA", "in 1 day")

    # In Tokyo it is the second already.
    assert done.saved.remind_on == date(2026, 3, 3)
    assert done.saved.remind_at == datetime(2026, 3, 3, 0, tzinfo=UTC)


async def test_today_after_nine_is_refused_and_nothing_is_kept(app: App) -> None:
    with pytest.raises(DomainError, match=r"day\.over"):
        await saved_programs.save(app, ana(), "EMRA", "today")

    assert await saved_programs.list_for_person(app, ana()) == []


async def test_only_the_reminder_of_the_last_chosen_day_leaves(app: App) -> None:
    first = await saved_programs.save(app, ana(), "EMRA", "in a week")
    for day in ("in two weeks", "in a week"):
        await saved_programs.remind(app, ana(), first.saved.id, day)
    await app.database.write(_dms_on)

    nudges = await planned(app)
    verdicts = [await verdict(app, nudge, nudge.due_at) for nudge in nudges]

    assert len(nudges) == 3
    assert [type(each) for each in verdicts] == [Cancel, Cancel, Send]
    assert isinstance(verdicts[2], Send)
    assert verdicts[2].place == InDm(ANA)


async def test_saving_again_after_removing_plans_its_reminder_anew(app: App) -> None:
    first = await saved_programs.save(app, ana(), "EMRA", "in a week")
    await saved_programs.remove(app, ana(), first.saved.id)
    assert isinstance(app.clock, ManualClock)
    app.clock.move(timedelta(minutes=1))

    await saved_programs.save(app, ana(), "EMRA", "in a week")

    assert len(await planned(app)) == 1


async def test_with_direct_messages_off_it_is_left_to_status_and_the_row_says_so(app: App) -> None:
    await saved_programs.save(app, ana(), "EMRA", "in a week")
    (nudge,) = await planned(app)

    decided = await verdict(app, nudge, nudge.due_at)

    assert decided == Cancel("shown under /status")


async def test_at_night_it_waits_for_the_morning(app: App) -> None:
    await saved_programs.save(app, ana(), "EMRA", "in a week")
    await app.database.write(_dms_on)
    (nudge,) = await planned(app)
    quiet = NotificationPolicy("UTC", time(21), time(8), 3)
    late = nudge.due_at.astimezone(CHICAGO).replace(hour=23)

    decided = await verdict(app, nudge, late, quiet)

    assert isinstance(decided, Reschedule)
    assert decided.until.astimezone(CHICAGO).hour == 8


async def test_a_repeated_interaction_saves_once(app: App) -> None:
    actor = ana()
    await saved_programs.save(app, actor, "EMRA", "")

    with pytest.raises(DomainError, match=r"interaction\.repeated"):
        await saved_programs.save(app, actor, "AMSA", "")

    assert len(await saved_programs.list_for_person(app, ana())) == 1


async def test_nobody_reaches_another_persons_list(app: App) -> None:
    done = await saved_programs.save(app, ana(), "EMRA", "")
    ben = Actor(GUILD, UserId(2), InteractionId(next(interactions)))

    with pytest.raises(DomainError, match=r"saved_program\.unknown"):
        await saved_programs.remove(app, ben, done.saved.id)

    assert await saved_programs.list_for_person(app, ben) == []


async def test_a_suggestion_goes_by_the_profile_and_by_communities_only_where_they_are_ticked(
    app: App,
) -> None:
    profile = Profile(
        GUILD, ANA, stage="medical-student", fields=("surgery",), communities=("women",)
    )
    await app.database.write(profiles.save, profile, NOON)
    unticked = await searches.suggest(app, ana())
    await app.database.write(profiles.save, replace(profile, share_communities=True), NOON)
    ticked = await searches.suggest(app, ana())

    assert unticked is not None
    assert ticked is not None
    assert unticked.asked.of(Facet.STAGE) == ("medical-student",)
    assert unticked.asked.of(Facet.COMMUNITY) == ()
    assert ticked.asked.of(Facet.COMMUNITY) == ("women",)


async def test_without_a_profile_there_is_nothing_to_suggest_by(app: App) -> None:
    assert await searches.suggest(app, ana()) is None


def _dms_on(connection: Connection) -> None:
    nudge_settings.save(connection, GUILD, ANA, dms=True)
