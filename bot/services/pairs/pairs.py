"""The pair itself: find, pause, resume, end it, or ask the moderators about it."""

import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from zoneinfo import ZoneInfo

from sqlalchemy import Connection

from bot.app import App
from bot.domain.errors import DomainError
from bot.domain.ids import ChannelId, GuildId, PairId, UserId
from bot.domain.moderation.cases import (
    CaseKind,
)
from bot.domain.nudges.policy import Stretch
from bot.domain.states import CheckInAnswer, CircleTopic, CohortState, EndReason, PairState, Worth
from bot.services.actor import Actor
from bot.services.meetings import pauses
from bot.services.meetings.pauses import MeetingsDuringPause
from bot.services.moderation.help_requests import HelpAsked, ask_about
from bot.services.nudges.settings import rhythm_of, zone_of
from bot.services.pairs import circles
from bot.services.pairs.circles import CircleAsked
from bot.services.pairs.permissions import require_own
from bot.services.progress import check_ins
from bot.services.work import Work, glances, reads, writes, writes_unrecorded
from bot.storage import presence
from bot.storage.cohorts import cohorts
from bot.storage.cohorts.cohorts import Cohort
from bot.storage.meetings import meetings
from bot.storage.pairs import circle_decisions, endings, pairs
from bot.storage.pairs.pairs import Pair

LONGEST_PAUSE = 90
# Letters and digits that are not confused when a thread's name is read aloud.
_CODE_ALPHABET = "23456789ABCDEFGHJKMNPQRSTUVWXYZ"
_CODE_LENGTH = 6


@dataclass(frozen=True, slots=True)
class PairPaused:
    """A pair is paused until a day; `meetings` fall into the pause, `zone` is of whoever asked."""

    pair: Pair
    until: datetime
    by: UserId
    zone: str
    meetings: MeetingsDuringPause


class WhoEnds(StrEnum):
    """What it means for the others that someone ends their part."""

    PAIR = "pair"  # it ends for both
    MENTOR = "mentor"  # a circle ends without its mentor, and its mentees are matched again
    MENTEE = "mentee"  # the circle goes on with the others


@dataclass(frozen=True, slots=True)
class PairToEnd:
    """What would end; `coming` of its meetings would be cancelled with it."""

    pair: Pair
    who: WhoEnds
    coming: int


@dataclass(frozen=True, slots=True)
class PairClosed:
    """A pair has ended, a mentee left their circle, or the moderators were asked to handle it."""

    pair: Pair
    reason: EndReason
    who: WhoEnds
    asked_moderators: bool = False


@glances
def list_for_person(work: Work) -> list[Pair]:
    """Return the person's pairs that have not ended."""
    return pairs.list_for_person(work.connection, work.guild, work.user)


async def choose(app: App, actor: Actor, here: ChannelId | None) -> Pair:
    """Return the pair a command is about: the thread's own, or the person's only one.

    Raises `DomainError` ``pair.none``, ``pair.ended`` when all of theirs have, or ``pair.which``
    when they have several.
    """
    own = await list_for_person(app, actor)
    for pair in own:
        if here is not None and pair.thread == here:
            return pair
    if not own:
        raise DomainError("pair.ended" if await _had_one(app, actor) else "pair.none")
    if len(own) > 1:
        threads = tuple(pair.thread for pair in own if pair.thread)
        raise DomainError("pair.which", threads=threads)
    return own[0]


@reads
def _had_one(work: Work) -> bool:
    return bool(pairs.list_ended_of_person(work.connection, work.guild, work.user))


@reads
def find(work: Work, pair_id: PairId) -> Pair:
    """Return the pair if the asker is in it and it has not ended."""
    return require_own(work, pair_id)


@writes
def pause(
    work: Work, pair_id: PairId, days: int, *, in_thread: bool = False
) -> PairPaused | CircleAsked:
    """Pause the pair for `days`; queued nudges wait too, and it resumes automatically.

    A line in the thread says so, unless one with the same day is there, or `in_thread`: then the
    question there was edited into that line. In a circle, the others are asked first.
    """
    pair = require_own(work, pair_id)
    if not 1 <= days <= LONGEST_PAUSE:
        raise DomainError("pair.pause_days", most=LONGEST_PAUSE)
    if pair.is_held:
        raise DomainError("pair.held")
    # Asking for a pause also answers the check-in.
    check_ins.clear(work, pair, CheckInAnswer.BUSY)
    if circles.is_circle(pair):
        return circles.ask(work, pair, CircleTopic.PAUSE, days)
    until = work.now + timedelta(days=days)
    zone = ZoneInfo(pair.time_zone)
    # The thread says so already, in the same words.
    is_known = (
        pair.paused_until is not None
        and pair.paused_until.astimezone(zone).date() == until.astimezone(zone).date()
    )
    circle_decisions.start_pause(
        work.connection,
        pair,
        until,
        rhythm_of(work.app),
        work.now,
        _occurrence(work),
        announce=not in_thread and not is_known,
    )
    return PairPaused(
        pair=pairs.get(work.connection, work.guild, pair_id),
        until=until,
        by=work.user,
        zone=zone_of(work),
        meetings=pauses.within(work.connection, work.guild, [pair], Stretch(work.now, until)),
    )


@writes_unrecorded("the pause itself is recorded, and its line is planned once")
def announce_pause(work: Work, pair_id: PairId) -> None:
    """Say in the thread that the pair is paused, where the question could not be edited to."""
    pair = require_own(work, pair_id)
    if pair.paused_until is not None:
        circle_decisions.announce_pause(
            work.connection, pair, pair.paused_until, work.now, _occurrence(work)
        )


