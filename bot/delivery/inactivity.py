"""Handle what no one answered: mark it unanswered, let it lapse, and open cases for moderators.

A request whose date has passed moves on, so that no one waits for it forever. This runs with the
hourly planning. It is idempotent and may be interrupted anywhere.
"""

from collections.abc import Iterator, Sequence
from datetime import datetime, time, timedelta
from typing import TypeVar
from zoneinfo import ZoneInfo

from sqlalchemy import Connection

from bot.delivery.meetings import first_meetings
from bot.delivery.moderation.case_detection import InactivityLimits, SocietyFinding, findings
from bot.delivery.moderation.cases import open_case
from bot.delivery.pairs import threads
from bot.domain.ids import GuildId, RequestId
from bot.domain.moderation import cases as rules
from bot.domain.moderation.cases import CaseKind, pair_of
from bot.domain.nudges.kinds import NudgeKind
from bot.domain.progress import commitments as commitment_rules
from bot.domain.schedule import instant_of
from bot.domain.states import CaseAction, CommitmentState, NudgeState, PairState
from bot.services.requests import transitions
from bot.settings import Settings
from bot.storage import outbox
from bot.storage.database import Database
from bot.storage.moderation import cases, societies
from bot.storage.moderation.cases import Case
from bot.storage.nudges import pings
from bot.storage.pairs import pairs, pauses
from bot.storage.progress import check_ins, commitments
from bot.storage.progress.check_ins import CheckIn
from bot.storage.progress.commitments import Commitment
from bot.storage.requests import requests

T = TypeVar("T")
_SET_A_DAY = (CaseAction.EXTENDED, CaseAction.SNOOZED)
AT_ONCE = 25
DIGEST_AT = time(9)
DIGEST_USEFUL_FOR = timedelta(days=3)


def patience_of(settings: Settings) -> InactivityLimits:
    """Return how long each thing may go unanswered."""
    return InactivityLimits(
        check_in=timedelta(days=settings.check_ins.answer_within_days),
        unanswered=settings.check_ins.case_after,
        first_meeting=timedelta(days=settings.first_meeting.within_days),
    )


async def check_inactivity(database: Database, now: datetime, patience: InactivityLimits) -> None:
    """Mark check-ins unanswered, open and close cases, and plan the moderators' digest."""
    for overdue in _few(await database.read(check_ins.overdue, now - patience.check_in)):
        await database.write(_count_silence, overdue)
    for late in _few(
        await database.read(commitments.due_before, now - commitment_rules.LAPSES_AFTER)
    ):
        await database.write(_lapse, late, now)
    detected = await database.read(findings, now, patience)
    for some in _few(detected.new):
        await database.write(_open, some, now)
    await database.write(_close, detected.over, now)
    await database.write(_snooze_paused, now, patience.first_meeting)
    await database.write(_plan_digests, now)


def _few(many: Sequence[T]) -> Iterator[Sequence[T]]:
    """Return small batches, so that no one waits for a long transaction."""
    for start in range(0, len(many), AT_ONCE):
        yield many[start : start + AT_ONCE]


def _count_silence(connection: Connection, overdue: Sequence[CheckIn]) -> None:
    for check_in in overdue:
        check_ins.record_unanswered(connection, check_in.guild, check_in.id)


def _lapse(connection: Connection, late: Sequence[Commitment], now: datetime) -> None:
    for commitment in late:
        if not commitment_rules.has_lapsed(
            commitment.due_at, commitment.asked_at, commitment.last_answered_at, now
        ):
            continue
        # Someone who hasn't been asked yet doesn't count as not answering.
        if not _is_to_be_asked(connection, commitment):
            commitments.end(connection, commitment, CommitmentState.LAPSED, now)


def _is_to_be_asked(connection: Connection, commitment: Commitment) -> bool:
    rows = outbox.list_for_subject(connection, commitment.guild, "commitment", commitment.id)
    return any(
        row.subject_version != commitment_rules.AHEAD
        and row.state in (NudgeState.DUE, NudgeState.LEASED)
        and row.due_at >= commitment.due_at
        for row in rows
    )


def _open(
    connection: Connection, society_findings: Sequence[SocietyFinding], now: datetime
) -> None:
    """Open new cases, and update the facts of those that are open already."""
    for seen in society_findings:
        finding, facts = seen.finding, dict(seen.finding.facts)
        standing = cases.find_open(connection, seen.guild, finding.kind, finding.subject)
        if standing is not None:
            cases.refresh(connection, standing, facts, finding.evidence)
            continue
        if _has_another_case(connection, seen):
            _notify_partner(connection, seen, now)
            continue
        opened = open_case(
            connection,
            seen.guild,
            kind=finding.kind,
            subject=finding.subject,
            facts=facts,
            now=now,
            evidence=finding.evidence,
        )
        if opened is not None:
            _notify_partner(connection, seen, now)


