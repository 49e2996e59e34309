"""Everything that can be used, used at once: while the database is locked, and by the hostile."""

import io
import os
from pathlib import Path

import pytest
import structlog
from sqlalchemy import Connection

from bot.storage.tables import metadata
from bot.views import answering
from sandbox import Answer
from tests.discord import campaign
from tests.discord.campaign import Done, Step, do_all
from tests.discord.conftest import Society
from tests.discord.furnished import Place
from tests.discord.test_direct_messages import panel_of, set_up
from tests.discord.test_failures import all_of, locked
from tests.every_society import select

# What is typed into these is looked for, and is in no one's way once it was answered.
LOOKED_UP = {
    "/program search": "a question; the answer lists what fits it",
    "/guide": "a topic; the answer is its advice",
}

# Whoever presses these wants their words gone.
DELETED = ("button privacy:delete-now", "button privacy:topic-now")

# So soon a test can hold everything that waits; HOLD_AFTER=1.25 measures as the bot does it.
HOLD_AFTER_SECONDS = float(os.environ.get("HOLD_AFTER", "0.05"))

# A button of the refusal opens the form with it, until a later one for the same is filled in.
KEPT = "What you typed is saved"


async def a_place(society: Society) -> Place:
    nils, mira = society.guild.person("Nils"), society.guild.person("Mira")
    return await set_up(society, society.guild, society.mo, nils, mira)


def everything_saved(connection: Connection) -> str:
    """Return every row of the database as text."""
    return "\n".join(
        repr(tuple(row))
        for table in metadata.sorted_tables
        for row in connection.execute(select(table))
    )


async def steps_for(society: Society, place: Place) -> list[Step]:
    """Return all that Nils and Mo can use, right after another."""
    at = society.guild.channel("general")
    steps: list[Step] = []
    for person in (place.nils, place.mo):
        on = await panel_of(society, person)
        steps += campaign.commands(society, person, place.mira, at)
        steps += campaign.commands(society, person, place.mira, at, bare=True)
        steps += campaign.autocompletes(society, person, at, "1")
        steps += campaign.menus(society, person, place.mira, on)
        steps += campaign.components(place, person, on, at)
    return steps


def lost_words(done: list[Done], saved: str) -> list[str]:
    """Return what was typed that is neither saved nor given back."""
    return [
        f"{each.step.name}: {word} in {each.answer!r}"
        for each in done
        if each.step.name not in LOOKED_UP
        for word in each.step.typed
        if _mark(word) not in all_of(each.answer) + _form_of(each.answer) + saved
        and not (KEPT in each.answer.text and each.answer.buttons)
    ]


def _mark(typed: str) -> str:
    return typed.split()[-1]


def _form_of(answer: Answer) -> str:
    return repr(answer.modal)


async def test_a_lock_lets_everything_be_answered_in_time_and_loses_no_word(
    society: Society, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    every = await steps_for(society, await a_place(society))
    steps = [step for step in every if step.name not in DELETED]
    assert len(steps) < len(every)
    with monkeypatch.context() as held_soon, locked(tmp_path):
        held_soon.setattr(answering, "HOLD_AFTER_SECONDS", HOLD_AFTER_SECONDS)
        done = await do_all(steps, at_once=12)
    slowest = max(done, key=lambda each: each.seconds)
    structlog.get_logger().info(
        "campaign.done", answers=len(done), slowest=slowest.step.name, seconds=slowest.seconds
    )
    await society.running.client.finish_interactions(120)
    late = [each.step.name for each in done if each.answer.failed]
    assert late == [], "not answered within Discord's three seconds"
    assert sum(each.was_deferred for each in done) > 100, "the lock was in nobody's way"
    saved = await society.running.app.database.read(everything_saved)
    assert lost_words(done, saved) == []


async def test_a_hostile_campaign_leaves_no_person_and_no_word_in_the_log(
    society: Society, debug_log: io.StringIO
) -> None:
    place = await a_place(society)
    stranger = society.guild.person("Stranger")
    at = society.guild.channel("general")
    steps: list[Step] = []
    for person in (stranger, place.nils, place.mo):
        on = await panel_of(society, person)
        for typed in (
            "1",
            "999999999999",
            f"<@{place.mira.id}>",
            str(place.mira.id),
            "' OR 1=1 --",
        ):
            steps += campaign.autocompletes(society, person, at, typed)
        steps += campaign.commands(society, person, place.mira, at)
        steps += campaign.menus(society, person, place.mira, on)
        steps += campaign.components(place, person, on, at)
    done = await do_all(steps, at_once=8)
    await society.running.client.finish_interactions(60)

    structlog.get_logger("bot").debug("looked", user_id=stranger.id)
    log = debug_log.getvalue()
    assert "looked" in log.splitlines()[-1], "the log is no longer at its most talkative"
    people = [stranger, place.nils, place.mira, place.mo]
    assert [person.name for person in people if str(person.id) in log] == []
    words = [_mark(word) for each in done for word in each.step.typed]
    assert words
    assert [word for word in words if word in log] == []
    assert "Traceback" not in log
    assert [each.step.name for each in done if "Something went wrong" in each.answer.text] == []
