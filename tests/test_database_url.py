"""The databases that tests are given are real, empty, and not shared."""

import pytest
from sqlalchemy import text
from sqlalchemy.ext.asyncio import create_async_engine


@pytest.mark.parametrize("turn", ["first", "second"])
async def test_each_test_gets_a_database_of_its_own(database_url: str, turn: str) -> None:
    engine = create_async_engine(database_url)
    async with engine.begin() as connection:
        await connection.execute(text("CREATE TABLE mark (turn TEXT)"))
        await connection.execute(text("INSERT INTO mark VALUES (:turn)"), {"turn": turn})
        rows = (await connection.execute(text("SELECT turn FROM mark"))).scalars().all()
    await engine.dispose()
    assert rows == [turn]
