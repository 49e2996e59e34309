"""A moderator pairs, moves, parts, and restores two people by hand, each time shown first."""

from datetime import timedelta
from typing import Any

from bot.domain.ids import GuildId, UserId
from bot.domain.states import Role
from bot.storage.cohorts import profiles
from sandbox import Answer, Person
from tests.discord.cohorts.test_cohorts import read_in
from tests.discord.conftest import Society
from tests.discord.enrolled import INTRODUCED, a_circle, a_cohort, a_pair, enrol, introduced, match
from tests.discord.people import confirm, standing

FINISHED = "together"
AGAIN = "rematch"
GOODBYE = "our mentorship ends here"
SINCE_START = "You can all read this thread from the start"


async def by_hand(society: Society, mentee: Person, mentor: Person, **options: Any) -> Answer:
    """Use /match pair, and return what it shows before it asks."""
    return await (
        await society.mo.slash(
            "match pair", cohort="Spring", mentee=mentee, mentor=mentor, **options
        )
    ).settled()


def labels(answer: Answer) -> list[str]:
    """Return the labels of an answer's buttons."""
    return [button.label for button in answer.buttons]


async def avoids(society: Society, person: Person, other: Person) -> None:
    """Put someone on a confidential list."""
    guild = GuildId(society.guild.id)
    await society.running.app.database.write(
        profiles.save_avoided, guild, UserId(person.id), [UserId(other.id)]
    )


async def test_two_who_wait_are_shown_with_places_and_absences_and_introduced_at_once(
    society: Society,
) -> None:
    [mentor], [mentee] = await a_cohort(society, mentors=1, mentees=1, capacity=2)
    last = society.discord.clock.now() + timedelta(days=20)
    await mentor.slash("away", {"from": "today", "until": f"{last:%B} {last.day}"})

    other = await by_hand(society, mentee, mentor)
    asked = await by_hand(society, mentee, mentor, note="They asked for it")

    assert labels(asked) == ["Introduce pair", "Keep as is"]
    assert f"Mentor {mentor.mention} · Mentee {mentee.mention}" in asked.text
    assert f"{mentor.mention} · Spots left: 2 of 2" in asked.text
    assert f"{mentor.mention} is away" in asked.text
    assert "People I’ll message: 2" in asked.text
    assert not society.guild.threads
    done = await confirm(society.mo, asked)
    assert f"I’m introducing {mentor.mention} and {mentee.mention}" in done.text
    message = await society.discord.until_message(mentee, containing=INTRODUCED)
    assert message.notified == {mentor.id, mentee.id}
    log = await society.mo.slash("cohort log", name="Spring")
    assert f"Paired by hand: {mentor.mention} with {mentee.mention}" in log.text
    assert "Why: They asked for it" in log.text
    twice = await confirm(society.mo, other)
    assert "already mentors" in twice.text
    assert "already mentors" in (await by_hand(society, mentee, mentor)).text


async def test_whoever_has_not_confirmed_is_said_before_they_are_paired_or_approved(
    society: Society,
) -> None:
    [mentor], _ = await a_cohort(society, mentors=1, mentees=0)
    imported = society.guild.person("Imported")
    preview = await read_in(society, [f"{imported.id},mentee,post-bac,,,America/Chicago,"])
    await (await society.mo.click(preview, custom_id="pc1:cohort:import-yes:")).settled()
    told = await society.discord.until_message(imported, containing="signed you up for")
    unconfirmed = (
        f"Haven’t confirmed their sign-up yet: {imported.mention}. See them in `/cohort people`."
    )

    paired = await by_hand(society, imported, mentor)
    await match(society.mo, "preview")
    asked = await (await society.mo.slash("match approve", cohort="Spring")).settled()

    assert unconfirmed in paired.text
    assert unconfirmed in asked.text
    await imported.click(told, "I’m in")
    assert unconfirmed not in (await by_hand(society, imported, mentor)).text
    done = await confirm(society.mo, asked)
    assert "Pairs I’m introducing in private threads: 1" in done.text, (
        "confirming meanwhile asks nothing again"
    )


