"""A pair's thread that is locked or deleted by hand: nothing is lost, and people read the truth."""

import pytest

from sandbox import Channel, Permission, Person
from sandbox.people.transcript import text_of
from sandbox.rules.threads import check_update
from sandbox.state import threads
from sandbox.state.events import ChannelDeleted
from tests.discord.conftest import Society
from tests.discord.moderation.test_cases import a_help_case
from tests.discord.people import a_pair, standing

WORDS = "I shadowed twice"


def lock(society: Society, thread: Channel, *, locked: bool = True) -> None:
    """Lock or unlock a thread as a moderator does it, by hand."""
    keeper = society.guild.person("Kim", allow=Permission.MANAGE_THREADS)
    check_update(society.discord.world, thread, keeper.id, {"locked": locked})
    threads.update(society.discord.world, thread, {"locked": locked})
    society.discord.world.changed()


def delete(society: Society, thread: Channel, *, told: bool) -> None:
    """Delete a thread by hand; with `told` the bot is connected and hears of it."""
    world, guild = society.discord.world, society.guild.state
    del world.channels[thread.id]
    del guild.channels[thread.id]
    if told:
        world.publish(ChannelDeleted(thread))
    society.discord.world.changed()


async def log(person: Person, words: str = WORDS) -> str:
    """Log an update and return what its author reads."""
    form = await person.slash("update log", at=None)
    return (await person.submit(form, {"moved": words})).text


async def test_who_writes_into_a_locked_thread_reads_the_truth(society: Society) -> None:
    _, mentee, thread = await a_pair(society)
    lock(society, thread)
    said = await log(mentee)
    assert "post it in your thread." not in said
    assert "locked" in said


async def test_a_locked_thread_is_one_case_and_what_was_refused_comes_once_it_is_open(
    society: Society,
) -> None:
    _, mentee, thread = await a_pair(society)
    lock(society, thread)
    for number in range(3):
        await log(mentee, f"{WORDS} {number}")
    case = await society.discord.until_message(
        society.back_room, containing="Thread can’t be reached"
    )
    for fact in (mentee.mention, f"<#{thread.id}>", "is locked", "Unlock the thread"):
        assert fact in text_of(case)
    assert "update-shared" not in text_of(case)
    lock(society, thread, locked=False)
    for number in range(3):
        await until_posted(society, thread, f"{WORDS} {number}")
    assert len(standing(society.back_room, "Thread can’t be reached")) == 1
    assert "Resolved automatically" in await until_shown(society, "Resolved automatically")


async def test_resolving_the_case_tries_again_at_once(society: Society) -> None:
    _, mentee, thread = await a_pair(society)
    lock(society, thread)
    await log(mentee)
    case = await society.discord.until_message(
        society.back_room, containing="Thread can’t be reached"
    )
    # The bot was not connected when someone unlocked it.
    thread.locked = False
    await society.mo.click(case, custom_id="pc1:case:resolve:")
    await society.discord.until_message(thread, containing=WORDS)


@pytest.mark.parametrize("told", [True, False])
async def test_a_deleted_thread_is_replaced_and_nothing_is_lost(
    society: Society, told: bool
) -> None:
    mentor, mentee, thread = await a_pair(society)
    delete(society, thread, told=told)
    await log(mentee)
    shown = await society.discord.until_message(mentor, containing=WORDS)
    new = society.discord.world.channels[shown.channel_id]
    assert new.id != thread.id
    assert {mentor.id, mentee.id} <= set(new.thread_members)
    assert len(standing(new, "our old thread was deleted")) == 1
    assert len(standing(new, WORDS)) == 1
    assert standing(society.back_room, "Case") == []
    assert f"<#{new.id}>" in (await mentee.slash("pair status")).text


async def test_a_moderators_words_find_the_new_thread(society: Society) -> None:
    _, mentee, thread, case = await a_help_case(society)
    delete(society, thread, told=False)
    form = await society.mo.click(case, custom_id="pc1:case:write:")
    await society.mo.submit(form, {"words": "How can we help?"})
    note = await society.discord.until_message(mentee, containing="How can we help?")
    assert note.channel_id != thread.id


async def test_where_no_new_thread_can_be_made_one_case_says_so(society: Society) -> None:
    _, mentee, thread = await a_pair(society)
    bot, denied = society.guild.bot_role, Permission.CREATE_PRIVATE_THREADS
    society.guild.overwrite(society.mentoring, bot, deny=denied)
    await society.discord.until_message(
        society.back_room, containing="I don’t have these permissions"
    )
    delete(society, thread, told=True)
    # The post about the permissions says what to do; the thread is one case beside it.
    assert mentee.mention in await until_shown(society, "Thread can’t be reached", case=2)
    assert "post it there once" in await log(mentee)
    await log(mentee)
    listed = await society.mo.slash("case list")
    assert listed.text.count("Thread can’t be reached") == 1
    assert standing(society.back_room, "Thread can’t be reached") == []
    society.guild.overwrite(society.mentoring, bot)
    await society.discord.until_message(mentee, containing="our old thread was deleted")
    await society.discord.until_message(mentee, containing=WORDS)


async def until_posted(society: Society, thread: Channel, words: str) -> None:
    """Let seconds pass until a message stands there: what finds its channel busy waits for one."""
    for _ in range(200):
        if standing(thread, words):
            return
        await society.pass_time(seconds=1)
        await society.mo.slash("case show", case=1)
    raise AssertionError(f"“{words}” never came")


async def until_shown(society: Society, words: str, case: int = 1) -> str:
    """Look at a case until it says so; a bot that never does fails the test."""
    for _ in range(200):
        text = (await society.mo.slash("case show", case=case)).text
        if words in text:
            return text
    raise AssertionError(text)
