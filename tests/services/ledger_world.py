"""A society in which anything may be in any state, for active, paused, and ended pairs."""

import random
from datetime import date, datetime, time, timedelta
from itertools import count

from sqlalchemy import Connection

from bot.domain.cohorts.enrolments import Answers, Preferences
from bot.domain.ids import GuildId, ProgramId, RequestId, UserId
from bot.domain.matching.result import Code, Note
from bot.domain.moderation.cases import CaseKind
from bot.domain.nudges.policy import Stretch
from bot.domain.outreach.outreach import CheckedOutreach, Standing
from bot.domain.progress.commitments import CheckedCommitment
from bot.domain.progress.due_dates import Due
from bot.domain.requests.requests import Offer, Request
from bot.domain.requests.words import RequestWords
from bot.domain.states import (
    CheckInState,
    CircleTopic,
    CommitmentState,
    ConcernAbout,
    ConcernDoor,
    ConcernState,
    ContactChannel,
    ContactState,
    EndReason,
    EnrolmentState,
    GoalState,
    MeetingState,
    OutreachState,
    PairState,
    PulseState,
    RequestState,
    RequestStep,
    Role,
)
from bot.domain.times.civil import CivilTime
from bot.storage.cohorts import cohorts, enrolments, profiles
from bot.storage.matching import waitlist
from bot.storage.meetings import meetings
from bot.storage.moderation import cases
from bot.storage.nudges import away
from bot.storage.outreach import outreach
from bot.storage.pairs import agreements, circle_questions, contacts, pairs, pulses
from bot.storage.pairs.pairs import Member, Pair
from bot.storage.programs import saved_programs
from bot.storage.progress import check_ins, commitments, goals
from bot.storage.requests import requests
from bot.storage.safety import concerns
from bot.storage.safety.concerns import Concern
from bot.storage.tables import check_ins as check_in_rows
from bot.storage.tables import contacts as contact_rows
from bot.storage.tables import goals as goal_rows
from bot.storage.tables import pulses as pulse_rows
from tests.every_society import update
from tests.services.society import GUILD, NOON

PEOPLE = [UserId(number) for number in range(11, 17)]
ZONES = ("UTC", "America/Chicago", "Asia/Kathmandu")
WORDS = RequestWords("Where", "What", "Why", (), "Prepared")


