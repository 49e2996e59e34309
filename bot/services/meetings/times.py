"""Propose times for a meeting, and answer with others."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from sqlalchemy import Connection

from bot.app import App
from bot.domain.errors import DomainError
from bot.domain.ids import MeetingId, PairId, UserId
from bot.domain.meetings import meetings as rules
from bot.domain.meetings.suggestions import Availability, suggest
from bot.domain.nudges.kinds import NudgeKind
from bot.domain.spoken_times import CivilTime, parse, several
from bot.services.actor import Actor
from bot.services.meetings.acceptance import TimeTaken, take_it
from bot.services.meetings.series import NO_ZONE
from bot.services.pairs.error_context import about
from bot.services.progress.updates import require_own
from bot.storage import drafts, interactions
from bot.storage.cohorts import enrolments, profiles
from bot.storage.meetings import absences as meeting_absences
from bot.storage.meetings import agenda_items, meetings, nudges, series
from bot.storage.meetings import times as meeting_times
from bot.storage.meetings.absences import Absences
from bot.storage.meetings.meetings import Meeting
from bot.storage.meetings.series import Series
from bot.storage.meetings.times import MeetingTime
from bot.storage.nudges import settings as nudge_settings
from bot.storage.pairs.pairs import Pair


@dataclass(frozen=True, slots=True)
class Draft:
    """What somebody is proposing, as typed; kept when something has to be asked first.

    `meeting` is None for a new meeting; else `round` is the latest round its writer had seen.
    """

    times: tuple[str, ...]
    agenda: str = ""
    meeting: MeetingId | None = None
    round: int = 0
    unclear: int = 0
    readings: tuple[str, ...] = ()

    def to_json(self) -> dict[str, Any]:
        """Return plain values."""
        return {
            "times": list(self.times),
            "agenda": self.agenda,
            "meeting": self.meeting,
            "round": self.round,
            "unclear": self.unclear,
            "readings": list(self.readings),
        }

    @classmethod
    def from_json(cls, plain: dict[str, Any]) -> "Draft":
        """Return what `to_json` wrote down."""
        lists = {name: tuple(plain[name]) for name in ("times", "readings")}
        return cls(**(plain | lists))


@dataclass(frozen=True, slots=True)
class TimesProposed:
    """Times wait for the partner's answer; `replaced` says that they stand for earlier ones.

    Where one of them begins a series, the one that the pair has `ends` with it.
    What did not fit onto the agenda is `left_over`.
    """

    pair: Pair
    meeting: Meeting
    times: tuple[MeetingTime, ...]
    replaced: bool
    absences: Absences
    ends: Series | None
    left_over: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class TimeUnclear:
    """A typed time needs a word from its author; `readings` are the times to choose from."""

    pair: Pair
    error: DomainError
    readings: tuple[CivilTime, ...]


@dataclass(frozen=True, slots=True)
class ProposalsCrossed:
    """The partner proposed other times meanwhile; what was typed is kept. `zone` is the asker's."""

    pair: Pair
    meeting: Meeting
    times: tuple[MeetingTime, ...]
    zone: str


Proposed = TimesProposed | TimeTaken | TimeUnclear | ProposalsCrossed


@dataclass(frozen=True, slots=True)
class ProposalBegun:
    """What the form shows: times that would suit both, and what was typed before."""

    pair: Pair
    suggestions: tuple[CivilTime, ...]
    draft: Draft


# --- begin ------------------------------------------------------------------------------------


async def begin(
    app: App, actor: Actor, pair: PairId, meeting: MeetingId | None = None, *, again: bool = False
) -> ProposalBegun:
    """Return what the form needs; `again` opens it with what was typed and refused.

    Raises `DomainError` ``pair.not_yours``, ``pair.ended``, and for a meeting that can't be moved
    any more ``meeting.cancelled``, ``meeting.over``, ``meeting.begun``.
    """
    return await app.database.read(_begin, app, actor, pair, meeting, again)


