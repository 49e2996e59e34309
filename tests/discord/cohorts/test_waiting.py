"""No one is left hanging: who waits hears at once, and again when the date moves or all is over."""

from datetime import UTC, datetime, timedelta

from bot.domain.states import Role
from sandbox.people.transcript import text_of
from tests.discord.conftest import Society
from tests.discord.enrolled import a_cohort, approve_all, enrol, introduced, match
from tests.discord.people import choose, confirm, end_cohort, open_cohort, standing
from tests.discord.waiting import heard, plan_ahead


async def test_who_is_left_over_hears_at_once_and_again_when_the_promised_day_moves(
    society: Society,
) -> None:
    _, guests = await a_cohort(society, mentors=1, mentees=2)
    await approve_all(society)
    society.discord.clock.advance(timedelta(hours=1))

    def of_waiting(words: str) -> list[str]:
        return [text for guest in guests for text in heard(society, guest) if words in text]

    await society.discord.wait_for(lambda: of_waiting("on the waitlist for Spring"))
    [first] = of_waiting("The next round is by <t:")
    assert "`/mentor find`" in first
    await society.pass_time(days=15)
    await plan_ahead(society)

    await society.discord.wait_for(lambda: of_waiting("later than I said"))
    assert len(of_waiting("later than I said")) == 1


async def test_the_end_of_a_cohort_reaches_those_who_wait(society: Society) -> None:
    await a_cohort(society, mentors=0, mentees=0)
    waiting = society.guild.person("Waiting")
    await enrol(society, waiting, Role.MENTEE)

    ended = await end_cohort(society)

    assert "Unmatched people I’ll tell: 1" in ended.text
    await society.discord.wait_for(
        lambda: any("There won’t be another round" in text for text in heard(society, waiting))
    )


async def test_a_new_name_and_the_last_day_are_explained_to_everyone(society: Society) -> None:
    society.discord.clock.set(datetime(2027, 3, 1, 18, tzinfo=UTC))
    [mentor], _ = await a_cohort(society, mentors=1, mentees=1)
    await approve_all(society)
    await enrol(society, society.guild.person("Waiting"), Role.MENTEE)
    thread = await introduced(society, mentor)

    asked = await society.mo.slash(
        "cohort edit", name="Spring", new_name="Spring Two", ends="Mar 29"
    )
    renamed = "Spring is now called Spring Two, and its dates changed.\nLast day: Mon, Mar 29, 2027"
    assert f"> {renamed}" in asked.text
    await confirm(society.mo, asked)
    await society.discord.until_message(thread, containing=renamed)
    society.discord.clock.set(datetime(2027, 3, 15, 16, tzinfo=UTC))
    await plan_ahead(society)
    soon = await society.discord.until_message(
        society.back_room, containing="I’ll end it the next morning"
    )
    assert "Unmatched people to tell: 1" in text_of(soon)
    society.discord.clock.set(datetime(2027, 3, 30, 16, tzinfo=UTC))
    await plan_ahead(society)

    goodbye = await society.discord.until_message(thread, containing="our cohort has ended")
    assert "Together you had 4 weeks. Thank you both!" in goodbye.content
    cases = await society.mo.slash("case list")
    assert "** Spring Two · <t:" in cases.text


async def test_who_began_to_sign_up_hears_that_it_has_closed(society: Society) -> None:
    await open_cohort(society)
    ana, ben = society.guild.person("Ana"), society.guild.person("Ben")
    await choose(society, ana)
    await enrol(society, ben, Role.MENTEE)

    asked = await society.mo.slash("cohort close", name="Spring")
    shown = asked.text
    closed = await confirm(society.mo, asked)

    assert f"{ana.mention} · Hasn’t finished" in shown
    assert ben.mention not in shown
    assert "Spring · Close sign-up?" in shown
    assert "is closed" in closed.text
    await society.discord.wait_for(
        lambda: any("closed before you finished" in text for text in heard(society, ana))
    )
    assert not heard(society, ben)


async def test_a_second_round_lists_only_those_who_wait(society: Society) -> None:
    hosts, guests = await a_cohort(society, capacity=2)
    await match(society.mo, "preview")
    for host, guest in zip(hosts, guests, strict=True):
        await match(society.mo, "lock", mentee=guest, mentor=host)
    await match(society.mo, "approve")
    late = society.guild.person("Late")
    await enrol(society, late, Role.MENTEE)

    second = await match(society.mo, "preview")

    assert "Spring · Pairs: 1 · Unmatched: 0" in second.text
    assert "Unmatched mentee" not in second.text
    assert (
        sum(f"Mentor {host.mention}, mentee {late.mention}" in second.text for host in hosts) == 1
    )


async def test_a_last_day_is_announced_twice_and_then_the_cohort_ends_and_can_be_restored(
    society: Society,
) -> None:
    await society.mo.slash("cohort create", name="Spring", ends="in 20 days")
    await society.mo.slash("cohort open", name="Spring")
    mentor, mentee = society.guild.person("Mira"), society.guild.person("Nils")
    await enrol(society, mentor, Role.MENTOR)
    await enrol(society, mentee, Role.MENTEE)
    await approve_all(society)
    thread = await introduced(society, mentee)

    async def days(number: int) -> None:
        for _ in range(number):
            await society.pass_time(days=1)
            await plan_ahead(society)

    def posted(words: str) -> int:
        cases = [text_of(message) for message in standing(society.back_room, "Case ")]
        return sum(words in text and "Open cases" not in text for text in cases)

    async def until_posted(words: str) -> None:
        # A channel takes one message a second, and several may be due.
        for _ in range(60):
            if posted(words):
                return
            await society.pass_time(seconds=2)
            await society.mo.slash("status")
        raise AssertionError([text_of(message) for message in society.back_room.standing()])

    await days(5)
    assert posted("ends in two weeks") == 0
    await days(2)
    await until_posted("ends in two weeks")
    soon = standing(society.back_room, "ends in two weeks")
    assert any("Pairs to get a goodbye: 1" in text_of(message) for message in soon)
    await days(13)
    await until_posted("is about to end")
    assert posted("ends in two weeks") == 1
    assert standing(thread, "our cohort has ended") == []
    await days(2)
    await until_posted("Spring has ended. Pairs to get a goodbye: 1")
    [ended] = standing(society.back_room, "Spring has ended. Pairs to get a goodbye: 1")
    assert "until:" not in text_of(ended)
    goodbye = await society.discord.until_message(thread, containing="our cohort has ended")
    assert "Give feedback" in str(goodbye.components)
    await society.discord.wait_for(lambda: not standing(society.mentoring, "Sign up for"))
    [panel] = standing(society.mentoring, "Sign-up for Spring is closed")
    await society.discord.wait_for(lambda: "Withdraw" not in str(panel.components))
    assert "I can mentor" not in str(panel.components)
    log = await society.mo.slash("cohort log", name="Spring")
    assert "Last day · Ended the cohort · Pairs: 1" in log.text

    asked = await society.mo.slash("cohort open", name="Spring")
    restored = await confirm(society.mo, asked)
    await days(2)

    assert "It has no last day now" in restored.text
    assert len(standing(thread, "our cohort has ended")) == 1
    assert "Running" in (await society.mo.slash("cohort status", name="Spring")).text
