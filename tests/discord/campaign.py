"""Everything a person can do at once: each command, autocomplete, menu, button, and form.

What there is to use is read from the commands that are registered and from the routes, so whatever
is added is used too.
"""

import asyncio
from collections.abc import Awaitable, Callable, Iterator
from dataclasses import dataclass
from itertools import count
from typing import Any

from sandbox import Answer, Channel, Message, Person
from sandbox.people import options
from sandbox.state.records import Json
from tests.discord.conftest import Society
from tests.discord.furnished import Place
from tests.discord.test_direct_messages import CHOICES, PEOPLE, TYPED, custom_id, routes

STRING, INTEGER, BOOLEAN, USER, CHANNEL, ROLE, NUMBER, FILE = 3, 4, 5, 6, 7, 8, 10, 11
CHAT, ON_USER, ON_MESSAGE = 1, 2, 3
CSV = b"user_id,role,stage\n"
LONG_ENOUGH = 12
"""Texts at least this long are whole sentences: no one retypes them gladly."""


@dataclass(frozen=True, slots=True)
class Step:
    """One thing that is done: what it is called, what is typed in it, and how it is done."""

    name: str
    typed: tuple[str, ...]
    act: Callable[[], Awaitable[Answer]]


@dataclass(slots=True)
class Done:
    """A step that was answered for the first time after so many seconds, deferred or not."""

    step: Step
    answer: Answer
    seconds: float
    was_deferred: bool


_numbers = count(1)


def _marked(text: str) -> str:
    """Return a text that stands nowhere else."""
    return f"{text} no{next(_numbers)}mark"


def value_for(option: Json, society: Society, person: Person, other: Person) -> Any:
    """Return something that the app lets someone put into an option."""
    match option["type"]:
        case kind if option.get("choices"):
            return option["choices"][0]["value"]
        case kind if kind == STRING:
            if option.get("autocomplete") or option.get("max_length", 6000) < 40:
                return "1"
            return _marked("Ask about the second letter tomorrow 7pm")
        case kind if kind in (INTEGER, NUMBER):
            return option.get("min_value", 1)
        case kind if kind == BOOLEAN:
            return True
        case kind if kind == USER:
            return other
        case kind if kind == CHANNEL:
            return society.mentoring
        case kind if kind == ROLE:
            return person.guild.everyone if hasattr(person.guild, "everyone") else None
        case kind if kind == FILE:
            return society.discord.attachment("people.csv", CSV)
    return None


def commands(
    society: Society, person: Person, other: Person, at: Channel, *, bare: bool = False
) -> Iterator[Step]:
    """Yield each slash command, with every option filled in, or only what is required."""
    for path in sorted(society.discord.commands):
        _, chain = options.find(society.discord.world, person.guild, path)
        offered = chain[-1].get("options") or []
        values = {
            each["name"]: value
            for each in offered
            if each.get("required") or not bare
            if (value := value_for(each, society, person, other)) is not None
        }
        typed = tuple(value for value in values.values() if "mark" in str(value))

        async def act(path: str = path, values: dict[str, Any] = values) -> Answer:
            return await person.slash(path, values, at=at, force=True)

        yield Step(f"/{path}{' alone' if bare else ''}", typed, act)


def autocompletes(society: Society, person: Person, at: Channel, typed: str) -> Iterator[Step]:
    """Yield the typing into each option that offers something meanwhile."""
    for path in sorted(society.discord.commands):
        _, chain = options.find(society.discord.world, person.guild, path)
        for each in chain[-1].get("options") or []:
            if each.get("autocomplete"):

                async def act(path: str = path, option: str = each["name"]) -> Answer:
                    return await person.autocomplete(path, option, typed, at=at)

                yield Step(f"typing into /{path} {each['name']}", (), act)


def menus(society: Society, person: Person, other: Person, on: Message) -> Iterator[Step]:
    """Yield each context menu, on a person or on a message."""
    for command in society.discord.world.application.commands.values():
        name = command["name"]
        if command["type"] == ON_USER:

            async def on_user(name: str = name) -> Answer:
                return await person.user_menu(name, other, force=True)

            yield Step(f"menu {name}", (), on_user)
        if command["type"] == ON_MESSAGE:

            async def on_message(name: str = name) -> Answer:
                return await person.message_menu(name, on, force=True)

            yield Step(f"menu {name}", (), on_message)


def components(place: Place, person: Person, on: Message, at: Channel) -> Iterator[Step]:
    """Yield each button, menu, and form that has a handler, whoever it is meant for."""
    for area, verb, is_form in routes():
        name = custom_id(place, area, verb)
        if is_form:
            fields = {
                key: _marked(value) if len(value) > LONG_ENOUGH and " " in value else value
                for key, value in TYPED.get((area, verb), {}).items()
            }
            typed = tuple(value for value in fields.values() if "mark" in value)

            async def submit(name: str = name, fields: dict[str, str] = fields) -> Answer:
                return await person.submit_forged(name, fields, at=at)

            yield Step(f"form {area}:{verb}", typed, submit)
        else:
            values = [str(place.mira.id)] if verb in PEOPLE else CHOICES.get((area, verb))

            async def click(name: str = name, values: list[str] | None = values) -> Answer:
                return await person.click_forged(on, name, values)

            yield Step(f"button {area}:{verb}", (), click)


async def do_all(steps: list[Step], at_once: int) -> list[Done]:
    """Do the steps, so many at once, until each has its first answer."""
    clock = asyncio.get_running_loop().time

    async def do(step: Step) -> Done:
        began = clock()
        answer = await step.act()
        return Done(step, answer, clock() - began, answer.deferred)

    done: list[Done] = []
    for first in range(0, len(steps), at_once):
        done += await asyncio.gather(*(do(step) for step in steps[first : first + at_once]))
    return done
