"""Every service against every role: who may do what, and that no interaction counts twice.

The services are found, and what they are given is made from the types of their parameters. Each is
called for the same society, which has one of everything under the ID 1, and rolled back.
`who_may.tsv` beside this file is the table of those that are not for moderators alone. After a
change that is meant, make it again: `python -m tests.services.test_every_service`, and review it.
"""

import asyncio
import inspect
import tempfile
import types
from collections.abc import (
    AsyncIterator,
    Callable,
    Collection,
    Iterable,
    Mapping,
    Sequence,
)
from collections.abc import Set as AbstractSet
from contextlib import asynccontextmanager
from dataclasses import MISSING, fields, is_dataclass
from datetime import date, datetime, time
from enum import Enum
from pathlib import Path
from typing import Any, Literal, NewType, Union, cast, get_args, get_origin, get_type_hints

import pytest

from bot.app import App
from bot.catalogue import Catalogue
from bot.configuration import config_dir, load_settings
from bot.domain.errors import DomainError
from bot.domain.ids import GuildId, InteractionId, ProgramId, RoleId, UserId
from bot.services.actor import Actor
from bot.services.work import Work
from bot.storage import interactions
from bot.storage.database import Database
from bot.storage.migrate import migrate
from bot.storage.moderation import societies
from bot.storage.tables import metadata
from tests.delivery.society import GUILD, an_introduced_pair, found_society
from tests.discord.furnished import PROGRAM, Place, furnish
from tests.every_society import select
from tests.services.every import services
from tests.services.society import NOON, StandingClock

TABLE = Path(__file__).with_name("who_may.tsv")
OTHER_GUILD = GuildId(101)
MODERATORS, THEIR_MODERATORS = RoleId(700), RoleId(701)
MENTOR, MENTEE, OTHERS_MENTEE, STRANGER, MO = (UserId(user) for user in (1, 2, 4, 50, 60))
SEEN = InteractionId(77)
# Someone may delete their own data in every society: `tests/discord/privacy` has what that leaves.
BEYOND = frozenset(("privacy.privacy.delete",))
MODERATE = ("manager", "moderator")
# What a refusal says of something that is someone else's, or of which nothing may be known.
NOT_THEIRS = frozenset(
    ("manage_server", "not_moderator", "not_owner", "not_advisor", "none", "unknown")
)

ROLES: dict[str, Callable[[InteractionId], Actor]] = {
    "stranger": lambda number: Actor(GUILD, STRANGER, number),
    "mentor": lambda number: Actor(GUILD, MENTOR, number),
    "mentee": lambda number: Actor(GUILD, MENTEE, number),
    "other pair": lambda number: Actor(GUILD, OTHERS_MENTEE, number),
    "manager": lambda number: Actor(GUILD, MO, number, manages_server=True),
    "moderator": lambda number: Actor(GUILD, MO, number, roles=frozenset((MODERATORS,))),
    "moderator of another society": lambda number: Actor(
        GUILD, MO, number, roles=frozenset((THEIR_MODERATORS,))
    ),
}


pytestmark = pytest.mark.parametrize("migrated_url", ["sqlite"], indirect=True)


class _UndoneError(Exception):
    """Roll back what was done, and carry what it returned."""


def transactions() -> dict[str, Callable[..., Any]]:
    """Return each service that opens a transaction, by its name; the others call those."""
    return {name: each for name, each in services().items() if "records" in vars(each)}


def arguments_of(service: Callable[..., Any]) -> tuple[list[Any], dict[str, Any]]:
    """Return something plausible for each parameter that has no default, by position and name."""
    plain = inspect.unwrap(service)
    hints = get_type_hints(plain)
    given: list[Any] = []
    named: dict[str, Any] = {}
    for parameter in inspect.signature(plain).parameters.values():
        if hints[parameter.name] is Work or parameter.default is not parameter.empty:
            continue
        if parameter.kind is inspect.Parameter.VAR_KEYWORD:
            continue
        value = value_of(hints[parameter.name], parameter.name)
        if parameter.kind is inspect.Parameter.KEYWORD_ONLY:
            named[parameter.name] = value
        else:
            given.append(value)
    return given, named


