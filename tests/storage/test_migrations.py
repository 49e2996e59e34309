"""Each migration is tried on a database of either kind, with rows in it where it moves any."""

import hashlib
import json
from collections.abc import AsyncIterator, Iterator
from datetime import UTC, datetime, time
from typing import Any

import pytest
from sqlalchemy import Connection, inspect, text
from sqlalchemy.exc import IntegrityError

from bot.domain.errors import DomainError
from bot.domain.ids import CohortId, GuildId, MeetingId, PairId, UserId
from bot.domain.moderation.acts import ActKind
from bot.domain.nudges.policy import NotificationPolicy, Stretch
from bot.storage.cohorts import cohorts, people
from bot.storage.counters import next_id
from bot.storage.database import Database
from bot.storage.meetings import meetings
from bot.storage.migrate import migrate, newest_revision, revision, upgrade
from bot.storage.moderation import acts, societies
from bot.storage.nudges import languages, pings, settings
from bot.storage.pairs import pauses
from bot.storage.safety import leads
from bot.storage.tables import metadata

# What `describe` says of a database that the first migration made when it was first written.
BEGINNING = {
    "sqlite": "0e107108bdfbfd378b205bab381c8eab625c00f73eee11f95f045fba7b71920a",
    "postgresql": "0549b12ece6293a84ceba98cdf3191558f141f87aea68e37143a1b9f0710dcbe",
}

# What the inspector says of constraints and indexes, whatever else it may say one day.
FACTS = (
    "name",
    "unique",
    "column_names",
    "constrained_columns",
    "referred_table",
    "referred_columns",
    "options",
    "sqltext",
)


@pytest.fixture
async def empty(database_url: str) -> AsyncIterator[Database]:
    """Yield a database of either kind without a schema."""
    database = await Database.connect(database_url)
    try:
        yield database
    finally:
        await database.close()


def describe(connection: Connection) -> list[str]:
    """Return everything the database says of our schema, a line a fact, in order."""
    names = [name for name in inspect(connection).get_table_names() if name != "alembic_version"]
    lines = [line for name in names for line in _describe(connection, name)]
    if connection.dialect.name == "sqlite":
        strict = "SELECT name FROM pragma_table_list WHERE strict = 1"
        lines += [f"{name} strict" for (name,) in connection.execute(text(strict))]
    return sorted(lines)


def _describe(connection: Connection, name: str) -> Iterator[str]:
    inspector = inspect(connection)
    for column in inspector.get_columns(name):
        facts = (str(column["type"]), column["nullable"], column["default"])
        yield f"{name}.{column['name']}: {facts}"
    facts_of: dict[str, Any] = {
        "key": [inspector.get_pk_constraint(name)],
        "tie": inspector.get_foreign_keys(name),
        "unique": inspector.get_unique_constraints(name),
        "check": inspector.get_check_constraints(name),
        "index": inspector.get_indexes(name),
    }
    for what, found in facts_of.items():
        for one in found:
            where = one.get("dialect_options", {}).get(f"{connection.dialect.name}_where", "")
            yield f"{name} {what}: {[one[fact] for fact in FACTS if fact in one]} {where}"


async def test_the_first_migration_makes_what_it_always_made(empty: Database) -> None:
    await empty.write(upgrade, "0001")

    lines = await empty.read(describe)

    digest = hashlib.sha256("\n".join(lines).encode()).hexdigest()
    assert digest == BEGINNING[empty.dialect], "\n".join(lines)


async def test_the_migrations_make_exactly_the_tables(empty: Database) -> None:
    await empty.write(upgrade)
    migrated = set(await empty.read(describe))

    await empty.write(metadata.drop_all)
    await empty.write(metadata.create_all)
    declared = set(await empty.read(describe))

    differences = [
        *(f"only in the tables: {line}" for line in sorted(declared - migrated)),
        *(f"only in the migrations: {line}" for line in sorted(migrated - declared)),
        'draft a migration: python -m bot.storage.migrations.draft "What it is for"',
    ]
    assert declared == migrated, "\n".join(differences)


