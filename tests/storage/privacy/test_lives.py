"""Random lives of five people: what is counted, exported, and erased agrees with the tables."""

import json
import random
import re
from itertools import count
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import Connection, Table, insert

from bot.domain.ids import GuildId, UserId
from bot.domain.privacy.register import Naming, Topic, Via, Whose
from bot.storage import tables
from bot.storage.database import Database
from bot.storage.privacy.erasing import erase_rows, former_number
from bot.storage.privacy.register import as_stored, entries, people_in, rows_of
from bot.storage.privacy.register import count as count_of
from tests.every_society import delete, select
from tests.storage.privacy.lives import BEGINNING, GUILD, OTHER_GUILD, PEOPLE, Lives, texts

KEYED = -(2**56) - 5


def begin_again(connection: Connection) -> None:
    """Delete every row."""
    for table in reversed(tables.metadata.sorted_tables):
        if table.name != "meta":
            connection.execute(delete(table))


def live(connection: Connection, seed: int, most: int, least: int = 0) -> None:
    """Let the same five people live in two societies."""
    begin_again(connection)
    numbers = count(1)
    for guild in (GUILD, OTHER_GUILD):
        Lives(connection, guild, random.Random(f"{seed}:{guild}"), numbers).live(most, least)


def by_hand(connection: Connection, table: Table, whose: Whose, user: UserId) -> list[int]:
    """Return which rows are someone's, by reading all of them one by one."""
    rows = connection.execute(select(as_stored(table))).mappings().all()
    return [
        number
        for number, row in enumerate(rows)
        if row["guild_id"] == GUILD and is_theirs(connection, dict(row), whose, user)
    ]


def is_theirs(connection: Connection, row: dict[str, object], whose: Whose, user: UserId) -> bool:
    match whose:
        case Naming(column):
            return str(user) in str(row[column])
        case Via(column, other, whose_there, key):
            others = connection.execute(select(as_stored(tables.metadata.tables[other]))).mappings()
            return any(
                there["guild_id"] == GUILD
                and there[key] == row[column]
                and is_theirs(connection, dict(there), whose_there, user)
                for there in others.all()
            )
        case _:
            return row[whose] == user


lives = given(seed=st.integers(0, 10**6), most=st.integers(1, 3))
few = settings(
    max_examples=4,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)


def test_lives_fill_every_table_that_says_something_about_people(database_rows: set[str]) -> None:
    named = {entry.table.name for entry in entries()}
    assert named <= database_rows, named - database_rows


@pytest.fixture
async def database_rows(database: Database) -> set[str]:
    """Return the tables that a long life fills."""
    await database.write(live, 1, 5, 5)

    def filled(connection: Connection) -> set[str]:
        return {
            table.name
            for table in tables.metadata.sorted_tables
            if connection.execute(select(as_stored(table))).first()
        }

    return await database.read(filled)


@few
@lives
async def test_what_is_counted_is_what_the_tables_have(
    database: Database, seed: int, most: int
) -> None:
    await database.write(live, seed, most)

    def compare(connection: Connection) -> None:
        for user in PEOPLE:
            expected: dict[Topic, int] = {}
            for entry in entries():
                about = entry.about
                if about.is_counted and about.only is None:
                    found = len(by_hand(connection, entry.table, about.whose, user))
                    expected[about.topic] = expected.get(about.topic, 0) + found
            assert count_of(connection, GUILD, user) == {k: v for k, v in expected.items() if v}

    await database.read(compare)


@few
@lives
async def test_an_export_has_ones_own_words_and_no_one_elses(
    database: Database, seed: int, most: int
) -> None:
    await database.write(live, seed, most)

    def compare(connection: Connection) -> None:
        for user in PEOPLE:
            exported = json.dumps(
                [rows_of(connection, entry, GUILD, user) for entry in entries()], default=repr
            )
            said = set(re.findall(r"word\d+of(\d+)x", exported))
            assert said <= {str(user % 1_000)}, f"someone else's words: {said}"
            for other in PEOPLE:
                assert other == user or f"<@{other}>" not in exported

    await database.read(compare)


