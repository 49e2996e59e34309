"""Cohorts are listed, changed, and deleted, and their names are used again."""

from bot.domain.states import Role
from bot.messages.errors import CORRECT
from sandbox.people.transcript import text_of
from tests.discord.conftest import Society
from tests.discord.enrolled import a_cohort, a_pair, approve_all, enrol, introduced, match
from tests.discord.people import choose, confirm, end_cohort, open_cohort, standing
from tests.discord.waiting import heard

# --- the list -------------------------------------------------------------------------------------


async def test_how_soon_the_last_day_is_announced_is_said_as_it_will_be(society: Society) -> None:
    later = "I’ll remind you two weeks before and the day before."
    for name, ends, said in (
        ("Long", "in two months", later),
        ("Short", "in ten days", "I’ll remind you within the hour, and again the day before."),
        ("Now", "tomorrow", "I’ll remind you within the hour, and give you 20 hours after that."),
    ):
        await society.mo.slash("cohort create", name=name)
        draft = await society.mo.slash("cohort edit", name=name, ends="in four months")
        assert "Once sign-up is open, I’ll remind you before that." in draft.text
        await society.mo.slash("cohort open", name=name)
        edited = await society.mo.slash("cohort edit", name=name, ends=ends)
        assert said in edited.text
        assert (later in edited.text) is (name == "Long")


async def test_pairs_whose_approval_was_undone_are_counted_nowhere(society: Society) -> None:
    await a_pair(society)
    await match(society.mo, "undo")
    status = await society.mo.slash("cohort status", name="Spring")
    await end_cohort(society)

    over = await society.mo.slash("cohort list", show="Ended")

    assert "Mentees: 1 · Unmatched: 1 · Mentors: 1 · Pairs: 0" in over.text
    assert "Ended: 1" not in status.text


async def test_all_cohorts_are_listed_newest_first_with_what_each_is_about(
    society: Society,
) -> None:
    nothing = await society.mo.slash("cohort list")
    await a_pair(society)
    waiting = society.guild.person("Waiting")
    await enrol(society, waiting, Role.MENTEE)
    for number in range(5):
        await society.mo.slash("cohort create", name=f"Draft {number}", ends="in two months")

    listed = await society.mo.slash("cohort list")
    first = listed.text
    await society.mo.click(listed, "Next")

    assert "No cohorts yet" in nothing.text
    assert first.index("Draft 4") < first.index("Draft 0")
    assert "**Draft 4** · Draft" in first
    assert "Page 1 of 2" in first
    assert "Spring" not in first
    await society.discord.wait_for(lambda: "Page 2 of 2" in listed.text)
    assert "**Spring** · Sign-up open" in listed.text
    assert "Mentees: 2 · Unmatched: 1 · Mentors: 1 · Pairs: 1" in listed.text
    assert [button.label for button in listed.buttons] == ["Back", "Next"]


async def test_cohorts_that_are_over_wait_behind_a_filter_with_who_ended_or_deleted_them(
    society: Society,
) -> None:
    await a_pair(society)
    await end_cohort(society)
    await society.mo.slash("cohort create", name="Typo")
    await confirm(society.mo, await society.mo.slash("cohort delete", name="Typo"))

    current = await society.mo.slash("cohort list")
    said = current.text
    await society.mo.click(current, custom_id="pc1:cohort:list:")

    assert "No current cohorts" in said
    await society.discord.wait_for(lambda: "Ended cohorts" in current.text)
    assert "**Spring** · Ended <t:" in current.text
    assert f"by {society.mo.mention}" in current.text
    assert "Mentees: 1 · Mentors: 1 · Pairs: 1" in current.text
    assert "**Typo** · Deleted <t:" in current.text
    assert [button.label for button in current.buttons] == ["Show current"]
    over = await society.mo.slash("cohort list", show="Ended")
    assert "**Typo** · Deleted <t:" in over.text


# --- edit -----------------------------------------------------------------------------------------


