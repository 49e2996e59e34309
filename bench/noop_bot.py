"""The baseline: a discord.py client that answers immediately, without any work."""

import json
import os
from pathlib import Path
from typing import Any

import discord
import yarl
from discord import app_commands
from discord.ext import commands
from discord.gateway import DiscordWebSocket
from discord.http import Route

OFFERED = [app_commands.Choice(name="Spring", value="Spring")]


class NoopBot(commands.AutoShardedBot):
    """Answer a command, its autocomplete and a submitted form with constants."""

    async def setup_hook(self) -> None:
        """Deploy the commands."""

        @self.tree.command(name="status", description="Answer")
        async def status(interaction: discord.Interaction) -> None:
            await interaction.response.send_message("Nothing.", ephemeral=True)

        constants = _constants()

        @self.tree.command(name="constant", description="Answer with as much as another bot does")
        async def constant(interaction: discord.Interaction, number: int) -> None:
            await interaction.response.send_message(**constants[number], ephemeral=True)

        @self.tree.command(name="join", description="Answer")
        async def join(interaction: discord.Interaction, cohort: str) -> None:
            await interaction.response.send_message(cohort, ephemeral=True)

        @join.autocomplete("cohort")
        async def cohorts(
            interaction: discord.Interaction, typed: str
        ) -> list[app_commands.Choice[str]]:
            return OFFERED

        @self.tree.command(name="update", description="Open a form")
        async def update(interaction: discord.Interaction) -> None:
            modal = discord.ui.Modal(title="Update", custom_id="noop")
            modal.add_item(
                discord.ui.Label(
                    text="What moved?", component=discord.ui.TextInput(custom_id="moved")
                )
            )
            modal.stop()
            await interaction.response.send_modal(modal)

        await self.tree.sync()

    async def on_message(self, message: discord.Message, /) -> None:
        """Read nothing."""

    async def on_interaction(self, interaction: discord.Interaction) -> None:
        """Answer a submitted form."""
        if interaction.type is discord.InteractionType.modal_submit:
            await interaction.response.send_message("Logged.", ephemeral=True)


def _constants() -> list[dict[str, Any]]:
    """Return the long answers, built once: another bot's messages, as Discord keeps them."""
    messages = json.loads(Path(os.environ["BENCH_ANSWERS"]).read_text())
    return [
        {
            "content": message["content"],
            "embeds": [discord.Embed.from_dict(embed) for embed in message["embeds"]],
            "view": _view(message["components"]),
        }
        for message in messages
    ]


def _view(rows: list[dict[str, Any]]) -> discord.ui.View:
    view = discord.ui.View(timeout=None)
    for number, row in enumerate(rows):
        for component in row["components"]:
            view.add_item(_item(component, number))
    view.stop()
    return view


def _item(component: dict[str, Any], row: int) -> discord.ui.Item[Any]:
    if component["type"] == discord.ComponentType.button.value:
        return discord.ui.Button(
            label=component["label"],
            custom_id=component["custom_id"],
            style=discord.ButtonStyle(component["style"]),
            row=row,
        )
    return discord.ui.Select(
        custom_id=component["custom_id"],
        placeholder=component.get("placeholder"),
        options=[discord.SelectOption.from_dict(option) for option in component["options"]],
        row=row,
    )


def main() -> None:
    """Run until killed."""
    Route.BASE = os.environ["PRECEPTOR_DISCORD_API_URL"]
    DiscordWebSocket.DEFAULT_GATEWAY = yarl.URL(os.environ["PRECEPTOR_DISCORD_GATEWAY_URL"])
    bot = NoopBot(
        command_prefix=commands.when_mentioned,
        intents=discord.Intents(guilds=True, guild_messages=True),
        max_messages=None,
        chunk_guilds_at_startup=False,
        member_cache_flags=discord.MemberCacheFlags.none(),
        guild_ready_timeout=0.2,
    )
    bot.run(os.environ["DISCORD_TOKEN"], log_handler=None)


if __name__ == "__main__":
    main()
