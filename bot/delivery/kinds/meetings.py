"""Nudges about meetings: proposed times, confirmations, reminders, and questions afterward.

Nothing is lost if one is never sent: /meet list and /status show proposed and confirmed meetings, a
meeting takes place without its reminder, and one that no one reports on is `unknown`, never missed.
"""

from dataclasses import replace
from datetime import datetime, timedelta

from sqlalchemy import Connection

from bot.delivery.decision import Cancel, Edit, Expired, Receipt, Reschedule, Send, Verdict
from bot.delivery.kind_hooks import (
    ClaimedNudge,
    DecidedError,
    after_giving_up,
    after_sending,
    decides,
)
from bot.delivery.meetings import cards, first_meetings
from bot.delivery.meetings.facts import (
    entry,
    merge_for_others,
    people_not_to_notify,
    shared_place,
    whole_series,
)
from bot.domain.ids import CircleQuestionId, MeetingId, OutboxId, PairId, UserId
from bot.domain.meetings.consent import can_be_set, unanswered
from bot.domain.meetings.first_meetings import DAY
from bot.domain.meetings.meetings import ANSWER_WITHIN, LAST_CALL, finder
from bot.domain.meetings.nudges import (
    CalendarEntry,
    CalendarSeries,
    FirstMeetingDue,
    MeetingAbsence,
    MeetingCancelled,
    MeetingConfirmed,
    MeetingReminder,
    MetQuestion,
    NewTimeDue,
    ProposalClosed,
    ProposedTime,
    TimesPassed,
    TimesWaiting,
    TimesWithdrawn,
)
from bot.domain.nudges.kinds import NudgeKind
from bot.domain.nudges.policy import night_of, quiet_end
from bot.domain.progress.check_ins import SAME_WEEK
from bot.domain.states import MeetingState, NudgeState, PairState
from bot.storage import outbox
from bot.storage.meetings import cards as shown_in
from bot.storage.meetings import meetings, proposals, votes
from bot.storage.meetings import nudges as meeting_nudges
from bot.storage.meetings.meetings import Meeting
from bot.storage.meetings.proposals import shown, zones_of
from bot.storage.nudges import settings as nudge_settings
from bot.storage.outbox import Nudge
from bot.storage.pairs import circle_decisions, circle_questions, pairs, pauses
from bot.storage.pairs.pairs import Pair
from bot.storage.progress import check_ins

SOON = timedelta(hours=3)
ONE_AFTER_ANOTHER = timedelta(seconds=10)
_COMING = (NudgeState.DUE, NudgeState.LEASED)
# A first-meeting reminder already contained these times.
JUST_NOW = timedelta(hours=20)


def _meeting_and_pair(claimed: ClaimedNudge) -> tuple[Meeting, Pair]:
    """Return the meeting that the row is about, and its pair, which has not ended."""
    meeting = meetings.find(claimed.connection, claimed.guild, MeetingId(claimed.nudge.subject_id))
    if meeting is None:
        raise DecidedError(Cancel("the meeting is gone"))
    return meeting, claimed.pair(meeting.pair)


def _still_open(
    claimed: ClaimedNudge, pair: Pair, proposed: tuple[meetings.MeetingTime, ...]
) -> tuple[ProposedTime, ...]:
    """Return the proposed times that can still be accepted."""
    absences = meetings.absences_of(claimed.connection, pair, claimed.now)
    return shown(proposed, claimed.now, absences)


def _asked(claimed: ClaimedNudge, pair: Pair, meeting: Meeting) -> tuple[UserId, ...]:
    """Return everyone who has said nothing yet to the open times."""
    return unanswered(votes.tallies(claimed.connection, pair, meeting, claimed.now))


def _all_but(pair: Pair, person: UserId | None) -> tuple[UserId, ...]:
    return tuple(member.user for member in pair.members if member.user != person)


def _if_one(people: tuple[UserId, ...]) -> tuple[UserId, ...]:
    """Return the partner in a pair of two, who must be in the server.

    A circle continues without one.
    """
    return people if len(people) == 1 else ()


# -- proposed times ---------------------------------------------------------------------------


