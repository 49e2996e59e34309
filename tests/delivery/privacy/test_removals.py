"""A server that removed the bot is erased after a term, and kept if it comes back before."""

from dataclasses import dataclass, field
from datetime import datetime, timedelta

import pytest
from sqlalchemy import Connection

from bot.cli.doctor_checks import Finding, about_the_database
from bot.delivery.outbox_audit import audit
from bot.delivery.privacy import erasures
from bot.delivery.privacy.removals import RemovalWatch
from bot.domain.ids import GuildId, UserId
from bot.storage import backups, tables
from bot.storage.database import Database
from bot.storage.privacy import removals
from bot.storage.privacy.register import people_in
from tests.delivery.privacy.test_erasures import ANA, BEN, HERS, HIS, Scene, everything, scene
from tests.delivery.society import GUILD, found_society
from tests.every_society import select

__all__ = ["scene"]
DAY = timedelta(days=1)
OTHER, OWNER = GuildId(101), UserId(733_333_333_333_333_333)


@dataclass(slots=True)
class Invitations:
    """Which servers the bot is in, and which owners can be written to."""

    servers: dict[GuildId, bool | None]
    answers: bool | None = True
    told: list[tuple[UserId, str, datetime]] = field(default_factory=list)

    def serves(self, guild: GuildId) -> bool | None:
        return self.servers.get(guild, False)

    async def is_in(self, guild: GuildId) -> bool | None:
        return self.servers.get(guild, False)

    async def tell_owner(self, owner: UserId, server: str, erased_at: datetime) -> bool | None:
        if self.answers:
            self.told.append((owner, server, erased_at))
        return self.answers


@pytest.fixture
async def invitations(scene: Scene) -> Invitations:
    """Yield two societies, one of which has just removed the bot."""
    await scene.database.write(found_society, OTHER)
    return Invitations({OTHER: True})


@pytest.fixture
def watch(scene: Scene, invitations: Invitations) -> RemovalWatch:
    return RemovalWatch(scene.database, invitations, scene.clock, scene.settings)


async def a_month_later(scene: Scene, watch: RemovalWatch, days: int = 30) -> int:
    scene.clock.move(days * DAY)
    await watch.look()
    return await watch.erase_old()


def rows(connection: Connection, guild: GuildId) -> dict[str, int]:
    """Count what is kept of a society."""
    return {
        table.name: len(found)
        for table in tables.metadata.sorted_tables
        if "guild_id" in table.c
        if (found := connection.execute(select(table).where(table.c.guild_id == guild)).all())
    }


async def doctor(scene: Scene) -> Finding:
    [found] = [f for f in about_the_database(scene.settings) if f.name == "servers"]
    return found


async def test_the_owner_is_told_at_once_and_the_server_is_erased_after_the_term(
    scene: Scene, watch: RemovalWatch, invitations: Invitations
) -> None:
    began = scene.clock.now()
    await watch.notice(GUILD, "A Society", OWNER)
    assert invitations.told == [(OWNER, "A Society", began + 30 * DAY)]
    assert str(OWNER) not in await scene.database.read(everything), "kept until they are told"

    assert await a_month_later(scene, watch, 29) == 0
    assert ANA in await scene.database.read(people_in, GUILD)
    assert await a_month_later(scene, watch, 1) == 1
    assert await scene.finish()

    assert await scene.database.read(people_in, GUILD) == frozenset()
    left = await scene.database.read(rows, GUILD)
    assert set(left) <= {"counters", "erasures", "purged_nudges", "outbox"}
    assert scene.files_with(HERS, HIS, str(ANA), str(BEN)) == []
    assert "societies" in await scene.database.read(rows, OTHER)
    # It's over: nothing is erased again, and every message is accounted for.
    assert await a_month_later(scene, watch, 60) == 0
    assert await scene.database.read(removals.list_all) == []
    assert (await scene.database.read(audit)).ok
    assert len(invitations.told) == 1


async def test_a_return_within_the_term_keeps_everything(
    scene: Scene, watch: RemovalWatch, invitations: Invitations
) -> None:
    before = await scene.database.read(everything)
    await watch.notice(GUILD, "A Society", OWNER)
    invitations.servers[GUILD] = True

    assert await a_month_later(scene, watch, 40) == 0

    assert await scene.database.read(everything) == before
    assert await scene.database.read(removals.list_all) == []


