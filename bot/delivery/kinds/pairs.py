"""Nudges about a pair itself: introduction, agreement, contact, pauses, pulses, and its end.

Nothing is lost if one is never sent: /status, /pair status, /pair agreement, and /contact share
show it. If an introduction or a new thread can't be created, the pair stays as it is and a case
says what to do.
"""

from dataclasses import replace
from datetime import datetime, timedelta

from sqlalchemy import Connection

from bot.delivery.decision import Cancel, InDm, InPairThread, Receipt, Reschedule, Send, Verdict
from bot.delivery.kind_hooks import NO_COHORT, ClaimedNudge, after_giving_up, after_sending, decides
from bot.delivery.meetings.facts import entry
from bot.delivery.notifier import ThreadWanted
from bot.delivery.pairs import threads
from bot.domain.ids import (
    CaseId,
    CircleQuestionId,
    ContactId,
    PairId,
    PulseId,
    UserId,
    is_erased,
)
from bot.domain.meetings.nudges import CalendarEntry
from bot.domain.nudges.kinds import NudgeKind
from bot.domain.nudges.nudges import (
    RESTORED,
    AgreementDue,
    AgreementRevealed,
    AgreementReview,
    Introduced,
    Introduction,
    PairEnded,
    PairResumed,
    PulseAsked,
    RevealedHalf,
)
from bot.domain.nudges.policy import NotificationPolicy, quiet_end
from bot.domain.pairs.contacts import ContactWaiting
from bot.domain.pairs.nudges import PartnerLeft, PauseNotice, ThreadRenewed
from bot.domain.states import (
    CohortState,
    ContactState,
    EndReason,
    EnrolmentState,
    MeetingState,
    NudgeState,
    PairState,
    PulseState,
    Role,
)
from bot.storage import outbox, presence
from bot.storage.cohorts import cohorts, enrolments, profiles
from bot.storage.cohorts.cohorts import Cohort
from bot.storage.cohorts.enrolments import Enrolment
from bot.storage.matching import waitlist
from bot.storage.meetings import meetings
from bot.storage.moderation import cases, societies
from bot.storage.nudges import posts
from bot.storage.outbox import Nudge
from bot.storage.pairs import (
    agreements,
    circle_questions,
    contacts,
    pairs,
    pauses,
    pulses,
)
from bot.storage.pairs.circle_decisions import ASKED, JOINED, LEFT, TAKEN_OUT, show_answers
from bot.storage.pairs.circle_decisions import facts as circle_facts
from bot.storage.pairs.circle_questions import CircleQuestion
from bot.storage.pairs.pairs import Pair
from bot.storage.progress import check_ins, progress
from bot.storage.youth import supervision

WEEK = timedelta(days=7)
_ON_ITS_WAY = timedelta(minutes=1)
_WAITING = (NudgeState.DUE, NudgeState.LEASED)


# -- the introduction, and a replaced thread --------------------------------------------------


@decides(NudgeKind.INTRODUCTION)
def introduction(claimed: ClaimedNudge) -> Verdict:
    """Introduce a pair once, as soon as it is day for one of them."""
    pair = claimed.subject_pair()
    if pair.introduced_at is not None:
        return Cancel("introduced already")
    cohort = _cohort_of(claimed, pair)
    if cohort is not None and cohort.state is CohortState.ENDED:
        return Cancel("the cohort has ended")
    wanted = _thread_wanted(claimed, pair, tuple(member.user for member in pair.members))
    claimed.wait_for_day(pair)
    facts = Introduction(
        guild=pair.guild,
        pair=pair.id,
        code=pair.code,
        cohort_name=NO_COHORT if cohort is None else cohort.name,
        mentor=pair.mentor,
        mentees=pair.mentees,
        reasons=pair.reasons,
        people=_people(claimed.connection, pair),
        may_grow=cohort is not None and cohort.circles,
        advisors=wanted.advisors,
    )
    return Send(facts, InPairThread(wanted, pair.thread))


