"""Propose times for a meeting, or answer with others."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Any

from bot.app import App
from bot.domain.errors import DomainError
from bot.domain.ids import MeetingId, PairId, UserId
from bot.domain.meetings import meetings as rules
from bot.domain.meetings.consent import DEADLINES
from bot.domain.nudges.kinds import NudgeKind
from bot.domain.times import reader
from bot.domain.times.civil import CivilTime
from bot.domain.times.reader import Asker
from bot.services.actor import Actor
from bot.services.asking import asker
from bot.services.meetings import availability
from bot.services.meetings.acceptance import (
    TimeAccepted,
    next_best_name,
    require_proposer,
    take_it,
)
from bot.services.meetings.availability import AtNight
from bot.services.meetings.clashes import Clash, clashes
from bot.services.nudges.settings import default_policy
from bot.services.pairs.permissions import about, require_own
from bot.services.work import Work, reads, writes
from bot.storage import drafts
from bot.storage.meetings import meetings, nudges, series, votes
from bot.storage.meetings.meetings import Absences, Meeting, MeetingTime
from bot.storage.meetings.series import Series
from bot.storage.nudges import pings, settings
from bot.storage.pairs.pairs import Pair


@dataclass(frozen=True, slots=True)
class Draft:
    """What someone is proposing, as typed; saved when something has to be asked first.

    `meeting` is None for a new meeting; else `round` is the latest round its writer had seen. In a
    circle, a quorum may decide after `decide_in` days. With `nights` the writer knows that a time
    is at night for someone.
    """

    times: tuple[str, ...]
    agenda: str = ""
    meeting: MeetingId | None = None
    round: int = 0
    unclear: int = 0
    readings: tuple[str, ...] = ()
    decide_in: int | None = None
    nights: bool = False

    def to_json(self) -> dict[str, Any]:
        """Return plain values."""
        return {
            "times": list(self.times),
            "agenda": self.agenda,
            "meeting": self.meeting,
            "round": self.round,
            "unclear": self.unclear,
            "readings": list(self.readings),
            "decide_in": self.decide_in,
            "nights": self.nights,
        }

    @classmethod
    def from_json(cls, plain: dict[str, Any]) -> "Draft":
        """Return the draft that `to_json` wrote."""
        lists = {name: tuple(plain[name]) for name in ("times", "readings")}
        return cls(**(plain | lists))


@dataclass(frozen=True, slots=True)
class TimesProposed:
    """Times wait for the partner's answer; `replaced` says that they replace earlier ones.

    If one of them begins a series, `ends` is the pair's present series, which would end.
    `left_over` did not fit on the agenda. If it is night for everyone, they are posted at
    `posted_at`, else right away. A deadline is `deadline_unused` where only one person answers.
    Times that were `arranged` already are left out. Those `unheard` are not notified: they answered
    none of the last messages. `clashes` are the proposer's own.
    """

    pair: Pair
    meeting: Meeting
    times: tuple[MeetingTime, ...]
    replaced: bool
    absences: Absences
    ends: Series | None
    left_over: tuple[str, ...] = ()
    quorum: int = 0
    posted_at: datetime | None = None
    deadline_unused: bool = False
    arranged: tuple[datetime, ...] = ()
    unheard: tuple[UserId, ...] = ()
    clashes: tuple[Clash, ...] = ()


@dataclass(frozen=True, slots=True)
class TimeUnclear:
    """A typed time is ambiguous; `readings` are the times to choose from."""

    pair: Pair
    error: DomainError
    readings: tuple[CivilTime, ...]


@dataclass(frozen=True, slots=True)
class ProposalsCrossed:
    """The partner proposed other times in the meantime; what was typed is saved.

    `zone` is the asker's.
    """

    pair: Pair
    meeting: Meeting
    times: tuple[MeetingTime, ...]
    zone: str


@dataclass(frozen=True, slots=True)
class TimesAtNight:
    """A time is at night for someone, so it was not proposed yet; what was typed is saved.

    `readings` are times that suit everyone, to choose from instead.
    """

    pair: Pair
    nights: tuple[AtNight, ...]
    readings: tuple[CivilTime, ...]


Proposed = TimesProposed | TimeAccepted | TimeUnclear | ProposalsCrossed | TimesAtNight


@dataclass(frozen=True, slots=True)
class ProposalBegun:
    """What the form shows: times that would suit both, and what was typed before."""

    pair: Pair
    suggestions: tuple[CivilTime, ...]
    draft: Draft


# --- begin ------------------------------------------------------------------------------------


@reads
def begin(
    work: Work, pair_id: PairId, meeting_id: MeetingId | None = None, *, again: bool = False
) -> ProposalBegun:
    """Return what the form needs; `again` opens it with what was typed and refused.

    Raises `DomainError` ``pair.not_yours``, ``pair.ended``, and for a meeting that can no longer be
    moved ``meeting.cancelled``, ``meeting.over``, ``meeting.begun``.
    """
    pair = require_own(work, pair_id)
    name = _draft_name(pair_id)
    saved = drafts.find(work.connection, work.guild, work.user, name) if again else None
    draft = Draft.from_json(saved) if saved else Draft(())
    meeting = None if meeting_id is None else meetings.get(work.connection, work.guild, meeting_id)
    # Times that passed unanswered can't be changed: what follows is a new proposal.
    if meeting is not None and not meeting.has_lapsed:
        with about(pair):
            rules.require_open(meeting.state, meeting.starts_at, work.now)
        draft = replace(draft, meeting=meeting.id, round=meeting.round)
    return ProposalBegun(pair, availability.suggestions(work, pair, meeting), draft)


# --- propose ----------------------------------------------------------------------------------


# These errors are about the text alone: the form opens again with it.
_MENDED_IN_FORM = {
    "meeting.many_times",
    "meeting.late_deadline",
    "meeting.arranged",
    "agenda.long",
    "agenda.many",
}


async def propose(
    app: App, actor: Actor, pair_id: PairId, draft: Draft, *, insist: bool = False
) -> Proposed:
    """Propose one to three times, in the proposer's time zone; or answer with others.

    Ambiguous times are asked about, and what was typed is saved. Times that the partner proposed in
    the meantime are shown first, unless `insist`; one that both named is accepted right away. What
    was typed is also saved if the form can fix the error. Raises as `begin` does, and
    ``meeting.no_time``.
    """
    try:
        return await _propose(app, actor, pair_id, draft, insist=insist)
    except DomainError as error:
        if error.code in _MENDED_IN_FORM:
            error.facts |= {"readings": (), "number": 0, "times": draft.times}
        if "readings" not in error.facts:
            raise
        return await _save_unclear(app, actor, pair_id, draft, error)


async def choose_reading(app: App, actor: Actor, pair_id: PairId, number: int) -> Proposed:
    """Propose with the chosen reading; raise ``meeting.no_draft`` without a saved draft."""
    draft = await _saved_draft(app, actor, pair_id)
    if number >= len(draft.readings) or draft.unclear >= len(draft.times):
        raise DomainError("meeting.no_draft", guild=actor.guild, pair=pair_id)
    times = list(draft.times)
    times[draft.unclear] = draft.readings[number]
    return await propose(app, actor, pair_id, replace(draft, times=tuple(times)))


async def propose_anyway(app: App, actor: Actor, pair_id: PairId) -> Proposed:
    """Propose what was saved, although the partner has proposed other times in the meantime."""
    return await propose(app, actor, pair_id, await _saved_draft(app, actor, pair_id), insist=True)


async def propose_at_night(app: App, actor: Actor, pair_id: PairId) -> Proposed:
    """Propose what was saved, although a time is at night for someone."""
    draft = await _saved_draft(app, actor, pair_id)
    return await propose(app, actor, pair_id, replace(draft, nights=True))


async def propose_next_best(app: App, actor: Actor, meeting_id: MeetingId) -> Proposed:
    """Propose the time that was offered to someone who can make none of the others."""
    pair_id, draft = await _next_best_draft(app, actor, meeting_id)
    return await propose(app, actor, pair_id, draft)


@reads
def _next_best_draft(work: Work, meeting_id: MeetingId) -> tuple[PairId, Draft]:
    meeting = meetings.get(work.connection, work.guild, meeting_id)
    saved = drafts.find(work.connection, work.guild, work.user, next_best_name(meeting))
    if saved is None:
        raise DomainError("meeting.no_draft", guild=work.guild, pair=meeting.pair)
    # Once the circle has settled on a time, the button does not move that meeting.
    require_proposer(work, meeting)
    draft = Draft(
        (saved["time"],),
        meeting=MeetingId(saved["meeting"]),
        round=saved["round"],
        decide_in=saved.get("decide_in"),
    )
    return meeting.pair, draft


@reads
def _saved_draft(work: Work, pair_id: PairId) -> Draft:
    saved = drafts.find(work.connection, work.guild, work.user, _draft_name(pair_id))
    if saved is None:
        raise DomainError("meeting.no_draft", guild=work.guild, pair=pair_id)
    return Draft.from_json(saved)


def _draft_name(pair_id: PairId) -> str:
    return f"meeting:{pair_id}"


@writes
def _propose(work: Work, pair_id: PairId, draft: Draft, *, insist: bool) -> Proposed:
    pair = require_own(work, pair_id)
    who = asker(work)
    decide_at = None
    with about(pair):
        wanted = rules.distinct(_read(draft.times, who))
        times = _not_arranged(work, pair, draft, wanted)
        if draft.decide_in in DEADLINES and len(pair.members) > 2:
            decide_at = work.now + timedelta(days=draft.decide_in)
            rules.require_time_to_decide(decide_at, times[0].instant)
        at_night = () if draft.nights else availability.nights(work, pair, times)
        if at_night:
            return _ask_about_nights(work, pair, draft, wanted, at_night)
        meeting = _meeting_for(work, pair, draft)
    if meeting.asked_by not in (None, work.user) and meeting.round != draft.round:
        common = _common(work, meeting, times, pair)
        # A time that would end a series is asked about first.
        if common and not series.ended_by(work.connection, pair, [common]):
            _finish(work, pair, meeting, draft)
            return take_it(work, pair, meeting, common, by=work.user, crossed=True)
        if not insist:
            _save_draft(work, pair_id, draft)
            return ProposalsCrossed(
                pair, meeting, meetings.times_of(work.connection, meeting), who.zone
            )
    replaced = meeting.asked_by is not None
    left_over = _finish(work, pair, meeting, draft)
    nudges.withdraw_open_times(work.connection, meeting, "other times were proposed", work.now)
    meeting, proposed = meetings.open_times(
        work.connection, meeting, work.user, times, work.now, decide_at
    )
    offered = [time.id for time in proposed]
    votes.record(work.connection, work.guild, offered, work.user, work.now, can=True)
    starts = [time.starts_at for time in proposed]
    nudges.plan_waiting(work.connection, meeting, pair, starts, work.now)
    nudges.plan_now(work.connection, NudgeKind.MEETING_PROPOSED, meeting, meeting.round, work.now)
    absences = meetings.absences_of(work.connection, pair, work.now)
    ends = series.ended_by(work.connection, pair, proposed)
    return TimesProposed(
        pair,
        meeting,
        proposed,
        replaced,
        absences,
        ends,
        left_over,
        votes.needed(pair),
        _posted_at(work, pair, proposed),
        deadline_unused=draft.decide_in is not None and decide_at is None,
        clashes=clashes(work, pair, starts),
        arranged=tuple(moment.instant for moment in wanted if moment not in times),
        unheard=tuple(
            user
            for user in pair.partners_of(work.user)
            if pings.heard_by(work.connection, work.guild, user, work.now).is_silent
        ),
    )


def _not_arranged(
    work: Work, pair: Pair, draft: Draft, wanted: Sequence[CivilTime]
) -> tuple[CivilTime, ...]:
    """Return the times at which the pair doesn't meet yet; raise ``meeting.arranged`` if none."""
    times = tuple(
        moment
        for moment in wanted
        if not meetings.is_taken(work.connection, pair.guild, pair.id, moment, draft.meeting)
    )
    if not times:
        raise DomainError("meeting.arranged", starts_at=wanted[0].instant)
    return times


