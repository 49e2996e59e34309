"""`/meet`: propose, prepare, move, and cancel meetings."""

from discord import app_commands

from bot.cogs.base import AppCog, actor_of
from bot.domain.ids import ChannelId, MeetingId
from bot.domain.meetings.consent import DEADLINES
from bot.messages.meetings import meetings as words
from bot.messages.meetings import times as time_words
from bot.services.actor import Actor
from bot.services.meetings import meetings
from bot.services.meetings import times as meeting_times
from bot.services.meetings.times import Draft
from bot.services.pairs import pairs
from bot.storage.pairs.pairs import Pair
from bot.views.answering import answer, open_form
from bot.views.pairs.archive import listing
from bot.views.router import Interaction, say_for

Times = app_commands.Range[str, 1, 100]
Number = app_commands.Range[int, 1, 2_000_000_000]


class Meetings(AppCog):
    """A pair's meetings."""

    meet = app_commands.Group(name="meet", description="Your meetings", guild_only=True)

    @meet.command(name="propose")
    @app_commands.rename(when="time", other="or", third="or-else", decide_in="decide-in")
    @app_commands.describe(
        when="Like thu 6pm or every other Tuesday 6pm. Leave it out for a form",
        other="Another time that works for you",
        third="A third time",
        agenda="What you’d like to talk about",
        decide_in="Circles: days after which most votes decide. Default: everyone",
    )
    async def propose(
        self,
        interaction: Interaction,
        when: Times | None = None,
        other: Times | None = None,
        third: Times | None = None,
        agenda: app_commands.Range[str, 1, 200] | None = None,
        decide_in: app_commands.Range[int, min(DEADLINES), max(DEADLINES)] | None = None,
    ) -> None:
        """Suggest up to three meeting times."""
        actor, pair = await self._pair(interaction)
        times = tuple(filter(None, (when, other, third)))
        if not times:
            begun = await meeting_times.begin(self.app, actor, pair.id)
            await open_form(interaction, time_words.propose_form(say_for(interaction), begun))
            return
        draft = Draft(times, agenda or "", decide_in=decide_in)
        outcome = await meeting_times.propose(self.app, actor, pair.id, draft)
        await answer(interaction, time_words.proposed(say_for(interaction), outcome))

    @meet.command(name="list")
    async def list_(self, interaction: Interaction) -> None:
        """See upcoming, suggested, and recent meetings."""
        here = ChannelId(interaction.channel_id or 0)
        shown = await listing(self.app, actor_of(interaction), "meetings", here=here)
        await answer(interaction, shown)

    @meet.command(name="agenda")
    @app_commands.describe(item="Something to talk about. Leave it out to see the agenda")
    async def agenda(
        self, interaction: Interaction, item: app_commands.Range[str, 1, 200] | None = None
    ) -> None:
        """See the next meeting’s agenda, or add to it."""
        actor, pair = await self._pair(interaction)
        if item is None:
            agenda = await meetings.agenda(self.app, actor, pair.id)
        else:
            agenda = await meetings.add_items(self.app, actor, pair.id, item)
        await answer(interaction, words.agenda(say_for(interaction), agenda))

    @meet.command(name="reschedule")
    @app_commands.describe(number="Which one, from /meet list. Default: the next")
    async def reschedule(self, interaction: Interaction, number: Number | None = None) -> None:
        """Suggest new times for a meeting. The old time stays until then."""
        actor, pair = await self._pair(interaction)
        wanted = None if number is None else MeetingId(number)
        pair, meeting = await meetings.next_of_pair(self.app, actor, pair.id, wanted)
        begun = await meeting_times.begin(self.app, actor, pair.id, meeting.id)
        await open_form(interaction, time_words.propose_form(say_for(interaction), begun))

    @meet.command(name="cancel")
    @app_commands.describe(number="Which one, from /meet list. Default: the next")
    async def cancel(self, interaction: Interaction, number: Number | None = None) -> None:
        """Cancel a meeting, or withdraw suggested times."""
        actor, pair = await self._pair(interaction)
        wanted = None if number is None else MeetingId(number)
        _, meeting = await meetings.next_of_pair(self.app, actor, pair.id, wanted)
        asked = await meetings.to_cancel(self.app, actor, meeting.id)
        await answer(interaction, words.ask_cancel(say_for(interaction), asked))

    async def _pair(self, interaction: Interaction) -> tuple[Actor, Pair]:
        actor = actor_of(interaction)
        here = ChannelId(interaction.channel_id or 0)
        return actor, await pairs.choose(self.app, actor, here)
