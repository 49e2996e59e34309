"""The relationship itself: look at it, rest it, take it up again, change it, end it."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import Connection

from bot.app import App
from bot.domain.errors import DomainError
from bot.domain.ids import CaseId, ChannelId, PairId, UserId
from bot.domain.moderation.cases import (
    HEARD_WITHIN,
    REMINDED_AFTER,
    CaseKind,
    pair_facts,
    pair_subject,
)
from bot.domain.nudges.kinds import NudgeKind
from bot.domain.nudges.policy import Stretch
from bot.domain.states import CheckInAnswer, CohortState, EndReason, PairState, Worth
from bot.services.actor import Actor
from bot.services.meetings import pauses
from bot.services.meetings.pauses import MeetingsInRest
from bot.services.meetings.series import NO_ZONE
from bot.services.moderation import help_requests
from bot.services.pairs import endings
from bot.services.progress import check_ins
from bot.services.progress.updates import require_own
from bot.storage import interactions, outbox
from bot.storage.cohorts import cohorts
from bot.storage.cohorts.cohorts import Cohort
from bot.storage.moderation import cases
from bot.storage.nudges import settings as nudge_settings
from bot.storage.pairs import feedback, pairs
from bot.storage.pairs import pauses as pair_pauses
from bot.storage.pairs.pairs import Pair

LONGEST_PAUSE = 90
# One mentee would like another place, and the rest of the circle goes on.
CIRCLE_CHANGE = "circle-change"


@dataclass(frozen=True, slots=True)
class PairPaused:
    """A pair rests until a day; `meetings` are in that time, and `zone` is of who asked for it."""

    pair: Pair
    until: datetime
    by: UserId
    zone: str
    meetings: MeetingsInRest


@dataclass(frozen=True, slots=True)
class HelpAsked:
    """The moderators were asked, or with `already` had been; a word comes by that day."""

    heard_by: datetime
    already: bool = False


@dataclass(frozen=True, slots=True)
class PairClosed:
    """A pair has ended, or with `asked_moderators` they were asked to see to it."""

    pair: Pair
    reason: EndReason
    asked_moderators: bool = False


async def of_person(app: App, actor: Actor) -> list[Pair]:
    """Return the person's pairs that have not ended."""
    return await app.database.read(pairs.of_person, actor.guild, actor.user)


async def choose(app: App, actor: Actor, here: ChannelId | None) -> Pair:
    """Return the pair a command is about: the thread's own, or the person's only one.

    Raises `DomainError` ``pair.none`` or ``pair.which`` when they have several.
    """
    theirs = await of_person(app, actor)
    for pair in theirs:
        if here is not None and pair.thread == here:
            return pair
    if not theirs:
        raise DomainError("pair.none")
    if len(theirs) > 1:
        threads = tuple(pair.thread for pair in theirs if pair.thread)
        raise DomainError("pair.which", threads=threads)
    return theirs[0]


async def find(app: App, actor: Actor, pair: PairId) -> Pair:
    """Return the pair if `actor` is in it and it goes on."""
    return await app.database.read(require_own, actor, pair)


async def pause(
    app: App, actor: Actor, pair: PairId, days: int, *, in_thread: bool = False
) -> PairPaused:
    """Rest the pair for `days`; nudges already queued wait too, and it wakes by itself.

    A line in the thread says so, unless with `in_thread` the question there has become that line.
    """
    return await app.database.write(_pause, app, actor, pair, days, in_thread)


def _pause(
    connection: Connection, app: App, actor: Actor, pair: PairId, days: int, in_thread: bool
) -> PairPaused:
    now = app.clock.now()
    interactions.record(connection, actor.interaction, actor.guild, now)
    found = require_own(connection, actor, pair)
    if not 1 <= days <= LONGEST_PAUSE:
        raise DomainError("pair.pause_days", most=LONGEST_PAUSE)
    if found.is_held:
        raise DomainError("pair.held")
    # Asking for a rest is an answer too.
    check_ins.clear(connection, actor, found, CheckInAnswer.BUSY, now)
    until = now + timedelta(days=days)
    _forget_waking(connection, actor, pair, now)
    pair_pauses.begin(connection, actor.guild, pair, now, until)
    pairs.set_state(connection, actor.guild, pair, PairState.PAUSED, paused_until=until)
    _tell(connection, actor, pair, NudgeKind.PAIR_RESUMED, until, now)
    if not in_thread:
        version = int(until.timestamp())
        _tell(connection, actor, pair, NudgeKind.PAIR_RESTS, now, now, version)
    return PairPaused(
        pair=pairs.get(connection, actor.guild, pair),
        until=until,
        by=actor.user,
        zone=nudge_settings.zone_of(connection, actor.guild, actor.user) or NO_ZONE,
        meetings=pauses.within(connection, actor.guild, [found], Stretch(now, until)),
    )


async def resume(app: App, actor: Actor, pair: PairId) -> Pair:
    """Take a paused pair up again."""
    return await app.database.write(_resume, app, actor, pair)


def _resume(connection: Connection, app: App, actor: Actor, pair: PairId) -> Pair:
    now = app.clock.now()
    interactions.record(connection, actor.interaction, actor.guild, now)
    found = require_own(connection, actor, pair)
    if found.state is not PairState.PAUSED:
        raise DomainError("pair.not_paused")
    if found.is_held:
        raise DomainError("pair.held")
    _forget_waking(connection, actor, pair, now)
    pair_pauses.cut_short(connection, actor.guild, pair, now)
    pairs.set_state(connection, actor.guild, pair, PairState.RUNNING)
    _tell(connection, actor, pair, NudgeKind.PAIR_RESUMED, now, now)
    for member in found.members:
        outbox.wake(connection, actor.guild, member.user, now)
    return pairs.get(connection, actor.guild, pair)