async def test_a_removal_while_the_bot_was_off_is_noticed_by_the_next_look(
    scene: Scene, watch: RemovalWatch, invitations: Invitations
) -> None:
    await watch.look()

    [removal] = await scene.database.read(removals.list_all)
    assert (removal.guild, removal.owner) == (GUILD, None)
    assert invitations.told == []
    assert await a_month_later(scene, watch) == 1


async def test_nothing_is_concluded_while_discord_does_not_answer(
    scene: Scene, watch: RemovalWatch, invitations: Invitations
) -> None:
    invitations.servers[GUILD] = None
    await watch.look()
    assert await scene.database.read(removals.list_all) == []

    await watch.notice(GUILD, "A Society", OWNER)
    assert await a_month_later(scene, watch, 40) == 0
    assert ANA in await scene.database.read(people_in, GUILD)


async def test_an_owner_who_could_not_be_reached_is_tried_again(
    scene: Scene, watch: RemovalWatch, invitations: Invitations
) -> None:
    invitations.answers = None
    await watch.notice(GUILD, "A Society", OWNER)
    invitations.answers = True

    await watch.look()
    await watch.look()

    assert [owner for owner, _, _ in invitations.told] == [OWNER]


@pytest.mark.parametrize(
    ("owner", "answers", "said", "is_well"),
    [
        (OWNER, True, "owner told", True),
        (OWNER, False, "Discord refused to tell the owner", False),
        (OWNER, None, "owner not told yet", False),
        (None, True, "owner not known", False),
    ],
)
async def test_the_doctor_names_the_server_the_day_and_whether_its_owner_knows(
    scene: Scene,
    watch: RemovalWatch,
    invitations: Invitations,
    owner: UserId | None,
    answers: bool | None,
    said: str,
    is_well: bool,
) -> None:
    if scene.database.file is not None:
        path = scene.database.file.path
        chosen = scene.settings.database.model_copy(update={"url": f"sqlite:///{path}"})
        scene.app = type(scene.app)(
            scene.database,
            scene.clock,
            scene.settings.model_copy(update={"database": chosen}),
            scene.app.catalogue,
        )
    invitations.answers = answers
    await watch.notice(GUILD, "A Society", owner)

    found = await doctor(scene)

    assert str(GUILD) in found.detail
    assert f"{scene.clock.now() + 30 * DAY:%Y-%m-%d}" in found.detail
    assert said in found.detail
    assert found.ok is is_well


async def test_an_older_backup_does_not_bring_the_server_back(
    scene: Scene, watch: RemovalWatch
) -> None:
    if scene.database.file is None:
        pytest.skip("a server's own tools bring it back")
    path = scene.database.file.path
    backup = path.with_name("backup.sqlite3")
    copy = path.with_name(f"{path.name}.before-0014")
    backups.back_up(path, backup)
    backups.back_up(path, copy)
    await watch.notice(GUILD, "A Society", OWNER)
    assert await a_month_later(scene, watch) == 1
    assert await scene.finish()
    assert HERS.encode() not in copy.read_bytes()
    await scene.database.close()

    backups.restore(backup, path, scene.clock.now())
    backup.unlink()
    restored = await Database.connect(f"sqlite+aiosqlite:///{path}")
    try:
        assert await erasures.catch_up(restored, scene.settings, scene.clock) > 0
        assert await restored.read(people_in, GUILD) == frozenset()
        assert scene.files_with(HERS, HIS, str(ANA)) == []
    finally:
        await restored.close()


async def test_a_server_that_comes_back_after_it_was_erased_is_a_stranger(
    scene: Scene, watch: RemovalWatch, invitations: Invitations
) -> None:
    await watch.notice(GUILD, "A Society", OWNER)
    await a_month_later(scene, watch)
    invitations.servers[GUILD] = True
    await scene.database.write(found_society)

    assert await erasures.catch_up(scene.database, scene.settings, scene.clock) == 0
    await watch.look()

    assert "societies" in await scene.database.read(rows, GUILD)