@decides(NudgeKind.MEETING_PROPOSED)
def meeting_proposed(claimed: ClaimedNudge) -> Verdict:
    """Show proposed times as soon as it is day for one of the pair, as in any conversation.

    The meeting's own row says whose turn it is.
    """
    meeting, pair = _meeting_and_pair(claimed)
    if meeting.asked_by is None or meeting.round != claimed.nudge.subject_version:
        return Cancel("other times count by now")
    connection, zone = claimed.connection, claimed.default.zone
    facts = proposals.facts(connection, pair, meeting, zone, claimed.now)
    if facts is None:
        return Cancel("every time is over")
    first = min(time.starts_at for time in facts.times)
    claimed.wait_for_day(pair, before=first - LAST_CALL)
    return Send(facts, claimed.thread_of(pair), answer_by=first)


@after_sending(NudgeKind.MEETING_PROPOSED, NudgeKind.TIMES_WAITING)
def _proposal_sent(connection: Connection, nudge: Nudge, _receipt: Receipt, now: datetime) -> None:
    """Take the buttons away again if the times were closed while the message was being sent."""
    meeting = meetings.find(connection, nudge.guild, MeetingId(nudge.subject_id))
    sent = outbox.find(connection, nudge.id)
    if meeting is None or sent is None:
        return
    if meeting.asked_by is None or meeting.round != nudge.subject_version:
        shown_in.plan_edit(connection, sent, now, "closed")


@decides(NudgeKind.PROPOSAL_CHANGED)
def proposal_changed(claimed: ClaimedNudge) -> Verdict:
    """Let a message that offers times or shows a meeting say what holds now."""
    connection = claimed.connection
    sent = outbox.find(connection, OutboxId(claimed.nudge.subject_id))
    if sent is None or sent.message is None or sent.channel is None:
        return Cancel("there is no message to change")
    is_lost = claimed.nudge.reason == outbox.NO_MESSAGE
    if sent.kind is NudgeKind.CIRCLE_ASKED:
        return Cancel(outbox.NO_MESSAGE) if is_lost else _circle_changed(claimed, sent)
    of_meeting, offered = MeetingId(sent.subject_id), sent.subject_version
    if sent.kind is NudgeKind.FIRST_MEETING:
        _, number, round_ = claimed.nudge.occurrence_key.rsplit(":", 2)
        of_meeting, offered = MeetingId(int(number)), int(round_)
    meeting = meetings.find(connection, claimed.guild, of_meeting)
    pair = pairs.find(connection, claimed.guild, meeting.pair) if meeting else None
    if meeting is None or pair is None:
        return Cancel("the meeting is gone")
    if claimed.nudge.occurrence_key.endswith(f":{shown_in.UNASKED}"):
        answers = meetings.answers_of(connection, claimed.guild, meeting.id)
        if all(member.user in answers for member in pair.members):
            return Cancel("everyone has answered")
    facts = cards.shown_now(claimed, sent, pair, meeting, offered)
    if facts is None:
        return Cancel("it stays as it is")
    if is_lost:
        if isinstance(facts, MeetingConfirmed):
            shown_in.plan_again(connection, sent, meeting, claimed.now)
        return Cancel(outbox.NO_MESSAGE)
    if isinstance(facts, ProposalClosed):
        # What has no recipient is never merged with anything.
        facts = replace(facts, holds_else=sent.recipient is not None)
    return Edit(facts, sent.channel, sent.message, sent.ref)


def _circle_changed(claimed: ClaimedNudge, sent: Nudge) -> Verdict:
    """Let a question to a circle show who has answered, or how it was decided."""
    number = CircleQuestionId(sent.subject_id)
    question = circle_questions.find(claimed.connection, claimed.guild, number)
    pair = pairs.find(claimed.connection, claimed.guild, question.pair) if question else None
    if question is None or pair is None or sent.message is None or sent.channel is None:
        return Cancel("there is no such question")
    people = pair.partners_of(question.asked_by) if question.agreed is None else ()
    facts = circle_decisions.facts(claimed.connection, question, pair, people)
    return Edit(facts, sent.channel, sent.message, sent.ref)


