"""A cohort's life as moderators steer it, its people by page and by file."""

from collections.abc import Iterable

import pytest
from sqlalchemy import Connection

from bot.domain.ids import CohortId, GuildId, PairId
from bot.messages.errors import CORRECT
from bot.services.matching import people as match_people
from bot.storage.cohorts import cohorts
from bot.storage.cohorts.cohorts import Cohort
from bot.storage.tables import avoided, enrolments
from sandbox import Answer, Permission, Person
from sandbox.people.transcript import text_of
from tests.discord.conftest import Society
from tests.discord.many_cases import trouble
from tests.discord.people import (
    a_pair,
    confirm,
    end_cohort,
    open_cohort,
    propose_and_approve,
    sign_up,
    standing,
)
from tests.every_society import select

HEADER = "user_id,role,stage,topics,capacity,time_zone,windows"


async def the_cohort(society: Society, number: int = 1) -> Cohort:
    """Return a cohort as it is kept."""
    key = (GuildId(society.guild.id), CohortId(number))
    return await society.running.app.database.read(cohorts.get, *key)


async def enrolled(society: Society) -> int:
    """Count the sign-ups that are kept."""

    def count(connection: Connection) -> int:
        return len(connection.execute(select(enrolments.c.id)).all())

    return await society.running.app.database.read(count)


async def read_in(society: Society, lines: Iterable[str], header: str = HEADER) -> Answer:
    """Give the moderator's file to /cohort import and return its preview."""
    data = "\n".join([header, *lines]).encode()
    file = society.discord.attachment("people.csv", data)
    return await (await society.mo.slash("cohort import", name="Spring", file=file)).settled()


def file_of(answer: Answer, society: Society) -> str:
    """Return the text of the file that an answer carries."""
    assert answer.message is not None
    number = answer.message.attachments[0].id
    return society.discord.world.attachments[number].data.decode()


# --- life ------------------------------------------------------------------------------------


async def test_a_plan_is_kept_with_the_cohort(society: Society) -> None:
    answer = await society.mo.slash(
        "cohort create",
        name="Spring",
        starts="in two weeks",
        ends="in three months",
        kind="Circles (one mentor, several mentees)",
        check_in_day=6,
        check_in_time="7:30pm",
        most_mentees=40,
        matching="field matters more; place matters more",
    )
    assert "Circles" in answer.text
    assert "Sunday at 7:30 PM" in answer.text
    assert "Most mentees: 40" in answer.text
    cohort = await the_cohort(society)
    assert cohort.circles
    assert cohort.plan.match_words == ("field matters more", "place matters more")

    def settings(connection: Connection) -> tuple[float, float, object]:
        usual = match_people.settings_of(connection, cohort)
        return usual.weights.field, usual.weights.topics, usual.starts

    field, topics, starts = await society.running.app.database.read(settings)
    assert field > topics, "the words weigh in"
    assert starts == cohort.plan.starts_on


@pytest.mark.parametrize(
    ("plan", "says"),
    [
        ({"starts": "in three months", "ends": "in two weeks"}, "is before the first"),
        ({"ends": "the day the music died"}, "day"),
        ({"ends": "today"}, "later last day"),
        ({"matching": "looks matter more"}, "looks matter more"),
        ({"check_in_time": "after lunch"}, "Try “6 PM”"),
    ],
)
async def test_a_plan_that_cannot_be_is_refused_whole(
    society: Society, plan: dict[str, str], says: str
) -> None:
    answer = await society.mo.slash("cohort create", {"name": "Spring", **plan})
    assert says in answer.text
    listed = await society.mo.autocomplete("cohort status", "name", "")
    assert listed.choices == []


async def test_one_wrong_option_loses_none_of_the_others(society: Society) -> None:
    answer = await society.mo.slash(
        "cohort create",
        name="Spring",
        starts="in three months",
        ends="in two weeks",
        kind="Circles (one mentor, several mentees)",
        check_in_day=6,
        most_mentees=40,
    )
    assert (
        "/cohort create name: Spring starts: in three months ends: in two weeks "
        "kind: Circles (one mentor, several mentees) check-in-day: Sunday most-mentees: 40"
    ) in answer.text


async def test_what_matters_is_offered_one_after_another(society: Society) -> None:
    first = await society.mo.autocomplete("cohort create", "matching", "place", name="Spring")
    assert [choice.value for choice in first.choices] == ["place matters more"]
    both = await society.mo.autocomplete(
        "cohort create", "matching", "place matters more; role", name="Spring"
    )
    assert [choice.value for choice in both.choices] == ["place matters more; role matters more"]


