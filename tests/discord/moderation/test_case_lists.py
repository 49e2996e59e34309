"""Lists of cases: one entry for each cause, filters and pages, and acts on many at once."""

from sqlalchemy import Connection

from bot.domain.ids import GuildId, PairId
from bot.domain.nudges.failures import Failure
from bot.messages.errors import CORRECT
from bot.storage.moderation import cases
from bot.storage.moderation.cases import Case
from bot.storage.pairs import pairs
from bot.storage.tables import pairs as pair_rows
from sandbox import Answer, Permission, Person
from tests.discord.conftest import Society
from tests.discord.enrolled import a_cohort, approve_all, introduced
from tests.discord.many_cases import a_running_cohort, strangers, trouble
from tests.discord.people import confirm, end_cohort, standing
from tests.every_society import update

UNMET, QUIET, UNREACHED = "no-first-meeting", "check-ins-unanswered", "thread-trouble"
NO_PERMISSION = Failure.NOT_PERMITTED.value


class Counting:
    """A moderator whose clicks are counted; a command counts as one."""

    def __init__(self, person: Person) -> None:
        self.person = person
        self.clicks = 0

    async def slash(self, command: str) -> Answer:
        self.clicks += 1
        return await self.person.slash(command)

    async def click(self, answer: Answer, label: str) -> Answer:
        self.clicks += 1
        return await (await self.person.click(answer, label)).settled()

    async def select(self, answer: Answer, custom_id: str, label: str) -> Answer:
        self.clicks += 1
        return await (await self.person.select(answer, custom_id, [label])).settled()

    async def submit(self, form: Answer, text: str) -> Answer:
        self.clicks += 1
        return await (await self.person.submit(form, {"words": text})).settled()


async def test_cases_of_one_cause_are_one_entry_whose_lines_have_names_cohort_and_age(
    society: Society,
) -> None:
    spring = await strangers(society, 5, await a_running_cohort(society))
    fall = await strangers(society, 3, await a_running_cohort(society, "Fall"))
    await trouble(society, UNMET, [*spring, *fall], days=9)
    await trouble(society, QUIET, spring[:1], days=2)

    listed = await society.mo.slash("case list")

    assert "Haven’t met yet (8)" in listed.text
    assert "Spring: 5 · Fall: 3" in listed.text
    # A pair is one line, whatever is noticed about it.
    assert "Not responding" not in listed.text
    opened = await society.mo.select(listed, "pc1:cases:open", ["Haven’t met yet (8)"])
    pair = await society.running.app.database.read(pairs.get, GuildId(society.guild.id), spring[0])
    line = f"**1** <@{pair.mentor}> with <@{pair.mentees[0]}> · Spring · <t:"
    assert line in listed.text
    assert listed.text.count(" · Also: Not responding") == 1
    assert listed.text.count("· Fall ·") == 3
    card = await society.mo.select(opened, "pc1:case:pick", ["Case 1"])
    assert "Case 1: Haven’t met yet" in card.text
    assert "Also about them: Case 9: Not responding" in card.text
    assert "Cohort: Spring\n" in card.text
    assert "Opened: <t:" in card.text


async def test_a_list_is_narrowed_by_kind_cohort_and_age_and_turned(society: Society) -> None:
    spring = await strangers(society, 40, await a_running_cohort(society))
    fall = await strangers(society, 2, await a_running_cohort(society, "Fall"))
    await trouble(society, UNMET, spring, days=9)
    await trouble(society, QUIET, fall, days=30)

    listed = await society.mo.slash("case list")
    await society.mo.select(listed, "pc1:cases:cohort", ["Fall"])
    await society.discord.wait_for(lambda: "Haven’t met yet (40)" not in listed.text)
    assert "Not responding (2)" in listed.text
    assert "Only Fall" in listed.text
    old = await society.mo.slash("case list", older_than=28)
    assert "Not responding (2)" in old.text
    assert "Haven’t met yet" not in old.text
    offered = await society.mo.autocomplete("case list", "cohort", "spr")
    assert [choice.name for choice in offered.choices] == ["Spring"]
    named = await society.mo.slash("case list", kind="Haven’t met yet", cohort="Spring")
    assert "Haven’t met yet (40)" in named.text
    assert "Not responding" not in named.text
    empty = await society.mo.slash("case list", cohort="Fall", kind="Haven’t met yet")
    assert "No cases match" in empty.text

    await society.mo.select(named, "pc1:cases:open", ["Haven’t met yet (40)"])
    await society.discord.wait_for(lambda: "Page 1 of 3" in named.text)
    await society.mo.click(named, "Next")
    await society.discord.wait_for(lambda: "Page 2 of 3" in named.text)
    assert "**16** " in named.text
    assert "**1** " not in named.text
    asked = await (await society.mo.click(named, "Resolve all")).settled()
    assert "Resolve 40 cases" in asked.text


