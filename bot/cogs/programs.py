"""`/program`: find one, save it, correct it; `/guide`; and `/catalogue`."""

import discord
from discord import app_commands

from bot.catalogue import number_of
from bot.cogs.base import AppCog, actor_of
from bot.domain.errors import DomainError
from bot.domain.programs.catalogue_files import LARGEST_BYTES, FileKind
from bot.messages.programs import catalogue as catalogue_words
from bot.messages.programs import catalogue_forms as forms
from bot.messages.programs import guide as guide_words
from bot.messages.programs import programs as words
from bot.messages.programs import saved_programs as saved_words
from bot.messages.programs import searches as search_words
from bot.search import Facet
from bot.services.programs import (
    advice,
    catalogue,
    catalogue_files,
    programs,
    saved_programs,
    searches,
)
from bot.views.answering import answer, open_form, think
from bot.views.programs.programs import save_program
from bot.views.router import Interaction, say_for

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
        community="A community you’re part of (optional)",
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
        """Search mentoring programs in your own words."""
        typed = {
            Facet.STAGE: stage,
            Facet.FIELD: field,
            Facet.PLACE: state,
            Facet.COMMUNITY: community,
            Facet.FORMAT: meeting,
        }
        page = await searches.search(self.app, actor_of(interaction), query, typed)
        await answer(interaction, search_words.answer(say_for(interaction), page, asked=query))

    @program.command(name="suggest")
    async def suggest(self, interaction: Interaction) -> None:
        """See programs that fit you, and what may rule each out."""
        actor = actor_of(interaction)
        page = await searches.suggest(self.app, actor)
        if page is None:
            unknown = search_words.unknown_yet(
                say_for(interaction), actor.guild, spanish=actor.reads_spanish
            )
            await answer(interaction, unknown)
            return
        await answer(interaction, search_words.answer(say_for(interaction), page))

    @program.command(name="show")
    @app_commands.describe(name="Which program")
    async def show(self, interaction: Interaction, name: str) -> None:
        """View a program: who may join, and more."""
        actor = actor_of(interaction)
        program = await programs.show(self.app, actor, name)
        vocabulary = self.app.catalogue.shipped.vocabulary
        await answer(
            interaction, words.card(say_for(interaction), actor.guild, program, vocabulary)
        )

    @program.command(name="save")
    @app_commands.rename(remind_on="remind-on")
    @app_commands.describe(
        name="Which program", remind_on="When to remind you, like Feb 1 or in two weeks"
    )
    async def save(self, interaction: Interaction, name: str, remind_on: str = "") -> None:
        """Save a program, with an optional reminder."""
        actor = actor_of(interaction)
        program = await programs.show(self.app, actor, name)
        number = number_of(program.id)
        message = await save_program(self.app, interaction, actor, number, remind_on)
        await answer(interaction, message)

    @program.command(name="saved")
    async def saved(self, interaction: Interaction) -> None:
        """View your saved programs."""
        actor = actor_of(interaction)
        shortlist = await saved_programs.list_for_person(self.app, actor)
        await answer(interaction, saved_words.listing(say_for(interaction), actor.guild, shortlist))

    @program.command(name="correct")
    @app_commands.describe(name="Which program")
    async def correct(self, interaction: Interaction, name: str) -> None:
        """Report a mistake in an entry to the moderators."""
        actor = actor_of(interaction)
        program = await programs.show(self.app, actor, name)
        await open_form(
            interaction, words.correction_form(say_for(interaction), actor.guild, program)
        )

    @show.autocomplete("name")
    @save.autocomplete("name")
    @correct.autocomplete("name")
    async def names(self, interaction: Interaction, typed: str) -> Choices:
        """Offer programs whose name continues what is typed."""
        choices = programs.complete(self.app, actor_of(interaction), typed)
        return [
            app_commands.Choice(
                name=words.choice(say_for(interaction), choice), value=str(choice.id)
            )
            for choice in choices
        ]

    @save.autocomplete("remind_on")
    async def days(self, interaction: Interaction, typed: str) -> Choices:
        """Show which day is understood."""
        offered = await saved_programs.offer_days(self.app, actor_of(interaction), typed)
        return [
            app_commands.Choice(
                name=saved_words.day_choice(say_for(interaction), day_offered),
                value=day_offered.value,
            )
            for day_offered in offered
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
        offered = programs.complete_facet(self.app, facet, typed)
        return [app_commands.Choice(name=label[:100], value=value) for value, label in offered]


# --- `/guide`: advice for someone's situation -------------------------------------------------


class Guide(AppCog):
    """Read the guide."""

    @app_commands.command(name="guide")
    @app_commands.guild_only()
    @app_commands.describe(topic="What you need advice on")
    async def guide(self, interaction: Interaction, topic: str = "") -> None:
        """Get advice: first contact, first meeting, going quiet…"""
        actor = actor_of(interaction)
        guide, guild = self.app.guide_in(actor.language), actor.guild
        number = guide_words.find(say_for(interaction), guide, topic)
        if number is None:
            await answer(
                interaction,
                guide_words.overview(
                    say_for(interaction), guild, guide, unknown=bool(topic.strip())
                ),
            )
            return
        audience = await advice.own_audience(self.app, actor)
        await answer(
            interaction, guide_words.section(say_for(interaction), guild, guide, number, audience)
        )

    @guide.autocomplete("topic")
    async def topics(self, interaction: Interaction, typed: str) -> list[app_commands.Choice[str]]:
        """Offer the sections whose title contains what is typed."""
        wanted = typed.strip().casefold()
        guide = self.app.guide_in(str(interaction.locale))
        return [
            app_commands.Choice(name=title, value=key)
            for key, title in guide_words.sections(say_for(interaction), guide)
            if wanted in title.casefold()
        ][:25]


# --- `/catalogue`: the society's own programs next to the shipped ones ------------------------


ACTIONS = {
    "change": "Change the entry",
    "hide": "Hide from members",
    "show": "Show again",
    "forget": "Restore the original",
}


class Catalogue(AppCog):
    """Edit the society's catalogue."""

    catalogue = app_commands.Group(
        name="catalogue", description="Your server’s programs (moderators)", guild_only=True
    )

    @catalogue.command(name="add")
    async def add(self, interaction: Interaction) -> None:
        """Add your own program."""
        actor = actor_of(interaction)
        await catalogue.require(self.app, actor)
        vocabulary = self.app.catalogue.shipped.vocabulary
        await open_form(interaction, forms.add_form(say_for(interaction), actor.guild, vocabulary))

    @catalogue.command(name="edit")
    @app_commands.describe(name="Which program", action="What to do. Default: change it")
    @app_commands.choices(
        action=[app_commands.Choice(name=label, value=key) for key, label in ACTIONS.items()]
    )
    async def edit(self, interaction: Interaction, name: str, action: str = "change") -> None:
        """Change, hide, or restore an entry."""
        actor = actor_of(interaction)
        saved = await catalogue.find(self.app, actor, name)
        program = saved.program
        if action == "change" and not saved.hidden:
            await answer(
                interaction, catalogue_words.choose_part(say_for(interaction), actor.guild, saved)
            )
        elif action == "forget":
            shipped = await catalogue.forget(self.app, actor, program.id)
            await answer(
                interaction, catalogue_words.forgotten(say_for(interaction), program.name, shipped)
            )
        else:
            hide = action == "hide"
            entry = await catalogue.set_hidden(self.app, actor, program.id, hidden=hide)
            await answer(interaction, catalogue_words.hidden(say_for(interaction), entry))

    @catalogue.command(name="import")
    @app_commands.describe(file="CSV or TOML, like a file from /catalogue export")
    async def import_(self, interaction: Interaction, file: discord.Attachment) -> None:
        """Import programs from a file. You’ll see a preview first."""
        actor = actor_of(interaction)
        await think(interaction)
        await catalogue.require(self.app, actor)
        if file.size > LARGEST_BYTES:
            raise DomainError("catalogue.file_large", most=LARGEST_BYTES // 1024 // 1024)
        data = await file.read()
        preview = await catalogue_files.preview(self.app, actor, file.filename, data)
        await answer(interaction, catalogue_words.preview(say_for(interaction), preview))

    @catalogue.command(name="export")
    @app_commands.rename(kind="format")
    @app_commands.describe(kind="Type of file", what="Your own entries or everything")
    @app_commands.choices(
        kind=[app_commands.Choice(name=kind.upper(), value=kind.value) for kind in FileKind],
        what=[
            app_commands.Choice(name="Our own entries", value="own"),
            app_commands.Choice(name="Everything", value="everything"),
        ],
    )
    async def export(self, interaction: Interaction, kind: str = "csv", what: str = "own") -> None:
        """Export programs to a file."""
        await think(interaction)
        exported = await catalogue_files.export(
            self.app, actor_of(interaction), FileKind(kind), everything=what == "everything"
        )
        await answer(interaction, catalogue_words.exported(say_for(interaction), exported))

    @catalogue.command(name="review")
    async def review(self, interaction: Interaction) -> None:
        """Review corrections and outdated entries."""
        actor = actor_of(interaction)
        await answer(
            interaction,
            catalogue_words.review(
                say_for(interaction), actor.guild, await catalogue.review(self.app, actor)
            ),
        )

    @edit.autocomplete("name")
    async def names(self, interaction: Interaction, typed: str) -> Choices:
        """Offer entries by name, hidden shipped ones too."""
        choices = catalogue.complete(self.app, actor_of(interaction), typed)
        return [
            app_commands.Choice(
                name=words.choice(say_for(interaction), choice), value=str(choice.id)
            )
            for choice in choices
        ]
