"""`/guide`: advice for the moment somebody is in."""

from discord import app_commands

from bot.cogs.base import AppCog, actor_of
from bot.messages.programs import guide as words
from bot.views.answering import answer
from bot.views.router import Interaction


class Guide(AppCog):
    """Read the guide."""

    @app_commands.command(name="guide")
    @app_commands.guild_only()
    @app_commands.describe(topic="The moment you are in, or what it is about")
    async def guide(self, interaction: Interaction, topic: str = "") -> None:
        """Advice for the moment you are in: first contact, first meeting, going quiet ..."""
        guide, guild = self.app.catalogue.guide, actor_of(interaction).guild
        number = words.find(guide, topic)
        if number is None:
            await answer(interaction, words.overview(guild, guide, unknown=bool(topic.strip())))
            return
        await answer(interaction, words.section(guild, guide, number))

    @guide.autocomplete("topic")
    async def topics(self, _: Interaction, typed: str) -> list[app_commands.Choice[str]]:
        """Offer the sections whose title has what is typed."""
        wanted = typed.strip().casefold()
        return [
            app_commands.Choice(name=title, value=key)
            for key, title in words.sections(self.app.catalogue.guide)
            if wanted in title.casefold()
        ][:25]