async def test_what_is_done_with_many_is_shown_with_its_number_confirmed_and_logged(
    society: Society,
) -> None:
    spring = await strangers(society, 4, await a_running_cohort(society))
    fall = await strangers(society, 2, await a_running_cohort(society, "Fall"))
    await trouble(society, UNMET, [*spring, *fall])

    listed = await society.mo.slash("case list")
    asked = await society.mo.click(listed, custom_id="pc1:cases:extend")
    labels = [button.label for button in listed.buttons]
    assert labels == ["Snooze 6 cases", "Keep as is"]
    assert "I won’t tell anyone" in listed.text
    done = await confirm(society.mo, asked)
    assert "Cases snoozed for 14 days: 6" in done.text
    shown = await (await society.mo.click(done, "Show later cases")).settled()
    assert "Cases for later: 6" in shown.text
    asked = await (await society.mo.click(shown, "Resolve all")).settled()
    form = await society.mo.click(asked, custom_id="pc1:act:note:")
    asked = await (await society.mo.submit(form, {"words": "Met in person *today*"})).settled()
    assert "Your note (moderators only): > Met in person \\*today\\*" in asked.text
    resolved = await confirm(society.mo, asked)

    assert "Cases resolved: 6" in resolved.text
    log = (await society.mo.slash("cohort log", name="Spring")).text
    assert f"{society.mo.mention} · Snoozed for 2 weeks · Cases: 4" in log
    assert "Resolved · Cases: 4 · Note: “Met in person \\*today\\*”" in log
    whole = (await society.mo.slash("cohort log")).text
    assert "Resolved · Cases: 2 · Fall · " in whole
    assert "Resolved · Cases: 4 · Spring · " in whole
    case = await society.mo.slash("case show", case=2)
    assert "Resolved · “Met in person \\*today\\*”" in case.text


async def test_a_message_to_many_is_shown_as_they_will_read_it_and_reaches_each_pair_once(
    society: Society,
) -> None:
    _, guests = await a_cohort(society, mentors=2, mentees=2)
    await approve_all(society)
    threads = [await introduced(society, guest) for guest in guests]
    both = [PairId(1), PairId(2)]
    await trouble(society, UNMET, both)
    await trouble(society, "one-sided", both)
    strange = await strangers(society, 1, await a_running_cohort(society, "Fall"))
    await society.running.app.database.write(_forget_introduction, society, strange[0])
    await trouble(society, UNREACHED, strange, reason=NO_PERMISSION)

    listed = await society.mo.slash("case list")
    form = await society.mo.click(listed, custom_id="pc1:cases:write")
    refused = await society.mo.submit(form, {"words": "x" * 1001})
    assert "1,001" in refused.text or "1001" in refused.text
    again = await society.mo.click(refused, CORRECT)
    assert again.modal is not None
    assert again.modal.fields[0].value == "x" * 1001
    asked = await (await society.mo.submit(again, {"words": "Two times this week?"})).settled()
    assert "Each pair will read: > Two times this week?" in asked.text
    assert "People I’ll message: 4" in asked.text
    assert "Left out, because they have no pair with a thread: 1" in asked.text
    assert asked.buttons[0].label == "Message 2 pairs"
    sent = await confirm(society.mo, asked)

    assert "Pairs I’m messaging: 2" in sent.text
    for thread in threads:
        note = await society.discord.until_message(thread, containing="Two times this week?")
        assert len(standing(thread, "Two times this week?")) == 1
        assert len(note.notified) == 2
    log = await society.mo.slash("cohort log", name="Spring")
    assert "Messaged pairs: 2 · Cases: 2" in log.text
    assert "this week" not in log.text


