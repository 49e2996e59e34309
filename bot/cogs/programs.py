"""`/program`: find a mentoring program, keep it in mind, mend its entry."""

from discord import app_commands

from bot.cogs.base import AppCog
from bot.messages import programs as words
from bot.search import Facet
from bot.services import programs
from bot.views.answering import actor_of, answer
from bot.views.router import Interaction


class Programs(AppCog):
    """Search the catalogue."""

    program = app_commands.Group(
        name="program", description="Find mentoring programs", guild_only=True
    )

    @program.command(name="search")
    @app_commands.rename(meeting="format")
    @app_commands.describe(
        query="What you want, in your own words",
        stage="Where you are now",
        field="Which field",
        state="Which state",
        community="A community you are part of, if you like to say",
        meeting="Online or in person",
    )
    async def search(
        self,
        interaction: Interaction,
        query: str,
        stage: str = "",
        field: str = "",
        state: str = "",
        community: str = "",
        meeting: str = "",
    ) -> None:
        """Ask for a program as you would ask an adviser."""
        typed = {
            Facet.STAGE: stage,
            Facet.FIELD: field,
            Facet.PLACE: state,
            Facet.COMMUNITY: community,
            Facet.FORMAT: meeting,
        }
        found = await programs.search(self.app, actor_of(interaction), query, typed)
        await answer(interaction, words.results(found))

    @program.command(name="show")
    @app_commands.describe(name="Which program")
    async def show(self, interaction: Interaction, name: str) -> None:
        """See one program's card."""
        found = await programs.show(self.app, actor_of(interaction), name)
        await answer(interaction, words.card(found))

    @show.autocomplete("name")
    async def names(self, interaction: Interaction, typed: str) -> list[app_commands.Choice[str]]:
        """Offer programs whose name begins with, or has a word like, what is typed."""
        found = programs.complete(self.app, actor_of(interaction), typed)
        return [app_commands.Choice(name=words.choice(each), value=each.id) for each in found]
