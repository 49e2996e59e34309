"""Command trees that Discord refuses to register."""

from typing import Any

import pytest

from tests.sandbox.raw import Raw


def command(name: str = "x", **more: Any) -> dict[str, Any]:
    return {"name": name, "description": "does something", "type": 1} | more


def option(name: str = "o", kind: int = 3, **more: Any) -> dict[str, Any]:
    return {"name": name, "description": "an option", "type": kind} | more


HUGE = [option(f"o{n}", choices=[{"name": "n" * 100, "value": "v" * 100}] * 4) for n in range(11)]
REFUSED: list[tuple[str, list[dict[str, Any]], tuple[str | int, ...], str]] = [
    ("capitals", [command("Hello")], (0, "name"), "APPLICATION_COMMAND_INVALID_NAME"),
    ("a space", [command("two words")], (0, "name"), "APPLICATION_COMMAND_INVALID_NAME"),
    ("33 letters", [command("x" * 33)], (0, "name"), "APPLICATION_COMMAND_INVALID_NAME"),
    ("no description", [command(description="")], (0, "description"), "BASE_TYPE_REQUIRED"),
    (
        "a long description",
        [command(description="x" * 101)],
        (0, "description"),
        "BASE_TYPE_MAX_LENGTH",
    ),
    ("the same name twice", [command(), command()], (1,), "APPLICATION_COMMANDS_DUPLICATE_NAME"),
    (
        "101 commands",
        [command(f"x{n}") for n in range(101)],
        (),
        "BASE_TYPE_MAX_LENGTH",
    ),
    (
        "26 options",
        [command(options=[option(f"o{n}") for n in range(26)])],
        (0, "options"),
        "BASE_TYPE_BAD_LENGTH",
    ),
    (
        "a required option after an optional one",
        [command(options=[option("a"), option("b", required=True)])],
        (0, "options", 1),
        "APPLICATION_COMMAND_OPTIONS_REQUIRED_INVALID",
    ),
    (
        "a subcommand beside an option",
        [command(options=[option("a", 1), option("b")])],
        (0, "options"),
        "APPLICATION_COMMAND_OPTIONS_TYPE_INVALID",
    ),
    (
        "a group in a group",
        [command(options=[option("a", 2, options=[option("b", 2, options=[option("c", 1)])])])],
        (0, "options", 0, "options", 0, "type"),
        "APPLICATION_COMMAND_OPTIONS_TYPE_INVALID",
    ),
    (
        "choices with autocomplete",
        [command(options=[option(autocomplete=True, choices=[{"name": "a", "value": "a"}])])],
        (0, "options", 0),
        "APPLICATION_COMMAND_OPTION_AUTOCOMPLETE_CHOICES",
    ),
    (
        "autocomplete on a person",
        [command(options=[option(kind=6, autocomplete=True)])],
        (0, "options", 0),
        "APPLICATION_COMMAND_OPTION_AUTOCOMPLETE_TYPE",
    ),
    (
        "26 choices",
        [command(options=[option(choices=[{"name": "a", "value": str(n)} for n in range(26)])])],
        (0, "options", 0, "choices"),
        "BASE_TYPE_BAD_LENGTH",
    ),
    ("over 8000 characters", [command(options=HUGE)], (0,), "APPLICATION_COMMAND_TOO_LARGE"),
    (
        "capitals in another language",
        [command(name_localizations={"es-ES": "Hola"})],
        (0, "name_localizations", "es-ES"),
        "APPLICATION_COMMAND_INVALID_NAME",
    ),
    (
        "a long description in another language",
        [command(options=[option(description_localizations={"es-ES": "x" * 101})])],
        (0, "options", 0, "description_localizations", "es-ES"),
        "BASE_TYPE_MAX_LENGTH",
    ),
    (
        "a long choice in another language",
        [
            command(
                options=[
                    option(
                        choices=[
                            {"name": "a", "value": "a", "name_localizations": {"fr": "x" * 101}}
                        ]
                    )
                ]
            )
        ],
        (0, "options", 0, "choices", 0, "name_localizations", "fr"),
        "BASE_TYPE_MAX_LENGTH",
    ),
    (
        "the same name twice in another language",
        [command(options=[option("a", name_localizations={"fr": "b"}), option("b")])],
        (0, "options"),
        "APPLICATION_COMMAND_OPTIONS_NAME_INVALID",
    ),
    (
        "a context menu with a description",
        [command("View", type=2)],
        (0,),
        "APPLICATION_COMMAND_CONTEXT_MENU_DESCRIPTION_INVALID",
    ),
]


@pytest.mark.parametrize(
    ("tree", "path", "finding"), [case[1:] for case in REFUSED], ids=[case[0] for case in REFUSED]
)
async def test_a_bad_tree_is_refused_where_it_is_bad(
    raw: Raw, tree: list[dict[str, Any]], path: tuple[str | int, ...], finding: str
):
    got = await raw("PUT", f"/applications/{raw.discord.world.application.id}/commands", tree)
    assert (got.status, got.code) == (400, 50035)
    assert got.finding(*path) == finding
    assert raw.discord.commands == []


async def test_commands_keep_their_ids_and_only_new_names_count(raw: Raw):
    path = f"/applications/{raw.discord.world.application.id}/commands"
    first = await raw("PUT", path, [command(f"x{n}") for n in range(100)])
    again = await raw("PUT", path, [command(f"x{n}") for n in range(100)])
    second = await raw("PUT", path, [command(f"y{n}") for n in range(100)])
    third = await raw("PUT", path, [command("z")])
    assert [each["id"] for each in first.body] == [each["id"] for each in again.body]
    assert second.status == 200
    assert (third.status, third.code) == (400, 30034)


async def test_another_application_is_unknown(raw: Raw):
    got = await raw("PUT", "/applications/1/commands", [])
    assert (got.status, got.code) == (404, 10002)
