"""A society with one of everything in it, written down directly."""

from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta

from sqlalchemy import Connection

from bot.domain.ids import ChannelId, GuildId, ProgramId, RequestId, UserId
from bot.domain.nudges.kinds import NudgeKind
from bot.domain.outreach.outreach import CheckedOutreach, Standing
from bot.domain.progress.commitments import CheckedCommitment
from bot.domain.progress.due_dates import Due
from bot.domain.requests.requests import Offer, Request
from bot.domain.requests.words import RequestWords
from bot.domain.states import (
    CheckInState,
    ConcernAbout,
    ConcernDoor,
    ConcernState,
    ContactChannel,
    OutreachState,
    PulseState,
    RequestState,
    RequestStep,
    Role,
)
from bot.domain.times.civil import CivilTime
from bot.storage import outbox
from bot.storage.meetings import meetings
from bot.storage.outreach import outreach
from bot.storage.pairs import agreements, contacts, pairs, pulses
from bot.storage.pairs.pairs import Member
from bot.storage.programs import saved_programs
from bot.storage.progress import check_ins, commitments, goals
from bot.storage.requests import requests
from bot.storage.safety import concerns
from bot.storage.safety.concerns import Concern
from bot.storage.tables import check_ins as check_in_rows
from bot.storage.tables import pulses as pulse_rows
from sandbox import GuildHandle, Person
from tests.every_society import update

PROGRAM = ProgramId("emra-student-resident")


@dataclass(frozen=True)
class Place:
    """A society, and those who act in it."""

    guild: GuildHandle
    mo: Person
    nils: Person
    mira: Person
    nudge: int = 0
    """The outbox row of a message to Nils."""

    @property
    def id(self) -> GuildId:
        """Return the society's id."""
        return GuildId(self.guild.id)


def furnish(connection: Connection, place: Place, now: datetime) -> Place:
    """Save one of everything for the pair of Nils and Mira; return the place with its nudge."""
    guild, nils, mira = place.id, UserId(place.nils.id), UserId(place.mira.id)
    pair = pairs.add(
        connection,
        guild,
        cohort=None,
        code=f"CODE{guild % 1000}",
        members=(Member(mira, Role.MENTOR), Member(nils, Role.MENTEE)),
        reasons=(),
        check_in_days=14,
        check_in_weekday=1,
        check_in_time=time(18),
        time_zone="UTC",
        now=now,
    )
    pairs.record_thread(connection, guild, pair, ChannelId(place.guild.channel("general").id))
    pairs.record_introduction(connection, guild, pair, now)
    asked = check_ins.add(connection, guild, pair, nils, now.date(), now)
    connection.execute(
        update(check_in_rows)
        .where(check_in_rows.c.guild_id == guild, check_in_rows.c.id == asked)
        .values(state=CheckInState.ASKED, asked_at=now)
    )
    pulse = pulses.add(connection, guild, pair, nils, 2, now)
    connection.execute(
        update(pulse_rows)
        .where(pulse_rows.c.guild_id == guild, pulse_rows.c.id == pulse)
        .values(state=PulseState.ASKED)
    )
    soon: date = now.date() + timedelta(days=9)
    due = Due(soon, time(20), "UTC")
    checked = CheckedCommitment("Write a page", "", "", shown=True, due=due)
    commitment = commitments.add(connection, guild, pair, nils, checked, now)
    kind, later = NudgeKind.COMMITMENT_DUE, now + timedelta(days=60)
    outbox.plan(
        connection,
        guild=guild,
        kind=kind,
        subject_type="commitment",
        subject_id=commitment.id,
        due_at=later,
        recipient=nils,
    )
    [nudge] = outbox.list_for_subject(connection, guild, "commitment", commitment.id)
    goals.add(connection, guild, pair, nils, words="A paper", due_on=soon, now=now)
    contacts.ask(connection, guild, pair, mira, nils, ContactChannel.EMAIL, now)
    meeting = meetings.add(connection, guild, pair, now)
    times = [CivilTime(soon, time(12), "UTC")]
    meetings.open_times(connection, meeting, mira, times, now)
    agreements.open_version(connection, guild, pair, 1, now)
    standing = Standing(OutreachState.PLANNED, 0, None)
    outreach.add(connection, guild, nils, CheckedOutreach("Dr. Known", "", ""), standing, now)
    saved_programs.save(connection, guild, nils, PROGRAM, "EMRA", now)
    concerns.add(
        connection,
        Concern(
            guild=guild,
            id=concerns.new_id(connection, guild),
            reporter=nils,
            about=ConcernAbout.OTHER,
            door=ConcernDoor.RECORD,
            may_name=False,
            state=ConcernState.ACKNOWLEDGED,
            owner=UserId(place.mo.id),
            turn=0,
            due_at=later,
            server_owner=None,
            escalated=False,
            by_dm=False,
            reported_at=now,
            acknowledged_at=now,
            closed_at=None,
            code=f"CONC{guild % 1000}",
            thread=None,
        ),
        (mira,),
    )
    requests.add(
        connection,
        Request(
            guild=guild,
            id=RequestId(requests.new_id(connection, guild)),
            asker=mira,
            asked=nils,
            words=RequestWords("Where", "What", "Why", ("video",), "Prepared"),
            state=RequestState.OPEN,
            step=RequestStep.ANSWER,
            owner=nils,
            mentor=None,
            due_at=now + timedelta(days=2),
            asked_at=now,
            offers=(Offer(nils, RequestState.OPEN, named=True, offered_at=now),),
            window=timedelta(days=2),
        ),
    )
    return replace(place, nudge=nudge.id)
