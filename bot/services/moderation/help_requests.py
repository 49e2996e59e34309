"""Ask the moderators for help with a pair; the case records who asked, and when."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from bot.domain.ids import CaseId, UserId
from bot.domain.moderation.cases import (
    ANSWERED,
    HEARD_WITHIN,
    REMINDED_AFTER,
    pair_facts,
    pair_subject,
)
from bot.domain.moderation.cases import askers as askers_of
from bot.domain.nudges.kinds import NudgeKind
from bot.domain.schedule import day_of
from bot.services.work import Work
from bot.storage import outbox
from bot.storage.moderation import cases, societies
from bot.storage.pairs.pairs import Pair


@dataclass(frozen=True, slots=True)
class HelpAsked:
    """The moderators were asked, or with `already` had been; they will answer by that day."""

    heard_by: datetime
    already: bool = False


def ask_about(work: Work, pair: Pair, kind: str) -> HelpAsked:
    """Open a case of `kind` about a pair, which says who asked and nothing that was written.

    Moderators are told right away, and once more while no one has taken it. Another person who asks
    later joins the open case and gets the same answer as the first: neither learns that the other
    has asked.
    """
    subject = pair_subject(pair.id)
    open_case = cases.find_open(work.connection, work.guild, kind, subject)
    askers = askers_of(open_case.facts, open_case.opened_at) if open_case else {}
    if work.user in askers:
        return HelpAsked(askers[work.user] + HEARD_WITHIN, already=True)
    askers[work.user] = work.now
    zone = ZoneInfo(societies.get(work.connection, work.guild).time_zone)
    if open_case is None:
        facts = pair_facts(pair.mentor, pair.mentees, pair.thread) | _facts(askers, zone)
        case = cases.open_(
            work.connection, work.guild, kind=kind, subject=subject, facts=facts, now=work.now
        )
        assert case is not None, "none of this kind is open"
    else:
        case = open_case.id
        facts = open_case.facts | _facts(askers, zone)
        cases.refresh(work.connection, open_case, facts, open_case.evidence)
    _notify_moderators(work, case, "" if open_case is None else f":{work.user}")
    if kind in ANSWERED:
        outbox.plan(
            work.connection,
            guild=work.guild,
            kind=NudgeKind.HELP_LATE,
            subject_type="case",
            subject_id=case,
            recipient=work.user,
            due_at=work.now + HEARD_WITHIN,
            now=work.now,
            occurrence=str(work.user),
        )
    return HelpAsked(work.now + HEARD_WITHIN)


def _notify_moderators(work: Work, case: CaseId, asker: str) -> None:
    """Plan the message and its reminder; `asker` tells a later person's message from the first."""
    for wait in (timedelta(0), REMINDED_AFTER):
        outbox.plan(
            work.connection,
            guild=work.guild,
            kind=NudgeKind.CASE_OPENED,
            subject_type="case",
            subject_id=case,
            subject_version=int(wait > timedelta(0)),
            due_at=work.now + wait,
            now=work.now,
            occurrence=("reminder" if wait else "") + asker,
        )


def _facts(askers: Mapping[UserId, datetime], zone: ZoneInfo) -> dict[str, str]:
    """Return what moderators read about those who asked, and the list that `_askers` reads.

    The days are those of the society's `zone`.
    """
    days = dict.fromkeys(day_of(at.astimezone(zone)) for at in askers.values())
    return {
        "asked_by": " ".join(f"<@{user}>" for user in askers),
        "asked_on": " ".join(days),
        "askers": " ".join(f"{user}@{at.timestamp()}" for user, at in askers.items()),
    }