async def test_a_plan_changes_through_a_form_that_forgives(society: Society) -> None:
    await open_cohort(society)
    status = await society.mo.slash("cohort status", name="Spring")
    offered = await society.mo.click(status, "Edit cohort")
    form = await society.mo.click(offered, custom_id="pc1:cohort:edit-dates:")
    refused = await society.mo.submit(form, {"starts": "in a month", "ends": "in a week"})
    assert "is before the first" in refused.text
    again = await society.mo.click(refused, CORRECT)
    assert again.modal is not None
    done = await society.mo.submit(again, {"ends": "in three months"})
    assert "Last day: none → " in done.text
    assert "will end the morning after its last day" in done.text
    form = await society.mo.click(offered, custom_id="pc1:cohort:edit-people:")
    refused = await society.mo.submit(form, {"most_mentors": "five"})
    assert "whole number" in refused.text
    again = await society.mo.click(refused, CORRECT)
    done = await society.mo.submit(
        again, {"most_mentors": "5", "match_words": ["stage matters more"]}
    )
    assert "Most mentors: none → 5" in done.text
    assert "apply from the next `/match preview` on" in done.text
    plan = (await the_cohort(society)).plan
    assert plan.most_mentors == 5
    assert plan.match_words == ("stage matters more",)
    assert plan.starts_on is not None
    assert plan.ends_on is not None
    assert plan.starts_on < plan.ends_on


@pytest.mark.parametrize("command", ["close", "end"])
async def test_the_panel_of_a_closed_or_ended_cohort_has_no_join_buttons(
    society: Society, command: str
) -> None:
    await open_cohort(society)
    panel = await society.panel()
    asked = await society.mo.slash(f"cohort {command}", name="Spring")
    # Someone who still sees the panel as it was is answered.
    answer = await society.guild.person("Ana").click(panel, "I want a mentor")
    await confirm(society.mo, asked)
    await society.discord.wait_for(lambda: "is closed" in text_of(panel))
    await society.discord.wait_for(
        lambda: ("Withdraw" in str(panel.components)) == (command == "close")
    )
    assert "I want a mentor" not in str(panel.components)
    assert "I can mentor" not in str(panel.components)
    assert answer.ephemeral


async def test_a_deleted_panel_is_no_reason_to_refuse_closing(society: Society) -> None:
    await open_cohort(society)
    panel = await society.panel()
    panel.deleted = True
    answer = await society.mo.slash("cohort close", name="Spring")
    assert "is closed" in answer.text


async def test_approving_leaves_sign_up_open_for_a_second_round_until_it_is_closed(
    society: Society,
) -> None:
    await open_cohort(society)
    panel = await society.panel()
    mentor, mentee = society.guild.person("Mira"), society.guild.person("Nils")
    await sign_up(society, mentor, "I can mentor", stage=["resident"])
    first = await sign_up(society, mentee)
    assert "next round" not in first.text
    await (await society.mo.slash("match preview", cohort="Spring")).settled()
    asked = await (await society.mo.slash("match approve", cohort="Spring")).settled()
    assert "Sign-up will stay open" in asked.text
    approved = await confirm(society.mo, asked)
    assert "Sign-up stays open for the next round" in approved.text
    assert "is closed" not in text_of(panel)

    late, other = society.guild.person("Late"), society.guild.person("Second mentor")
    joined = await sign_up(society, late)
    assert "The next round is by" in joined.text
    await sign_up(society, other, "I can mentor", stage=["resident"])
    status = await society.mo.slash("cohort status", name="Spring")
    assert "Spring · Running, sign-up open" in status.text
    again = await society.mo.slash("cohort open", name="Spring")
    assert "is open already" in again.text
    preview = await (await society.mo.slash("match preview", cohort="Spring")).settled()
    assert late.mention in preview.text
    assert mentee.mention not in preview.text

    closed = await society.mo.slash("cohort close", name="Spring")
    assert "is closed. Current pairs don’t change" in closed.text
    refused = await society.guild.person("Too late").slash(
        "join", cohort="Spring", role="I want a mentor"
    )
    assert "closed" in refused.text
    reopened = await society.mo.slash("cohort open", name="Spring")
    assert "in the next round" in reopened.text


async def test_undoing_the_approval_leaves_sign_up_open(society: Society) -> None:
    await a_pair(society)
    undone = await confirm(society.mo, await society.mo.slash("match undo", cohort="Spring"))
    assert "Approval undone" in undone.text
    assert (
        "You’re signed up for Spring" in (await sign_up(society, society.guild.person("Late"))).text
    )


