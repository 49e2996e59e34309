"""The time that Discord and the bot share, moved only when nothing is being processed.

What a jump causes is done before the story continues, however slow the machine is, so that each run
leaves the same messages behind.
"""

import asyncio
from collections.abc import Callable, Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any

from sandbox import Answer, Channel, Discord, GuildHandle, Modal, Person
from sandbox.demo.bot_process import BotProcess
from sandbox.people.person import Pressable
from sandbox.state.records import Role

POLL_SECONDS = 0.02
# Far more than the slowest machine needs for one step; the bot has stopped working after that.
LIMIT_SECONDS = 60.0
# The bot plans two days ahead; with smaller steps nothing is planned too late.
LONGEST_STEP = timedelta(days=1)


class Stage:
    """Add people, and move the clock of a stand-in and of the bot that follows it."""

    def __init__(self, discord: Discord, bot: BotProcess) -> None:
        self.discord = discord
        self._bot = bot

    def person(self, guild: GuildHandle, name: str, *roles: Role) -> "Actor":
        """Bring a new person into a server."""
        return Actor(self, guild.person(name, *roles))

    def now(self) -> datetime:
        """Return the current instant, aware and in UTC."""
        return self.discord.clock.now()

    async def reach(self, instant: datetime) -> None:
        """Move on to `instant`, unless it has passed, and wait until what is due then is done.

        Whatever falls due on the way is sent at its own moment, as it would be in real weeks.
        """
        await self.quiet()
        while self.now() < instant:
            due, _ = self._bot.outbox()
            await self._step(min(due or instant, instant, self.now() + LONGEST_STEP))

    async def _step(self, instant: datetime) -> None:
        planned = self._bot.times_planned()
        self.discord.clock.set(instant)
        await _until(lambda: self._bot.times_planned() > planned, "followed the clock")
        await self.quiet()

    async def advance(self, by: timedelta) -> None:
        """Move on by `by`, and wait until what is due then is done."""
        await self.reach(self.now() + by)

    async def restart(self) -> None:
        """Start the bot again after its end, and wait until it has planned ahead."""
        planned = self._bot.times_planned()
        await self._bot.start()
        await _until(lambda: self._bot.times_planned() > planned, "planned ahead")

    async def quiet(self) -> None:
        """Wait until the bot has sent and settled everything that is due."""
        await _until(self._is_quiet, "sent what was due")

    def _is_quiet(self) -> bool:
        due, sending = self._bot.outbox()
        return not sending and (due is None or due > self.now())


async def _until(holds: Callable[[], bool], what: str) -> None:
    for _ in range(round(LIMIT_SECONDS / POLL_SECONDS)):
        if holds():
            return
        await asyncio.sleep(POLL_SECONDS)
    raise TimeoutError(f"the bot hasn't {what} in {LIMIT_SECONDS:.0f} seconds")


class Actor(Person):
    """Someone in the story, who acts once the bot has done what earlier acts caused.

    Without that wait it would be chance whether a message was sent before the next act.
    """

    def __init__(self, stage: Stage, person: Person) -> None:
        super().__init__(stage.discord.world, person.user, person.guild)
        self._stage = stage

    async def slash(
        self,
        command: str,
        values: Mapping[str, Any] | None = None,
        /,
        *,
        at: Channel | None = None,
        force: bool = False,
        **named: Any,
    ) -> Answer:
        """Use a slash command."""
        await self._stage.quiet()
        return await super().slash(command, values, at=at, force=force, **named)

    async def click(
        self, on: Pressable, label: str | None = None, *, custom_id: str | None = None
    ) -> Answer:
        """Press a button."""
        await self._stage.quiet()
        return await super().click(on, label, custom_id=custom_id)

    async def select(self, on: Pressable, custom_id: str | None, values: Sequence[Any]) -> Answer:
        """Choose in a select menu."""
        await self._stage.quiet()
        return await super().select(on, custom_id, values)

    async def submit(self, form: Modal | Answer, values: Mapping[str, Any] | None = None) -> Answer:
        """Fill in a form and send it."""
        await self._stage.quiet()
        return await super().submit(form, values)