def _thread_wanted(claimed: ClaimedNudge, pair: Pair, members: tuple[UserId, ...]) -> ThreadWanted:
    """Return the pair's thread as it is to be: its name, and who is in it."""
    parent = claimed.mentoring_channel()
    cohort = _cohort_of(claimed, pair)
    title = NO_COHORT if cohort is None else cohort.name
    society = societies.find(claimed.connection, pair.guild)
    mentor_first = tuple(sorted(members, key=lambda user: (user != pair.mentor, user)))
    by_name = society is not None and society.names_threads
    advisors = _advisors(claimed, pair)
    return ThreadWanted(
        pair.guild, parent.channel, pair.code, title, mentor_first, by_name, advisors
    )


def _advisors(claimed: ClaimedNudge, pair: Pair) -> tuple[UserId, ...]:
    """Return the attested adults in the thread of a pair with someone under 18."""
    if not supervision.has_minor(claimed.connection, pair):
        return ()
    return supervision.of_pair(claimed.connection, pair.guild, pair.id).advisors


def _cohort_of(claimed: ClaimedNudge, pair: Pair) -> Cohort | None:
    if pair.cohort is None:
        return None
    return cohorts.get(claimed.connection, pair.guild, pair.cohort)


def _people(connection: Connection, pair: Pair) -> tuple[Introduced, ...]:
    """Return each person's place, fields, and topics, from the answers they were matched by."""
    if pair.cohort is None:
        return _by_profile(connection, pair)
    people = [
        enrolments.find(connection, pair.guild, pair.cohort, member.user, member.role)
        for member in pair.members
    ]
    return tuple(_introduced(pair, enrolment) for enrolment in people if enrolment is not None)


def _introduced(pair: Pair, enrolment: Enrolment) -> Introduced:
    """Return one person. Mentees in a circle don't see each other's goals."""
    answers = enrolment.answers
    is_open = enrolment.role is Role.MENTOR or len(pair.mentees) == 1
    words = answers.words_for_partner if is_open else ""
    return Introduced(
        enrolment.user, enrolment.role, answers.stage, answers.fields, answers.topics, words
    )


def _by_profile(connection: Connection, pair: Pair) -> tuple[Introduced, ...]:
    """Return what the mentor of a pair without a cohort offers, which they chose to show.

    A mentee's profile is private; what they wanted to say is in their request.
    """
    profile = profiles.find(connection, pair.guild, pair.mentor)
    if profile is None or profile.stage is None:
        return ()
    offered = profile.offers
    return (Introduced(pair.mentor, Role.MENTOR, profile.stage, profile.fields, offered),)


@after_sending(NudgeKind.INTRODUCTION)
def _introduced_now(connection: Connection, nudge: Nudge, receipt: Receipt, now: datetime) -> None:
    """Save when the pair was introduced; its check-ins are counted from here."""
    pair = PairId(nudge.subject_id)
    pairs.record_thread(connection, nudge.guild, pair, receipt.channel)
    pairs.record_introduction(connection, nudge.guild, pair, now)


@decides(NudgeKind.THREAD_RENEWED)
def thread_renewed(claimed: ClaimedNudge) -> Verdict:
    """Find the thread by its code or create it, for those of the pair who are in the server."""
    pair = claimed.subject_pair()
    if pair.thread is not None:
        return Cancel("it has a thread")
    departed = presence.departed(claimed.connection, claimed.guild)
    members = tuple(member.user for member in pair.members if member.user not in departed)
    wanted = _thread_wanted(claimed, pair, members)
    return Send(ThreadRenewed(pair.guild, pair.id, members), InPairThread(wanted))


