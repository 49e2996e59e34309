"""What happens in the demo, act by act."""

import sqlite3
import tempfile
from datetime import UTC, datetime, time, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

from sandbox import Discord, FaultKind, Message, NotPossibleError, Permission, Person
from sandbox.demo.bot_process import BotProcess, running_bot
from sandbox.demo.cast import MENTEES, MENTORS, Cast, Part
from sandbox.demo.deliveries import deliveries
from sandbox.demo.page import Page
from sandbox.demo.progress import Progress
from sandbox.demo.requests import Requests
from sandbox.demo.stage import Stage
from sandbox.demo.weeks import Weeks

THREAD_ARCHIVED = 50083
CHECK_IN = "A quick check-in"
FIRST_MEETING = "first meeting with"
MESSAGES = "/channels/{channel_id}/messages"
TUESDAY = 1
CHECK_IN_TIME = time(18)
# When the story always begins: a Monday morning in Chicago.
MONDAY = datetime(2027, 4, 5, 15, tzinfo=UTC)
ACTS = 23
# How long a computation of the bot may take on a busy machine.
PATIENCE_SECONDS = 60.0
ANSWERS = ("POST", "/interactions/{interaction_id}/{interaction_token}/callback")
# How an act fails: an expectation wasn't met, never came, or something couldn't be done.
FAILURES = (
    AssertionError,
    LookupError,
    NotPossibleError,
    OSError,
    RuntimeError,
    ValueError,
    sqlite3.Error,
)


async def tell(*, whole: bool = False) -> int:
    """Play every act and print the page; return 0 if everything succeeded, else 1."""
    with tempfile.TemporaryDirectory(prefix="preceptor-demo-") as name:
        folder = Path(name)
        async with Discord.serve(begins=MONDAY, clock_file=folder / "clock") as discord:
            try:
                with Progress(ACTS) as progress:
                    page = Page(discord.clock, progress)
                    async with running_bot(discord, folder) as bot:
                        result = await _Story(discord, bot, page).play()
            except FAILURES as failure:
                log = folder / "bot.log"
                page.failed(failure, ACTS, log.read_text() if log.exists() else "")
                return 1
    page.held(result, whole=whole)
    return 0


