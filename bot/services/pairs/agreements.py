"""A pair's agreement: each answers alone, all answers are revealed, all agree."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from sqlalchemy import Connection

from bot.domain.errors import DomainError
from bot.domain.ids import PairId, UserId
from bot.domain.nudges.kinds import NudgeKind
from bot.domain.pairs import agreements as rules
from bot.domain.progress.check_ins import with_check_in
from bot.domain.schedule import instant_of
from bot.domain.states import PairState
from bot.services.pairs.permissions import require_own
from bot.services.work import Work, reads, writes
from bot.storage import live_buttons, outbox
from bot.storage.cohorts import cohorts
from bot.storage.pairs import agreements, pairs
from bot.storage.pairs.agreements import Agreement
from bot.storage.pairs.pairs import Pair

# A review that could not be offered by then is left out.
USEFUL_FOR = timedelta(days=14)

Check = Callable[[rules.AgreementAnswers], dict[str, tuple[str, ...]]]


@dataclass(frozen=True, slots=True)
class AgreementView:
    """A pair's agreement as one of its people may see it; `agreed` is the one in force."""

    pair: Pair
    latest: Agreement | None
    agreed: Agreement | None


@dataclass(frozen=True, slots=True)
class HalfSaved:
    """Part of an answer was saved; `complete` says that it was the last part."""

    pair: Pair
    agreement: Agreement
    complete: bool


@dataclass(frozen=True, slots=True)
class Consented:
    """Someone agreed to what was revealed; with `agreed`, everyone has."""

    pair: Pair
    agreement: Agreement
    agreed: bool


@reads
def look(work: Work, pair_id: PairId) -> AgreementView:
    """Return the pair's agreement, to its people only."""
    pair = require_own(work, pair_id, ended_too=True)
    return AgreementView(
        pair=pair,
        latest=agreements.find_latest(work.connection, work.guild, pair_id),
        agreed=agreements.find_latest(work.connection, work.guild, pair_id, agreed=True),
    )


@reads
def begin(work: Work, pair_id: PairId) -> tuple[Pair, rules.AgreementAnswers]:
    """Return the pair and this person's earlier answers, to fill in the form."""
    pair = require_own(work, pair_id)
    latest = agreements.find_latest(work.connection, work.guild, pair_id)
    half = latest.half_of(work.user) if latest else None
    return pair, half.said if half else {}


@writes
def choose(work: Work, pair_id: PairId, typed: rules.AgreementAnswers) -> HalfSaved:
    """Save the first part of someone's answers: the choices.

    Once everyone's answers are revealed, a change begins a new version.
    """
    return _save(work, pair_id, rules.check_chosen, typed)


@writes
def write(work: Work, pair_id: PairId, typed: rules.AgreementAnswers) -> HalfSaved:
    """Save the second part, which completes the answers; the last person to do so reveals all.

    Raises `DomainError` ``agreement.first_part``, ``agreement.empty``, ``agreement.long``.
    """
    return _save(work, pair_id, rules.check_written, typed)


def _save(work: Work, pair_id: PairId, check: Check, typed: rules.AgreementAnswers) -> HalfSaved:
    pair = require_own(work, pair_id)
    part = check(typed)
    agreement = _open_version(work, pair, work.user)
    half = agreement.half_of(work.user)
    answers = {**(half.said if half else {}), **part}
    complete = check is rules.check_written
    if complete and not rules.has_first_part(answers):
        raise DomainError("agreement.first_part")
    agreements.save_half(
        work.connection, agreement, work.user, answers, work.now if complete else None
    )
    agreement = _latest(work.connection, pair)
    if complete:
        _move_on(work, pair, agreement)
    return HalfSaved(pair, _latest(work.connection, pair), complete)


def _open_version(work: Work, pair: Pair, changing: UserId) -> Agreement:
    """Return the version being answered, created with everyone's previous answers."""
    latest = agreements.find_latest(work.connection, pair.guild, pair.id)
    if latest is not None and latest.revealed_at is None:
        return latest
    number = latest.version + 1 if latest else 1
    agreements.open_version(work.connection, pair.guild, pair.id, number, work.now)
    opened = _latest(work.connection, pair)
    for half in latest.halves if latest else ():
        completed = None if half.user == changing else work.now
        agreements.save_half(work.connection, opened, half.user, half.said, completed)
    return _latest(work.connection, pair)


