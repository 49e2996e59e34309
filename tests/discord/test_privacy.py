"""Nothing private appears outside an ephemeral answer: all that everyone else sees is read."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest

from sandbox import Answer, Channel, Message, Person
from sandbox.people.transcript import text_of
from tests.discord.conftest import Society
from tests.discord.pairs.test_agreements import answer_all, written
from tests.discord.people import open_cohort, propose_and_approve, sign_up, standing, until_status

CHICAGO = ZoneInfo("America/Chicago")

# Words that no one says by accident, each typed into one place that only its person may see ...
PRIVATE = {
    "a question to the search": "velociraptor",
    "a promise to oneself": "quetzal",
    "what may get in its way": "narwhal",
    "the plan B for it": "pangolin",
    "a half of an agreement": "axolotl",
    "what is off limits": "capybara",
}
# ... and into one that the partner shares, but no one else.
SHARED = {
    "an update": "marzipan",
    "a goal of the pair": "nougat",
    "a promise": "gingerbread",
    "the agenda": "liquorice",
    "where they meet": "butterscotch",
    "a win": "praline",
    "the note of an absence": "macaron",
}
# Goals at sign-up are for the partner and for the moderators' export of a cohort.
GOALS = "zebrafinch"
# The program on a private list; its reminder falls into the time that is played.
SAVED = "EMRA"
# What was chosen rather than typed, as the bot would put it into words.
CHOSEN = ("First-gen", "first-gen", "new match", "couldn’t make it", "Not really")


@dataclass(frozen=True, slots=True)
class Scene:
    """Two pairs, a moderator, and two who are in no pair; all but `nils` look on."""

    society: Society
    nils: Person
    mira: Person
    others: tuple[Person, ...]
    avoided: Person
    thread: Channel

    def at(self, days: int, hour: int, minute: int = 0) -> datetime:
        """Return an hour of Chicago's some days from now."""
        day = self.today + timedelta(days=days)
        return datetime.combine(day, time(hour, minute), CHICAGO)

    @property
    def today(self) -> date:
        """Return the day it is in Chicago."""
        return self.society.discord.clock.now().astimezone(CHICAGO).date()

    async def until(self, words: str, number: int = 1) -> Message:
        """Wait until so many messages with these words are in the thread."""
        await self.society.discord.wait_for(lambda: len(standing(self.thread, words)) >= number)
        return standing(self.thread, words)[-1]


def everything(person: Person) -> str:
    """Return all that a person can see: words, buttons, menus, and files."""
    parts: list[str] = []
    for sight in person.sees():
        parts += [str(sight), repr(sight.message.components), repr(sight.message.embeds)]
        parts += [each.data.decode(errors="replace") for each in sight.message.attachments]
    return "\n".join(parts)


def found(words: Iterable[str], text: str) -> list[str]:
    """Return which words stand in a text."""
    return [word for word in words if word.casefold() in text.casefold()]


async def a_scene(society: Society) -> Scene:
    """Sign two mentors and two mentees up, one of them with private wishes, and introduce them."""
    names = ("Nils", "Mira", "Omar", "Pia", "Rosa", "Stig")
    nils, mira, omar, pia, rosa, stig = (society.guild.person(name) for name in names)
    await open_cohort(society)
    await sign_up(society, mira, "I can mentor", stage=["resident"], fields=["surgery"])
    await sign_up(society, omar, "I can mentor", stage=["resident"], fields=["dentistry"])
    await sign_up(society, pia, fields=["dentistry"])
    goals = f"To see a {GOALS} operated on"
    done = await sign_up(society, nils, goals=goals, fields=["surgery"])
    page = await nils.click(done, custom_id="pc1:profile:private:")
    await nils.select(page, "pc1:profile:communities", ["first-gen"])
    await nils.select(page, "pc1:profile:sharing", ["yes"])
    await nils.select(page, "pc1:profile:avoid", [rosa])
    await propose_and_approve(society)
    introduction = await society.discord.until_message(nils, containing=", meet <@")
    for person in (nils, pia):
        await until_status(
            person, lambda text: "sending your introduction" not in text and "Your people" in text
        )
    assert mira.mention in introduction.content, "surgery is with surgery"
    thread = society.discord.world.channels[introduction.channel_id]
    return Scene(society, nils, mira, (omar, pia, society.mo, stig, rosa), rosa, thread)