class World:
    """Fills the society from a seed."""

    def __init__(self, connection: Connection, seed: int, guild: GuildId = GUILD) -> None:
        self._connection = connection
        self._guild = guild
        self._rng = random.Random(seed)
        self._days = count()

    def fill(self) -> None:
        """Keep eight pairs and something of every kind for each person."""
        for number in range(8):
            pair = self._pair(number)
            for _ in range(self._rng.randrange(2, 6)):
                self._of_pair(pair)
        for user in PEOPLE:
            self._own(user)
        for number in range(12):
            self._request(number)
        for number, user in enumerate(PEOPLE):
            self._concern(number, user)
        for number in range(8, 14):
            self._pair(number)  # has not met, nor planned to
        for number, user in enumerate(PEOPLE):
            self._question(number, user)
        for user in PEOPLE:
            for pair in pairs.list_for_person(self._connection, self._guild, user):
                topic = (CircleTopic.PAUSE, CircleTopic.END_SERIES)[pair.id % 2]
                if not circle_questions.find_open(self._connection, self._guild, pair.id, topic):
                    circle_questions.ask(self._connection, pair, topic, 7, user, NOON)

    def _soon(self) -> datetime:
        return NOON + timedelta(hours=self._rng.randrange(-600, 600))

    def _day(self) -> date:
        return self._soon().date()

    def _pair(self, number: int) -> Pair:
        people = self._rng.sample(PEOPLE, self._rng.choice((2, 2, 3)))
        roles = [Role.MENTOR, Role.MENTEE, Role.MENTEE]
        made = pairs.add(
            self._connection,
            self._guild,
            cohort=None,
            code=f"CODE{number}",
            members=tuple(map(Member, people, roles)),
            reasons=(),
            check_in_days=14,
            check_in_weekday=1,
            check_in_time=time(18),
            time_zone=self._rng.choice(ZONES),
            now=NOON,
        )
        if self._rng.random() < 0.6:
            pairs.record_introduction(self._connection, self._guild, made, NOON)
        match self._rng.choice([*PairState, PairState.RUNNING, PairState.INTRODUCED]):
            case PairState.ENDED:
                pairs.end(self._connection, self._guild, made, EndReason.TOGETHER, NOON)
            case state:
                pairs.set_state(self._connection, self._guild, made, state)
        return pairs.get(self._connection, self._guild, made)

    def _of_pair(self, pair: Pair) -> None:
        connection, rng = self._connection, self._rng
        members = [member.user for member in pair.members]
        one, other = rng.sample(members, 2)
        day = NOON.date() + timedelta(days=next(self._days))  # a pair has one a day
        check_in = check_ins.add(connection, self._guild, pair.id, one, day, self._soon())
        connection.execute(
            update(check_in_rows)
            .where(check_in_rows.c.id == check_in)
            .values(
                state=rng.choice([*CheckInState, CheckInState.ASKED, CheckInState.ASKED]),
                asked_at=rng.choice((None, self._soon())),
            )
        )
        self._meeting(pair, one)
        self._agreement(pair, members)
        pulse = pulses.add(connection, self._guild, pair.id, one, rng.randrange(10_000), NOON)
        connection.execute(
            update(pulse_rows)
            .where(pulse_rows.c.id == pulse)
            .values(state=rng.choice([*PulseState, PulseState.ASKED, PulseState.ASKED]))
        )
        due = Due(self._day(), time(20), "UTC")
        checked = CheckedCommitment("Promise", "", "", shown=rng.random() < 0.5, due=due)
        promise = commitments.add(connection, self._guild, pair.id, one, checked, NOON)
        if rng.random() < 0.3:
            ended = CommitmentState.DONE if promise.id % 2 else CommitmentState.LAPSED
            commitments.end(connection, promise, ended, NOON)
        goal = goals.add(
            connection, self._guild, pair.id, one, words="Goal", due_on=self._day(), now=NOON
        )
        connection.execute(
            update(goal_rows)
            .where(goal_rows.c.id == goal.id)
            .values(state=rng.choice([*GoalState, GoalState.OPEN]))
        )
        asked = contacts.ask(
            connection, self._guild, pair.id, one, other, ContactChannel.TEXT, NOON
        )
        connection.execute(
            update(contact_rows)
            .where(contact_rows.c.id == asked.id)
            .values(state=rng.choice([*ContactState, ContactState.ASKED]))
        )

    def _meeting(self, pair: Pair, by: UserId) -> None:
        meeting = meetings.add(self._connection, self._guild, pair.id, NOON)
        if pair.id % 2 == 0:
            # In these pairs every meeting was moved, and the last waits for a new time.
            when = CivilTime(self._day(), time(12), "UTC")
            meeting = meetings.confirm(self._connection, meeting, when, by, NOON)
            meetings.record_outcome(self._connection, meeting, MeetingState.MOVED, NOON)
            return
        if self._rng.random() < 0.6:
            when = CivilTime(self._day(), time(12), "UTC")
            meeting = meetings.confirm(self._connection, meeting, when, by, NOON)
        for _ in range(self._rng.randrange(3)):
            times = [CivilTime(self._day(), time(12), "UTC") for _ in range(2)]
            meeting, _ = meetings.open_times(self._connection, meeting, by, times, NOON)
        if self._rng.random() < 0.2:
            state = self._rng.choice(list(MeetingState))
            meetings.change(self._connection, meeting, state=state, settled_at=NOON)

    def _agreement(self, pair: Pair, members: list[UserId]) -> None:
        connection, rng = self._connection, self._rng
        latest = agreements.find_latest(connection, self._guild, pair.id)
        number = latest.version + 1 if latest else 1
        agreements.open_version(connection, self._guild, pair.id, number, NOON)
        version = agreements.find_latest(connection, self._guild, pair.id)
        assert version is not None
        for user in members:
            if rng.random() < 0.6:
                done = rng.choice((None, self._soon()))
                agreements.save_half(connection, version, user, {}, done)
                if rng.random() < 0.4:
                    agreements.record_consent(connection, version, user, NOON)
        if rng.random() < 0.4:
            agreements.record_revealed(connection, version, self._soon())
        if rng.random() < 0.2:
            agreements.record_agreed(connection, version, NOON)

    def _own(self, user: UserId) -> None:
        connection, rng = self._connection, self._rng
        for number in range(rng.randrange(1, 5)):
            state = rng.choice(list(OutreachState))
            due = self._soon()
            standing = Standing(state, 0, due if state.is_open else rng.choice((None, due)))
            contact = CheckedOutreach(f"Researcher {number}", "", "")
            outreach.add(connection, self._guild, user, contact, standing, NOON)
            name = f"Program {number}"
            saved = saved_programs.save(connection, self._guild, user, ProgramId(name), name, NOON)
            saved_programs.remind(connection, saved, None, rng.choice((None, self._soon())))
            if rng.random() < 0.3:
                saved_programs.record_reminded(connection, self._guild, saved.id, NOON)
            self._enrolment(user, number)
        if rng.random() < 0.4:
            begins = self._soon()
            stretch = Stretch(begins, begins + timedelta(days=20))
            away.add(
                connection,
                self._guild,
                user,
                first_day=begins.date(),
                last_day=begins.date(),
                time_zone="UTC",
                stretch=stretch,
                note="",
                now=NOON,
            )
        if rng.random() < 0.3:
            profiles.save_avoided(connection, self._guild, user, [rng.choice(PEOPLE)])

    def _enrolment(self, user: UserId, number: int) -> None:
        connection, rng = self._connection, self._rng
        name = f"Cohort {user} {number}"
        cohort = cohorts.add(
            connection,
            self._guild,
            name=name,
            name_key=name,
            check_in_days=14,
            check_in_weekday=1,
            check_in_time=time(18),
            created_by=user,
            now=NOON,
        )
        wishes = Preferences(unconfirmed=number > 0 or None)
        answers = Answers("post-bac", (), (), 0, "UTC", "", wishes=wishes)
        if number > 1:
            enrolments.apply(connection, self._guild, cohort.id, user, Role.MENTOR, answers, NOON)
        made = enrolments.apply(
            connection, self._guild, cohort.id, user, Role.MENTEE, answers, NOON
        )
        enrolments.set_state(connection, made, rng.choice(list(EnrolmentState)))
        if rng.random() < 0.5:
            reason = rng.choice((None, Note(Code.NO_ROOM, {})))
            waitlist.explain(
                connection, self._guild, made.id, reason, rng.choice((None, self._soon()))
            )
        if rng.random() < 0.3:
            waitlist.put_first(connection, self._guild, made.id, self._soon())

    def _question(self, number: int, user: UserId) -> None:
        rng = self._rng
        asked = {user: self._soon(), rng.choice(PEOPLE): self._soon()}
        cases.open_(
            self._connection,
            self._guild,
            kind=rng.choice((CaseKind.HELP_ASKED, CaseKind.CIRCLE_CHANGE)),
            subject=f"pair:{number}",
            facts={"askers": " ".join(f"{one}@{at.timestamp()}" for one, at in asked.items())},
            now=NOON,
        )

    def _concern(self, number: int, user: UserId) -> None:
        concern = Concern(
            guild=self._guild,
            id=concerns.new_id(self._connection, self._guild),
            reporter=self._rng.choice(PEOPLE),
            about=ConcernAbout.OTHER,
            door=ConcernDoor.RECORD,
            may_name=False,
            state=ConcernState.OPEN if number == 0 else self._rng.choice(list(ConcernState)),
            owner=user if number == 0 else self._rng.choice((None, user)),
            turn=1,
            due_at=self._soon(),
            server_owner=None,
            escalated=False,
            by_dm=False,
            reported_at=NOON,
            acknowledged_at=None,
            closed_at=None,
            code=f"concern{number}",
            thread=None,
        )
        concerns.add(self._connection, concern, [])

    def _request(self, number: int) -> None:
        rng = self._rng
        asker, asked, third = rng.sample(PEOPLE, 3)
        states = [RequestState.OPEN, RequestState.QUESTION, *RequestState]
        offers = [
            Offer(mentor, rng.choice(states), named=True, offered_at=NOON)
            for mentor in (asked, third)
        ]
        request = Request(
            guild=self._guild,
            id=RequestId(requests.new_id(self._connection, self._guild)),
            asker=asker,
            asked=asked,
            words=WORDS,
            state=rng.choice(states),
            step=rng.choice(list(RequestStep)),
            owner=rng.choice((None, asker, asked, third)),
            mentor=rng.choice((None, asked)),
            due_at=self._soon(),
            asked_at=NOON,
            offers=tuple(offers),
            window=timedelta(days=number),
        )
        requests.add(self._connection, request)
