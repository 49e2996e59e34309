"""`/commit`: a promise with a due date, kept, or moved in time."""

from discord import app_commands

from bot.cogs.base import AppCog, actor_of
from bot.domain.errors import DomainError
from bot.domain.ids import ChannelId, CommitmentId
from bot.messages.progress import commitments as words
from bot.services.pairs import pairs
from bot.services.progress import commitments
from bot.views.answering import answer, open_form
from bot.views.progress import spoken_commitments
from bot.views.router import Interaction


class Commitments(AppCog):
    """Promise, keep, move, let go."""

    commit = app_commands.Group(
        name="commit", description="Promises with a due date", guild_only=True
    )

    @commit.command(name="add")
    @app_commands.describe(
        what="In your own words: draft personal statement by Sunday 7pm. Empty opens a form",
        due="By when, if you have not said it yet",
        obstacle="What might get in the way",
        plan_b="What you do if it does",
        partner_sees="Whether your partner sees it; yes if you leave it out",
    )
    @app_commands.rename(plan_b="plan-b", partner_sees="partner-sees")
    async def add(
        self,
        interaction: Interaction,
        what: str = "",
        due: str = "",
        obstacle: str = "",
        plan_b: str = "",
        partner_sees: bool = True,
    ) -> None:
        """Promise something, with a day and if you like an hour."""
        actor = actor_of(interaction)
        pair = await pairs.choose(self.app, actor, ChannelId(interaction.channel_id or 0))
        if not what.strip():
            await open_form(interaction, words.form(pair.guild, pair.id))
            return
        fields = {
            "words": (what,),
            "due": (due,),
            "obstacle": (obstacle,),
            "plan_b": (plan_b,),
            "shown": ("yes" if partner_sees else "no",),
        }
        said = await spoken_commitments.promise(self.app, interaction, actor, pair.id, fields)
        await answer(interaction, said)

    @commit.command(name="list")
    async def list_open(self, interaction: Interaction) -> None:
        """See what you and your partner have promised."""
        actor = actor_of(interaction)
        pair = await pairs.choose(self.app, actor, ChannelId(interaction.channel_id or 0))
        found = await commitments.of_pair(self.app, actor, pair.id)
        await answer(interaction, words.listing(found))

    @commit.command(name="done")
    @app_commands.describe(commitment="Which of yours")
    async def done(self, interaction: Interaction, commitment: str) -> None:
        """Say that you kept one."""
        kept = await commitments.done(self.app, actor_of(interaction), _number(commitment))
        await answer(interaction, words.settled(kept))

    @commit.command(name="move")
    @app_commands.describe(commitment="Which of yours", due="By when, now: such as Friday 6pm")
    async def move(self, interaction: Interaction, commitment: str, due: str) -> None:
        """Give one another time, before it is due."""
        number = _number(commitment)
        actor = actor_of(interaction)
        moved = await spoken_commitments.move(self.app, interaction, actor, number, due)
        await answer(interaction, words.made(moved))

    @commit.command(name="drop")
    @app_commands.describe(commitment="Which of yours")
    async def drop(self, interaction: Interaction, commitment: str) -> None:
        """Let one go, which is no failure."""
        dropped = await commitments.drop(self.app, actor_of(interaction), _number(commitment))
        await answer(interaction, words.settled(dropped))

    @done.autocomplete("commitment")
    @move.autocomplete("commitment")
    @drop.autocomplete("commitment")
    async def offer(self, interaction: Interaction, typed: str) -> list[app_commands.Choice[str]]:
        """Offer one's own open promises."""
        found = await commitments.offer(self.app, actor_of(interaction), typed)
        return [app_commands.Choice(name=words.choice(one), value=str(one.id)) for one in found]


def _number(typed: str) -> CommitmentId:
    number = typed.strip().removeprefix("#")
    if not (number.isascii() and number.isdecimal() and len(number) < 12):
        raise DomainError("commitment.unknown")
    return CommitmentId(int(number))