def value_of(kind: Any, name: str) -> Any:
    """Return a value of a type: the ID 1, the first of a menu, or words that can be read."""
    plain: dict[Any, Any] = {
        UserId: MENTOR,
        ProgramId: PROGRAM,
        bool: True,
        int: 1,
        float: 1.0,
        bytes: b"user_id,role,stage\n",
        time: time(18),
        date: NOON.date(),
        datetime: NOON,
        type(None): None,
        Any: None,
    }
    if kind in plain:
        return plain[kind]
    if kind is str:
        return {"name": "Spring", "zone": "UTC", "time_zone": "UTC"}.get(name, "friday 6pm")
    if isinstance(kind, NewType):
        return 1
    if isinstance(kind, type) and issubclass(kind, Enum):
        return next(iter(kind))
    if isinstance(kind, type) and issubclass(kind, BaseException):
        return kind("for a test")
    if isinstance(kind, type) and is_dataclass(kind):
        hints = get_type_hints(kind)
        return kind(
            **{
                field.name: value_of(hints[field.name], field.name)
                for field in fields(kind)
                if field.default is MISSING and field.default_factory is MISSING
            }
        )
    return _value_of_several(get_origin(kind) or kind, get_args(kind), name)


def _value_of_several(origin: Any, inner: tuple[Any, ...], name: str) -> Any:
    if origin is Literal:
        return inner[0]
    if origin in (Union, types.UnionType):
        return value_of(inner[0], name)
    if origin is tuple:
        several = inner[:1] if inner[-1] is Ellipsis else inner
        return tuple(value_of(one, name) for one in several)
    if origin in (frozenset, AbstractSet):
        return frozenset((value_of(inner[0], name),))
    if origin in (list, Sequence, Iterable, Collection):
        return [value_of(inner[0], name)]
    if origin in (dict, Mapping):
        return {value_of(inner[0], name): value_of(inner[1], name)}
    if origin is Callable:
        return lambda *_: True
    raise NotImplementedError(f"how would a {origin} of {inner} for {name!r} look?")


@asynccontextmanager
async def a_world(url: str, *, look_beside: bool = False) -> AsyncIterator[App]:
    """Furnish two societies on an empty database with the schema, and undo every later write."""
    database = await Database.connect(url)
    catalogue = Catalogue.load(config_dir(), database)
    app = App(database, StandingClock(), load_settings({}), catalogue)
    await database.write(_furnish)
    await catalogue.latest(GUILD)
    with pytest.MonkeyPatch.context() as patch:
        _undo_writes(patch, look_beside=look_beside)
        yield app
    await catalogue.close()
    await database.close()


def _furnish(connection: Any) -> None:
    cohort = found_society(connection)
    for society, role in ((GUILD, MODERATORS), (OTHER_GUILD, THEIR_MODERATORS)):
        societies.save(connection, society, moderator_role_id=role, time_zone="UTC")
    general = types.SimpleNamespace(id=200)
    mo, mentee, mentor = (types.SimpleNamespace(id=user) for user in (MO, MENTEE, MENTOR))
    for society in (GUILD, OTHER_GUILD):
        guild = types.SimpleNamespace(id=society, channel=lambda _name: general)
        place = Place(*cast("tuple[Any, Any, Any, Any]", (guild, mo, mentee, mentor)))
        furnish(connection, place, NOON)
    an_introduced_pair(connection, cohort, mentor=UserId(3), mentee=OTHERS_MENTEE)
    interactions.record(connection, SEEN, GUILD, NOON)


def rows_of_the_other(connection: Any) -> dict[str, list[Any]]:
    """Return every row of the other society, which has the same IDs and people."""
    return {
        table.name: sorted(
            connection.execute(select(table).where(table.c.guild_id == OTHER_GUILD)).all(), key=repr
        )
        for table in metadata.sorted_tables
        if "guild_id" in table.c
    }