@after_sending(NudgeKind.THREAD_RENEWED)
def _has_thread_again(
    connection: Connection, nudge: Nudge, receipt: Receipt, now: datetime
) -> None:
    """Record that the pair has a thread again."""
    pair = PairId(nudge.subject_id)
    pairs.record_thread(connection, nudge.guild, pair, receipt.channel)
    threads.record_thread_renewed(connection, pairs.get(connection, nudge.guild, pair), now)


# -- agreement --------------------------------------------------------------------------------


@decides(NudgeKind.AGREEMENT_DUE)
def agreement_due(claimed: ClaimedNudge) -> Verdict:
    """Ask once for someone's half of an agreement, or for their approval, while that is missing."""
    owner, nudge = claimed.recipient, claimed.nudge
    pair = claimed.subject_pair(owner)
    agreement = agreements.find_latest(claimed.connection, claimed.guild, pair.id)
    if agreement is None or agreement.version != nudge.subject_version:
        return Cancel("there is a newer version")
    half = agreement.half_of(owner)
    revealed = agreement.revealed_at is not None
    if half is not None and (half.agreed_at if revealed else half.completed_at):
        return Cancel("done already")
    if revealed and nudge.occurrence_key.endswith(":answer"):
        return Cancel("answered already")
    claimed.wait_for_pause(pair)
    place = claimed.place_of(pair, owner)
    circle = len(pair.members) > 2
    facts = AgreementDue(pair.guild, pair.id, (owner,), revealed, circle)
    return Send(facts, place, person=owner)


@decides(NudgeKind.AGREEMENT_REVEALED)
def agreement_revealed(claimed: ClaimedNudge) -> Verdict:
    """Show a pair everyone's answers right away: the last person has just answered."""
    pair = claimed.subject_pair()
    agreement = agreements.find_latest(claimed.connection, claimed.guild, pair.id)
    if agreement is None or agreement.version != claimed.nudge.subject_version:
        return Cancel("there is a newer version")
    if agreement.revealed_at is None:
        return Cancel("somebody is changing their answer")
    thread = claimed.thread_of(pair)
    halves = tuple(
        RevealedHalf(half.user, half.said, half.agreed_at is not None)
        for half in agreement.halves
        if pair.has(half.user)
    )
    return Send(AgreementRevealed(pair.guild, pair.id, agreement.version, halves), thread)


@decides(NudgeKind.AGREEMENT_REVIEW)
def agreement_review(claimed: ClaimedNudge) -> Verdict:
    """Ask one of them halfway through; if they change something, the other has to agree again."""
    owner = claimed.recipient
    pair = claimed.subject_pair(owner)
    claimed.wait_for_pause(pair)
    place = claimed.place_of(pair, owner)
    return Send(AgreementReview(pair.guild, pair.id, owner), place, person=owner)


# -- contact and private questions ------------------------------------------------------------


@decides(NudgeKind.CONTACT_WAITING)
def contact_waiting(claimed: ClaimedNudge) -> Verdict:
    """Tell the owner that contact was asked for, or the asker that it was shared.

    Never the contact.
    """
    person = claimed.recipient
    contact = contacts.find(claimed.connection, claimed.guild, ContactId(claimed.nudge.subject_id))
    if contact is None:
        return Cancel("there is no such question any more")
    wanted = ContactState.ASKED if person == contact.owner else ContactState.SHARED
    if contact.state is not wanted:
        return Cancel("answered already")
    pair = claimed.pair(contact.pair, person)
    claimed.wait_for_pause(pair)
    place = claimed.place_of(pair, person)
    return Send(ContactWaiting(pair.guild, pair.id, contact.id, person), place, person=person)


