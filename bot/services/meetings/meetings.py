"""A pair's meetings: view, prepare, cancel, and report afterward whether they took place."""

from dataclasses import dataclass, replace

from bot.app import App
from bot.domain.errors import DomainError
from bot.domain.ids import MeetingId, PairId, UserId
from bot.domain.meetings import meetings as rules
from bot.domain.moderation import cases as case_rules
from bot.domain.nudges.kinds import NudgeKind
from bot.domain.schedule import day_of
from bot.domain.states import MeetingAnswer, MeetingState, PairState
from bot.services.actor import Actor
from bot.services.nudges.settings import zone_of
from bot.services.pairs.circles import is_circle
from bot.services.pairs.permissions import about, require_own
from bot.services.work import Work, reads, writes
from bot.storage.meetings import cards, meetings, nudges
from bot.storage.meetings import series as meeting_series
from bot.storage.meetings.meetings import AgendaItem, Meeting, MeetingTime
from bot.storage.meetings.series import Series
from bot.storage.moderation import cases
from bot.storage.pairs.pairs import Pair
from bot.storage.progress import check_ins
from bot.storage.youth.supervision import has_minor

CASE = "meeting-accounts-differ"
RECENT, RECENT_AFTER_END = 3, 12


@dataclass(frozen=True, slots=True)
class Meetings:
    """A pair's confirmed, proposed, and recent meetings, and where it usually meets.

    `zone` is the reader's, who said that they can't come to the meetings `without_reader`.
    """

    pair: Pair
    coming: tuple[Meeting, ...]
    open: tuple[tuple[Meeting, tuple[MeetingTime, ...]], ...]
    recent: tuple[Meeting, ...]
    series: Series | None
    place: str
    zone: str
    reader: UserId
    without_reader: tuple[MeetingId, ...]


@dataclass(frozen=True, slots=True)
class Agenda:
    """What a pair wants to talk about, at `meeting` or at the next one, as `reader` sees it.

    `left_over` is what was just typed and did not fit.
    """

    pair: Pair
    meeting: Meeting | None
    items: tuple[AgendaItem, ...]
    reader: UserId
    left_over: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class MeetingCancelled:
    """A meeting was cancelled; `was_arranged` says that it had a confirmed time."""

    pair: Pair
    meeting: Meeting
    was_arranged: bool


@dataclass(frozen=True, slots=True)
class MeetingToCancel:
    """A meeting that would be cancelled, or not by this person alone.

    Only the mentor of a circle calls a meeting off `for_all`; anyone else says for themself whether
    they come, and `comes` is what they said so far.
    """

    pair: Pair
    meeting: Meeting
    for_all: bool
    comes: bool


@dataclass(frozen=True, slots=True)
class TimesTakenBack:
    """Proposed times were withdrawn; a meeting that had a time keeps it."""

    pair: Pair
    meeting: Meeting


@dataclass(frozen=True, slots=True)
class MeetingAnswered:
    """Someone answered whether they met; `before` is their earlier answer, if any."""

    pair: Pair
    meeting: Meeting
    answer: MeetingAnswer
    before: MeetingAnswer | None


# --- view -------------------------------------------------------------------------------------


@reads
def meetings_of_pair(work: Work, pair_id: PairId) -> Meetings:
    """Return the pair's meetings, ended or not; raise `DomainError` ``pair.not_yours``."""
    pair = require_own(work, pair_id, ended_too=True)
    is_over = pair.state is PairState.ENDED
    every = [
        meeting
        for meeting in meetings.list_for_pair(work.connection, work.guild, pair_id)
        if pair.includes(meeting.starts_at)
    ]
    arranged = [meeting for meeting in every if meeting.state is MeetingState.CONFIRMED]
    past = [meeting for meeting in every if meeting.starts_at and meeting.starts_at <= work.now]
    shown = [meeting for meeting in past if meeting.state is not MeetingState.CANCELLED]
    coming = tuple(
        meeting for meeting in arranged if meeting.starts_at and meeting.starts_at > work.now
    )
    return Meetings(
        pair=pair,
        coming=coming,
        open=tuple(
            (meeting, meetings.times_of(work.connection, meeting))
            for meeting in every
            if meeting.asked_by is not None and not is_over
        ),
        recent=tuple(reversed(shown[-(RECENT_AFTER_END if is_over else RECENT) :])),
        series=None
        if is_over
        else meeting_series.find_for_pair(work.connection, work.guild, pair_id),
        place=meetings.place_of(work.connection, work.guild, pair_id),
        zone=zone_of(work),
        reader=work.user,
        without_reader=tuple(
            meeting.id
            for meeting in coming
            if work.user in meetings.answers_of(work.connection, work.guild, meeting.id)
        ),
    )


