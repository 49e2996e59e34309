"""Remind the one whose turn it is that a first meeting is still to be arranged."""

from datetime import datetime

from sqlalchemy import Connection

from bot.delivery.meetings import first_meetings
from bot.delivery.meetings.facts import shown, zones_of
from bot.delivery.nudges.policy import place_for
from bot.delivery.verdict import Never, Ready, Receipt, Undeliverable, Verdict
from bot.domain.ids import PairId
from bot.domain.meetings.first_meetings import DAY
from bot.domain.meetings.meetings import answerer
from bot.domain.meetings.nudges import FirstMeetingDue
from bot.domain.nudges.policy import Manners
from bot.storage.meetings import absences as meeting_absences
from bot.storage.meetings import meetings
from bot.storage.meetings import times as meeting_times
from bot.storage.outbox import Nudge
from bot.storage.pairs import pairs, pauses


def prepare(connection: Connection, nudge: Nudge, now: datetime, default: Manners) -> Verdict:
    """Write to the mentee first, unless times wait for somebody: then it is theirs to answer."""
    pair = pairs.find(connection, nudge.guild, PairId(nudge.subject_id))
    if pair is None or not pair.state.is_active:
        return Never("the pair has ended or is paused")
    rested = pauses.of_pair(connection, pair.guild, pair.id)
    due, _ = first_meetings.due(pair, nudge.subject_version, rested)
    if abs(due - nudge.due_at) >= DAY:
        return Never("a rest has put it off, or no longer does")
    if meetings.counts_as_met(connection, pair.guild, pair.id):
        return Never("a meeting is arranged")
    waiting = meetings.proposed_of_pair(connection, pair.guild, pair.id)
    proposed = meeting_times.times_of(connection, waiting) if waiting else ()
    times = shown(proposed, now, meeting_absences.of_pair(connection, pair, now))
    proposer = waiting.asked_by if waiting and times else None
    owner = pair.mentees[0]
    if proposer is not None:
        owner = answerer(proposer, pair.mentor, pair.mentees)
    if nudge.recipient != owner:
        return Never("it is not their turn")
    place = place_for(connection, pair, owner)
    if place is None:
        return Undeliverable("the pair has no thread")
    facts = FirstMeetingDue(
        guild=pair.guild,
        pair=pair.id,
        days=nudge.subject_version,
        people=(owner,),
        partners=pair.partners_of(owner),
        proposer=proposer,
        times=times,
        zones=zones_of(connection, pair, (owner,), default),
        meeting=waiting.id if waiting else None,
        round=waiting.round if waiting else 0,
    )
    about = facts.partners if len(facts.partners) == 1 else ()
    return Ready(facts, place, person=owner, about=about)


def settled(connection: Connection, nudge: Nudge, receipt: Receipt, now: datetime) -> None:
    """Nothing follows: after the last of these a moderator's case does."""


def given_up(connection: Connection, nudge: Nudge, now: datetime) -> None:
    """Nothing follows: the next one comes, or a moderator's case."""