async def say_privately(scene: Scene) -> None:
    """Let Nils type a secret into every place that is his alone."""
    nils, thread = scene.nils, scene.thread
    profile = await nils.slash("profile")
    assert GOALS in profile.text
    search = await nils.slash("program search", query=f"{PRIVATE['a question to the search']} care")
    await search.settled()
    tomorrow = f"{scene.at(1, 12):%Y-%m-%d}"
    await nils.slash("program save", {"name": SAVED, "remind-on": tomorrow})
    promise = {
        "what": f"Call the {PRIVATE['a promise to oneself']} by {scene.at(2, 12):%Y-%m-%d} noon",
        "obstacle": PRIVATE["what may get in its way"],
        "plan_b": PRIVATE["the plan B for it"],
        "partner_sees": False,
    }
    made = await nils.slash("commit add", promise, at=thread)
    assert "Only you can see it" in made.text
    secrets = written(
        **{
            "topics": PRIVATE["a half of an agreement"],
            "off-limits": PRIVATE["what is off limits"],
        }
    )
    done = await answer_all(nils, second=secrets)
    assert "once they’re all in" in done.text


async def say_to_the_partner(scene: Scene) -> None:
    """Let Nils say what is for Mira too, and for no one else."""
    nils, thread = scene.nils, scene.thread
    form = await nils.slash("update log", at=thread)
    await nils.submit(form, {"moved": SHARED["an update"]})
    await scene.until(SHARED["an update"])
    form = await nils.slash("goal add", at=thread)
    await nils.submit(form, {"words": SHARED["a goal of the pair"], "due": "in two months"})
    due = f"{scene.at(9, 12):%Y-%m-%d} noon"
    await nils.slash("commit add", what=f"{SHARED['a promise']} by {due}", at=thread)
    await nils.slash("meet agenda", item=SHARED["the agenda"], at=thread)
    await nils.slash("win", text=SHARED["a win"], at=thread)
    await scene.until(SHARED["a win"])


async def disagree_about_a_meeting(scene: Scene) -> None:
    """Let the two arrange a meeting, and Nils say that Mira was not there."""
    nils, mira = scene.nils, scene.mira
    starts_at = scene.at(3, 15)
    await mira.slash("meet propose", time=f"{starts_at:%Y-%m-%d %H:%M}", at=scene.thread)
    asked = await scene.until("would like to meet")
    await nils.click(asked, custom_id="pc1:meet:take:")
    settled = await scene.until("You’re meeting")
    form = await nils.click(settled, "Add meeting link")
    await nils.submit(form, {"place": f"Room {SHARED['where they meet']}"})
    scene.society.discord.clock.set(scene.at(2, 12))
    hint = await scene.until("private reminder")
    shown = await nils.click(hint, custom_id="pc1:commit:show:")
    assert PRIVATE["a promise to oneself"] in shown.text
    scene.society.discord.clock.set(starts_at - timedelta(hours=1))
    await scene.until(SHARED["where they meet"])
    scene.society.discord.clock.set(starts_at + timedelta(hours=2))
    question = await scene.until("Did you meet")
    await nils.click(question, "They couldn’t make it")
    await mira.click(question, "We met")


