"""`/catalogue`: the society's own programs next to the shipped ones; for moderators."""

import discord
from discord import app_commands

from bot.cogs.base import AppCog, actor_of
from bot.domain.errors import DomainError
from bot.domain.programs.catalogue_files import LARGEST_BYTES, FileKind
from bot.messages.programs import catalogue as words
from bot.messages.programs import catalogue_forms as forms
from bot.messages.programs import programs as program_words
from bot.services.programs import catalogue, catalogue_files
from bot.views.answering import answer, open_form, think
from bot.views.router import Interaction

Choices = list[app_commands.Choice[str]]
ACTIONS = {
    "change": "Change it",
    "hide": "Hide it from members",
    "show": "Show it again",
    "forget": "Drop our version",
}


class Catalogue(AppCog):
    """Keep the society's catalogue."""

    catalogue = app_commands.Group(
        name="catalogue", description="Your society's programs (moderators)", guild_only=True
    )

    @catalogue.command(name="add")
    async def add(self, interaction: Interaction) -> None:
        """Add a program of your own."""
        actor = actor_of(interaction)
        await catalogue.require(self.app, actor)
        vocabulary = self.app.catalogue.shipped.vocabulary
        await open_form(interaction, forms.add_form(actor.guild, vocabulary))

    @catalogue.command(name="edit")
    @app_commands.describe(name="Which program", action="What to do; to change it if left out")
    @app_commands.choices(
        action=[app_commands.Choice(name=label, value=key) for key, label in ACTIONS.items()]
    )
    async def edit(self, interaction: Interaction, name: str, action: str = "change") -> None:
        """Change, hide or bring back an entry, shipped ones too."""
        actor = actor_of(interaction)
        found = await catalogue.find(self.app, actor, name)
        program = found.program
        if action == "change" and not found.hidden:
            await answer(interaction, words.choose_part(actor.guild, found))
        elif action == "forget":
            shipped = await catalogue.forget(self.app, actor, program.id)
            await answer(interaction, words.forgotten(program.name, shipped))
        else:
            hide = action == "hide"
            done = await catalogue.set_hidden(self.app, actor, program.id, hidden=hide)
            await answer(interaction, words.hidden(done))

    @catalogue.command(name="import")
    @app_commands.describe(file="A CSV or TOML file, as /catalogue export writes it")
    async def import_(self, interaction: Interaction, file: discord.Attachment) -> None:
        """Take programs in from a file; you see what would change first."""
        actor = actor_of(interaction)
        await think(interaction)
        await catalogue.require(self.app, actor)
        if file.size > LARGEST_BYTES:
            raise DomainError("catalogue.file_large", most=LARGEST_BYTES // 1024 // 1024)
        data = await file.read()
        found = await catalogue_files.preview(self.app, actor, file.filename, data)
        await answer(interaction, words.preview(found))

    @catalogue.command(name="export")
    @app_commands.rename(kind="format")
    @app_commands.describe(kind="Which kind of file", what="Your own entries, or everything")
    @app_commands.choices(
        kind=[app_commands.Choice(name=kind.upper(), value=kind.value) for kind in FileKind],
        what=[
            app_commands.Choice(name="Our own entries", value="own"),
            app_commands.Choice(name="Everything", value="everything"),
        ],
    )
    async def export(self, interaction: Interaction, kind: str = "csv", what: str = "own") -> None:
        """Get the entries as a file."""
        await think(interaction)
        done = await catalogue_files.export(
            self.app, actor_of(interaction), FileKind(kind), everything=what == "everything"
        )
        await answer(interaction, words.exported(done))

    @catalogue.command(name="review")
    async def review(self, interaction: Interaction) -> None:
        """See corrections that wait, and entries not verified for a year."""
        actor = actor_of(interaction)
        await answer(
            interaction, words.review(actor.guild, await catalogue.review(self.app, actor))
        )

    @edit.autocomplete("name")
    async def names(self, interaction: Interaction, typed: str) -> Choices:
        """Offer entries by name, hidden shipped ones too."""
        found = catalogue.complete(self.app, actor_of(interaction), typed)
        return [
            app_commands.Choice(name=program_words.choice(one), value=str(one.id)) for one in found
        ]