def _posted_at(work: Work, pair: Pair, times: Sequence[MeetingTime]) -> datetime | None:
    """Return when it is day for one of the pair, if the times wait for that."""
    members = [member.user for member in pair.members]
    default = default_policy(work.app.settings)
    morning = settings.night_for_all(work.connection, pair.guild, members, default, work.now)
    first = min(time.starts_at for time in times) - rules.LAST_CALL
    return morning if morning is not None and morning < first else None


def _ask_about_nights(
    work: Work,
    pair: Pair,
    draft: Draft,
    times: Sequence[CivilTime],
    at_night: tuple[AtNight, ...],
) -> TimesAtNight:
    """Save what was typed, with the first time at night to be replaced by a chosen one."""
    readings = availability.suggestions(work, pair)[: rules.MOST_TIMES]
    asked = replace(
        draft,
        times=tuple(str(time) for time in times),
        unclear=times.index(at_night[0].time),
        readings=tuple(str(time) for time in readings),
    )
    _save_draft(work, pair.id, asked)
    return TimesAtNight(pair, at_night, readings)


def _read(typed: Sequence[str], who: Asker) -> list[CivilTime]:
    parsed = []
    every = tuple(reading for words in typed for reading in reader.several(words, who))
    for number, words in enumerate(every):
        try:
            parsed.append(reader.meeting(words, who))
        except DomainError as error:
            error.facts |= {"number": number, "times": every, "typed": words, "today": who.today}
            raise
    return parsed


