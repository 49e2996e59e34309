"""Turn the ledger's entries into turns: the owner of each, its date, and their order.

The entries stay plain rows until a turn is read. A ledger may hold hundreds, of which a screen
shows eight on each side and counts the rest, and creating a turn takes longer than sorting it.
"""

import json
from collections.abc import Callable, Iterator, Sequence
from datetime import UTC, date, datetime, timedelta
from typing import overload

from bot.domain.ids import PairId, UserId
from bot.domain.matching.result import Note
from bot.domain.meetings.first_meetings import DAY, put_off
from bot.domain.meetings.meetings import NEW_TIME_WITHIN, finder
from bot.domain.moderation.cases import HEARD_WITHIN, askers
from bot.domain.progress.due_dates import EVENING
from bot.domain.progress.goals import WAITS_FOR
from bot.domain.schedule import instant_of
from bot.domain.status.turns import LATE, Ledger, Turn, TurnKind
from bot.services.work import Work
from bot.storage.nudges.away import Away
from bot.storage.pairs import pauses
from bot.storage.pairs.pairs import Pair
from bot.storage.status.ledger import Entry
from bot.storage.status.parts import NEVER, NOBODY

_NEAR = int(WAITS_FOR.total_seconds())
_KINDS = {kind.value: kind for kind in TurnKind}


class Turns(Sequence[Turn]):
    """Entries in order, each of which becomes a turn when it is read."""

    def __init__(self, entries: Sequence[Entry]) -> None:
        self._entries = entries

    def __len__(self) -> int:
        return len(self._entries)

    @overload
    def __getitem__(self, index: int) -> Turn: ...

    @overload
    def __getitem__(self, index: slice) -> tuple[Turn, ...]: ...

    def __getitem__(self, index: int | slice) -> Turn | tuple[Turn, ...]:
        if isinstance(index, slice):
            return tuple(map(turn_of, self._entries[index]))
        return turn_of(self._entries[index])

    def __iter__(self) -> Iterator[Turn]:
        return map(turn_of, self._entries)

    def soonest(self) -> dict[TurnKind, Turn]:
        """Return the first turn of each kind that occurs."""
        # Backward, so that the soonest of each kind is what remains.
        first = {entry[1]: entry for entry in reversed(self._entries)}
        return {_KINDS[kind]: turn_of(entry) for kind, entry in first.items()}


def turn_of(entry: Entry) -> Turn:
    """Return the turn for an entry."""
    due, kind, what, owner, pair, name, note, first = entry
    due_at = None if due == NEVER else datetime.fromtimestamp(due, UTC)
    reason = Note.from_json(json.loads(note)) if note and kind == TurnKind.MATCHING else None
    owned_by = None if owner == NOBODY else owner
    return Turn(_KINDS[kind], owned_by, due_at, pair, what, name or "", reason, bool(first))


def introductions(theirs: Sequence[Pair]) -> list[Entry]:
    """Return the pairs whose introduction is queued: the turn is the bot's."""
    kind = TurnKind.INTRODUCTION.value
    return [
        (NEVER, kind, pair.id, NOBODY, pair.id, None, None, None)
        for pair in theirs
        if pair.introduced_at is None
    ]


def ledger_from(person: UserId, settled: Sequence[Entry]) -> tuple[Ledger, dict[TurnKind, Turn]]:
    """Sort entries by who has the turn, as `ledger_of` sorts turns.

    With them comes the soonest of each kind that waits on `person`.
    """
    # Due, kind, ID, and owner come first in an entry, and no two have all of them in common.
    ordered = sorted(settled)
    mine = Turns([entry for entry in ordered if entry[3] == person])
    others = Turns([entry for entry in ordered if entry[3] not in (NOBODY, person)])
    for_no_one = Turns([entry for entry in ordered if entry[3] == NOBODY])
    return Ledger(mine, others, for_no_one), mine.soonest()


