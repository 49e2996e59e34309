"""Someone's ledger derived the long way: from whole rows, kind by kind and pair by pair."""

from datetime import datetime, timedelta

from sqlalchemy import Connection

from bot.app import App
from bot.delivery.meetings import first_meetings
from bot.domain.ids import UserId
from bot.domain.meetings import consent
from bot.domain.meetings.meetings import ANSWER_WITHIN, LENGTH, NEW_TIME_WITHIN, finder
from bot.domain.moderation.cases import HEARD_WITHIN, askers
from bot.domain.progress.due_dates import EVENING
from bot.domain.progress.goals import WAITS_FOR
from bot.domain.requests.requests import Request
from bot.domain.schedule import instant_of
from bot.domain.states import (
    CheckInState,
    CircleTopic,
    CohortState,
    CommitmentState,
    ConcernState,
    ContactState,
    EnrolmentState,
    GoalState,
    MeetingState,
    PairState,
    PulseState,
    RequestState,
    RequestStep,
)
from bot.domain.status.turns import LATE, MODERATORS, UNDECIDED, Ledger, Turn, TurnKind, ledger_of
from bot.services.pairs.agreements import owing
from bot.services.requests.requests import SHOWN_FOR
from bot.storage.cohorts import cohorts, enrolments, profiles
from bot.storage.matching import waitlist
from bot.storage.meetings import meetings, votes
from bot.storage.moderation import cases
from bot.storage.nudges import away
from bot.storage.outreach import outreach
from bot.storage.pairs import agreements, circle_questions, contacts, pairs, pauses, pulses
from bot.storage.pairs.pairs import Pair
from bot.storage.programs import saved_programs
from bot.storage.progress import check_ins, commitments, goals
from bot.storage.requests import requests
from bot.storage.safety import concerns
from tests.services.ledger_world import PEOPLE
from tests.services.society import GUILD


def ledger_the_long_way(connection: Connection, app: App, user: UserId) -> Ledger:
    """Return someone's ledger from whole rows, kind by kind and pair by pair."""
    turns = _own_turns(connection, app, user)
    for pair in pairs.list_for_person(connection, GUILD, user):
        turns += _pair_turns(connection, app, pair, user)
    return ledger_of(user, turns)


def _pair_turns(connection: Connection, app: App, pair: Pair, user: UserId) -> list[Turn]:
    now, turns = app.clock.now(), []
    if pair.introduced_at is None:
        turns.append(Turn(TurnKind.INTRODUCTION, None, None, pair.id, pair.id))
    turns += [
        Turn(
            TurnKind.COMMITMENT,
            one.owner,
            one.due_at,
            pair.id,
            one.id,
            one.words,
            first=one.state is CommitmentState.LAPSED,
        )
        for one in commitments.list_for_pair(connection, GUILD, pair.id)
        if one.state.is_unanswered and (one.shown or one.owner == user)
    ]
    for goal in goals.list_for_pair(connection, GUILD, pair.id):
        if goal.state is GoalState.OPEN:
            evening = instant_of(goal.due_on, EVENING, pair.time_zone)
            turn = Turn(TurnKind.GOAL, goal.owner, evening, pair.id, goal.id, goal.words)
            if evening - now > WAITS_FOR:
                turn = turn._replace(owner=None, first=goal.owner == user)
            turns.append(turn)
    turns += [
        Turn(TurnKind.CONTACT, one.owner, None, pair.id, one.id)
        for one in contacts.between(connection, GUILD, pair.id, user)
        if one.state is ContactState.ASKED
    ]
    for meeting in meetings.list_for_pair(connection, GUILD, pair.id):
        is_open = meeting.state in (MeetingState.PROPOSED, MeetingState.CONFIRMED)
        if is_open and meeting.starts_at is not None and meeting.starts_at > now:
            turns.append(Turn(TurnKind.MEETING, None, meeting.starts_at, pair.id, meeting.id))
    turns += [
        Turn(
            TurnKind.CIRCLE_QUESTION,
            owner,
            question.decide_at,
            pair.id,
            question.id,
            question.topic.value,
        )
        for topic in CircleTopic
        if (question := circle_questions.find_open(connection, GUILD, pair.id, topic))
        for owner in circle_questions.tally(connection, question, pair).waiting or (None,)
    ]
    if pair.state is not PairState.PAUSED:
        turns += _turns_of_the_live(connection, app, pair, user)
    return turns