async def test_a_database_that_lacks_a_column_is_not_upgraded(empty: Database) -> None:
    await empty.write(upgrade, "0001")
    await empty.write(lambda c: c.execute(text("ALTER TABLE cohorts DROP COLUMN circles")))
    before = await empty.read(describe)

    with pytest.raises(DomainError) as refused:
        await migrate(empty)

    assert refused.value.code == "database.columns_missing"
    assert refused.value.facts == {"columns": ("cohorts.circles",)}
    assert await empty.read(revision) == "0001"
    assert await empty.read(describe) == before


async def test_a_migration_has_one_predecessor_and_all_lead_to_the_newest(empty: Database) -> None:
    await empty.write(upgrade)

    revisions = await empty.read(lambda c: list(c.execute(text("SELECT * FROM alembic_version"))))

    assert revisions == [(newest_revision(),)]


def at(day: int) -> datetime:
    return datetime(2027, 5, day, tzinfo=UTC)


def _a_pair(connection: Connection, guild: int, pair: int) -> None:
    connection.execute(
        text(
            "INSERT INTO pairs (guild_id, id, code, state, reasons, check_in_days,"
            " check_in_weekday, check_in_time, time_zone, created_at, introduced_at)"
            " VALUES (:guild, :pair, :code, 'running', '[]', 14, 0, '18:00', 'UTC', 0, 1)"
        ),
        {"guild": guild, "pair": pair, "code": f"{guild}-{pair}"},
    )


def _a_waking(
    connection: Connection,
    pair: int,
    begins: int,
    ends: int,
    state: str,
    settled: int | None = None,
    *,
    guild: int = 1,
    kind: str = "pair-resumed",
) -> None:
    """Write the row that ends a pause, as the version before wrote it; times are days of May."""
    number = connection.execute(text("SELECT count(*) FROM outbox")).scalar_one() + 1
    values = {
        "guild": guild,
        "kind": kind,
        "pair": pair,
        "key": f"key {number}",
        "begins": int(at(begins).timestamp()),
        "ends": int(at(ends).timestamp()),
        "state": state,
        "settled": None if settled is None else int(at(settled).timestamp()),
    }
    connection.execute(
        text(
            "INSERT INTO outbox (guild_id, kind, subject_type, subject_id, occurrence_key, ref,"
            " priority, due_at, state, next_attempt_at, created_at, settled_at)"
            " VALUES (:guild, :kind, 'pair', :pair, :key, :key, 40, :ends, :state, :ends,"
            " :begins, :settled)"
        ),
        values,
    )


async def test_pauses_are_taken_over_from_the_rows_that_ended_them(empty: Database) -> None:
    def fill(connection: Connection) -> None:
        for guild, pair in ((1, 1), (1, 2), (2, 1)):
            _a_pair(connection, guild, pair)
        _a_waking(connection, 1, 1, 8, "sent", 8)  # went its whole way
        _a_waking(connection, 1, 10, 20, "cancelled", 12)  # changed on the 12th
        _a_waking(connection, 1, 12, 15, "expired", 18)  # said too late, but over on the 15th
        _a_waking(connection, 1, 16, 16, "sent", 16)  # a word at once: no pause
        _a_waking(connection, 2, 20, 30, "due")  # lasts
        _a_waking(connection, 1, 3, 4, "sent", 4, kind="pair-rests")  # another kind
        _a_waking(connection, 1, 5, 9, "cancelled", 11, guild=2)  # cancelled after its end
        _a_waking(connection, 9, 5, 9, "sent", 9)  # of a pair that is not there

    await empty.write(upgrade, "0001")
    await empty.write(fill)
    await empty.write(upgrade)

    async def of(guild: int, pair: int) -> tuple[Stretch, ...]:
        return await empty.read(pauses.list_for_pair, GuildId(guild), PairId(pair))

    assert await of(1, 1) == (
        Stretch(at(1), at(8)),
        Stretch(at(10), at(12)),
        Stretch(at(12), at(15)),
    )
    assert await of(1, 2) == (Stretch(at(20), at(30)),)
    assert await of(2, 1) == (Stretch(at(5), at(9)),)
    assert await empty.write(next_id, GuildId(1), "pause") == 5, "ids go on after those taken over"
    await empty.write(pauses.cut_short, GuildId(1), PairId(2), at(25))
    assert await of(1, 2) == (Stretch(at(20), at(25)),)