async def test_a_private_choice_is_respected_and_refused_in_the_words_of_an_earlier_mentorship(
    society: Society,
) -> None:
    hosts, guests = await a_cohort(society, mentors=2, mentees=2)
    await avoids(society, guests[0], hosts[0])
    await avoids(society, hosts[0], guests[1])

    of_mentee = await by_hand(society, guests[0], hosts[0])
    of_mentor = await by_hand(society, guests[1], hosts[0])
    await confirm(society.mo, await by_hand(society, guests[1], hosts[1]))
    thread = await introduced(society, guests[1])
    await confirm(society.mo, await by_hand(society, guests[1], hosts[1], act=FINISHED))
    await society.discord.until_message(thread, containing="has wrapped up")
    earlier = await by_hand(society, guests[1], hosts[1])

    def without_names(answer: Answer) -> str:
        text, _, _ = answer.text.partition("```")  # the command, given back as it was typed
        for person in (*hosts, *guests):
            text = text.replace(person.mention, "@")
        return text

    assert "can’t be paired by hand" in of_mentee.text
    assert without_names(of_mentee) == without_names(of_mentor) == without_names(earlier)
    assert "avoid" not in of_mentee.text


async def test_a_choice_made_after_the_question_is_respected_too(society: Society) -> None:
    [mentor], [mentee] = await a_cohort(society, mentors=1, mentees=1)
    asked = await by_hand(society, mentee, mentor)
    await avoids(society, mentee, mentor)

    refused = await confirm(society.mo, asked)

    assert "can’t be paired by hand" in refused.text
    assert not society.guild.threads


async def test_what_stands_against_a_pair_is_said(society: Society) -> None:
    hosts, guests = await a_cohort(society, mentors=2, mentees=2)
    stranger = society.guild.person("Stranger")
    await match(society.mo, "preview")
    await match(society.mo, "forbid", mentee=guests[0], mentor=hosts[0])
    forbidden = await by_hand(society, guests[0], hosts[0])
    not_there = await by_hand(society, stranger, hosts[0])
    wrong_way = await by_hand(society, hosts[0], guests[0])
    same = await by_hand(society, guests[0], guests[0])
    await confirm(society.mo, await by_hand(society, guests[0], hosts[1]))
    full = await by_hand(society, guests[1], hosts[1])
    member = await guests[0].slash(
        "match pair", cohort="Spring", mentee=guests[0], mentor=hosts[0], force=True
    )

    assert "A moderator keeps" in forbidden.text
    assert f"{stranger.mention} isn’t in “Spring” as a mentee" in not_there.text
    assert f"{hosts[0].mention} isn’t in “Spring” as a mentee" in wrong_way.text
    assert "the same person" in same.text
    assert "no spots left" in full.text
    assert "for moderators" in (await member.settled()).text


async def test_an_open_proposal_takes_the_two_as_locked(society: Society) -> None:
    hosts, guests = await a_cohort(society)
    await match(society.mo, "preview")

    asked = await by_hand(society, guests[0], hosts[1])
    assert labels(asked) == ["Introduce pair", "Lock in proposal", "Keep as is"]
    locked = await (await society.mo.click(asked, "Lock in proposal")).settled()

    assert f"Locked: mentor {hosts[1].mention}, mentee {guests[0].mention}" in locked.text
    assert not society.guild.threads
    approved = await match(society.mo, "approve")
    assert "Pairs I’m introducing in private threads: 2" in approved.text


async def test_introducing_two_says_that_the_open_proposal_had_other_plans(
    society: Society,
) -> None:
    hosts, guests = await a_cohort(society)
    await match(society.mo, "preview")

    done = await confirm(society.mo, await by_hand(society, guests[0], hosts[1]))

    assert "This changes the open proposal" in done.text
    again = await match(society.mo, "preview")
    assert "Pairs: 1" in again.text
    approved = await match(society.mo, "approve")
    assert "Pairs I’m introducing in private threads: 1" in approved.text


