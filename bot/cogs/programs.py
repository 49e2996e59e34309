"""`/program`: find a mentoring program, keep it in mind, say what is wrong with its entry."""

from discord import app_commands

from bot.catalogue import number_of
from bot.cogs.base import AppCog, actor_of
from bot.messages.programs import programs as words
from bot.messages.programs import saved_programs as saved_words
from bot.messages.programs import searches as search_words
from bot.search import Facet
from bot.services.programs import programs, saved_programs, searches
from bot.views.answering import answer, open_form
from bot.views.programs.programs import save_program
from bot.views.router import Interaction

Choices = list[app_commands.Choice[str]]


class Programs(AppCog):
    """Search the catalogue and keep a shortlist."""

    program = app_commands.Group(
        name="program", description="Find mentoring programs", guild_only=True
    )

    @program.command(name="search")
    @app_commands.rename(meeting="format")
    @app_commands.describe(
        query="What you want, in your own words",
        stage="Where you are now",
        field="Which field",
        state="Which state or city",
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
        found = await searches.search(self.app, actor_of(interaction), query, typed)
        await answer(interaction, search_words.answer(found, asked=query))

    @program.command(name="suggest")
    async def suggest(self, interaction: Interaction) -> None:
        """See which programs fit you, and what may rule each out."""
        actor = actor_of(interaction)
        found = await searches.suggest(self.app, actor)
        if found is None:
            await answer(interaction, search_words.unknown_yet(actor.guild))
            return
        await answer(interaction, search_words.answer(found))

    @program.command(name="show")
    @app_commands.describe(name="Which program")
    async def show(self, interaction: Interaction, name: str) -> None:
        """See one program: who may join first, then the rest."""
        actor = actor_of(interaction)
        found = await programs.show(self.app, actor, name)
        vocabulary = self.app.catalogue.shipped.vocabulary
        await answer(interaction, words.card(actor.guild, found, vocabulary))

    @program.command(name="save")
    @app_commands.rename(remind_on="remind-on")
    @app_commands.describe(
        name="Which program", remind_on="A day to be reminded on, such as Feb 1 or in two weeks"
    )
    async def save(self, interaction: Interaction, name: str, remind_on: str = "") -> None:
        """Put a program on your private list, with a reminder if you like."""
        actor = actor_of(interaction)
        found = await programs.show(self.app, actor, name)
        number = number_of(found.id)
        said = await save_program(self.app, interaction, actor, number, remind_on)
        await answer(interaction, said)

    @program.command(name="saved")
    async def saved(self, interaction: Interaction) -> None:
        """See your private list."""
        actor = actor_of(interaction)
        found = await saved_programs.of_person(self.app, actor)
        await answer(interaction, saved_words.listing(actor.guild, found))

    @program.command(name="correct")
    @app_commands.describe(name="Which program")
    async def correct(self, interaction: Interaction, name: str) -> None:
        """Say what is wrong with an entry; the moderators look at it."""
        actor = actor_of(interaction)
        found = await programs.show(self.app, actor, name)
        await open_form(interaction, words.correction_form(actor.guild, found))

    @show.autocomplete("name")
    @save.autocomplete("name")
    @correct.autocomplete("name")
    async def names(self, interaction: Interaction, typed: str) -> Choices:
        """Offer programs whose name goes on from what is typed."""
        found = programs.complete(self.app, actor_of(interaction), typed)
        return [app_commands.Choice(name=words.choice(one), value=str(one.id)) for one in found]

    @save.autocomplete("remind_on")
    async def days(self, interaction: Interaction, typed: str) -> Choices:
        """Show which day is understood."""
        offered = await saved_programs.offer_days(self.app, actor_of(interaction), typed)
        return [
            app_commands.Choice(name=saved_words.day_choice(one), value=one.value)
            for one in offered
        ]

    @search.autocomplete("stage")
    async def stages(self, _: Interaction, typed: str) -> Choices:
        """Offer the stages."""
        return self._facet(Facet.STAGE, typed)

    @search.autocomplete("field")
    async def fields(self, _: Interaction, typed: str) -> Choices:
        """Offer the fields."""
        return self._facet(Facet.FIELD, typed)

    @search.autocomplete("state")
    async def states(self, _: Interaction, typed: str) -> Choices:
        """Offer the states and regions."""
        return self._facet(Facet.PLACE, typed)

    @search.autocomplete("community")
    async def communities(self, _: Interaction, typed: str) -> Choices:
        """Offer the communities."""
        return self._facet(Facet.COMMUNITY, typed)

    @search.autocomplete("meeting")
    async def formats(self, _: Interaction, typed: str) -> Choices:
        """Offer the ways to meet."""
        return self._facet(Facet.FORMAT, typed)

    def _facet(self, facet: Facet, typed: str) -> Choices:
        found = programs.complete_facet(self.app, facet, typed)
        return [app_commands.Choice(name=label[:100], value=value) for value, label in found]
