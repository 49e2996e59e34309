"""The bot at work with everything logged: no line holds the id of a person, whatever happens."""

import io
from typing import Any

import pytest
import structlog

from bot.app import App
from bot.services.actor import Actor
from bot.services.status import status
from sandbox import Person
from tests.discord.conftest import Society

MENU = "Log as update"


def assert_nobody_in(log: io.StringIO, *people: Person) -> None:
    """Hold that no line names one of them, in digits."""
    structlog.get_logger("bot").debug("looked", user_id=people[0].id)
    lines = log.getvalue().splitlines()
    assert "looked" in lines[-1], "the log is no longer at its most talkative"
    guilty = [line for line in lines if any(str(person.id) in line for person in people)]
    assert guilty == []


async def test_commands_and_what_is_offered_while_typing(
    society: Society, debug_log: io.StringIO
) -> None:
    ana, mo = society.guild.person("Ana"), society.mo
    for command in ("status", "help", "profile", "why", "nudges", "program saved"):
        await ana.slash(command)
    await ana.slash("mentor ask", mentor=mo)
    for command in ("case list", "case show"):
        options: dict[str, Any] = {"case": 1} if command == "case show" else {}
        refused = await ana.slash(command, options, force=True)
        assert "for moderators" in refused.text
    for person in (ana, mo):
        for command, option in (
            ("case show", "case"),
            ("cohort status", "name"),
            ("commit done", "commitment"),
            ("goal done", "goal"),
            ("outreach log", "mentor"),
            ("program show", "name"),
            ("catalogue edit", "name"),
        ):
            await person.autocomplete(command, option, "1")
    said = ana.says(society.mentoring, "I got in!")
    await mo.message_menu(MENU, said)

    assert_nobody_in(debug_log, ana, mo)
    assert "Traceback" not in debug_log.getvalue()


async def test_a_surprise_is_logged_whole_without_who_it_befell(
    society: Society, debug_log: io.StringIO, monkeypatch: pytest.MonkeyPatch
) -> None:
    ana = society.guild.person("Ana")

    async def fail(_app: App, actor: Actor) -> None:
        raise KeyError(f"<@{actor.user}> and {actor.user}", actor.user)

    monkeypatch.setattr(status, "status_of_person", fail)
    answer = await ana.slash("status")

    assert "Something went wrong" in answer.text
    assert "KeyError" in debug_log.getvalue()
    assert_nobody_in(debug_log, ana)


async def test_a_surprise_while_typing_takes_the_same_path(
    society: Society, debug_log: io.StringIO, monkeypatch: pytest.MonkeyPatch
) -> None:
    ana = society.guild.person("Ana")

    async def fail(_app: App, actor: Actor, _typed: str) -> None:
        raise KeyError(actor.user)

    monkeypatch.setattr("bot.services.progress.goals.offer", fail)
    answer = await ana.autocomplete("goal done", "goal", "x")

    assert answer.choices == []
    assert "interaction.failed" in debug_log.getvalue()
    assert "discord.app_commands" not in debug_log.getvalue()
    assert_nobody_in(debug_log, ana)


async def test_what_discord_refuses(society: Society, debug_log: io.StringIO) -> None:
    shy = society.guild.person("Shy", accepts_dms=False)
    panel = await shy.slash("nudges")
    answer = await shy.click(panel, custom_id="pc1:nudges:dms-on:")
    await society.discord.wait_for(lambda: "didn’t let me DM you" in panel.text + answer.text)

    assert_nobody_in(debug_log, shy)
