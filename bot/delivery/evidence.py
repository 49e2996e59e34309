"""Find what a moderator should hear of, from states and dates alone."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import Connection

from bot.domain import cases as rules
from bot.domain.cases import CaseKind, Finding, pair_of, pair_subject
from bot.domain.ids import CheckInId, GuildId
from bot.domain.schedule import Turn, unanswered_in_a_row
from bot.domain.states import CheckInState
from bot.storage import case_evidence, cases, check_ins, pairs
from bot.storage.pairs import Pair


@dataclass(frozen=True, slots=True)
class Patience:
    """How long a check-in and a first meeting may take, and how many unanswered are a case."""

    check_in: timedelta
    unanswered: int
    first_meeting: timedelta


@dataclass(frozen=True, slots=True)
class Seen:
    """A finding in one society; with `silent` its partner is told when the next step will be."""

    guild: GuildId
    finding: Finding
    silent: CheckInId | None = None


def findings(connection: Connection, now: datetime, patience: Patience) -> list[Seen]:
    """Return everything that is a case at this moment, whether one is open or not."""
    return [
        *_quiet(connection, patience),
        *_unmet(connection, now, patience),
        *_one_sided(connection, now),
        *_over_load(connection),
        *_thread_trouble(connection),
    ]


def _quiet(connection: Connection, patience: Patience) -> Iterator[Seen]:
    for guild, wanted in case_evidence.quiet(connection, patience.unanswered):
        history = [
            one
            for one in check_ins.of_pair(connection, guild, wanted)
            if one.state in (CheckInState.UNANSWERED, CheckInState.ANSWERED)
        ]
        count = unanswered_in_a_row([Turn(one.owner, one.state) for one in history])
        if count < patience.unanswered:
            continue
        pair, last = pairs.get(connection, guild, wanted), history[-1]
        facts = _facts(pair) | {
            "check_ins_unanswered": str(count),
            "since": _day(history[-count].due_at),
        }
        finding = Finding(
            CaseKind.CHECK_INS_UNANSWERED, pair_subject(pair.id), facts, f"check-in:{last.id}"
        )
        yield Seen(guild, finding, silent=last.id)


def _unmet(connection: Connection, now: datetime, patience: Patience) -> Iterator[Seen]:
    for key in case_evidence.unmet(connection, now - patience.first_meeting):
        pair = pairs.get(connection, *key)
        assert pair.introduced_at is not None, "only pairs that were introduced are asked for"
        facts = _facts(pair) | {"introduced": _day(pair.introduced_at)}
        finding = Finding(
            CaseKind.NO_FIRST_MEETING,
            pair_subject(pair.id),
            facts,
            f"introduced:{pair.introduced_at:%Y-%m-%d}",
        )
        yield Seen(pair.guild, finding)


def _one_sided(connection: Connection, now: datetime) -> Iterator[Seen]:
    counts = case_evidence.signs_of_life(
        connection, now - rules.ONE_SIDED_AGE, now - rules.ONE_SIDED_WITHIN
    )
    busy = [key for key, active in sorted(counts.items()) if len(active) == 1]
    for key in busy:
        pair = pairs.get(connection, *key)
        active = counts[key]
        if rules.is_one_sided(active, [member.user for member in pair.members]):
            steps = max(active.values())
            facts = _facts(pair) | {"steps_in_six_weeks": f"{steps}, all from one side"}
            evidence = f"month:{now:%Y-%m}"
            yield Seen(
                pair.guild,
                Finding(CaseKind.ONE_SIDED, pair_subject(pair.id), facts, evidence),
            )


def _over_load(connection: Connection) -> Iterator[Seen]:
    for one in case_evidence.over_load(connection):
        facts = {
            "mentor": f"<@{one.mentor}>",
            "mentees": str(one.mentees),
            "room_for": str(one.capacity),
        }
        finding = Finding(
            CaseKind.MENTOR_OVER_LOAD,
            f"enrolment:{one.enrolment}",
            facts,
            f"{one.mentees}/{one.capacity}",
        )
        yield Seen(one.guild, finding)


def _thread_trouble(connection: Connection) -> Iterator[Seen]:
    """Keep those cases that are open and whose thread nothing has reached since."""
    for case in cases.open_everywhere(connection):
        wanted = pair_of(case.subject)
        if case.kind != CaseKind.THREAD_TROUBLE or wanted is None:
            continue
        pair = pairs.find(connection, case.guild, wanted)
        if pair is None or not pair.state.is_active or pair.thread is None:
            continue
        if not case_evidence.has_reached(connection, case.guild, pair.thread, case.opened_at):
            finding = Finding(
                CaseKind.THREAD_TROUBLE, case.subject, dict(case.facts), case.evidence
            )
            yield Seen(case.guild, finding)


def _facts(pair: Pair) -> dict[str, str]:
    known = {
        "mentor": f"<@{pair.mentor}>",
        "mentees": ", ".join(f"<@{mentee}>" for mentee in pair.mentees),
    }
    if pair.thread is not None:
        known["thread"] = f"<#{pair.thread}>"
    return known


def _day(instant: datetime) -> str:
    return f"{instant:%d %B %Y}"
