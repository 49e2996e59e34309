"""Proposing, reviewing, changing, approving, and undoing, through the front door."""

import csv
import io
import re
from datetime import timedelta

from bot.domain.errors import DomainError
from bot.domain.states import Role
from bot.language.say import ENGLISH
from bot.messages.errors import explain
from sandbox import Answer, Permission, Person
from tests.discord.cohorts.test_cohorts import file_of, read_in
from tests.discord.conftest import Society
from tests.discord.enrolled import INTRODUCED, a_cohort, enrol, match
from tests.discord.people import confirm, open_cohort, standing


def pairs_in(answer: Answer) -> set[str]:
    """Return the lines of an answer that name a pair."""
    lines = answer.text.splitlines()
    return {line[line.index("Mentor <@") :] for line in lines if "Mentor <@" in line}


async def test_a_lock_stays_through_every_later_proposal_until_it_is_released(
    society: Society,
) -> None:
    hosts, guests = await a_cohort(society)
    await match(society.mo, "preview")
    wanted = f"Mentor {hosts[1].mention}, mentee {guests[0].mention}"

    locked = await match(society.mo, "lock", mentee=guests[0], mentor=hosts[1])
    again = await match(society.mo, "preview")
    released = await match(society.mo, "lock", mentee=guests[0], mentor=hosts[1], release=True)

    assert wanted in locked.text
    assert "Locked" in locked.text
    assert wanted in again.text
    assert "fit · Locked" in again.text
    assert "· Locked" not in released.text


async def test_what_is_forbidden_is_not_proposed_and_the_rest_goes_round_it(
    society: Society,
) -> None:
    hosts, guests = await a_cohort(society, mentors=1, mentees=1)
    await match(society.mo, "preview")

    answer = await match(society.mo, "forbid", mentee=guests[0], mentor=hosts[0])

    assert pairs_in(answer) == set()
    assert "Unmatched mentee" in answer.text


async def test_a_decision_about_someone_outside_the_cohort_says_just_that(
    society: Society,
) -> None:
    hosts, guests = await a_cohort(society)
    cleo = society.guild.person("Cleo")
    before = await match(society.mo, "forbid", mentee=cleo, mentor=hosts[0])
    await match(society.mo, "preview")
    refused = [
        await match(society.mo, "forbid", mentee=cleo, mentor=hosts[0]),
        await match(society.mo, "lock", mentee=guests[0], mentor=cleo),
        await match(society.mo, "swap", one=guests[0], other=cleo),
    ]

    assert f"{cleo.mention} isn’t in “Spring” as a mentee." in before.text
    for answer in refused:
        assert f"{cleo.mention} isn’t in “Spring”." in answer.text


async def test_a_mentor_left_over_in_a_first_round_reads_of_this_round_alone(
    society: Society,
) -> None:
    await a_cohort(society, mentors=2, mentees=1)

    preview = await match(society.mo, "preview")

    assert "Mentees who’d fit are matched with other mentors in this round (1)." in preview.text
    assert "has a mentor already" not in preview.text


async def test_a_swap_exchanges_two_mentors(society: Society) -> None:
    _, guests = await a_cohort(society)
    before = pairs_in(await match(society.mo, "preview"))

    after = pairs_in(await match(society.mo, "swap", one=guests[0], other=guests[1]))

    assert len(after) == len(before) == 2
    assert not before & after


async def test_what_else_a_lock_changed_is_said_by_name(society: Society) -> None:
    hosts, guests = await a_cohort(society)
    preview = await match(society.mo, "preview")
    [mentor] = [
        one for one in hosts if f"Mentor {one.mention}, mentee {guests[0].mention}" in preview.text
    ]
    [other] = [one for one in hosts if one != mentor]

    locked = await match(society.mo, "lock", mentee=guests[0], mentor=other)
    again = await match(society.mo, "lock", mentee=guests[0], mentor=other)
    swapped = await match(society.mo, "swap", one=guests[0], other=guests[1])

    assert "Other pairs that changed: 1" in locked.text
    assert f"{guests[1].mention}: {other.mention} → {mentor.mention}" in locked.text
    assert "No other pair changed." in again.text
    assert "No other pair changed." in swapped.text
    assert "ther pair" not in (await match(society.mo, "preview")).text


