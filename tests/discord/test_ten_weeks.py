"""Two pairs and a circle over six time zones live ten weeks, across three clock changes.

What they do is the table `LIFE`: a day, an hour of whoever acts, and the act. After each step all
that anyone can read is checked; `tests.discord.invariants` has the rules.
"""

from collections.abc import AsyncIterator, Awaitable, Callable, Mapping
from contextlib import suppress
from datetime import UTC, date, datetime, time, timedelta
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from bot.domain.states import Role
from sandbox import Answer, Channel, Discord, Message
from tests.discord.conftest import Society
from tests.discord.enrolled import enrol
from tests.discord.invariants import Habits
from tests.discord.story import Actor, Story
from tests.prerequisites import DESCRIPTION
from tests.stopwatch import ServedTime

# The clocks of the United States change on March 14, of Europe on March 28, of Sydney on April 4.
FIRST_DAY = date(2027, 3, 2)
BEGINS = datetime(2027, 3, 2, 16, tzinfo=UTC)
WEEKS = 10

ZONES = {
    "Mira": "America/Chicago",
    "Nils": "America/Los_Angeles",
    "Priya": "Asia/Kathmandu",
    "Owen": "Europe/London",
    "Cora": "America/Sao_Paulo",
    "Ana": "Australia/Sydney",
    "Ben": "Europe/London",
    "Cleo": "America/Los_Angeles",
    "Mo": "America/Chicago",
}