def _begin(
    connection: Connection,
    app: App,
    actor: Actor,
    pair: PairId,
    meeting: MeetingId | None,
    again: bool,
) -> ProposalBegun:
    now = app.clock.now()
    found = require_own(connection, actor, pair)
    kept = drafts.find(connection, actor.guild, actor.user, _draft_name(pair)) if again else None
    draft = Draft.from_json(kept) if kept else Draft(())
    one = None if meeting is None else meetings.get(connection, actor.guild, meeting)
    # Times that passed unanswered leave nothing to change: what follows them is a new proposal.
    if one is not None and not one.has_lapsed:
        with about(found):
            rules.require_open(one.state, one.starts_at, now)
        draft = replace(draft, meeting=one.id, round=one.round)
    return ProposalBegun(found, _suggestions(connection, actor, found, now), draft)


def _suggestions(
    connection: Connection, actor: Actor, pair: Pair, now: datetime
) -> tuple[CivilTime, ...]:
    people = [
        _availability(connection, pair, user)
        for user in (actor.user, *pair.partners_of(actor.user))
    ]
    arranged = meetings.open_of_pairs(connection, actor.guild, [pair.id])
    taken = [one.starts_at for one in arranged if one.starts_at]
    rests = meeting_absences.of_pair(connection, pair, now).rests(now)
    return suggest(people, now, taken, rests=rests)


def _availability(connection: Connection, pair: Pair, user: UserId) -> Availability:
    """Return when somebody is free: as they said at this sign-up, else in their profile."""
    zone = nudge_settings.zone_of(connection, pair.guild, user) or NO_ZONE
    for one in enrolments.of_person(connection, pair.guild, user):
        if one.cohort == pair.cohort and one.answers.wishes.windows:
            return Availability(one.answers.time_zone, one.answers.wishes.windows)
    profile = profiles.find(connection, pair.guild, user)
    return Availability(zone, profile.wishes.windows if profile else ())


# --- propose ----------------------------------------------------------------------------------


# Refused for their words alone: the form opens with them again.
_MENDED_IN_FORM = {"meeting.many_times", "agenda.long", "agenda.many"}


async def propose(
    app: App, actor: Actor, pair: PairId, draft: Draft, *, insist: bool = False
) -> Proposed:
    """Propose one to three times, read where the proposer is; or answer with others.

    What can't be read for sure is asked about, with what was typed kept. Times that the partner
    proposed meanwhile are shown first, unless `insist`; one that both named is taken at once.
    So is what the form can mend otherwise. Raises as `begin` does, and ``meeting.no_time``.
    """
    try:
        return await app.database.write(_propose, app, actor, pair, draft, insist)
    except DomainError as error:
        if error.code in _MENDED_IN_FORM:
            error.facts |= {"readings": (), "number": 0, "times": draft.times}
        if "readings" not in error.facts:
            raise
        return await app.database.write(_keep_unclear, app, actor, pair, draft, error)


async def choose_reading(app: App, actor: Actor, pair: PairId, number: int) -> Proposed:
    """Go on with the reading that was meant; raise ``meeting.no_draft`` when nothing is kept."""
    draft = await _kept(app, actor, pair)
    if number >= len(draft.readings) or draft.unclear >= len(draft.times):
        raise DomainError("meeting.no_draft", guild=actor.guild, pair=pair)
    times = list(draft.times)
    times[draft.unclear] = draft.readings[number]
    return await propose(app, actor, pair, replace(draft, times=tuple(times)))


async def propose_anyway(app: App, actor: Actor, pair: PairId) -> Proposed:
    """Propose what was kept, although the partner has proposed other times meanwhile."""
    return await propose(app, actor, pair, await _kept(app, actor, pair), insist=True)


async def _kept(app: App, actor: Actor, pair: PairId) -> Draft:
    kept = await app.database.read(drafts.find, actor.guild, actor.user, _draft_name(pair))
    if kept is None:
        raise DomainError("meeting.no_draft", guild=actor.guild, pair=pair)
    return Draft.from_json(kept)


def _draft_name(pair: PairId) -> str:
    return f"meeting:{pair}"


