"""What touches many is shown first, happens as it was shown, is logged, and can be taken back."""

from bot.domain.states import Role
from sandbox import Permission
from sandbox.people.transcript import buttons_of, text_of
from tests.discord.conftest import Society
from tests.discord.enrolled import a_cohort, a_pair, enrol, introduced, match
from tests.discord.meeting_people import ahead, arranged, typed
from tests.discord.people import confirm, end_cohort, standing

GOODBYE = "our cohort has ended"


async def test_the_end_of_a_cohort_names_everyone_and_what_they_will_read_before_it_asks(
    society: Society,
) -> None:
    mentor, mentee, thread = await a_pair(society)
    waiting = society.guild.person("Waiting")
    await enrol(society, waiting, Role.MENTEE)

    asked = await society.mo.slash("cohort end", name="Spring")

    assert [button.label for button in asked.buttons] == ["End cohort", "Keep as is"]
    assert f"{mentor.mention} with {mentee.mention}" in asked.text
    assert f"{waiting.mention} · Unmatched" in asked.text
    assert "People I’ll message: 3" in asked.text
    assert GOODBYE in asked.text
    assert "There won’t be another round" in asked.text
    kept = await society.mo.click(asked, "Keep as is")
    assert "Nothing was changed" in kept.text
    assert standing(thread, GOODBYE) == []
    assert "Running" in (await society.mo.slash("cohort status", name="Spring")).text


async def test_an_end_that_would_touch_others_by_now_is_shown_anew(society: Society) -> None:
    _, mentee, thread = await a_pair(society)
    asked = await society.mo.slash("cohort end", name="Spring")
    late = society.guild.person("Late")
    await enrol(society, late, Role.MENTEE)

    anew = await (await society.mo.click(asked, custom_id="pc1:act:confirm:")).settled()

    assert "Something changed in the meantime" in anew.text
    assert f"{late.mention} · Unmatched" in anew.text
    assert standing(thread, GOODBYE) == []
    assert "has ended" not in (await mentee.slash("pair status", at=thread)).text
    ended = await (await society.mo.click(anew, custom_id="pc1:act:confirm:")).settled()
    assert "Unmatched people I’ll tell: 1" in ended.text
    await society.discord.until_message(thread, containing=GOODBYE)


async def test_what_was_ended_by_mistake_is_restored_again_with_its_meetings(
    society: Society,
) -> None:
    mentor, mentee, thread = await a_pair(society)
    await arranged(society, mentor, mentee, thread, typed(ahead(society, 9)))
    ended = await end_cohort(society)
    await society.discord.until_message(thread, containing=GOODBYE)
    [panel] = standing(society.mentoring, "")
    await society.discord.wait_for(lambda: "another cohort is open" in text_of(panel))
    assert buttons_of(panel) == []
    await society.pass_time(days=2)

    asked = await society.mo.click(ended, "Restore cohort")
    offered = [button.label for button in asked.buttons]
    again = await confirm(society.mo, asked)

    assert offered == ["Restore cohort", "Keep as is"]
    assert "Pairs: 1" in again.text
    message = await society.discord.until_message(thread, containing="our mentorship is back on")
    assert message.notified == {mentor.id, mentee.id}
    assert "has ended" not in (await mentee.slash("pair status", at=thread)).text
    listed = await mentee.slash("meet list", at=thread)
    assert "Scheduled: #1, <t:" in listed.text
    log = await society.mo.slash("cohort log", name="Spring")
    assert "Restored the cohort · Pairs: 1" in log.text
    assert "Ended the cohort · Pairs: 1 · Restored since" in log.text


async def test_after_a_week_an_end_stays(society: Society) -> None:
    await a_pair(society)
    ended = await end_cohort(society)
    log = await society.mo.slash("cohort log", name="Spring")
    assert [button.label for button in log.buttons] == ["Restore cohort"]
    new = society.guild.person("New")
    early = await society.mo.slash(
        "cohort add", name="Spring", person=new, role="Mentee", stage="Sophomore"
    )
    imported = await (await society.mo.slash("cohort import", name="Spring")).settled()
    await society.pass_time(days=7, minutes=1)

    late = await society.mo.click(ended, "Restore cohort")
    edited = await society.mo.slash("cohort edit", name="Spring", ends="in three months")
    opened = await society.mo.slash("cohort open", name="Spring")

    for refused in (early, imported):
        assert "within 7 days of its end" in refused.text
    for refused in (late, opened, edited):
        assert "has ended for good" in refused.text
        assert "can restore" not in refused.text
    assert not opened.buttons
    assert not (await society.mo.slash("cohort log", name="Spring")).buttons


