"""Answer a check-in, by its buttons or in any other way."""

from dataclasses import dataclass

from bot.domain.errors import DomainError
from bot.domain.ids import CheckInId, UserId
from bot.domain.nudges.kinds import NudgeKind
from bot.domain.states import CheckInAnswer, CheckInState, PairState
from bot.services.work import Work, reads, writes
from bot.storage import live_buttons, outbox
from bot.storage.pairs import pairs
from bot.storage.pairs.pairs import Pair
from bot.storage.progress import check_ins
from bot.storage.progress.check_ins import CheckIn


@dataclass(frozen=True, slots=True)
class CheckInAnswered:
    """A check-in was answered; `before` is the answer it already had, if any.

    A call for help is none until someone is told, and is not `saved`.
    """

    pair: Pair
    check_in: CheckIn
    answer: CheckInAnswer
    before: CheckInAnswer | None
    saved: bool = True


@writes
def answer(work: Work, check_in_id: CheckInId, given: CheckInAnswer) -> CheckInAnswered:
    """Save the answer; a second one changes nothing, and the first is returned as `before`.

    A call for help, by anyone of the pair and after its end too, saves nothing: the check-in waits
    until they post an update or ask a moderator (`record_help`).

    Raises `DomainError` ``check_in.unknown``, ``check_in.not_yours``, ``check_in.over``,
    ``pair.ended``.
    """
    if given is CheckInAnswer.NEED_HELP:
        check_in, pair = require_member(work, check_in_id)
        return CheckInAnswered(pair, check_in, given, None, saved=False)
    check_in, pair = require_owner(work, check_in_id)
    check_ins.record_answer(work.connection, work.guild, check_in_id, given, work.now)
    return CheckInAnswered(pair, check_in, given, check_in.answer)


def record_help(work: Work, check_in: CheckIn, pair: Pair) -> None:
    """Let its owner's call for help be the answer, whatever was answered before."""
    if check_in.owner != work.user or not _goes_on_with(pair, work.user):
        return
    given = CheckInAnswer.NEED_HELP
    if not _record(work, check_in, given):
        check_ins.replace_answer(work.connection, check_in, given, work.now)


@reads
def find(work: Work, check_in_id: CheckInId) -> tuple[CheckIn, Pair]:
    """Return the check-in and its pair, for its owner only."""
    return require_owner(work, check_in_id)


def require_owner(work: Work, check_in_id: CheckInId) -> tuple[CheckIn, Pair]:
    """Return the check-in and its pair; raise for anyone but its owner, and for an ended pair."""
    check_in, pair = require_member(work, check_in_id)
    if not _goes_on_with(pair, work.user):
        raise DomainError("pair.ended")
    if check_in.owner != work.user:
        is_open = check_in.state in (CheckInState.PLANNED, CheckInState.ASKED)
        raise DomainError("check_in.not_yours" if is_open else "check_in.over")
    return check_in, pair


def require_member(work: Work, check_in_id: CheckInId) -> tuple[CheckIn, Pair]:
    """Return the check-in and its pair, ended or not, to those who are or were in it."""
    check_in = check_ins.get(work.connection, work.guild, check_in_id)
    pair = pairs.get(work.connection, work.guild, check_in.pair)
    if not pair.has(work.user) and check_in.owner != work.user:
        raise DomainError("check_in.unknown")
    return check_in, pair


def _goes_on_with(pair: Pair, user: UserId) -> bool:
    return pair.state is not PairState.ENDED and pair.has(user)


def clear(work: Work, pair: Pair, given: CheckInAnswer) -> bool:
    """Answer the pair's latest check-in if it is the asker's and open; return whether it was."""
    latest = check_ins.latest_of_pair(work.connection, pair.guild, pair.id)
    if latest is None or latest.owner != work.user:
        return False
    return _record(work, latest, given)


def _record(work: Work, check_in: CheckIn, given: CheckInAnswer) -> bool:
    """Answer a check-in and take the buttons of its question; return whether it was open."""
    rows = outbox.list_for_subject(work.connection, work.guild, "pair", check_in.pair)
    asked = [
        row for row in rows if row.kind is NudgeKind.CHECK_IN and row.subject_version == check_in.id
    ]
    live_buttons.take(work.connection, asked, work.now)
    return check_ins.record_answer(work.connection, work.guild, check_in.id, given, work.now)