class _Story:
    def __init__(self, discord: Discord, bot: BotProcess, page: Page) -> None:
        self.discord = discord
        self.bot = bot
        self.stage = Stage(discord, bot)
        self.page = page
        self.guild = discord.guild("Riverside Pre-Health Society")
        self.mentoring = self.guild.text("mentoring")
        self.back_room = self.guild.text("moderators")
        organisers = self.guild.role("Organisers", allow=Permission.MANAGE_GUILD)
        self.guild.overwrite(self.back_room, self.guild.everyone, deny=Permission.VIEW_CHANNEL)
        for role in (organisers, self.guild.bot_role):
            self.guild.overwrite(self.back_room, role, allow=Permission.VIEW_CHANNEL)
        self.mo = self.stage.person(self.guild, "Mo (moderator)", organisers)
        self.cast = Cast(self.stage, self.guild)
        self.requests = Requests(discord, self.stage, self.guild, page)
        page.learn(self.mo.id, self.mo.name)
        for part in (*MENTORS, *MENTEES):
            page.learn(self.cast.of(part).id, part.name, part.zone)
        for channel in (self.mentoring, self.back_room):
            page.learn(channel.id, channel.name)

    async def play(self) -> list[tuple[str, str]]:
        """Play the acts in order, show what each person saw, and return the result by heading."""
        await self.set_up()
        await self.ask_for_programs()
        await self.requests.play()
        await self.open_cohort()
        await self.sign_up()
        await self.match()
        await self.remind_of_first_meeting()
        await self.check_in()
        await self.answer_check_ins()
        await self.look_around()
        await self.survive_a_crash()
        await Weeks(self.discord, self.stage, self.page, self.cast, self.introduced_at).play()
        await self.close_the_books()
        for person in (self.mo, *map(self.cast.of, MENTEES[:3])):
            self.page.show(person)
        self.page.aside(
            "Everyone else saw their own threads and messages the same way. The bot draws each "
            "thread's code at random; here they're numbered."
        )
        return self._result()

    def _result(self) -> list[tuple[str, str]]:
        """Return the overall result, by heading: what was counted or checked in some act."""
        nudges, ended = self.nudges, self.discord.clock.now()
        days = f"{MONDAY:%B} {MONDAY.day} to {ended:%B} {ended.day}, {ended.year}"
        acts, victim = self.discord.requests(*ANSWERS), self.crash_victim.name
        return [
            ("Nudges", f"{nudges}; {nudges.unaccounted} unaccounted for"),
            ("Delivery", f"{nudges.lost} lost, {nudges.doubled} doubled"),
            (
                "Crash",
                f"killed while sending {victim}'s check-in; it's there once after the restart",
            ),
            ("Answers", f"{acts} commands, clicks, and forms, each answered within 3 seconds"),
            ("Pairs", ", ".join(self._pairs())),
            ("Requests", self.requests.told()),
            ("Society", f"{self.guild.state.name}, {days}"),
        ]

    def _pairs(self) -> list[str]:
        """Return who is in each private thread of the cohort, mentee first."""
        pairs = []
        for mentee in MENTEES:
            thread = self.cast.thread_of(mentee, "meet")
            assert thread is not None, mentee.name
            mentor = next(
                each for each in MENTORS if self.cast.of(each).id in thread.thread_members
            )
            pairs.append(f"{mentee.name} with {mentor.name.partition(' (')[0]}")
        return pairs

    async def set_up(self) -> None:
        """A moderator sets up the society."""
        self.page.act("A moderator sets up the society")
        answer = await self.mo.slash(
            "setup",
            mentoring_channel=self.mentoring,
            moderator_channel=self.back_room,
            time_zone="Chicago",
        )
        self.page.heard(self.mo, "/setup", answer.text)
        assert "Ready" in answer.text, answer.text

    async def ask_for_programs(self) -> None:
        """A member asks a question in their own words."""
        self.page.act("A member asks which programs fit")
        eva = self.cast.people[-1]
        answer = await eva.slash("program search", query="emergency medicine")
        await answer.settled(PATIENCE_SECONDS)
        self.page.heard(eva, "/program search query:emergency medicine", answer.text)
        assert "EMRA" in answer.text, answer.text

    async def open_cohort(self) -> None:
        """The moderator makes a cohort and opens it."""
        self.page.act("The moderator opens a cohort")
        for command in ("cohort create", "cohort open"):
            answer = await self.mo.slash(command, name="Spring")
            self.page.heard(self.mo, f"/{command} name:Spring", answer.text)
        self.panel = await self.discord.until_message(self.mentoring, containing="Sign up for")

    async def sign_up(self) -> None:
        """Three mentors and five mentees join through the panel."""
        self.page.act("Three mentors and five mentees sign up")
        for part in (*MENTORS, *MENTEES):
            await self._join(part)

    async def _join(self, part: Part) -> None:
        person = self.cast.of(part)
        asked = await person.click(self.panel, part.button)
        menus = await person.click(asked, "Yes, 18 or older")
        for menu, chosen in part.choices.items():
            await person.select(menus, f"pc1:join:{menu}", chosen)
        form = await person.click(menus, custom_id="pc1:join:words:")
        answer = await person.submit(form, part.words)
        self.page.heard(person, f"[{part.button}]", answer.text)
        assert "You’re signed up" in answer.text, answer.text
        if part.capacity:
            kept = await person.select(answer, "pc1:join:capacity", [str(part.capacity)])
            assert "Saved" in kept.text, kept.text

    async def match(self) -> None:
        """Pairs are proposed, approved, and introduced in private threads."""
        self.page.act("Pairs are proposed, approved, and introduced")
        preview = await self.mo.slash("match preview", cohort="Spring")
        await preview.settled(PATIENCE_SECONDS)
        self.page.heard(self.mo, "/match preview cohort:Spring", preview.text)
        asked = await self.mo.slash("match approve", cohort="Spring")
        await asked.settled(PATIENCE_SECONDS)
        self.page.heard(self.mo, "/match approve cohort:Spring", asked.text)
        approve = f"Approve {len(MENTEES)} pairs"
        approved = await self.mo.click(asked, approve)
        await approved.settled(PATIENCE_SECONDS)
        self.page.heard(self.mo, f"[{approve}]", approved.text)
        await self.discord.wait_for(lambda: len(self._introduced()) == len(MENTEES))
        await self.stage.quiet()
        self.introduced_at = self.discord.clock.now()
        cohort = [self.cast.thread_of(part, "meet") for part in MENTEES]
        for thread in (*cohort, *self.guild.threads):
            if thread is not None:
                self.page.learn(thread.id, thread.name)
        self.page.note(f"{len(MENTEES)} private threads were made, each with its two people.")

    def _introduced(self) -> list[Part]:
        return [part for part in MENTEES if self.cast.thread_of(part, "meet")]

    async def remind_of_first_meeting(self) -> None:
        """No one has planned a meeting by day four; the mentee, who has the turn, is reminded."""
        self.page.act("Four days later, no one has arranged to meet")
        for part in sorted(MENTEES, key=self._fourth_day):
            await self.stage.reach(self._fourth_day(part))
            reminder = (await self._until_asked(part, FIRST_MEETING))[-1]
            assert reminder.notified == {self.cast.of(part).id}, reminder.notified
            self.page.note(f"{part.name} is reminded, and no one else.")

    async def check_in(self) -> None:
        """Time moves on; each pair is asked at its own local hour."""
        self.page.act("A week later, each pair is asked at its own local hour")
        self.crash_victim = max(MENTEES, key=self._due)
        for part in sorted(MENTEES, key=self._due):
            if part is not self.crash_victim:
                await self.stage.reach(self._due(part))
                await self._asked(part)

    def _fourth_day(self, part: Part) -> datetime:
        """Return the fourth day after the introduction, 18:00 there."""
        zone = ZoneInfo(part.zone)
        day = self.introduced_at.astimezone(zone).date() + timedelta(days=4)
        return datetime.combine(day, CHECK_IN_TIME, zone)

    def _due(self, part: Part) -> datetime:
        """Return the first Tuesday, 18:00 there, at least a week after the introduction."""
        zone = ZoneInfo(part.zone)
        day = self.introduced_at.astimezone(zone).date() + timedelta(days=7)
        day += timedelta(days=(TUESDAY - day.weekday()) % 7)
        return datetime.combine(day, CHECK_IN_TIME, zone)

    async def _until_asked(self, part: Part, words: str) -> list[Message]:
        await self.discord.wait_for(lambda: self.cast.asked(part, words))
        return self.cast.asked(part, words)

    async def _asked(self, part: Part) -> None:
        person = self.cast.of(part)
        await self._until_asked(part, CHECK_IN)
        local = self.discord.clock.now().astimezone(ZoneInfo(part.zone))
        self.page.note(f"{person.name} is asked on {local:%A} at {local:%H:%M} in {part.zone}.")
        assert (local.hour, local.weekday()) == (CHECK_IN_TIME.hour, TUESDAY), local

    async def answer_check_ins(self) -> None:
        """One answers by button, one logs an update, and the partner sees it."""
        self.page.act("One answers by button, one logs an update")
        one, other = [part for part in MENTEES if part is not self.crash_victim][:2]
        person = self.cast.of(one)
        await self._on_track(person, self.cast.asked(one, CHECK_IN)[-1], "[On track]")
        writer = self.cast.of(other)
        form = await writer.slash("update log", at=self.cast.thread_of(other, "meet"))
        answer = await writer.submit(
            form,
            {
                "moved": "First draft of my personal statement is done.",
                "next_step": "Send it round by Friday.",
            },
        )
        self.page.heard(writer, "/update log", answer.text)
        thread = self.cast.thread_of(other, "meet")
        assert thread is not None
        await self.discord.until_message(thread, containing="personal statement")

    async def _on_track(self, person: Person, asked: Message, did: str) -> None:
        """Answer a check-in by its button: the thread shows that it is answered, the person why."""
        answer = await person.click(asked, "On track")
        await self.discord.wait_for(lambda: "on track" in answer.text)
        self.page.heard(person, did, answer.text)

    async def look_around(self) -> None:
        """Everyone looks at what is waiting."""
        self.page.act("Everyone looks at what's waiting")
        for person in self.cast.people:
            answer = await person.slash("status")
            self.page.heard(person, "/status", answer.text)
            assert "aiting on" in answer.text, answer.text

    async def survive_a_crash(self) -> None:
        """The bot is killed after Discord has a check-in and before it knows."""
        self.page.act("The bot is killed in the middle of sending a check-in")
        part = self.crash_victim
        await self.stage.quiet()
        fault = self.discord.faults.add("POST", MESSAGES, FaultKind.HANG_AFTER)
        self.discord.clock.set(self._due(part))
        await self.discord.faults.hit(fault)
        await self.bot.kill()
        self.page.note("Discord has the message; the bot was killed before it heard so.")
        self.discord.faults.clear()
        await self.stage.restart()
        # The lease of the killed process runs out; then the channel is searched first.
        await self.stage.advance(timedelta(minutes=3))
        check_ins = self.cast.asked(part, CHECK_IN)
        assert len(check_ins) == 1, f"the check-in is there {len(check_ins)} times"
        await self._on_track(self.cast.of(part), check_ins[0], "[On track] after the restart")

    async def close_the_books(self) -> None:
        """The bot is stopped in an orderly way, and every planned nudge is accounted for."""
        self.page.act("The bot is stopped, and every nudge is accounted for")
        await self.stage.quiet()
        code = await self.bot.stop()
        assert code == 0, f"the bot ended with {code}"
        code, output = await self.bot.command("doctor", "--json")
        assert code == 0, output
        self.nudges = deliveries(self.discord, output, self.bot.edits())
        self.page.note(f"{self.nudges}.")
        assert self.nudges.unaccounted == 0, self.nudges
        assert (self.nudges.lost, self.nudges.doubled) == (0, 0), self.nudges
        # What an archived thread refuses tells the bot to open it first.
        refused = [each for each in self.discord.refused if each.code != THREAD_ARCHIVED]
        assert not refused, refused
        assert len(self.page.titles) == ACTS, f"{len(self.page.titles)} acts, not {ACTS}"