async def answer_in_private(scene: Scene, introduced: date) -> None:
    """Let Nils answer the pulse, be away, and end the pair with private feedback."""
    nils, discord = scene.nils, scene.society.discord
    discord.clock.set(datetime.combine(introduced + timedelta(weeks=2), time(18, 1), CHICAGO))
    waiting = "I have a quick private question"
    await discord.wait_for(
        lambda: [each for each in standing(scene.thread, waiting) if nils.user in each.mentions]
    )
    own = next(each for each in standing(scene.thread, waiting) if nils.user in each.mentions)
    noted = await nils.click(
        await nils.click(own, custom_id="pc1:pulse:open:"), custom_id="pc1:pulse:no:"
    )
    assert "Nothing changes for now" in noted.text
    days = {"from": "today", "until": f"{scene.at(3, 12):%Y-%m-%d}"}
    note = {"note": SHARED["the note of an absence"]}
    await nils.slash("away", days | note, at=scene.thread)
    await scene.until(SHARED["the note of an absence"])


async def part(scene: Scene) -> None:
    """Let Nils close the pair, and say for himself what it was worth."""
    asked = await scene.nils.slash("pair end", at=scene.thread)
    await scene.nils.click(asked, custom_id="pc1:pair:end-now:")
    farewell = await scene.until("has wrapped up")
    worth = await scene.nils.click(farewell, custom_id="pc1:pair:worth:")
    kept = await scene.nils.click(worth, "Not really")
    assert "o one" in kept.text


async def look_everywhere(scene: Scene) -> None:
    """Let everyone else use every command that shows them anything."""
    for person in (scene.mira, *scene.others):
        for command in ("status", "why", "profile", "program saved", "help"):
            await person.slash(command)
    for command in ("status", "agreement"):
        await scene.mira.slash(f"pair {command}", at=scene.thread)
    for command in ("commit list", "goal list", "meet list", "meet agenda", "update history"):
        await scene.mira.slash(command, at=scene.thread)
    mo = scene.society.mo
    looked: list[Answer] = [await mo.slash("case list"), await mo.slash("catalogue review")]
    for command in ("status", "people", "export"):
        looked += [await mo.slash(f"cohort {command}", name="Spring")]
    looked += [await mo.slash("match review", cohort="Spring")]
    for answer in looked:
        await answer.settled()
        assert answer.text


async def test_what_is_private_is_seen_by_its_person_alone(
    society: Society, capsys: pytest.CaptureFixture[str], caplog: pytest.LogCaptureFixture
) -> None:
    scene = await a_scene(society)
    introduced = scene.today
    await say_privately(scene)
    await say_to_the_partner(scene)
    await disagree_about_a_meeting(scene)
    await look_everywhere(scene)
    await answer_in_private(scene, introduced)
    await look_everywhere(scene)
    await part(scene)
    await look_everywhere(scene)

    assert_seen_by_the_partner(everything(scene.mira))
    for person in scene.others:
        assert_seen_by_nobody_else(scene, person)
    for person in (scene.mira, *scene.others):
        assert_nothing_chosen_is_told(scene, person)
    log = capsys.readouterr().out + caplog.text
    assert "nudge.done" in log
    assert found((*PRIVATE.values(), *SHARED.values(), *CHOSEN, GOALS), log) == []


def assert_seen_by_the_partner(seen: str) -> None:
    """Hold the partner's view to what was shared, all of it and no more."""
    assert found((*SHARED.values(), GOALS), seen) == [*SHARED.values(), GOALS]
    assert found((*PRIVATE.values(), SAVED), seen) == []


def assert_seen_by_nobody_else(scene: Scene, person: Person) -> None:
    """Hold everyone else's view to nothing of it."""
    seen = everything(person)
    assert "Preceptor" in seen, "there is something to read"
    assert found((*PRIVATE.values(), *SHARED.values(), SAVED), seen) == [], person.name
    if person is not scene.society.mo:
        assert found((GOALS,), seen) == [], person.name


def assert_nothing_chosen_is_told(scene: Scene, person: Person) -> None:
    """Look for what was chosen in private, and for the one who was rather not met."""
    sentences = "\n".join(text_of(sight.message) for sight in person.sees())
    assert found(CHOSEN, sentences) == [], person.name
    if person is not scene.avoided:
        assert str(scene.avoided.id) not in everything(person), person.name
