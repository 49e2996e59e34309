"""The Discord client: intents, commands, clicks, and an orderly shutdown."""

import asyncio
import time
from collections.abc import AsyncIterator, Awaitable, Callable, Coroutine
from contextlib import asynccontextmanager
from typing import Any

import discord
import structlog
import yarl
from discord import app_commands
from discord.ext import commands
from discord.gateway import DiscordWebSocket
from discord.http import Route

from bot import errors, no_response_body
from bot.app import App
from bot.cogs import COGS
from bot.command_words import CommandWords
from bot.delivery.loop import Delivery
from bot.delivery.outages import OutageWatch
from bot.domain.errors import DomainError
from bot.domain.ids import ChannelId, GuildId, MessageId, UserId
from bot.language.say import ENGLISH
from bot.observability.metrics import Metrics
from bot.settings import DiscordSettings
from bot.views import answering, payloads, unshown_answers
from bot.views.areas import AREAS
from bot.views.names import Names
from bot.views.router import Interaction, Router

# guilds and guild_messages: nothing privileged, and no message content is ever read.
INTENTS = discord.Intents(guilds=True, guild_messages=True)

OnSetup = Callable[["MentorBot"], Awaitable[None]]
log = structlog.get_logger(__name__)


class Tree(app_commands.CommandTree["MentorBot"]):
    """The slash commands; each is counted, awaited at shutdown, and its failure explained."""

    async def _call(self, interaction: Interaction) -> None:
        # The library has no public hook around a whole command, autocomplete included.
        command = payloads.command_of(interaction)
        data: Any = interaction.data
        payloads.clean_options(data)
        name = command.qualified_name if command else "?"
        slash = command if isinstance(command, app_commands.Command) else None
        focused = payloads.focused_option(data)
        async with self.client.handling(interaction, name):
            blank = payloads.blank_option(slash.parameters, data) if slash else None
            if blank:
                empty = DomainError(
                    "option.blank",
                    name=blank.display_name,
                    asks=str(blank.description),
                    required=blank.required,
                )
                interaction.extras["outcome"] = await errors.respond(interaction, empty)
            elif command is None or (slash and not payloads.fits(slash.parameters, data)):
                unfit = app_commands.AppCommandError(f"{name} does not offer this")
                await self.on_error(interaction, unfit)
            elif slash and focused and interaction.type is discord.InteractionType.autocomplete:
                await self._complete(interaction, slash, focused)
            else:
                await super()._call(interaction)

    async def _complete(
        self, interaction: Interaction, command: app_commands.Command[Any, ..., Any], option: str
    ) -> None:
        # The library would log a failure itself, with the ID of the person who typed.
        try:
            await command._invoke_autocomplete(interaction, option, interaction.namespace)
        except Exception as error:  # the only catch-all
            interaction.extras["outcome"] = await errors.respond(interaction, error)

    async def on_error(
        self, interaction: Interaction, error: app_commands.AppCommandError, /
    ) -> None:
        """Explain what went wrong."""
        interaction.extras["outcome"] = await errors.respond(interaction, error)


