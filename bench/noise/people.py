"""The people of `bench.noise`: what diligent pairs and circles do in a semester, day by day."""

from collections.abc import Sequence
from datetime import datetime, time, timedelta
from functools import partial
from zoneinfo import ZoneInfo

from bench.noise.life import Life
from sandbox import Channel, Person
from sandbox.state.content import walk
from tests.discord.conftest import Society
from tests.discord.meeting_people import typed
from tests.discord.pairs.test_agreements import chosen, written

DAY = timedelta(days=1)
CHICAGO = ZoneInfo("America/Chicago")
# Which of a pair's meetings, counted from 0, is moved, and which is called off.
MOVED, CALLED_OFF = 2, 4
PICK = "pc1:commit:pick:"


class Group:
    """A pair or a circle in its thread: everyone in it does what they are asked and should."""

    def __init__(
        self,
        life: Life,
        society: Society,
        thread: Channel,
        mentor: Person,
        mentees: Sequence[Person],
        silent: Sequence[Person] = (),
    ) -> None:
        self.life, self.society, self.thread = life, society, thread
        self.mentor, self.mentees, self.silent = mentor, list(mentees), list(silent)
        self.begun = life.now
        self.acts: list[datetime] = []
        active = [one for one in (mentor, *mentees) if one not in self.silent]
        life.diligent |= {one.id: one for one in active}

    @property
    def people(self) -> list[Person]:
        """Return everyone in it."""
        return [self.mentor, *self.mentees]

    def day(self, number: int, hour: int = 12, minute: int = 0) -> datetime:
        """Return an hour in Chicago so many days after the introduction."""
        day = self.begun.astimezone(CHICAGO).date() + number * DAY
        return datetime.combine(day, time(hour, minute), CHICAGO)

    def plan_agreement(self) -> None:
        """Have everyone answer and agree in the first two days."""
        for number, person in enumerate(self.people):
            if person not in self.silent:
                self.life.at(self.day(1, 11 + number), partial(self.agree, person))

    def plan(self, weeks: int, offset: int = 0, every: int = 14) -> None:
        """Have the whole semester happen: a meeting and a commitment `every` so many days.

        `offset` days keep several groups apart.
        """
        self.plan_agreement()
        active = [one for one in self.mentees if one not in self.silent]
        for number, first in enumerate(range(2 + offset, 7 * weeks - 7, every)):
            self.plan_meeting(number, first)
        for number, first in enumerate(range(4 + offset, 7 * weeks - 8, every)):
            person = active[number % len(active)]
            self.life.at(
                self.day(first, 16),
                partial(self.promise, person, self.day(first + 6)),
            )
        if every == 14:
            self.life.at(self.day(24), partial(self.promise, self.mentor, self.day(31)))
        for number, first in enumerate(range(12 + offset, 7 * weeks - 3, every + 7)):
            person = active[number % len(active)]
            self.life.at(self.day(first, 19), partial(self.update, person))

    def plan_meeting(self, number: int, first: int) -> None:
        """Have a time proposed for five days later, and moved or called off where it is time."""
        proposer = self.mentees[0] if len(self.mentees) == 1 else self.mentor
        when = self.day(first + 5, 18)
        self.life.at(self.day(first), partial(self.propose, proposer, when))
        if number == MOVED:
            later = self.day(first + 6, 18)
            self.life.at(self.day(first + 2, 13), partial(self.move, self.mentor, later))
        elif number == CALLED_OFF:
            self.life.at(self.day(first + 3, 13), partial(self.call_off, proposer))
        if number != CALLED_OFF:
            held = self.day(first + 5 + (number == MOVED), 19)
            self.life.at(held, self._note)

    async def _note(self) -> None:
        self.acts.append(self.life.now)

    async def agree(self, person: Person) -> None:
        """Answer one's half of the agreement."""
        self.life.acted(person)
        opened = await person.slash("pair agreement", at=self.thread)
        form = await person.click(opened, custom_id="pc1:agreement:first:")
        halfway = await person.submit(form, chosen())
        form = await person.click(halfway, custom_id="pc1:agreement:second:")
        await person.submit(form, written())

    async def propose(self, person: Person, when: datetime) -> None:
        """Propose a time; with someone silent in a circle, most are enough after two days."""
        self.life.acted(person)
        self.life.proposer[self.thread.id] = person.id
        enough = {"decide-in": 2} if self.silent else {}
        answer = await person.slash("meet propose", {"time": typed(when), **enough}, at=self.thread)
        assert "<t:" in answer.text, answer.text

    async def move(self, person: Person, when: datetime) -> None:
        """Propose another time for the next meeting."""
        self.life.acted(person)
        self.life.proposer[self.thread.id] = person.id
        form = await person.slash("meet reschedule", at=self.thread)
        answer = await person.submit(form, {"time-0": typed(when)})
        assert "<t:" in answer.text, answer.text

    async def call_off(self, person: Person) -> None:
        """Call the next meeting off."""
        self.life.acted(person)
        asked = await person.slash("meet cancel", at=self.thread)
        await person.click(asked, custom_id="pc1:meet:cancel-yes:")

    async def promise(self, person: Person, due: datetime) -> None:
        """Make a commitment; it is kept on the day, with a command if no message asks."""
        self.life.acted(person)
        self.life.due[person.id] = due
        words = f"Draft my personal statement by {due:%Y-%m-%d} noon"
        made = await person.slash("commit add", {"what": words}, at=self.thread)
        assert made.ephemeral, made.text
        self.acts.append(self.life.now)
        self.life.at(due + 5 * timedelta(hours=1), partial(self.keep, person))

    async def keep(self, person: Person) -> None:
        """Say that one's commitment is kept, unless a message has asked already."""
        listed = await person.slash("commit list", at=self.thread)
        menus = [node for each in listed.messages for node in walk(each.components)]
        open_ = [node for node in menus if str(node.get("custom_id", "")).startswith(PICK)]
        if not open_:
            return
        self.life.acted(person)
        shown = await person.select(listed, PICK, [open_[0]["options"][0]["value"]])
        await person.click(shown, custom_id="pc1:commit:done:")

    async def update(self, person: Person) -> None:
        """Log an update."""
        self.life.acted(person)
        form = await person.slash("update log", at=self.thread)
        await person.submit(form, {"moved": "A second draft", "next_step": "Ask for a letter"})
        self.acts.append(self.life.now)
