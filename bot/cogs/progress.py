"""`/commit`: commitments with a due date; `/goal`, `/update`, and `/win`."""

import discord
from discord import app_commands

from bot.app import App
from bot.cogs.base import AppCog, actor_of
from bot.domain.errors import DomainError
from bot.domain.ids import ChannelId, CommitmentId, GoalId, UserId
from bot.messages.progress import commitments as commitment_words
from bot.messages.progress import goals as goal_words
from bot.messages.progress import updates as update_words
from bot.services.pairs import pairs
from bot.services.pairs.permissions import require_author
from bot.services.progress import commitments, goals
from bot.views.answering import answer, open_form
from bot.views.pairs.archive import listing
from bot.views.progress import typed_commitments
from bot.views.progress.wins import share_win
from bot.views.router import Interaction, say_for


class Commitments(AppCog):
    """Add, list, finish, move, and drop commitments."""

    commit = app_commands.Group(
        name="commit", description="Commitments with a due date", guild_only=True
    )

    @commit.command(name="add")
    @app_commands.describe(
        what="Like “draft personal statement by Sunday 7pm”. Leave it out for a form",
        due="Due date, if you haven’t said it yet",
        obstacle="What might get in the way",
        plan_b="What you’ll do then",
        partner_sees="Share it with your match? Default: yes",
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
        """Add a commitment with a due date."""
        actor = actor_of(interaction)
        pair = await pairs.choose(self.app, actor, ChannelId(interaction.channel_id or 0))
        fields = {
            "words": (what,),
            "due": (due,),
            "obstacle": (obstacle,),
            "plan_b": (plan_b,),
            "shown": ("yes" if partner_sees else "no",),
        }
        form = commitment_words.form(say_for(interaction), pair.guild, pair.id)
        if not what.strip() and form.holds(fields):
            await open_form(interaction, form.filled(fields))
            return
        message = await typed_commitments.commit(self.app, interaction, actor, pair.id, fields)
        await answer(interaction, message)

    @commit.command(name="list")
    async def list_open(self, interaction: Interaction) -> None:
        """View your open commitments."""
        here = ChannelId(interaction.channel_id or 0)
        shown = await listing(self.app, actor_of(interaction), "commitments", here=here)
        await answer(interaction, shown)

    @commit.command(name="done")
    @app_commands.describe(commitment="Which commitment")
    async def done(self, interaction: Interaction, commitment: str) -> None:
        """Mark a commitment as done."""
        settled = await commitments.mark_done(
            self.app, actor_of(interaction), _commitment_number(commitment)
        )
        await answer(
            interaction, commitment_words.commitment_answered(say_for(interaction), settled)
        )

    @commit.command(name="move")
    @app_commands.describe(commitment="Which commitment", due="New due date, like Friday 6pm")
    async def move(self, interaction: Interaction, commitment: str, due: str) -> None:
        """Move a commitment to a new due date."""
        number = _commitment_number(commitment)
        actor = actor_of(interaction)
        moved = await typed_commitments.move(self.app, interaction, actor, number, due)
        await answer(interaction, commitment_words.made(say_for(interaction), moved))

    @commit.command(name="drop")
    @app_commands.describe(commitment="Which commitment")
    async def drop(self, interaction: Interaction, commitment: str) -> None:
        """Drop a commitment."""
        dropped = await commitments.drop(
            self.app, actor_of(interaction), _commitment_number(commitment)
        )
        await answer(
            interaction, commitment_words.commitment_answered(say_for(interaction), dropped)
        )

    @done.autocomplete("commitment")
    @move.autocomplete("commitment")
    @drop.autocomplete("commitment")
    async def offer(self, interaction: Interaction, typed: str) -> list[app_commands.Choice[str]]:
        """Offer one's own open commitments."""
        own = await commitments.offer(self.app, actor_of(interaction), typed)
        return [
            app_commands.Choice(
                name=commitment_words.choice(say_for(interaction), commitment),
                value=str(commitment.id),
            )
            for commitment in own
        ]


def _commitment_number(typed: str) -> CommitmentId:
    number = typed.strip().removeprefix("#")
    if not (number.isascii() and number.isdecimal() and len(number) < 12):
        raise DomainError("commitment.unknown")
    return CommitmentId(int(number))


# --- `/goal`: few, dated, and visible to both ------------------------------------------------


class Goals(AppCog):
    """Set goals, and say how far they are."""

    goal = app_commands.Group(
        name="goal", description="What you’re working toward", guild_only=True
    )

    @goal.command(name="add")
    async def add(self, interaction: Interaction) -> None:
        """Set a goal with a target date. Your match can see it."""
        actor = actor_of(interaction)
        pair = await pairs.choose(self.app, actor, ChannelId(interaction.channel_id or 0))
        await open_form(interaction, goal_words.form(say_for(interaction), pair.guild, pair.id))

    @goal.command(name="list")
    async def list_all(self, interaction: Interaction) -> None:
        """View your goals and their progress."""
        here = ChannelId(interaction.channel_id or 0)
        await answer(
            interaction, await listing(self.app, actor_of(interaction), "goals", here=here)
        )

    @goal.command(name="progress")
    @app_commands.describe(goal="Which goal", percent="Progress in percent", note="What moved")
    async def progress(
        self,
        interaction: Interaction,
        goal: str,
        percent: app_commands.Range[int, 0, 100],
        note: app_commands.Range[str, 0, 300] = "",
    ) -> None:
        """Update a goal’s progress."""
        actor = actor_of(interaction)
        moved = await goals.progress(self.app, actor, _goal_number(goal), percent, note)
        await answer(interaction, goal_words.moved(say_for(interaction), moved))

    @goal.command(name="done")
    @app_commands.describe(goal="Which goal")
    async def done(self, interaction: Interaction, goal: str) -> None:
        """Mark a goal as reached."""
        reached = await goals.mark_reached(self.app, actor_of(interaction), _goal_number(goal))
        await answer(interaction, goal_words.moved(say_for(interaction), reached))

    @progress.autocomplete("goal")
    @done.autocomplete("goal")
    async def offer(self, interaction: Interaction, typed: str) -> list[app_commands.Choice[str]]:
        """Offer one's own open goals."""
        own = await goals.offer(self.app, actor_of(interaction), typed)
        return [
            app_commands.Choice(name=goal_words.choice(goal), value=str(goal.id)) for goal in own
        ]


def _goal_number(typed: str) -> GoalId:
    number = typed.strip().removeprefix("#")
    if not (number.isascii() and number.isdecimal() and len(number) < 12):
        raise DomainError("goal.unknown")
    return GoalId(int(number))


# --- `/update`: log updates, and list earlier ones --------------------------------------------


class Updates(AppCog):
    """A pair's log."""

    def __init__(self, app: App) -> None:
        super().__init__(app)
        menu = app_commands.ContextMenu(name="Log as update", callback=self.log_message)
        menu.guild_only = True
        self.menus = (menu,)

    update = app_commands.Group(
        name="update", description="Updates on your progress", guild_only=True
    )

    @update.command(name="log")
    async def log(self, interaction: Interaction) -> None:
        """Post an update: progress, roadblocks, next steps."""
        await self._open(interaction)

    async def log_message(self, interaction: Interaction, message: discord.Message) -> None:
        """Open the form from a message of one's own; what the message says is not read."""
        require_author(actor_of(interaction), UserId(message.author.id))
        await self._open(interaction)

    @update.command(name="history")
    async def history(self, interaction: Interaction) -> None:
        """View your latest updates."""
        here = ChannelId(interaction.channel_id or 0)
        await answer(
            interaction, await listing(self.app, actor_of(interaction), "updates", here=here)
        )

    async def _open(self, interaction: Interaction) -> None:
        actor = actor_of(interaction)
        pair = await pairs.choose(self.app, actor, ChannelId(interaction.channel_id or 0))
        await open_form(interaction, update_words.form(say_for(interaction), pair.guild, pair.id))


# --- `/win`: a success, shared with the partner and, if wanted, with everyone ----------------


class Wins(AppCog):
    """Tell what went well."""

    @app_commands.command(name="win")
    @app_commands.guild_only()
    @app_commands.describe(
        text="What went well", share="Post it in the wins channel too? Default: no"
    )
    async def win(self, interaction: Interaction, text: str, share: bool = False) -> None:
        """Share a win and thank your match."""
        actor = actor_of(interaction)
        pair = await pairs.choose(self.app, actor, ChannelId(interaction.channel_id or 0))
        fields = {"words": (text,), "share": ("yes" if share else "no",)}
        await answer(interaction, await share_win(self.app, interaction, actor, pair.id, fields))
