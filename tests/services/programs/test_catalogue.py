"""Each society's edition of the catalogue, on either database, from several processes."""

import asyncio
from datetime import UTC, datetime

import pytest
from sqlalchemy import Connection

from bot.catalogue import Catalogue, SocietyCatalogue, load_guide, number_of
from bot.configuration import config_dir
from bot.domain.ids import GuildId, ProgramId, UserId
from bot.domain.programs.catalogue_files import entry_from
from bot.search import ProgramIndex, load_programs, load_vocabulary
from bot.storage.database import Database
from bot.storage.programs import catalogue_entries

NOW = datetime(2027, 1, 1, 12, tzinfo=UTC)
HERE, THERE = GuildId(1), GuildId(2)
OWN = ProgramId("night-shift")
SHIPPED = ProgramId("emra-student-resident")


@pytest.fixture(scope="module")
def shipped() -> ProgramIndex:
    """Yield the shipped catalogue."""
    vocabulary = load_vocabulary(config_dir() / "vocabulary.toml")
    return ProgramIndex.build(load_programs(config_dir() / "programs.toml"), vocabulary)


def a_process(shipped: ProgramIndex, database: Database) -> Catalogue:
    """Return a process's catalogue, which looks for edits whenever it is asked."""
    return Catalogue(shipped, load_guide(config_dir() / "guidance.toml"), database, 0.0)


def keep(connection: Connection, guild: GuildId, program: ProgramId, name: str) -> None:
    """Save an entry as the society's own."""
    facts = entry_from({"id": program, "name": name}).facts
    catalogue_entries.put(connection, guild, program, facts, hidden=False, by=UserId(1), now=NOW)
    catalogue_entries.changed(connection, guild)


def hide(connection: Connection, guild: GuildId, program: ProgramId) -> None:
    """Take a shipped entry out of sight."""
    catalogue_entries.put(connection, guild, program, None, hidden=True, by=UserId(1), now=NOW)
    catalogue_entries.changed(connection, guild)


async def until_version(catalogue: Catalogue, guild: GuildId, version: int) -> SocietyCatalogue:
    """Ask as members do, until the edition of that version is in force."""
    async with asyncio.timeout(60):
        while True:
            if (edition := catalogue.of(guild)).version == version:
                return edition
            await asyncio.sleep(0)


async def test_a_society_without_entries_shares_the_shipped_index(
    shipped: ProgramIndex, database: Database
) -> None:
    edition = await a_process(shipped, database).latest(HERE)

    assert edition.version == 0
    assert edition.index is shipped


async def test_an_edit_is_in_force_once_it_is_refreshed_and_for_its_society_alone(
    shipped: ProgramIndex, database: Database
) -> None:
    catalogue = a_process(shipped, database)
    await catalogue.latest(HERE)
    await database.write(keep, HERE, OWN, "Night Shift")

    here = await catalogue.refresh(HERE, at_most=10)
    there = await catalogue.latest(THERE)

    assert here.index.get(OWN) is not None
    assert here.numbered(number_of(OWN)) == here.index.get(OWN)
    assert here.numbered(number_of(SHIPPED)) == shipped.get(SHIPPED)
    assert there.index.get(OWN) is None


async def test_another_process_sees_the_edit_without_being_told(
    shipped: ProgramIndex, database: Database
) -> None:
    one, other = a_process(shipped, database), a_process(shipped, database)
    before = await other.latest(HERE)
    await database.write(keep, HERE, OWN, "Night Shift")
    await one.refresh(HERE, at_most=10)

    after = await until_version(other, HERE, 1)

    assert before.index.get(OWN) is None
    assert after.index.get(OWN) is not None
    await one.close()
    await other.close()


async def test_whoever_holds_an_edition_keeps_it_whole_while_the_next_is_built(
    shipped: ProgramIndex, database: Database
) -> None:
    catalogue = a_process(shipped, database)
    await database.write(keep, HERE, OWN, "Night Shift")
    first = await catalogue.refresh(HERE, at_most=10)
    await database.write(keep, HERE, OWN, "Day Shift")
    second = await catalogue.refresh(HERE, at_most=10)

    names = [edition.index.get(OWN) for edition in (first, second)]

    assert [program and program.name for program in names] == ["Night Shift", "Day Shift"]


async def test_a_replaced_entry_stands_in_the_shipped_ones_place_and_a_hidden_one_nowhere(
    shipped: ProgramIndex, database: Database
) -> None:
    catalogue = a_process(shipped, database)
    await database.write(keep, HERE, SHIPPED, "Our EMRA")
    replaced = await catalogue.refresh(HERE, at_most=10)
    await database.write(hide, HERE, SHIPPED)
    hidden = await catalogue.refresh(HERE, at_most=10)

    found = replaced.index.get(SHIPPED)

    assert found is not None
    assert found.name == "Our EMRA"
    assert len(replaced.index.programs) == len(shipped.programs)
    assert hidden.numbered(number_of(SHIPPED)) is None
    assert len(hidden.index.programs) == len(shipped.programs) - 1


async def test_no_two_shipped_programs_share_a_number(shipped: ProgramIndex) -> None:
    numbers = {number_of(program.id) for program in shipped.programs}

    assert len(numbers) == len(shipped.programs)
    assert all(number < 36**13 for number in numbers)