@few
@lives
async def test_nothing_of_an_erased_person_is_left_and_everything_of_the_others(
    database: Database, seed: int, most: int
) -> None:
    await database.write(live, seed, most)
    user = PEOPLE[seed % 5]
    their_word = re.compile(rf"word\d+of{user % 1_000}x")

    def erase(connection: Connection) -> None:
        before = texts(connection)
        number = former_number(connection, GUILD)
        erase_rows(connection, GUILD, user, number, KEYED)
        after = [row for row in texts(connection) if row[0] != "counters"]

        left = [row for row in after if row[1] == str(GUILD)]
        assert not [row for row in left if str(user) in row[2]]
        assert not [row for row in left if their_word.search(row[2])]
        assert user not in people_in(connection, GUILD)
        # Whatever the others said is there, unless it belonged to what was deleted.
        elsewhere = [row for row in before if row[1] == str(OTHER_GUILD) and row[0] != "counters"]
        assert elsewhere == [row for row in after if row[1] == str(OTHER_GUILD)]
        for name in ("cohorts", "pairs", "pair_members", "meetings", "outbox", "cases"):
            rows = [row for row in before if row[0] == name and row[1] == str(GUILD)]
            assert len(rows) == len([row for row in left if row[0] == name])

    await database.write(erase)


async def test_an_id_in_someone_elses_words_is_replaced(database: Database) -> None:
    author, named = PEOPLE[:2]

    def go(connection: Connection) -> str:
        begin_again(connection)
        Lives(connection, GUILD, random.Random(3), count(1)).live(4, least=1)
        wins = as_stored(tables.wins)
        [pair] = connection.execute(select(tables.pairs.c.id).limit(1)).scalars()
        row = {"guild_id": GUILD, "id": 9_999, "pair_id": pair, "author_id": author}
        row |= {"words": f"Thanks to <@{named}>!", "shared": 1, "told_at": BEGINNING}
        connection.execute(insert(wins).values(row))
        erase_rows(connection, GUILD, named, -7, KEYED)
        words = select(wins.c.words).where(wins.c.guild_id == GUILD, wins.c.id == 9_999)
        return str(connection.execute(words).scalar_one())

    assert await database.write(go) == "Thanks to <@-7>!"


async def test_a_list_of_people_to_avoid_still_protects_whoever_made_it(
    database: Database,
) -> None:
    """The ID is replaced by a number that is recognized if the person comes back."""
    careful, other = PEOPLE[:2]
    row = {"guild_id": GUILD, "user_id": careful, "other_id": other}

    def go(connection: Connection) -> list[tuple[int, int]]:
        connection.execute(insert(tables.avoided).values(row))
        erase_rows(connection, GuildId(GUILD), other, -7, KEYED)
        found = select(tables.avoided.c.user_id, tables.avoided.c.other_id)
        return [tuple(pair) for pair in connection.execute(found)]

    assert await database.write(go) == [(careful, KEYED)]


async def test_what_an_import_changed_in_someones_answers_goes_with_them(
    database: Database,
) -> None:
    moderator, person = PEOPLE[:2]
    facts = {"waiting": [person], "of": 3, "edits": [["stage", "nurse", "midwife"]]}
    row = {"guild_id": GUILD, "id": 1, "cohort_id": 1, "kind": "revised", "shown_at": BEGINNING}
    row |= {"moderator_id": moderator, "facts": json.dumps(facts)}

    def go(connection: Connection) -> Any:
        acts = as_stored(tables.moderator_acts)
        connection.execute(insert(acts).values(row))
        erase_rows(connection, GUILD, person, -7, KEYED)
        return json.loads(connection.execute(select(acts.c.facts)).scalar_one())

    assert await database.write(go) == {"waiting": [-7], "of": 3}
