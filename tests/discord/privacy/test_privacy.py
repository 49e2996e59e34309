"""`/privacy` as its person meets it, and what everyone else sees afterward."""

import io
import json
import zipfile
from pathlib import Path
from typing import Any

import pytest

from bot.domain.states import Role
from sandbox import Answer, Channel, Person
from tests.discord.conftest import Society
from tests.discord.enrolled import INTRODUCED, a_circle, a_pair, approve_all, enrol
from tests.discord.matching.test_circles import JOINING, a_growing_circle
from tests.discord.meeting_people import TAKE, ahead, typed
from tests.discord.moderation.test_help_requests import ask
from tests.discord.pairs.test_contacts import shared
from tests.discord.requests.test_requests import GOOD, a_mentor, by_day
from tests.discord.requests.test_requests import ask as ask_mentor
from tests.discord.safety.test_concerns import name_leads, report

HERS, HIS = "quixotic", "sanguine"


def packed(answer: Answer, number: int = 0) -> zipfile.ZipFile:
    """Return the file of an answer."""
    [file] = answer.messages[number].attachments
    return zipfile.ZipFile(io.BytesIO(file.data))


def exported(answer: Answer) -> dict[str, Any]:
    """Return the JSON in the file of an answer."""
    read: dict[str, Any] = json.loads(packed(answer).read("data.json"))
    [tables] = read["servers"].values()
    return dict(tables)


async def delete(person: Person) -> Answer:
    """Delete everything."""
    asked = await person.slash("privacy delete")
    return await (await person.click(asked, "Delete everything")).settled()


@pytest.fixture
async def two(society: Society) -> tuple[Person, Person, Channel]:
    """Yield a mentor and a mentee who have both posted an update and kept something private."""
    mentor, mentee, thread = await a_pair(society)
    for person, word in ((mentee, HERS), (mentor, HIS)):
        form = await person.slash("update log", at=thread)
        await person.submit(form, {"moved": f"A {word} week"})
        await society.discord.until_message(thread, containing=f"{word} week")
        form = await person.slash("outreach add")
        await person.submit(form, {"who": f"Dr. {word}", "kind": []})
    return mentor, mentee, thread


async def test_show_says_what_is_kept_who_sees_it_and_how_long(
    society: Society, two: tuple[Person, Person, Channel]
) -> None:
    shown = await two[1].slash("privacy show")

    assert shown.ephemeral
    assert "1 update" in shown.text
    assert "Seen by your mentor, mentee, or circle" in shown.text
    assert "1 outside mentor" in shown.text
    assert "Seen by no one else" in shown.text
    assert "30 days after you leave the server" in shown.text
    stranger = await society.guild.person("Sam").slash("privacy show")
    assert "I keep nothing about you here" in stranger.text


async def test_an_export_has_ones_own_words_and_not_the_others(
    two: tuple[Person, Person, Channel],
) -> None:
    taken = await (await two[1].slash("privacy export")).settled()

    assert taken.ephemeral
    file = packed(taken)
    for name in ("data.json", "data.md"):
        text = file.read(name).decode()
        assert HERS in text
        assert HIS not in text
    assert exported(taken)["updates"][0]["moved"] == f"A {HERS} week"


async def test_no_one_learns_that_the_other_asked_the_moderators_for_help(
    society: Society, two: tuple[Person, Person, Channel]
) -> None:
    mentor, mentee, thread = two

    async def told() -> tuple[str, dict[str, Any], str]:
        taken = await (await mentor.slash("privacy export")).settled()
        asked = await mentor.slash("privacy delete")
        return (await mentor.slash("privacy show")).text, exported(taken), asked.text

    before = await told()
    await ask(mentee, thread)
    await society.discord.until_message(society.back_room, containing="asked for a moderator")

    assert await told() == before


async def test_an_export_comes_by_dm_or_here_if_dms_are_closed(
    society: Society, two: tuple[Person, Person, Channel]
) -> None:
    mentee = two[1]
    sent = await (await mentee.slash("privacy export", how="dm")).settled()
    assert "Check your DMs" in sent.text
    assert mentee.dm is not None
    [message] = [each for each in mentee.sees(mentee.dm) if "everything I keep" in each.text]
    assert message

    closed = society.guild.person("Cleo", accepts_dms=False)
    await closed.submit(await closed.slash("outreach add"), {"who": "Dr. Roe", "kind": []})
    given = await (await closed.slash("privacy export", how="dm")).settled()

    assert "didn’t let me send you a DM" in given.text
    assert any(each.attachments for each in given.messages)


