"""Introductions: what they say, and what happens when one can't be made."""

from bot.domain.states import Role
from sandbox import Answer, Permission, Person
from sandbox.people.transcript import text_of
from tests.discord.conftest import Society
from tests.discord.enrolled import (
    INTRODUCED,
    a_cohort,
    a_pair,
    approve_all,
    enrol,
    introduced,
    match,
)
from tests.discord.meeting_people import ids_of
from tests.discord.people import open_cohort, propose_and_approve, sign_up, standing

CASE = "Message not delivered"
MISSING = "I don’t have these permissions"
NO_THREADS = Permission.CREATE_PRIVATE_THREADS


async def test_it_says_who_each_is_why_these_two_and_how_to_begin(society: Society) -> None:
    mentor, mentee, thread = await a_pair(society)

    [message] = standing(thread, INTRODUCED)
    fields = {field["name"]: field["value"] for field in message.embeds[0]["fields"]}

    assert {user.id for user in message.mentions} == {mentor.id, mentee.id}
    assert f"{mentor.mention}: Resident, Medicine. Can help with: Research" in fields["About you"]
    assert "Can help with: Research" in fields["Why you matched"]
    assert "How did you find your first project" in fields["Icebreaker"]
    assert len(text_of(message).split()) <= 90


async def test_each_reads_what_the_other_hopes_for_and_nobody_else_does(society: Society) -> None:
    nils, mira, omar = (society.guild.person(name) for name in ("Nils", "Mira", "Omar"))
    await open_cohort(society)
    await sign_up(society, mira, "I can mentor", goals="Calm <@123> [before](https://a.org) exams")
    await sign_up(society, nils, goals="A first poster")
    await sign_up(society, omar, goals="Anatomy", topics=["networking"])
    await propose_and_approve(society)
    message = await society.discord.until_message(nils, containing=INTRODUCED)
    thread = society.discord.world.channels[message.channel_id]
    fields = {field["name"]: field["value"] for field in message.embeds[0]["fields"]}

    assert fields["What the mentee hopes for"] == "A first poster"
    assert "(mention)" in fields["What the mentor would like to share"]
    assert "](https://" not in fields["What the mentor would like to share"]
    theirs = await mira.slash("pair status", at=thread)
    own = await nils.slash("pair status", at=thread)
    assert f"{nils.mention}: A first poster" in theirs.text
    assert theirs.ephemeral
    assert "A first poster" not in own.text
    assert "Calm" in own.text
    assert not [sight for sight in omar.sees() if "A first poster" in sight.text]


async def test_a_missing_permission_is_one_post_and_each_introduction_a_case(
    society: Society,
) -> None:
    guests, shown = await _introduction_without_permission(society)
    society.guild.overwrite(society.mentoring, society.guild.bot_role)
    [retry] = ids_of(shown.messages[0], "pc1:case:retry")
    again = await society.mo.click(shown, custom_id=retry)

    assert "Create Private Threads" in shown.text
    assert "will close once it arrives" in again.text
    await introduced(society, guests[0])
    assert len(society.guild.threads) == 1
    assert "already" in (await society.mo.click_forged(shown.messages[0], retry)).text
    assert "Resolved automatically" in (await society.mo.slash("case show", case=2)).text
    assert standing(society.back_room, CASE) == []


async def test_only_moderators_try_an_introduction_again(society: Society) -> None:
    guests, shown = await _introduction_without_permission(society)
    [retry] = ids_of(shown.messages[0], "pc1:case:retry")

    answer = await guests[0].click_forged(shown.messages[0], retry)

    assert "for moderators" in answer.text


async def _introduction_without_permission(society: Society) -> tuple[list[Person], Answer]:
    """Let an introduction fail once moderators were told what is missing; return its case."""
    society.guild.overwrite(society.mentoring, society.guild.bot_role, deny=NO_THREADS)
    await society.discord.until_message(society.back_room, containing=MISSING)
    _, guests = await a_cohort(society, mentors=1, mentees=1)
    await approve_all(society)
    for _ in range(200):
        shown = await society.mo.slash("case show", case=2)
        if CASE in shown.text:
            return guests, shown
        await society.pass_time(seconds=1)
    raise AssertionError("the introduction was never given up")