class MentorBot(commands.AutoShardedBot):
    """Preceptor's connection to Discord.

    `on_setup` runs once, after login and before the gateway: the place to deploy commands and to
    start delivery (`on_ready` repeats with every new session).
    """

    def __init__(self, app: App, metrics: Metrics, on_setup: OnSetup) -> None:
        discord_settings = app.settings.discord
        point_at(discord_settings)
        super().__init__(
            command_prefix=commands.when_mentioned,
            help_command=None,
            intents=INTENTS,
            tree_cls=Tree,
            allowed_mentions=discord.AllowedMentions.none(),
            # Nothing is cached that Discord can be asked for, so that memory stays flat.
            max_messages=None,
            chunk_guilds_at_startup=False,
            member_cache_flags=discord.MemberCacheFlags.none(),
            guild_ready_timeout=0.2,
            max_ratelimit_timeout=30.0,
            **_shards(discord_settings),
        )
        self.app = app
        self._metrics = metrics
        self._on_setup = on_setup
        self._router = Router(app, AREAS)
        self.delivery: Delivery | None = None
        self.outages: OutageWatch | None = None
        self.names = Names()
        self._under_way: set[int] = set()
        self._in_background: set[asyncio.Task[None]] = set()
        self._idle = asyncio.Event()
        self._idle.set()

    async def setup_hook(self) -> None:
        """Load the commands, then run `on_setup`."""
        no_response_body.ask_for_none()
        for cog in (kind(self.app) for kind in COGS):
            await self.add_cog(cog)
            for menu in cog.menus:
                self.tree.add_command(menu)
        if self.app.languages.are_several:
            await self.tree.set_translator(CommandWords(self.app.languages))
        await unshown_answers.recover(ENGLISH, self.app)
        await self._on_setup(self)

    async def on_message(self, message: discord.Message, /) -> None:
        """Ignore messages: there are no prefix commands, and messages are private to people."""

    async def on_interaction(self, interaction: Interaction) -> None:
        """Route clicks and submitted forms; commands are handled by the tree."""
        if interaction.type not in (
            discord.InteractionType.component,
            discord.InteractionType.modal_submit,
        ):
            return
        async with self.handling(interaction, "component"):
            try:
                await self._router.dispatch(interaction)
            except Exception as error:  # the only catch-all: it answers and logs
                interaction.extras["outcome"] = await errors.respond(interaction, error)

    @asynccontextmanager
    async def handling(self, interaction: Interaction, handler: str) -> AsyncIterator[None]:
        """Count a running interaction, and its outcome and time once it is handled."""
        started = time.perf_counter()
        if self.delivery and interaction.guild_id:
            self._notice(self.delivery, interaction)
        self._under_way.add(interaction.id)
        self._idle.clear()
        held: list[asyncio.Task[None]] = []
        held_later = asyncio.get_running_loop().call_later(
            answering.HOLD_AFTER_SECONDS,
            lambda: held.append(asyncio.create_task(unshown_answers.hold(self.app, interaction))),
        )
        try:
            yield
        finally:
            held_later.cancel()
            for failure in await asyncio.gather(*held, return_exceptions=True):
                if isinstance(failure, Exception):
                    log.error("interaction.not_held", exc_info=failure)
            # What has no answer, as when the bot stops first, is told of by the next start.
            if held and "answered" in interaction.extras:
                await unshown_answers.let_go(self.app, interaction)
            self._under_way.discard(interaction.id)
            if not self._under_way:
                self._idle.set()
            outcome = interaction.extras.get("outcome", "ok")
            if self.outages and interaction.guild_id and outcome in errors.UNSERVED:
                self.outages.notice_unserved(GuildId(interaction.guild_id))
            self._metrics.interaction(handler, outcome, time.perf_counter() - started)

    def _notice(self, delivery: Delivery, interaction: Interaction) -> None:
        """Learn from an interaction who is in the server, and which thread is open."""
        guild, place = GuildId(interaction.guild_id or 0), interaction.channel
        delivery.notice(guild, UserId(interaction.user.id))
        if (
            isinstance(place, discord.Thread)
            and not place.locked
            and interaction.app_permissions.send_messages_in_threads
        ):
            delivery.notice_thread(guild, ChannelId(place.id))

    async def on_raw_thread_update(self, payload: discord.RawThreadUpdateEvent) -> None:
        """Learn that a thread was unlocked."""
        locked = payload.data.get("thread_metadata", {}).get("locked", False)
        if self.delivery and not locked:
            self.delivery.notice_thread(GuildId(payload.guild_id), ChannelId(payload.thread_id))

    async def on_raw_thread_delete(self, payload: discord.RawThreadDeleteEvent) -> None:
        """Learn that a thread was deleted."""
        if self.delivery:
            guild, thread = GuildId(payload.guild_id), ChannelId(payload.thread_id)
            self.delivery.notice_thread(guild, thread, deleted=True)

    async def on_raw_message_delete(self, payload: discord.RawMessageDeleteEvent) -> None:
        """Learn that a message was deleted, which may have been a sign-up panel."""
        if self.delivery and payload.guild_id:
            self.delivery.notice_deleted(GuildId(payload.guild_id), MessageId(payload.message_id))

    async def on_guild_available(self, guild: discord.Guild) -> None:
        """Look at a server's settings: they may have changed while the bot was away."""
        self._notice_server(guild)

    async def on_guild_join(self, guild: discord.Guild) -> None:
        """Learn that the bot was invited, which may be back to a server that had removed it."""
        self._notice_server(guild)

    async def on_guild_remove(self, guild: discord.Guild) -> None:
        """Learn that a server removed the bot."""
        if self.delivery:
            owner = UserId(guild.owner_id) if guild.owner_id else None
            self.delivery.notice_removal(GuildId(guild.id), guild.name or "", owner)

    async def on_guild_channel_delete(self, channel: discord.abc.GuildChannel) -> None:
        """Learn that a channel is gone."""
        self._notice_settings(channel.guild)

    async def on_guild_channel_update(
        self, _: discord.abc.GuildChannel, channel: discord.abc.GuildChannel
    ) -> None:
        """Learn that permissions in a channel may have changed."""
        self._notice_settings(channel.guild)

    async def on_guild_role_delete(self, role: discord.Role) -> None:
        """Learn that a role is gone."""
        self._notice_settings(role.guild)

    async def on_guild_role_update(self, _: discord.Role, role: discord.Role) -> None:
        """Learn that a role's permissions may have changed."""
        self._notice_settings(role.guild)

    async def on_member_update(self, _: discord.Member, member: discord.Member) -> None:
        """Learn that the bot itself may have other roles; of others it isn't told."""
        if member == member.guild.me:
            self._notice_settings(member.guild)

    def _notice_server(self, guild: discord.Guild) -> None:
        if self.delivery:
            self.delivery.notice_server(GuildId(guild.id))
        self._notice_settings(guild)

    def _notice_settings(self, guild: discord.Guild) -> None:
        if self.delivery:
            self.delivery.notice_settings(GuildId(guild.id))

    def in_background(self, work: Coroutine[Any, Any, None]) -> None:
        """Run `work` beside everything else; it is cancelled when the client closes."""
        task = asyncio.create_task(work)
        self._in_background.add(task)
        task.add_done_callback(self._finished)

    def _finished(self, task: asyncio.Task[None]) -> None:
        self._in_background.discard(task)
        if not task.cancelled() and (failure := task.exception()):
            log.error("background.failed", exc_info=failure)

    async def close(self) -> None:
        """Cancel what runs in the background, and disconnect."""
        for task in self._in_background:
            task.cancel()
        await super().close()

    async def finish_interactions(self, seconds: float) -> None:
        """Wait until every interaction is answered, for at most `seconds`."""
        try:
            async with asyncio.timeout(seconds):
                await self._idle.wait()
        except TimeoutError:
            log.warning("interactions.unfinished", count=len(self._under_way))

    async def on_error(self, event_method: str, /, *args: Any, **kwargs: Any) -> None:
        """Log an error that an event handler did not handle."""
        log.exception("event.failed", gateway_event=event_method)


def _shards(settings: DiscordSettings) -> dict[str, Any]:
    """Return which shards this process runs; none named means all that Discord recommends."""
    shards: dict[str, Any] = {"shard_count": settings.shard_count or None}
    if settings.shard_ids:
        shards["shard_ids"] = list(settings.shard_ids)
    return shards


def point_at(settings: DiscordSettings) -> None:
    """Make discord.py use other addresses than Discord's own, if the settings name some."""
    if settings.api_url:
        Route.BASE = settings.api_url
    if settings.gateway_url:
        DiscordWebSocket.DEFAULT_GATEWAY = yarl.URL(settings.gateway_url)