def _meeting_for(work: Work, pair: Pair, draft: Draft) -> Meeting:
    """Return the meeting that these times are for: the given one, an open one, or a new one."""
    meeting = (
        None if draft.meeting is None else meetings.get(work.connection, work.guild, draft.meeting)
    )
    if meeting is None or meeting.has_lapsed:
        waiting = meetings.proposed_of_pair(work.connection, work.guild, pair.id)
        return waiting or meetings.add(work.connection, work.guild, pair.id, work.now)
    if meeting.pair != pair.id:
        raise DomainError("meeting.unknown")
    rules.require_open(meeting.state, meeting.starts_at, work.now)
    return meeting


def _common(
    work: Work, meeting: Meeting, times: Sequence[CivilTime], pair: Pair
) -> MeetingTime | None:
    """Return the soonest time that both of a pair have proposed."""
    if len(pair.members) > 2:
        return None
    wanted = {(moment.instant, moment.interval) for moment in times}
    theirs = meetings.times_of(work.connection, meeting)
    both = (time for time in theirs if (time.starts_at, time.time.interval) in wanted)
    return next(both, None)


def _finish(work: Work, pair: Pair, meeting: Meeting, draft: Draft) -> tuple[str, ...]:
    """Save as much of the agenda as fits and delete the draft; return what did not fit."""
    already = meetings.agenda_of(work.connection, work.guild, pair.id, meeting.id)
    items, left_over = rules.fitting_agenda(draft.agenda, len(already))
    for item in items:
        meetings.add_agenda_item(
            work.connection, work.guild, pair.id, meeting.id, work.user, item, work.now
        )
    drafts.drop(work.connection, work.guild, work.user, _draft_name(pair.id))
    return left_over


@writes
def _save_unclear(work: Work, pair_id: PairId, draft: Draft, error: DomainError) -> TimeUnclear:
    pair = require_own(work, pair_id)
    readings: tuple[CivilTime, ...] = error.facts["readings"]
    unclear = replace(
        draft,
        times=error.facts["times"],
        unclear=error.facts["number"],
        readings=tuple(str(moment) for moment in readings),
    )
    _save_draft(work, pair_id, unclear)
    return TimeUnclear(pair, error, readings)


def _save_draft(work: Work, pair_id: PairId, draft: Draft) -> None:
    name = _draft_name(pair_id)
    drafts.save(work.connection, work.guild, work.user, name, draft.to_json(), work.now)