def _forget_introduction(connection: Connection, society: Society, pair: PairId) -> None:
    wanted = (pair_rows.c.guild_id == society.guild.id, pair_rows.c.id == pair)
    connection.execute(update(pair_rows).where(*wanted).values(introduced_at=None))


async def test_a_bulk_act_leaves_alone_what_was_decided_or_came_since_it_was_shown(
    society: Society,
) -> None:
    cohort = await a_running_cohort(society)
    some = await strangers(society, 5, cohort)
    await trouble(society, UNMET, some[:4])
    listed = await society.mo.slash("case list")
    asked = await (await society.mo.click(listed, "Resolve all")).settled()
    other = society.guild.person("Other", allow=Permission.MANAGE_GUILD)
    await other.slash("case resolve", case=1, note="Called them")
    await trouble(society, UNMET, some[4:])

    done = await confirm(society.mo, asked)

    assert "Cases resolved: 3" in done.text
    assert "Case 5" in done.text
    shown = await society.mo.slash("case show", case=1)
    assert "Resolved · “Called them”" in shown.text


async def test_only_moderators_see_a_list_or_act_on_it(society: Society) -> None:
    some = await strangers(society, 3, await a_running_cohort(society))
    await trouble(society, UNMET, some)
    listed = await society.mo.slash("case list")
    member = society.guild.person("Member")
    own = (await member.slash("status")).message
    assert own is not None
    for button in listed.buttons:
        if button.label in ("Snooze all", "Resolve all"):
            assert button.custom_id is not None
            refused = await member.click_forged(own, button.custom_id)
            assert "That’s for moderators" in refused.text


async def test_the_end_of_a_cohort_closes_its_cases_and_its_return_opens_them(
    society: Society,
) -> None:
    some = await strangers(society, 3, await a_running_cohort(society))
    await trouble(society, UNMET, some)
    fall = await strangers(society, 1, await a_running_cohort(society, "Fall"))
    await trouble(society, QUIET, fall)

    ended = await end_cohort(society)

    listed = await society.mo.slash("case list")
    assert "Haven’t met yet" not in listed.text
    assert "Case 4: Not responding" in listed.text
    status = await society.mo.slash("cohort status", name="Spring")
    assert "need a decision" not in status.text
    await confirm(society.mo, await society.mo.click(ended, "Restore cohort"))
    assert "Haven’t met yet (3)" in (await society.mo.slash("case list")).text
    assert "Reopened with the cohort" in (await society.mo.slash("case show", case=1)).text


async def test_a_season_of_trouble_is_cleared_in_ten_clicks(society: Society) -> None:
    """200 pairs with 400 cases, from `/case list` until nothing waits."""
    _, guests = await a_cohort(society, mentors=5, mentees=5)
    await approve_all(society)
    threads = [await introduced(society, guest) for guest in guests]
    met = [PairId(number) for number in range(1, 6)]
    some = await strangers(society, 195, await a_running_cohort(society, "Fall"))
    await trouble(society, UNMET, some[:84], days=9)
    await trouble(society, UNREACHED, some[84:122], days=1, reason=NO_PERMISSION)
    await trouble(society, QUIET, [*met, *some[:60]], days=12)
    await trouble(society, "one-sided", some[100:], days=3)
    await trouble(society, "circle-smaller", some[80:195], days=3)
    await trouble(society, "meeting-accounts-differ", some[:3], days=2)
    mo = Counting(society.mo)

    page = await mo.slash("case list")
    assert len(await society.running.app.database.read(_open, society)) == 400
    await mo.select(page, "pc1:cases:open", "Haven’t met yet (84)")
    await mo.click(page, "Snooze all")
    page = await mo.click(page, "Snooze 84 cases")
    await mo.select(page, "pc1:cases:open", "Not responding (5)")
    form = await mo.click(page, "Message all pairs")
    await mo.submit(form, "Is this still a good time?")
    page = await mo.click(page, "Message 5 pairs")
    await mo.click(page, "Resolve all")
    page = await mo.click(page, page.buttons[0].label)

    assert "Nothing else needs a decision. For later: 84" in page.text
    assert mo.clicks <= 10
    for thread in threads:
        await society.discord.until_message(thread, containing="Is this still a good time?")


def _open(connection: Connection, society: Society) -> list[Case]:
    return cases.open_in(connection, GuildId(society.guild.id))
