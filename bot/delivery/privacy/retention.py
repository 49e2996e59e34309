"""Erase what was kept long enough: people who left, mentorships long ended, unused profiles."""

from collections.abc import Awaitable, Callable
from datetime import datetime, timedelta

import structlog
from sqlalchemy import Connection

from bot.clock import Clock
from bot.delivery.notifier import NotifierError
from bot.delivery.privacy import erasures
from bot.domain.ids import GuildId, UserId
from bot.domain.nudges.kinds import NudgeKind
from bot.domain.privacy.register import Term
from bot.services.nudges.own_threads import want_thread
from bot.services.privacy import erasing, lists
from bot.settings import PrivacySettings, Settings
from bot.storage import outbox, presence
from bot.storage.cohorts import profiles
from bot.storage.database import Database
from bot.storage.nudges import settings as nudge_settings
from bot.storage.privacy import expiry
from bot.storage.safety import concerns, looks
from bot.storage.youth import youth

log = structlog.get_logger(__name__)


# Whether someone is in a server now; raises what the notifier raises.
IsMember = Callable[[GuildId, UserId], Awaitable[bool]]


async def erase_departed(
    database: Database, settings: Settings, clock: Clock, is_member: IsMember
) -> int:
    """Erase those who left a server long enough ago, each in a transaction; return how many.

    Discord is asked about each right before: a note that they left may be old. Whoever is there, or
    about whom there's no answer, isn't erased.
    """
    now, chosen = clock.now(), settings.privacy
    before = now - timedelta(days=chosen.erase_departed_after_days)
    young_before = now - timedelta(days=chosen.erase_youth_departed_after_days)
    gone = {
        *await database.read(presence.departed_before, before),
        *await database.read(youth.departed_before, young_before),
    }
    listed = lists.list_of(database, settings)
    count = 0
    for guild, user in sorted(gone):
        try:
            if await is_member(guild, user):
                continue
            await database.write(erasing.erase, settings, listed, guild, user, now)
        except NotifierError as error:
            log.warning("erasing.not_answered", guild=guild, error=error.code)
        except erasing.FAULTS_OF_ONE as error:
            # The others don't wait for it; it is tried again tomorrow. The error's text may name
            # the person, and isn't logged.
            log.error("erasing.one_failed", guild=guild, error=type(error).__name__)
        else:
            count += 1
    if count:
        log.info("erasing.departed", people=count)
    # What could not be finished before is tried again, too.
    await erasures.finish(database, settings, clock)
    return count


async def erase_what_is_old(
    database: Database, chosen: PrivacySettings, now: datetime
) -> dict[Term, int]:
    """Delete what is older than its term; return how many rows, by term.

    What was said in mentorships that ended long ago, concerns that were closed, and who looked.
    """
    concerns_before = now - timedelta(days=chosen.erase_concerns_after_days)
    looks_before = (now - timedelta(days=chosen.erase_looks_after_days)).date()
    gone = {
        Term.CONCERN: await database.write(concerns.delete_closed, concerns_before),
        Term.LOOKS: await database.write(looks.delete_before, looks_before),
    }
    days = {
        Term.PAIR_ANSWERS: chosen.erase_pair_answers_after_days,
        Term.PAIR_TEXTS: chosen.erase_pair_texts_after_days,
    }
    young = min(chosen.erase_youth_texts_after_days, *days.values())
    for term in days:
        before = now - timedelta(days=young)
        await database.write(expiry.delete_of_ended_pairs, term, before, young=True)
    return gone | {
        term: await database.write(expiry.delete_of_ended_pairs, term, now - timedelta(days=number))
        for term, number in days.items()
    }


async def clear_unused_profiles(database: Database, chosen: PrivacySettings, now: datetime) -> int:
    """Ask about profiles that no one used for long, and erase those without an answer.

    Returns how many were erased. Someone who can't be told keeps theirs.
    """
    term = timedelta(days=chosen.erase_unused_profiles_after_days)
    erased = await database.write(profiles.delete_unanswered, now - term)
    since = now - timedelta(days=chosen.ask_about_unused_profiles_after_days)
    for guild, user in await database.read(profiles.unused_since, since):
        await database.write(_ask_about_profile, guild, user, term.days, now)
    if erased:
        log.info("erasing.unused_profiles", count=erased)
    return erased


def _ask_about_profile(
    connection: Connection, guild: GuildId, user: UserId, term: int, now: datetime
) -> None:
    if not nudge_settings.get(connection, guild, user).dms:
        want_thread(connection, guild, user)
    outbox.plan(
        connection,
        guild=guild,
        kind=NudgeKind.PROFILE_UNUSED,
        subject_type="profile",
        subject_id=0,
        subject_version=term,
        recipient=user,
        due_at=now,
        occurrence=f"{now:%Y}",
    )