@decides(NudgeKind.TIMES_WAITING)
def times_waiting(claimed: ClaimedNudge) -> Verdict:
    """Remind the person who has to answer, while one of that round's times can still be accepted.

    At most one more reminder follows before the times have passed. A single time at which the
    proposer is away by now is left out.
    """
    meeting, pair = _meeting_and_pair(claimed)
    if meeting.asked_by is None or meeting.round != claimed.nudge.subject_version:
        return Cancel("it was answered, or other times count by now")
    person = claimed.recipient
    if person not in _asked(claimed, pair, meeting):
        return Cancel("they have answered")
    tallies = votes.tallies(claimed.connection, pair, meeting, claimed.now)
    needed = votes.needed(pair) if meeting.decide_at is not None else None
    if tallies and not can_be_set(tallies, pair.mentor, needed):
        return Cancel("no answer could set a time anymore")
    times = tuple(
        time
        for time in _still_open(claimed, pair, tuple(tally.time for tally in tallies))
        if time.interval or meeting.asked_by not in time.away
    )
    if not times:
        return Cancel("every time is over, or the proposer is away then")
    claimed.wait_for_pause(pair)
    if _was_reminded_recently(claimed, pair, meeting):
        return Cancel("they were reminded of a first meeting just now")
    place = claimed.place_of(pair, person)
    facts = TimesWaiting(
        guild=pair.guild,
        pair=pair.id,
        meeting=meeting.id,
        round=meeting.round,
        proposer=meeting.asked_by,
        people=(person,),
        times=times,
        zones=zones_of(claimed.connection, pair, (person,), claimed.default.zone),
        instead_of=meeting.starts_at,
        circle=len(pair.members) > 2,
    )
    about = (meeting.asked_by,) if len(pair.members) == 2 else ()
    return Send(facts, place, person=person, about=about)


def _was_reminded_recently(claimed: ClaimedNudge, pair: Pair, meeting: Meeting) -> bool:
    since = max(claimed.now - JUST_NOW, meeting.asked_at or claimed.now)
    return any(
        row.kind is NudgeKind.FIRST_MEETING
        and row.recipient == claimed.nudge.recipient
        and row.message is not None
        and row.settled_at is not None
        and row.settled_at > since
        for row in outbox.list_for_subject(claimed.connection, pair.guild, "pair", pair.id)
    )


@decides(NudgeKind.TIMES_PASSED)
def times_passed(claimed: ClaimedNudge) -> Verdict:
    """Tell the proposer that all proposed times passed, unless a new meeting is planned."""
    meeting, pair = _meeting_and_pair(claimed)
    person = claimed.nudge.recipient
    if person is None or not pair.has(person):
        return Cancel("the person left the pair")
    if meeting.starts_at is not None and meeting.starts_at <= claimed.now:
        return Cancel("it has begun, so its time can't be moved")
    stands = meeting.starts_at if meeting.state is MeetingState.CONFIRMED else None
    if claimed.nudge.occurrence_key.endswith(meeting_nudges.UNDECIDED):
        return _undecided(claimed, pair, meeting, person, stands)
    if meeting.asked_by is not None or meeting.round != claimed.nudge.subject_version:
        return Cancel("other times count by now")
    if stands is None and meetings.open_of_pairs(claimed.connection, pair.guild, [pair.id]):
        return Cancel("another meeting is on its way")
    claimed.wait_for_pause(pair)
    place = claimed.place_of(pair, person)
    partners = pair.partners_of(person)
    facts = TimesPassed(pair.guild, pair.id, (person,), partners, stands)
    return Send(facts, place, person=person, about=_if_one(partners))


def _undecided(
    claimed: ClaimedNudge, pair: Pair, meeting: Meeting, person: UserId, stands: datetime | None
) -> Verdict:
    """Tell the proposer that no time works for everyone, while that is so."""
    if meeting.asked_by != person or meeting.round != claimed.nudge.subject_version:
        return Cancel("other times count by now")
    claimed.wait_for_pause(pair)
    zone, now = claimed.default.zone, claimed.now
    proposal = proposals.facts(claimed.connection, pair, meeting, zone, now)
    if proposal is None:
        return Cancel("every time is over")
    place = claimed.place_of(pair, person)
    partners = pair.partners_of(person)
    facts = TimesPassed(pair.guild, pair.id, (person,), partners, stands, proposal.times)
    return Send(facts, place, person=person)


