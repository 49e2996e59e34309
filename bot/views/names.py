"""What people are called, asked of Discord a hundred at a time and never stored.

The database holds IDs alone. A list that can be searched by name needs names, so those that Discord
gave are kept in memory for some minutes.
"""

import asyncio
import unicodedata
from collections import deque
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import discord
import structlog

from bot.domain.ids import UserId
from bot.views.router import Interaction

KNOWN_SECONDS = 600.0
MOST_KNOWN = 5_000
TOGETHER = 100
# The gateway takes 120 frames a minute; delivery may use 90 of them.
QUESTIONS_A_MINUTE = 25
ANSWER_SECONDS = 2.0

log = structlog.get_logger(__name__)


@dataclass(frozen=True, slots=True)
class Called:
    """What someone is called in a server: first as others read it, then by their other names."""

    shown: str
    others: tuple[str, ...] = ()

    def includes(self, typed: str) -> bool:
        """Return whether one of the names contains what was typed, in any case or accents."""
        part = folded(typed.removeprefix("@"))
        return any(part in folded(name) for name in (self.shown, *self.others))


class Names:
    """Ask for names, and remember them for some minutes."""

    def __init__(self) -> None:
        self._known: dict[tuple[int, UserId], tuple[float, Called]] = {}
        self._asked: deque[float] = deque(maxlen=QUESTIONS_A_MINUTE)

    async def of(self, guild: discord.Guild, users: Iterable[UserId]) -> dict[UserId, Called]:
        """Return what those of `users` are called who are in the server.

        Without an answer from Discord, whoever is not known from before is left out.
        """
        names, _ = await self.look_up(guild, users)
        return names

    async def look_up(
        self, guild: discord.Guild, users: Iterable[UserId]
    ) -> tuple[dict[UserId, Called], int]:
        """Return the same, and about how many of `users` Discord gave no answer."""
        now = asyncio.get_running_loop().time()
        names: dict[UserId, Called] = {}
        unknown: list[UserId] = []
        for user in users:
            since, called = self._known.get((guild.id, user), (-KNOWN_SECONDS, None))
            if called is None or now - since >= KNOWN_SECONDS:
                unknown.append(user)
            else:
                names[user] = called
        parts = [unknown[at : at + TOGETHER] for at in range(0, len(unknown), TOGETHER)]
        allowed = [part for part in parts if self._may_ask(now)]
        unanswered = len(unknown)
        answers = await asyncio.gather(*(_ask(guild, part) for part in allowed))
        for part, answer in zip(allowed, answers, strict=True):
            if answer is None:
                continue
            unanswered -= len(part)
            names |= answer
            self._known |= {(guild.id, user): (now, called) for user, called in answer.items()}
        for oldest in list(self._known)[: max(0, len(self._known) - MOST_KNOWN)]:
            del self._known[oldest]
        return names, unanswered

    def _may_ask(self, now: float) -> bool:
        if len(self._asked) == QUESTIONS_A_MINUTE and now - self._asked[0] < 60:
            return False
        self._asked.append(now)
        return True


async def _ask(guild: discord.Guild, users: Sequence[UserId]) -> dict[UserId, Called] | None:
    try:
        async with asyncio.timeout(ANSWER_SECONDS):
            members = await guild.query_members(user_ids=list(users), limit=TOGETHER, cache=False)
    except (TimeoutError, OSError, RuntimeError, discord.DiscordException) as error:
        log.info("names.not_answered", error=type(error).__name__)
        return None
    return {UserId(member.id): _called(member) for member in members}


def _called(member: discord.Member) -> Called:
    others = (name for name in (member.global_name, member.name) if name)
    return Called(member.display_name, tuple(others))


async def names_of(interaction: Interaction, users: Iterable[UserId]) -> dict[UserId, Called]:
    """Return what those of `users` are called who are in the interaction's server."""
    names: Names = interaction.client.names
    return await names.of(interaction.guild, users) if interaction.guild else {}


async def look_up(
    interaction: Interaction, users: Iterable[UserId]
) -> tuple[dict[UserId, Called], int]:
    """Return the same, and about how many of `users` Discord gave no answer."""
    names: Names = interaction.client.names
    assert interaction.guild is not None, "a cohort's people are listed in its server"
    return await names.look_up(interaction.guild, users)


def folded(text: str) -> str:
    """Return a name for comparison: without case, accents, and spaces around it."""
    plain = unicodedata.normalize("NFKD", text.strip().casefold())
    return "".join(sign for sign in plain if not unicodedata.combining(sign))