@pytest.fixture
async def discord(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[Discord]:
    """Run a stand-in whose time begins before the clock changes of spring.

    The story tells the bot of each move of the clock; it doesn't look by itself.
    """
    monkeypatch.setattr("bot.clock.POLL_SECONDS", 3600.0)
    # These go by the event loop's clock, which hardly moves in ten weeks of the story.
    monkeypatch.setattr("bot.delivery.membership.KNOWN_SECONDS", 0.0)
    monkeypatch.setattr("bot.delivery.membership.GATHER_SECONDS", 0.0)
    openapi = DESCRIPTION if DESCRIPTION.exists() else None
    clock_file = tmp_path / "clock"
    async with Discord.serve(begins=BEGINS, clock_file=clock_file, openapi=openapi) as discord:
        discord.world.changes.stopwatch = ServedTime()
        yield discord


class NotAskedError(AssertionError):
    """No one can press what the story wants to be pressed."""


# What has to come in ten weeks in which people use everything a pair uses.
EVERYTHING = frozenset(
    {
        *("introduction", "agreement-revealed", "agreement-review", "pair-rests", "pair-resumed"),
        *("meeting-proposed", "times-waiting", "times-passed", "meeting-confirmed"),
        *("meeting-reminder", "met-question", "meeting-cancelled", "check-in", "pulse"),
        *("commitment-due", "update-shared", "win-shared", "saved-program", "away-told"),
        *("away-over", "circle-asked", "outreach-follow-up", "posted-at-night", "pair-ended"),
    }
)


class Life:
    """The people of the story, and the threads they share."""

    def __init__(self, society: Society) -> None:
        self.story = Story(society)
        self.people = {
            name: self.story.person(name, Habits(ZoneInfo(zone)))
            for name, zone in ZONES.items()
            if name != "Mo"
        }
        self.people["Mo"] = self.story.moderator()
        self.threads: dict[str, Channel] = {}
        self.typed: dict[str, list[str]] = {}

    async def introduce(self, cohort: str, kind: str, *names: str) -> None:
        """Match a mentor, named first, with mentees, in a cohort of their own."""
        mo, society = self.people["Mo"], self.story.society
        await mo.slash("cohort create", name=cohort, kind=kind)
        await mo.slash("cohort open", name=cohort)
        for name in names:
            role = Role.MENTOR if name == names[0] else Role.MENTEE
            capacity, zone = len(names) - 1, ZONES[name]
            await enrol(
                society, self.people[name], role, capacity=capacity, zone=zone, cohort=cohort
            )
        await mo.slash("match preview", cohort=cohort)
        asked = await mo.slash("match approve", cohort=cohort)
        many = len(names) - 1
        await mo.click(asked, f"Approve {many} pair" if many == 1 else f"Approve {many} pairs")
        thread = society.guild.threads[-1]
        assert {self.people[name].id for name in names} <= set(thread.thread_members)
        self.threads |= dict.fromkeys(names, thread)
        if kind == "circles":
            self.story.circles |= {self.people[name].id for name in names}

    def remember(self, name: str, values: Mapping[str, Any]) -> None:
        """Remember what someone typed in their own words."""
        own = [value for key, value in values.items() if key in IN_OWN_WORDS and value]
        self.typed.setdefault(name, []).extend(own)

    async def take_along(self, name: str) -> str:
        """Return all that someone can download of their mentorship."""
        person = self.people[name]
        log = await person.slash("update history", at=self.threads[name])
        taken = await person.click(log, custom_id="pc1:archive:files:")
        await taken.settled()
        return "".join(
            file.data.decode() for message in taken.messages for file in message.attachments
        )

    def newest(self, name: str, prefix: str) -> Message:
        """Return the newest message with a button that begins so; one that names them, if any."""
        person = self.people[name]
        sights = [
            sight
            for sight in person.sees()
            if not sight.ephemeral
            and any(
                (button.custom_id or "").startswith(prefix) and not button.disabled
                for button in sight.buttons
            )
        ]
        theirs = [sight for sight in sights if person.mention in sight.text]
        if not sights:
            latest = "\n".join(map(str, person.sees()[-6:]))
            raise NotAskedError(f"{self.story.now}: {name} sees no {prefix} in\n{latest}")
        return (theirs or sights)[-1].message


# What is typed in someone's own words, by the name of its option or field.
IN_OWN_WORDS = frozenset(
    {"what", "obstacle", "text", "item", "agenda", "moved", "in_the_way", "next_step", "words"}
)
Act = Callable[[Life, str], Awaitable[Answer]]
Event = Callable[[Life, str], Awaitable[Answer | None]]


def say(command: str, /, **options: Any) -> Act:
    """Use a command in one's thread."""

    async def act(life: Life, name: str) -> Answer:
        if command != "outreach log":
            life.remember(name, options)
        return await life.people[name].slash(command, options, at=life.threads.get(name))

    return act


def fill(command: str, /, **values: Any) -> Act:
    """Use a command that opens a form, and send it."""

    async def act(life: Life, name: str) -> Answer:
        life.remember(name, values)
        form = await life.people[name].slash(command, at=life.threads.get(name))
        return await life.people[name].submit(form, values)

    return act


def press(prefix: str, /, **values: Any) -> Act:
    """Press the newest button of that custom id; fill in the form if it opens one."""

    async def act(life: Life, name: str) -> Answer:
        life.remember(name, values)
        person = life.people[name]
        answer = await person.click(life.newest(name, prefix), custom_id=prefix)
        return await person.submit(answer, values) if answer.modal else answer

    return act


def if_asked(answer: Act) -> Event:
    """Answer, unless no one was asked: check-ins come only where nothing else was heard."""

    async def act(life: Life, name: str) -> Answer | None:
        with suppress(NotAskedError):
            return await answer(life, name)
        return None

    return act


def then(first: Act, *steps: str | tuple[str, dict[str, Any]]) -> Act:
    """Act, and press these buttons one after another in what comes back."""

    async def act(life: Life, name: str) -> Answer:
        return await _go_on(life.people[name], await first(life, name), steps)

    return act


async def _go_on(
    person: Actor, answer: Answer, steps: tuple[str | tuple[str, dict[str, Any]], ...]
) -> Answer:
    for step in steps:
        prefix, values = (step, {}) if isinstance(step, str) else step
        answer = await person.click(answer, custom_id=prefix)
        if answer.modal:
            answer = await person.submit(answer, values)
    return answer


def propose(*times: str, **options: Any) -> Act:
    """Propose times to meet, at night for someone too."""

    async def act(life: Life, name: str) -> Answer:
        life.remember(name, options)
        person = life.people[name]
        named = dict(zip(("time", "or", "or-else"), times, strict=False)) | options
        answer = await person.slash("meet propose", named, at=life.threads[name])
        if any((each.custom_id or "").startswith(NIGHT) for each in answer.buttons):
            answer = await person.click(answer, custom_id=NIGHT)
        return answer

    return act


TAKE, NIGHT = "pc1:meet:take:", "pc1:meet:night:"
AGREE = then(
    say("pair agreement"),
    (
        "pc1:agreement:first:",
        {"often": ["weekly"], "answer-within": ["two-days"], "channels": ["this-thread"]},
    ),
    ("pc1:agreement:second:", {"topics": "Research", "off-limits": "", "until": "June"}),
)


def menu(
    command: str, prefix: str, choice: str, /, *steps: str | tuple[str, dict[str, Any]]
) -> Act:
    """Use a command, choose in the menu of what comes back, and go on from there."""

    async def act(life: Life, name: str) -> Answer:
        person = life.people[name]
        shown = await person.slash(command, at=life.threads.get(name))
        answer = await person.select(shown, prefix, [choice])
        return await _go_on(person, answer, steps)

    return act


async def leave(life: Life, name: str) -> None:
    """Leave the server."""
    life.story.society.guild.leave(life.people[name])


def update(moved: str, in_the_way: str = "", next_step: str = "") -> Act:
    """Log an update."""
    return fill("update log", moved=moved, in_the_way=in_the_way, next_step=next_step)


def commit(what: str, due: str, **options: Any) -> Act:
    """Commit to something."""
    return say("commit add", what=what, due=due, **options)


# Day 0 is a Tuesday. The hours are those of whoever acts.
LIFE: tuple[tuple[int, str, str, Event], ...] = (
    # Mira and Nils: an agreement, a first meeting, and a series that Nils, Mira, and time change.
    (1, "09:30", "Mira", AGREE),
    (1, "10:00", "Nils", AGREE),
    (1, "10:05", "Nils", press("pc1:agreement:agree:")),
    (1, "10:10", "Nils", propose("2027-03-06 10:00", agenda="My personal statement")),
    (1, "12:30", "Mira", press("pc1:agreement:agree:")),
    (1, "15:00", "Mira", press(TAKE)),
    (3, "10:00", "Mira", say("meet agenda", item="Bring the second page")),
    (4, "12:30", "Nils", press("pc1:meet:met:")),
    (4, "15:00", "Mira", press("pc1:meet:met:")),
    (6, "12:00", "Nils", fill("goal add", words="Apply to five schools", due="in two months")),
    (6, "12:05", "Nils", commit("Send the second draft", "2027-03-12 12:00")),
    (7, "09:00", "Mira", propose("every other Wednesday 17:00")),
    (7, "12:00", "Nils", press(TAKE)),
    (22, "12:00", "Mira", if_asked(press("pc1:check-in:on-track:"))),
    (36, "12:00", "Mira", if_asked(press("pc1:check-in:on-track:"))),
    (50, "11:00", "Mira", if_asked(press("pc1:check-in:busy:"))),
    (9, "13:00", "Nils", press("pc1:commit:on-track:")),
    (10, "12:30", "Nils", press("pc1:commit:done:")),
    (10, "12:35", "Nils", say("win", text="The draft is out of my hands", share=True)),
    (13, "10:00", "Nils", update("Two schools are ready", "My essay", "Ask for a letter")),
    (8, "20:00", "Nils", press("pc1:meet:met:")),
    (9, "09:00", "Mira", press("pc1:meet:met:")),
    (16, "10:00", "Nils", then(press("pc1:pulse:open:"), "pc1:pulse:yes:")),
    (17, "18:00", "Mira", then(press("pc1:pulse:open:"), "pc1:pulse:unsure:")),
    (22, "09:00", "Nils", say("meet cancel")),
    (24, "09:00", "Nils", say("goal progress", goal="1", percent=40, note="Two are sent")),
    (28, "10:00", "Nils", then(say("meet cancel"), "pc1:meet:cancel-yes:")),
    (40, "09:00", "Mira", then(say("meet list"))),
    (41, "09:00", "Mira", fill("meet reschedule", **{"time-0": "2027-04-15 18:00"})),
    (41, "12:00", "Nils", press(TAKE)),
    (44, "20:30", "Mira", press("pc1:meet:met:")),
    (
        50,
        "12:00",
        "Mira",
        say("away", **{"from": "2027-04-26", "until": "2027-04-30"}, note="Boards"),
    ),
    (62, "12:00", "Nils", say("goal done", goal="1")),
    (
        63,
        "09:00",
        "Mira",
        then(say("meet list"), "pc1:meet:end-series:", "pc1:meet:end-series-yes:"),
    ),
    # Priya and Owen: times countered and moved, silence, a pause, a call for help, and an end.
    (1, "09:00", "Owen", propose("2027-03-07 12:00", "2027-03-07 14:00", agenda="Where to begin")),
    (2, "10:00", "Priya", press("pc1:meet:counter:", **{"time-0": "2027-03-08 17:30"})),
    (2, "09:00", "Owen", press(TAKE)),
    (4, "10:00", "Owen", press("pc1:meet:reschedule:", **{"time-0": "2027-03-09 12:00"})),
    (4, "18:00", "Priya", press(TAKE)),
    (7, "16:00", "Owen", press("pc1:meet:met:")),
    (8, "09:00", "Priya", press("pc1:meet:not-there:")),
    (8, "10:00", "Owen", commit("Read chapter two", "2027-03-18 19:00", obstacle="Night shifts")),
    (15, "11:00", "Owen", say("commit move", commitment="2", due="2027-03-22 19:00")),
    (9, "12:00", "Owen", propose("2027-03-13 12:00")),
    (10, "12:00", "Owen", then(say("meet cancel"), "pc1:meet:withdraw-yes:")),
    (12, "12:00", "Owen", propose("2027-03-17 12:00")),
    (23, "09:00", "Owen", say("pair pause", days=10)),
    (26, "12:00", "Priya", say("pair resume")),
    (27, "09:00", "Owen", say("nudges")),
    (29, "09:00", "Owen", propose("2027-04-02 12:00")),
    (30, "15:00", "Priya", press(TAKE)),
    (31, "20:00", "Priya", press("pc1:meet:met:")),
    (
        33,
        "10:00",
        "Owen",
        then(say("pair status"), "pc1:pair:not-right:", "pc1:pair:ask-moderator:"),
    ),
    (34, "10:00", "Mo", press("pc1:case:take:")),
    (35, "10:00", "Mo", press("pc1:case:resolve:")),
    (36, "12:00", "Owen", update("I am two chapters in")),
    (37, "12:00", "Priya", fill("goal add", words="Teach one good habit", due="2027-06-01")),
    (38, "12:00", "Owen", commit("Write to the dean", "2027-05-20 12:00")),
    (39, "12:00", "Owen", propose("2027-05-15 12:00")),
    (40, "18:00", "Priya", press(TAKE)),
    (46, "12:00", "Priya", then(say("pair end"), "pc1:pair:end-now:")),
    (47, "12:00", "Owen", say("update history")),
    (47, "12:05", "Owen", say("goal list")),
    (47, "12:10", "Owen", say("commit list")),
    (47, "12:15", "Owen", say("meet list")),
    # Cora, Ana, Ben, and Cleo: votes, quorums, a series, a pause, a rest of one's own, a farewell.
    (1, "10:00", "Ana", propose("2027-03-08 08:00", agenda="Who we are")),
    (1, "22:00", "Cora", press(TAKE)),
    (2, "09:00", "Ben", press(TAKE)),
    (3, "12:00", "Cleo", press(TAKE)),
    (6, "16:00", "Cleo", press("pc1:meet:met:")),
    (7, "10:00", "Ana", press("pc1:meet:met:")),
    (8, "10:00", "Ana", update("I found a lab", next_step="Write to it")),
    (8, "11:00", "Cora", propose("2027-03-14 18:00", "2027-03-15 18:00", **{"decide-in": 2})),
    (8, "18:00", "Ben", press("pc1:meet:decline:")),
    (9, "09:00", "Cleo", press(TAKE)),
    (9, "10:00", "Ana", press(TAKE)),
    (14, "10:00", "Cora", propose("every Wednesday 18:00")),
    (14, "18:00", "Ben", press(TAKE)),
    (15, "09:00", "Ana", press(TAKE)),
    (15, "09:00", "Cleo", press(TAKE)),
    (21, "18:00", "Ana", commit("Ask for a desk", "2027-03-26 17:00", **{"partner-sees": False})),
    (22, "18:00", "Ana", say("commit drop", commitment="4")),
    (24, "10:00", "Ben", commit("Learn the stain", "2027-03-30 12:00")),
    (25, "10:00", "Ana", say("pair pause", days=7)),
    (25, "13:00", "Ben", press("pc1:circle:agree:")),
    (26, "09:00", "Cleo", press("pc1:circle:not-now:")),
    (26, "10:00", "Cora", press("pc1:circle:agree:")),
    (36, "10:00", "Ana", say("away", **{"from": "2027-04-12", "until": "2027-04-18"})),
    (
        42,
        "18:00",
        "Ben",
        then(say("meet list"), "pc1:meet:end-series:", "pc1:meet:end-series-yes:"),
    ),
    (43, "09:00", "Cora", press("pc1:circle:agree:")),
    (43, "09:00", "Cleo", press("pc1:circle:agree:")),
    (43, "18:00", "Ana", press("pc1:circle:agree:")),
    (45, "10:00", "Ben", say("win", text="My first slide without help")),
    (52, "12:00", "Cleo", leave),
    (56, "10:00", "Mo", say("case list")),
    (57, "10:00", "Ana", propose("2027-05-03 08:00")),
    (57, "22:00", "Cora", press(TAKE)),
    (58, "10:00", "Ben", press(TAKE)),
    # What someone does alone: settings, saved programs, and mentors outside.
    (0, "10:30", "Cleo", menu("nudges", "pc1:nudges:quiet:", "11 PM–6 AM")),
    (
        1,
        "16:05",
        "Cleo",
        then(say("program save", name="EMRA", **{"remind-on": "2027-03-20"}), "pc1:nudges:thread:"),
    ),
    (
        2,
        "12:00",
        "Ben",
        fill(
            "outreach add",
            who="Dr. Roe",
            place="Riverside",
            known_from="Your talk",
            address="roe@hospital.org",
            kind=["clinical"],
        ),
    ),
    (3, "12:00", "Ben", then(say("outreach log", mentor="1", what="sent"), "pc1:nudges:dms-on:")),
    (19, "12:00", "Cleo", say("program save", name="AMSA", **{"remind-on": "2027-04-20"})),
)


def instant(name: str, day: int, hour: str) -> datetime:
    """Return an hour of someone's own clock, some days after the first."""
    local = datetime.combine(FIRST_DAY + timedelta(days=day), time.fromisoformat(hour))
    return local.replace(tzinfo=ZoneInfo(ZONES[name])).astimezone(UTC)


async def test_ten_weeks_in_which_nothing_that_anyone_reads_is_wrong(society: Society) -> None:
    life = Life(society)
    await society.mo.slash("setup", wins_channel=society.guild.text("wins"))
    owl = life.people["Cleo"]
    life.story.habits[owl.id] = Habits(ZoneInfo(ZONES["Cleo"]), time(23), time(6))
    await life.introduce("Spring", "pairs", "Mira", "Nils")
    await life.introduce("Summer", "pairs", "Priya", "Owen")
    await life.introduce("Circle", "circles", "Cora", "Ana", "Ben", "Cleo")
    for day, hour, name, act in sorted(LIFE, key=lambda step: instant(step[2], *step[:2])):
        await life.story.reach(instant(name, day, hour))
        await act(life, name)
        await life.story.look()
    await life.story.reach(BEGINS + timedelta(weeks=WEEKS))

    assert EVERYTHING - {kind for each in life.story.seen for kind in each.kinds} == set()
    life.story.check_promises()
    for name in life.threads:
        if name != "Cleo":
            life.story.check_words(life.typed.get(name, []), await life.take_along(name))

    assert life.story.faults == []
