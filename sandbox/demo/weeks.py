"""The weeks after the introductions: a pair that does well, one that recovers, one that ends well.

Nearly everything is done by clicks; only what people would have to know themselves is typed.
"""

from dataclasses import dataclass
from datetime import datetime, time, timedelta
from zoneinfo import ZoneInfo

from sandbox import Answer, Channel, Discord, Message, Person
from sandbox.demo.cast import MENTEES, MENTORS, Cast, Part
from sandbox.demo.page import Page
from sandbox.demo.stage import Stage
from sandbox.people.transcript import text_of

CHECK_IN = "A quick check-in"
OFFER = "Busy right now? You can pause for 2 weeks"
ESSAY = "Send the second draft of my personal statement to Sam"
ITO, BELL, SAM = MENTORS
ANA, BEN, CHIDI, *_ = MENTEES


@dataclass(frozen=True, slots=True)
class Meeting:
    """A meeting that was arranged in the story."""

    thread: Channel
    people: tuple[Person, Person]
    starts_at: datetime


class Weeks:
    """Six weeks and a little more, counted in days from the introductions."""

    def __init__(
        self, discord: Discord, stage: Stage, page: Page, cast: Cast, introduced_at: datetime
    ) -> None:
        self.discord = discord
        self.stage = stage
        self.page = page
        self.cast = cast
        self.introduced_at = introduced_at

    async def play(self) -> None:
        """Play the acts in the order of the calendar."""
        await self.meet()
        await self.set_a_goal()
        await self.do_what_was_committed()
        await self.go_quiet()
        await self.pause()
        await self.part_well()
        await self.come_back()

    # -- a pair that does well ---------------------------------------------------------------

    async def meet(self) -> None:
        """Two pairs find a time, are reminded of it, and say that they met."""
        self.page.act("Two pairs find a time to meet, with one click each")
        await self.stage.reach(self._at(BEN, 9, time(10)))
        arranged = [await self._arranged(BEN, BEN, SAM), await self._arranged(ANA, ITO, ANA)]
        arranged.sort(key=lambda meeting: meeting.starts_at)
        self.page.act("Both are reminded the day before, and asked on the card if they met")
        for meeting in arranged:
            moment = meeting.starts_at - timedelta(days=1)
            told = await self._told(meeting, moment, "To prepare")
            self._read(meeting.people[0], told)
        for meeting in arranged:
            await self._both_met(meeting)

    async def _arranged(self, mentee: Part, one: Part, other: Part) -> Meeting:
        """Let one choose a time that suits both, and the other take it."""
        thread = self._thread(mentee)
        proposer, taker = self.cast.of(one), self.cast.of(other)
        introduction = self._standing(thread, ", meet <@")[0]
        form = await proposer.click(introduction, custom_id="pc1:meet:form:")
        assert form.modal is not None, form.text
        offered = next(field for field in form.modal.fields if field.custom_id == "suggested")
        chosen = str(offered.raw["options"][0]["value"])
        proposed = await proposer.submit(form, {"suggested": [chosen]})
        self.page.heard(proposer, "[Suggest times]", proposed.text)
        asked = await self.discord.until_message(thread, containing="would like to meet")
        taken = await taker.click(asked, custom_id="pc1:meet:take:")
        await self._says(taken, "You’re meeting")
        self.page.heard(taker, "[the time]", taken.text)
        await self.discord.wait_for(lambda: "You’re meeting" in asked.content)
        # A suggestion looks like "2030-01-31 18:00 [America/Chicago]".
        clock, _, zone = chosen.rstrip("]").partition(" [")
        starts_at = datetime.fromisoformat(clock).replace(tzinfo=ZoneInfo(zone))
        return Meeting(thread, (proposer, taker), starts_at)

    async def _told(self, meeting: Meeting, moment: datetime, words: str) -> Message:
        """Move to a reminder's moment and return it, once it notifies both."""
        before = len(self._standing(meeting.thread, words))
        await self.stage.reach(moment)
        await self.discord.wait_for(lambda: len(self._standing(meeting.thread, words)) > before)
        told = self._standing(meeting.thread, words)[-1]
        assert told.notified == {person.id for person in meeting.people}, text_of(told)
        return told

    async def _both_met(self, meeting: Meeting) -> None:
        moment = meeting.starts_at + timedelta(hours=2)
        await self.stage.reach(moment)
        asked = await self.discord.until_message(meeting.thread, containing="Did you meet")
        for person in meeting.people:
            answer = await person.click(asked, "We met")
            await self._says(answer, "Great!")
            self.page.heard(person, "[We met]", answer.text)
        await self.discord.wait_for(lambda: "You met <t:" in asked.content)
        self._read(meeting.people[0], asked)

    async def set_a_goal(self) -> None:
        """A goal, and its first step as a commitment in plain words."""
        self.page.act("Ben sets a goal and commits to its first step")
        await self.stage.reach(self._at(BEN, 11, time(12)))
        ben, thread = self.cast.of(BEN), self._thread(BEN)
        form = await ben.click(await ben.slash("goal list", at=thread), "Set a goal")
        words = {"words": "Apply to five medical schools", "due": "in two months"}
        goal = await ben.submit(form, words)
        self.page.heard(ben, "[Set a goal]", goal.text)
        form = await ben.click(goal, custom_id="pc1:commit:form:")
        due = self._at(BEN, 13, time(12))
        committed = await ben.submit(form, {"words": ESSAY, "due": f"{due:%A} noon"})
        self.page.heard(ben, f"[Add a commitment], by “{due:%A} noon”", committed.text)
        assert f"<t:{due.timestamp():.0f}:" in committed.text, committed.text

    async def do_what_was_committed(self) -> None:
        """The commitment is asked about a day ahead and when it's due; doing it is a win."""
        self.page.act("The commitment is done, and shared as a win")
        ben, thread = self.cast.of(BEN), self._thread(BEN)
        await self.stage.reach(self._at(BEN, 12, time(12)))
        ahead = await self.discord.until_message(thread, containing="On track?")
        self._read(ben, ahead)
        await self._says(await ben.click(ahead, "On track"), "still due")
        await self.stage.reach(self._at(BEN, 13, time(12)))
        due = await self.discord.until_message(thread, containing="How did it go?")
        done = await ben.click(due, "Done")
        await self._says(done, "Done: ")
        self.page.heard(ben, "[Done]", done.text)
        form = await ben.click(done, custom_id="pc1:win:form:")
        told = await ben.submit(form, {"words": "My statement is out of my hands!"})
        self.page.heard(ben, "[Share as a win]", told.text)
        win = await self.discord.until_message(thread, containing="out of my hands")
        self._read(self.cast.of(SAM), win)

    # -- a pair that goes quiet and recovers -------------------------------------------------

    async def go_quiet(self) -> None:
        """A second check-in goes unanswered, and no one is asked to follow up."""
        self.page.act("Chidi goes quiet: two check-ins get no answer")
        await self._asked_on(22, CHECK_IN, 2)
        bell = self.cast.of(BELL)
        self.page.heard(bell, "/status", (await bell.slash("status")).text)

    async def pause(self) -> None:
        """The third check-in offers a pause, which one click accepts."""
        self.page.act("The third check-in offers a pause, and one click takes it")
        offer = await self._asked_on(36, OFFER, 1)
        chidi = self.cast.of(CHIDI)
        self._read(chidi, offer)
        paused = await chidi.click(offer, custom_id="pc1:check-in:rest:")
        await self._says(paused, "Paused until")
        self.page.heard(chidi, "[Pause check-ins]", paused.text)
        self.paused_at = self.discord.clock.now()

    async def _asked_on(self, day: int, words: str, number: int) -> Message:
        """Move to the evening of a check-in, and return it once it has been asked."""
        await self.stage.reach(self._at(CHIDI, day, time(18)))
        asked = self.cast.asked(CHIDI, words)
        assert len(asked) == number, asked
        return asked[-1]

    # -- a pair that ends well ---------------------------------------------------------------

    async def part_well(self) -> None:
        """Ana ends her pair; both are thanked, and each gives private feedback."""
        self.page.act("After six weeks Ana and Dr. Ito end their mentorship, and both are thanked")
        await self.stage.reach(self._at(ANA, 43, time(10)))
        ana, ito, thread = self.cast.of(ANA), self.cast.of(ITO), self._thread(ANA)
        asked = await ana.slash("pair end", at=thread)
        self.page.heard(ana, "/pair end", asked.text)
        closed = await ana.click(asked, custom_id="pc1:pair:end-now:")
        self.page.heard(ana, "[End mentorship]", closed.text)
        farewell = await self.discord.until_message(thread, containing="has wrapped up")
        self._read(ito, farewell)
        assert {each.id for each in farewell.mentions} == {ana.id, ito.id}, farewell.content
        assert "Thank you both" in farewell.content, farewell.content
        for person in (ana, ito):
            worth = await person.click(farewell, custom_id="pc1:pair:worth:")
            kept = await person.click(worth, "Very much")
            await self._says(kept, "o one")
            self.page.heard(person, "[Give feedback] [Very much]", kept.text)

    async def come_back(self) -> None:
        """After the pause the pair is welcomed back, and nothing is asked that day."""
        self.page.act("The pause is over: Chidi is welcomed back and writes")
        thread = self._thread(CHIDI)
        await self.stage.reach(self.paused_at + timedelta(days=14, minutes=1))
        welcome = await self.discord.until_message(thread, containing="Your pause has ended")
        chidi, bell = self.cast.of(CHIDI), self.cast.of(BELL)
        self._read(chidi, welcome)
        form = await chidi.click(welcome, custom_id="pc1:update:form:")
        words = {"moved": "Exams are behind me.", "next_step": "Read the two papers you sent."}
        logged = await chidi.submit(form, words)
        self.page.heard(chidi, "[Post an update]", logged.text)
        self._read(bell, await self.discord.until_message(thread, containing="Exams are behind me"))
        self.page.heard(chidi, "/status", (await chidi.slash("status")).text)

    # -- moving and looking ------------------------------------------------------------------

    def _at(self, part: Part, day: int, hour: time) -> datetime:
        """Return an hour in someone's own time zone, some days after the introductions."""
        zone = ZoneInfo(part.zone)
        date = self.introduced_at.astimezone(zone).date() + timedelta(days=day)
        return datetime.combine(date, hour, zone)

    def _thread(self, part: Part) -> Channel:
        thread = self.cast.thread_of(part, "meet")
        assert thread is not None, part.name
        return thread

    def _standing(self, thread: Channel, words: str) -> list[Message]:
        return [each for each in thread.standing() if words in text_of(each)]

    async def _says(self, answer: Answer, words: str) -> None:
        """Wait for an answer that follows a message which was replaced first."""
        await self.discord.wait_for(lambda: words in answer.text)

    def _read(self, person: Person, message: Message) -> None:
        self.page.heard(person, "reads", text_of(message))