def _turns_of_the_live(connection: Connection, app: App, pair: Pair, user: UserId) -> list[Turn]:
    now, turns = app.clock.now(), []
    users = [member.user for member in pair.members]
    absent = away.coming(connection, GUILD, users, now)
    back = {one.user: one.ends_at for one in absent if one.stretch.holds(now)}
    for check_in in check_ins.list_for_pair(connection, GUILD, pair.id):
        if check_in.state is CheckInState.ASKED:
            since = back.get(check_in.owner, check_in.asked_at or check_in.due_at)
            due = since + timedelta(days=app.settings.check_ins.answer_within_days)
            turns.append(Turn(TurnKind.CHECK_IN, check_in.owner, due, pair.id, check_in.id))
    if _is_to_meet_first(connection, pair, now):
        rests = pauses.list_for_pair(connection, GUILD, pair.id)
        within = timedelta(days=app.settings.first_meeting.within_days)
        due, _ = first_meetings.expected_by(pair, within, rests)
        day = due if due > now else None
        turns.append(Turn(TurnKind.FIRST_MEETING, pair.mentees[0], day, pair.id, pair.id))
    for meeting in meetings.list_for_pair(connection, GUILD, pair.id):
        is_open = meeting.state in (MeetingState.PROPOSED, MeetingState.CONFIRMED)
        times = [one.starts_at for one in meetings.times_of(connection, meeting)]
        ahead = [instant for instant in times if instant > now]
        has_begun = meeting.starts_at is not None and meeting.starts_at <= now
        if is_open and meeting.asked_by is not None and ahead and not has_begun:
            kind = TurnKind.MEETING_TIMES
            unanswered = consent.unanswered(votes.tallies(connection, pair, meeting, now))
            turns += [Turn(kind, owner, min(ahead), pair.id, meeting.id) for owner in unanswered]
            if not unanswered:
                by: UserId | None = meeting.asked_by
                due = min(ahead)
                if meeting.decide_at is not None and meeting.decide_at > now:
                    by, due = None, meeting.decide_at
                turns.append(Turn(kind, by, due, pair.id, meeting.id, UNDECIDED))
        is_over = meeting.starts_at is not None and meeting.starts_at + LENGTH <= now
        is_asked = user not in meetings.answers_of(connection, GUILD, meeting.id)
        still_asked = meeting.starts_at is not None and now < meeting.starts_at + ANSWER_WITHIN
        if meeting.state.is_asked_about and is_over and still_asked and is_asked:
            turns.append(Turn(TurnKind.MET, user, meeting.starts_at, pair.id, meeting.id))
        if (
            meeting.state.needs_new_time
            and meeting.starts_at is not None
            and not meetings.has_later(connection, meeting)
        ):
            assert meeting.settled_at is not None
            owner = finder(meeting.changed_by, pair.mentor, pair.mentees)
            due = meeting.settled_at + NEW_TIME_WITHIN
            turns.append(Turn(TurnKind.NEW_TIME, owner, due, pair.id, meeting.id))
    turns += [
        Turn(TurnKind.PULSE, user, None, pair.id, one.id)
        for one in pulses.list_for_pair(connection, GUILD, pair.id)
        if one.state is PulseState.ASKED and one.user == user
    ]
    return turns + _agreement_turns(connection, app, pair)