@decides(NudgeKind.TIMES_WITHDRAWN)
def times_withdrawn(claimed: ClaimedNudge) -> Verdict:
    """Tell the others, before the meeting, that it won't be moved after all."""
    meeting, pair = _meeting_and_pair(claimed)
    is_other = meeting.round != claimed.nudge.subject_version
    if meeting.state is not MeetingState.CONFIRMED or is_other:
        return Cancel("it is arranged otherwise by now")
    starts_at = meeting.starts_at
    if meeting.asked_by is not None or starts_at is None or starts_at <= claimed.now:
        return Cancel("other times count by now, or it has begun")
    thread = claimed.thread_of(pair)
    people = _all_but(pair, meeting.changed_by)
    return Send(TimesWithdrawn(pair.guild, pair.id, meeting.id, people, starts_at), thread)


# -- confirmed meetings -----------------------------------------------------------------------


@decides(NudgeKind.MEETING_CONFIRMED)
def meeting_confirmed(claimed: ClaimedNudge) -> Verdict:
    """Let the proposal become the meeting's card right away, or announce the time if it must be.

    Reminders were planned with the click. A card that was lost comes again without a notification.
    """
    now = claimed.now
    is_again = claimed.nudge.occurrence_key.endswith(f":{shown_in.RESTORED}")
    meeting, pair = _meeting_and_pair(claimed)
    is_other = meeting.sequence != claimed.nudge.subject_version
    if meeting.state is not MeetingState.CONFIRMED or is_other:
        return Cancel("it is arranged otherwise by now")
    if meeting.starts_at is None or meeting.starts_at <= now:
        return Cancel("it has begun")
    if not is_again and (card := cards.to_change(claimed, pair, meeting)):
        assert card.channel is not None, "it was sent"
        assert card.message is not None, "it was sent"
        return Edit(cards.confirmed(claimed, pair, meeting), card.channel, card.message, card.ref)
    thread = claimed.thread_of(pair)
    back = cards.brought_back(claimed, meeting)
    people = () if back or is_again else _all_but(pair, meeting.changed_by)
    facts = cards.confirmed(claimed, pair, meeting, people, back)
    return Send(facts, thread, needed_by=meeting.starts_at)


@after_sending(NudgeKind.MEETING_CONFIRMED)
def _has_card(connection: Connection, nudge: Nudge, receipt: Receipt, now: datetime) -> None:
    """Let every earlier message about the meeting say that this one holds now."""
    meeting = meetings.find(connection, nudge.guild, MeetingId(nudge.subject_id))
    if meeting is not None:
        occurrence = f"set:{nudge.subject_version}"
        shown_in.refresh(connection, meeting, now, occurrence, but=receipt.message)


@after_giving_up(NudgeKind.MEETING_CONFIRMED)
def _has_no_card(connection: Connection, nudge: Nudge, now: datetime) -> None:
    """Take the buttons from the proposal all the same."""
    meeting = meetings.find(connection, nudge.guild, MeetingId(nudge.subject_id))
    if meeting is not None:
        shown_in.refresh(connection, meeting, now, f"set:{nudge.subject_version}")


@decides(NudgeKind.MEETING_CANCELLED)
def meeting_cancelled(claimed: ClaimedNudge) -> Verdict:
    """Announce a cancellation right away, with a file that removes the meeting from calendars.

    It is left out if no one had been told of the meeting. Calendars are updated even after the pair
    has ended.
    """
    connection = claimed.connection
    meeting = meetings.find(connection, claimed.guild, MeetingId(claimed.nudge.subject_id))
    if meeting is None:
        return Cancel("the meeting is gone")
    pair = pairs.get(connection, claimed.guild, meeting.pair)
    if meeting.state is not MeetingState.CANCELLED:
        return Cancel("it takes place")
    if meeting.starts_at is None and not meeting_nudges.was_shown(connection, meeting):
        return Cancel("nobody had seen the times")
    thread = claimed.thread_of(pair)
    series = cards.series_of(connection, meeting)
    # Whether the meeting was cancelled with the whole series.
    has_ended = (
        series is not None
        and meeting.changed_by is not None
        and series.ended_at == meeting.settled_at
    )
    left_out = _left_out(claimed, meeting) if meeting.changed_by is None else ()
    absences = meetings.absences_of(connection, pair, claimed.now)
    away = tuple(dict.fromkeys(user for start in left_out for user in absences.away_at(start)))
    people = tuple(user for user in _all_but(pair, meeting.changed_by) if user not in away)
    if left_out and (morning := _morning(claimed, people, left_out[0])):
        return morning
    file: CalendarEntry | CalendarSeries | None = None
    if meeting.starts_at is not None:
        goes_on = series is not None and not has_ended
        file = (
            whole_series(connection, series) if series and goes_on else entry(connection, meeting)
        )
    facts = MeetingCancelled(
        guild=pair.guild,
        pair=pair.id,
        meeting=meeting.id,
        people=people,
        by=meeting.changed_by,
        starts_at=meeting.starts_at,
        series_ended=has_ended,
        entry=file,
        written_at=claimed.now,
        place=meetings.place_of(connection, pair.guild, pair.id),
        left_out=left_out,
        away=away,
        is_paused=any(absences.is_paused_at(start) for start in left_out),
        members=tuple(member.user for member in pair.members),
    )
    return Send(facts, thread, needed_by=meeting.starts_at)