async def test_an_open_proposal_goes_on_and_needs_everyones_yes(empty: Database) -> None:
    await empty.write(upgrade, "0004")

    def propose(connection: Connection) -> None:
        _a_pair(connection, 1, 7)
        connection.execute(
            text(
                "INSERT INTO meetings (guild_id, id, pair_id, state, asked_by, asked_at, round,"
                " sequence, created_at) VALUES (1, 3, 7, 'proposed', 11, 5, 1, 0, 5)"
            )
        )
        connection.execute(
            text(
                "INSERT INTO meeting_times (guild_id, id, meeting_id, round, local_date, at,"
                " time_zone, starts_at) VALUES (1, 4, 3, 1, '2027-05-03', '18:00', 'UTC', 9)"
            )
        )

    await empty.write(propose)
    await empty.write(upgrade)

    meeting = await empty.read(meetings.get, GuildId(1), MeetingId(3))
    assert (meeting.asked_by, meeting.round, meeting.decide_at) == (11, 1, None)
    [time] = await empty.read(meetings.times_of, meeting)
    assert time.time.every_days is None


async def test_locks_and_forbidden_pairs_are_taken_over_from_the_newest_run(
    empty: Database,
) -> None:
    def fill(connection: Connection) -> None:
        for guild, cohort in ((1, 1), (1, 2), (2, 1)):
            connection.execute(
                text(
                    "INSERT INTO cohorts (guild_id, id, name, name_key, state, check_in_days,"
                    " check_in_weekday, check_in_time, created_by, created_at)"
                    " VALUES (:guild, :cohort, :name, :name, 'matching', 14, 0, '18:00', 900, 0)"
                ),
                {"guild": guild, "cohort": cohort, "name": f"{cohort}"},
            )
        _a_run(connection, 1, 1, 1, "superseded", [["11", "1"]], [["12", "1"]])
        _a_run(connection, 1, 2, 1, "proposed", [["11", "2"]], [["12", "1"], ["12", "2"]])
        _a_run(connection, 1, 3, 2, "approved", [["13", "3"]], [["14", "3"]])
        _a_run(connection, 2, 1, 1, "proposed", [], [])

    await empty.write(upgrade, "0005")
    await empty.write(fill)
    await empty.write(upgrade)

    async def held(guild: int, cohort: int) -> list[tuple[ActKind, tuple[int, ...], int]]:
        kinds = (ActKind.LOCKED, ActKind.FORBADE)
        found = await empty.read(acts.holding, GuildId(guild), CohortId(cohort), *kinds)
        return sorted((act.kind, act.facts.pairs[0], act.moderator) for act in found)

    assert await held(1, 1) == [
        (ActKind.FORBADE, (1, 12), 902),
        (ActKind.FORBADE, (2, 12), 902),
        (ActKind.LOCKED, (2, 11), 902),
    ]
    assert await held(1, 2) == [(ActKind.FORBADE, (3, 14), 903)], "its locks were used up"
    assert await held(2, 1) == []
    assert await empty.write(next_id, GuildId(1), "act") == 5, "ids go on after those taken over"