async def test_a_cohort_restored_with_open_sign_up_posts_its_panel_again(
    society: Society,
) -> None:
    await a_pair(society)
    await end_cohort(society)
    await society.discord.wait_for(lambda: not standing(society.mentoring, "Sign up for"))
    asked = await society.mo.slash("cohort open", name="Spring")
    assert "Sign-up will open again" in asked.text
    restored = await confirm(society.mo, asked)
    assert "Sign-up is open again" in restored.text
    await society.panel()


async def test_status_shows_what_is_scarce_and_what_to_do(society: Society) -> None:
    await open_cohort(society)
    guild = society.guild
    await sign_up(society, guild.person("Ana"), topics=["shadowing", "research"])
    await sign_up(society, guild.person("Ben"), topics=["shadowing"])
    await sign_up(
        society, guild.person("Mira"), "I can mentor", stage=["resident"], topics=["research"]
    )
    text = (await society.mo.slash("cohort status", name="Spring")).text
    assert "Mentees: 2 (2 unmatched)" in text
    assert "Shadowing · Wanted: 2 · Offered: 0 · **Needed: 2**" in text
    assert "Research · Wanted: 1 · Offered: 1\n" in text
    assert "Resident · 1 mentor" in text
    assert "Most needed: mentors for Shadowing." in text


async def test_status_counts_a_pair_as_introduced_once_it_is_and_names_what_keeps_it(
    society: Society,
) -> None:
    await open_cohort(society)
    guild = society.guild
    await sign_up(society, guild.person("Mira"), "I can mentor", stage=["resident"])
    await sign_up(society, guild.person("Nils"))
    guild.overwrite(society.mentoring, guild.bot_role, deny=Permission.CREATE_PRIVATE_THREADS)
    await society.discord.until_message(
        society.back_room, containing="I don’t have these permissions"
    )
    await (await society.mo.slash("match preview", cohort="Spring")).settled()
    proposed = (await society.mo.slash("cohort status", name="Spring")).text
    await propose_and_approve(society)

    # What is missing is one case, and the introduction that it keeps back another.
    text = ""
    for _ in range(200):
        if "Cases that need a decision: 2" in text:
            break
        text = (await society.mo.slash("cohort status", name="Spring")).text

    assert "Proposed pairs waiting for your approval: 1" in proposed
    assert "Not introduced yet: 1" in text
    assert "Cases that need a decision: 2" in text
    assert "nothing to do" not in text


async def test_status_says_what_is_really_next_while_cases_wait_are_snoozed_or_are_done(
    society: Society,
) -> None:
    await a_pair(society)
    await trouble(society, "no-first-meeting", [PairId(1)])
    await trouble(society, "one-sided", [PairId(1)])

    async def status() -> str:
        return (await society.mo.slash("cohort status", name="Spring")).text

    # A pair is one case, whatever was noticed about it.
    assert "Cases that need a decision: 1" in await status()
    listed = await society.mo.slash("case list")
    await confirm(society.mo, await society.mo.click(listed, custom_id="pc1:cases:extend"))
    snoozed = await status()
    assert "Cases for later: 1" in snoozed
    assert "need a decision" not in snoozed
    assert "nothing to do" not in snoozed
    await society.mo.slash("case resolve", case=1)
    await society.mo.slash("cohort close", name="Spring")
    assert "Everyone’s matched. There’s nothing to do." in await status()


async def test_an_ended_cohort_counts_no_one_as_waiting(society: Society) -> None:
    await a_pair(society)
    late = society.guild.person("Late")
    await sign_up(society, late)
    assert "Spring" in (await late.slash("status")).text

    await end_cohort(society)

    status = await society.mo.slash("cohort status", name="Spring")
    assert "Mentees: 2 (1 unmatched)" in status.text
    assert "waiting" not in status.text
    assert "open spot" not in status.text
    assert "can restore it with `/cohort open` until <t:" in status.text
    assert "Spring" not in (await late.slash("status")).text
    await society.pass_time(days=8)
    later = await society.mo.slash("cohort status", name="Spring")
    assert "This cohort has ended. There’s nothing to do." in later.text


# --- people ----------------------------------------------------------------------------------


