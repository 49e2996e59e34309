"""A society being played: the stand-in, the real bot beside it, its people, and its time."""

import asyncio
import contextlib
import tempfile
from collections.abc import AsyncIterator, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

from sandbox import Discord, FaultKind, GuildHandle, Permission, Person
from sandbox.demo.bot_process import BotProcess, running_bot
from sandbox.demo.stage import Stage
from sandbox.play.coming import Coming, what_comes
from sandbox.play.window import Marks
from sandbox.state.records import Channel, Role

# A Monday morning in Chicago, with no holiday near and no change of summer time for months.
MONDAY = datetime(2027, 4, 5, 15, tzinfo=UTC)
HOME = ZoneInfo("America/Chicago")
OUTAGE = timedelta(minutes=1)
# Discord gives a bot three seconds. Here it shares one machine with a browser and a whole Discord.
PATIENCE_SECONDS = 10.0
MODERATOR = "Mo (moderator)"
# As in Discord.
LONGEST_NAME = 32


@dataclass(eq=False)
class Session:
    """One society that is played, from its start to the next."""

    discord: Discord
    bot: BotProcess
    stage: Stage
    guild: GuildHandle
    mentoring: Channel
    back_room: Channel
    organisers: Role
    moderator: Person
    marks: Marks = field(default_factory=Marks)
    zones: dict[int, ZoneInfo] = field(default_factory=dict)
    # Who stands in the first columns; the moderator alone in a society without people.
    cast: list[Person] = field(default_factory=list)
    # What the stage is doing just now, such as passing a week; nothing else may move it then.
    busy: str = ""
    told: str = ""
    coming: Sequence[Coming] = ()
    is_running: bool = True

    @property
    def now(self) -> datetime:
        """Return the present instant of the play."""
        return self.discord.clock.now()

    @property
    def people(self) -> dict[int, str]:
        """Return everyone one can be, by id: the moderator first, then by name."""
        bot, owner = self.discord.world.bot.id, self.guild.state.owner_id
        names = {
            member.user.id: member.user.name
            for member in self.guild.state.members.values()
            if member.user.id not in (bot, owner, self.moderator.id)
        }
        return {self.moderator.id: self.moderator.name} | dict(
            sorted(names.items(), key=lambda each: each[1].casefold())
        )

    def zone_of(self, user: int) -> ZoneInfo:
        """Return in which time zone a person's own clock runs."""
        return self.zones.get(user, HOME)

    def person(self, number: int) -> Person:
        """Return one of the people by id; KeyError when no one has it."""
        user = self.guild.state.members[number].user
        return Person(self.discord.world, user, self.guild.state)

    def joins(self, name: str, zone: str = "", *roles: Role) -> Person:
        """Bring a new person into the society."""
        person = self.guild.person(name, *roles)
        if zone:
            self.zones[person.id] = ZoneInfo(zone)
        return person

    # -- time -------------------------------------------------------------------------------

    async def advance(self, by: timedelta) -> None:
        """Let time pass; whatever falls due on the way is sent at its own moment."""
        await self._reach(self.now + by)

    async def to_next(self) -> None:
        """Go on to the moment at which the bot has something to send."""
        await self.stage.quiet()
        due, _ = self.bot.outbox()
        if due is None:
            self.tell("Nothing is planned. Sign people up, match them, or let a day pass.")
            return
        await self._reach(due)

    async def _reach(self, instant: datetime) -> None:
        before = self._posted()
        async with self.doing("Time is passing…"):
            await self.stage.reach(instant)
        await self.look_ahead()
        self.tell(f"Meanwhile the bot posted {self._posted() - before} messages.")

    def _posted(self) -> int:
        return self.discord.requests("POST", "/channels/{channel_id}/messages")

    async def look_ahead(self) -> None:
        """Read again what the bot plans to send."""
        self.coming = await what_comes(self.bot.database, self.discord.world)
        self.discord.world.changed()

    @contextlib.asynccontextmanager
    async def doing(self, what: str) -> AsyncIterator[None]:
        """Show that the stage is busy until the block ends."""
        if self.busy:
            raise BusyError(self.busy)
        self.busy = what
        self.discord.world.changed()
        try:
            yield
        finally:
            self.busy = ""
            self.discord.world.changed()

    def progress(self, what: str) -> None:
        """Show how far the stage is."""
        self.busy = what
        self.discord.world.changed()

    def tell(self, what: str) -> None:
        """Say at the top of the page what happened."""
        self.told = what
        self.discord.world.changed()

    # -- faults -----------------------------------------------------------------------------

    async def kill(self) -> None:
        """End the bot without warning, as a machine that loses its power does."""
        await self.bot.kill()
        self.is_running = False
        self.tell("The bot was killed. Whatever falls due now waits in its database.")

    async def restart(self) -> None:
        """Start the bot again."""
        before = self._posted()
        async with self.doing("The bot is starting…"):
            await self.stage.restart()
            self.is_running = True
            await self.stage.quiet()
        await self.look_ahead()
        self.tell(
            "The bot is back. It looked for what it may have sent already, and posted "
            f"{self._posted() - before} messages that were waiting."
        )

    async def outage(self) -> None:
        """Let Discord answer nothing but errors for a minute of the play."""
        async with self.doing("Discord is down for a minute…"):
            fault = self.discord.faults.add("*", "*", FaultKind.ERROR_503, times=None)
            await self.discord.gateway.drop()
            self.discord.clock.advance(OUTAGE)
            await asyncio.sleep(1)  # real time: the bot meets the outage and tries again later
            self.discord.faults.clear()
            struck = fault.struck
        async with self.doing("Discord is back; the bot connects again…"):
            await self.discord.ready()
            self.discord.clock.advance(OUTAGE)
            await self.stage.quiet()
        await self.look_ahead()
        self.tell(f"Discord refused {struck} requests. What wasn’t sent went out afterward, once.")

    def close_messages(self, person: Person) -> None:
        """Let a person accept no direct messages, or accept them again."""
        person.user.accepts_dms = not person.user.accepts_dms
        state = (
            "accepts direct messages again"
            if person.user.accepts_dms
            else ("accepts no direct messages anymore; private questions will come another way")
        )
        self.tell(f"{person.name} {state}.")

    def delete_thread(self, channel: Channel) -> None:
        """Delete a thread, as any moderator of the server can."""
        self.guild.delete(channel)
        self.tell(f"#{channel.name} was deleted. The bot makes a new one when it has to.")

    def forbid_threads(self) -> None:
        """Take from the bot what it needs to open threads, or give it back."""
        role, bit = self.guild.bot_role, Permission.CREATE_PRIVATE_THREADS
        now = self.mentoring.overwrites.get(role.id)
        denied = now is not None and bool(now.deny & bit)
        self.guild.overwrite(self.mentoring, role, deny=0 if denied else bit)
        self.tell(
            "The bot may create private threads again; what waited goes on by itself."
            if denied
            else "The bot may not create private threads now. It tells the moderators."
        )


class BusyError(Exception):
    """The stage is busy with something, which the message names."""


@contextlib.asynccontextmanager
async def new_session() -> AsyncIterator[Session]:
    """Set up an empty society with the bot in it, in a folder that goes with it."""
    with tempfile.TemporaryDirectory(prefix="preceptor-play-") as name:
        folder = Path(name)
        async with (
            Discord.serve(begins=MONDAY, clock_file=folder / "clock") as discord,
            running_bot(discord, folder) as bot,
        ):
            discord.world.patience = PATIENCE_SECONDS
            stage = Stage(discord, bot)
            guild = discord.guild("Riverside Pre-Health Society")
            mentoring, back_room = guild.text("mentoring"), guild.text("moderators")
            organisers = guild.role("Organisers", allow=Permission.MANAGE_GUILD)
            guild.overwrite(back_room, guild.everyone, deny=Permission.VIEW_CHANNEL)
            for role in (organisers, guild.bot_role):
                guild.overwrite(back_room, role, allow=Permission.VIEW_CHANNEL)
            moderator = guild.person(MODERATOR, organisers)
            yield Session(
                discord,
                bot,
                stage,
                guild,
                mentoring,
                back_room,
                organisers,
                moderator,
                cast=[moderator],
            )
