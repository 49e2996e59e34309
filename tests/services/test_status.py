"""What /status says is what the rows say, for everybody and in every state."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from sqlalchemy import Connection, Engine, event

from bot.app import App
from bot.domain.turns import TurnKind
from bot.services import status
from tests.services.ledger_long_way import ledger_the_long_way
from tests.services.ledger_world import PEOPLE, World
from tests.services.society import somebody


async def a_world(app: App, seed: int) -> None:
    def fill(connection: Connection) -> None:
        World(connection, seed).fill()

    await app.database.write(fill)


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
        found = (await status.of_person(app, somebody(user))).ledger
        assert found == await app.database.read(ledger_the_long_way, app, user)
        kinds |= {turn.kind for turn in (*found.mine, *found.others, *found.nobody)}
    assert kinds == set(TurnKind), "some kind was not tried"


async def test_a_full_ledger_takes_no_more_statements_than_an_empty_one(app: App) -> None:
    await a_world(app, seed=0)
    with statements() as for_a_stranger:
        await status.of_person(app, somebody(99))
    with statements() as for_a_member:
        found = (await status.of_person(app, somebody(PEOPLE[0]))).ledger

    assert len(found.mine) + len(found.others) > 5
    assert len(for_a_member) == len(for_a_stranger)