def _undo_writes(patch: pytest.MonkeyPatch, *, look_beside: bool) -> None:
    announced = Database._announced

    def writing(self: Database, connection: Any, fn: Any, args: Any, kwargs: Any) -> Any:
        before = rows_of_the_other(connection) if look_beside else {}
        returned = fn(connection, *args, **kwargs)
        if look_beside:
            assert before, "the other society has rows"
            assert rows_of_the_other(connection) == before, "it wrote in the other society"
        raise _UndoneError(returned)

    async def undone(self: Database, *args: Any) -> Any:
        try:
            return await announced(self, *args)
        except _UndoneError as done:
            return done.args[0]

    patch.setattr(Database, "_writing", writing)
    patch.setattr(Database, "_announced", undone)


def may(ending: str) -> str:
    """Return ``may``, or the code that says it isn't this person's to do, or to see."""
    reason = ending.partition(".")[2]
    return ending if reason in NOT_THEIRS or reason.startswith("not_your") else "may"


async def outcome(app: App, name: str, actor: Actor) -> str:
    """Return how a call ends: ``done``, the code of the refusal, or an error in brackets."""
    service = transactions()[name]
    given, named = arguments_of(service)
    try:
        await service(app, actor, *given, **named)
    except DomainError as refused:
        return refused.code
    except (KeyError, TypeError, AttributeError, ValueError) as confused:
        # It takes what another service returned, which can't be made from a type.
        return f"({type(confused).__name__})"
    return "done"


async def rows(app: App) -> list[str]:
    """Return the table: each service, whether it records the interaction, and each role.

    What everyone but a moderator of the society is refused stands in no line: that is the rule.
    """
    lines = ["\t".join(("service", "records", *ROLES))]
    for name, service in sorted(transactions().items()):
        cells = [
            may(await outcome(app, name, act(InteractionId(1_000 + number))))
            for number, act in enumerate(ROLES.values())
        ]
        others = {cell for role, cell in zip(ROLES, cells, strict=True) if role not in MODERATE}
        if others == {"actor.not_moderator"}:
            continue
        lines.append("\t".join((name, "once" if vars(service)["records"] else "-", *cells)))
    return lines


async def test_each_role_may_do_what_the_table_says_and_nothing_else(migrated_url: str) -> None:
    async with a_world(migrated_url) as app:
        found = await rows(app)
    expected = TABLE.read_text("utf-8").splitlines()
    changed = sorted(set(found) ^ set(expected))
    assert changed == [], f"if this is meant: python -m {__name__}\n" + "\n".join(changed)


async def test_a_repeated_interaction_is_refused_by_every_service_that_records_it(
    migrated_url: str,
) -> None:
    recording = [name for name, service in transactions().items() if vars(service)["records"]]
    assert len(recording) > 50
    async with a_world(migrated_url) as app:
        for name in recording:
            for role in ("mentee", "manager"):
                again = await outcome(app, name, ROLES[role](SEEN))
                assert again == "interaction.repeated", (name, role)


async def test_no_service_writes_in_another_society_that_has_the_same_ids(
    migrated_url: str,
) -> None:
    done = 0
    async with a_world(migrated_url, look_beside=True) as app:
        for number, name in enumerate(sorted(transactions().keys() - BEYOND)):
            for role in ("mentee", "mentor", "manager"):
                ending = await outcome(app, name, ROLES[role](InteractionId(5_000 + number)))
                done += ending == "done"
    assert done > 100, "the walk does something"


def main() -> None:
    """Write the table as it is now."""

    async def write() -> None:
        with tempfile.TemporaryDirectory() as folder:
            url = f"sqlite+aiosqlite:///{folder}/preceptor.sqlite3"
            database = await Database.connect(url)
            await migrate(database)
            await database.close()
            async with a_world(url) as app:
                TABLE.write_text("\n".join(await rows(app)) + "\n", "utf-8")

    asyncio.run(write())


if __name__ == "__main__":
    main()
