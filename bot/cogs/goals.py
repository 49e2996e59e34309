"""`/goal`: few, dated, and seen by both."""

from discord import app_commands

from bot.cogs.base import AppCog, actor_of
from bot.domain.errors import DomainError
from bot.domain.ids import ChannelId, GoalId
from bot.messages.progress import goals as words
from bot.services.pairs import pairs
from bot.services.progress import goals
from bot.views.answering import answer, open_form
from bot.views.router import Interaction


class Goals(AppCog):
    """Set goals, and say how far they are."""

    goal = app_commands.Group(name="goal", description="What you work towards", guild_only=True)

    @goal.command(name="add")
    async def add(self, interaction: Interaction) -> None:
        """Set a goal, with a day; your partner sees it."""
        actor = actor_of(interaction)
        pair = await pairs.choose(self.app, actor, ChannelId(interaction.channel_id or 0))
        await open_form(interaction, words.form(pair.guild, pair.id))

    @goal.command(name="list")
    async def list_all(self, interaction: Interaction) -> None:
        """See your pair's goals and how far they are."""
        actor = actor_of(interaction)
        pair = await pairs.choose(self.app, actor, ChannelId(interaction.channel_id or 0))
        _, found = await goals.of_pair(self.app, actor, pair.id)
        await answer(interaction, words.listing(pair, found))

    @goal.command(name="progress")
    @app_commands.describe(
        goal="Which of your goals", percent="How far it is, in percent", note="What moved"
    )
    async def progress(
        self,
        interaction: Interaction,
        goal: str,
        percent: app_commands.Range[int, 0, 100],
        note: app_commands.Range[str, 0, 300] = "",
    ) -> None:
        """Say how far one of your goals is."""
        actor = actor_of(interaction)
        done = await goals.progress(self.app, actor, _number(goal), percent, note)
        await answer(interaction, words.moved(done))

    @goal.command(name="done")
    @app_commands.describe(goal="Which of your goals")
    async def done(self, interaction: Interaction, goal: str) -> None:
        """Say that you reached one of your goals."""
        reached = await goals.done(self.app, actor_of(interaction), _number(goal))
        await answer(interaction, words.moved(reached))

    @progress.autocomplete("goal")
    @done.autocomplete("goal")
    async def offer(self, interaction: Interaction, typed: str) -> list[app_commands.Choice[str]]:
        """Offer one's own open goals."""
        found = await goals.offer(self.app, actor_of(interaction), typed)
        return [app_commands.Choice(name=words.choice(one), value=str(one.id)) for one in found]


def _number(typed: str) -> GoalId:
    number = typed.strip().removeprefix("#")
    if not (number.isascii() and number.isdecimal() and len(number) < 12):
        raise DomainError("goal.unknown")
    return GoalId(int(number))