async def test_when_the_fifth_of_forty_is_refused_the_rest_are_introduced(
    society: Society,
) -> None:
    hosts, guests = await a_cohort(society, mentors=40, mentees=40)
    await match(society.mo, "preview")

    await match(society.mo, "approve")
    # Introductions leave one after the other, some seconds long: the fifth meets an empty chair.
    society.guild.leave(guests[4])

    await society.discord.wait_for(
        lambda: sum(bool(standing(one, INTRODUCED)) for one in society.guild.threads) == 39, 30
    )
    case = await society.discord.until_message(society.back_room, containing=CASE)
    assert "has left the server" in case.embeds[0]["description"]
    assert len(standing(society.back_room, CASE)) == 1
    assert len(hosts) == 40


async def test_whoever_is_left_over_reads_why_when_and_what_else(society: Society) -> None:
    _, guests = await a_cohort(society, mentors=1, mentees=2)
    await approve_all(society)
    texts = [(await guest.slash("status")).text for guest in guests]
    [waiting] = [text for text in texts if "Waitlisted for" in text]

    assert "All spots are taken" in waiting
    assert "by <t:" in waiting
    assert "/mentor find" in waiting
    assert "/program suggest" in waiting


async def test_moderators_are_reminded_of_the_round_that_was_promised(society: Society) -> None:
    await a_cohort(society, mentors=1, mentees=2)
    await approve_all(society)

    await society.pass_time(days=14, hours=1)

    case = await society.discord.until_message(society.back_room, containing="round is due")
    assert "/match preview" in case.embeds[0]["description"]


async def test_a_mentor_and_all_their_mentees_share_one_thread_in_circles(
    society: Society,
) -> None:
    await society.mo.slash("cohort create", name="Spring", kind="circles")
    await society.mo.slash("cohort open", name="Spring")
    mentor = society.guild.person("Mira")
    mentees = [society.guild.person(f"Mentee {number}") for number in range(3)]
    await enrol(society, mentor, Role.MENTOR, capacity=3)
    for mentee in mentees:
        await enrol(society, mentee, Role.MENTEE)

    await approve_all(society)
    thread = await introduced(society, mentor)

    [message] = standing(thread, INTRODUCED)
    assert {user.id for user in message.mentions} == {mentor.id, *(one.id for one in mentees)}
    # A reason is about one mentee alone; without it everyone's line fits on a phone.
    assert "Why you matched" not in {field["name"] for field in message.embeds[0]["fields"]}
    assert len(text_of(message).split()) <= 90
    assert len(society.guild.threads) == 1


async def test_one_mentee_of_a_circle_asks_the_moderators_and_the_circle_goes_on(
    society: Society,
) -> None:
    await society.mo.slash("cohort create", name="Spring", kind="circles")
    await society.mo.slash("cohort open", name="Spring")
    mentor = society.guild.person("Mira")
    mentees = [society.guild.person(f"Mentee {number}") for number in range(2)]
    await enrol(society, mentor, Role.MENTOR, capacity=2)
    for mentee in mentees:
        await enrol(society, mentee, Role.MENTEE)
    await approve_all(society)
    thread = await introduced(society, mentor)

    asked = await mentees[0].slash("pair rematch", at=thread)
    done = await mentees[0].click(asked, custom_id="pc1:pair:rematch-now:")

    assert "won’t be told" in done.text
    await society.discord.until_message(society.back_room, containing="Wants to change circles")
    assert not standing(thread, "our mentorship ends here")


async def test_a_thread_is_named_by_its_people_or_by_the_cohort_as_the_server_chose(
    society: Society,
) -> None:
    hosts, _ = await a_cohort(society)
    hosts[0].member.nick = "Mira (MD)"
    await match(society.mo, "preview")
    await match(society.mo, "approve", pairs="1")
    first = await society.discord.until_message(hosts[0], containing=INTRODUCED)
    setup = await society.mo.slash("setup", thread_names="Cohort")
    assert "(`/setup thread-names`): Cohort" in setup.text
    await match(society.mo, "approve")
    second = await society.discord.until_message(hosts[1], containing=INTRODUCED)

    channels = society.discord.world.channels
    assert channels[first.channel_id].name.startswith("Mira MD & Mentee 0 (")
    assert channels[second.channel_id].name.startswith("Spring (")
    back = await society.mo.slash("setup", thread_names="People")
    assert "(`/setup thread-names`): People" in back.text
