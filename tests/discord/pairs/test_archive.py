"""After the end: what two people did stays readable by the two, and can be taken along."""

import json
from datetime import time, timedelta

from sqlalchemy import Connection

from bot.domain.ids import GuildId, PairId, UserId
from bot.domain.states import EndReason, Role
from bot.storage.pairs import pairs
from bot.storage.pairs.pairs import Member
from bot.storage.progress import updates
from sandbox import Answer, Channel, Person
from tests.discord.conftest import Society
from tests.discord.enrolled import a_pair
from tests.discord.meeting_people import ahead, arranged, says, typed

LISTINGS = ("update history", "goal list", "commit list", "meet list")


async def lived(society: Society) -> tuple[Person, Person, Channel]:
    """Return a pair that did one of everything and then ended."""
    mentor, mentee, thread = await a_pair(society)
    await arranged(society, mentor, mentee, thread, typed(ahead(society, 2)))
    form = await mentee.slash("update log", at=thread)
    await mentee.submit(form, {"moved": "Sent the letter\n# not a heading"})
    form = await mentee.slash("goal add", at=thread)
    await mentee.submit(form, {"words": "Three applications", "due": "in two months"})
    await mentee.slash("goal progress", goal="1", percent=30, note="One is sent", at=thread)
    await mentor.slash("meet agenda", item="The first draft", at=thread)
    essay = {"what": "Draft the essay", "due": "tomorrow 7pm", "obstacle": "Exams all week"}
    await mentee.slash("commit add", essay, at=thread)
    secret = {"what": "Sleep more", "due": "tomorrow 9pm", "partner-sees": False}
    await mentee.slash("commit add", secret, at=thread)
    await mentor.slash("win", text="First interview invitation", at=thread)
    await society.pass_time(days=3)
    asked = await mentor.slash("pair end", at=thread)
    closed = await mentor.click(asked, custom_id="pc1:pair:end-now:")
    assert "You can still read" in closed.text
    return mentor, mentee, thread


async def ended_before(society: Society, mentor: Person, mentee: Person, *, days: int) -> PairId:
    """Write down a pair of the two that ended days ago, with one update."""
    guild, now = GuildId(society.guild.id), society.discord.clock.now()
    over = now - timedelta(days=days)

    def keep(connection: Connection) -> PairId:
        pair = pairs.add(
            connection,
            guild,
            cohort=None,
            code=f"OLD{days}",
            members=(
                Member(UserId(mentor.id), Role.MENTOR),
                Member(UserId(mentee.id), Role.MENTEE),
            ),
            reasons=(),
            check_in_days=14,
            check_in_weekday=1,
            check_in_time=time(18),
            time_zone="UTC",
            now=over - timedelta(days=30),
        )
        pairs.record_introduction(connection, guild, pair, over - timedelta(days=30))
        words = {"moved": f"Ended {days} days ago", "in_the_way": "", "next_step": ""}
        updates.add(connection, guild, pair, UserId(mentee.id), now=over, **words)
        pairs.end(connection, guild, pair, EndReason.TOGETHER, over)
        return pair

    return await society.running.app.database.write(keep)


async def test_what_a_pair_did_stays_readable_by_both_and_no_one_else(society: Society) -> None:
    mentor, mentee, thread = await lived(society)
    stranger = society.guild.person("Sam")

    for person in (mentor, mentee):
        for place in (thread, society.mentoring):
            log, goals, promises, meetings = [
                await person.slash(command, at=place) for command in LISTINGS
            ]
            assert "Sent the letter" in log.text
            assert "Three applications" in goals.text
            assert "Draft the essay" in promises.text
            assert ("Sleep more" in promises.text) == (person is mentee)
            assert "Recent" in meetings.text
            for answer in (log, goals, promises, meetings):
                assert answer.ephemeral
                assert "still read everything" in answer.text
                assert {button.label for button in answer.buttons} == {
                    "Our progress",
                    "Download everything",
                }
    picture = await (await mentee.click(log, "Our progress")).settled()
    assert "Updates: 1" in picture.text
    for command in LISTINGS:
        assert "don’t have a match yet" in (await stranger.slash(command)).text
    forged = await stranger.click_forged(society.mentoring.standing()[0], custom_id_of(log, "show"))
    assert "Sent the letter" not in forged.text


def custom_id_of(answer: Answer, part: str) -> str:
    return next(b.custom_id for b in answer.buttons if b.custom_id and part in b.custom_id)


async def test_nothing_can_be_added_after_the_end_and_it_is_said_why(society: Society) -> None:
    _, mentee, thread = await lived(society)

    for command in ("commit add", "goal add", "update log", "meet propose", "pair status"):
        refused = await mentee.slash(command, at=thread)
        assert "has ended" in refused.text, command
        assert "/update history" in refused.text


async def test_a_member_takes_along_what_they_may_read(society: Society) -> None:
    mentor, mentee, thread = await lived(society)

    for person, mine in ((mentee, True), (mentor, False)):
        log = await person.slash("update history", at=thread)
        taken = await (await person.click(log, custom_id="pc1:archive:files:")).settled()
        assert taken.ephemeral
        text, data = taken.messages[0].attachments
        assert text.filename.endswith(".md")
        assert data.filename.endswith(".json")
        written = text.data.decode()
        assert "> Sent the letter" in written
        assert "\n# not a heading" not in written, "what was typed makes no heading of ours"
        assert "First interview invitation" in written
        assert "30%: One is sent" in written
        assert f"  - The first draft ({mentor.name})" in written
        assert ("Sleep more" in written) == mine
        content = json.loads(data.data)
        assert [each["words"] for each in content["goals"]] == ["Three applications"]
        assert ("Exams all week" in data.data.decode()) == mine, "only its owner sees an obstacle"
        words = {each["words"] for each in content["commitments"]}
        assert words == {"Draft the essay"} | ({"Sleep more"} if mine else set())
        assert content["ended_at"] is not None
        assert {each["role"] for each in content["members"]} == {"mentor", "mentee"}
        assert content["goals"][0]["steps"][0]["note"] == "One is sent"
        [meeting] = content["meetings"]
        assert meeting["agenda"] == [{"author": str(mentor.id), "text": "The first draft"}]


async def test_the_newest_pair_comes_first_and_earlier_ones_by_choice(society: Society) -> None:
    mentor, mentee = society.guild.person("Mira"), society.guild.person("Nils")
    older = await ended_before(society, mentor, mentee, days=90)
    await ended_before(society, mentor, mentee, days=10)

    log = await mentee.slash("update history")
    assert "Ended 10 days ago" in log.text
    assert "Ended 90 days ago" not in log.text

    chosen = await mentee.select(log, "pc1:archive:updates", [str(older)])
    assert "Ended 90 days ago" in await says(society, chosen, "Ended 90 days ago")
    goals = await mentee.slash("goal list")
    assert "There were no goals" in goals.text


async def test_a_pair_that_goes_on_leads_to_earlier_ones_and_keeps_its_buttons(
    society: Society,
) -> None:
    mentor, mentee, thread = await a_pair(society)
    older = await ended_before(society, mentor, mentee, days=90)

    log = await mentee.slash("update history", at=thread)
    labels = {button.label for button in log.buttons}
    assert {"Post an update", "Download everything"} <= labels
    assert "still read everything" not in log.text
    chosen = await mentee.select(log, "pc1:archive:updates", [str(older)])
    assert "still read everything" in await says(society, chosen, "Ended 90 days ago")
