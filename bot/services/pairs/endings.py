"""End a pair: what else stops with it, who can be matched again, and the goodbye message."""

from datetime import datetime

from sqlalchemy import Connection

from bot.domain.nudges.kinds import NudgeKind
from bot.domain.states import EndReason, EnrolmentState, NudgeState, PairState, Role
from bot.services.meetings import series as meeting_series
from bot.services.work import Work
from bot.storage import outbox, presence
from bot.storage.cohorts import enrolments
from bot.storage.matching import waitlist
from bot.storage.pairs import contacts, pairs
from bot.storage.pairs.pairs import Member, Pair

_MAY_HAVE_LEFT = (NudgeState.LEASED, NudgeState.DUE, NudgeState.SENT, NudgeState.UNCERTAIN)


def close(work: Work, pair: Pair, reason: EndReason, next_round_at: datetime | None = None) -> bool:
    """End a pair; return whether its people will be told.

    An introduction that was not sent is cancelled, and then there is nothing to say. Coming
    meetings are cancelled, and the goodbye lists them. Queued check-ins and other nudges are
    dropped when they are claimed, because their pair has ended. `next_round_at` is the date that
    people who wait again are told.
    """
    why = f"the pair has ended ({reason.value})"
    kind = NudgeKind.INTRODUCTION
    outbox.cancel(work.connection, pair.guild, "pair", pair.id, why, work.now, kind=kind)
    meeting_series.end_with_pair(work, pair, why)
    pairs.end(work.connection, pair.guild, pair.id, reason, work.now)
    contacts.delete_for_pair(work.connection, pair.guild, pair.id, work.now)
    for member in pair.members:
        _release(work.connection, pair, member, reason, next_round_at)
    met = pair.introduced_at is not None or _may_have_been_introduced(work.connection, pair)
    if met:
        outbox.plan(
            work.connection,
            guild=pair.guild,
            kind=NudgeKind.PAIR_ENDED,
            subject_type="pair",
            subject_id=pair.id,
            due_at=work.now,
        )
    return met


def _may_have_been_introduced(connection: Connection, pair: Pair) -> bool:
    return any(
        nudge.kind is NudgeKind.INTRODUCTION and nudge.state in _MAY_HAVE_LEFT
        for nudge in outbox.list_for_subject(connection, pair.guild, "pair", pair.id)
    )


def _release(
    connection: Connection,
    pair: Pair,
    member: Member,
    reason: EndReason,
    next_round_at: datetime | None,
) -> None:
    """Put someone back among the unmatched if the pair did not end as planned."""
    if pair.cohort is None or reason not in (EndReason.REMATCH, EndReason.UNDONE, EndReason.LEFT):
        return
    if reason is EndReason.LEFT and member.user in presence.departed(connection, pair.guild):
        return
    enrolment = enrolments.find(connection, pair.guild, pair.cohort, member.user, member.role)
    if enrolment is None or enrolment.state is not EnrolmentState.PLACED:
        return
    if member.role is Role.MENTOR and _has_others(connection, pair):
        return
    enrolments.set_state(connection, enrolment, EnrolmentState.APPLIED)
    if reason in (EndReason.REMATCH, EndReason.LEFT) and member.role is Role.MENTEE:
        waitlist.put_first(connection, pair.guild, enrolment.id, next_round_at)


def _has_others(connection: Connection, pair: Pair) -> bool:
    return any(
        other.id != pair.id and other.cohort == pair.cohort and other.mentor == pair.mentor
        for other in pairs.list_for_person(connection, pair.guild, pair.mentor)
        if other.state is not PairState.ENDED
    )