async def test_the_log_says_who_did_what_in_pages(society: Society) -> None:
    hosts, guests = await a_cohort(society)
    other = society.guild.person("Other", allow=Permission.MANAGE_GUILD)
    for _ in range(5):
        await match(other, "preview")
        await match(other, "forbid", mentee=guests[0], mentor=hosts[1])
        await match(other, "forbid", mentee=guests[0], mentor=hosts[1], release=True)

    log = await society.mo.slash("cohort log", name="Spring")
    newest = log.text
    await society.mo.click(log, "Older")

    assert "Page 1 of 2" in newest
    assert f"{other.mention} · Allowed again: {hosts[1].mention} and {guests[0].mention}" in newest
    await society.discord.wait_for(lambda: "Page 2 of 2" in log.text)
    assert f"{society.mo.mention} · Created the cohort" in log.text
    member = await guests[0].slash("cohort log", name="Spring", force=True)
    assert "for moderators" in member.text


async def test_the_log_of_the_whole_server_names_cohorts_that_were_deleted(
    society: Society,
) -> None:
    await society.mo.slash("cohort create", name="Typo")
    await confirm(society.mo, await society.mo.slash("cohort delete", name="Typo"))

    log = await society.mo.slash("cohort log")

    assert "Created the cohort · Typo" in log.text
    assert "Deleted the cohort · Typo" in log.text


async def test_an_undo_touches_the_last_approval_alone(society: Society) -> None:
    _, guests = await a_cohort(society)
    await match(society.mo, "preview")
    await match(society.mo, "approve", pairs="1")
    await match(society.mo, "approve", pairs="2")
    threads = [await introduced(society, guest) for guest in guests]

    asked = await society.mo.slash("match undo", cohort="Spring")
    shown, offered = asked.text, [button.label for button in asked.buttons]
    undone = await confirm(society.mo, asked)

    assert offered == ["Undo 1 pair", "Keep as is"]
    assert "People I’ll message: 2" in shown
    assert sum(guest.mention in shown for guest in guests) == 1
    assert "Introduced pairs that end with a goodbye message: 1" in undone.text
    await society.discord.wait_for(
        lambda: sum(bool(standing(thread, "undid this match")) for thread in threads) == 1
    )
    again = await match(society.mo, "undo")
    assert "Introduced pairs that end with a goodbye message: 1" in again.text
    nothing = await match(society.mo, "undo")
    assert "has no approval that can be undone" in nothing.text


async def test_an_approval_is_not_undone_after_a_day(society: Society) -> None:
    _, mentee, thread = await a_pair(society)
    asked = await society.mo.slash("match undo", cohort="Spring")
    await society.pass_time(hours=24, minutes=1)

    late = await society.mo.slash("match undo", cohort="Spring")
    old = await (await society.mo.click(asked, "Undo 1 pair")).settled()

    for refused in (late, old):
        assert "only undo one within 24 hours" in refused.text
        assert "so its pairs stay" in refused.text
    assert standing(thread, "undid this match") == []
    assert "has ended" not in (await mentee.slash("pair status", at=thread)).text


async def test_an_approval_is_not_undone_once_someone_has_met(society: Society) -> None:
    mentor, mentee, thread = await a_pair(society)
    await arranged(society, mentor, mentee, thread, typed(ahead(society, 0, 17)))
    await society.pass_time(hours=9)

    refused = await match(society.mo, "undo")

    assert "pairs have already met (1)" in refused.text


async def test_an_approval_names_who_is_introduced_and_who_is_waitlisted(
    society: Society,
) -> None:
    _, guests = await a_cohort(society, mentors=1, mentees=2)
    await match(society.mo, "preview")

    asked = await (await society.mo.slash("match approve", cohort="Spring")).settled()
    shown = asked.text
    late = society.guild.person("Late")
    await enrol(society, late, Role.MENTEE)
    anew = await (await society.mo.click(asked, "Approve 1 pair")).settled()

    assert "People I’ll message: 3" in shown
    assert sum(f"{guest.mention} · Unmatched" in shown for guest in guests) == 1
    assert "Something changed" in anew.text
    assert f"{late.mention} · Unmatched" in anew.text
    assert not society.guild.threads
    approved = await confirm(society.mo, anew)
    assert "Waitlisted mentees I’ll tell why: 2" in approved.text


async def test_a_forbidden_pair_stays_apart_through_rounds_and_undos(society: Society) -> None:
    hosts, guests = await a_cohort(society, mentors=2, mentees=1)
    apart = f"Kept apart: mentor {hosts[0].mention}, mentee {guests[0].mention}"
    wanted = f"Mentor {hosts[0].mention}, mentee {guests[0].mention}"
    await match(society.mo, "preview")
    await match(society.mo, "forbid", mentee=guests[0], mentor=hosts[0])
    await match(society.mo, "approve")
    await match(society.mo, "undo")
    late = society.guild.person("Late")
    await enrol(society, late, Role.MENTEE)
    for _ in range(2):
        preview = await match(society.mo, "preview")
        assert apart in preview.text
        assert wanted not in preview.text
        await match(society.mo, "approve")
        await match(society.mo, "undo")

    await match(society.mo, "preview")
    lifted = await match(society.mo, "forbid", mentee=guests[0], mentor=hosts[0], release=True)

    assert apart not in lifted.text
    refused = await match(society.mo, "forbid", mentee=guests[0], mentor=hosts[0], release=True)
    assert "no such lock or forbid" in refused.text