@decides(NudgeKind.PULSE)
def pulse(claimed: ClaimedNudge) -> Verdict:
    """Ask each person of a pair privately; during a pause, wait for its end."""
    asked = pulses.find(claimed.connection, claimed.guild, PulseId(claimed.nudge.subject_id))
    pair = claimed.pair(asked.pair if asked else None, asked.user if asked else None)
    assert asked is not None, "without it there is no pair"
    if asked.state is not PulseState.PLANNED:
        return Cancel("answered already")
    if not meetings.counts_as_met(claimed.connection, claimed.guild, pair.id):
        return Cancel("they have not met yet, so there is nothing to continue")
    claimed.wait_for_pause(pair)
    place = claimed.place_of(pair, asked.user)
    circle = len(pair.members) > 2
    facts = PulseAsked(
        pair.guild,
        pair.id,
        asked.id,
        (asked.user,),
        circle,
        partners=pair.partners_of(asked.user),
        named=isinstance(place, InDm),
    )
    return Send(facts, place, person=asked.user)


@after_sending(NudgeKind.PULSE)
def _pulse_asked(connection: Connection, nudge: Nudge, _receipt: Receipt, now: datetime) -> None:
    """Record that the pulse was asked now; an older one without an answer is over."""
    asked = pulses.find(connection, nudge.guild, PulseId(nudge.subject_id))
    if asked is None:
        return
    pulses.record_asked(connection, asked, now)
    for older in pulses.replace_older(connection, asked):
        pulses.take_buttons(connection, nudge.guild, older, now)


@after_giving_up(NudgeKind.PULSE)
def _pulse_dropped(connection: Connection, nudge: Nudge, _now: datetime) -> None:
    """Record that the pulse will not be asked and doesn't count."""
    planned = pulses.find(connection, nudge.guild, PulseId(nudge.subject_id))
    if planned is not None:
        pulses.cancel(connection, planned)


# -- pauses, departures and the end -----------------------------------------------------------


@decides(NudgeKind.PAIR_PAUSED)
def pair_paused(claimed: ClaimedNudge) -> Verdict:
    """Tell a pair that it is paused, while that is true and until the chosen end date."""
    pair = pairs.find(claimed.connection, claimed.guild, PairId(claimed.nudge.subject_id))
    if pair is None or pair.state is not PairState.PAUSED or pair.paused_until is None:
        return Cancel("the pause is over")
    until = pair.paused_until
    if until <= claimed.now or int(until.timestamp()) != claimed.nudge.subject_version:
        return Cancel("the pause has changed")
    thread = claimed.thread_of(pair)
    # Meetings of a series are skipped without being listed.
    has_meetings = any(
        meeting.series is None
        and meeting.starts_at is not None
        and claimed.now <= meeting.starts_at < until
        for meeting in meetings.open_of_pairs(claimed.connection, pair.guild, [pair.id])
    )
    return Send(PauseNotice(pair.guild, pair.id, until, has_meetings), thread)


@decides(NudgeKind.PAIR_RESUMED)
def pair_resumed(claimed: ClaimedNudge) -> Verdict:
    """Resume a pair, and welcome it back in its thread in the daytime.

    Only those are notified whose pause someone else has ended early.
    """
    pair, now, default = claimed.subject_pair(), claimed.now, claimed.default
    if pair.is_held:
        return Cancel("somebody left the server")
    is_restored = claimed.nudge.subject_version == RESTORED
    if pair.paused_until is not None and pair.paused_until > now and not is_restored:
        return Cancel("the pause was made longer")
    # The pair is active from here on, whether or not the message is sent.
    pairs.resume_if_due(claimed.connection, pair.guild, pair.id, now)
    there = NotificationPolicy(
        pair.time_zone, default.quiet_from, default.quiet_until, default.weekly_limit
    )
    if morning := quiet_end(there, now):
        return Reschedule(morning, "quiet hours")
    thread = claimed.thread_of(pair)
    asked = check_ins.find_open_for_pair(claimed.connection, pair.guild, pair.id)
    waiting = (asked.owner,) if asked is not None else ()
    returned = UserId(max(claimed.nudge.subject_version, 0)) or None
    by = pauses.ended_by(claimed.connection, pair.guild, pair.id, claimed.nudge.due_at)
    people = pair.partners_of(by) if by is not None else ()
    if is_restored:
        people = tuple(member.user for member in pair.members)
    facts = PairResumed(pair.guild, pair.id, waiting, returned, by, people, restored=is_restored)
    unheard = _unheard(claimed, pair, NudgeKind.PAIR_ENDED) if is_restored else ()
    return Send(facts, thread, hushed=unheard)


