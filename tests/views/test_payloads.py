"""What comes with an interaction, whatever it is: read where it fits, refused where it does not."""

from typing import Any

import discord
import pytest
from discord import AppCommandOptionType as Kind
from discord import app_commands
from hypothesis import given
from hypothesis import strategies as st

from bot.app import App
from bot.cogs import COGS
from bot.cogs.base import AppCog
from bot.views import payloads

scalars = st.none() | st.booleans() | st.integers(-(2**80), 2**80) | st.floats() | st.text()
NAMES = ("type", "name", "value", "values", "options", "focused", "custom_id", "component")
keys = st.sampled_from((*NAMES, "components", "resolved", "users"))
json = st.recursive(scalars, lambda inner: st.lists(inner) | st.dictionaries(keys, inner))
data = st.dictionaries(keys, json)
OFFERED = {Kind.string, Kind.integer, Kind.boolean, *payloads._RESOLVED}


def commands() -> list[app_commands.Command[Any, ..., Any]]:
    """Return every slash command of the bot."""
    cogs: list[AppCog] = [cog(App.__new__(App)) for cog in COGS]
    return [
        each
        for cog in cogs
        for each in cog.walk_app_commands()
        if isinstance(each, app_commands.Command)
    ]


COMMANDS = commands()


@given(json)
def test_any_form_is_read_into_texts(components: Any) -> None:
    fields = payloads.typed_fields(components)
    values = [value for given in fields.values() for value in given]
    assert all(isinstance(each, str) for each in (*fields, *values))
    assert all(isinstance(each, str) for each in payloads.typed_texts(components))


@given(st.sampled_from(COMMANDS), data)
def test_whatever_comes_with_a_command_is_given_back_as_texts(
    command: app_commands.Command[Any, ..., Any], given_data: dict[str, Any]
) -> None:
    assert all(isinstance(each, str) for each in payloads._typed_into(command, given_data))


@given(data)
def test_any_data_is_read_into_texts(given_data: dict[str, Any]) -> None:
    assert all(isinstance(each, str) for each in payloads.chosen(given_data))
    assert all(isinstance(each, str) for each in payloads.typed_options(given_data).values())
    assert isinstance(payloads.focused_option(given_data), str | None)


@given(st.sampled_from(COMMANDS), data)
def test_any_options_fit_a_command_or_do_not(
    command: app_commands.Command[Any, ..., Any], given_data: dict[str, Any]
) -> None:
    assert isinstance(payloads.fits(command.parameters, given_data), bool)


@given(st.sampled_from(COMMANDS), json, st.booleans())
def test_what_fits_is_of_its_own_kind_and_within_bounds(
    command: app_commands.Command[Any, ..., Any], value: Any, is_typing: bool
) -> None:
    for parameter in command.parameters:
        option = {"name": parameter.display_name, "type": parameter.type.value, "value": value}
        if is_typing:
            option["focused"] = True
        if payloads.fits(command.parameters, {"options": [option]}):
            allowed: tuple[type, ...] = {
                Kind.boolean: (bool,),
                Kind.integer: (int, float, str) if is_typing else (int,),
            }.get(parameter.type, (str,))
            assert isinstance(value, allowed)
            if not is_typing and isinstance(value, int):
                assert abs(value) < 2**63


def test_every_kind_of_option_that_a_command_has_is_looked_at() -> None:
    assert COMMANDS, "the scan found nothing"
    used = {parameter.type for command in COMMANDS for parameter in command.parameters}
    assert used <= OFFERED, "say in bot/views/payloads.py what fits an option of this kind"


@given(st.text() | st.integers().map(str))
def test_a_whole_number_is_one_that_the_database_can_hold(text: str) -> None:
    number = payloads.whole_number(text)
    if number is None:
        assert not (text.isascii() and text.isdecimal()) or int(text) >= 2**63 or len(text) > 19
    else:
        assert 0 <= number < 2**63
        assert number == int(text)


def test_a_form_nested_without_end_is_read() -> None:
    components: Any = {"custom_id": "deep", "value": "found"}
    for _ in range(100_000):
        components = {"components": [components]}
    assert payloads.typed_fields(components) == {"deep": ("found",)}


@app_commands.command(name="ask")
@app_commands.choices(way=[app_commands.Choice(name="By video", value="video")])
async def ask(
    interaction: discord.Interaction[Any],
    who: discord.User,
    note: str,
    way: str = "",
    goal: str = "",
    paper: discord.Attachment | None = None,
    role: discord.Role | None = None,
) -> None:
    """Ask someone."""


@ask.autocomplete("goal")
async def _goals(
    interaction: discord.Interaction[Any], typed: str
) -> list[app_commands.Choice[str]]:
    return []


def test_a_command_is_given_back_whole_and_without_what_only_discord_reads() -> None:
    data = {
        "options": [
            {"name": "who", "type": 6, "value": "458304698827669536"},
            {"name": "note", "type": 3, "value": "next Blursday"},
            {"name": "way", "type": 3, "value": "video"},
            {"name": "goal", "type": 3, "value": "12"},
            {"name": "paper", "type": 11, "value": "77"},
            {"name": "role", "type": 8, "value": "9"},
        ],
        "resolved": {
            "users": {"458304698827669536": {"username": "ana"}},
            "attachments": {"77": {"filename": "cv.pdf"}},
            "roles": {"9": {"name": "Mentors"}},
        },
    }
    assert payloads._typed_into(ask, data) == [
        "/ask who: @ana note: next Blursday way: By video goal: 12 role: @Mentors"
    ]


@pytest.mark.parametrize("picked", ["458304698827669536", "sample-program-one"])
def test_an_id_that_no_one_has_seen_is_not_given_back(picked: str) -> None:
    data = {"options": [{"name": "goal", "type": 3, "value": picked}]}
    assert picked not in "".join(payloads._typed_into(ask, data))


@pytest.mark.parametrize(
    ("options", "texts"),
    [
        ([{"name": "note", "type": 3, "value": "two words"}], ["two words"]),
        ([{"name": "note", "type": 3, "value": "word"}], []),
        ([{"name": "goal", "type": 3, "value": "A goal from the list"}], []),
    ],
)
def test_one_option_alone_is_given_back_as_it_was_typed_unless_it_is_short(
    options: list[dict[str, Any]], texts: list[str]
) -> None:
    assert payloads._typed_into(ask, {"options": options}) == texts
