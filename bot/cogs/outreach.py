"""`/outreach`: a mentor outside the society, from the first message to a polite end."""

from discord import app_commands

from bot.cogs.base import AppCog, actor_of
from bot.domain.errors import DomainError
from bot.domain.ids import OutreachId
from bot.domain.outreach.outreach import OutreachEvent
from bot.messages.outreach import outreach as words
from bot.services import form_drafts
from bot.services.outreach import outreach
from bot.views.answering import answer, open_form
from bot.views.outreach.outreach import open_message
from bot.views.router import Interaction, say_for

_EVENTS = [
    app_commands.Choice(name="I wrote or followed up", value=OutreachEvent.SENT.value),
    app_commands.Choice(name="They answered", value=OutreachEvent.ANSWERED.value),
    app_commands.Choice(name="We met", value=OutreachEvent.MET.value),
    app_commands.Choice(name="They said no", value=OutreachEvent.DECLINED.value),
]


class Outreach(AppCog):
    """Write to mentors outside the society, and keep track in private."""

    outreach = app_commands.Group(
        name="outreach", description="Contact mentors outside this server", guild_only=True
    )

    @outreach.command(name="add")
    async def add(self, interaction: Interaction) -> None:
        """Add an outside mentor to contact."""
        actor = actor_of(interaction)
        typed = await form_drafts.find(self.app, actor, "outreach")
        await open_form(interaction, words.form(say_for(interaction), actor.guild).filled(typed))

    @outreach.command(name="draft")
    @app_commands.describe(mentor="Which mentor")
    async def draft(self, interaction: Interaction, mentor: str) -> None:
        """Draft a first message to copy. I never send it."""
        await open_message(interaction, self.app, actor_of(interaction), _number(mentor))

    @outreach.command(name="log")
    @app_commands.describe(mentor="Which mentor", what="What happened")
    @app_commands.choices(what=_EVENTS)
    async def log(self, interaction: Interaction, mentor: str, what: str) -> None:
        """Log a message, reply, or meeting."""
        actor = actor_of(interaction)
        logged = await outreach.log(self.app, actor, _number(mentor), OutreachEvent(what))
        await answer(interaction, words.logged(say_for(interaction), logged))

    @outreach.command(name="list")
    async def list_all(self, interaction: Interaction) -> None:
        """View your private list of outside mentors."""
        actor = actor_of(interaction)
        views = await outreach.list_for_person(self.app, actor)
        await answer(interaction, words.listing(say_for(interaction), actor.guild, views))

    @outreach.command(name="close")
    @app_commands.describe(mentor="Which mentor")
    async def close(self, interaction: Interaction, mentor: str) -> None:
        """Close a contact and delete how to reach them."""
        actor = actor_of(interaction)
        logged = await outreach.log(self.app, actor, _number(mentor), OutreachEvent.CLOSED)
        await answer(interaction, words.logged(say_for(interaction), logged))

    @draft.autocomplete("mentor")
    @log.autocomplete("mentor")
    @close.autocomplete("mentor")
    async def offer(self, interaction: Interaction, typed: str) -> list[app_commands.Choice[str]]:
        """Offer one's own contacts."""
        views = await outreach.offer(self.app, actor_of(interaction), typed)
        return [
            app_commands.Choice(
                name=words.choice(say_for(interaction), view), value=str(view.outreach.id)
            )
            for view in views
        ]


def _number(typed: str) -> OutreachId:
    number = typed.strip().removeprefix("#")
    if not (number.isascii() and number.isdecimal() and len(number) < 12):
        raise DomainError("outreach.unknown")
    return OutreachId(int(number))
