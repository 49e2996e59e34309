"""A pair's meetings: look, prepare, call off, and say afterwards whether they took place."""

from dataclasses import dataclass, replace
from datetime import datetime

from sqlalchemy import Connection

from bot.app import App
from bot.domain.errors import DomainError
from bot.domain.ids import MeetingId, PairId, UserId
from bot.domain.meetings import meetings as rules
from bot.domain.moderation import cases as case_rules
from bot.domain.nudges.kinds import NudgeKind
from bot.domain.states import MeetingAnswer, MeetingState
from bot.services.actor import Actor
from bot.services.meetings.acceptance import clear_check_in
from bot.services.meetings.series import NO_ZONE
from bot.services.pairs.error_context import about
from bot.services.progress.updates import require_own
from bot.storage import interactions
from bot.storage.meetings import agenda_items, meetings, nudges, places, times
from bot.storage.meetings import answers as meeting_answers
from bot.storage.meetings import series as meeting_series
from bot.storage.meetings.agenda_items import AgendaItem
from bot.storage.meetings.meetings import Meeting
from bot.storage.meetings.series import Series
from bot.storage.meetings.times import MeetingTime
from bot.storage.moderation import cases
from bot.storage.nudges import settings as nudge_settings
from bot.storage.pairs.pairs import Pair

CASE = "meeting-accounts-differ"
RECENT = 3


@dataclass(frozen=True, slots=True)
class Meetings:
    """What a pair has arranged and proposed, what was lately, and where it usually meets.

    `zone` is the reader's.
    """

    pair: Pair
    coming: tuple[Meeting, ...]
    open: tuple[tuple[Meeting, tuple[MeetingTime, ...]], ...]
    recent: tuple[Meeting, ...]
    series: Series | None
    place: str
    zone: str
    reader: UserId


@dataclass(frozen=True, slots=True)
class Agenda:
    """What a pair wants to talk about, at `meeting` or at whichever comes next.

    `left_over` is what was just typed and did not fit.
    """

    pair: Pair
    meeting: Meeting | None
    items: tuple[AgendaItem, ...]
    left_over: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class MeetingCancelled:
    """A meeting was called off; `was_arranged` says that it had a time."""

    pair: Pair
    meeting: Meeting
    was_arranged: bool


@dataclass(frozen=True, slots=True)
class TimesTakenBack:
    """Proposed times do not count any more; the meeting stands where it had a time before."""

    pair: Pair
    meeting: Meeting


@dataclass(frozen=True, slots=True)
class MeetingAnswered:
    """Somebody said what became of a meeting; `before` is what they had said, if anything."""

    pair: Pair
    meeting: Meeting
    answer: MeetingAnswer
    before: MeetingAnswer | None
    cleared: bool


# --- look -------------------------------------------------------------------------------------


async def of_pair(app: App, actor: Actor, pair: PairId) -> Meetings:
    """Return the pair's meetings; raise `DomainError` ``pair.not_yours``, ``pair.ended``."""
    return await app.database.read(_of_pair, actor, pair, app.clock.now())


def _of_pair(connection: Connection, actor: Actor, pair: PairId, now: datetime) -> Meetings:
    found = require_own(connection, actor, pair)
    every = meetings.of_pair(connection, actor.guild, pair)
    arranged = [one for one in every if one.state is MeetingState.CONFIRMED]
    past = [one for one in every if one.starts_at and one.starts_at <= now]
    shown = [one for one in past if one.state is not MeetingState.CANCELLED]
    return Meetings(
        pair=found,
        coming=tuple(one for one in arranged if one.starts_at and one.starts_at > now),
        open=tuple(
            (one, times.times_of(connection, one)) for one in every if one.asked_by is not None
        ),
        recent=tuple(reversed(shown[-RECENT:])),
        series=meeting_series.of_pair(connection, actor.guild, pair),
        place=places.find(connection, actor.guild, pair),
        zone=nudge_settings.zone_of(connection, actor.guild, actor.user) or NO_ZONE,
        reader=actor.user,
    )


async def next_of_pair(
    app: App, actor: Actor, pair: PairId, wanted: MeetingId | None = None
) -> tuple[Pair, Meeting]:
    """Return the meeting a command is about: the `wanted` one, else the next, else the open one.

    Raises `DomainError` ``meeting.none``, ``meeting.unknown``, ``pair.not_yours``.
    """
    found = await of_pair(app, actor, pair)
    if wanted is not None:
        return await get(app, actor, wanted)
    if found.coming:
        return found.pair, found.coming[0]
    if found.open:
        return found.pair, found.open[0][0]
    raise DomainError("meeting.none", guild=actor.guild, pair=pair)