async def test_a_mentee_is_moved_and_the_old_pair_ends_without_blame(society: Society) -> None:
    old, mentee, thread = await a_pair(society)
    new = society.guild.person("New mentor")
    await enrol(society, new, Role.MENTOR)

    asked = await by_hand(society, mentee, new)
    assert labels(asked) == ["Move mentee", "Keep as is"]
    assert f"From: Mentor {old.mention} · Mentee {mentee.mention}" in asked.text
    assert f"To: Mentor {new.mention} · Mentee {mentee.mention}" in asked.text
    assert "People I’ll message: 3" in asked.text
    assert GOODBYE in asked.text
    moved = await confirm(society.mo, asked)

    assert f"{mentee.mention} is moving to {new.mention}" in moved.text
    goodbye = await society.discord.until_message(thread, containing=GOODBYE)
    assert "This isn’t about anything you did" in goodbye.content
    met = await society.discord.until_message(new, containing=INTRODUCED)
    assert new.id in met.notified
    log = await society.mo.slash("cohort log", name="Spring")
    assert f"Moved {mentee.mention}: {old.mention} → {new.mention}" in log.text
    preview = await match(society.mo, "preview")
    assert "Unmatched mentees: 0 · Mentors with room: 1" in preview.text


async def test_one_pair_is_ended_and_restored_within_a_week(society: Society) -> None:
    mentor, mentee, thread = await a_pair(society)

    asked = await by_hand(society, mentee, mentor, act=AGAIN, note="A mix-up")
    assert labels(asked) == ["End pair", "Keep as is"]
    assert "You’ll each be first in the next round, with someone new." in asked.text
    ended = await confirm(society.mo, asked)
    assert "will get a goodbye" in ended.text
    await society.discord.until_message(thread, containing=GOODBYE)
    await society.pass_time(days=6)
    again = await by_hand(society, mentee, mentor, act="restore")
    assert labels(again) == ["Restore pair", "Keep as is"]
    restored = await confirm(society.mo, again)

    assert f"The pair {mentor.mention} and {mentee.mention} continues" in restored.text
    message = await society.discord.until_message(thread, containing="our mentorship is back on")
    assert message.notified == {mentor.id, mentee.id}
    assert "has ended" not in (await mentee.slash("pair status", at=thread)).text
    log = await society.mo.slash("cohort log", name="Spring")
    assert f"Restored: {mentor.mention} with {mentee.mention}" in log.text
    assert "Restored since · Why: A mix-up" in log.text
    empty = await match(society.mo, "preview")
    assert "Unmatched mentees: 0 · Mentors with room: 0" in empty.text
    twice = await by_hand(society, mentee, mentor, act="restore")
    assert f"{mentor.mention} and {mentee.mention} are still a pair" in twice.text
    assert "nothing to restore" in twice.text


async def test_a_pair_is_not_restored_after_a_week_or_against_what_its_people_want(
    society: Society,
) -> None:
    mentor, mentee, thread = await a_pair(society)
    rematch = await mentee.slash("pair rematch", at=thread)
    await mentee.click(rematch, custom_id="pc1:pair:rematch-now:")
    await society.discord.until_message(thread, containing=GOODBYE)

    wanted = await by_hand(society, mentee, mentor, act="restore")
    assert "can’t restore" in wanted.text

    other = society.guild.person("Other mentor")
    await enrol(society, other, Role.MENTOR)
    await confirm(society.mo, await by_hand(society, mentee, other))
    await introduced(society, other)
    await confirm(society.mo, await by_hand(society, mentee, other, act=FINISHED))
    await society.pass_time(days=7, minutes=1)
    late = await by_hand(society, mentee, other, act="restore")
    assert "only restore one within 7 days" in late.text
    assert "doesn’t mentor" in (await by_hand(society, mentee, other, act=FINISHED)).text


async def test_a_mentee_is_taken_out_of_a_circle_which_goes_on_and_all_of_it_are_told(
    society: Society,
) -> None:
    zone = "America/Chicago"
    mentor, (ana, ben), thread = await a_circle(society, zone, zone)

    asked = await by_hand(society, ana, mentor, act=AGAIN)
    assert labels(asked) == ["Remove from circle", "Keep as is"]
    assert f"Removed: {ana.mention}" in asked.text
    await confirm(society.mo, asked)

    told = await society.discord.until_message(thread, containing="isn’t in this circle anymore")
    assert told.notified == {mentor.id, ana.id, ben.id}
    assert f"{ana.mention}, you’ll be first in the next round" in told.content
    assert "This isn’t about anything anyone did" in told.content
    assert "has ended" not in (await ben.slash("pair status", at=thread)).text
    assert standing(thread, GOODBYE) == []


