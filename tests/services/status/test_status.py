"""What /status says is what the rows say, for everyone and in every state."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from typing import Any

import pytest
from sqlalchemy import Connection, Engine, event

from bot.app import App
from bot.domain.moderation.cases import CaseKind
from bot.domain.status.turns import Ledger, TurnKind
from bot.language.say import ENGLISH
from bot.messages.status.status import status as show
from bot.services.status import status
from bot.storage.moderation import cases
from tests.services.ledger_long_way import ledger_the_long_way
from tests.services.ledger_world import PEOPLE, World
from tests.services.society import GUILD, NOON, somebody


async def a_world(app: App, seed: int) -> None:
    def fill(connection: Connection) -> None:
        World(connection, seed).fill()

    await app.database.write(fill)


def all_of(ledger: Ledger) -> Ledger:
    """Return a ledger with every turn of it looked at."""
    return Ledger(tuple(ledger.mine), tuple(ledger.others), tuple(ledger.nobody))


@contextmanager
def statements() -> Iterator[list[str]]:
    """Collect every statement that SQLAlchemy asks: on a server, all of them."""
    seen: list[str] = []

    def note(_connection: Any, _cursor: Any, statement: str, *_rest: Any) -> None:
        seen.append(statement)

    event.listen(Engine, "before_cursor_execute", note)
    try:
        yield seen
    finally:
        event.remove(Engine, "before_cursor_execute", note)


@pytest.mark.parametrize("seed", range(4))
async def test_the_ledger_of_each_person_is_the_one_derived_kind_by_kind(
    app: App, seed: int
) -> None:
    await a_world(app, seed)
    kinds = set()
    for user in PEOPLE:
        found = await status.status_of_person(app, somebody(user))
        derived = await app.database.read(ledger_the_long_way, app, user)
        assert all_of(found.ledger) == derived
        assert found.soonest == {turn.kind: turn for turn in reversed(derived.mine)}
        kinds |= {turn.kind for turn in (*derived.mine, *derived.others, *derived.nobody)}
    assert kinds == set(TurnKind), "some kind was not tried"


@pytest.mark.parametrize("seed", range(4))
async def test_what_is_read_is_the_same_in_every_word(app: App, seed: int) -> None:
    await a_world(app, seed)
    for user in PEOPLE:
        found = await status.status_of_person(app, somebody(user))
        derived = await app.database.read(ledger_the_long_way, app, user)
        soonest = {turn.kind: turn for turn in reversed(derived.mine)}
        from_turns = replace(found, ledger=derived, soonest=soonest)
        assert show(ENGLISH, GUILD, found) == show(ENGLISH, GUILD, from_turns)


async def test_a_full_ledger_takes_one_statement_more_and_one_for_each_pair(app: App) -> None:
    await a_world(app, seed=0)
    with statements() as for_a_stranger:
        await status.status_of_person(app, somebody(99))
    with statements() as for_a_member:
        found = await status.status_of_person(app, somebody(PEOPLE[0]))

    assert len(found.ledger.mine) + len(found.ledger.others) > 5
    pauses = [statement for statement in for_a_member if "pauses.begins_at" in statement]
    # On SQLite what is prepared passes SQLAlchemy by, and is not collected.
    assert len(pauses) <= 1, "the pauses of all pairs that have not met, together"
    # What each of their pairs last did together says which check-in is left out.
    done = [statement for statement in for_a_member if "max(updates.logged_at)" in statement]
    assert len(done) <= len(found.pairs)
    assert len(for_a_member) - len(for_a_stranger) == len(pauses) + len(done)


async def test_a_question_of_someone_whose_id_ends_with_anothers_is_not_that_ones(
    app: App,
) -> None:
    def open_case(connection: Connection) -> None:
        cases.open_(
            connection,
            GUILD,
            kind=CaseKind.HELP_ASKED,
            subject="pair:1",
            facts={"askers": f"211@{NOON.timestamp()}"},
            now=NOON,
        )

    await app.database.write(open_case)

    assert [turn.kind for turn in (await waiting(app, 211)).others] == [TurnKind.HELP]
    assert not (await waiting(app, 11)).others


async def waiting(app: App, user: int) -> Ledger:
    return all_of((await status.status_of_person(app, somebody(user))).ledger)