def _move_on(work: Work, pair: Pair, agreement: Agreement) -> None:
    """Reveal the answers if everyone has answered, or remind the others of their turn."""
    waiting = [member.user for member in pair.members if not _has_completed(agreement, member.user)]
    if waiting:
        _plan_reminders(work, pair, agreement, waiting, "answer")
        return
    _take_buttons(work, pair, NudgeKind.AGREEMENT_DUE)
    agreements.reveal(work.connection, agreement, work.now)
    members = [member.user for member in pair.members]
    _plan_reminders(work, pair, agreement, members, "agree")


def _take_buttons(work: Work, pair: Pair, kind: NudgeKind) -> None:
    """Take the buttons from what has asked the pair about its agreement, and is answered."""
    rows = outbox.list_for_subject(work.connection, pair.guild, "pair", pair.id)
    live_buttons.take(work.connection, [row for row in rows if row.kind is kind], work.now)


@writes
def still_fits(work: Work, pair_id: PairId) -> None:
    """Leave the agreement as it is; the question is answered."""
    _take_buttons(work, require_own(work, pair_id), NudgeKind.AGREEMENT_REVIEW)


def _plan_reminders(
    work: Work, pair: Pair, agreement: Agreement, owners: list[UserId], step: str
) -> None:
    for owner in owners:
        outbox.plan(
            work.connection,
            guild=pair.guild,
            kind=NudgeKind.AGREEMENT_DUE,
            subject_type="pair",
            subject_id=pair.id,
            subject_version=agreement.version,
            recipient=owner,
            due_at=work.now + timedelta(days=work.app.settings.agreements.nudge_after_days),
            now=work.now,
            occurrence=f"version:{agreement.version}:{step}",
        )


@writes
def agree(work: Work, pair_id: PairId) -> Consented:
    """Agree to what was revealed; the last person to do so puts it in force.

    Raises `DomainError` ``agreement.not_revealed``.
    """
    pair = require_own(work, pair_id)
    agreement = agreements.find_latest(work.connection, work.guild, pair_id)
    if agreement is None or agreement.revealed_at is None:
        raise DomainError("agreement.not_revealed")
    agreements.record_consent(work.connection, agreement, work.user, work.now)
    agreement = _latest(work.connection, pair)
    agreed = all(_has_agreed(agreement, member.user) for member in pair.members)
    if agreed and agreement.agreed_at is None:
        agreements.record_agreed(work.connection, agreement, work.now)
        if pair.state is PairState.INTRODUCED:
            pairs.set_state(work.connection, work.guild, pair_id, PairState.AGREED)
        _plan_review(work, pair)
    return Consented(pair, _latest(work.connection, pair), agreed)


def _plan_review(work: Work, pair: Pair) -> None:
    """Plan one review of the agreement."""
    instant = _review_at(work, pair)
    if instant <= work.now:
        return
    outbox.plan(
        work.connection,
        guild=pair.guild,
        kind=NudgeKind.AGREEMENT_REVIEW,
        subject_type="pair",
        subject_id=pair.id,
        recipient=_reviewer(pair),
        due_at=instant,
        expires_at=instant + USEFUL_FOR,
        now=work.now,
    )


def move_review(work: Work, pair: Pair) -> None:
    """Move the review that is planned, because the cohort's last day has moved."""
    instant = _review_at(work, pair)
    if instant <= work.now:
        return
    outbox.move(
        work.connection,
        guild=pair.guild,
        kind=NudgeKind.AGREEMENT_REVIEW,
        key=f"pair:{pair.id}:{_reviewer(pair)}:",
        due_at=instant,
        expires_at=instant + USEFUL_FOR,
    )


def _reviewer(pair: Pair) -> UserId:
    # One of them is enough: what they change, the others have to agree to again.
    return min(pair.mentees)


def _review_at(work: Work, pair: Pair) -> datetime:
    """Return when an agreement is reviewed: halfway, or after the default weeks."""
    met = (pair.introduced_at or work.now).astimezone(ZoneInfo(pair.time_zone)).date()
    day = met + timedelta(weeks=work.app.settings.agreements.review_after_weeks)
    if pair.cohort is not None:
        last = cohorts.get(work.connection, pair.guild, pair.cohort).plan.ends_on
        if last is not None and last > met:
            day = met + (last - met) // 2
    return with_check_in(pair, instant_of(day, pair.check_in_time, pair.time_zone))


def owing(agreement: Agreement, pair: Pair) -> list[UserId]:
    """Return those whose turn it is: to answer or, once all is revealed, to agree."""
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
    latest = agreements.find_latest(connection, pair.guild, pair.id)
    assert latest is not None, "a version was opened in this very transaction"
    return latest
