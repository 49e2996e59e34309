"""What `/pair status` shows: totals so far, the agreement, and the next check-in."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection

from bot.domain.ids import GuildId, PairId, UserId
from bot.domain.nudges.kinds import NudgeKind
from bot.domain.progress.check_ins import Activity
from bot.domain.progress.pair_stats import PairStats
from bot.domain.states import NudgeState, Role
from bot.domain.status.turns import Ledger, Reminded, Turn, TurnKind, ledger_of
from bot.services.pairs.next_check_in import next_check_in
from bot.services.pairs.permissions import require_own
from bot.services.status import status
from bot.services.work import Work, reads
from bot.storage import outbox
from bot.storage.cohorts import enrolments
from bot.storage.outbox import Nudge
from bot.storage.pairs import agreements
from bot.storage.pairs.agreements import Agreement
from bot.storage.pairs.pairs import Pair
from bot.storage.progress import progress
from bot.storage.youth import supervision


@dataclass(frozen=True, slots=True)
class PairStatus:
    """A pair's status, for one of its own people."""

    person: UserId
    pair: Pair
    reached: PairStats
    agreement: Agreement | None
    next_check_in: datetime | None
    # What makes an earlier check-in needless, and the check-in that is left out for it.
    skipped: tuple[Activity, datetime] | None
    # Who has the turn in each open item between them, and which of those people were reminded.
    ledger: Ledger
    reminded: tuple[Reminded, ...] = ()
    # Whether everyone was taken out of the thread, because something of youth mode is missing.
    is_closed: bool = False
    # The goals that the asker's partners chose to show them.
    words: tuple[tuple[UserId, str], ...] = ()


@reads
def look(work: Work, pair_id: PairId) -> PairStatus:
    """Return the pair's status; raise ``pair.not_yours`` for anyone else."""
    pair = require_own(work, pair_id)
    turns = status.turns_of_pair(work, pair)
    next_at, skipped = next_check_in(work.connection, pair, work.now)
    return PairStatus(
        person=work.user,
        pair=pair,
        reached=progress.pair_stats(work.connection, work.guild, pair_id),
        agreement=agreements.find_latest(work.connection, work.guild, pair_id, agreed=True),
        next_check_in=next_at,
        skipped=skipped,
        ledger=ledger_of(work.user, turns),
        reminded=_reminded(work, work.guild, turns, next_at),
        words=_partners_words(work, pair),
        is_closed=pair_id in supervision.closed(work.connection, work.guild),
    )


# Which kind of nudge reminds of a turn, and whether its row is about the pair or the item itself.
_REMINDERS = {
    TurnKind.CHECK_IN: (NudgeKind.CHECK_IN, "pair"),
    TurnKind.AGREEMENT: (NudgeKind.AGREEMENT_DUE, "pair"),
    TurnKind.COMMITMENT: (NudgeKind.COMMITMENT_DUE, "commitment"),
    TurnKind.FIRST_MEETING: (NudgeKind.FIRST_MEETING, "pair"),
    TurnKind.MEETING_TIMES: (NudgeKind.TIMES_WAITING, "meeting"),
}
_REACHED = (NudgeState.SENT, NudgeState.MERGED)


def _reminded(
    work: Work, guild: GuildId, turns: list[Turn], next_check_in_at: datetime | None
) -> tuple[Reminded, ...]:
    """Return the turns whose owners were reminded, from the rows of those messages."""
    reminded = []
    for turn in turns:
        rows = _reminders(work.connection, guild, turn)
        if not any(row.state in _REACHED for row in rows):
            continue
        coming = [
            row.due_at for row in rows if row.state is NudgeState.DUE and row.due_at > work.now
        ]
        if turn.due_at is not None and turn.due_at > work.now:
            coming.append(turn.due_at)
        if turn.kind is TurnKind.CHECK_IN and next_check_in_at is not None:
            coming.append(next_check_in_at)
        reminded.append(Reminded(turn, min(coming, default=None)))
    return tuple(reminded)


def _reminders(connection: Connection, guild: GuildId, turn: Turn) -> list[Nudge]:
    if turn.kind not in _REMINDERS:
        return []
    kind, subject = _REMINDERS[turn.kind]
    number = turn.pair if subject == "pair" else turn.what
    if number is None:
        return []
    rows = outbox.list_for_subject(connection, guild, subject, number)
    asked = [row for row in rows if row.kind is kind and row.recipient == turn.owner]
    if turn.kind is TurnKind.CHECK_IN:  # a pair has many, and each has its own row
        return [row for row in asked if row.subject_version == turn.what]
    return asked


def _partners_words(work: Work, pair: Pair) -> tuple[tuple[UserId, str], ...]:
    """Return the goals of each partner of the asker; mentees of one circle are not partners."""
    if pair.cohort is None:
        return ()
    partners = pair.mentees if work.user == pair.mentor else (pair.mentor,)
    role = Role.MENTEE if work.user == pair.mentor else Role.MENTOR
    signed_up = [
        enrolments.find(work.connection, pair.guild, pair.cohort, user, role) for user in partners
    ]
    words_by_user = (
        (enrolment.user, enrolment.answers.words_for_partner)
        for enrolment in signed_up
        if enrolment is not None
    )
    return tuple((user, words) for user, words in words_by_user if words)