async def test_people_are_listed_by_pages_and_who_left_is_shown_and_not_matched(
    society: Society,
) -> None:
    await open_cohort(society)
    people = [society.guild.person(f"Person {number}") for number in range(12)]
    rows = [f"{one.id},mentee,post-bac,research,,America/Chicago," for one in people]
    preview = await read_in(society, rows)
    await (await society.mo.click(preview, custom_id="pc1:cohort:import-quiet:")).settled()
    society.guild.leave(people[0])
    await society.pass_time(days=1)
    first = await (await society.mo.slash("cohort people", name="Spring")).settled()
    assert "Page 1 of 2" in first.text
    gone = next(line for line in first.text.splitlines() if people[0].mention in line)
    assert gone.startswith(f"{people[0].mention} · Mentee: Unmatched · ")
    assert gone.endswith(" · **Left the server**")
    second = await society.mo.click(first, "Next")
    await second.settled()
    assert "Page 2 of 2" in second.text
    status = (await society.mo.slash("cohort status", name="Spring")).text
    assert "Left the server (won’t be matched): 1" in status

    def present(connection: Connection) -> dict[str, bool]:
        cohort = cohorts.get(connection, GuildId(society.guild.id), CohortId(1))
        return {
            one.id: one.present
            for one in match_people.waiting(connection, cohort, cohort.created_at)
        }

    known = await society.running.app.database.read(present)
    assert known.pop(str(people[0].id)) is False
    assert all(known.values())


# --- files -----------------------------------------------------------------------------------


async def test_a_file_is_shown_first_and_kept_on_a_word(society: Society) -> None:
    await open_cohort(society)
    mira, nils = society.guild.person("Mira"), society.guild.person("Nils")
    preview = await read_in(
        society,
        [
            f"{mira.id},mentor,resident,research,2,America/Chicago,mon 18:00-20:30",
            f"@{nils.user.username},mentee,post-bac,research,,America/Chicago,",
        ],
    )
    assert preview.ephemeral
    assert "People to import: 2\nNew: 2 · Updated: 0" in preview.text
    assert await enrolled(society) == 0
    yes = preview.buttons[0].custom_id or ""
    done = await (await society.mo.click(preview, custom_id="pc1:cohort:import-yes:")).settled()
    assert "New: 2" in done.text
    assert await enrolled(society) == 2
    assert preview.message is not None
    again = await (await society.mo.click_forged(preview.message, yes)).settled()
    assert "already imported or discarded" in again.text


async def test_each_bad_line_is_named_with_its_reason_and_the_good_ones_stay(
    society: Society,
) -> None:
    await open_cohort(society)
    mira = society.guild.person("Mira")
    preview = await read_in(
        society,
        [
            f"{mira.id},mentor,resident,research,2,America/Chicago,mon 18:00-20:30,x",
            f"{mira.id},mentee,post-bac,research,,America/Chicago,,",
            f"@{mira.user.username},mentee,post-bac,research,,America/Chicago,,",
            "123456789012345678,mentee,post-bac,research,,America/Chicago,,",
            "@nobody-here,mentee,post-bac,research,,America/Chicago,,",
            f"{society.mo.id},king,post-bac,research,,America/Chicago,,",
            f"{society.mo.id},mentee,post-bac,research,,America/Chicago,mon 20:00-18:00,",
        ],
        header=f"{HEADER},shoe_size",
    )
    text = preview.text
    assert "People to import: 2" in text
    assert "“shoe\\_size”" in text
    assert "Line 3:" in text
    assert "already on line 2" in text
    assert "Line 4:" in text
    assert "Line 5: “123456789012345678” isn’t in this server" in text
    assert "Line 6: “@nobody-here” isn’t in this server" in text
    assert "Line 7: I don’t know the role “king”" in text
    assert "Line 8:" in text
    assert "switched" in text


async def test_a_file_that_is_no_people_csv_is_refused_whole(society: Society) -> None:
    await open_cohort(society)
    for data, says in (
        (b"", "is empty"),
        (b"name,stage\nAna,post-bac\n", "Add these columns to the first line: `user_id`"),
        (b"\xff\xfe\x00", "as text"),
        (b"%PDF-1.7", "CSV files and .xlsx"),
        (b"user_id,role,stage\n", "no people below"),
        (b"user_id,role,stage\n" + b"1,mentee,post-bac\n" * 60_000, "larger than"),
    ):
        file = society.discord.attachment("people.csv", data)
        answer = await society.mo.slash("cohort import", name="Spring", file=file)
        assert says in (await answer.settled()).text
    assert await enrolled(society) == 0


