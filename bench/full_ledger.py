"""Someone with five pairs and two hundred open items of every kind, kept through storage.

Nothing of it falls due within a measurement, so the bot has nothing to send in the meantime.
"""

from dataclasses import dataclass
from datetime import datetime, time, timedelta

from sqlalchemy import Connection

from bot.domain.cohorts.enrolments import Answers
from bot.domain.ids import ChannelId, CohortId, GuildId, ProgramId, RequestId, UserId
from bot.domain.outreach.outreach import CheckedOutreach, Standing
from bot.domain.progress.commitments import CheckedCommitment
from bot.domain.progress.due_dates import EVENING, Due
from bot.domain.requests.requests import Offer, Request
from bot.domain.requests.words import RequestWords
from bot.domain.states import (
    CommitmentState,
    ContactChannel,
    OutreachState,
    PairState,
    RequestState,
    RequestStep,
    Role,
)
from bot.domain.times.civil import CivilTime
from bot.storage.cohorts import cohorts, enrolments
from bot.storage.matching import waitlist
from bot.storage.meetings import meetings
from bot.storage.outreach import outreach
from bot.storage.pairs import agreements, contacts, pairs, pulses
from bot.storage.pairs.pairs import Member, Pair
from bot.storage.programs import saved_programs
from bot.storage.progress import check_ins, commitments, goals
from bot.storage.requests import requests

PAIRS = 5
OPEN_ITEMS = 200
ZONE = "America/Chicago"

# Of each pair: one check-in, agreement and private question, two meetings and one that is proposed.
_COMMITMENTS, _GOALS, _KEPT = 15, 5, 10
# Beside the pairs.
_REQUESTS_EACH_WAY, _OUTREACH, _SAVED, _WAITING = 10, 20, 15, 5

_WORDS = RequestWords(
    where="Second year pre-med, applying next spring.",
    need="Tell me which of my two research offers says more to a committee, and why.",
    why="You went from the bench into surgery yourself.",
    formats=("video",),
    prepared="A page on each offer, and three schools.",
)


@dataclass(frozen=True, slots=True)
class Somebody:
    """Whose ledger is filled, with whom, and from when on."""

    guild: GuildId
    user: UserId
    partners: tuple[UserId, ...]
    now: datetime

    def in_days(self, days: int) -> datetime:
        """Return an instant that many days from now."""
        return self.now + timedelta(days=days)

    def due_in(self, days: int) -> Due:
        """Return the evening of the day that many days from now."""
        return Due(self.in_days(days).date(), EVENING, ZONE)


def fill(connection: Connection, somebody: Somebody) -> None:
    """Save five pairs and two hundred open items: of the person, of partners, and of no one."""
    _wait_for_partners(connection, somebody)
    for number, partner in enumerate(somebody.partners[:PAIRS]):
        pair = _pair(connection, somebody, partner, number)
        _questions(connection, somebody, pair, partner)
        _meetings(connection, somebody, pair)
        _promises(connection, somebody, pair, partner)
        for channel in (ContactChannel.TEXT, ContactChannel.EMAIL):
            asker, owner = somebody.user, partner
            if channel is ContactChannel.EMAIL:
                asker, owner = owner, asker
            contacts.ask(connection, somebody.guild, pair.id, asker, owner, channel, somebody.now)
    _requests(connection, somebody)
    _own(connection, somebody)


def _pair(connection: Connection, somebody: Somebody, partner: UserId, number: int) -> Pair:
    roles = (Role.MENTEE, Role.MENTOR) if number % 2 else (Role.MENTOR, Role.MENTEE)
    made = pairs.add(
        connection,
        somebody.guild,
        cohort=None,
        code=f"FULL{number:02}",
        members=(Member(somebody.user, roles[0]), Member(partner, roles[1])),
        reasons=(),
        check_in_days=14,
        check_in_weekday=somebody.now.weekday(),
        check_in_time=time(18),
        time_zone=ZONE,
        now=somebody.now,
    )
    pairs.record_thread(connection, somebody.guild, made, ChannelId(9_000 + number))
    pairs.record_introduction(connection, somebody.guild, made, somebody.now)
    pairs.set_state(connection, somebody.guild, made, PairState.RUNNING)
    return pairs.get(connection, somebody.guild, made)