async def test_a_weekly_limit_that_someone_chose_counts_everything_from_then_on(
    empty: Database,
) -> None:
    def fill(connection: Connection) -> None:
        for user, limit in ((1, 1), (2, None)):
            connection.execute(
                text(
                    "INSERT INTO nudge_settings (guild_id, user_id, weekly_limit)"
                    " VALUES (1, :user, :limit)"
                ),
                {"user": user, "limit": limit},
            )

    await empty.write(upgrade, "0008")
    await empty.write(fill)
    await empty.write(upgrade)

    found = [await empty.read(settings.get, GuildId(1), UserId(user)) for user in (1, 2)]
    assert [one.weekly_limit for one in found] == [3, None]


async def test_what_someone_answered_earlier_is_their_last_answer(empty: Database) -> None:
    def fill(connection: Connection) -> None:
        for guild in (1, 2):
            _a_pair(connection, guild, 1)
        hours = {"early": int(at(3).timestamp()), "late": int(at(7).timestamp()), "now": 10}
        check_ins = (
            "INSERT INTO check_ins (guild_id, id, pair_id, owner_id, local_date, due_at, state,"
            " answered_at) VALUES (1, 1, 1, 5, '2027-05-01', 0, 'answered', :early),"
            " (1, 2, 1, 6, '2027-05-02', 0, 'unanswered', NULL),"
            " (1, 3, 1, 7, '2027-05-03', 0, 'answered', :late)"
        )
        updates = (
            "INSERT INTO updates (guild_id, id, pair_id, author_id, moved, in_the_way, next_step,"
            " logged_at) VALUES (1, 1, 1, 5, '', '', '', :late), (2, 1, 1, 5, '', '', '', :early)"
        )
        acts = "INSERT INTO acts (guild_id, user_id, at) VALUES (1, 7, :now)"
        for statement in (check_ins, updates, acts):
            used = {name: hour for name, hour in hours.items() if f":{name}" in statement}
            connection.execute(text(statement), used)

    await empty.write(upgrade, "0009")
    await empty.write(fill)
    await empty.write(upgrade)

    everyone = [UserId(user) for user in (5, 6, 7)]
    found = await empty.read(people.last_answers, GuildId(1), everyone)
    assert found == {5: at(7), 7: datetime.fromtimestamp(10, UTC)}, "what is known already stays"
    assert await empty.read(people.last_answers, GuildId(2), everyone) == {5: at(3)}


async def test_cohorts_go_on_without_a_last_day_of_sign_up_and_none_is_deleted(
    empty: Database,
) -> None:
    def fill(connection: Connection) -> None:
        columns = "guild_id, id, name, name_key, state, check_in_days, check_in_weekday,"
        columns += " check_in_time, ends_on, match_words, created_by, created_at"
        for number, state in ((1, "enrolling"), (2, "ended")):
            connection.execute(
                text(
                    f"INSERT INTO cohorts ({columns}) VALUES (1, :id, :name, :name, :state, 14, 1,"
                    " '18:00', '2027-06-01', '[]', 900, 7)"
                ),
                {"id": number, "name": f"cohort {number}", "state": state},
            )

    await empty.write(upgrade, "0010")
    await empty.write(fill)
    await empty.write(upgrade)

    found = await empty.read(cohorts.list_for_society, GuildId(1))
    assert [(one.id, one.plan.sign_up_until, one.deleted_at) for one in found] == [
        (2, None, None),
        (1, None, None),
    ]
    await empty.write(cohorts.delete, GuildId(1), CohortId(1), datetime(2027, 1, 1, tzinfo=UTC))
    assert [one.id for one in await empty.read(cohorts.list_for_society, GuildId(1))] == [2]
    await empty.read(cohorts.require_free, GuildId(1), "Cohort 1", "cohort 1")


