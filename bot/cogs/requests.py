"""`/mentor`: see who has room, ask, and see the state of requests."""

import discord
from discord import app_commands

from bot.cogs.base import AppCog, actor_of
from bot.domain.ids import UserId
from bot.domain.programs.guide import Audience, Moment
from bot.domain.requests.mentor_availability import Wanted
from bot.domain.vocabulary import FIELDS, FORMATS, STAGES, TOPICS, Stage
from bot.language.say import ENGLISH
from bot.messages.labels import label
from bot.messages.programs.advice import fits_under, with_advice
from bot.messages.requests import mentor_availability as availability_words
from bot.messages.requests import requests as words
from bot.services import form_drafts
from bot.services.programs import advice
from bot.services.requests import mentor_availability, requests
from bot.views.answering import answer, open_form
from bot.views.router import Interaction, say_for

_TOPICS = [app_commands.Choice(name=label(ENGLISH, topic), value=topic) for topic in TOPICS]
_FIELDS = [app_commands.Choice(name=label(ENGLISH, field), value=field) for field in FIELDS]
_STAGES = [
    app_commands.Choice(name=label(ENGLISH, stage), value=stage.value)
    for stage in STAGES
    if stage is not Stage.ANY
]
_FORMATS = [
    app_commands.Choice(name=label(ENGLISH, meeting_format), value=meeting_format.value)
    for meeting_format in FORMATS
]


class Mentors(AppCog):
    """Find a mentor, ask one, withdraw a request."""

    mentor = app_commands.Group(name="mentor", description="Find and ask a mentor", guild_only=True)

    @mentor.command(name="find")
    @app_commands.describe(
        topic="What you’d like help with",
        field="Their field",
        stage="Where they are now",
        how="How you’d like to meet",
    )
    @app_commands.rename(how="format")
    @app_commands.choices(topic=_TOPICS, field=_FIELDS, stage=_STAGES, how=_FORMATS)
    async def find(
        self,
        interaction: Interaction,
        topic: str = "",
        field: str = "",
        stage: str = "",
        how: str = "",
    ) -> None:
        """See which mentors have room and what they offer."""
        actor, wanted = actor_of(interaction), Wanted(topic, field, stage, how)
        mentors = await mentor_availability.find(self.app, actor, wanted)
        # The moment before a first message, while advice is still useful.
        message, moment = (
            availability_words.mentors(say_for(interaction), mentors),
            Moment.BEFORE_FIRST_CONTACT,
        )
        item = await advice.give(self.app, actor, moment, Audience.MENTEE, fits_under(message))
        await answer(interaction, with_advice(message, item))

    @mentor.command(name="ask")
    @app_commands.describe(mentor="The mentor you’d like to ask")
    async def ask(self, interaction: Interaction, mentor: discord.Member) -> None:
        """Send a mentor a request."""
        actor, asked = actor_of(interaction), UserId(mentor.id)
        if not await requests.begin(self.app, actor, asked):
            await answer(
                interaction, availability_words.age(say_for(interaction), actor.guild, asked)
            )
            return
        typed = await form_drafts.find(self.app, actor, f"request:{asked}")
        await open_form(
            interaction, words.form(say_for(interaction), actor.guild, asked).filled(typed)
        )

    @mentor.command(name="withdraw")
    async def withdraw(self, interaction: Interaction) -> None:
        """View your requests or withdraw one."""
        actor = actor_of(interaction)
        own = await requests.list_for_asker(self.app, actor)
        await answer(interaction, words.listing(say_for(interaction), actor.guild, own))
