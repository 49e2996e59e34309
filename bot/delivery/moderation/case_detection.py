"""Detect what a moderator should look at, from states and dates alone."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import partial

from sqlalchemy import Connection

from bot.delivery.meetings import first_meetings
from bot.domain.ids import CheckInId, GuildId, PairId, UserId
from bot.domain.moderation import cases as rules
from bot.domain.moderation.cases import CaseKind, Finding, pair_of, pair_subject
from bot.domain.nudges.policy import PATIENCE
from bot.domain.schedule import day_of
from bot.domain.states import PairState
from bot.storage import presence
from bot.storage.moderation import case_evidence, cases
from bot.storage.moderation.case_evidence import Unmet
from bot.storage.moderation.cases import Case
from bot.storage.nudges import pings
from bot.storage.pairs import pairs, pauses
from bot.storage.pairs.pairs import Pair
from bot.storage.progress import check_ins

_OF_LEFT = (CaseKind.SOMEBODY_LEFT, CaseKind.CIRCLE_SMALLER)
# A society, a kind, and a subject identify one open case.
Known = tuple[GuildId, str, str]


@dataclass(frozen=True, slots=True)
class InactivityLimits:
    """How long a check-in and a first meeting may take, and how many unanswered make a case."""

    check_in: timedelta
    unanswered: int
    first_meeting: timedelta


@dataclass(frozen=True, slots=True)
class SocietyFinding:
    """A finding in one society.

    With `silent`, who answers nothing, the partner is told that no one has to follow up.
    """

    guild: GuildId
    finding: Finding
    silent: UserId | None = None


@dataclass(frozen=True, slots=True)
class Findings:
    """New findings, and open cases whose reason is over."""

    new: tuple[SocietyFinding, ...]
    over: tuple[Case, ...]


@dataclass(frozen=True, slots=True)
class _Trace:
    """A finding whose facts, and who is silent, are read only if it is new, which most are not."""

    guild: GuildId
    kind: CaseKind
    subject: str
    evidence: str
    facts: Callable[[], dict[str, str]]
    silent: Callable[[], UserId | None] = lambda: None


def findings(connection: Connection, now: datetime, patience: InactivityLimits) -> Findings:
    """Detect everything that needs a moderator."""
    evidence = cases.evidence(connection)
    still: set[Known] = set()
    new = []
    for trace in _traces(connection, now, patience):
        key = (trace.guild, trace.kind.value, trace.subject)
        still.add(key)
        if trace.evidence not in evidence.get(key, ()):
            finding = Finding(trace.kind, trace.subject, trace.facts(), trace.evidence)
            new.append(SocietyFinding(trace.guild, finding, trace.silent()))
    over = (
        case
        for case in cases.open_everywhere(connection)
        if case.kind in rules.WATCHED and (case.guild, case.kind, case.subject) not in still
    )
    return Findings(tuple(new), tuple(over))


def _traces(connection: Connection, now: datetime, patience: InactivityLimits) -> Iterator[_Trace]:
    yield from _quiet(connection, now, patience)
    yield from _unmet(connection, now, patience)
    yield from _still_unmet(connection)
    yield from _one_sided(connection, now)
    yield from _over_load(connection)
    yield from _thread_trouble(connection)
    yield from _left(connection)


def _quiet(connection: Connection, now: datetime, patience: InactivityLimits) -> Iterator[_Trace]:
    quiet_pairs = set()
    for silence in case_evidence.quiet(connection, patience.unanswered):
        more = {"check_ins_unanswered": str(silence.number), "since": _day(silence.since)}
        yield _Trace(
            silence.guild,
            CaseKind.CHECK_INS_UNANSWERED,
            pair_subject(silence.pair),
            f"check-in:{silence.latest}",
            partial(_facts, connection, silence.guild, silence.pair, more),
            silent=partial(_owner, connection, silence.guild, silence.latest),
        )
        quiet_pairs.add((silence.guild, silence.pair))
    for guild, user, first, last in pings.unanswered_by(
        connection, now - pings.LONGEST_SILENCE, len(PATIENCE)
    ):
        if last > now - patience.check_in:
            continue
        for pair in pairs.list_for_person(connection, guild, user):
            if pair.state.is_active and (guild, pair.id) not in quiet_pairs:
                yield _Trace(
                    guild,
                    CaseKind.CHECK_INS_UNANSWERED,
                    pair_subject(pair.id),
                    f"silent:{user}:{first:%Y-%m-%d}",
                    partial(_facts_of_silent, connection, pair, user),
                    silent=partial(UserId, user),
                )
                quiet_pairs.add((guild, pair.id))


def _owner(connection: Connection, guild: GuildId, check_in: CheckInId) -> UserId:
    return check_ins.get(connection, guild, check_in).owner


def _facts_of_silent(connection: Connection, pair: Pair, user: UserId) -> dict[str, str]:
    """Return since when someone answers nothing, if they ever did since the introduction."""
    last = pings.last_act(connection, pair.guild, user)
    acted_since = last is not None and pair.introduced_at is not None and last > pair.introduced_at
    more = {"since": _day(last)} if acted_since and last else {}
    return _facts(connection, pair.guild, pair.id, {"quiet": f"<@{user}>"} | more)


def _unmet(connection: Connection, now: datetime, patience: InactivityLimits) -> Iterator[_Trace]:
    pauses_by_pair = pauses.list_for_recent_pairs(connection, now - first_meetings.YOUNG)
    for unmet in case_evidence.unmet(connection, now - patience.first_meeting):
        later = 0
        if stretches := pauses_by_pair.get((unmet.guild, unmet.pair)):
            pair = pairs.get(connection, unmet.guild, unmet.pair)
            by, later = first_meetings.expected_by(pair, patience.first_meeting, stretches)
            if by > now:
                continue
        put_off = f"+{later}" if later else ""
        yield _Trace(
            unmet.guild,
            CaseKind.NO_FIRST_MEETING,
            pair_subject(unmet.pair),
            f"introduced:{unmet.introduced_at:%Y-%m-%d}{put_off}",
            partial(_facts_of_unmet, connection, unmet),
        )


def _facts_of_unmet(connection: Connection, unmet: Unmet) -> dict[str, str]:
    failed = case_evidence.meetings_that_failed(connection, unmet.guild, unmet.pair)
    more = {"introduced": _day(unmet.introduced_at)} | failed
    return _facts(connection, unmet.guild, unmet.pair, more)


def _still_unmet(connection: Connection) -> Iterator[_Trace]:
    """Keep cases of pairs that have not met; those of paused pairs are snoozed elsewhere."""
    for case in cases.open_everywhere(connection):
        wanted = pair_of(case.subject)
        if case.kind != CaseKind.NO_FIRST_MEETING or wanted is None:
            continue
        pair = pairs.find(connection, case.guild, wanted)
        # A pair on hold has another case.
        if pair is None or pair.is_held:
            continue
        if case_evidence.is_unmet(connection, case.guild, wanted):
            yield _kept(case, CaseKind.NO_FIRST_MEETING)


def _kept(case: Case, kind: CaseKind) -> _Trace:
    return _Trace(case.guild, kind, case.subject, case.evidence, partial(dict, case.facts))


def _one_sided(connection: Connection, now: datetime) -> Iterator[_Trace]:
    counts = case_evidence.signs_of_life(
        connection, now - rules.ONE_SIDED_AGE, now - rules.ONE_SIDED_WITHIN
    )
    for (guild, wanted), active in sorted(counts.items()):
        # Someone who did anything recently is not silent; only for the others is the pair read.
        if len(active) > 1 or max(active.values()) < rules.ONE_SIDED_UPDATES:
            continue
        pair = pairs.get(connection, guild, wanted)
        if rules.is_one_sided(active, [member.user for member in pair.members]):
            more = {"steps": str(max(active.values()))}
            yield _Trace(
                guild,
                CaseKind.ONE_SIDED,
                pair_subject(wanted),
                f"month:{now:%Y-%m}",
                partial(_facts, connection, guild, wanted, more),
            )


def _over_load(connection: Connection) -> Iterator[_Trace]:
    for over_load in case_evidence.over_load(connection):
        facts = {
            "mentor": f"<@{over_load.mentor}>",
            "mentees": str(over_load.mentees),
            "room_for": str(over_load.capacity),
        }
        yield _Trace(
            over_load.guild,
            CaseKind.MENTOR_OVER_LOAD,
            f"enrolment:{over_load.enrolment}",
            f"{over_load.mentees}/{over_load.capacity}",
            partial(dict, facts),
        )


def _thread_trouble(connection: Connection) -> Iterator[_Trace]:
    """Keep cases of pairs without a thread, or with one that no message has reached since.

    A pause doesn't repair a thread; only a pair that has ended needs none.
    """
    for case in cases.open_everywhere(connection):
        wanted = pair_of(case.subject)
        if case.kind != CaseKind.THREAD_TROUBLE or wanted is None:
            continue
        pair = pairs.find(connection, case.guild, wanted)
        if pair is None or pair.state is PairState.ENDED:
            continue
        if pair.thread is None or not case_evidence.has_reached(
            connection, case.guild, pair.thread, case.opened_at
        ):
            yield _kept(case, CaseKind.THREAD_TROUBLE)


def _left(connection: Connection) -> Iterator[_Trace]:
    """Keep cases about someone who left, while they are gone and the pair has not ended."""
    for case in cases.open_everywhere(connection):
        wanted = pair_of(case.subject)
        if case.kind not in _OF_LEFT or wanted is None:
            continue
        pair = pairs.find(connection, case.guild, wanted)
        if pair is None or pair.state is PairState.ENDED:
            continue
        if any(member.user in presence.departed(connection, case.guild) for member in pair.members):
            yield _kept(case, CaseKind(case.kind))


def _facts(
    connection: Connection, guild: GuildId, wanted: PairId, more: dict[str, str]
) -> dict[str, str]:
    pair = pairs.get(connection, guild, wanted)
    return rules.pair_facts(pair.mentor, pair.mentees, pair.thread) | more


def _day(instant: datetime) -> str:
    return day_of(instant)
