"""A mentor's mentees of later rounds join the circle that is there, as everyone was told."""

from bot.domain.ids import GuildId, UserId
from bot.domain.states import Role
from bot.storage.cohorts import profiles
from sandbox import Channel, Person
from tests.discord.conftest import Society
from tests.discord.enrolled import INTRODUCED, enrol, introduced, match
from tests.discord.people import confirm, open_cohort, sign_up, standing

JOINING = "You’re joining their circle"


async def a_growing_circle(society: Society) -> tuple[Person, Person, Channel]:
    """Return a mentor with places left, their first mentee, and the thread they share."""
    await society.mo.slash("cohort create", name="Spring", kind="circles")
    await society.mo.slash("cohort open", name="Spring")
    mentor, first = society.guild.person("Mira"), society.guild.person("Ana")
    await enrol(society, mentor, Role.MENTOR, capacity=3)
    await enrol(society, first, Role.MENTEE)
    await match(society.mo, "preview")
    await match(society.mo, "approve")
    return mentor, first, await introduced(society, mentor)


async def test_mentees_of_a_later_round_join_the_circle_of_their_mentor(society: Society) -> None:
    mentor, first, thread = await a_growing_circle(society)
    [introduction] = standing(thread, ", meet <@")
    assert "More mentees may join your circle later" in introduction.content
    late = society.guild.person("Late")
    await enrol(society, late, Role.MENTEE)
    await society.pass_time(days=2)

    preview = await match(society.mo, "preview")
    asked = await (await society.mo.slash("match approve", cohort="Spring")).settled()

    joins = f"{late.mention} → circle of {mentor.mention} with {first.mention}"
    assert f"Joins the mentor’s circle with {first.mention}" in preview.text
    assert joins in asked.text
    assert "People I’ll message: 3" in asked.text
    assert "introduce people who join a circle in its thread" in asked.text
    assert "in a private thread" not in asked.text
    assert "You can all read this thread from the start" in asked.text
    assert "in the next two weeks" not in asked.text
    approved = await (await society.mo.click(asked, "Approve 1 pair")).settled()
    assert "Mentees I’m introducing in a circle’s thread: 1" in approved.text
    assert "private thread" not in approved.text
    joined = await society.discord.until_message(thread, containing=JOINING)
    assert joined.notified == {mentor.id, first.id, late.id}
    assert late.id in thread.thread_members
    assert len(society.guild.threads) == 1
    assert "Your circle" in (await late.slash("pair status", at=thread)).text
    # All of it: a pause is a question to the other two.
    paused = await first.slash("pair pause", at=thread, days=14)
    assert late.mention in paused.text


async def test_an_undone_approval_takes_the_newcomer_out_again_and_leaves_the_circle(
    society: Society,
) -> None:
    mentor, first, thread = await a_growing_circle(society)
    late = society.guild.person("Late")
    await enrol(society, late, Role.MENTEE)
    await society.pass_time(days=2)
    await match(society.mo, "preview")
    await match(society.mo, "approve")
    await society.discord.until_message(thread, containing=JOINING)

    asked = await (await society.mo.slash("match undo", cohort="Spring")).settled()
    gone = "isn’t in this circle anymore. This isn’t about anything anyone did."
    assert f"so {late.mention} {gone}" in asked.text
    assert "undid this match" not in asked.text, "no pair ends, so no one reads that"
    assert "People I’ll message: 3" in asked.text
    undone = await confirm(society.mo, asked)

    assert "Introduced pairs that end" not in undone.text
    told = await society.discord.until_message(thread, containing="isn’t in this circle anymore")
    assert told.notified >= {late.id}
    assert "first in the next round" not in told.content, (
        "they don't: they are in the next proposal"
    )
    assert "has ended" not in (await first.slash("pair status", at=thread)).text
    again = await match(society.mo, "preview")
    assert f"Mentor {mentor.mention}, mentee {late.mention}" in again.text


async def test_mentors_who_left_their_places_unset_are_asked_about(society: Society) -> None:
    await open_cohort(society)
    said, unsaid = society.guild.person("Said"), society.guild.person("Unsaid")
    answer = await sign_up(society, said, "I can mentor", stage=["resident"])
    await said.select(answer, "pc1:join:capacity", ["2"])
    await sign_up(society, unsaid, "I can mentor", stage=["resident"])
    await enrol(society, society.guild.person("Nils"), Role.MENTEE)

    preview = await match(society.mo, "preview")

    _, _, asked = preview.text.partition("1 each for now")
    assert unsaid.mention in asked.splitlines()[0]
    assert said.mention not in asked.splitlines()[0]


async def test_mentees_of_one_round_share_a_new_circle_and_the_preview_says_so(
    society: Society,
) -> None:
    await society.mo.slash("cohort create", name="Spring", kind="circles")
    await society.mo.slash("cohort open", name="Spring")
    mentor = society.guild.person("Mira")
    mentees = [society.guild.person(f"Mentee {number}") for number in range(2)]
    await enrol(society, mentor, Role.MENTOR, capacity=2)
    for mentee in mentees:
        await enrol(society, mentee, Role.MENTEE)

    preview = await match(society.mo, "preview")
    asked = await (await society.mo.slash("match approve", cohort="Spring")).settled()
    labels = [button.label for button in (*preview.buttons, *asked.buttons)]
    approved = await confirm(society.mo, asked)
    undoing = await (await society.mo.slash("match undo", cohort="Spring")).settled()

    # A pair is a mentee with a mentor, wherever pairs are counted.
    assert labels.count("Approve 2 pairs") == 2
    assert "Pairs I’m introducing in private threads: 2" in approved.text
    assert "Undo 2 pairs" in [button.label for button in undoing.buttons]
    assert "Approved pairs: 2" in (await society.mo.slash("cohort log", name="Spring")).text
    assert "Mentor’s spots: 2 · Taken: 0 · Proposed: 2" in preview.text
    assert f"Circle with {mentees[1].mention}" in preview.text


async def test_mentees_who_avoid_each_other_never_share_a_circle(society: Society) -> None:
    mentor, first, thread = await a_growing_circle(society)
    late, other = society.guild.person("Late"), society.guild.person("Other")
    guild, database = GuildId(society.guild.id), society.running.app.database
    await database.write(profiles.save_avoided, guild, UserId(late.id), [UserId(first.id)])
    await database.write(profiles.save_avoided, guild, UserId(other.id), [UserId(late.id)])
    await enrol(society, late, Role.MENTEE)
    await enrol(society, other, Role.MENTEE)
    await society.pass_time(days=2)

    preview = await match(society.mo, "preview")
    asked = await (await society.mo.slash("match approve", cohort="Spring")).settled()
    await society.mo.click(asked, "Approve 2 pairs")
    await society.discord.until_message(thread, containing=JOINING)
    await society.discord.until_message(late, containing=INTRODUCED)

    assert preview.text.count("Joins the mentor’s circle with") == 1
    assert "Circle with" not in preview.text
    assert f"joining the circle of {mentor.mention} with {late.mention}" not in asked.text
    own, shared = (
        {person.id for person in (mentor, first, late, other)} & set(place.thread_members)
        for place in sorted(society.guild.threads, key=lambda place: len(place.thread_members))
    )
    assert own == {mentor.id, late.id}
    assert shared == {mentor.id, first.id, other.id}
    refusing = await society.mo.slash("match pair", cohort="Spring", mentee=late, mentor=mentor)
    assert first.mention not in refusing.text