async def test_a_mentee_moved_out_of_a_circle_is_put_back_with_what_it_had(
    society: Society,
) -> None:
    zone = "America/Chicago"
    mentor, (ana, ben), thread = await a_circle(society, zone, zone)
    form = await ana.slash("update log", at=thread)
    await ana.submit(form, {"moved": "I finished my first draft"})
    await society.discord.until_message(thread, containing="I finished my first draft")
    other = society.guild.person("Other mentor")
    await enrol(society, other, Role.MENTOR)
    await confirm(society.mo, await by_hand(society, ana, other))
    await introduced(society, other)

    asked = await by_hand(society, ana, mentor)
    assert labels(asked) == ["Move mentee", "Keep as is"]
    assert f"To: Mentor {mentor.mention} · Mentees {ben.mention} and {ana.mention}" in asked.text
    assert "They’ll join the new mentor’s circle" in asked.text
    done = await confirm(society.mo, asked)

    assert f"{ana.mention} is moving to {mentor.mention}" in done.text
    back = await society.discord.until_message(thread, containing="you’re back in your circle")
    assert ana.id in back.notified
    assert ana.id in thread.thread_members
    assert any("I finished my first draft" in sight.text for sight in ana.sees(thread))
    status = await (await ana.slash("pair status", at=thread)).settled()
    assert ben.mention in status.text
    log = await society.mo.slash("cohort log", name="Spring")
    moved_out = f"Moved {ana.mention}: {mentor.mention} → {other.mention}"
    assert f"{moved_out} · Restored since" in log.text
    assert f"Moved {ana.mention}: {other.mention} → {mentor.mention}" in log.text


async def test_a_private_choice_keeps_someone_out_of_a_circle_they_were_moved_from(
    society: Society,
) -> None:
    zone = "America/Chicago"
    mentor, (ana, _), _ = await a_circle(society, zone, zone)
    await confirm(society.mo, await by_hand(society, ana, mentor, act=AGAIN))
    await avoids(society, ana, mentor)

    refused = await by_hand(society, ana, mentor)

    assert "can’t be paired by hand" in refused.text


async def test_someone_paired_by_hand_joins_the_mentors_circle(society: Society) -> None:
    zone = "America/Chicago"
    mentor, mentees, thread = await a_circle(society, zone, zone)
    late, other = society.guild.person("Late"), society.guild.person("Other mentor")
    await enrol(society, late, Role.MENTEE)
    await enrol(society, other, Role.MENTOR, capacity=3)
    await confirm(society.mo, await by_hand(society, mentees[0], other))
    await society.discord.until_message(thread, containing="isn’t in this circle anymore")
    await society.pass_time(days=2)

    moving = await by_hand(society, mentees[1], other)
    assert "They’ll join the new mentor’s circle" in moving.text
    assert SINCE_START in moving.text
    asked = await by_hand(society, late, mentor)
    assert "People I’ll message: 3" in asked.text
    assert SINCE_START in asked.text
    assert "in the next two weeks" not in asked.text
    await confirm(society.mo, asked)

    joined = await society.discord.until_message(thread, containing="You’re joining their circle")
    assert joined.notified == {mentor.id, mentees[1].id, late.id}
    assert SINCE_START in joined.content
    assert late.id in thread.thread_members
    assert "Your circle" in (await late.slash("pair status", at=thread)).text


async def page_of(society: Society, person: Person) -> Answer:
    """Open someone's page from the list of the cohort's people."""
    page = await society.mo.slash("cohort people", name="Spring", person=person)
    return await page.settled()


