"""Say what is waiting: on oneself, on others, on nobody."""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta

from sqlalchemy import Connection

from bot.app import App
from bot.domain.dues import EVENING
from bot.domain.matching.result import Note
from bot.domain.meetings import answerer
from bot.domain.schedule import instant_of
from bot.domain.turns import Ledger, Turn, TurnKind, ledger_of
from bot.services.actor import Actor, moderates
from bot.services.requests import SHOWN_FOR
from bot.storage import away, ledger, pairs, societies
from bot.storage.away import Away
from bot.storage.ledger import Entry
from bot.storage.pairs import Pair

_KINDS = {kind.value: kind for kind in TurnKind}


@dataclass(frozen=True, slots=True)
class Status:
    """One person's view of everything they have a part in."""

    ledger: Ledger
    pairs: tuple[Pair, ...]
    is_set_up: bool
    is_moderator: bool
    away: tuple[Away, ...] = ()


async def of_person(app: App, actor: Actor) -> Status:
    """Return what waits on `actor`, on their partners and on nobody."""
    return await app.database.glance(_of_person, app, actor)


def _of_person(connection: Connection, app: App, actor: Actor) -> Status:
    now = app.clock.now()
    theirs = pairs.of_person(connection, actor.guild, actor.user)
    absent = away.around(connection, actor.guild, actor.user, now)
    found = ledger.entries(connection, actor.guild, actor.user, now, now - SHOWN_FOR)
    society = societies.find(connection, actor.guild)
    rules = _Rules(app, theirs, absent, now)
    turns = rules.turns(found) + _introduction_turns(theirs)
    return Status(
        ledger=ledger_of(actor.user, turns),
        pairs=tuple(theirs),
        is_set_up=society is not None and society.mentoring_channel is not None,
        is_moderator=moderates(actor, society),
        away=tuple(absent),
    )


def of_pair(
    connection: Connection, app: App, actor: Actor, pair: Pair, now: datetime
) -> list[Turn]:
    """Return what waits in one pair of `actor`'s, on whomever, as far as they may see it."""
    absent = away.around(connection, actor.guild, actor.user, now)
    found = ledger.entries(connection, actor.guild, actor.user, now, now)
    rules = _Rules(app, [pair], absent, now)
    return rules.turns([entry for entry in found if entry[2] == pair.id])


class _Rules:
    """What decides, beside the row itself, whose turn it is and until when."""

    def __init__(self, app: App, theirs: list[Pair], absent: list[Away], now: datetime) -> None:
        self._pairs = {pair.id: pair for pair in theirs}
        self._back = {one.user: one.ends_at for one in absent if one.stretch.holds(now)}
        self._check_in_within = timedelta(days=app.settings.check_ins.answer_within_days)
        self._agreement_within = timedelta(days=app.settings.agreements.nudge_after_days)
        self._evenings: dict[tuple[str, str], datetime] = {}
        self._of_kind = {
            TurnKind.CHECK_IN: self._check_in,
            TurnKind.MEETING_TIMES: self._meeting_times,
            TurnKind.AGREEMENT: self._agreement,
            TurnKind.GOAL: self._goal,
            TurnKind.MATCHING: self._matching,
        }

    def turns(self, entries: Sequence[Entry]) -> list[Turn]:
        """Return the turns that the ledger's entries are; of most kinds the row says it all."""
        turns, of_kind, instant = [], self._of_kind, datetime.fromtimestamp
        for kind, what, pair, owner, due, name, note, first in entries:
            due_at = None if due is None else instant(due, UTC)
            turn = Turn(_KINDS[kind], owner, due_at, pair, what, name or "")
            rule = of_kind.get(turn.kind)
            turns.append(rule(turn, note or "", bool(first)) if rule else turn)
        return turns

    def _check_in(self, turn: Turn, _note: str, _first: bool) -> Turn:
        since = turn.due_at
        if turn.owner in self._back:  # somebody away has as long after their return
            since = self._back[turn.owner]
        return _later(turn, since, self._check_in_within)

    def _agreement(self, turn: Turn, _note: str, _first: bool) -> Turn:
        return _later(turn, turn.due_at, self._agreement_within)

    def _meeting_times(self, turn: Turn, _note: str, _first: bool) -> Turn:
        assert turn.owner is not None
        assert turn.pair is not None
        pair = self._pairs[turn.pair]
        return turn._replace(owner=answerer(turn.owner, pair.mentor, pair.mentees))

    def _goal(self, turn: Turn, day: str, _first: bool) -> Turn:
        """Have a goal due on the evening of its day where the pair is."""
        assert turn.pair is not None
        zone = self._pairs[turn.pair].time_zone
        evening = self._evenings.get((day, zone))
        if evening is None:
            evening = instant_of(date.fromisoformat(day), EVENING, zone)
            self._evenings[day, zone] = evening
        return turn._replace(due_at=evening)

    def _matching(self, turn: Turn, reason: str, first: bool) -> Turn:
        why = Note.from_json(json.loads(reason)) if reason else None
        return turn._replace(reason=why, first=first)


def _later(turn: Turn, since: datetime | None, within: timedelta) -> Turn:
    assert since is not None, "it was asked at some time"
    return turn._replace(due_at=since + within)


def _introduction_turns(theirs: list[Pair]) -> list[Turn]:
    """Return the pairs whose introduction is on its way: the bot's own move."""
    return [
        Turn(TurnKind.INTRODUCTION, owner=None, due_at=None, pair=pair.id, what=pair.id)
        for pair in theirs
        if pair.introduced_at is None
    ]