async def next_of_pair(
    app: App, actor: Actor, pair_id: PairId, wanted: MeetingId | None = None
) -> tuple[Pair, Meeting]:
    """Return the meeting a command is about: the `wanted` one, else the next, else the open one.

    Raises `DomainError` ``meeting.none``, ``meeting.unknown``, ``pair.not_yours``, ``pair.ended``.
    """
    view = await meetings_of_pair(app, actor, pair_id)
    if view.pair.state is PairState.ENDED:
        raise DomainError("pair.ended")
    if wanted is not None:
        return await get(app, actor, wanted)
    if view.coming:
        return view.pair, view.coming[0]
    if view.open:
        return view.pair, view.open[0][0]
    raise DomainError("meeting.none", guild=actor.guild, pair=pair_id)


@reads
def get(work: Work, meeting_id: MeetingId) -> tuple[Pair, Meeting]:
    """Return a meeting and its pair, to its members only."""
    return _own(work, meeting_id)


def _own(work: Work, meeting_id: MeetingId) -> tuple[Pair, Meeting]:
    meeting = meetings.get(work.connection, work.guild, meeting_id)
    return require_own(work, meeting.pair), meeting


# --- prepare ----------------------------------------------------------------------------------


@reads
def agenda(work: Work, pair_id: PairId) -> Agenda:
    """Return the agenda of the pair's next meeting."""
    return _agenda(work, pair_id)


def _agenda(work: Work, pair_id: PairId) -> Agenda:
    pair = require_own(work, pair_id)
    meeting = _next(work, pair)
    items = meetings.agenda_of(
        work.connection, work.guild, pair_id, meeting.id if meeting else None
    )
    return Agenda(pair, meeting, items, work.user)


def _next(work: Work, pair: Pair) -> Meeting | None:
    """Return the next meeting, else the one whose times are open."""
    every = meetings.open_of_pairs(work.connection, pair.guild, [pair.id])
    coming = [
        meeting for meeting in every if meeting.starts_at is None or meeting.starts_at > work.now
    ]
    return coming[0] if coming else None


@writes
def add_items(work: Work, pair_id: PairId, typed: str) -> Agenda:
    """Add items, one per line, to the agenda of the next meeting, or save them until there is one.

    Raises `DomainError` ``agenda.empty``, ``agenda.long``, ``agenda.many``.
    """
    before = _agenda(work, pair_id)
    items, left_over = rules.fitting_agenda(typed, len(before.items))
    if not items:
        raise DomainError("agenda.empty")
    meeting = before.meeting.id if before.meeting else None
    for item in items:
        meetings.add_agenda_item(
            work.connection, work.guild, pair_id, meeting, work.user, item, work.now
        )
    if before.meeting is not None:
        _show(work, before.meeting)
    return replace(_agenda(work, pair_id), left_over=left_over)


def _show(work: Work, meeting: Meeting) -> None:
    """Let the messages about a meeting show what was just changed."""
    occurrence = f"interaction:{work.actor.interaction}"
    cards.refresh(work.connection, meeting, work.now, occurrence)


@reads
def place(work: Work, pair_id: PairId) -> tuple[Pair, str]:
    """Return where the pair usually meets; empty if not set."""
    pair = require_own(work, pair_id)
    return pair, meetings.place_of(work.connection, work.guild, pair_id)