async def get(app: App, actor: Actor, meeting: MeetingId) -> tuple[Pair, Meeting]:
    """Return a meeting and its pair, to its members only."""
    return await app.database.read(_own, actor, meeting)


def _own(connection: Connection, actor: Actor, meeting: MeetingId) -> tuple[Pair, Meeting]:
    found = meetings.get(connection, actor.guild, meeting)
    return require_own(connection, actor, found.pair), found


# --- prepare ----------------------------------------------------------------------------------


async def agenda(app: App, actor: Actor, pair: PairId) -> Agenda:
    """Return the agenda of the pair's next meeting."""
    return await app.database.read(_agenda, actor, pair, app.clock.now())


def _agenda(connection: Connection, actor: Actor, pair: PairId, now: datetime) -> Agenda:
    found = require_own(connection, actor, pair)
    meeting = _next(connection, found, now)
    items = agenda_items.of_meeting(connection, actor.guild, pair, meeting.id if meeting else None)
    return Agenda(found, meeting, items)


def _next(connection: Connection, pair: Pair, now: datetime) -> Meeting | None:
    """Return the meeting that comes next, else the one whose times are open."""
    every = meetings.open_of_pairs(connection, pair.guild, [pair.id])
    coming = [one for one in every if one.starts_at is None or one.starts_at > now]
    return coming[0] if coming else None


async def add_items(app: App, actor: Actor, pair: PairId, typed: str) -> Agenda:
    """Put items, one a line, onto the agenda of the next meeting, or keep them until there is one.

    Raises `DomainError` ``agenda.empty``, ``agenda.long``, ``agenda.many``.
    """

    def keep(connection: Connection) -> Agenda:
        now = app.clock.now()
        interactions.record(connection, actor.interaction, actor.guild, now)
        before = _agenda(connection, actor, pair, now)
        items, left_over = rules.fitting_agenda(typed, len(before.items))
        if not items:
            raise DomainError("agenda.empty")
        meeting = before.meeting.id if before.meeting else None
        for item in items:
            agenda_items.add(connection, actor.guild, pair, meeting, actor.user, item, now)
        return replace(_agenda(connection, actor, pair, now), left_over=left_over)

    return await app.database.write(keep)


async def place(app: App, actor: Actor, pair: PairId) -> tuple[Pair, str]:
    """Return where the pair usually meets; empty when it has not said."""

    def look(connection: Connection) -> tuple[Pair, str]:
        found = require_own(connection, actor, pair)
        return found, places.find(connection, actor.guild, pair)

    return await app.database.read(look)


async def keep_place(app: App, actor: Actor, pair: PairId, typed: str) -> tuple[Pair, str]:
    """Keep a call link or a place; nothing typed forgets it. Raises ``place.long``, ``.link``."""

    def keep(connection: Connection) -> tuple[Pair, str]:
        now = app.clock.now()
        interactions.record(connection, actor.interaction, actor.guild, now)
        found, words = require_own(connection, actor, pair), rules.place_of(typed)
        places.keep(connection, actor.guild, pair, words, actor.user, now)
        return found, words

    return await app.database.write(keep)


# --- call off ---------------------------------------------------------------------------------


async def to_cancel(app: App, actor: Actor, meeting: MeetingId) -> tuple[Pair, Meeting]:
    """Return the meeting that would be called off; raise as `cancel` does."""

    def look(connection: Connection) -> tuple[Pair, Meeting]:
        pair, found = _own(connection, actor, meeting)
        with about(pair):
            rules.require_open(found.state, found.starts_at, app.clock.now())
            if found.starts_at is None:
                _require_asker(found, actor)
        return pair, found

    return await app.database.read(look)


async def cancel(app: App, actor: Actor, meeting: MeetingId) -> MeetingCancelled:
    """Call a meeting off, or take proposed times back; its agenda waits for the next one.

    Raises `DomainError` ``meeting.cancelled``, ``meeting.over``, ``meeting.begun``, and
    ``meeting.not_your_times`` where nothing but another one's times would be taken back.
    """
    return await app.database.write(_cancel, app, actor, meeting)


def _cancel(connection: Connection, app: App, actor: Actor, meeting: MeetingId) -> MeetingCancelled:
    now = app.clock.now()
    interactions.record(connection, actor.interaction, actor.guild, now)
    pair, found = _own(connection, actor, meeting)
    with about(pair):
        rules.require_open(found.state, found.starts_at, now)
        if found.starts_at is None:
            _require_asker(found, actor)
    reason = "the meeting was called off"
    gone = nudges.call_off(connection, found, actor.user, reason, now)
    kind = NudgeKind.MEETING_CANCELLED
    nudges.plan_now(connection, kind, gone, gone.sequence, now)
    return MeetingCancelled(pair, gone, was_arranged=gone.starts_at is not None)