def _left_out(claimed: ClaimedNudge, meeting: Meeting) -> tuple[datetime, ...]:
    """Return when the meetings would be that were left out of the series together with this one."""
    if meeting.series is None:
        return ()
    made = meetings.list_for_series(claimed.connection, claimed.guild, meeting.series)
    return tuple(
        other.starts_at
        for other in made
        if other.starts_at is not None
        and other.starts_at > claimed.now
        and other.state is MeetingState.CANCELLED
        and (other.changed_by, other.settled_at) == (None, meeting.settled_at)
    )


def _morning(
    claimed: ClaimedNudge, people: tuple[UserId, ...], first: datetime
) -> Reschedule | None:
    """Return until when a message waits that wakes someone, well before the `first` meeting."""
    policies = [
        nudge_settings.policy_of(claimed.connection, claimed.guild, person, claimed.default)
        for person in people
    ]
    wait = night_of(policies, claimed.now)
    if wait is None or wait.until > first - LAST_CALL:
        return None
    return Reschedule(wait.until, wait.reason)


@decides(NudgeKind.MEETING_ABSENCE)
def meeting_absence(claimed: ClaimedNudge) -> Verdict:
    """Say in the thread whether someone of a circle comes to a meeting that is on."""
    meeting, pair = _meeting_and_pair(claimed)
    person = UserId(claimed.nudge.subject_version)
    if meeting.state is not MeetingState.CONFIRMED or not pair.has(person):
        return Cancel("it was called off, or they left the circle")
    if meeting.starts_at is None or meeting.starts_at <= claimed.now:
        return Cancel("it has begun")
    comes = person not in meetings.answers_of(claimed.connection, pair.guild, meeting.id)
    thread = claimed.thread_of(pair)
    facts = MeetingAbsence(pair.guild, pair.id, meeting.id, person, meeting.starts_at, comes)
    return Send(facts, thread, needed_by=meeting.starts_at)


@decides(NudgeKind.MEETING_REMINDER)
def meeting_reminder(claimed: ClaimedNudge) -> Verdict:
    """Remind a day ahead with the agenda, and again shortly before, while the meeting is on.

    The weekly limit doesn't count these, but quiet hours apply. A pause doesn't cancel a meeting:
    whoever asked for the pause was shown the meetings in it and could cancel them. Only a series
    skips them.

    The reminder was planned to come before quiet hours. If it is late, it waits until they end. For
    a meeting within them, it waits for the last hour before it, and then comes without a sound.
    """
    connection, nudge, now = claimed.connection, claimed.nudge, claimed.now
    meeting, pair = _meeting_and_pair(claimed)
    person = claimed.recipient
    if meeting.state is not MeetingState.CONFIRMED or meeting.sequence != nudge.subject_version:
        return Cancel("it was moved or called off")
    if meeting.starts_at is None or meeting.starts_at <= now:
        return Expired()
    if not pair.has(person):
        return Cancel("the person left the pair")
    if pair.state is PairState.PAUSED and meeting.series is not None:
        return Cancel("the pair is paused")
    absent = frozenset(meetings.answers_of(connection, pair.guild, meeting.id))
    if person in absent:
        return Cancel("they can't come")
    if wait := _wait(claimed, person, meeting.starts_at):
        return wait
    soon = meeting.starts_at - now <= SOON
    informed = _know_already(claimed, meeting) if soon else frozenset()
    if person in informed:
        return Cancel("they were reminded before, and want no second one")
    asleep = absent | frozenset(
        member.user for member in pair.members if _wait(claimed, member.user, meeting.starts_at)
    )
    others = asleep | informed | people_not_to_notify(claimed, pair)
    shared = shared_place(claimed, pair, others)
    facts = MeetingReminder(
        guild=pair.guild,
        pair=pair.id,
        meeting=meeting.id,
        people=shared.people,
        starts_at=meeting.starts_at,
        place=meetings.place_of(connection, pair.guild, pair.id),
        agenda=cards.agenda_of(connection, meeting),
        before=meetings.count_before(connection, meeting),
        soon=soon,
        brief=soon and meeting_nudges.was_reminded(connection, meeting, shared.people),
    )
    return Send(facts, shared.place, person=shared.only)


