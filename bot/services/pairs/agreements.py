"""What a pair agrees: each answers alone, both are revealed, both agree."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from sqlalchemy import Connection

from bot.app import App
from bot.domain.errors import DomainError
from bot.domain.ids import PairId, UserId
from bot.domain.nudges.kinds import NudgeKind
from bot.domain.pairs import agreements as rules
from bot.domain.schedule import instant_of
from bot.domain.states import PairState
from bot.services.actor import Actor
from bot.services.progress.updates import require_own
from bot.storage import interactions, outbox
from bot.storage.cohorts import cohorts
from bot.storage.pairs import agreements, pairs
from bot.storage.pairs.agreements import Agreement
from bot.storage.pairs.pairs import Pair

# A look at the agreement that could not be offered by then is left out.
USEFUL_FOR = timedelta(days=14)

Check = Callable[[rules.Said], dict[str, tuple[str, ...]]]


@dataclass(frozen=True, slots=True)
class AgreementView:
    """A pair's agreement as one of its people may see it; `agreed` is the one in force."""

    pair: Pair
    latest: Agreement | None
    agreed: Agreement | None


@dataclass(frozen=True, slots=True)
class HalfKept:
    """Part of an answer was kept; `complete` says that it was the rest of it."""

    pair: Pair
    agreement: Agreement
    complete: bool


@dataclass(frozen=True, slots=True)
class Consented:
    """Somebody agreed to what was revealed; with `agreed` everybody has."""

    pair: Pair
    agreement: Agreement
    agreed: bool


async def look(app: App, actor: Actor, pair: PairId) -> AgreementView:
    """Return the pair's agreement, for its people only."""

    def read(connection: Connection) -> AgreementView:
        found = require_own(connection, actor, pair, ended_too=True)
        return AgreementView(
            pair=found,
            latest=agreements.find_latest(connection, actor.guild, pair),
            agreed=agreements.find_latest(connection, actor.guild, pair, agreed=True),
        )

    return await app.database.read(read)


async def begin(app: App, actor: Actor, pair: PairId) -> tuple[Pair, rules.Said]:
    """Return the pair and what this person said before: what the form starts from."""

    def read(connection: Connection) -> tuple[Pair, rules.Said]:
        found = require_own(connection, actor, pair)
        latest = agreements.find_latest(connection, actor.guild, pair)
        half = latest.half_of(actor.user) if latest else None
        return found, half.said if half else {}

    return await app.database.read(read)


async def choose(app: App, actor: Actor, pair: PairId, typed: rules.Said) -> HalfKept:
    """Keep the first part of somebody's answer: what is chosen.

    Once everybody's answers are revealed, a change begins a new version.
    """
    return await app.database.write(_keep, app, actor, pair, rules.check_chosen, typed)


async def write(app: App, actor: Actor, pair: PairId, typed: rules.Said) -> HalfKept:
    """Keep the second part, which completes the answer; the last one to do so reveals all.

    Raises `DomainError` ``agreement.first_part``, ``agreement.empty``, ``agreement.long``.
    """
    return await app.database.write(_keep, app, actor, pair, rules.check_written, typed)


def _keep(
    connection: Connection,
    app: App,
    actor: Actor,
    pair_id: PairId,
    check: Check,
    typed: rules.Said,
) -> HalfKept:
    now = app.clock.now()
    interactions.record(connection, actor.interaction, actor.guild, now)
    pair = require_own(connection, actor, pair_id)
    part = check(typed)
    agreement = _open_version(connection, pair, actor.user, now)
    half = agreement.half_of(actor.user)
    said = {**(half.said if half else {}), **part}
    complete = check is rules.check_written
    if complete and not rules.has_first_part(said):
        raise DomainError("agreement.first_part")
    agreements.save_half(connection, agreement, actor.user, said, now if complete else None)
    agreement = _latest(connection, pair)
    if complete:
        _move_on(connection, app, pair, agreement, now)
    return HalfKept(pair, _latest(connection, pair), complete)


def _open_version(connection: Connection, pair: Pair, changing: UserId, now: datetime) -> Agreement:
    """Return the version that is being answered, begun with what the others said last time."""
    latest = agreements.find_latest(connection, pair.guild, pair.id)
    if latest is not None and latest.revealed_at is None:
        return latest
    number = latest.version + 1 if latest else 1
    agreements.open_version(connection, pair.guild, pair.id, number, now)
    opened = _latest(connection, pair)
    for half in latest.halves if latest else ():
        completed = None if half.user == changing else now
        agreements.save_half(connection, opened, half.user, half.said, completed)
    return _latest(connection, pair)