@writes
def save_place(work: Work, pair_id: PairId, typed: str) -> tuple[Pair, str]:
    """Save a meeting link or location; empty input clears it. Raises ``place.long``, ``.link``.

    With someone under 18 it's a channel of the server, or ``youth.place``.
    """
    pair, words = require_own(work, pair_id), rules.place_of(typed)
    if words and not rules.is_channel(words) and has_minor(work.connection, pair):
        raise DomainError("youth.place")
    meetings.save_place(work.connection, work.guild, pair_id, words, work.user, work.now)
    for meeting in meetings.open_of_pairs(work.connection, work.guild, [pair_id]):
        _show(work, meeting)
    return pair, words


# --- cancel -----------------------------------------------------------------------------------


@reads
def to_cancel(work: Work, meeting_id: MeetingId) -> MeetingToCancel:
    """Return the meeting that would be cancelled; raise as `cancel` does, but ``for_mentor``."""
    return _to_cancel(work, meeting_id)


def _to_cancel(work: Work, meeting_id: MeetingId) -> MeetingToCancel:
    pair, meeting = _own(work, meeting_id)
    with about(pair):
        rules.require_open(meeting.state, meeting.starts_at, work.now)
        if meeting.starts_at is None:
            _require_asker(work, meeting)
    for_all = meeting.starts_at is None or work.user == pair.mentor or not is_circle(pair)
    absent = meetings.answers_of(work.connection, work.guild, meeting_id)
    return MeetingToCancel(pair, meeting, for_all, comes=work.user not in absent)


@writes
def say_whether_coming(work: Work, meeting_id: MeetingId, comes: bool) -> MeetingToCancel:
    """Save whether someone of a circle comes to a meeting, which goes on; the others are told.

    Raises `DomainError` as `cancel` does, but ``for_mentor``.
    """
    asked = _to_cancel(work, meeting_id)
    if asked.for_all or asked.comes is comes:
        return asked
    if comes:
        meetings.forget_answers(work.connection, asked.meeting, work.user)
    else:
        could_not = MeetingAnswer.COULD_NOT
        meetings.record_answer(
            work.connection, work.guild, meeting_id, work.user, could_not, work.now
        )
    occurrence, kind = f"interaction:{work.actor.interaction}", NudgeKind.MEETING_ABSENCE
    nudges.plan_now(work.connection, kind, asked.meeting, work.user, work.now, occurrence)
    cards.refresh(work.connection, asked.meeting, work.now, occurrence)
    return replace(asked, comes=comes)


@writes
def cancel(work: Work, meeting_id: MeetingId) -> MeetingCancelled:
    """Cancel a meeting, or withdraw proposed times; its agenda is kept for the next one.

    Raises `DomainError` ``meeting.cancelled``, ``meeting.over``, ``meeting.begun``, and
    ``meeting.not_your_times`` if only someone else's times would be withdrawn;
    ``meeting.for_mentor`` where a mentee would cancel a circle's meeting for all.
    """
    return _cancel(work, meeting_id)


def _cancel(work: Work, meeting_id: MeetingId) -> MeetingCancelled:
    asked = _to_cancel(work, meeting_id)
    pair, meeting = asked.pair, asked.meeting
    if not asked.for_all:
        raise DomainError("meeting.for_mentor", guild=pair.guild, meeting=meeting.id)
    reason = "the meeting was called off"
    cancelled = nudges.call_off(work.connection, meeting, work.user, reason, work.now)
    kind = NudgeKind.MEETING_CANCELLED
    nudges.plan_now(work.connection, kind, cancelled, cancelled.sequence, work.now)
    return MeetingCancelled(pair, cancelled, was_arranged=cancelled.starts_at is not None)


@writes
def withdraw(work: Work, meeting_id: MeetingId) -> TimesTakenBack:
    """Withdraw proposed times; a meeting that they were to move keeps its time.

    Raises `DomainError` as `cancel` does, and ``meeting.times_back`` when no times are open.
    """
    pair, meeting = _own(work, meeting_id)
    if meeting.starts_at is None:
        return TimesTakenBack(pair, _cancel(work, meeting_id).meeting)
    with about(pair):
        rules.require_open(meeting.state, meeting.starts_at, work.now)
        if meeting.asked_by is None:
            raise DomainError("meeting.times_back", stands=meeting.starts_at)
        _require_asker(work, meeting)
    was_shown = nudges.was_shown(work.connection, meeting)
    nudges.withdraw_open_times(work.connection, meeting, "the times were taken back", work.now)
    closed = meetings.close_times(work.connection, meeting, work.user)
    if was_shown:
        kind = NudgeKind.TIMES_WITHDRAWN
        nudges.plan_now(work.connection, kind, closed, closed.round, work.now)
    return TimesTakenBack(pair, closed)


