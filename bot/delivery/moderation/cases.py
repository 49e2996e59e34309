"""Open a case and, if it is urgent, plan the message to the moderators in the same transaction."""

from datetime import datetime, time, timedelta
from zoneinfo import ZoneInfo

from sqlalchemy import Connection

from bot.delivery.nudges.welcome_back import pair_of
from bot.domain.ids import CaseId, GuildId, PairId
from bot.domain.moderation.cases import (
    CaseKind,
    is_told_alone,
    is_urgent,
    pair_facts,
    pair_subject,
)
from bot.domain.moderation.cases import pair_of as subject_pair
from bot.domain.nudges.kinds import NudgeKind
from bot.domain.nudges.nudges import CaseOpened
from bot.domain.schedule import day_of, instant_of
from bot.domain.states import PairState
from bot.storage import outbox, retries
from bot.storage.moderation import cases, societies
from bot.storage.moderation.cases import Case
from bot.storage.outbox import Nudge
from bot.storage.pairs import pairs
from bot.storage.pairs.pairs import Pair

# Begins the key of a message about whatever came since the last one, of which each day has one.
NEWS = "news:"
NEWS_AT = time(9)
UNDELIVERABLE = "undeliverable"
UNCERTAIN = "uncertain"


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
    """Open a case; None if the same one is open, or was resolved with the same `evidence`.

    Calls for help and settings that stopped working are announced right away, each in a message of
    its own. Of the others that can't wait for the weekly digest, so is the first of a day. Those
    after it come together the next morning.
    """
    case = cases.open_(
        connection, guild, kind=kind, subject=subject, facts=facts, now=now, evidence=evidence
    )
    if case is not None and is_urgent(kind):
        _announce(connection, guild, case, now, alone=is_told_alone(kind))
    return case


def _announce(
    connection: Connection, guild: GuildId, case: CaseId, now: datetime, *, alone: bool
) -> None:
    def plan(due_at: datetime, key: str | None) -> bool:
        return outbox.plan(
            connection,
            guild=guild,
            kind=NudgeKind.CASE_OPENED,
            subject_type="case",
            subject_id=case,
            due_at=due_at,
            now=now,
            key=key,
        )

    society = societies.find(connection, guild)
    zone = society.time_zone if society else "UTC"
    today = now.astimezone(ZoneInfo(zone)).date()
    if alone or society is None:
        plan(now, None)
    elif not plan(now, f"{NEWS}{today}"):
        tomorrow = today + timedelta(days=1)
        plan(instant_of(tomorrow, NEWS_AT, zone), f"{NEWS}{tomorrow}")


def card_facts(connection: Connection, nudge: Nudge, case: Case) -> CaseOpened:
    """Return what the card of a case shows that this nudge has posted, or is about to."""
    return CaseOpened(
        case.guild,
        case.id,
        case.kind,
        case.facts,
        moderators=None,
        about_pair=subject_pair(case.subject) is not None,
        owner=nudge.recipient,
        is_news=NEWS in nudge.occurrence_key,
        closed=cases.closed(case, cases.trail(connection, case.guild, case.id)),
    )


def open_about(
    connection: Connection, nudge: Nudge, kind: str, reason: str, now: datetime, error: str = ""
) -> CaseId | None:
    """Open a case about a nudge that did not arrive, or may not have arrived.

    A failed message to the moderators opens no case, since its message would fail the same way, and
    neither does one of which moderators must not know.
    `error` is Discord's error code.
    """
    if nudge.kind in (NudgeKind.CASE_OPENED, NudgeKind.CASE_DIGEST) or nudge.kind.row.confidential:
        return None
    troubled = _troubled_pair(connection, nudge, error) if kind == UNDELIVERABLE else None
    if troubled is not None:
        return _open_about_thread(connection, troubled, reason, now)
    subject = f"{nudge.subject_type}:{nudge.subject_id}"
    facts = {"nudge": nudge.kind.value, "subject": subject, "reason": reason}
    about = pair_of(connection, nudge)
    if about is not None:
        pair = pairs.get(connection, nudge.guild, about)
        facts |= pair_facts(pair.mentor, pair.mentees, pair.thread) | {"pair": str(pair.id)}
    if nudge.recipient is not None:
        facts["person"] = str(nudge.recipient)
    return open_case(connection, nudge.guild, kind=kind, subject=subject, facts=facts, now=now)


def close_delivered(connection: Connection, nudge: Nudge, now: datetime) -> None:
    """Close the case about a message that has arrived after all.

    Only a message that failed, or was put off, can have one; the others cost no query.
    """
    if nudge.last_error is None and nudge.reason is None:
        return
    subject = f"{nudge.subject_type}:{nudge.subject_id}"
    case = cases.find_open(connection, nudge.guild, UNDELIVERABLE, subject)
    if case is not None and case.facts.get("nudge") == nudge.kind.value:
        cases.resolve_by_bot(connection, case, now)


def _troubled_pair(connection: Connection, nudge: Nudge, error: str) -> Pair | None:
    """Return the pair whose own thread a nudge could not be posted in, if that is what happened."""
    if nudge.kind is NudgeKind.THREAD_RENEWED:
        return pairs.find(connection, nudge.guild, PairId(nudge.subject_id))
    if nudge.channel is None or error not in retries.UNREACHABLE:
        return None
    pair = pairs.in_thread(connection, nudge.guild, nudge.channel)
    is_met = pair is not None and pair.introduced_at is not None
    return pair if is_met else None


def _open_about_thread(
    connection: Connection, pair: Pair, reason: str, now: datetime
) -> CaseId | None:
    """Open the one case about a pair's thread, however many messages could not be delivered there.

    It is announced, because someone may have locked the thread by mistake.
    """
    if pair.state is PairState.ENDED:
        return None
    facts = pair_facts(pair.mentor, pair.mentees, pair.thread)
    facts |= {"reason": reason, "since": day_of(now)}
    return open_case(
        connection,
        pair.guild,
        kind=CaseKind.THREAD_TROUBLE,
        subject=pair_subject(pair.id),
        facts=facts,
        now=now,
    )