@dataclass(frozen=True, slots=True)
class PauseEnded:
    """A pause was ended early; `back` meetings of the series that it left out are on again."""

    pair: Pair
    told: tuple[UserId, ...]
    back: int


@writes
def resume(work: Work, pair_id: PairId) -> PauseEnded | CircleAsked:
    """Resume a paused pair; the others are told, and its series' meetings are on again.

    In a circle, which agreed to the pause, the others are asked first.
    """
    pair = require_own(work, pair_id)
    if pair.state is not PairState.PAUSED:
        raise DomainError("pair.not_paused")
    if pair.is_held:
        raise DomainError("pair.held")
    if circles.is_circle(pair):
        return circles.ask(work, pair, CircleTopic.RESUME)
    back = circle_decisions.end_pause(
        work.connection, pair, work.user, rhythm_of(work.app), work.now, _occurrence(work)
    )
    return PauseEnded(
        pairs.get(work.connection, work.guild, pair_id), pair.partners_of(work.user), back
    )


def _occurrence(work: Work) -> str:
    return f"interaction:{work.actor.interaction}"


@reads
def to_end(work: Work, pair_id: PairId) -> PairToEnd:
    """Return what `end` and `rematch` would do to whom."""
    return _to_end(work, require_own(work, pair_id))


def _to_end(work: Work, pair: Pair) -> PairToEnd:
    coming = [
        meeting
        for meeting in meetings.open_of_pairs(work.connection, work.guild, [pair.id])
        if meeting.starts_at is not None and meeting.starts_at > work.now
    ]
    return PairToEnd(pair, _who_ends(work, pair), len(coming))


def _who_ends(work: Work, pair: Pair) -> WhoEnds:
    here = set(pair.mentees) - presence.departed(work.connection, work.guild)
    if work.user == pair.mentor:
        return WhoEnds.MENTOR if len(here) > 1 else WhoEnds.PAIR
    return WhoEnds.MENTEE if here - {work.user} else WhoEnds.PAIR


@writes
def end(work: Work, pair_id: PairId, shown: WhoEnds | None) -> PairClosed | PairToEnd:
    """End a pair as planned; no one is told who ended it.

    A mentee of a circle leaves it alone. Without its mentor a circle ends: its mentees are matched
    again first, and the moderators are told. `shown` is what the person was told that it means; if
    it means something else by now, nothing changes, and that is returned.
    """
    pair = require_own(work, pair_id)
    who = _who_ends(work, pair)
    if who is not shown:
        return _to_end(work, pair)
    if who is WhoEnds.MENTEE:
        circle_decisions.leave(work.connection, pair, work.user, rhythm_of(work.app), work.now)
        return PairClosed(pair, EndReason.TOGETHER, who)
    is_circle = who is WhoEnds.MENTOR
    return _close(work, pair, EndReason.NO_MENTOR if is_circle else EndReason.TOGETHER, who)


@writes
def ask_to_end(work: Work, pair_id: PairId) -> CircleAsked:
    """Ask a circle to end for all of it. Raises `DomainError` ``pair.not_a_circle``."""
    pair = require_own(work, pair_id)
    if not circles.is_circle(pair):
        raise DomainError("pair.not_a_circle")
    return circles.ask(work, pair, CircleTopic.END)


@writes
def rematch(work: Work, pair_id: PairId, shown: WhoEnds | None) -> PairClosed | PairToEnd:
    """End a pair that doesn't fit, without naming anyone: each has priority in the next round.

    One mentee of a circle can't end it for the others; in that case the moderators are asked.
    `shown` is as for `end`.
    """
    pair = require_own(work, pair_id)
    who = _who_ends(work, pair)
    if who is not shown:
        return _to_end(work, pair)
    if who is WhoEnds.MENTEE:
        ask_about(work, pair, CaseKind.CIRCLE_CHANGE)
        return PairClosed(pair, EndReason.REMATCH, who, asked_moderators=True)
    return _close(work, pair, EndReason.REMATCH, who)


def _close(work: Work, pair: Pair, reason: EndReason, who: WhoEnds) -> PairClosed:
    next_round = work.now + timedelta(days=work.app.settings.matching.next_round_days)
    endings.close(work.connection, pair, reason, work.now, next_round)
    if who is WhoEnds.MENTOR:
        ask_about(work, pair, CaseKind.CIRCLE_ENDED)
    return PairClosed(pair, reason, who)


@writes
def ask_moderators(work: Work, pair_id: PairId) -> HelpAsked:
    """Open a case for the pair, ended or not, at one person's request; the partner is not told."""
    return ask_about(work, require_own(work, pair_id, ended_too=True), CaseKind.HELP_ASKED)


@writes
def save_feedback(work: Work, pair_id: PairId, worth: Worth) -> None:
    """Save someone's private feedback about their pair.

    It decides whether they may be matched again.
    """
    require_own(work, pair_id, ended_too=True)
    pairs.record_worth(work.connection, work.guild, pair_id, work.user, worth, work.now)


@reads
def cohorts_to_mentor_in(work: Work) -> list[Cohort]:
    """Return the cohorts that the asker could now join as a mentor."""
    every = cohorts.list_for_society(work.connection, work.guild)
    return [cohort for cohort in every if cohort.state is CohortState.ENROLLING]


def new_code(connection: Connection, guild: GuildId) -> str:
    """Return a new random code, unique in the society, by which a pair's thread is found."""
    while True:
        code = "".join(secrets.choice(_CODE_ALPHABET) for _ in range(_CODE_LENGTH))
        if not pairs.has_code(connection, guild, code):
            return code