async def test_a_society_without_bounds_of_its_own_keeps_the_hosts_and_no_one_is_pinged(
    empty: Database,
) -> None:
    def fill(connection: Connection) -> None:
        connection.execute(
            text("INSERT INTO societies (guild_id, time_zone) VALUES (1, 'America/Chicago')")
        )
        connection.execute(
            text("INSERT INTO nudge_settings (guild_id, user_id, weekly_limit) VALUES (1, 7, 3)")
        )

    await empty.write(upgrade, "0011")
    await empty.write(fill)
    await empty.write(upgrade)

    default = NotificationPolicy("UTC", time(21), time(8), weekly_limit=5)
    own = await empty.read(settings.policy_of, GuildId(1), UserId(7), default)
    other = await empty.read(settings.policy_of, GuildId(1), UserId(8), default)
    assert (own.weekly_limit, other.weekly_limit) == (3, 5)
    assert (own.weekly.least, own.weekly.most) == (1, 5)
    assert await empty.read(settings.case_pings, GuildId(1)) == ()


def _a_run(
    connection: Connection,
    guild: int,
    run: int,
    cohort: int,
    state: str,
    locked: list[list[str]],
    forbidden: list[list[str]],
) -> None:
    asked = json.dumps({"locked": locked, "forbidden": forbidden})
    connection.execute(
        text(
            "INSERT INTO match_runs (guild_id, id, cohort_id, state, asked, result, created_by,"
            " created_at) VALUES (:guild, :run, :cohort, :state, :asked, '{}', :by, 7)"
        ),
        {
            "guild": guild,
            "run": run,
            "cohort": cohort,
            "state": state,
            "asked": asked,
            "by": 900 + run,
        },
    )


async def test_rows_that_hold_what_none_may_hold_are_mended_and_no_more_can_come(
    empty: Database,
) -> None:
    broken = (
        (
            "INSERT INTO agenda_items (guild_id, id, pair_id, meeting_id, author_id, text,"
            " added_at)"
            " VALUES (1, 1, 1, 9, 5, 'Ask', 0)"
        ),
        (
            "INSERT INTO aways (guild_id, id, user_id, first_day, last_day, time_zone, begins_at,"
            " ends_at, note, set_at) VALUES (1, 1, 5, '2027-05-02', '2027-05-01', 'UTC', 0,"
            " 0, '', 0)"
        ),
        (
            "INSERT INTO catalogue_entries (guild_id, program_id, entry, hidden, changed_by,"
            " changed_at) VALUES (1, 'nothing', NULL, 0, 5, 0)"
        ),
        (
            "INSERT INTO contacts (guild_id, id, pair_id, asker_id, owner_id, channel,"
            " state, value,"
            " asked_at) VALUES (1, 1, 1, 5, 6, 'text', 'withdrawn', '+1 312 555 0100', 0)"
        ),
        (
            "INSERT INTO goal_steps (guild_id, id, goal_id, percent, note, noted_at)"
            " VALUES (1, 1, 1, 120, '', 0)"
        ),
        "INSERT INTO match_run_views (guild_id, cohort_id, user_id, run_id) VALUES (1, 9, 5, 1)",
        (
            "INSERT INTO openings (guild_id, user_id, answer_within_hours, room, changed_at)"
            " VALUES (1, 5, 0, -1, 0)"
        ),
        (
            "INSERT INTO outreach (guild_id, id, user_id, who, place, known_from, email,"
            " link, phone,"
            " allowed, draft, state, follow_ups, version, added_at, changed_at)"
            " VALUES (1, 1, 5, 'Dr. Lee', '', '', '', '', '', '[]', '', 'sent', 0, 0, 0, 7)"
        ),
    )

    def fill(connection: Connection) -> None:
        _a_pair(connection, 1, 1)
        connection.execute(
            text(
                "INSERT INTO goals (guild_id, id, pair_id, owner_id, words, due_on, state, set_at)"
                " VALUES (1, 1, 1, 5, 'Apply', '2027-05-01', 'open', 0)"
            )
        )
        connection.execute(
            text(
                "INSERT INTO cohorts (guild_id, id, name, name_key, state, check_in_days,"
                " check_in_weekday, check_in_time, created_by, created_at)"
                " VALUES (1, 1, 'Spring', 'spring', 'draft', 14, 1, '18:00', 5, 0)"
            )
        )
        connection.execute(
            text(
                "INSERT INTO match_runs (guild_id, id, cohort_id, state, asked, result, created_by,"
                " created_at) VALUES (1, 1, 1, 'proposed', '{}', '{}', 5, 0)"
            )
        )
        for statement in broken:
            connection.execute(text(statement))

    def read(connection: Connection) -> list[Any]:
        asked = {
            "agenda_items": "meeting_id",
            "aways": "last_day",
            "catalogue_entries": "program_id",
            "contacts": "value",
            "goal_steps": "percent",
            "match_run_views": "run_id",
            "openings": "room",
            "outreach": "due_at",
        }
        return [
            connection.execute(text(f"SELECT {column} FROM {table}")).scalars().all()
            for table, column in asked.items()
        ]

    await empty.write(upgrade, "0013")
    await empty.write(fill)
    await empty.write(upgrade)

    assert await empty.read(read) == [[None], ["2027-05-02"], [], [None], [100], [], [0], [7]]
    for statement in broken:
        other = statement.replace("VALUES (1, 1,", "VALUES (1, 2,").replace("(1, 5, 0", "(1, 6, 0")
        with pytest.raises(IntegrityError):
            await empty.write(_execute, other)