async def test_delete_asks_once_says_what_stays_and_does_it(
    society: Society, two: tuple[Person, Person, Channel], tmp_path: Path
) -> None:
    mentor, mentee, thread = two

    asked = await mentee.slash("privacy delete")
    assert "What they wrote is theirs" in asked.text
    assert "not that you deleted your data" in asked.text
    kept = await mentee.click(asked, custom_id="pc1:privacy:keep:")
    assert "Nothing was deleted" in kept.text
    done = await delete(mentee)

    assert "Done. Everything I kept about you" in done.text
    await society.discord.until_message(thread, containing="his mentorship has ended")
    await society.discord.until_message(thread, containing="This message was removed")
    posted = "\n".join(sight.text for sight in mentor.sees(thread))
    assert HERS not in posted
    assert "delete" not in posted
    taken = await (await mentor.slash("privacy export")).settled()
    assert "erased" not in packed(taken).read("data.json").decode()
    assert f"A {HIS} week" in posted
    # He still reads what is his, and she is no one.
    history = await mentor.slash("update history")
    assert HIS in history.text
    assert HERS not in history.text
    assert str(mentee.id) not in history.text
    for command in ("status", "pair status", "case list"):
        person = society.mo if command == "case list" else mentor
        assert str(mentee.id) not in (await person.slash(command)).text
    await _scrubbed(society)
    left = [
        path.name
        for path in tmp_path.rglob("*")
        if path.is_file()
        and any(word.encode() in path.read_bytes() for word in (HERS, str(mentee.id)))
        and path.name.startswith((".preceptor", "preceptor"))
    ]
    assert left == []


async def _scrubbed(society: Society) -> None:
    """Wait until nothing is left to be removed: the answer comes first."""
    from bot.delivery.privacy import erasures

    app = society.running.app
    assert await erasures.finish(app.database, app.settings, app.clock)


async def test_whoever_comes_back_is_a_stranger(
    two: tuple[Person, Person, Channel],
) -> None:
    mentee = two[1]
    await delete(mentee)

    assert "I keep nothing" not in (await mentee.slash("help")).text
    assert "outside mentor" not in (await mentee.slash("privacy show")).text
    assert "Dr." not in (await mentee.slash("outreach list")).text


async def test_the_only_mentor_of_two_may_delete_and_his_mentees_are_told(
    society: Society, two: tuple[Person, Person, Channel]
) -> None:
    mentor, mentee, thread = two
    away = {"from": "tomorrow", "until": "in 5 days", "note": f"{HIS} trip"}
    await mentor.slash("away", away)

    done = await delete(mentor)

    assert "1 mentorship ended" in done.text
    await society.discord.until_message(thread, containing="his mentorship has ended")
    status = await mentee.slash("status")
    assert str(mentor.id) not in status.text


async def test_whoever_is_in_everything_at_once_is_erased_from_all_of_it(
    society: Society, tmp_path: Path
) -> None:
    """Paired, away, asked and asking, a lead with a concern, and concerned by one."""
    by_day(society)
    mentor, mentee, thread = await a_pair(society)
    by_day(society)
    await shared(society, thread, (mentor, mentee), "Ask for email", f"{HIS}@example.org")
    await mentor.select(await mentor.slash("profile"), "pc1:profile:offers", ["research"])
    panel = await mentor.click(await mentor.slash("mentor find"), custom_id="pc1:mentor:opening")
    await mentor.select(panel, "pc1:mentor:promise", ["48"])
    asker, other = society.guild.person("Asker"), await a_mentor(society, "Other")
    await ask_mentor(asker, mentor)
    await mentor.submit(await mentor.slash("mentor ask", mentor=other), GOOD)
    lou = society.guild.person("Lou")
    await name_leads(society, mentor, lou)
    await report(asker)
    await report(mentor, other, words=f"A {HIS} worry.")
    await report(mentee, mentor)
    await mentor.slash("away", {"from": "today", "until": "in 5 days", "note": f"{HIS} trip"})

    done = await delete(mentor)

    assert "1 mentorship ended" in done.text
    # Lou reads what is left, and nothing of his.
    listed = await lou.slash("concern")
    assert "Concern 1" in repr(listed.messages[0].components)
    assert "Concern 2" not in repr(listed.messages[0].components)
    third = await lou.select(listed, "pc1:concern:read", ["3"])
    assert "a former member" in third.text
    for person in (mentee, asker, other, lou, society.mo):
        for command in ("status", "concern", "privacy show", "mentor find"):
            shown = await (await person.slash(command)).settled()
            assert str(mentor.id) not in shown.text, (person.name, command)
    await _scrubbed(society)
    await society.discord.wait_for(lambda: HIS not in words_in(thread, mentee))
    await _scrubbed(society)
    for path in tmp_path.glob("*preceptor*"):
        if path.is_file():
            held = path.read_bytes()
            assert HIS.encode() not in held, path.name
            assert str(mentor.id).encode() not in held, path.name