def _require_asker(work: Work, meeting: Meeting) -> None:
    """Let only the proposer of the open times withdraw them; the other person answers them."""
    if meeting.asked_by not in (None, work.user):
        raise DomainError("meeting.not_your_times", asker=meeting.asked_by)


# --- afterward --------------------------------------------------------------------------------


@writes
def answer(work: Work, meeting_id: MeetingId, given: MeetingAnswer) -> MeetingAnswered:
    """Save privately what happened to a meeting; a later answer replaces an earlier one.

    If two answers can't both be true, a case asks a moderator to look. Raises `DomainError`
    ``meeting.not_begun``, ``meeting.cancelled``, ``pair.not_yours``.
    """
    pair, meeting = _begun(work, meeting_id)
    before = meetings.answers_of(work.connection, work.guild, meeting_id).get(work.user)
    meetings.record_answer(work.connection, work.guild, meeting_id, work.user, given, work.now)
    answers = meetings.answers_of(work.connection, work.guild, meeting_id)
    outcome = rules.outcome(answers, circle=is_circle(pair))
    if meeting.asked_by is not None:
        nudges.withdraw_open_times(work.connection, meeting, "the meeting has begun", work.now)
    settled = meetings.record_outcome(work.connection, meeting, outcome.state, work.now)
    if outcome.differ:
        _open_case(work, pair, settled)
    else:
        _close_case(work, pair, settled)
    if given is MeetingAnswer.MET:
        people = [member.user for member in pair.members] if len(pair.members) == 2 else [work.user]
        check_ins.excuse(work.connection, work.guild, pair.id, people)
    if outcome.state.needs_new_time:
        meetings.detach_agenda(work.connection, work.guild, meeting_id)
        if not meetings.has_later(work.connection, settled):
            nudges.plan_new_time(work.connection, settled, pair, work.now)
    _show(work, settled)
    return MeetingAnswered(pair, settled, given, before)


@reads
def get_begun(work: Work, meeting_id: MeetingId) -> tuple[Pair, Meeting]:
    """Return a meeting that someone may report on, and its pair; raise as `answer` does."""
    return _begun(work, meeting_id)


def _begun(work: Work, meeting_id: MeetingId) -> tuple[Pair, Meeting]:
    pair, meeting = _own(work, meeting_id)
    if meeting.state is MeetingState.CANCELLED:
        raise DomainError("meeting.cancelled", guild=pair.guild, pair=pair.id)
    if meeting.starts_at is None or meeting.starts_at > work.now:
        raise DomainError("meeting.not_begun", starts_at=meeting.starts_at)
    return pair, meeting


def _open_case(work: Work, pair: Pair, meeting: Meeting) -> None:
    """Open a case that is not urgent and doesn't say who answered what."""
    assert meeting.starts_at is not None
    cases.open_(
        work.connection,
        pair.guild,
        kind=CASE,
        subject=case_rules.pair_subject(pair.id),
        facts={
            **case_rules.pair_facts(pair.mentor, pair.mentees, pair.thread),
            "meeting": day_of(meeting.starts_at),
        },
        now=work.now,
        evidence=_evidence(meeting),
    )


def _close_case(work: Work, pair: Pair, meeting: Meeting) -> None:
    """Close the case about a meeting whose answers agree by now."""
    case = cases.find_open(work.connection, pair.guild, CASE, case_rules.pair_subject(pair.id))
    if case is not None and case.evidence == _evidence(meeting):
        cases.resolve_by_bot(work.connection, case, work.now)


def _evidence(meeting: Meeting) -> str:
    return f"meeting:{meeting.id}"
