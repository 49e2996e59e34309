"""Commands in each language that is spoken, and in English alone until then."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any, cast

import discord as discord_py
from discord.ext import commands

from bot.app import App
from bot.cogs import COGS
from bot.command_words import CommandWords
from bot.configuration import load_settings
from bot.language.catalogs import ENGLISH_ALONE, Languages
from bot.running import started
from sandbox import Discord
from sandbox.rules.commands import NAME, SUBCOMMAND
from sandbox.state.records import CHAT
from tests.discord.conftest import environment
from tests.language.pseudo import BEGIN, END, IN_PSEUDO
from tests.language.spoken import as_if_finished, read_own, spoken

DEPLOYING = "/applications/{application_id}/commands"
SPAIN, LATIN_AMERICA = "es-ES", "es-419"


async def deployed(
    discord: Discord, tmp_path: Path, languages: Languages | None
) -> dict[str, dict[str, Any]]:
    """Start a bot that speaks these languages; return its commands as Discord has them."""
    settings = load_settings(
        environment(discord, tmp_path / "preceptor.sqlite3", tmp_path / "clock")
    )
    since = discord.gateway.ready_count
    async with started(settings, languages=languages):
        await discord.ready(since=since)
        registered = discord.world.application.commands.values()
        return {command["name"]: dict(command) for command in registered}


def described(things: Iterator[dict[str, Any]] | list[dict[str, Any]]) -> Iterator[dict[str, Any]]:
    """Yield each command, option, and choice, at any depth."""
    for thing in things:
        yield thing
        yield from described([*thing.get("options", ()), *thing.get("choices", ())])


async def test_an_unfinished_language_is_not_deployed(discord: Discord, tmp_path: Path) -> None:
    tree = await deployed(discord, tmp_path, ENGLISH_ALONE)
    found = list(described(list(tree.values())))
    assert len(found) > 400
    assert not any(key for one in found for key in one if one.get(key) and "localizations" in key)


async def test_commands_are_in_spanish_for_whoever_has_discord_in_spanish(
    discord: Discord, tmp_path: Path
) -> None:
    tree = await deployed(discord, tmp_path, as_if_finished())
    found = list(described(list(tree.values())))
    for one in found:
        descriptions = one.get("description_localizations") or {}
        assert set(descriptions) in ({SPAIN, LATIN_AMERICA}, set()), one["name"]
        # What is said of each command and option is translated; what is the same in both is not.
        assert descriptions or not one.get("description"), one["name"]
    [pause] = [option for option in tree["pair"]["options"] if option["name"] == "pause"]
    assert pause["description_localizations"][LATIN_AMERICA] == (
        "Pausa los seguimientos y recordatorios."
    )


async def test_names_of_commands_are_the_same_in_each_language(
    discord: Discord, tmp_path: Path
) -> None:
    """A thread names them to people whose Discords are in different languages."""
    tree = await deployed(discord, tmp_path, as_if_finished())
    chat = [command for command in tree.values() if command["type"] == CHAT]
    inside = [one for command in chat for one in command["options"] if one["type"] == SUBCOMMAND]
    assert len(chat) > 20
    assert len(inside) > 60
    assert [one["name"] for one in (*chat, *inside) if one.get("name_localizations")] == []


async def test_options_and_choices_have_names_of_their_own_in_spanish(
    discord: Discord, tmp_path: Path
) -> None:
    tree = await deployed(discord, tmp_path, as_if_finished())
    for one in described(list(tree.values())):
        for siblings in (one.get("options", []), one.get("choices", [])):
            for locale in ("en-US", SPAIN, LATIN_AMERICA):
                names = [
                    (its.get("name_localizations") or {}).get(locale, its["name"])
                    for its in siblings
                ]
                assert len(set(names)) == len(names), (one["name"], names)
    [create] = [each for each in tree["cohort"]["options"] if each["name"] == "create"]
    spanish = {each["name"]: each["name_localizations"][SPAIN] for each in create["options"]}
    assert spanish["starts"] == "empieza"
    assert all(NAME.match(name) for name in spanish.values())
    [menu] = [each for each in tree.values() if each["name"] == "View mentorship"]
    assert menu["name_localizations"] == {SPAIN: "Ver mentoría", LATIN_AMERICA: "Ver mentoría"}


async def test_a_corrected_translation_is_deployed_and_the_same_one_is_not_again(
    discord: Discord, tmp_path: Path
) -> None:
    corrected = read_own("es")
    message = corrected.get("Your mentorship", "about")
    assert message is not None
    message.string = "Mentoría"

    spoken_at_each_start = [
        ENGLISH_ALONE,
        as_if_finished(),
        as_if_finished(),
        spoken(corrected),
    ]
    sent = []
    for languages in spoken_at_each_start:
        before = discord.requests("PUT", DEPLOYING)
        tree = await deployed(discord, tmp_path, languages)
        sent.append(discord.requests("PUT", DEPLOYING) - before)
        if languages.are_several:
            assert tree["pair"]["description_localizations"][SPAIN] == languages.say_in("es").of(
                "about", "Your mentorship"
            )

    assert sent == [1, 1, 0, 1]


async def test_every_text_of_a_command_is_translated(discord: Discord, tmp_path: Path) -> None:
    """In the language made by machine, what isn't in brackets was never asked for."""
    client = commands.Bot("", intents=discord_py.Intents.none(), help_command=None)
    for kind in COGS:
        cog = kind(cast("App", None))
        await client.add_cog(cog)
        for menu in cog.menus:
            client.tree.add_command(menu)
    words = CommandWords(IN_PSEUDO)
    tree = [
        await command.get_translated_payload(client.tree, words)
        for command in client.tree.get_commands()
    ]
    found = list(described(tree))
    said = [one["description_localizations"][SPAIN] for one in found if one.get("description")]
    said += [one["name_localizations"][SPAIN] for one in found if "value" in one]
    assert len(said) > 300
    assert [words for words in said if not (words[0] == BEGIN and words[-1] == END)] == []