def _has_another_case(connection: Connection, seen: SocietyFinding) -> bool:
    """Return whether the moderators have a case about that pair's silence already."""
    return seen.finding.kind in rules.ONE_A_PAIR and any(
        cases.find_open(connection, seen.guild, kind, seen.finding.subject) is not None
        for kind in rules.ONE_A_PAIR
    )


def _notify_partner(connection: Connection, seen: SocietyFinding, now: datetime) -> None:
    """Plan one message to the partner for each silence, from what someone last did on."""
    pair = rules.pair_of(seen.finding.subject)
    if pair is None or seen.silent is None:
        return
    last = pings.last_act(connection, seen.guild, seen.silent)
    outbox.plan(
        connection,
        guild=seen.guild,
        kind=NudgeKind.CHECK_IN_LATER,
        subject_type="pair",
        subject_id=pair,
        subject_version=seen.silent,
        due_at=now,
        expires_at=now + timedelta(days=7),
        key=f"pair:{pair}:{seen.silent}:{last.date().isoformat() if last else 'beginning'}",
    )


def _close(connection: Connection, over: Sequence[Case], now: datetime) -> None:
    """Close detected cases that are over, and retry what a thread had refused."""
    for case in over:
        if case.kind == CaseKind.THREAD_TROUBLE:
            _try_again(connection, case, now)
        cases.resolve_by_bot(connection, case, now)


def _try_again(connection: Connection, case: Case, now: datetime) -> None:
    wanted = rules.pair_of(case.subject)
    pair = pairs.find(connection, case.guild, wanted) if wanted is not None else None
    if pair is None or pair.state is PairState.ENDED or pair.thread is None:
        return
    threads.record_thread_unlocked(connection, case.guild, pair.thread, now)


def _plan_digests(connection: Connection, now: datetime) -> None:
    """Plan next Monday's digest, at 9:00 in the society's zone, if a case is open."""
    for guild in sorted({case.guild for case in cases.open_everywhere(connection)}):
        society = societies.find(connection, guild)
        if society is None or society.moderator_channel is None:
            continue
        today = now.astimezone(ZoneInfo(society.time_zone)).date()
        monday = today + timedelta(days=-today.weekday() % 7)
        due_at = instant_of(monday, DIGEST_AT, society.time_zone)
        if due_at <= now:
            monday += timedelta(days=7)
            due_at = instant_of(monday, DIGEST_AT, society.time_zone)
        outbox.plan(
            connection,
            guild=guild,
            kind=NudgeKind.CASE_DIGEST,
            subject_type="society",
            subject_id=0,
            due_at=due_at,
            expires_at=due_at + DIGEST_USEFUL_FOR,
            now=now,
            key=f"week:{monday.isoformat()}",
        )


def _snooze_paused(connection: Connection, now: datetime, within: timedelta) -> None:
    """Snooze cases about a first meeting while their pair is paused or still has time after it."""
    for case in cases.open_everywhere(connection):
        if case.kind == CaseKind.NO_FIRST_MEETING:
            _set_return(connection, case, _paused_until(connection, case, within), now)


def _paused_until(connection: Connection, case: Case, within: timedelta) -> datetime | None:
    """Return until when the pair is paused, or is expected to meet, given `within` from then on."""
    wanted = pair_of(case.subject)
    pair = pairs.find(connection, case.guild, wanted) if wanted else None
    if pair is None or pair.introduced_at is None:
        return None
    stretches = pauses.list_for_pair(connection, pair.guild, pair.id)
    by, _ = first_meetings.expected_by(pair, within, stretches)
    return max(by, pair.paused_until or by)


def _set_return(connection: Connection, case: Case, until: datetime | None, now: datetime) -> None:
    """Set the day on which a case comes back, unless a moderator has chosen a later one."""
    trail = cases.trail(connection, case.guild, case.id)
    latest = next((step.action for step in reversed(trail) if step.action in _SET_A_DAY), None)
    is_ours = latest is CaseAction.SNOOZED
    set_to = case.extended_until
    if until is not None and until > now:
        if set_to is None or set_to < until or (is_ours and set_to != until):
            cases.extend(connection, case.guild, case.id, until)
            if not is_ours or (set_to is not None and set_to <= now):
                action = CaseAction.SNOOZED
                cases.add_step(connection, case.guild, case.id, action, None, now)
    elif is_ours and set_to is not None and set_to > now:
        cases.extend(connection, case.guild, case.id, now)


async def move_requests(database: Database, now: datetime) -> None:
    """Check each open request in its own transaction. Idempotent."""
    for request in await database.read(requests.open_everywhere):
        await database.write(_move_request, request.guild, request.id, now)


def _move_request(
    connection: Connection, guild: GuildId, request: RequestId, now: datetime
) -> None:
    current = requests.find(connection, guild, request)
    if current is not None and current.is_open:
        transitions.bring_up_to_date(connection, current, now)