class Rules:
    """What decides, besides the row itself, who has the turn and until when."""

    def __init__(
        self,
        work: Work,
        theirs: Sequence[Pair],
        absent: Sequence[Away],
        entries: Sequence[Entry],
    ) -> None:
        app, now = work.app, work.now
        self._user, self._now = work.user, _seconds(now)
        unmet = [entry[2] for entry in entries if entry[1] == TurnKind.FIRST_MEETING]
        self._pauses = (
            pauses.list_for_pairs_of(work.connection, work.guild, work.user) if unmet else {}
        )
        self._first_meeting_within = timedelta(days=app.settings.first_meeting.within_days)
        self._pairs = {pair.id: pair for pair in theirs}
        self._back = {
            away.user: _seconds(away.ends_at) for away in absent if away.stretch.holds(now)
        }
        self._check_in_within = _days(app.settings.check_ins.answer_within_days)
        self._agreement_within = _days(app.settings.agreements.nudge_after_days)
        self._evenings: dict[tuple[str, str], int] = {}
        self._of_kind: dict[str, Callable[[Entry], Entry]] = {
            TurnKind.CHECK_IN.value: self._check_in,
            TurnKind.NEW_TIME.value: self._new_time,
            TurnKind.AGREEMENT.value: self._agreement,
            TurnKind.GOAL.value: self._goal,
            TurnKind.FIRST_MEETING.value: self._first_meeting,
            TurnKind.HELP.value: self._help,
        }

    def settle(self, entries: Sequence[Entry]) -> list[Entry]:
        """Return the entries with their owner and date; for most kinds the row has both."""
        of_kind = self._of_kind
        return [of_kind[entry[1]](entry) if entry[1] in of_kind else entry for entry in entries]

    def _check_in(self, entry: Entry) -> Entry:
        # Someone away has as long after their return.
        since = self._back.get(entry[3], entry[0])
        return (since + self._check_in_within, *entry[1:])

    def _agreement(self, entry: Entry) -> Entry:
        # They are reminded once, then; a day that has passed would promise another reminder.
        due = entry[0] + self._agreement_within
        return (due if due > self._now else NEVER, *entry[1:])

    def _new_time(self, entry: Entry) -> Entry:
        due, kind, what, taken_by, of_pair, name, note, first = entry
        assert of_pair is not None
        pair = self._pairs[of_pair]
        owner = finder(None if taken_by == NOBODY else taken_by, pair.mentor, pair.mentees)
        due += int(NEW_TIME_WITHIN.total_seconds())
        return (due, kind, what, owner, of_pair, name, note, first)

    def _first_meeting(self, entry: Entry) -> Entry:
        """Leave it to the mentee to propose a time; days of a pause don't count."""
        due, kind, what, _, of_pair, name, note, first = entry
        assert of_pair is not None
        pair, within = self._pairs[of_pair], self._first_meeting_within
        begun, stretches = datetime.fromtimestamp(due, UTC), self._pauses.get(PairId(of_pair), ())
        later = put_off(begun, within.days, pair.check_in_time, pair.time_zone, stretches)
        due += int((within + later * DAY).total_seconds())
        # A day that has passed would promise another reminder.
        by = due if due > self._now else NEVER
        return (by, kind, what, pair.mentees[0], of_pair, name, note, first)

    def _help(self, entry: Entry) -> Entry:
        """Make a question due when the asker was told; its name says whether that has passed."""
        opened, kind, what, owner, of_pair, facts, note, first = entry
        asked = askers(json.loads(facts or "{}"), datetime.fromtimestamp(opened, UTC))
        due = _seconds(asked[self._user] + HEARD_WITHIN)
        return (due, kind, what, owner, of_pair, LATE if due < self._now else "", note, first)

    def _goal(self, entry: Entry) -> Entry:
        """Make a goal due on the evening of its day in the pair's time zone.

        One that is far ahead waits on no one yet; `first` says whether it is the asker's own.
        """
        of_pair, day = entry[4], entry[6]
        assert of_pair is not None
        assert day is not None
        zone = self._pairs[of_pair].time_zone
        evening = self._evenings.get((day, zone))
        if evening is None:
            evening = _seconds(instant_of(date.fromisoformat(day), EVENING, zone))
            self._evenings[day, zone] = evening
        if evening - self._now > _NEAR:
            _, kind, what, owner, of_pair, name, note, _ = entry
            return (evening, kind, what, NOBODY, of_pair, name, note, int(owner == self._user))
        return (evening, *entry[1:])


def _seconds(instant: datetime) -> int:
    return int(instant.timestamp())


def _days(number: int) -> int:
    return int(timedelta(days=number).total_seconds())
