"""Every public service, and random calls of them: valid, half valid, and nonsense.

The services are found, not listed, and what they take is made from the types of their parameters,
so a service that is added tomorrow is called tomorrow. A parameter of a new type fails here until
`value_of` can make one. Only what takes a record of another service's is left out, since no person
hands one in.
"""

import inspect
import types
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, fields, is_dataclass
from datetime import date, time
from enum import Enum
from functools import cache
from itertools import count
from typing import Any, NewType, Union, get_args, get_origin, get_type_hints

from hypothesis import strategies as st

from bot.app import App
from bot.catalogue import SocietyCatalogue, number_of
from bot.domain.ids import GuildId, InteractionId, ProgramId, UserId
from bot.domain.vocabulary import FIELDS, STAGES, TOPICS
from bot.services.actor import Actor
from bot.services.cohorts import file_words, people_import
from bot.services.work import Work
from tests.services.every import services
from tests.services.fuzzing.world import (
    COHORTS,
    GUILDS,
    MANAGER,
    MODERATORS_ROLE,
    PEOPLE,
    PROGRAMS,
    STRANGER,
)

# Takes a table that was read from a file; `import_file` calls it.
COMPOSED = frozenset(("cohorts.file_words.save_file",))

_interactions = count(10_000)

PARTS = ("stage", "fields", "topics", "offers", "formats", "roles", "near-peer", "hours", "windows")
DAYS = ("tomorrow", "friday", "2027-03-19", "2020-01-01", "Mar 30", "in 3 weeks", "2/30", "always")
INSTANTS = ("friday 6pm", "2027-03-05 18:00", "3am", "tue 7pm every other week", "30:99", "6")
TYPED = (
    "Read two papers by Friday",
    "America/Chicago",
    "Chicago",
    "mon 18:00-20:30; wed 7-9pm",
    "ana@example.com",
    "+1 312 555 0100",
    "https://example.org/a",
    "@everyone <@1> [here](https://x.example)",
    "'; DROP TABLE pairs; --",
    "\x00",
    "\u202e\u200b",
    "ñandú 🩺",
    "=1+1",
    "x" * 2_500,
)
# What Discord's number options and our buttons can carry, and the edges of it.
NUMBERS = (-(2**53), -1, 0, 1, 2, 3, 5, 7, 14, 48, 60, 100, 101, 366, 10**6, 2**31, 2**53)


async def import_file(
    app: App, actor: Actor, name: str, lines: Sequence[str], *, tell: bool
) -> None:
    """Upload a file of people, preview it, and confirm."""
    head = "user_id,role,stage,fields,topics,capacity,time_zone,avoid,prior_partners"
    cohort = await people_import.begin(app, actor, name, 100)
    table = await people_import.read("\n".join((head, *lines)).encode())
    number = await file_words.save_file(app, _again(actor), cohort.id, table)
    opened = await file_words.open_file(app, actor, cohort.id, number)
    if opened.people is not None:
        users = {str(user): user for user in PEOPLE}
        await people_import.preview(app, _again(actor), opened, users)
        await people_import.confirm(app, _again(actor), cohort.id, number, tell=tell)


def _again(actor: Actor) -> Actor:
    return Actor(actor.guild, actor.user, InteractionId(next(_interactions)), actor.manages_server)


@cache
def callable_services() -> Mapping[str, Callable[..., Any]]:
    """Return every service that can be called with what people hand in, by its name."""
    return {"import_file": import_file} | {
        name: service
        for name, service in services().items()
        if name not in COMPOSED and not name.rpartition(".")[2].startswith("_")
        if not any(map(_holds_a_record, _taken(service)))
    }


def _taken(service: Callable[..., Any]) -> list[Any]:
    return list(get_type_hints(inspect.unwrap(service)).values())[:-1]


def _holds_a_record(kind: Any) -> bool:
    """Return whether a value of this type is, or contains, a row as storage read it."""
    if isinstance(kind, type) and is_dataclass(kind) and kind not in (Work, App, Actor):
        inner = get_type_hints(kind).values()
        return kind.__module__.startswith("bot.storage.") or any(map(_holds_a_record, inner))
    return any(map(_holds_a_record, get_args(kind))) and type(None) not in get_args(kind)