async def test_a_lock_that_breaks_a_rule_says_which(society: Society) -> None:
    _, guests = await a_cohort(society)
    await match(society.mo, "preview")

    answer = await match(society.mo, "lock", mentee=guests[0], mentor=guests[1])

    assert "didn’t sign up as a mentor" in answer.text


async def test_two_moderators_do_not_overwrite_each_other(society: Society) -> None:
    hosts, guests = await a_cohort(society)
    other = society.guild.person("Other moderator", allow=Permission.MANAGE_GUILD)
    await match(society.mo, "preview")
    await match(other, "review")
    await match(society.mo, "lock", mentee=guests[0], mentor=hosts[1])

    refused = await match(other, "forbid", mentee=guests[0], mentor=hosts[1])
    approving = await match(other, "approve")
    await match(other, "review")
    accepted = await match(other, "forbid", mentee=guests[1], mentor=hosts[0])

    assert "you haven’t seen" in refused.text
    assert "you haven’t seen" in approving.text
    assert "Pairs: " in accepted.text


async def test_an_old_proposals_button_approves_nothing(society: Society) -> None:
    hosts, guests = await a_cohort(society)
    old = await match(society.mo, "preview")
    await match(society.mo, "lock", mentee=guests[0], mentor=hosts[1])

    answer = await (await society.mo.click(old, "Approve 2 pairs")).settled()

    assert "was replaced" in answer.text
    assert not society.guild.threads


async def test_chosen_pairs_are_introduced_and_the_others_wait_for_approval(
    society: Society,
) -> None:
    await a_cohort(society)
    preview = await match(society.mo, "preview")

    first = await match(society.mo, "approve", pairs="1")
    review = await match(society.mo, "review")
    again = await society.mo.click(preview, "Approve 2 pairs")
    rest = await confirm(society.mo, again)
    twice = await (await society.mo.click(preview, "Approve 2 pairs")).settled()

    assert "Pairs I’m introducing in private threads: 1" in first.text
    assert re.search(r"Still to approve: 1 \(<@\d+> with <@\d+>\)\.", first.text)
    assert "Spring · Pairs: 1 · Approved: 1 · Unmatched: 0" in review.text
    assert "**Still to approve: 1** Or run `/match preview`" in review.text
    assert "Nothing else is final until you approve." in review.text
    assert review.text.index("2. ") < review.text.index("1. "), "what is to be decided comes first"
    assert "· Approved" in review.text
    assert "Approve 1 pair" in [button.label for button in review.buttons]
    assert "Pairs I’m introducing in private threads: 1" in rest.text
    assert twice.text == explain(ENGLISH, DomainError("match.approved"))
    await society.discord.wait_for(
        lambda: sum(bool(standing(one, INTRODUCED)) for one in society.guild.threads) == 2
    )


async def test_pairs_are_chosen_in_the_preview_itself(society: Society) -> None:
    await a_cohort(society)
    preview = await match(society.mo, "preview")

    asked = await (await society.mo.select(preview, None, ["Pair 2 · Strong fit"])).settled()
    answer = await confirm(society.mo, asked)

    assert "Pairs I’m introducing in private threads: 1" in answer.text


async def test_numbers_that_mean_no_pair_are_explained(society: Society) -> None:
    await a_cohort(society)
    await match(society.mo, "preview")

    assert "couldn’t read" in (await match(society.mo, "approve", pairs="the best")).text
    assert "pairs 1 to 2" in (await match(society.mo, "approve", pairs="7")).text


async def test_a_moderator_who_lost_the_role_meanwhile_approves_nothing(society: Society) -> None:
    await a_cohort(society)
    role = society.guild.role("Helpers")
    helper = society.guild.person("Helper", role)
    await society.mo.slash("setup", moderator_role=role)
    preview = await match(helper, "preview")
    helper.member.roles.remove(role.id)

    answer = await (await helper.click(preview, "Approve 2 pairs")).settled()

    assert "for moderators" in answer.text
    assert not society.guild.threads


