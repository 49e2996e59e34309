"""Open a case and, where it is urgent, tell the moderators of it in the same transaction."""

from datetime import datetime

from sqlalchemy import Connection

from bot.domain.cases import CaseKind, is_urgent, pair_subject
from bot.domain.ids import CaseId, GuildId, PairId
from bot.domain.states import NudgeKind
from bot.storage import case_evidence, cases, outbox
from bot.storage.outbox import Nudge

UNDELIVERABLE = "undeliverable"
UNCERTAIN = "uncertain"
# What Discord says of a thread that was deleted, locked or hidden by hand.
_OF_THREAD = frozenset(
    {"the channel is gone", "the bot can't see the channel", "the thread is locked"}
)


def open_case(
    connection: Connection,
    guild: GuildId,
    *,
    kind: str,
    subject: str,
    facts: dict[str, str],
    now: datetime,
    evidence: str = "",
) -> CaseId | None:
    """Open a case; None when the same one is open, or was decided on the same `evidence`.

    What is urgent is told at once; the rest waits for the weekly digest.
    """
    case = cases.open_(
        connection, guild, kind=kind, subject=subject, facts=facts, now=now, evidence=evidence
    )
    if case is not None and is_urgent(kind):
        outbox.plan(
            connection,
            guild=guild,
            kind=NudgeKind.CASE_OPENED,
            subject_type="case",
            subject_id=case,
            due_at=now,
        )
    return case


def open_about(
    connection: Connection, nudge: Nudge, kind: str, reason: str, now: datetime
) -> CaseId | None:
    """Open a case about a nudge that did not arrive, or may not have.

    One about the moderators' own message opens none: it would take the same way.
    """
    if nudge.kind in (NudgeKind.CASE_OPENED, NudgeKind.CASE_DIGEST):
        return None
    subject = f"{nudge.subject_type}:{nudge.subject_id}"
    pair = _troubled_pair(connection, nudge, reason) if kind == UNDELIVERABLE else None
    if pair is not None:
        # Whatever was not delivered there: it is the thread that needs somebody, once.
        kind, subject = CaseKind.THREAD_TROUBLE, pair_subject(pair)
    facts = {"nudge": nudge.kind.value, "subject": subject, "reason": reason}
    if nudge.recipient is not None:
        facts["person"] = str(nudge.recipient)
    return open_case(connection, nudge.guild, kind=kind, subject=subject, facts=facts, now=now)


def _troubled_pair(connection: Connection, nudge: Nudge, reason: str) -> PairId | None:
    """Return the pair in whose own thread a nudge could not stand, if that is what happened."""
    if nudge.channel is None or reason not in _OF_THREAD:
        return None
    return case_evidence.pair_in(connection, nudge.guild, nudge.channel)
