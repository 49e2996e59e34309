"""What needs a moderator: ask for one, look, take it, act, decide. Each step leaves its trail."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection

from bot.app import App
from bot.domain.errors import DomainError
from bot.domain.ids import CaseId, CheckInId, UserId
from bot.domain.moderation import cases as rules
from bot.domain.moderation.cases import Weighed
from bot.domain.nudges.kinds import NudgeKind
from bot.domain.requests import steps as request_steps
from bot.domain.states import CaseAction, CaseState, EndReason, PairState
from bot.services.actor import Actor, require_moderator
from bot.services.pairs import endings as pair_endings
from bot.services.pairs.pairs import HelpAsked, ask_about
from bot.services.progress.check_ins import require_owner
from bot.services.requests import steps as request_moves
from bot.storage import interactions, outbox, retries
from bot.storage.moderation import cases
from bot.storage.moderation.cases import Case, CaseStep
from bot.storage.pairs import pairs
from bot.storage.pairs.pairs import Pair
from bot.storage.requests import requests


@dataclass(frozen=True, slots=True)
class CaseShown:
    """A case with its trail, and the pair it is about where it is about one that goes on."""

    case: Case
    trail: tuple[CaseStep, ...]
    pair: Pair | None


@dataclass(frozen=True, slots=True)
class CaseMoved:
    """A moderator did something about a case; with `already` it was resolved before that."""

    case: Case
    action: CaseAction
    already: bool = False


async def ask_for_help(app: App, actor: Actor, check_in: CheckInId) -> HelpAsked:
    """Open a case for the pair of a check-in, at its owner's own wish."""

    def ask(connection: Connection) -> HelpAsked:
        now = app.clock.now()
        interactions.record(connection, actor.interaction, actor.guild, now)
        _, pair = require_owner(connection, actor, check_in)
        return ask_about(connection, actor, pair, rules.CaseKind.HELP_ASKED, now)

    return await app.database.write(ask)


async def open_cases(app: App, actor: Actor) -> list[Case]:
    """Return the open cases, weightiest first and resting ones last; moderators only."""

    def look(connection: Connection) -> list[Case]:
        require_moderator(connection, actor)
        found = {case.id: case for case in cases.open_in(connection, actor.guild)}
        weighed = [
            Weighed(case.id, case.kind, case.opened_at, case.extended_until)
            for case in found.values()
        ]
        waiting = [found.pop(case) for case in rules.ranked(weighed, app.clock.now())]
        return [*waiting, *found.values()]

    return await app.database.read(look)


async def show(app: App, actor: Actor, case: CaseId) -> CaseShown:
    """Return a case with its trail; moderators only. Raises ``case.unknown``."""

    def look(connection: Connection) -> CaseShown:
        require_moderator(connection, actor)
        found = cases.get(connection, actor.guild, case)
        trail = cases.trail(connection, actor.guild, case)
        return CaseShown(found, tuple(trail), _pair_of(connection, found))

    return await app.database.read(look)


async def take(app: App, actor: Actor, case: CaseId) -> CaseMoved:
    """Make a case one's own, so that two moderators don't do the same; moderators only."""

    def act(connection: Connection, found: Case, now: datetime) -> None:
        cases.take(connection, found.guild, found.id, actor.user)

    return await _act(app, actor, case, CaseAction.TAKEN, act)


async def extend(app: App, actor: Actor, case: CaseId) -> CaseMoved:
    """Let a case rest for two weeks; moderators only."""

    def act(connection: Connection, found: Case, now: datetime) -> None:
        cases.extend(connection, found.guild, found.id, now + rules.EXTENSION)

    return await _act(app, actor, case, CaseAction.EXTENDED, act)


async def resolve(app: App, actor: Actor, case: CaseId) -> CaseMoved:
    """Close a case; one that was closed already stays so. Moderators only.

    A pair of which somebody left ends with its case, kindly.
    """

    def act(connection: Connection, found: Case, now: datetime) -> None:
        pair = _pair_of(connection, found)
        if found.kind == rules.CaseKind.SOMEBODY_LEFT and pair is not None:
            pair_endings.close(connection, pair, EndReason.TOGETHER, now)
        if found.kind == rules.CaseKind.THREAD_TROUBLE and pair is not None:
            _try_again(connection, pair, now)
        cases.resolve(connection, found.guild, found.id, now)

    return await _act(app, actor, case, CaseAction.RESOLVED, act)


