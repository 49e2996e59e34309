"""Weeks in a society, step by step: the clock moves from one due message to the next.

Everything that anyone gets to read is written down as it is posted, changed, or answered, with who
was notified, and checked against `tests.discord.invariants`.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Connection

from bot.delivery.loop import Delivery
from bot.domain.nudges.kinds import NudgeKind
from bot.messages.custom_id import parse
from bot.storage import outbox
from bot.storage.tables import outbox as outbox_rows
from sandbox import Answer, Channel, Message, Person
from sandbox.people.options import Place
from sandbox.people.transcript import buttons_of, text_of
from sandbox.state.events import Event, MessageCreated, MessageEdited
from sandbox.state.records import Json
from tests.discord import invariants, open_things
from tests.discord.conftest import Society
from tests.discord.invariants import Habits, Seen
from tests.discord.open_things import Open, Settled
from tests.every_society import select

# The bot looks each hour at what no one answered; here as often as there is time for.
HOUR, HALF_A_DAY = timedelta(hours=1), timedelta(hours=12)
LONGEST_STEP = HALF_A_DAY
AGREEING = {("meet", "take"), ("meet", "take-over")}
EDITS = (NudgeKind.MESSAGE_OVER, NudgeKind.PROPOSAL_CHANGED)
QUORUM = re.compile(r"After <t:\d+:\w>, (\d+) of you are enough")


class Actor(Person):
    """Someone who acts once the bot has done what earlier acts caused."""

    def __init__(self, story: "Story", person: Person) -> None:
        super().__init__(person._world, person.user, person.guild)
        self._story = story

    async def _act(self, kind: int, place: Place, data: Json, *more: Any, **named: Any) -> Answer:
        if not self._story.is_looking:
            self._story.acted[self.id] = self._story.now
        pressed = parse(str(data.get("custom_id")))
        if pressed and (pressed.area, pressed.verb) in AGREEING:
            self._story.agreed.setdefault(pressed.what, set()).add(self.id)
        answer = await super()._act(kind, place, data, *more, **named)
        assert answer.failed is None, f"{self.name}: {answer.failed}"
        await self._story.settle()
        self._story.read(self, answer)
        return answer


@dataclass(slots=True)
class Story:
    """A society whose time passes in steps, what its people have read, and what is wrong with it.

    `faults` holds a line for everything that broke a rule.
    """

    society: Society
    people: list[Actor] = field(default_factory=list)
    habits: dict[int, Habits] = field(default_factory=dict)
    seen: list[Seen] = field(default_factory=list)
    faults: list[str] = field(default_factory=list)
    acted: dict[int, datetime] = field(default_factory=dict)
    # Who said yes to which proposed time, and when so many of a circle decide about it.
    agreed: dict[int, set[int]] = field(default_factory=dict)
    deadlines: dict[int, tuple[datetime, int]] = field(default_factory=dict)
    circles: set[int] = field(default_factory=set)
    """The ids of those who are in a circle."""
    is_looking: bool = False
    _asked_at: dict[int, datetime] = field(default_factory=dict)
    _rounds: int = 0
    _checked: int = 0
    _planned_at: datetime | None = None
    _texts: dict[int, str] = field(default_factory=dict)

    def __post_init__(self) -> None:
        delivery = self._delivery
        plan_ahead = delivery.plan_ahead

        async def planned() -> None:
            await plan_ahead()
            self._planned_at = self.now
            world.changed()

        # The bot plans after each jump of the clock; this says when it has.
        setattr(delivery, "plan_ahead", planned)  # noqa: B010  # a method of its class
        world = self.society.discord.world
        publish = world.publish

        def published(event: Event) -> None:
            if isinstance(event, MessageCreated | MessageEdited):
                self._posted(event.channel, event.message, new=isinstance(event, MessageCreated))
            publish(event)

        world.publish = published

    @property
    def _delivery(self) -> Delivery:
        delivery = self.society.running.client.delivery
        assert delivery is not None
        return delivery

    @property
    def now(self) -> datetime:
        """Return the current instant."""
        return self.society.discord.clock.now()

    def person(self, name: str, habits: Habits) -> Actor:
        """Bring someone into the server."""
        actor = Actor(self, self.society.guild.person(name))
        self.people.append(actor)
        self.habits[actor.id] = habits
        return actor

    def moderator(self) -> Actor:
        """Return the moderator, who isn't among the people whose messages are checked."""
        return Actor(self, self.society.mo)

    # -- time ---------------------------------------------------------------------------------

    async def settle(self) -> None:
        """Wait until everyone is answered, and everything that is due has been sent."""
        running = self.society.running
        while True:
            await running.client.finish_interactions(20.0)
            await self._delivery.deliver_due()
            due = await running.app.database.read(outbox.next_due_at, self.now)
            if due is None or due > self.now:
                return

    async def reach(self, instant: datetime) -> None:
        """Move on to `instant`; whatever falls due on the way is sent at its own moment."""
        assert instant >= self.now, f"{instant} is over"
        discord, database = self.society.discord, self.society.running.app.database
        while self.now < instant:
            due = await database.read(outbox.next_due_at, self.now)
            discord.clock.set(min(due or instant, instant, self.now + LONGEST_STEP))
            if self._planned_at is None or self.now - self._planned_at >= HOUR:
                self._delivery._jumped()  # which also plans, as the bot does each hour
                await discord.wait_for(lambda: self._planned_at == self.now)
            await self.settle()
            await self.look()

    # -- what is read -------------------------------------------------------------------------

    def _posted(self, channel: Channel, message: Message, *, new: bool) -> None:
        text = text_of(message)
        if (
            message.author is not self.society.discord.world.bot
            or self._texts.get(message.id) == text
        ):
            return  # what only lost its buttons says nothing new
        self._texts[message.id] = text
        for reader in self.people:
            concerns = channel.is_thread or reader.id in channel.recipients
            if concerns and reader.can_see(channel):
                self._note(reader, message, pinged=new and reader.id in message.notified)

    def read(self, reader: Actor, answer: Answer) -> None:
        """Write down what an answer says to whoever acted."""
        for message in answer.messages:
            if message.ephemeral_for == reader.id and reader in self.people:
                self._note(reader, message, private=True)

    def _note(
        self, reader: Actor, message: Message, *, private: bool = False, pinged: bool = False
    ) -> None:
        asked = self.acted.get(reader.id) == self.now
        text, circle = text_of(message), reader.id in self.circles
        self.seen.append(
            Seen(reader.id, self.now, text, message.id, private, pinged, asked, circle)
        )
        if quorum := QUORUM.search(text):
            told = invariants.stamps(quorum[0])[-1], int(quorum[1])
            for target in map(parse, _live(message)):
                if target and target.verb == "take":
                    self.deadlines[target.what] = told

    def standing(self) -> Iterator[Message]:
        """Yield the bot's messages that anyone can still read, oldest first in each place."""
        world = self.society.discord.world
        for channel in world.channels.values():
            for message in channel.standing():
                if message.author is world.bot:
                    yield message

    # -- what must be true --------------------------------------------------------------------

    async def look(self) -> None:
        """Check everything that was posted, changed, or answered since the last time.

        Twice a day whoever read something also asks what is waiting, and each second time why.
        """
        if self._checked == len(self.seen):
            return
        database = self.society.running.app.database
        for time, proposer in (await database.read(open_things.proposers)).items():
            self.agreed.setdefault(time, set()).add(proposer)
        self.is_looking = True
        statuses = await self._statuses()
        self.is_looking = False
        fresh = self.seen[self._checked :]
        state = await database.read(self._state, {each.message for each in fresh})
        fresh = [replace(each, kinds=state.kinds.get(each.message, frozenset())) for each in fresh]
        self.seen[self._checked :] = fresh
        self._checked = len(self.seen)
        names = {each.id: each.name for each in self.people}
        live = [custom_id for message in self.standing() for custom_id in _live(message)]
        self._found("woken", invariants.pings_at_night(fresh, self.habits))
        self._found("nagged", invariants.too_many_nudges(self.seen))
        self._found("empty", invariants.empty_while_something_waits(fresh, state.waiting))
        self._found("dead button", invariants.live_buttons_on_what_is_over(live, state.still))
        self._found("third person", invariants.named_to_themselves(fresh, names))
        self._found("no consent", invariants.settled_without_everyone(state.settled))
        self._found("for two", invariants.texts_for_two_in_a_circle(fresh))
        self._found(
            "question", invariants.questions_not_shown(statuses, state.askers & statuses.keys())
        )

    def _state(self, connection: Connection, messages: set[int]) -> "_State":
        here = frozenset(self.society.guild.state.members)
        settled = open_things.settled(connection, self.agreed, self.deadlines)
        return _State(
            open_things.read(connection, self.now),
            open_things.waiting(connection, self.now),
            open_things.askers(connection),
            [replace(each, members=each.members & here) for each in settled],
            _kinds(connection, messages),
        )

    async def _statuses(self) -> dict[int, str]:
        """Let whoever has read something ask for /status, half a day after the last time."""
        concerned = {each.reader for each in self.seen[self._checked :]}
        statuses = {}
        for person in self.people:
            last = self._asked_at.get(person.id)
            is_here = person.id in person.guild.members
            if person.id in concerned and is_here and (not last or self.now - last >= HALF_A_DAY):
                self._asked_at[person.id] = self.now
                statuses[person.id] = (await person.slash("status")).text
                self._rounds += 1
                if self._rounds % 2:
                    await person.slash("why")
        return statuses

    def check_promises(self) -> None:
        """Check that what was said would come by now has come."""
        zones = {person: habits.zone for person, habits in self.habits.items()}
        self._found("promise", invariants.broken_promises(self.seen, zones, self.now))

    def check_words(self, typed: list[str], kept: str) -> None:
        """Check that what was typed is still there."""
        self._found("lost", invariants.lost_words(typed, kept))

    def _found(self, rule: str, faults: Iterator[str]) -> None:
        """Write down each fault when it is first met."""
        known = {fault.partition(" | ")[2] for fault in self.faults}
        for fault in faults:
            line = f"{rule}: {fault}"
            if line not in known:
                known.add(line)
                self.faults.append(f"{self.now:%a %d %b %H:%M} | {line}")


@dataclass(frozen=True, slots=True)
class _State:
    """What the database says at one moment; `kinds` are those of each message that is asked for."""

    still: Open
    waiting: dict[int, frozenset[str]]
    askers: set[int]
    settled: list[Settled]
    kinds: dict[int, frozenset[str]]


def _live(message: Message) -> list[str]:
    """Return the custom ids of the buttons that can be pressed."""
    buttons = buttons_of(message)
    return [each.custom_id for each in buttons if each.custom_id and not each.disabled]


def _kinds(connection: Connection, messages: set[int]) -> dict[int, frozenset[str]]:
    """Return the kinds of nudges in each of these messages; edits aren't, as they ping no one."""
    kinds: dict[int, frozenset[str]] = {}
    rows = connection.execute(
        select(outbox_rows.c.message_id, outbox_rows.c.kind).where(
            outbox_rows.c.message_id.in_(messages), outbox_rows.c.kind.not_in(EDITS)
        )
    )
    for message, kind in rows:
        kinds[message] = kinds.get(message, frozenset()) | {str(kind)}
    return kinds
