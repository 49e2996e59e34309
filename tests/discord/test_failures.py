"""What people read when the database or Discord fails: in time, true, and with their words."""

import asyncio
import shutil
import sqlite3
from collections.abc import AsyncIterator, Iterator
from contextlib import ExitStack, asynccontextmanager, closing, contextmanager
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Connection

from bot.messages.errors import CORRECT
from bot.storage.progress import commitments
from bot.views import answering, unshown_answers
from sandbox import Answer, Discord, FaultKind, Permission, Person
from sandbox.people.transcript import text_of
from tests.discord.conftest import Society, a_bot
from tests.discord.people import a_pair, until_status

CALLBACK = "/interactions/{interaction_id}/{interaction_token}/callback"
FOLLOW_UP = "/webhooks/{webhook_id}/{webhook_token}"
ESSAY = "Draft my statement"
PROMISE = {"what": ESSAY, "due": "tomorrow 7pm", "obstacle": "Exams all week"}
LONG_UPDATE = {
    "moved": "I wrote to a fifth lab. " * 24,
    "in_the_way": "My exams last all week. " * 24,
    "next_step": "I will call the school. " * 24,
}


def hold_at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    """Hold whatever is not answered at once, and try again without pauses."""
    monkeypatch.setattr(answering, "HOLD_AFTER_SECONDS", 0.02)
    monkeypatch.setattr(unshown_answers, "PAUSES", (0, 0, 0))