async def rematch(app: App, actor: Actor, case: CaseId) -> CaseMoved:
    """End the pair of a case, blaming nobody, so that each is matched anew; moderators only.

    Raises `DomainError` ``case.no_pair`` where it is about no pair that goes on.
    """

    def act(connection: Connection, found: Case, now: datetime) -> None:
        pair = _require_pair(connection, found)
        pair_endings.close(connection, pair, EndReason.REMATCH, now)
        cases.resolve(connection, found.guild, found.id, now)

    return await _act(app, actor, case, CaseAction.REMATCHED, act)


async def hand_to(app: App, actor: Actor, case: CaseId, mentor: UserId) -> CaseMoved:
    """Put the request of a case before a mentor, who is asked as any other; moderators only.

    Raises `DomainError` ``case.no_request``, and as `request_steps.hand_to` does.
    """

    def act(connection: Connection, found: Case, now: datetime) -> None:
        wanted = rules.request_of(found.subject)
        request = requests.find(connection, found.guild, wanted) if wanted else None
        if request is None:
            raise DomainError("case.no_request")
        ahead = request_moves.ahead(connection, request, now)
        moved = request_steps.hand_to(request, mentor, ahead)
        cases.resolve(connection, found.guild, found.id, now)
        request_moves.keep(connection, request, moved, now)

    return await _act(app, actor, case, CaseAction.HANDED, act)


async def write(app: App, actor: Actor, case: CaseId, typed: str) -> CaseMoved:
    """Send a moderator's own words to the thread of the case's pair; moderators only.

    Raises `DomainError` ``case.no_pair``, ``case.note_empty``, ``case.note_long``.
    """
    note = rules.check_note(typed)

    def act(connection: Connection, found: Case, now: datetime) -> None:
        pair = _require_pair(connection, found)
        if pair.introduced_at is None:
            raise DomainError("case.no_pair")
        step = cases.add_step(
            connection, found.guild, found.id, CaseAction.WROTE, actor.user, now, note
        )
        outbox.plan(
            connection,
            guild=found.guild,
            kind=NudgeKind.CASE_NOTE,
            subject_type="case",
            subject_id=found.id,
            subject_version=step,
            due_at=now,
            occurrence=str(step),
        )

    return await _act(app, actor, case, CaseAction.WROTE, act)


async def _act(
    app: App,
    actor: Actor,
    case: CaseId,
    action: CaseAction,
    act: Callable[[Connection, Case, datetime], None],
) -> CaseMoved:
    """Do something about an open case and add it to the trail; a closed one is left as it is."""

    def decide(connection: Connection) -> CaseMoved:
        now = app.clock.now()
        require_moderator(connection, actor)
        interactions.record(connection, actor.interaction, actor.guild, now)
        found = cases.get(connection, actor.guild, case)
        if found.state is not CaseState.OPEN:
            return CaseMoved(found, action, already=True)
        act(connection, found, now)
        if action is not CaseAction.WROTE:
            cases.add_step(connection, actor.guild, case, action, actor.user, now)
        return CaseMoved(cases.get(connection, actor.guild, case), action)

    return await app.database.write(decide)


def _try_again(connection: Connection, pair: Pair, now: datetime) -> None:
    """Try at once what the pair's thread had refused; what is refused again opens a new case."""
    if pair.thread is None:
        retries.of_subject(connection, pair.guild, "pair", pair.id, now)
    else:
        retries.in_thread(connection, pair.guild, pair.thread, now)


def _require_pair(connection: Connection, case: Case) -> Pair:
    pair = _pair_of(connection, case)
    if pair is None:
        raise DomainError("case.no_pair")
    return pair


def _pair_of(connection: Connection, case: Case) -> Pair | None:
    wanted = rules.pair_of(case.subject)
    pair = pairs.find(connection, case.guild, wanted) if wanted else None
    return None if pair is None or pair.state is PairState.ENDED else pair