@dataclass(frozen=True)
class Call:
    """One call of a service by one person."""

    service: str
    actor: Actor
    given: tuple[Any, ...]
    named: Mapping[str, Any]

    async def __call__(self, app: App) -> Any:
        """Make it, as an interaction of its own."""
        service = callable_services()[self.service]
        return await service(app, _again(self.actor), *self.given, **self.named)


def calls(guild: GuildId) -> st.SearchStrategy[Call]:
    """Return random calls by people of one society."""
    return st.sampled_from(sorted(callable_services())).flatmap(lambda name: _calls_of(guild, name))


@cache
def _calls_of(guild: GuildId, name: str) -> st.SearchStrategy[Call]:
    given, named = arguments_of(name)
    return st.builds(
        Call, st.just(name), actors(guild), st.tuples(*given), st.fixed_dictionaries(named)
    )


@cache
def actors(guild: GuildId) -> st.SearchStrategy[Actor]:
    """Return people of a society, its moderators, and a stranger; moderators act most."""
    roles = frozenset((MODERATORS_ROLE[guild],))
    everyone = [Actor(guild, user, InteractionId(0)) for user in (*PEOPLE, STRANGER)]
    by_right = Actor(guild, MANAGER, InteractionId(0), manages_server=True)
    by_role = Actor(guild, PEOPLE[0], InteractionId(0), roles=roles, language="es-ES")
    # A moderator of the other society is no one special here.
    of_the_other = frozenset(MODERATORS_ROLE[other] for other in GUILDS if other != guild)
    crossing = Actor(guild, PEOPLE[1], InteractionId(0), roles=of_the_other)
    return st.sampled_from([*everyone, *[by_right] * 6, by_role, by_role, crossing])


@cache
def arguments_of(
    name: str,
) -> tuple[tuple[st.SearchStrategy[Any], ...], dict[str, st.SearchStrategy[Any]]]:
    """Return what a service takes, by position and by name."""
    service = inspect.unwrap(callable_services()[name])
    hints = get_type_hints(service)
    given: list[st.SearchStrategy[Any]] = []
    named: dict[str, st.SearchStrategy[Any]] = {}
    for parameter in inspect.signature(service).parameters.values():
        if hints[parameter.name] in (Work, App, Actor):
            continue
        value = _value_for(parameter, hints[parameter.name])
        if parameter.kind is inspect.Parameter.KEYWORD_ONLY:
            named[parameter.name] = value
        else:  # of several of a kind, one is enough
            given.append(value)
    return tuple(given), named


def _value_for(parameter: inspect.Parameter, kind: Any) -> st.SearchStrategy[Any]:
    if parameter.default is inspect.Parameter.empty:
        return value_of(kind, parameter.name)
    if kind == SocietyCatalogue | None:
        return st.just(parameter.default)  # no one chooses it
    return st.just(parameter.default) | value_of(kind, parameter.name)


@cache
def value_of(kind: Any, name: str = "") -> st.SearchStrategy[Any]:
    """Return random values of a type; the parameter's name says which are valid."""
    if kind is UserId:
        return st.sampled_from((*PEOPLE, MANAGER, STRANGER, UserId(2**53)))
    if kind is ProgramId:
        return st.sampled_from((*PROGRAMS, ProgramId("")))
    if isinstance(kind, NewType):
        return st.integers(1, 12) | st.sampled_from((1, 2, 3, 30, 60, 0, -1, 2**53))
    if kind is str:
        return text_of(name)
    if kind is int:
        if name == "number":
            return st.sampled_from(tuple(map(number_of, PROGRAMS))) | st.integers(0, 5)
        return st.sampled_from(NUMBERS)
    if kind is bool:
        # What is meant for every society changes the other one, too; `tests/*/privacy` tries it.
        return st.just(False) if name == "everywhere" else st.booleans()
    if kind is float:
        return st.sampled_from((0.0, 0.5, 4.0, 1e9))
    if kind is bytes:
        return text_of(name).map(str.encode)
    if kind is date:
        return st.dates(date(2026, 1, 1), date(2030, 1, 1))
    if kind is time:
        return st.times().map(lambda at: at.replace(second=0, microsecond=0))
    if kind is type(None):
        return st.none()
    if kind is Any:
        return st.none() | text_of(name) | st.lists(text_of(name), max_size=3)
    if isinstance(kind, type) and issubclass(kind, Enum):
        return st.sampled_from(list(kind))
    if isinstance(kind, type) and is_dataclass(kind):
        hints = get_type_hints(kind)
        made = {field.name: value_of(hints[field.name], field.name) for field in fields(kind)}
        return st.builds(kind, **made)
    return _value_of_several(get_origin(kind), get_args(kind), kind, name)