def _tell(
    connection: Connection,
    actor: Actor,
    pair: PairId,
    kind: NudgeKind,
    due_at: datetime,
    now: datetime,
    version: int = 0,
) -> None:
    outbox.plan(
        connection,
        guild=actor.guild,
        kind=kind,
        subject_type="pair",
        subject_id=pair,
        subject_version=version,
        due_at=due_at,
        now=now,
        occurrence=f"interaction:{actor.interaction}",
    )


def _forget_waking(connection: Connection, actor: Actor, pair: PairId, now: datetime) -> None:
    reason = "the pause has changed"
    for kind in (NudgeKind.PAIR_RESUMED, NudgeKind.PAIR_RESTS):
        outbox.cancel(connection, actor.guild, "pair", pair, reason, now, kind=kind)


async def end(app: App, actor: Actor, pair: PairId) -> PairClosed:
    """Close a pair that has come to its end; nobody is told who closed it."""
    return await app.database.write(_end, app, actor, pair, EndReason.TOGETHER)


async def rematch(app: App, actor: Actor, pair: PairId) -> PairClosed:
    """End a pair that is not right, neutrally: each comes first in the next round.

    One mentee of a circle can't end it for the others: then the moderators are asked.
    """
    return await app.database.write(_end, app, actor, pair, EndReason.REMATCH)


def _end(
    connection: Connection, app: App, actor: Actor, pair: PairId, reason: EndReason
) -> PairClosed:
    now = app.clock.now()
    interactions.record(connection, actor.interaction, actor.guild, now)
    found = require_own(connection, actor, pair)
    if len(found.mentees) > 1 and actor.user != found.mentor:
        ask_about(connection, actor, found, CIRCLE_CHANGE, now)
        return PairClosed(found, reason, asked_moderators=True)
    next_round = now + timedelta(days=app.settings.matching.next_round_days)
    endings.close(connection, found, reason, now, next_round)
    return PairClosed(found, reason)


async def ask_moderators(app: App, actor: Actor, pair: PairId) -> HelpAsked:
    """Open a case for the pair, at one person's own wish; the partner hears nothing of it."""

    def ask(connection: Connection) -> HelpAsked:
        now = app.clock.now()
        interactions.record(connection, actor.interaction, actor.guild, now)
        found = require_own(connection, actor, pair)
        return ask_about(connection, actor, found, CaseKind.HELP_ASKED, now)

    return await app.database.write(ask)


def ask_about(
    connection: Connection, actor: Actor, pair: Pair, kind: str, now: datetime
) -> HelpAsked:
    """Open a case of `kind` about a pair, which says who asked and nothing that was written.

    Moderators are told at once, and once more while nobody has taken it. Another one who asks later
    joins the open case and reads what the first one did: neither learns that the other has asked.
    """
    subject = pair_subject(pair.id)
    standing = cases.find_open(connection, actor.guild, kind, subject)
    askers = help_requests.of(standing) if standing else {}
    if actor.user in askers:
        return HelpAsked(askers[actor.user] + HEARD_WITHIN, already=True)
    askers[actor.user] = now
    if standing is None:
        facts = pair_facts(pair.mentor, pair.mentees, pair.thread) | help_requests.facts(askers)
        case = cases.open_(
            connection, actor.guild, kind=kind, subject=subject, facts=facts, now=now
        )
        assert case is not None, "none of this kind is open"
    else:
        case = standing.id
        facts = standing.facts | help_requests.facts(askers)
        cases.refresh(connection, standing, facts, standing.evidence)
    _tell_moderators(connection, actor, case, now, "" if standing is None else f":{actor.user}")
    return HelpAsked(now + HEARD_WITHIN)


def _tell_moderators(
    connection: Connection, actor: Actor, case: CaseId, now: datetime, asker: str
) -> None:
    """Tell them at once, and remind them; `asker` tells a later one's news from the first."""
    for wait in (timedelta(0), REMINDED_AFTER):
        outbox.plan(
            connection,
            guild=actor.guild,
            kind=NudgeKind.CASE_OPENED,
            subject_type="case",
            subject_id=case,
            subject_version=int(wait > timedelta(0)),
            due_at=now + wait,
            now=now,
            occurrence=("reminder" if wait else "") + asker,
        )


async def say_worth(app: App, actor: Actor, pair: PairId, worth: Worth) -> None:
    """Keep what somebody thought of their pair; it is theirs alone, and changes who meets again."""

    def keep(connection: Connection) -> None:
        now = app.clock.now()
        interactions.record(connection, actor.interaction, actor.guild, now)
        require_own(connection, actor, pair, ended_too=True)
        feedback.save(connection, actor.guild, pair, actor.user, worth, now)

    await app.database.write(keep)


async def cohorts_to_mentor_in(app: App, actor: Actor) -> list[Cohort]:
    """Return the cohorts that somebody could now join as a mentor."""

    def look(connection: Connection) -> list[Cohort]:
        found = cohorts.of_society(connection, actor.guild)
        return [cohort for cohort in found if cohort.state is CohortState.ENROLLING]

    return await app.database.read(look)