async def test_moving_the_last_day_names_everyone_and_tells_them_once(society: Society) -> None:
    await society.mo.slash("cohort create", name="Spring", ends="in two months")
    await society.mo.slash("cohort open", name="Spring")
    mentor, mentee, waiting = (society.guild.person(name) for name in ("Mira", "Nils", "Wim"))
    await enrol(society, mentor, Role.MENTOR)
    await enrol(society, mentee, Role.MENTEE)
    await approve_all(society)
    thread = await introduced(society, mentee)
    await enrol(society, waiting, Role.MENTEE)

    asked = await society.mo.slash("cohort edit", name="Spring", ends="in three months")
    shown, offered = asked.text, [button.label for button in asked.buttons]
    assert not standing(thread, "The dates of ")
    changed = await confirm(society.mo, asked)

    assert offered == ["Save changes", "Keep as is"]
    assert f"{mentor.mention} with {mentee.mention}" in shown
    assert f"{waiting.mention} · Unmatched" in shown
    assert "Last day: " in shown
    assert "will end the morning after its last day" in shown
    assert "The dates of Spring changed.\nLast day: " in shown
    assert "People I’ll tell: 3" in changed.text
    await society.discord.wait_for(
        lambda: any(
            "The dates of Spring changed.\nLast day: " in text for text in heard(society, waiting)
        )
    )
    await society.discord.wait_for(lambda: bool(standing(thread, "The dates of ")))
    await society.pass_time(minutes=2)
    await society.discord.wait_for(lambda: bool(standing(thread, "above is for you too")))
    assert len(standing(thread, "The dates of ")) == 1
    notified = [message.notified for message in thread.standing() if message.notified]
    assert notified[-2:] in ([{mentor.id}, {mentee.id}], [{mentee.id}, {mentor.id}])
    log = await society.mo.slash("cohort log", name="Spring")
    assert f"{society.mo.mention} · Last day: " in log.text


async def test_a_change_that_someone_else_made_meanwhile_is_shown_anew(society: Society) -> None:
    await a_pair(society)
    asked = await society.mo.slash("cohort edit", name="Spring", ends="in three months")
    other = await society.mo.slash("cohort edit", name="Spring", ends="in two months")
    await confirm(society.mo, other)

    anew = await confirm(society.mo, asked)

    assert "Something changed in the meantime" in anew.text
    assert anew.buttons[0].label == "Save changes"
    again = await confirm(society.mo, anew)
    assert "People I’ll tell: 2" in again.text


async def test_a_day_that_no_longer_fits_the_others_is_refused_when_it_is_confirmed(
    society: Society,
) -> None:
    await a_pair(society)
    asked = await society.mo.slash("cohort edit", name="Spring", ends="in a month")
    other = await society.mo.slash(
        "cohort edit", name="Spring", starts="in two months", ends="in three months"
    )
    await confirm(society.mo, other)

    refused = await confirm(society.mo, asked)

    assert "is before the first" in refused.text
    log = await society.mo.slash("cohort log", name="Spring")
    assert log.text.count("First day: ") == 1


async def test_another_rhythm_moves_the_pairs_that_follow_the_cohort_without_a_word(
    society: Society,
) -> None:
    _, mentee, thread = await a_pair(society)
    before = len(thread.standing())

    asked = await society.mo.slash(
        "cohort edit", name="Spring", check_in_days=7, check_in_day=6, check_in_time="7pm"
    )
    shown, offered = asked.text, [button.label for button in asked.buttons]
    changed = await confirm(society.mo, asked)

    assert offered == ["Save changes", "Keep as is"]
    assert "Days between check-ins: 14 → 7" in shown
    assert "No one will get a message" in shown
    assert "Pairs that follow it: 1" in changed.text
    status = await mentee.slash("pair status", at=thread)
    assert "ext check-in" in status.text
    assert len(thread.standing()) == before
    kept = await society.mo.slash("cohort edit", name="Spring", check_in_days=7)
    assert "nothing was changed" in kept.text


async def test_what_concerns_no_one_yet_is_changed_right_away(society: Society) -> None:
    await open_cohort(society)
    for number in range(2):
        await enrol(society, society.guild.person(f"Mentee {number}"), Role.MENTEE)

    limited = await society.mo.slash("cohort edit", name="Spring", most_mentees=2)
    unlimited = await society.mo.slash("cohort edit", name="Spring", most_mentees=0)
    kind = await society.mo.slash(
        "cohort edit", name="Spring", kind="Circles (one mentor, several mentees)"
    )

    assert "Most mentees: none → 2" in limited.text
    assert "Mentees signed up: 2. They all stay, but no more can join." in limited.text
    assert "Most mentees: 2 → none" in unlimited.text
    assert "The next approval will make circles." in kind.text
    for answer in (limited, unlimited, kind):
        assert not answer.buttons