async def test_somebody_who_withdrew_after_the_preview_stops_the_approval_by_name(
    society: Society,
) -> None:
    _, guests = await a_cohort(society)
    await match(society.mo, "preview")
    fresh = await match(society.mo, "review")
    await guests[0].slash("leave", cohort="Spring")

    status = await society.mo.slash("cohort status", name="Spring")
    outdated = await match(society.mo, "review")
    refused = await match(society.mo, "approve")
    again = await match(society.mo, "preview")
    approved = await match(society.mo, "approve")

    assert "answers changed" not in fresh.text
    assert "People in the preview whose answers changed: 1. Run `/match preview`" in status.text
    assert "People here whose answers changed: 1" in outdated.text
    assert guests[0].mention in refused.text
    assert "Not approved" in refused.text
    assert "answers changed" not in again.text
    assert len(pairs_in(again)) == 1
    assert "Pairs I’m introducing in private threads: 1" in approved.text


async def test_whoever_left_the_server_is_neither_proposed_nor_counted_as_a_reader(
    society: Society,
) -> None:
    _, guests = await a_cohort(society, mentors=1, mentees=3)
    first = one_in(guests, await match(society.mo, "preview"))
    society.guild.leave(first)

    await match(society.mo, "approve")
    stale = await match(society.mo, "review")
    again = await match(society.mo, "preview")
    asked = await (await society.mo.slash("match approve", cohort="Spring")).settled()

    assert f"{first.mention} left the server." in stale.text
    second = one_in(guests, again)
    assert second is not first
    assert "People I’ll message: 3" in asked.text
    assert first.mention not in asked.text

    society.guild.leave(second)
    third = one_in(guests, await match(society.mo, "preview"))
    assert third not in (first, second), "they were looked up again"


def one_in(guests: list[Person], answer: Answer) -> Person:
    """Return the one mentee who is proposed."""
    [line] = pairs_in(answer)
    [mentee] = [guest for guest in guests if guest.mention in line]
    return mentee


async def test_without_mentors_or_mentees_nothing_is_proposed(society: Society) -> None:
    await open_cohort(society)
    empty = await match(society.mo, "preview")
    await enrol(society, society.guild.person("Nils"), Role.MENTEE)
    no_mentor = await match(society.mo, "preview")

    assert "Unmatched mentees: 0 · Mentors with room: 0" in empty.text
    assert "Unmatched mentees: 1 · Mentors with room: 0" in no_mentor.text


async def test_a_stored_run_comes_out_the_same_when_it_is_played_again(society: Society) -> None:
    await a_cohort(society, mentors=2, mentees=4)
    preview = await match(society.mo, "preview")

    answer = await (await society.mo.click(preview, custom_id="pc1:match:replay:")).settled()

    assert "got the same pairs" in answer.text


async def test_a_preview_says_what_one_more_mentor_would_change(society: Society) -> None:
    await a_cohort(society, mentors=1, mentees=3)

    preview = await match(society.mo, "preview")

    assert "one more mentor" in preview.text
    assert "would match" in preview.text


async def test_the_weakest_fits_come_first_on_request_and_keep_their_numbers(
    society: Society,
) -> None:
    await open_cohort(society)
    for number in range(6):
        await enrol(society, society.guild.person(f"Mentor {number}"), Role.MENTOR)
        topics = ("research",) if number < 4 else ("interviews", "leadership")
        mentee = society.guild.person(f"Mentee {number}")
        await enrol(society, mentee, Role.MENTEE, topics=topics)
    preview = await match(society.mo, "preview")

    command = await match(society.mo, "review", show="Weakest fits first")
    first = command.text
    button = await society.mo.click(preview, custom_id="pc1:match:weakest:")

    assert "1. Strong fit" in preview.text
    assert "Page 1 of 2 · Weakest first" in first
    assert first.index("5. ") < first.index("1. Strong fit")
    assert button.text == first
    later = await society.mo.click(command, "Next")
    assert "Page 2 of 2 · Weakest first" in later.text
    asked = await (await society.mo.select(later, None, ["Pair 4 · Strong fit"])).settled()
    assert "Pairs I’m introducing in private threads: 1" in (await confirm(society.mo, asked)).text
    back = await society.mo.click(later, "Sort by number")
    assert "Weakest first" not in back.text