def _propose(
    connection: Connection, app: App, actor: Actor, pair: PairId, draft: Draft, insist: bool
) -> Proposed:
    now = app.clock.now()
    interactions.record(connection, actor.interaction, actor.guild, now)
    found = require_own(connection, actor, pair)
    zone = nudge_settings.zone_of(connection, actor.guild, actor.user) or NO_ZONE
    with about(found):
        times = rules.distinct(_read(draft.times, now, zone))
        meeting = _meeting_for(connection, actor, found, draft, now)
    if meeting.asked_by not in (None, actor.user) and meeting.round != draft.round:
        common = _common(connection, meeting, times, actor, found)
        # What would end a series is asked about first.
        if common and not series.ended_by(connection, found, [common]):
            _finish(connection, actor, found, meeting, draft, now)
            return take_it(connection, app, actor, found, meeting, common, now, crossed=True)
        if not insist:
            drafts.keep(
                connection, actor.guild, actor.user, _draft_name(pair), draft.to_json(), now
            )
            return ProposalsCrossed(
                found, meeting, meeting_times.times_of(connection, meeting), zone
            )
    replaced = meeting.asked_by is not None
    left_over = _finish(connection, actor, found, meeting, draft, now)
    meeting, kept = meeting_times.open_times(connection, meeting, actor.user, times, now)
    starts = [one.starts_at for one in kept]
    nudges.plan_waiting(connection, meeting, found, starts, now)
    nudges.plan_now(connection, NudgeKind.MEETING_PROPOSED, meeting, meeting.round, now)
    absences = meeting_absences.of_pair(connection, found, now)
    ends = series.ended_by(connection, found, kept)
    return TimesProposed(found, meeting, kept, replaced, absences, ends, left_over)


def _read(typed: Sequence[str], now: datetime, zone: str) -> list[CivilTime]:
    found = []
    every = tuple(one for words in typed for one in several(words, now, zone))
    for number, words in enumerate(every):
        try:
            found.append(parse(words, now, zone))
        except DomainError as error:
            error.facts |= {"number": number, "times": every}
            raise
    return found


def _meeting_for(
    connection: Connection, actor: Actor, pair: Pair, draft: Draft, now: datetime
) -> Meeting:
    """Return the meeting that these times are for: the one that was meant, one open, or a new."""
    meeting = (
        None if draft.meeting is None else meetings.get(connection, actor.guild, draft.meeting)
    )
    if meeting is None or meeting.has_lapsed:
        waiting = meetings.proposed_of_pair(connection, actor.guild, pair.id)
        return waiting or meetings.add(connection, actor.guild, pair.id, now)
    if meeting.pair != pair.id:
        raise DomainError("meeting.unknown")
    rules.require_open(meeting.state, meeting.starts_at, now)
    return meeting


def _common(
    connection: Connection, meeting: Meeting, times: Sequence[CivilTime], actor: Actor, pair: Pair
) -> MeetingTime | None:
    """Return the soonest time that both have proposed, where `actor` may say yes to it."""
    assert meeting.asked_by is not None
    if not rules.may_take(actor.user, meeting.asked_by, pair.mentor):
        return None
    wanted = {(one.instant, one.every_days) for one in times}
    theirs = meeting_times.times_of(connection, meeting)
    both = (one for one in theirs if (one.starts_at, one.time.every_days) in wanted)
    return next(both, None)


def _finish(
    connection: Connection, actor: Actor, pair: Pair, meeting: Meeting, draft: Draft, now: datetime
) -> tuple[str, ...]:
    """Keep what fits of the agenda, and forget the draft; return what does not fit."""
    already = agenda_items.of_meeting(connection, actor.guild, pair.id, meeting.id)
    items, left_over = rules.fitting_agenda(draft.agenda, len(already))
    for item in items:
        agenda_items.add(connection, actor.guild, pair.id, meeting.id, actor.user, item, now)
    drafts.drop(connection, actor.guild, actor.user, _draft_name(pair.id))
    return left_over


def _keep_unclear(
    connection: Connection,
    app: App,
    actor: Actor,
    pair: PairId,
    draft: Draft,
    error: DomainError,
) -> TimeUnclear:
    now = app.clock.now()
    interactions.record(connection, actor.interaction, actor.guild, now)
    found = require_own(connection, actor, pair)
    readings: tuple[CivilTime, ...] = error.facts["readings"]
    kept = replace(
        draft,
        times=error.facts["times"],
        unclear=error.facts["number"],
        readings=tuple(str(one) for one in readings),
    )
    drafts.keep(connection, actor.guild, actor.user, _draft_name(pair), kept.to_json(), now)
    return TimeUnclear(found, error, readings)