def _value_of_several(
    origin: Any, inner: tuple[Any, ...], kind: Any, name: str
) -> st.SearchStrategy[Any]:
    if origin in (Union, types.UnionType):
        return st.one_of(*(value_of(one, name) for one in inner))
    if origin is tuple:
        if inner[-1] is Ellipsis:
            return st.lists(value_of(inner[0], name), max_size=4).map(tuple)
        return st.tuples(*(value_of(one, name) for one in inner))
    if origin in (frozenset, AbstractSet, Collection):
        return st.frozensets(value_of(inner[0], name), max_size=4)
    if origin in (list, Sequence, Iterable):
        return st.lists(value_of(inner[0], name), max_size=4)
    if origin in (dict, Mapping):
        keys = st.sampled_from(KEYS[name]) if name in KEYS else value_of(inner[0], name)
        return st.dictionaries(keys, value_of(inner[1], name), max_size=5)
    if origin is Callable:
        return st.sampled_from((_always, _never))
    raise NotImplementedError(f"how would a {kind} for {name!r} look?")


def _always(*_: object) -> bool:
    return True


def _never(*_: object) -> bool:
    return False


# The keys of a form's or file's fields, by the parameter that takes them.
KEYS = {
    "typed": ("often", "answer-within", "channels", "topics", "off-limits", "first-goal", "?"),
    "facts": ("id", "name", "summary", "url", "stages", "fields", "states", "deadline", "?"),
}

_WORDS = {
    "name": COHORTS,
    "names": COHORTS,
    "typed_name": (*COHORTS, "Another"),
    "part": PARTS,
    "values": (*STAGES, *FIELDS[:3], *TOPICS[:3], "video", "lgbtq", "true", "2"),
    "zone": ("UTC", "Chicago", "Nowhere"),
    "time_zone": ("UTC", "Chicago", "Nowhere"),
    "what": ("sign-up:1:mentor", "update:1", "link", "closed", "?"),
    "ids": PROGRAMS,
    "hours": ("", "2", "4", "-1", "many"),
    "starts": ("", "", "2027-03-10"),
    "ends": ("", "", "2027-09-01"),
    "check_in_time": ("18:00", "6pm"),
    "windows": ("", "mon 18:00-20:30", "tue/thu evenings"),
    "place": ("", "IL", "https://meet.example/a", "Library"),
    "match_words": ("prior", "hours"),
    "formats": ("video", "chat"),
    "kind": ("", "physician"),
    "address": ("", "ana@example.com"),
    "due": ("", "friday", "in 2 weeks"),
    "start": ("9pm", "22:00"),
    "end": ("7am", "08:00"),
    "first": ("tomorrow", "2027-03-02"),
    "last": ("friday", "2027-03-12"),
    "times": INSTANTS,
    "readings": ("",),
    "phone": ("", "+1 312 555 0100"),
    "since": ("", "2027-02-01"),
    "channels": ("text", "call"),
    "lines": tuple(
        f"{user},{role},{stage},medicine,research,2,UTC,{PEOPLE[0]},"
        for user, role, stage in zip(
            (*PEOPLE, "@zoe"), ("mentor", "mentee", "both", "?") * 2, [*STAGES] * 2, strict=False
        )
    ),
}


@cache
def text_of(name: str) -> st.SearchStrategy[str]:
    """Return things that people type: what fits, days, hours, and anything at all."""
    fitting = tuple(map(str, _WORDS.get(name, ())))
    anything = st.one_of(
        st.sampled_from(TYPED), st.sampled_from(DAYS + INSTANTS), st.just(""), st.text(max_size=30)
    )
    if not fitting:
        return anything
    return st.one_of(*[st.sampled_from(fitting)] * 4, anything)