async def test_a_society_that_was_there_shows_who_looked_and_uses_the_usual_words(
    empty: Database,
) -> None:
    def fill(connection: Connection) -> None:
        connection.execute(
            text("INSERT INTO societies (guild_id, time_zone) VALUES (1, 'America/Chicago')")
        )

    await empty.write(upgrade, "0017")
    await empty.write(fill)
    await empty.write(upgrade)

    society = await empty.read(societies.find, GuildId(1))
    assert society is not None
    assert society.shows_looks
    assert (society.emergency_words, society.duty_words) == (None, None)
    assert await empty.read(leads.of_society, GuildId(1)) == ()


async def test_whoever_was_there_reads_english_until_they_act_or_choose(empty: Database) -> None:
    def fill(connection: Connection) -> None:
        for statement in (
            "INSERT INTO societies (guild_id, time_zone) VALUES (1, 'America/Chicago')",
            "INSERT INTO acts (guild_id, user_id, at) VALUES (1, 7, 0)",
            "INSERT INTO nudge_settings (guild_id, user_id, dms) VALUES (1, 7, 1)",
        ):
            connection.execute(text(statement))

    await empty.write(upgrade, "0018")
    await empty.write(fill)
    await empty.write(upgrade)

    guild, person, instant = GuildId(1), UserId(7), datetime(2027, 3, 1, tzinfo=UTC)
    society = await empty.read(societies.find, guild)
    assert society is not None
    assert society.language is None
    chosen = await empty.read(settings.get, guild, person)
    assert (chosen.dms, chosen.language) == (True, None)
    assert await empty.read(languages.locale_of, guild, person) == ""
    await empty.write(lambda connection: societies.save(connection, guild, language="en"))
    assert await empty.read(languages.locale_of, guild, person) == "en"
    await empty.write(pings.record_act, guild, person, instant, "es-419")
    assert await empty.read(languages.locale_of, guild, person) == "es-419"
    await empty.write(pings.record_act, guild, person, instant)  # in which language isn't known
    assert await empty.read(languages.locale_of, guild, person) == "es-419"
    await empty.write(lambda connection: settings.save(connection, guild, person, language="en"))
    assert await empty.read(languages.locale_of, guild, person) == "en"
    assert await empty.read(languages.locale_of, GuildId(2), person) == ""


def _execute(connection: Connection, statement: str) -> None:
    connection.execute(text(statement))