async def test_a_persons_page_pairs_moves_ends_and_restores_by_buttons(society: Society) -> None:
    [mentor, other], [mentee] = await a_cohort(society, mentors=2, mentees=1)

    who = await society.mo.click(await page_of(society, mentee), "Pair with a mentor")
    asked = await (await society.mo.select(who, "pc1:hand:mentor-pick", [mentor])).settled()
    assert labels(asked) == ["Introduce pair", "Keep as is"]
    await confirm(society.mo, asked)
    thread = await introduced(society, mentee)
    who = await society.mo.click(await page_of(society, other), "Pair with a mentee")
    moving = await (await society.mo.select(who, "pc1:hand:mentee-pick", [mentee])).settled()
    assert labels(moving) == ["Move mentee", "Keep as is"]
    which = await society.mo.click(await page_of(society, mentee), custom_id="pc1:hand:end:")
    chosen = [f"{mentor.name}: End and rematch"]
    ending = await (await society.mo.select(which, None, chosen)).settled()
    assert labels(ending) == ["End pair", "Keep as is"]
    await confirm(society.mo, ending)
    await society.discord.until_message(thread, containing=GOODBYE)
    again = await society.mo.click(await page_of(society, mentee), "Restore pair")
    restoring = await again.settled()
    assert labels(restoring) == ["Restore pair", "Keep as is"]
    await confirm(society.mo, restoring)

    await society.discord.until_message(thread, containing="our mentorship is back on")
    assert "Move to new mentor" in labels(await page_of(society, mentee))


async def test_whoever_was_removed_or_is_kept_apart_is_not_put_back_by_restoring(
    society: Society,
) -> None:
    hosts, guests = await a_cohort(society)
    for guest, host in zip(guests, hosts, strict=True):
        await confirm(society.mo, await by_hand(society, guest, host))
        await introduced(society, guest)
        await confirm(society.mo, await by_hand(society, guest, host, act=FINISHED))
    shown = [
        await by_hand(society, guest, host, act="restore")
        for guest, host in zip(guests, hosts, strict=True)
    ]
    removing = await society.mo.click(
        await page_of(society, guests[0]), custom_id="pc1:person:remove:"
    )
    await (await society.mo.click(removing, custom_id="pc1:act:confirm:")).settled()
    await match(society.mo, "forbid", mentee=guests[1], mentor=hosts[1])

    removed, apart = [await confirm(society.mo, each) for each in shown]
    again = await by_hand(society, guests[0], hosts[0], act="restore")

    for answer in (removed, again):
        assert f"{guests[0].mention} isn’t in “Spring” as a mentee" in answer.text
    assert "Restore pair" not in labels(await page_of(society, guests[0]))
    assert "A moderator keeps" in apart.text
    log = await society.mo.slash("cohort log", name="Spring")
    assert "Restored" not in log.text


async def test_a_circle_is_not_restored_beside_the_one_that_its_mentor_has_by_now(
    society: Society,
) -> None:
    zone = "America/Chicago"
    mentor, mentees, _ = await a_circle(society, zone, zone)
    await confirm(society.mo, await by_hand(society, mentees[0], mentor, act=FINISHED))
    late = society.guild.person("Late")
    await enrol(society, late, Role.MENTEE)
    await enrol(society, mentor, Role.MENTOR, capacity=9)
    await confirm(society.mo, await by_hand(society, late, mentor))

    refused = await by_hand(society, mentees[0], mentor, act="restore")

    assert f"{mentor.mention} has another circle now" in refused.text
    assert labels(refused) == []


async def test_taking_out_a_mentee_who_left_meanwhile_touches_no_one_else(
    society: Society,
) -> None:
    zone = "America/Chicago"
    mentor, (ana, ben), thread = await a_circle(society, zone, zone)
    asked = await by_hand(society, ana, mentor, act=AGAIN)
    other = await by_hand(society, ana, mentor, act=AGAIN)
    await confirm(society.mo, other)

    late = await confirm(society.mo, asked)

    assert f"{mentor.mention} doesn’t mentor {ana.mention}" in late.text
    assert "has ended" not in (await ben.slash("pair status", at=thread)).text


async def test_restoring_is_not_offered_where_someone_wanted_another_match(
    society: Society,
) -> None:
    mentor, mentee, thread = await a_pair(society)
    await mentee.click(
        await mentee.slash("pair rematch", at=thread), custom_id="pc1:pair:rematch-now:"
    )
    await society.discord.until_message(thread, containing=GOODBYE)

    for person in (mentor, mentee):
        assert "Restore pair" not in labels(await page_of(society, person))