async def test_just_one_kind_is_deleted_where_that_was_chosen(
    two: tuple[Person, Person, Channel],
) -> None:
    mentee = two[1]
    shown = await mentee.slash("privacy show")
    asked = await mentee.select(shown, "pc1:privacy:topic", ["outreach"])
    assert "Older backups still have" in asked.text

    deleted = await mentee.click(asked, custom_id="pc1:privacy:topic-now:")

    assert deleted.text == "Deleted: 1 outside mentor."
    text = (await mentee.slash("privacy show")).text
    assert "outside mentor" not in text
    assert "1 update" in text


async def test_whoever_chose_every_server_is_erased_from_each_and_no_one_else_is(
    society: Society, two: tuple[Person, Person, Channel]
) -> None:
    mentor, mentee, _ = two
    twin = society.discord.guild("Another Society")
    her_twin, his_twin = twin.join(mentee), twin.join(mentor)
    for person in (her_twin, his_twin):
        await person.submit(await person.slash("outreach add"), {"who": "Dr. Roe", "kind": []})

    asked = await mentee.slash("privacy delete", where="everywhere")
    assert "in all 2 servers" in asked.text
    await (await mentee.click(asked, "Delete everything")).settled()

    assert "Dr. Roe" not in (await her_twin.slash("outreach list")).text
    assert "Dr. Roe" in (await his_twin.slash("outreach list")).text


CHICAGO = "America/Chicago"
REMOVED = "This message was removed"


async def a_meeting_of_three(
    society: Society,
) -> tuple[Person, list[Person], Channel]:
    """Return a circle that meets in four days, with something of both mentees on the agenda."""
    mentor, mentees, thread = await a_circle(society, CHICAGO, CHICAGO)
    await mentor.slash("meet propose", at=thread, time=typed(ahead(society, 4)))
    proposed = await society.discord.until_message(thread, containing="would like to meet")
    for mentee in mentees:
        await mentee.click(proposed, custom_id=TAKE)
    await society.discord.until_message(thread, containing="You’re meeting")
    for mentee, word in zip(mentees, (HERS, HIS), strict=True):
        await mentee.slash("meet agenda", at=thread, item=f"A {word} draft")
    society.discord.clock.set(ahead(society, 3, 12))
    await society.discord.until_message(thread, containing=HERS)
    return mentor, mentees, thread


def words_in(thread: Channel, person: Person) -> str:
    """Return everything a thread says, embeds included."""
    return "\n".join(sight.text for sight in person.sees(thread))


@pytest.mark.parametrize("leaves_first", [False, True])
async def test_whoever_deletes_their_data_takes_their_words_out_of_a_circle(
    society: Society, leaves_first: bool
) -> None:
    mentor, (mentee, other), thread = await a_meeting_of_three(society)
    introduction = await society.discord.until_message(thread, containing=INTRODUCED)
    if leaves_first:
        await mentee.click(await mentee.slash("pair end", at=thread), "Leave circle")
        await society.discord.until_message(thread, containing="left your circle")

    await delete(mentee)

    await society.discord.wait_for(lambda: REMOVED in introduction.content)
    await society.discord.wait_for(lambda: HERS not in words_in(thread, mentor))
    # The meeting goes on, and shows what the other one wants to talk about.
    card = await society.discord.until_message(thread, containing="You’re meeting")
    await society.discord.wait_for(lambda: HIS in str(card.embeds) + card.content)
    assert f"A {HIS} draft" in (await other.slash("meet agenda", at=thread)).text


async def test_what_introduced_a_newcomer_to_a_circle_goes_with_them(society: Society) -> None:
    mentor, _, thread = await a_growing_circle(society)
    late = society.guild.person("Late")
    await enrol(society, late, Role.MENTEE)
    await society.pass_time(days=2)
    await approve_all(society)
    joined = await society.discord.until_message(thread, containing=JOINING)

    await delete(late)

    await society.discord.wait_for(lambda: REMOVED in joined.content)
    assert JOINING not in words_in(thread, mentor)