async def test_the_rhythm_of_check_ins_is_typed_as_people_say_it(society: Society) -> None:
    await society.mo.slash("cohort create", name="Spring")
    offered = await society.mo.slash("cohort edit", name="Spring")
    form = await society.mo.click(offered, custom_id="pc1:cohort:edit-check-ins:")
    refused = await society.mo.submit(form, {"days": "now and then"})
    again = await society.mo.click(refused, CORRECT)

    done = await society.mo.submit(again, {"days": "3 weeks", "weekday": ["6"], "time": "7pm"})

    assert "Try “14” or “2 weeks”" in refused.text
    assert "Days between check-ins: 14 → 21" in done.text
    assert "Check-in weekday: Tuesday → Sunday" in done.text


async def test_pairs_and_circles_are_not_exchanged_once_there_are_some(society: Society) -> None:
    await a_pair(society)
    refused = await society.mo.slash(
        "cohort edit", name="Spring", kind="Circles (one mentor, several mentees)"
    )
    assert "already has pairs" in refused.text
    assert "kind: Circles (one mentor, several mentees)" in refused.text


async def test_the_panel_shows_a_new_name_and_days(society: Society) -> None:
    await open_cohort(society)
    panel = await society.panel()

    await society.mo.slash("cohort edit", name="Spring", new_name="Spring 27", starts="in a week")
    await society.discord.wait_for(lambda: "Sign up for Spring 27" in text_of(panel))

    assert "First day" in text_of(panel)
    assert "I want a mentor" in str(panel.components)
    gone = await society.mo.slash("cohort status", name="Spring")
    assert "Spring 27" in gone.text
    answer = await society.guild.person("Ana").click(panel, "I want a mentor")
    assert "18 or older" in answer.text


# --- delete, and names ----------------------------------------------------------------------------


async def test_a_cohort_that_no_one_joined_is_deleted_with_its_panel(society: Society) -> None:
    await open_cohort(society)
    panel, ana = await society.panel(), society.guild.person("Ana")
    await choose(society, ana)

    asked = await society.mo.slash("cohort delete", name="Spring")
    shown, offered = asked.text, [button.label for button in asked.buttons]
    deleted = await confirm(society.mo, asked)

    assert offered == ["Delete cohort", "Keep as is"]
    assert f"{ana.mention} · Hasn’t finished" in shown
    assert "Its name is free again" in deleted.text
    await society.discord.wait_for(lambda: "is closed" in text_of(panel))
    await society.discord.wait_for(
        lambda: any("closed before you finished" in text for text in heard(society, ana))
    )
    gone = await society.mo.slash("cohort status", name="Spring")
    assert "no cohort called “Spring”" in gone.text
    late = await ana.slash("join", cohort="Spring", role="I want a mentor")
    assert "no cohort called" in late.text
    assert "Created **Spring**" in (await society.mo.slash("cohort create", name="Spring")).text


async def test_a_cohort_that_someone_ever_joined_is_not_deleted(society: Society) -> None:
    await open_cohort(society)
    ana = society.guild.person("Ana")
    asked = await society.mo.slash("cohort delete", name="Spring")
    await enrol(society, ana, Role.MENTEE)
    await ana.slash("leave", cohort="Spring")

    late = await confirm(society.mo, asked)
    refused = await society.mo.slash("cohort delete", name="Spring")

    for answer in (late, refused):
        assert "can’t delete “Spring” because people have signed up (1)" in answer.text
    assert "Sign-up open" in (await society.mo.slash("cohort status", name="Spring")).text


async def test_the_name_of_an_ended_cohort_is_used_again_and_never_means_two(
    society: Society,
) -> None:
    hosts, _ = await a_cohort(society)
    await end_cohort(society)

    made = await society.mo.slash("cohort create", name="spring")
    taken = await society.mo.slash("cohort create", name="Spring")

    assert "The earlier cohort with that name is now called **Spring (ended " in made.text
    assert "already a cohort called “Spring”" in taken.text
    names = await society.mo.autocomplete("cohort log", "name", "spring")
    earlier = next(choice.value for choice in names.choices if "ended" in str(choice.value))
    assert len(names.choices) == 2
    log = await society.mo.slash("cohort log", name=earlier)
    assert "Name: Spring → Spring (ended " in log.text
    refused = await society.mo.slash("cohort edit", name=earlier, ends="in three months")
    assert "within 7 days of its end" in refused.text
    asked = await society.mo.slash("cohort open", name=earlier)
    assert "Restore" in asked.buttons[0].label
    assert hosts[0].mention in asked.text
    draft = await society.mo.slash("cohort status", name="Spring")
    assert "spring · Draft" in draft.text