async def withdraw(app: App, actor: Actor, meeting: MeetingId) -> TimesTakenBack:
    """Take proposed times back; a meeting that they were to move stands as it was.

    Raises `DomainError` as `cancel` does, and ``meeting.times_back`` when no times are open.
    """

    def take_back(connection: Connection) -> TimesTakenBack:
        now = app.clock.now()
        pair, found = _own(connection, actor, meeting)
        if found.starts_at is None:
            return TimesTakenBack(pair, _cancel(connection, app, actor, meeting).meeting)
        interactions.record(connection, actor.interaction, actor.guild, now)
        with about(pair):
            rules.require_open(found.state, found.starts_at, now)
            if found.asked_by is None:
                raise DomainError("meeting.times_back", stands=found.starts_at)
            _require_asker(found, actor)
        was_shown = nudges.was_shown(connection, found)
        nudges.forget_waiting(connection, found, "the times were taken back", now)
        kept = meetings.close_times(connection, found, actor.user)
        if was_shown:
            kind = NudgeKind.TIMES_WITHDRAWN
            nudges.plan_now(connection, kind, kept, kept.round, now)
        return TimesTakenBack(pair, kept)

    return await app.database.write(take_back)


def _require_asker(meeting: Meeting, actor: Actor) -> None:
    """Let nobody but who proposed the open times take them back; the other one answers them."""
    if meeting.asked_by not in (None, actor.user):
        raise DomainError("meeting.not_your_times", asker=meeting.asked_by)


# --- afterwards -------------------------------------------------------------------------------


async def answer(
    app: App, actor: Actor, meeting: MeetingId, given: MeetingAnswer
) -> MeetingAnswered:
    """Say privately what became of a meeting; a later word replaces an earlier one.

    Where the accounts of two can't both be true, a quiet case asks a moderator to look.
    Raises `DomainError` ``meeting.not_begun``, ``meeting.cancelled``, ``pair.not_yours``.
    """
    return await app.database.write(_answer, app, actor, meeting, given)


def _answer(
    connection: Connection, app: App, actor: Actor, meeting: MeetingId, given: MeetingAnswer
) -> MeetingAnswered:
    now = app.clock.now()
    interactions.record(connection, actor.interaction, actor.guild, now)
    pair, found = _own(connection, actor, meeting)
    if found.state is MeetingState.CANCELLED:
        raise DomainError("meeting.cancelled", guild=pair.guild, pair=pair.id)
    if found.starts_at is None or found.starts_at > now:
        raise DomainError("meeting.not_begun", starts_at=found.starts_at)
    before = meeting_answers.of_meeting(connection, actor.guild, meeting).get(actor.user)
    meeting_answers.record(connection, actor.guild, meeting, actor.user, given, now)
    answers = meeting_answers.of_meeting(connection, actor.guild, meeting)
    outcome = rules.outcome(answers)
    settled = meetings.settle(connection, found, outcome.state, now)
    if outcome.differ:
        _open_case(connection, pair, settled, now)
    else:
        _close_case(connection, pair, settled, now)
    met = given is MeetingAnswer.MET and clear_check_in(connection, actor.guild, pair, now)
    if outcome.state.is_to_be_found_anew:
        agenda_items.detach(connection, actor.guild, meeting)
        if not meetings.has_later(connection, settled):
            nudges.plan_new_time(connection, settled, pair, now)
    return MeetingAnswered(pair, settled, given, before, cleared=met)


def _open_case(connection: Connection, pair: Pair, meeting: Meeting, now: datetime) -> None:
    """Open a case that waits for the moderators' own time; who said what stays private."""
    assert meeting.starts_at is not None
    cases.open_(
        connection,
        pair.guild,
        kind=CASE,
        subject=case_rules.pair_subject(pair.id),
        facts={
            **case_rules.pair_facts(pair.mentor, pair.mentees, pair.thread),
            "meeting": f"{meeting.starts_at:%d %B %Y}",
        },
        now=now,
        evidence=_evidence(meeting),
    )


def _close_case(connection: Connection, pair: Pair, meeting: Meeting, now: datetime) -> None:
    """Close the case about a meeting of which the accounts agree by now."""
    case = cases.find_open(connection, pair.guild, CASE, case_rules.pair_subject(pair.id))
    if case is not None and case.evidence == _evidence(meeting):
        cases.mend(connection, case, now)


def _evidence(meeting: Meeting) -> str:
    return f"meeting:{meeting.id}"