def _unheard(claimed: ClaimedNudge, pair: Pair, kind: NudgeKind) -> tuple[UserId, ...]:
    """Return who was never notified of such a post, so that its being taken back is no news."""
    return tuple(
        member.user
        for member in pair.members
        if not posts.has_heard(claimed.connection, pair.guild, member.user, kind, pair.id)
    )


@decides(NudgeKind.CIRCLE_ASKED)
def circle_asked(claimed: ClaimedNudge) -> Verdict:
    """Ask the others of a circle, or tell whoever asked that not enough of them agreed."""
    number = CircleQuestionId(claimed.nudge.subject_id)
    question = circle_questions.find(claimed.connection, claimed.guild, number)
    if question is None:
        return Cancel("there is no such question")
    pair = claimed.pair(question.pair)
    is_question = claimed.nudge.subject_version == ASKED
    if is_question and question.closed_at is not None:
        return Cancel("it was decided already")
    if claimed.nudge.subject_version == JOINED:
        return _joined(claimed, question, pair)
    if claimed.nudge.subject_version == TAKEN_OUT:
        return _taken_out(claimed, question, pair)
    is_for_others = claimed.nudge.subject_version in (ASKED, LEFT)
    people = pair.partners_of(question.asked_by) if is_for_others else (question.asked_by,)
    return Send(circle_facts(claimed.connection, question, pair, people), claimed.thread_of(pair))


def _joined(claimed: ClaimedNudge, question: CircleQuestion, pair: Pair) -> Verdict:
    """Introduce a newcomer to their circle, as soon as it is day for one of them."""
    if not pair.has(question.asked_by):
        return Cancel("they left again")
    claimed.wait_for_day(pair)
    thread = claimed.thread_of(pair).channel
    everyone = tuple(member.user for member in pair.members)
    wanted = _thread_wanted(claimed, pair, everyone)
    facts = replace(
        circle_facts(claimed.connection, question, pair, everyone),
        mentor=pair.mentor,
        is_back=circle_questions.has_left(claimed.connection, pair, question.asked_by),
        newcomer=next(
            (each for each in _people(claimed.connection, pair) if each.user == question.asked_by),
            None,
        ),
    )
    return Send(facts, InPairThread(wanted, thread))


def _taken_out(claimed: ClaimedNudge, question: CircleQuestion, pair: Pair) -> Verdict:
    """Tell a circle, and the mentee, that the moderators took them out of it."""
    gone = question.asked_by
    if pair.has(gone):
        return Cancel("they are back")
    everyone = (*(member.user for member in pair.members), gone)
    facts = circle_facts(claimed.connection, question, pair, everyone)
    waits = _comes_first(claimed.connection, pair, gone)
    return Send(replace(facts, taken_out=True, waits=waits), claimed.thread_of(pair))


def _comes_first(connection: Connection, pair: Pair, mentee: UserId) -> bool:
    """Return whether a mentee of the pair waits again, and comes first in the next round."""
    if pair.cohort is None:
        return False
    enrolment = enrolments.find(connection, pair.guild, pair.cohort, mentee, Role.MENTEE)
    if enrolment is None or enrolment.state is not EnrolmentState.APPLIED:
        return False
    wait = waitlist.find(connection, pair.guild, enrolment.id)
    return wait is not None and wait.priority