@contextmanager
def locked(tmp_path: Path) -> Iterator[sqlite3.Connection]:
    """Hold the lock of the database as another program does."""
    path = tmp_path / "preceptor.sqlite3"
    with closing(sqlite3.connect(path, isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        yield other
        if other.in_transaction:
            other.execute("ROLLBACK")


async def read_until(society: Society, answer: Answer, words: str) -> str:
    """Wait until an answer contains `words`, and return all of it."""
    changes = society.discord.world.changes
    await changes.until(lambda: words in answer.text, 10, f"{words!r} in {answer!r}")
    return answer.text


def dont_wait(connection: Connection) -> None:
    connection.exec_driver_sql("PRAGMA busy_timeout=50")


def wait_a_second(connection: Connection) -> None:
    connection.exec_driver_sql("PRAGMA busy_timeout=1000")


@asynccontextmanager
async def a_society(discord: Discord, tmp_path: Path) -> AsyncIterator[Society]:
    """Set a society up whose bot is stopped at the end of the block."""
    guild = discord.guild("A Society")
    mentoring = guild.text("mentoring")
    mo = guild.person("Mo", allow=Permission.MANAGE_GUILD)
    async with a_bot(discord, tmp_path) as running:
        await mo.slash("setup", mentoring_channel=mentoring, time_zone="Chicago")
        yield Society(discord, guild, mentoring, mentoring, mo, running)


async def until_held(person: Person, folder: Path, count: int) -> None:
    """Wait until what `count` people typed is on the disk."""
    for _ in range(200):
        if len(list(folder.glob("*.json"))) == count:
            return
        await person.slash("status")
    raise AssertionError(list(folder.iterdir()))


def all_of(answer: Answer) -> str:
    """Return what an answer says, in its files too."""
    files = [file.data.decode() for message in answer.messages for file in message.attachments]
    return "\n".join([answer.text, *files])


async def promises(person: Person, thread: Any) -> str:
    return (await (await person.slash("commit list", at=thread)).settled()).text


# --- within three seconds -------------------------------------------------------------------------


async def test_a_locked_database_holds_a_command_which_shows_its_words_and_is_done_later(
    society: Society, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    _, mentee, thread = await a_pair(society)
    hold_at_once(monkeypatch)
    with locked(tmp_path):
        answer = await mentee.slash("commit add", PROMISE, at=thread)
        assert answer.failed is None
        text = await read_until(society, answer, "still working on it")
        assert PROMISE["what"] in text
        assert PROMISE["obstacle"] in text
        assert "Here’s your command:" in text
        assert "wrong" not in text
        assert answer.ephemeral
    text = await read_until(society, answer, f"**{ESSAY}**")
    assert "still working" not in text, "the answer replaces what was shown meanwhile"
    assert len(answer.messages) == 1
    assert (await promises(mentee, thread)).count(ESSAY) == 1


async def test_a_lock_that_stays_changes_nothing_and_gives_every_word_back(
    society: Society, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    _, mentee, thread = await a_pair(society)
    await society.running.app.database.write(dont_wait)
    hold_at_once(monkeypatch)
    with locked(tmp_path):
        answer = await mentee.slash("commit add", PROMISE, at=thread)
        text = await read_until(society, answer, "nothing was changed")
        assert PROMISE["what"] in text
        assert PROMISE["obstacle"] in text
    assert ESSAY not in await promises(mentee, thread)


async def test_an_answer_is_shown_although_the_reply_to_the_first_word_was_lost(
    society: Society, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    _, mentee, thread = await a_pair(society)
    hold_at_once(monkeypatch)
    with locked(tmp_path):
        lost = society.discord.faults.add("POST", CALLBACK, FaultKind.RESET_AFTER)
        answer = await mentee.slash("commit add", PROMISE, at=thread)
        await society.discord.faults.hit(lost)
        assert answer.deferred
    await read_until(society, answer, f"**{ESSAY}**")
    assert (await promises(mentee, thread)).count(ESSAY) == 1


async def test_an_answer_does_not_wait_for_a_first_word_that_hangs(
    society: Society, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    _, mentee, thread = await a_pair(society)
    hold_at_once(monkeypatch)
    monkeypatch.setattr(answering, "HOLD_SECONDS", 0.1)
    with locked(tmp_path):
        hanging = society.discord.faults.add("POST", CALLBACK, FaultKind.HANG_BEFORE)
        acting = asyncio.create_task(mentee.slash("commit add", PROMISE, at=thread))
        await society.discord.faults.hit(hanging)
    await read_until(society, await acting, f"**{ESSAY}**")


async def test_a_form_that_waits_is_held_too_and_replaces_its_message_at_the_end(
    society: Society, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    _, mentee, thread = await a_pair(society)
    hold_at_once(monkeypatch)
    form = await mentee.slash("commit add", at=thread)
    assert form.modal is not None
    with locked(tmp_path):
        answer = await mentee.submit(form, {"words": ESSAY, "due": "tomorrow 7pm"})
        assert answer.failed is None
        assert ESSAY in await read_until(society, answer, "still working on it")
    await read_until(society, answer, f"**{ESSAY}**")


async def test_forms_open_while_another_program_holds_the_database(
    society: Society, tmp_path: Path
) -> None:
    _, mentee, thread = await a_pair(society)
    listed = await mentee.slash("commit list", at=thread)
    with locked(tmp_path):
        for command in ("commit add", "goal add", "update log", "meet propose", "outreach add"):
            assert (await mentee.slash(command, at=thread)).modal is not None, command
        assert (await mentee.click(listed, custom_id="pc1:commit:form:")).modal is not None
        assert "aiting on you" in (await (await mentee.slash("status")).settled()).text


async def test_a_click_that_waits_is_answered_once_it_can_be_and_again_if_that_fails(
    society: Society, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    _, mentee, thread = await a_pair(society)
    made = await mentee.slash("commit add", PROMISE, at=thread)
    hold_at_once(monkeypatch)
    with locked(tmp_path):
        clicked = await mentee.click(made, "Done")
        assert clicked.failed is None
        assert clicked.deferred
        refused = society.discord.faults.add("POST", FOLLOW_UP, FaultKind.RESET_BEFORE, times=2)
    await society.discord.faults.hit(refused, 2)
    text = await read_until(society, clicked, f"Done: **{ESSAY}**")
    assert "went wrong" not in text
    assert ESSAY not in await promises(mentee, thread)


async def test_a_full_disk_changes_nothing_and_gives_every_word_back(
    society: Society, monkeypatch: pytest.MonkeyPatch
) -> None:
    _, mentee, thread = await a_pair(society)

    def full(*_: object, **__: object) -> None:
        raise sqlite3.OperationalError("database or disk is full")

    monkeypatch.setattr("bot.storage.drafts.save", full)
    monkeypatch.setattr("bot.storage.progress.commitments.add", full)
    answer = await mentee.slash("commit add", PROMISE, at=thread)
    assert "nothing was changed" in answer.text
    assert PROMISE["what"] in answer.text
    monkeypatch.undo()
    assert (await mentee.click(answer, "Try again")).modal is not None
    assert ESSAY not in await promises(mentee, thread)


async def test_a_failure_keeps_a_draft_and_offers_the_form_with_it(
    society: Society, monkeypatch: pytest.MonkeyPatch
) -> None:
    _, mentee, thread = await a_pair(society)

    def broken(*_: object, **__: object) -> None:
        raise OSError("the disk is gone")

    with monkeypatch.context() as broken_for_now:
        broken_for_now.setattr("bot.storage.progress.commitments.add", broken)
        answer = await mentee.slash("commit add", PROMISE, at=thread)
    assert "nothing was changed" in answer.text
    form = await mentee.click(answer, "Try again")
    assert form.modal is not None
    fields = {field.custom_id: field.value for field in form.modal.fields}
    assert fields["words"] == PROMISE["what"]
    assert fields["obstacle"] == PROMISE["obstacle"]


async def test_what_was_typed_before_a_crash_is_shown_by_status_after_it(
    discord: Discord, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder, aside = tmp_path / "preceptor.sqlite3.held", tmp_path / "aside"
    async with a_society(discord, tmp_path) as society:
        _, mentee, thread = await a_pair(society)
        hold_at_once(monkeypatch)
        form = await mentee.slash("update log", at=thread)
        with locked(tmp_path):
            short = await mentee.slash("commit add", PROMISE, at=thread)
            long = await mentee.submit(form, LONG_UPDATE)
            await read_until(society, short, "still working on it")
            await read_until(society, long, "still working on it")
            await until_held(mentee, folder, 2)
            shutil.copytree(folder, aside)  # as a process leaves it that is killed now
        await read_until(society, short, f"**{ESSAY}**")
        await read_until(society, long, "Logged!")
        assert long.messages[0].attachments == [], "the file goes with the words it belonged to"
        await society.running.client.finish_interactions(10)
        assert list(folder.iterdir()) == [], "nothing is kept once the answer is there"
    for number, unfinished in enumerate(aside.glob("*.json")):
        unfinished.rename(folder / f"{4242 + number}.json")
    (folder / "4244.part").write_text('{"guild"')  # what it was about to write just then

    async with a_bot(discord, tmp_path):
        status = await (await mentee.slash("status")).settled()
        shown = all_of(status)
        assert shown.count("nothing was changed") == 2
        assert PROMISE["obstacle"] in shown
        for part in LONG_UPDATE.values():
            assert part.strip() in shown
        assert list(folder.iterdir()) == []


async def test_what_was_typed_is_kept_when_the_bot_is_stopped_before_it_can_answer(
    discord: Discord, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("bot.running.FINISH_SECONDS", 0.05)
    with ExitStack() as lasting:
        async with a_society(discord, tmp_path) as society:
            _, mentee, thread = await a_pair(society)
            await society.running.app.database.write(wait_a_second)
            hold_at_once(monkeypatch)
            lasting.enter_context(locked(tmp_path))
            lost = await mentee.slash("commit add", PROMISE, at=thread)
            await read_until(society, lost, "still working on it")
            await until_held(mentee, tmp_path / "preceptor.sqlite3.held", 1)

    async with a_bot(discord, tmp_path):
        shown = all_of(await (await mentee.slash("status")).settled())
        assert PROMISE["what"] in shown
        assert PROMISE["obstacle"] in shown


# --- true after a failure -------------------------------------------------------------------------


async def test_an_answer_that_discord_refused_once_is_shown_at_the_next_try(
    society: Society,
) -> None:
    _, mentee, thread = await a_pair(society)
    society.discord.faults.add("POST", CALLBACK, FaultKind.RESET_BEFORE)
    answer = await mentee.slash("commit add", PROMISE, at=thread)
    assert f"**{ESSAY}**" in answer.text
    assert "went wrong" not in answer.text


async def test_an_answer_whose_reply_was_lost_is_not_said_to_be_unshown(society: Society) -> None:
    _, mentee, thread = await a_pair(society)
    lost = society.discord.faults.add("POST", CALLBACK, FaultKind.RESET_AFTER)
    answer = await mentee.slash("commit add", PROMISE, at=thread)
    await society.discord.faults.hit(lost)
    await society.running.client.finish_interactions(10)
    assert len(answer.messages) == 1
    assert f"**{ESSAY}**" in answer.text
    assert "couldn’t show" not in (await mentee.slash("status")).text


async def test_a_file_comes_although_the_reply_to_the_first_word_was_lost(
    society: Society,
) -> None:
    _, mentee, thread = await a_pair(society)
    listed = await mentee.slash("update history", at=thread)
    for kind in (FaultKind.RESET_AFTER, FaultKind.RESET_BEFORE):
        society.discord.faults.add("POST", CALLBACK, kind)
        answer = await mentee.click(listed, custom_id="pc1:archive:files:")
        await read_until(society, answer, "Here’s everything")
        assert len(answer.messages[0].attachments) == 2


async def test_what_could_not_be_shown_at_all_is_shown_by_status_once(
    society: Society, monkeypatch: pytest.MonkeyPatch
) -> None:
    _, mentee, thread = await a_pair(society)
    monkeypatch.setattr(unshown_answers, "PAUSES", (0, 0, 0))
    society.discord.world.patience = 0.2
    lost = society.discord.faults.add("POST", CALLBACK, FaultKind.RESET_BEFORE, times=5)
    await mentee.slash("commit add", PROMISE, at=thread)
    await society.discord.faults.hit(lost, 5)
    society.discord.faults.clear()
    society.discord.world.patience = 3
    status = await (await mentee.slash("status")).settled()
    assert "I couldn’t show you this" in status.text
    assert f"**{ESSAY}**" in status.text
    await until_status(mentee, lambda text: "couldn’t show you" not in text)
    assert (await promises(mentee, thread)).count(ESSAY) == 1


async def test_an_answer_that_breaks_after_the_work_says_that_the_work_is_saved(
    society: Society, monkeypatch: pytest.MonkeyPatch
) -> None:
    _, mentee, thread = await a_pair(society)

    def broken(*_: object, **__: object) -> None:
        raise RuntimeError("a sentence that can't be written")

    with monkeypatch.context() as broken_for_now:
        broken_for_now.setattr("bot.messages.progress.commitments.made", broken)
        answer = await mentee.slash("commit add", PROMISE, at=thread)
    assert "Your change was saved" in answer.text
    assert "nothing was changed" not in answer.text
    assert "Try again" not in str(answer.buttons)
    assert (await promises(mentee, thread)).count(ESSAY) == 1


async def test_a_failure_before_the_commit_says_that_nothing_was_changed(
    society: Society, monkeypatch: pytest.MonkeyPatch
) -> None:
    _, mentee, thread = await a_pair(society)
    add = commitments.add

    def add_and_break(*args: Any, **kwargs: Any) -> None:
        add(*args, **kwargs)
        raise RuntimeError("the power goes out")

    with monkeypatch.context() as broken_for_now:
        broken_for_now.setattr("bot.storage.progress.commitments.add", add_and_break)
        answer = await mentee.slash("commit add", PROMISE, at=thread)
    assert "nothing was changed" in answer.text
    assert ESSAY not in await promises(mentee, thread)


async def test_a_form_that_comes_too_late_offers_its_button_again(
    society: Society, monkeypatch: pytest.MonkeyPatch
) -> None:
    _, mentee, thread = await a_pair(society)
    made = await mentee.slash("commit add", PROMISE, at=thread)
    days = await mentee.click(made, "Move")
    opened = answering.open_form

    async def late(interaction: Any, form: Any) -> None:
        await answering.hold(interaction)
        await opened(interaction, form)

    with monkeypatch.context() as slow:
        slow.setattr("bot.views.progress.commitments.open_form", late)
        answer = await mentee.click(days, custom_id="pc1:commit:another-day:")
    await read_until(society, answer, "took too long to open")
    offer = next(each for each in answer.messages if "too long" in text_of(each))
    assert CORRECT not in text_of(offer), "there is no such button here, and nothing was typed"
    assert (await mentee.click(offer, "Open the form")).modal is not None


async def test_only_what_failed_counts_as_unserved_and_not_what_was_refused(
    society: Society, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    _, mentee, thread = await a_pair(society)
    unserved: list[int] = []
    assert society.running.client.outages is not None
    monkeypatch.setattr(society.running.client.outages, "notice_unserved", unserved.append)
    refused = await mentee.slash("commit add", {**PROMISE, "due": "someday"}, at=thread)
    assert ESSAY in refused.text, "it was given back"
    await society.running.client.finish_interactions(10)
    assert unserved == []

    for file in tmp_path.glob("preceptor.sqlite3*"):
        file.unlink()
    lost = await mentee.slash("commit add", PROMISE, at=thread)
    assert "can’t save anything right now" in lost.text
    await society.running.client.finish_interactions(10)
    assert unserved == [society.guild.id]


async def test_nothing_is_acknowledged_once_the_database_was_deleted_under_the_bot(
    society: Society, tmp_path: Path
) -> None:
    _, mentee, thread = await a_pair(society)
    for file in tmp_path.glob("preceptor.sqlite3*"):
        file.unlink()
    answer = await mentee.slash("commit add", PROMISE, at=thread)
    assert "can’t save anything right now" in answer.text
    assert "Added" not in answer.text
    assert ESSAY in answer.text, "what was typed is given back"


async def test_a_deleted_database_is_told_to_moderators_and_owner_and_the_copy_holds_everything(
    society: Society, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    _, mentee, thread = await a_pair(society)
    await mentee.slash("commit add", PROMISE, at=thread)
    discord, client = society.discord, society.running.client
    watch = client.outages
    assert watch is not None
    await watch.look()
    owner = society.guild.join(discord.world.application.owner)
    for file in tmp_path.glob("preceptor.sqlite3*"):
        file.unlink()
    lost = await mentee.slash("commit add", {**PROMISE, "what": "Call the school"}, at=thread)
    assert "can’t save anything right now" in lost.text

    told = await discord.until_message(society.back_room, containing="can’t save anything")
    assert "deleted or moved" in text_of(told)
    assert "I’ve told the person who runs me" in text_of(told)
    assert owner.dm is not None
    [direct] = owner.dm.messages.values()
    [copy] = tmp_path.glob("preceptor.sqlite3.rescued-*")
    assert f"preceptor restore {copy}" in text_of(direct)
    with closing(sqlite3.connect(copy)) as rescued:
        kept = rescued.execute("SELECT words FROM commitments").fetchall()
    assert kept == [(ESSAY,)], "what was acknowledged, and only that"