async def test_of_a_mentee_who_asked_for_nothing_no_fit_is_claimed(society: Society) -> None:
    [mentor], _ = await a_cohort(society, mentors=1, mentees=0)
    silent = society.guild.person("Silent")
    file = await read_in(society, [f"{silent.id},mentee,post-bac,,,,"])
    await (await society.mo.click(file, custom_id="pc1:cohort:import-quiet:")).settled()

    preview = await match(society.mo, "preview")

    assert f"Mentor {mentor.mention}, mentee {silent.mention}" in preview.text
    assert "1. Fit unknown" in preview.text
    assert "didn’t ask for anything specific" in preview.text
    assert "ood fit" not in preview.text
    exported = await match(society.mo, "review", show="File (CSV)")
    assert ",unknown," in file_of(exported, society)


async def test_a_changed_proposal_opens_where_the_pair_is(society: Society) -> None:
    hosts, guests = await a_cohort(society, mentors=9, mentees=9)
    await match(society.mo, "preview")

    locked = await match(society.mo, "lock", mentee=guests[8], mentor=hosts[8])
    forbidden = await match(society.mo, "forbid", mentee=guests[7], mentor=hosts[8])

    assert "Page 3 of 3" in locked.text
    assert f"Mentor {hosts[8].mention}, mentee {guests[8].mention}" in locked.text
    assert f"mentee {guests[7].mention}" in forbidden.text
    assert f"Kept apart: {hosts[8].mention} and {guests[7].mention}" in forbidden.text


async def test_locks_and_forbids_are_listed_and_lifted_with_or_without_a_proposal(
    society: Society,
) -> None:
    hosts, guests = await a_cohort(society)
    early = await match(society.mo, "forbid", mentee=guests[0], mentor=hosts[0])
    assert "I won’t propose" in early.text
    preview = await match(society.mo, "preview")
    assert f"Mentor {hosts[0].mention}, mentee {guests[0].mention}" not in preview.text
    await match(society.mo, "lock", mentee=guests[1], mentor=hosts[0])
    await match(society.mo, "approve")

    listed = await match(society.mo, "review", show="Locks and forbids")

    assert f"1. Locked: mentor {hosts[0].mention}, mentee {guests[1].mention}" in listed.text
    assert f"2. Kept apart: mentor {hosts[0].mention}, mentee {guests[0].mention}" in listed.text
    lifted = await (await society.mo.select(listed, None, ["Allow 2 again"])).settled()
    assert "I can propose" in lifted.text
    assert "Kept apart" not in lifted.text
    released = await match(society.mo, "lock", mentee=guests[1], mentor=hosts[0], release=True)
    assert "aren’t locked anymore" in released.text
    assert "No locks or forbids" in released.text
    log = await society.mo.slash("cohort log", name="Spring")
    assert f"Allowed again: {hosts[0].mention} and {guests[0].mention}" in log.text


async def test_whoever_is_away_in_the_first_weeks_is_proposed_with_that_said(
    society: Society,
) -> None:
    hosts, _ = await a_cohort(society)
    last = society.discord.clock.now() + timedelta(days=20)
    await hosts[0].slash("away", {"from": "today", "until": f"{last:%B} {last.day}"})

    preview = await match(society.mo, "preview")

    assert f"{hosts[0].mention} is away until {last:%a, %b} {last.day}" in preview.text
    assert f"{hosts[1].mention} is away" not in preview.text


async def test_a_proposal_is_a_file_that_runs_no_formula_and_keeps_every_digit(
    society: Society,
) -> None:
    await open_cohort(society)
    mentor, mentee = society.guild.person("=1+1"), society.guild.person("Ana")
    left = society.guild.person("Left")
    await enrol(society, mentor, Role.MENTOR)
    for each in (mentee, left):
        await enrol(society, each, Role.MENTEE)
    await match(society.mo, "preview")

    by_command = await match(society.mo, "review", show="File (CSV)")
    by_button = await (
        await society.mo.click(await match(society.mo, "review"), custom_id="pc1:match:file:")
    ).settled()

    files = [
        file.data
        for answer in (by_command, by_button)
        for message in answer.messages
        for file in message.attachments
    ]
    assert len(files) == 2
    assert files[0] == files[1]
    text = files[0].decode("utf-8-sig")
    rows = list(csv.DictReader(io.StringIO(text)))
    assert [row["state"] for row in rows] == ["proposed", "unmatched"]
    assert rows[0]["mentor"] == "'=1+1"
    assert rows[0]["mentor_id"] == f"'{mentor.id}"
    assert rows[0]["fit"] == "strong"
    assert rows[0]["why"]
    assert {row["mentee"] for row in rows} == {"Ana", "Left"}
