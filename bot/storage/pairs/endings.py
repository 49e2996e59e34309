"""End a pair: what else stops with it, who can be matched again, and the goodbye message."""

from datetime import UTC, datetime

from sqlalchemy import Connection

from bot.domain.nudges.kinds import NudgeKind
from bot.domain.nudges.nudges import RESTORED
from bot.domain.states import EndReason, EnrolmentState, NudgeState, PairState, Role
from bot.storage import live_buttons, outbox, presence
from bot.storage.cohorts import enrolments
from bot.storage.matching import waitlist
from bot.storage.meetings import arrangements
from bot.storage.meetings.nudges import Rhythm
from bot.storage.moderation import cases
from bot.storage.pairs import contacts, pairs
from bot.storage.pairs.pairs import Member, Pair

_MATCHED_AGAIN = (
    EndReason.REMATCH,
    EndReason.UNDONE,
    EndReason.LEFT,
    EndReason.ERASED,
    EndReason.NO_MENTOR,
    EndReason.MOVED,
)
_MAY_HAVE_LEFT = (NudgeState.LEASED, NudgeState.DUE, NudgeState.SENT, NudgeState.UNCERTAIN)


def close(
    connection: Connection,
    pair: Pair,
    reason: EndReason,
    now: datetime,
    next_round_at: datetime | None = None,
) -> bool:
    """End a pair; return whether its people will be told.

    An introduction that was not sent is cancelled, and then there is nothing to say. Coming
    meetings are cancelled, and the goodbye lists them. Queued check-ins and other nudges are
    dropped when they are claimed, because their pair has ended. `next_round_at` is the date that
    people who wait again are told.
    """
    why = f"the pair has ended ({reason.value})"
    kind = NudgeKind.INTRODUCTION
    outbox.cancel(connection, pair.guild, "pair", pair.id, why, now, kind=kind)
    arrangements.end_with_pair(connection, pair, why, now)
    pairs.end(connection, pair.guild, pair.id, reason, now)
    contacts.delete_for_pair(connection, pair.guild, pair.id, now)
    for member in pair.members:
        _release(connection, pair, member, reason, next_round_at)
    live_buttons.take_of_pair(connection, pair, now)
    if reason is not EndReason.COHORT_ENDED:
        # A cohort's end closes all of its cases, and its being restored opens them again.
        cases.close_about_pair(connection, pair.guild, pair.id, now)
    met = was_introduced(connection, pair)
    if met:
        outbox.plan(
            connection,
            guild=pair.guild,
            kind=NudgeKind.PAIR_ENDED,
            subject_type="pair",
            subject_id=pair.id,
            due_at=now,
            # A pair that was restored can end again, and then has its goodbye again.
            occurrence=str(int(now.timestamp())),
        )
    return met


def restore(
    connection: Connection, pair: Pair, paused_until: int | None, rhythm: Rhythm, now: datetime
) -> None:
    """Let a pair go on whose end was a mistake: its thread, its series, and its meetings ahead.

    `paused_until` is until when it was paused, in seconds, 0 for one on hold, None for one that was
    not paused. Contact details were deleted, and are shared again only by their owners. If the
    goodbye was not sent, there is nothing to say.
    """
    assert pair.ended_at is not None, "only what has ended is restored"
    until = datetime.fromtimestamp(paused_until, UTC) if paused_until else None
    is_paused = paused_until == 0 or (until is not None and until > now)
    pairs.restore(connection, pair.guild, pair.id, is_paused=is_paused, paused_until=until)
    why, kind = "the pair goes on", NudgeKind.PAIR_ENDED
    unsaid = outbox.cancel(connection, pair.guild, "pair", pair.id, why, now, kind=kind)
    occurrence = f"restored:{int(now.timestamp())}"
    if pair.introduced_at is None:
        _plan(connection, pair, NudgeKind.INTRODUCTION, now, occurrence)
        return
    going_on = pairs.get(connection, pair.guild, pair.id)
    arrangements.restore(connection, going_on, pair.ended_at, rhythm, now)
    if not unsaid:
        _plan(connection, pair, NudgeKind.PAIR_RESUMED, now, occurrence, RESTORED)


def _plan(
    connection: Connection,
    pair: Pair,
    kind: NudgeKind,
    now: datetime,
    occurrence: str,
    version: int = 0,
) -> None:
    outbox.plan(
        connection,
        guild=pair.guild,
        kind=kind,
        subject_type="pair",
        subject_id=pair.id,
        subject_version=version,
        due_at=now,
        occurrence=occurrence,
    )


def was_introduced(connection: Connection, pair: Pair) -> bool:
    """Return whether the pair read its introduction, or may have."""
    return pair.introduced_at is not None or any(
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
    if pair.cohort is None or reason not in _MATCHED_AGAIN:
        return
    if reason is EndReason.LEFT and member.user in presence.departed(connection, pair.guild):
        return
    enrolment = enrolments.find(connection, pair.guild, pair.cohort, member.user, member.role)
    if enrolment is None or enrolment.state is not EnrolmentState.PLACED:
        return
    if member.role is Role.MENTOR and reason is EndReason.NO_MENTOR:
        return
    if member.role is Role.MENTOR and _has_others(connection, pair):
        return
    enrolments.set_state(connection, enrolment, EnrolmentState.APPLIED)
    if reason is not EndReason.UNDONE and member.role is Role.MENTEE:
        waitlist.put_first(connection, pair.guild, enrolment.id, next_round_at)


def _has_others(connection: Connection, pair: Pair) -> bool:
    return any(
        other.id != pair.id and other.cohort == pair.cohort and other.mentor == pair.mentor
        for other in pairs.list_for_person(connection, pair.guild, pair.mentor)
        if other.state is not PairState.ENDED
    )