def _questions(connection: Connection, somebody: Somebody, pair: Pair, partner: UserId) -> None:
    """Ask for a check-in, for the person's half of the agreement, and how it goes."""
    guild, now = somebody.guild, somebody.now
    owner = somebody.user if pair.id % 2 else partner
    check_in = check_ins.add(connection, guild, pair.id, owner, now.date(), now)
    check_ins.record_asked(connection, guild, check_in, now)
    agreements.open_version(connection, guild, pair.id, 1, now)
    begun = agreements.find_latest(connection, guild, pair.id)
    assert begun is not None
    agreements.save_half(connection, begun, partner, {"rhythm": ("weekly",)}, now)
    pulse = pulses.get(
        connection, guild, pulses.add(connection, guild, pair.id, somebody.user, 2, now)
    )
    pulses.record_asked(connection, pulse, now)


def _meetings(connection: Connection, somebody: Somebody, pair: Pair) -> None:
    guild, now = somebody.guild, somebody.now
    for days in (8, 22):
        arranged = meetings.add(connection, guild, pair.id, now)
        civil = CivilTime(somebody.in_days(days).date(), time(18), ZONE)
        meetings.confirm(connection, arranged, civil, somebody.user, now)
    asked_by = pair.mentor if pair.id % 2 else pair.mentees[0]
    proposed = meetings.add(connection, guild, pair.id, now)
    times = [CivilTime(somebody.in_days(days).date(), time(17), ZONE) for days in (5, 6, 7)]
    meetings.open_times(connection, proposed, asked_by, times, now)


def _promises(connection: Connection, somebody: Somebody, pair: Pair, partner: UserId) -> None:
    guild, now = somebody.guild, somebody.now
    owners = (somebody.user, partner)
    for number in range(_COMMITMENTS + _KEPT):
        words = f"Draft part {number} of the personal statement & send it"
        checked = CheckedCommitment(words, "", "", shown=True, due=somebody.due_in(4 + number))
        made = commitments.add(connection, guild, pair.id, owners[number % 2], checked, now)
        if number >= _COMMITMENTS:
            commitments.end(connection, made, CommitmentState.DONE, now)
    for number in range(_GOALS):
        goals.add(
            connection,
            guild,
            pair.id,
            owners[number % 2],
            words=f"Apply to {number + 3} summer programs",
            due_on=somebody.in_days(30 + number).date(),
            now=now,
        )


def _requests(connection: Connection, somebody: Somebody) -> None:
    partners = somebody.partners
    for number in range(_REQUESTS_EACH_WAY):
        partner = partners[number % len(partners)]
        for asker, asked in ((somebody.user, partner), (partner, somebody.user)):
            requests.add(connection, _request(connection, somebody, asker, asked, number))


def _request(
    connection: Connection, somebody: Somebody, asker: UserId, asked: UserId, number: int
) -> Request:
    return Request(
        guild=somebody.guild,
        id=RequestId(requests.new_id(connection, somebody.guild)),
        asker=asker,
        asked=asked,
        words=_WORDS,
        state=RequestState.OPEN,
        step=RequestStep.ANSWER,
        owner=asked,
        mentor=asked,
        due_at=somebody.in_days(5 + number),
        asked_at=somebody.now,
        offers=(Offer(asked, RequestState.OPEN, named=True, offered_at=somebody.now),),
        window=timedelta(days=5),
    )


def _own(connection: Connection, somebody: Somebody) -> None:
    """Save what is the person's alone: outside mentors, and programs to be reminded of."""
    guild, user, now = somebody.guild, somebody.user, somebody.now
    for number in range(_OUTREACH):
        contact = CheckedOutreach(f"Researcher {number}", "", "A talk on campus")
        standing = Standing(OutreachState.SENT, 0, somebody.in_days(4 + number))
        outreach.add(connection, guild, user, contact, standing, now)
    yesterday = somebody.in_days(-1)
    for number in range(_SAVED):
        program = ProgramId(f"program-{number}")
        saved = saved_programs.save(connection, guild, user, program, f"Program {number}", now)
        saved_programs.remind(connection, saved, yesterday.date(), yesterday)


def _wait_for_partners(connection: Connection, somebody: Somebody) -> None:
    guild, now = somebody.guild, somebody.now
    answers = Answers("post-bac", ("medicine",), ("research",), 0, ZONE, "")
    for number in range(_WAITING):
        name = f"Round {number}"
        cohort: CohortId = cohorts.add(
            connection,
            guild,
            name=name,
            name_key=name.casefold(),
            check_in_days=14,
            check_in_weekday=1,
            check_in_time=time(18),
            created_by=somebody.user,
            now=now,
        ).id
        made = enrolments.apply(connection, guild, cohort, somebody.user, Role.MENTEE, answers, now)
        waitlist.explain(connection, guild, made.id, None, somebody.in_days(20))