@after_sending(NudgeKind.CIRCLE_ASKED)
def _question_sent(connection: Connection, nudge: Nudge, _receipt: Receipt, now: datetime) -> None:
    """Take the buttons away again if the circle decided while the question was being sent."""
    question = circle_questions.find(connection, nudge.guild, CircleQuestionId(nudge.subject_id))
    if question is not None and question.closed_at is not None and nudge.subject_version == ASKED:
        show_answers(connection, question, now, "closed")


@decides(NudgeKind.PARTNER_LEFT)
def partner_left(claimed: ClaimedNudge) -> Verdict:
    """Tell whoever stays, once, including the cancelled meetings, unless the person is back.

    The moderators get a case, and /pair status shows it too.
    """
    connection, guild = claimed.connection, claimed.guild
    pair = pairs.find(connection, guild, PairId(claimed.nudge.subject_id))
    case = cases.find(connection, guild, CaseId(claimed.nudge.subject_version))
    if pair is None or case is None or not pair.is_held:
        return Cancel("they are back, or the pair has ended")
    departed = presence.departed(connection, guild)
    staying = tuple(member.user for member in pair.members if member.user not in departed)
    if not staying:
        return Cancel("nobody of the pair is here")
    thread = claimed.thread_of(pair)
    called_off = _called_off(connection, pair, case.opened_at)
    left = Role.MENTOR if pair.mentor in departed else Role.MENTEE
    facts = PartnerLeft(pair.guild, pair.id, staying, left, called_off, claimed.now)
    return Send(facts, thread)


@decides(NudgeKind.PAIR_ENDED)
def pair_ended(claimed: ClaimedNudge) -> Verdict:
    """Post the goodbye once, at any hour, so anyone who opens the thread knows it is over."""
    connection, now = claimed.connection, claimed.now
    pair = pairs.find(connection, claimed.guild, PairId(claimed.nudge.subject_id))
    if pair is None or pair.state is not PairState.ENDED:
        return Cancel("the pair goes on")
    if pair.thread is None:
        if _is_being_introduced(connection, pair):
            return Reschedule(now + _ON_ITS_WAY, "the introduction is on its way")
        return Cancel("nobody was introduced")
    gone = presence.departed(connection, pair.guild) if pair.end_reason is EndReason.LEFT else ()
    members = tuple(
        member.user
        for member in pair.members
        if member.user not in gone and not is_erased(member.user)
    )
    if not members:
        return Cancel("everyone has left the server")
    moved = members if pair.end_reason is EndReason.MOVED else ()
    facts = PairEnded(
        guild=pair.guild,
        pair=pair.id,
        members=members,
        reason=pair.end_reason or EndReason.TOGETHER,
        weeks=((pair.ended_at or now) - (pair.introduced_at or now)) // WEEK,
        reached=progress.pair_stats(connection, pair.guild, pair.id),
        called_off=_called_off(connection, pair, pair.ended_at),
        written_at=now,
        first=tuple(
            user for user in moved if user in pair.mentees and _comes_first(connection, pair, user)
        ),
    )
    is_undone = pair.end_reason is EndReason.UNDONE
    unheard = _unheard(claimed, pair, NudgeKind.INTRODUCTION) if is_undone else ()
    return Send(facts, claimed.thread_of(pair), hushed=unheard)


def _is_being_introduced(connection: Connection, pair: Pair) -> bool:
    return any(
        row.kind is NudgeKind.INTRODUCTION and row.state in _WAITING
        for row in outbox.list_for_subject(connection, pair.guild, "pair", pair.id)
    )


def _called_off(
    connection: Connection, pair: Pair, at: datetime | None
) -> tuple[CalendarEntry, ...]:
    """Return the meetings that only the pair's own change at `at` cancelled, for a calendar."""
    return tuple(
        entry(connection, meeting)
        for meeting in meetings.list_for_pair(connection, pair.guild, pair.id)
        if meeting.state is MeetingState.CANCELLED
        and meeting.starts_at is not None
        and (meeting.changed_by, meeting.settled_at) == (None, at)
    )