def _move_on(
    connection: Connection, app: App, pair: Pair, agreement: Agreement, now: datetime
) -> None:
    """Reveal what everybody has answered, or see to it that the others hear of their turn."""
    waiting = [member.user for member in pair.members if not _has_completed(agreement, member.user)]
    if waiting:
        _plan_reminders(connection, app, pair, agreement, waiting, "answer", now)
        return
    agreements.record_revealed(connection, agreement, now)
    outbox.plan(
        connection,
        guild=pair.guild,
        kind=NudgeKind.AGREEMENT_REVEALED,
        subject_type="pair",
        subject_id=pair.id,
        subject_version=agreement.version,
        due_at=now,
        occurrence=f"version:{agreement.version}",
    )
    everybody = [member.user for member in pair.members]
    _plan_reminders(connection, app, pair, agreement, everybody, "agree", now)


def _plan_reminders(
    connection: Connection,
    app: App,
    pair: Pair,
    agreement: Agreement,
    owners: list[UserId],
    step: str,
    now: datetime,
) -> None:
    for owner in owners:
        outbox.plan(
            connection,
            guild=pair.guild,
            kind=NudgeKind.AGREEMENT_DUE,
            subject_type="pair",
            subject_id=pair.id,
            subject_version=agreement.version,
            recipient=owner,
            due_at=now + timedelta(days=app.settings.agreements.nudge_after_days),
            now=now,
            occurrence=f"version:{agreement.version}:{step}",
        )


async def agree(app: App, actor: Actor, pair: PairId) -> Consented:
    """Agree to what was revealed; the last one to do so puts it in force.

    Raises `DomainError` ``agreement.not_revealed``.
    """
    return await app.database.write(_agree, app, actor, pair)


def _agree(connection: Connection, app: App, actor: Actor, pair_id: PairId) -> Consented:
    now = app.clock.now()
    interactions.record(connection, actor.interaction, actor.guild, now)
    pair = require_own(connection, actor, pair_id)
    agreement = agreements.find_latest(connection, actor.guild, pair_id)
    if agreement is None or agreement.revealed_at is None:
        raise DomainError("agreement.not_revealed")
    agreements.record_consent(connection, agreement, actor.user, now)
    agreement = _latest(connection, pair)
    agreed = all(_has_agreed(agreement, member.user) for member in pair.members)
    if agreed and agreement.agreed_at is None:
        agreements.record_agreed(connection, agreement, now)
        if pair.state is PairState.INTRODUCED:
            pairs.set_state(connection, actor.guild, pair_id, PairState.AGREED)
        _plan_review(connection, app, pair, now)
    return Consented(pair, _latest(connection, pair), agreed)


def _plan_review(connection: Connection, app: App, pair: Pair, now: datetime) -> None:
    """Plan one look at the agreement, half-way through the cohort or after the usual weeks."""
    met = (pair.introduced_at or now).astimezone(ZoneInfo(pair.time_zone)).date()
    day = met + timedelta(weeks=app.settings.agreements.review_after_weeks)
    if pair.cohort is not None:
        last = cohorts.get(connection, pair.guild, pair.cohort).plan.ends_on
        if last is not None and last > met:
            day = met + (last - met) // 2
    instant = instant_of(day, pair.check_in_time, pair.time_zone)
    if instant <= now:
        return
    outbox.plan(
        connection,
        guild=pair.guild,
        kind=NudgeKind.AGREEMENT_REVIEW,
        subject_type="pair",
        subject_id=pair.id,
        # One of them is enough: what they change, the others agree to anew.
        recipient=min(pair.mentees),
        due_at=instant,
        expires_at=instant + USEFUL_FOR,
        now=now,
    )


def owing(agreement: Agreement, pair: Pair) -> list[UserId]:
    """Return those whose turn it is: to answer, or once all is revealed to agree."""
    users = [member.user for member in pair.members]
    if agreement.agreed_at is not None:
        return []
    if agreement.revealed_at is not None:
        return [user for user in users if not _has_agreed(agreement, user)]
    return [user for user in users if not _has_completed(agreement, user)]


def _has_completed(agreement: Agreement, user: UserId) -> bool:
    half = agreement.half_of(user)
    return half is not None and half.completed_at is not None


def _has_agreed(agreement: Agreement, user: UserId) -> bool:
    half = agreement.half_of(user)
    return half is not None and half.agreed_at is not None


def _latest(connection: Connection, pair: Pair) -> Agreement:
    found = agreements.find_latest(connection, pair.guild, pair.id)
    assert found is not None, "a version was opened in this very transaction"
    return found