def _know_already(claimed: ClaimedNudge, meeting: Meeting) -> frozenset[UserId]:
    """Return who was reminded of the meeting before and has not asked for the hour's reminder."""
    connection, guild = claimed.connection, claimed.guild
    reached = meeting_nudges.reminded_before(connection, meeting, claimed.nudge.due_at)
    return frozenset(
        person
        for person in reached
        if not nudge_settings.get(connection, guild, person).hour_reminder
    )


def _wait(claimed: ClaimedNudge, person: UserId, starts_at: datetime) -> Reschedule | None:
    policy = nudge_settings.policy_of(claimed.connection, claimed.guild, person, claimed.default)
    morning = quiet_end(policy, claimed.now)
    if morning is None:
        return None
    until = morning if morning < starts_at else starts_at - LAST_CALL
    return Reschedule(until, "quiet hours") if claimed.now < until else None


@after_sending(NudgeKind.MEETING_REMINDER)
def _all_reminded(connection: Connection, nudge: Nudge, _receipt: Receipt, now: datetime) -> None:
    """Mark everyone who was named in the same message as reminded."""
    meeting = meetings.find(connection, nudge.guild, MeetingId(nudge.subject_id))
    if meeting is not None:
        merge_for_others(connection, nudge, meeting, frozenset(), now)


# -- after a meeting, or before the first -----------------------------------------------------


@decides(NudgeKind.MET_QUESTION)
def met_question(claimed: ClaimedNudge) -> Verdict:
    """Ask everyone who hasn't said so yet whether they met, on the meeting's card.

    Each answers privately.
    """
    connection, nudge, now = claimed.connection, claimed.nudge, claimed.now
    meeting, pair = _meeting_and_pair(claimed)
    person = claimed.recipient
    if meeting.state is MeetingState.CANCELLED or meeting.sequence != nudge.subject_version:
        return Cancel("it was moved or called off")
    if not pair.has(person):
        return Cancel("the person left the pair")
    if meeting.starts_at is None or meeting.starts_at > now:
        return Cancel("it has not begun")
    over = pair.paused_until
    if over is not None and over > now and not _met_in_pause(claimed, pair, meeting.starts_at):
        return Reschedule(over, "the pair is paused")
    answers = meetings.answers_of(connection, pair.guild, meeting.id)
    if person in answers:
        return Cancel("answered already")
    quiet = people_not_to_notify(claimed, pair)
    if person in quiet:
        return Cancel("muted")
    card = shown_in.card_of(connection, meeting, pair.thread)
    if card is not None and nudge.nonce is None and nudge.reason != outbox.NO_MESSAGE:
        people = tuple(
            member.user
            for member in pair.members
            if member.user not in answers and member.user not in quiet
        )
        earlier = [
            row.next_attempt_at
            for row in meeting_nudges.siblings(connection, nudge)
            if row.id < nudge.id and row.recipient in people and row.state in _COMING
        ]
        if earlier:
            later = max(now + ONE_AFTER_ANOTHER, min(earlier))
            return Reschedule(later, "one question for everyone is on its way")
        facts = MetQuestion(pair.guild, pair.id, meeting.id, people, meeting.starts_at)
        assert card.channel is not None, "it was sent"
        assert card.message is not None, "it was sent"
        return Edit(facts, card.channel, card.message, card.ref)
    shared = shared_place(claimed, pair, quiet | frozenset(answers))
    facts = MetQuestion(pair.guild, pair.id, meeting.id, shared.people, meeting.starts_at)
    return Send(facts, shared.place, person=shared.only)