def _is_to_meet_first(connection: Connection, pair: Pair, now: datetime) -> bool:
    if pair.introduced_at is None:
        return False
    for meeting in meetings.list_for_pair(connection, GUILD, pair.id):
        times = [one.starts_at for one in meetings.times_of(connection, meeting)]
        if meeting.asked_by is not None and any(instant > now for instant in times):
            return False
        if meeting.state not in (MeetingState.PROPOSED, MeetingState.CANCELLED):
            return False
    return True


def _agreement_turns(connection: Connection, app: App, pair: Pair) -> list[Turn]:
    latest = agreements.find_latest(connection, GUILD, pair.id)
    if latest is None:
        return []
    completed = [half.completed_at for half in latest.halves if half.completed_at]
    since = latest.revealed_at or min(completed, default=None)
    if since is None:
        return []
    due: datetime | None = since + timedelta(days=app.settings.agreements.nudge_after_days)
    if due is not None and due <= app.clock.now():
        due = None
    return [Turn(TurnKind.AGREEMENT, owner, due, pair.id, pair.id) for owner in owing(latest, pair)]


def _own_turns(connection: Connection, app: App, user: UserId) -> list[Turn]:
    now = app.clock.now()
    turns = [
        Turn(TurnKind.OUTREACH, user, one.standing.due_at, None, one.id, one.contact.who)
        for one in outreach.list_for_person(connection, GUILD, user)
        if one.standing.state.is_open
    ]
    turns += [
        Turn(TurnKind.SAVED_PROGRAM, user, None, None, saved.id, saved.name)
        for saved in saved_programs.list_for_person(connection, GUILD, user)
        if saved.remind_at and saved.remind_at <= now and saved.reminded_at is None
    ]
    turns += [
        Turn(TurnKind.CONCERN, user, one.due_at, None, one.id, first=one.state is ConcernState.OPEN)
        for one in concerns.open_in(connection, GUILD)
        if one.owner == user
    ]
    for case in cases.open_in(connection, GUILD):
        if at := askers(case.facts, case.opened_at).get(user):
            due = at + HEARD_WITHIN
            name = LATE if due < now else ""
            turns.append(Turn(TurnKind.HELP, MODERATORS, due, None, case.id, name))
    for enrolment in enrolments.list_for_person(connection, GUILD, user):
        cohort = cohorts.get(connection, GUILD, enrolment.cohort)
        waits = enrolment.state in (EnrolmentState.APPLIED, EnrolmentState.WAITLISTED)
        if waits and cohort.state is not CohortState.ENDED and enrolment.answers.wishes.unconfirmed:
            turn = Turn(TurnKind.SIGN_UP, user, None, None, cohort.id, cohort.name)
            turns += [] if turn in turns else [turn]
        if waits and cohort.state is not CohortState.ENDED:
            wait = waitlist.find(connection, GUILD, enrolment.id)
            turn = Turn(TurnKind.MATCHING, None, None, None, enrolment.id, cohort.name)
            if wait:
                turn = turn._replace(
                    due_at=wait.next_round_at, reason=wait.reason, first=wait.priority
                )
            turns.append(turn)
    lists = profiles.avoid_lists(connection, GUILD)
    for one in requests.list_for_asker(connection, GUILD, user):
        if one.is_open or one.due_at > now - SHOWN_FOR:
            turns.append(_request_turn(one, one.owner, "asker"))
    for one in _everything_asked(connection):
        offer = one.offer_of(user)
        is_apart = one.asker in lists.get(user, ()) or user in lists.get(one.asker, ())
        if offer and offer.state.is_open and not is_apart:
            is_offered = (one.step, offer.state) == (RequestStep.CLAIM, RequestState.OPEN)
            owner = user if is_offered else one.owner
            turns.append(_request_turn(one, owner, "mentor"))
    return turns


def _everything_asked(connection: Connection) -> list[Request]:
    return [one for user in PEOPLE for one in requests.list_for_asker(connection, GUILD, user)]


def _request_turn(one: Request, owner: UserId | None, side: str) -> Turn:
    name = f"{side}:{one.step.value}:{one.state.value}"
    return Turn(TurnKind.REQUEST, owner, one.due_at, None, one.id, name)
