"""Say what is waiting: on oneself, on others, on nobody."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta

from sqlalchemy import Connection

from bot.app import App
from bot.domain.states import EnrolmentState, PairState
from bot.domain.turns import Ledger, Turn, TurnKind, ledger_of
from bot.services import (
    agreements,
    commitments,
    contacts,
    goals,
    meetings,
    outreach,
    pulses,
    requests,
)
from bot.services.actor import Actor, is_moderator
from bot.storage import (
    away,
    check_ins,
    cohorts,
    enrolments,
    ledger,
    pairs,
    saved_programs,
    societies,
    waits,
)
from bot.storage.away import Away
from bot.storage.pairs import Pair


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
    return await app.database.read(_of_person, app, actor)


def _of_person(connection: Connection, app: App, actor: Actor) -> Status:
    theirs = pairs.of_person(connection, actor.guild, actor.user)
    concerned = dict.fromkeys((actor.user, *(m.user for pair in theirs for m in pair.members)))
    absent = away.coming(connection, actor.guild, list(concerned), app.clock.now())
    sources: dict[TurnKind, Callable[[], list[Turn]]] = {
        TurnKind.CHECK_IN: lambda: _check_in_turns(connection, app, actor, theirs, absent),
        TurnKind.MEETING: lambda: meetings.turns_of(connection, app, actor, theirs),
        TurnKind.AGREEMENT: lambda: agreements.turns_of(connection, app, actor, theirs),
        TurnKind.PULSE: lambda: pulses.turns_of(connection, actor, theirs),
        TurnKind.REQUEST: lambda: requests.turns_of(connection, app, actor),
        TurnKind.COMMITMENT: lambda: commitments.turns_of(connection, actor, theirs),
        TurnKind.GOAL: lambda: goals.turns_of(connection, actor, theirs),
        TurnKind.CONTACT: lambda: contacts.turns_of(connection, actor, theirs),
        TurnKind.MATCHING: lambda: _waiting_turns(connection, actor),
        TurnKind.SAVED_PROGRAM: lambda: _saved_program_turns(connection, app, actor),
        TurnKind.OUTREACH: lambda: outreach.turns_of(connection, actor),
    }
    held = ledger.kinds_held(connection, actor.guild, actor.user)
    turns = [turn for kind, read in sources.items() if kind in held for turn in read()]
    turns += _introduction_turns(theirs)
    society = societies.find(connection, actor.guild)
    return Status(
        ledger=ledger_of(actor.user, turns),
        pairs=tuple(theirs),
        is_set_up=society is not None and society.mentoring_channel is not None,
        is_moderator=is_moderator(connection, actor),
        away=tuple(absent),
    )


def _check_in_turns(
    connection: Connection, app: App, actor: Actor, theirs: list[Pair], absent: list[Away]
) -> list[Turn]:
    """Return the check-ins that were asked; somebody away has as long after their return."""
    now = app.clock.now()
    back = {one.user: one.ends_at for one in absent if one.stretch.holds(now)}
    within = timedelta(days=app.settings.check_ins.answer_within_days)
    live = {pair.id for pair in theirs if pair.state is not PairState.PAUSED}
    waiting = check_ins.asked_of_pairs(connection, actor.guild, sorted(live))
    return [
        Turn(
            kind=TurnKind.CHECK_IN,
            owner=check_in.owner,
            due_at=back.get(check_in.owner, check_in.asked_at or check_in.due_at) + within,
            pair=check_in.pair,
            what=check_in.id,
        )
        for check_in in waiting
    ]


def _introduction_turns(theirs: list[Pair]) -> list[Turn]:
    """Return the pairs whose introduction is on its way: the bot's own move."""
    return [
        Turn(TurnKind.INTRODUCTION, owner=None, due_at=None, pair=pair.id, what=pair.id)
        for pair in theirs
        if pair.introduced_at is None
    ]


def _waiting_turns(connection: Connection, actor: Actor) -> list[Turn]:
    """Return the sign-ups that wait for a partner, each with the reason that is known for it."""
    turns = []
    for enrolment in enrolments.of_person(connection, actor.guild, actor.user):
        if enrolment.state not in (EnrolmentState.APPLIED, EnrolmentState.WAITLISTED):
            continue
        wait = waits.find(connection, actor.guild, enrolment.id)
        turns.append(
            Turn(
                kind=TurnKind.MATCHING,
                owner=None,
                due_at=wait.next_round_at if wait else None,
                what=enrolment.id,
                name=cohorts.get(connection, actor.guild, enrolment.cohort).name,
                reason=wait.reason if wait else None,
                first=wait is not None and wait.priority,
            )
        )
    return turns


def _saved_program_turns(connection: Connection, app: App, actor: Actor) -> list[Turn]:
    """Return the saved programs whose day has come, for those who take no direct messages."""
    due = saved_programs.due(connection, actor.guild, actor.user, app.clock.now())
    return [
        Turn(
            kind=TurnKind.SAVED_PROGRAM,
            owner=actor.user,
            due_at=None,
            what=saved.id,
            name=saved.name,
        )
        for saved in due
    ]