async def test_an_export_reads_back_and_keeps_what_is_private_to_itself(society: Society) -> None:
    await open_cohort(society)
    mira, nils = society.guild.person("=Mira()"), society.guild.person("Nils")
    done = await sign_up(
        society, mira, "I can mentor", stage=["resident"], windows="mon 18:00-20:30", hours="2.5"
    )
    await mira.select(done, "pc1:join:capacity", ["3"])
    page = await mira.click(done, custom_id="pc1:profile:private:")
    await mira.select(page, "pc1:profile:avoid", [nils])
    await mira.select(page, "pc1:profile:communities", ["women"])
    await sign_up(society, nils, goals="=1+1", formats=["video"])
    before = await people_as_matched(society)
    answer = await (await society.mo.slash("cohort export", name="Spring")).settled()
    text = file_of(answer, society)
    assert "'=Mira()" in text
    assert "'=1+1" in text
    assert "women" not in text
    row = next(line for line in text.splitlines() if line.startswith(f"'{mira.id}"))
    assert str(nils.id) not in row
    lines = text.splitlines()
    preview = await read_in(society, lines[1:], header=lines[0])
    assert "Nothing to import into **Spring**" in preview.text
    assert [button.label for button in preview.buttons] == ["Discard"]
    assert await people_as_matched(society) == before

    def lists(connection: Connection) -> list[int]:
        return list(connection.execute(select(avoided.c.other_id)).scalars())

    assert await society.running.app.database.read(lists) == [nils.id]


async def people_as_matched(society: Society) -> list[dict[str, object]]:
    """Return what matching knows of the first cohort's people."""

    def look(connection: Connection) -> list[dict[str, object]]:
        cohort = cohorts.get(connection, GuildId(society.guild.id), CohortId(1))
        return [
            one.to_json() for one in match_people.waiting(connection, cohort, cohort.created_at)
        ]

    return await society.running.app.database.read(look)


async def test_somebody_placed_is_left_as_they_are_by_a_file(society: Society) -> None:
    _, mentee, _ = await a_pair(society)
    preview = await read_in(society, [f"{mentee.id},mentee,post-bac,shadowing,,America/Chicago,"])
    assert "is already matched in the cohort" in preview.text
    assert [button.label for button in preview.buttons] == ["Discard"]


async def test_a_file_set_aside_changes_nothing(society: Society) -> None:
    await open_cohort(society)
    ana = society.guild.person("Ana")
    preview = await read_in(society, [f"{ana.id},mentee,post-bac,research,,America/Chicago,"])
    await society.mo.click(preview, "Discard")
    assert await enrolled(society) == 0


async def test_a_member_reads_no_list_and_no_file(society: Society) -> None:
    await open_cohort(society)
    ana: Person = society.guild.person("Ana")
    for command in ("cohort people", "cohort export", "cohort status"):
        answer = await (await ana.slash(command, name="Spring", force=True)).settled()
        assert "for moderators" in answer.text


async def test_somebody_who_is_both_reads_back_as_both(society: Society) -> None:
    await open_cohort(society)
    ana = society.guild.person("Ana")
    await sign_up(society, ana, topics=["research"], goals="To find my way")
    await sign_up(society, ana, "I can mentor", topics=["study-skills"])
    before = await people_as_matched(society)
    assert (before[0]["topics"], before[0]["offers"]) == (["research"], ["study-skills"])
    answer = await (await society.mo.slash("cohort export", name="Spring")).settled()
    header, *lines = file_of(answer, society).splitlines()
    preview = await read_in(society, lines, header=header)
    assert "everyone has the same answers already" in preview.text
    assert await people_as_matched(society) == before


async def test_somebody_who_left_after_the_preview_is_not_paired(society: Society) -> None:
    await open_cohort(society)
    mira, nils = society.guild.person("Mira"), society.guild.person("Nils")
    await sign_up(society, mira, "I can mentor", stage=["resident"])
    await sign_up(society, nils)
    preview = await (await society.mo.slash("match preview", cohort="Spring")).settled()
    assert nils.mention in preview.text
    society.guild.leave(nils)
    answer = await (await society.mo.slash("match approve", cohort="Spring")).settled()
    assert "changed" in answer.text
    assert society.guild.threads == []


async def test_a_mentor_with_a_partner_says_that_none_more_fit(society: Society) -> None:
    mentor, _, _ = await a_pair(society)
    asked = await mentor.slash("join", cohort="Spring", role="I can mentor")
    assert "You’re already a mentor in Spring" in asked.text
    kept = await mentor.select(asked, "pc1:join:capacity", ["0"])
    assert "No more mentees" in kept.text


async def test_a_cohort_past_its_last_day_says_what_to_do(society: Society) -> None:
    await society.mo.slash("cohort create", name="Spring", ends="in a week")
    await society.mo.slash("cohort open", name="Spring")
    await society.pass_time(days=9)
    status = await society.mo.slash("cohort status", name="Spring")
    assert "last day has passed" in status.text
