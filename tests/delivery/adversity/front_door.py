"""A life as `preceptor run` lives it, with people who type and a gateway that has its accidents.

The whole bot runs in a process of its own, connected to the stand-in's gateway. What a person is
told is what they read in Discord; who reads nothing within three seconds was promised nothing.
"""

import asyncio
import logging
import os
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from pathlib import Path

import structlog

from bot.configuration import load_settings
from bot.running import run_bot
from sandbox import Answer, Discord, NotPossibleError, Person

# How long an answer that was put off may take; it never comes if the bot was killed.
SETTLED_SECONDS = 3.0
# Slower than people like, and with two events in a row slower than Discord waits for an answer.
SLOW_SECONDS = 1.6
ALREADY = "Already done!"


@dataclass(frozen=True, slots=True)
class Door:
    """Where the bot of a life finds Discord, its database, and its clock; and a home for it."""

    token: str
    api_url: str
    gateway_url: str
    database_url: str
    clock: Path
    home: Path


async def run(door: Door) -> None:
    """Run the whole bot until it is told to stop."""
    await run_bot(
        load_settings(
            {
                "DISCORD_TOKEN": door.token,
                "PRECEPTOR_DISCORD_API_URL": door.api_url,
                "PRECEPTOR_DISCORD_GATEWAY_URL": door.gateway_url,
                "PRECEPTOR_DATABASE_URL": door.database_url,
                "PRECEPTOR_CLOCK__FILE": str(door.clock),
                "PRECEPTOR_DELIVERY__SEND_TIMEOUT_SECONDS": "2",
                "PRECEPTOR_METRICS__ENABLED": "false",
            }
        )
    )


def live(door: Door) -> None:
    """Be that process."""
    structlog.configure(wrapper_class=structlog.make_filtering_bound_logger(logging.CRITICAL))
    logging.disable()
    os.environ["HOME"] = str(door.home)  # where what was typed is held for a server's database
    asyncio.run(run(door))


# -- what happens to the gateway --------------------------------------------------------------


async def _cut(discord: Discord) -> None:
    await discord.gateway.drop()


async def _asked_to_reconnect(discord: Discord) -> None:
    await discord.gateway.reconnect()


async def _to_be_resumed(discord: Discord) -> None:
    await discord.gateway.invalidate(resumable=True)


async def _invalid(discord: Discord) -> None:
    await discord.gateway.invalidate()


async def _slow(discord: Discord) -> None:
    discord.gateway.delay_seconds = SLOW_SECONDS


async def _in_triplicate(discord: Discord) -> None:
    discord.gateway.deliveries = 3


ACCIDENTS: dict[str, Callable[[Discord], Awaitable[None]]] = {
    "gateway cut": _cut,
    "gateway reconnect": _asked_to_reconnect,
    "session to resume": _to_be_resumed,
    "invalid session": _invalid,
    "slow gateway": _slow,
    "events in triplicate": _in_triplicate,
}


def mend(discord: Discord) -> None:
    """Let the gateway be quick again, and say everything once."""
    discord.gateway.delay_seconds = 0.0
    discord.gateway.deliveries = 1


# -- what people type -------------------------------------------------------------------------


def _says(answer: Answer, words: str) -> bool:
    """Return whether a person reads that it was done, or was done when it came before."""
    return words in answer.text or ALREADY in answer.text


async def _update(person: Person, word: str) -> list[str]:
    form = await person.slash("update log")
    if form.modal is None:
        return []
    answer = await person.submit(form, {"moved": f"Shadowed {word}"})
    await answer.settled(SETTLED_SECONDS)
    return ["thread"] if _says(answer, "post it in your thread") else []


async def _win(person: Person, word: str) -> list[str]:
    answer = await person.slash("win", text=f"Accepted {word}", share=True)
    await answer.settled(SETTLED_SECONDS)
    return ["thread", "wins"] if _says(answer, "wins channel") else []


async def _commit(person: Person, word: str) -> list[str]:
    answer = await person.slash("commit add", what=f"Write {word} by in 2 days")
    await answer.settled(SETTLED_SECONDS)
    return ["reminder"] if _says(answer, "Added") else []


TYPED: dict[str, Callable[[Person, str], Awaitable[list[str]]]] = {
    "update": _update,
    "win": _win,
    "commit": _commit,
}


async def type_in(person: Person, name: str, word: str) -> list[str]:
    """Have a person do one thing; return where the answer they read says it will be seen."""
    try:
        return await TYPED[name](person, word)
    except (NotPossibleError, TimeoutError):
        return []  # the bot is away, or went away before it answered