def _met_in_pause(claimed: ClaimedNudge, pair: Pair, begun: datetime) -> bool:
    """Return whether the pair met during its pause, and so may be asked before the pause ends."""
    stretches = pauses.list_for_pair(claimed.connection, pair.guild, pair.id)
    return any(pause.holds(begun) and pause.holds(claimed.now) for pause in stretches)


@after_sending(NudgeKind.MET_QUESTION)
def _all_asked(connection: Connection, nudge: Nudge, receipt: Receipt, now: datetime) -> None:
    """Mark everyone who was named in the same message as asked."""
    meeting = meetings.find(connection, nudge.guild, MeetingId(nudge.subject_id))
    if meeting is None:
        return
    answers = meetings.answers_of(connection, nudge.guild, meeting.id)
    merge_for_others(connection, nudge, meeting, frozenset(answers), now)
    shown_in.refresh(connection, meeting, now, "asked", but=receipt.message)
    if meeting.starts_at is not None:
        over = meeting.starts_at + ANSWER_WITHIN
        shown_in.plan_unasking(connection, meeting, receipt.message, over, now)


@decides(NudgeKind.NEW_TIME)
def new_time(claimed: ClaimedNudge) -> Verdict:
    """Remind once to set a new time for a meeting that did not take place.

    It goes to the person whose turn it is, if nothing was proposed or confirmed since.
    """
    meeting, pair = _meeting_and_pair(claimed)
    if not meeting.state.needs_new_time or meeting.starts_at is None:
        return Cancel("it took place after all, or nobody knows")
    if meetings.has_later(claimed.connection, meeting):
        return Cancel("another meeting is on its way")
    person = finder(meeting.changed_by, pair.mentor, pair.mentees)
    if claimed.nudge.recipient != person:
        return Cancel("it is not their turn")
    claimed.wait_for_pause(pair)
    place = claimed.place_of(pair, person)
    partners = pair.partners_of(person)
    facts = NewTimeDue(pair.guild, pair.id, (person,), partners, meeting.starts_at)
    return Send(facts, place, person=person, about=_if_one(partners))


@decides(NudgeKind.FIRST_MEETING)
def first_meeting(claimed: ClaimedNudge) -> Verdict:
    """Remind the mentee to arrange a first meeting, or whoever has to answer proposed times.

    After the last of these reminders a case opens.
    """
    connection, nudge = claimed.connection, claimed.nudge
    pair = pairs.find(connection, claimed.guild, PairId(nudge.subject_id))
    if pair is None or not pair.state.is_active:
        return Cancel("the pair has ended or is paused")
    paused = pauses.list_for_pair(connection, pair.guild, pair.id)
    due, _ = first_meetings.due(pair, nudge.subject_version, paused)
    if abs(due - nudge.due_at) >= DAY:
        return Cancel("a pause has postponed it, or no longer does")
    if meetings.counts_as_met(connection, pair.guild, pair.id):
        return Cancel("a meeting is arranged")
    waiting = meetings.proposed_of_pair(connection, pair.guild, pair.id)
    proposed = meetings.times_of(connection, waiting) if waiting else ()
    times = _still_open(claimed, pair, proposed)
    proposer = waiting.asked_by if waiting and times else None
    owners: tuple[UserId, ...] = pair.mentees[:1]
    if waiting is not None and proposer is not None:
        owners = _asked(claimed, pair, waiting)
    owner = claimed.recipient
    if owner not in owners:
        return Cancel("it is not their turn")
    asked = check_ins.latest_of_pair(connection, pair.guild, pair.id)
    if proposer is None and asked and asked.asked_at and asked.asked_at > claimed.now - SAME_WEEK:
        return Cancel("the check-in asked about it")
    if reason := first_meetings.proposed_lately(connection, pair, owner, claimed.now):
        return Cancel(reason)
    place = claimed.place_of(pair, owner)
    partners = pair.partners_of(owner)
    facts = FirstMeetingDue(
        guild=pair.guild,
        pair=pair.id,
        days=nudge.subject_version,
        people=(owner,),
        partners=partners,
        proposer=proposer,
        times=times,
        zones=zones_of(connection, pair, (owner,), claimed.default.zone),
        meeting=waiting.id if waiting else None,
        round=waiting.round if waiting else 0,
        circle=len(pair.members) > 2,
    )
    return Send(facts, place, person=owner, about=_if_one(partners))
