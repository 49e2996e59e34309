"""`/youth`: members under 18, and the adults who look after them."""

import discord
from discord import app_commands

from bot.cogs.base import AppCog, actor_of
from bot.domain.ids import UserId
from bot.domain.youth.youth import AgeBand
from bot.messages.youth import youth as words
from bot.messages.youth.ages import BANDS
from bot.services.youth import youth
from bot.views.answering import answer
from bot.views.router import Interaction, say_for
from bot.views.youth.youth import look_soon


class Youth(AppCog):
    """Turn youth mode on, and keep its records."""

    youth = app_commands.Group(
        name="youth", description="Members under 18, and who looks after them", guild_only=True
    )

    @youth.command(name="setup")
    async def setup(self, interaction: Interaction) -> None:
        """See whether members under 18 can join, and what’s missing (moderators)."""
        actor = actor_of(interaction)
        await answer(
            interaction,
            words.panel(say_for(interaction), actor.guild, await youth.look(self.app, actor)),
        )

    @youth.command(name="attest")
    async def attest(self, interaction: Interaction) -> None:
        """Attest as an advisor that permissions and checks are on file."""
        actor = actor_of(interaction)
        await youth.require_role(self.app, actor)
        await answer(interaction, words.ask_to_attest(say_for(interaction), actor.guild))

    @youth.command(name="stop")
    async def stop(self, interaction: Interaction) -> None:
        """Stop being an advisor."""
        await youth.step_down(self.app, actor_of(interaction))
        look_soon(interaction)
        await answer(interaction, words.stepped_down(say_for(interaction)))

    @youth.command(name="clear")
    @app_commands.describe(
        member="The adult whose checks are on file", until="The last day, like Aug 31 next year"
    )
    async def clear(self, interaction: Interaction, member: discord.User, until: str) -> None:
        """Clear an adult for members under 18, until a day (moderators)."""
        clearance = await youth.clear(self.app, actor_of(interaction), UserId(member.id), until)
        look_soon(interaction)
        await answer(interaction, words.cleared(say_for(interaction), clearance))

    @youth.command(name="unclear")
    @app_commands.describe(member="The adult who isn’t cleared anymore")
    async def unclear(self, interaction: Interaction, member: discord.User) -> None:
        """Withdraw a clearance; threads with members under 18 close (moderators)."""
        user = UserId(member.id)
        closed = await youth.end_clearance(self.app, actor_of(interaction), user)
        look_soon(interaction)
        await answer(interaction, words.clearance_ended(say_for(interaction), user, closed))

    @youth.command(name="consent")
    @app_commands.describe(
        member="The member under 18", given="Whether a parent or guardian gave permission"
    )
    @app_commands.choices(
        given=[
            app_commands.Choice(name="Yes, it’s on file", value="yes"),
            app_commands.Choice(name="No, or it was withdrawn", value="no"),
        ]
    )
    async def consent(self, interaction: Interaction, member: discord.User, given: str) -> None:
        """Record whether a parent or guardian gave permission (advisors)."""
        user, is_given = UserId(member.id), given == "yes"
        closed = await youth.record_consent(
            self.app, actor_of(interaction), user, is_given=is_given
        )
        look_soon(interaction)
        await answer(
            interaction,
            words.consent_recorded(say_for(interaction), user, closed, is_given=is_given),
        )

    @youth.command(name="adult")
    @app_commands.describe(member="The member who turned 18")
    async def adult(self, interaction: Interaction, member: discord.User) -> None:
        """Confirm that someone turned 18 (advisors)."""
        user = UserId(member.id)
        await youth.confirm_adult(self.app, actor_of(interaction), user)
        look_soon(interaction)
        await answer(interaction, words.adult_confirmed(say_for(interaction), user))

    @youth.command(name="age")
    @app_commands.describe(group="Your age")
    @app_commands.choices(
        group=[app_commands.Choice(name=name, value=band.value) for band, name in BANDS.items()]
    )
    async def age(self, interaction: Interaction, group: str) -> None:
        """Say your age group; moderators and advisors can see it."""
        band = await youth.say_age(self.app, actor_of(interaction), AgeBand(group))
        look_soon(interaction)
        await answer(interaction, words.age_saved(say_for(interaction), band))
