"""A PostgreSQL server that is busy, silent or strict: every wait for it ends, and text fits."""

import pytest
from sqlalchemy import Connection, literal, select, text
from sqlalchemy.exc import TimeoutError as PoolTimeoutError

from bot.domain.outages import OutageReason
from bot.storage import postgres as postgres_storage
from bot.storage.database import Database
from bot.storage.outages.failures import reason_of

pytestmark = pytest.mark.parametrize("migrated_url", ["postgresql"], indirect=True)


def _shown(connection: Connection, name: str) -> str:
    return str(connection.execute(text(f"SHOW {name}")).scalar_one())


async def test_the_server_knows_the_limits_of_each_connection(database: Database) -> None:
    seconds = {
        "statement_timeout": postgres_storage.STATEMENT_SECONDS,
        "idle_in_transaction_session_timeout": postgres_storage.IDLE_SECONDS,
    }
    for name, expected in seconds.items():
        shown = await database.read(_shown, name)
        assert shown in (f"{expected}s", f"{expected // 60}min")


async def test_a_silent_server_is_given_up_by_the_clients_own_limits(database: Database) -> None:
    def parameters(connection: Connection) -> dict[str, str]:
        driver = connection.connection.driver_connection
        assert driver is not None
        found: dict[str, str] = driver.info.get_parameters()
        return found

    found = await database.read(parameters)
    vanished = postgres_storage.VANISHED_SECONDS
    assert int(found["connect_timeout"]) == postgres_storage.CONNECT_SECONDS
    assert int(found["tcp_user_timeout"]) == vanished * 1000
    idle, interval, tries = (
        int(found[f"keepalives_{part}"]) for part in ("idle", "interval", "count")
    )
    assert idle + interval * tries <= vanished


async def test_a_transaction_waits_for_a_connection_no_longer_than_it_may(
    migrated_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name, value in {"POOL": 1, "OVERFLOW": 0, "POOL_SECONDS": 0.1}.items():
        monkeypatch.setattr(postgres_storage, name, value)
    database = await Database.connect(migrated_url)
    try:
        async with database._connections._reader.connect():
            with pytest.raises(PoolTimeoutError) as refused:
                await database.read(_shown, "statement_timeout")
        assert reason_of(refused.value) is OutageReason.UNREACHABLE
    finally:
        await database.close()


async def test_text_with_nul_which_the_server_refuses_is_looked_for_without_it(
    database: Database,
) -> None:
    def told(connection: Connection) -> str:
        return connection.execute(select(literal("Spr\0ing"))).scalar_one()

    assert await database.read(told) == "Spring"
