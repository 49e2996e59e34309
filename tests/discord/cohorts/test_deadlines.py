"""Sign-up closes by itself after its last day, and late ones are let in on purpose."""

from datetime import UTC, datetime

from bot.domain.states import Role
from sandbox.people.transcript import text_of
from tests.discord.conftest import Society
from tests.discord.enrolled import a_pair, enrol, match
from tests.discord.people import choose, sign_up, standing
from tests.discord.waiting import heard, plan_ahead

# Noon in Chicago, on a Monday.
MONDAY = datetime(2027, 3, 1, 18, tzinfo=UTC)


async def test_sign_up_closes_by_itself_and_everyone_is_told_before(society: Society) -> None:
    society.discord.clock.set(MONDAY)
    made = await society.mo.slash("cohort create", name="Spring", sign_up_until="Mar 12")
    opened = await society.mo.slash("cohort open", name="Spring")
    panel = await society.panel()
    ana, ben, cleo = (society.guild.person(name) for name in ("Ana", "Ben", "Cleo"))
    await sign_up(society, ben)
    await choose(society, ana)

    assert "Last day of sign-up: Fri, Mar 12, 2027" in made.text
    assert "will close at the end of Fri, Mar 12, 2027" in opened.text
    closes = int(datetime(2027, 3, 13, 5, 59, tzinfo=UTC).timestamp())
    assert f"Sign-up closes: <t:{closes}:f> (<t:{closes}:R>)" in text_of(panel)
    await plan_ahead(society)
    assert not heard(society, ana)
    society.discord.clock.set(datetime(2027, 3, 10, 16, tzinfo=UTC))
    await plan_ahead(society)
    await plan_ahead(society)
    soon = await society.discord.until_message(
        society.back_room, containing="will close at the end of"
    )
    assert "Mentees: 1. Mentors: 0." in text_of(soon)
    assert "Haven’t finished: 1." in text_of(soon)
    reminder = await society.discord.until_message(ana, containing="Want to finish signing up")
    assert f"Sign-up closes <t:{closes}:f>" in text_of(reminder)
    await choose(society, cleo)
    society.discord.clock.set(datetime(2027, 3, 13, 15, tzinfo=UTC))
    await plan_ahead(society)

    await society.discord.wait_for(lambda: "is closed" in text_of(panel))
    await society.discord.until_message(society.back_room, containing="closed as planned")
    await society.discord.wait_for(
        lambda: any("closed before you finished" in text for text in heard(society, cleo))
    )
    told = [text for text in heard(society, ana) if ana.mention in text]
    assert len(told) == 1, "who heard of the day isn't told that it has passed"
    late = await cleo.slash("join", cohort="Spring", role="I want a mentor")
    assert "is closed" in late.text
    log = await society.mo.slash("cohort log", name="Spring")
    assert "Last day of sign-up · Closed sign-up" in log.text
    await enrol(society, society.guild.person("Mira"), Role.MENTOR)
    await match(society.mo, "preview")
    await plan_ahead(society)
    cases = await society.mo.slash("case list")
    assert "Sign-up has closed" not in cases.text


async def test_a_day_that_moves_is_shown_in_the_panel_and_takes_back_what_was_announced(
    society: Society,
) -> None:
    society.discord.clock.set(MONDAY)
    await society.mo.slash("cohort create", name="Spring")
    await society.mo.slash("cohort open", name="Spring", until="Mar 3")
    panel = await society.panel()
    await plan_ahead(society)
    await society.discord.until_message(society.back_room, containing="will close at the end of")

    changed = await society.mo.slash("cohort edit", name="Spring", sign_up_until="Mar 20")
    await plan_ahead(society)

    assert "Last day of sign-up: Wed, Mar 3, 2027 → Sat, Mar 20, 2027" in changed.text
    assert "Two days before, I’ll remind you" in changed.text
    closes = int(datetime(2027, 3, 21, 4, 59, tzinfo=UTC).timestamp())
    await society.discord.wait_for(lambda: f"<t:{closes}:f>" in text_of(panel))
    assert "closes soon" not in (await society.mo.slash("case list")).text
    society.discord.clock.set(datetime(2027, 3, 5, 16, tzinfo=UTC))
    await plan_ahead(society)
    assert "Sign-up open" in (await society.mo.slash("cohort status", name="Spring")).text
    without = await society.mo.slash("cohort edit", name="Spring", sign_up_until="none")
    assert "stay open until you close it" in without.text


async def test_days_of_sign_up_that_can_not_be_are_refused(society: Society) -> None:
    society.discord.clock.set(MONDAY)
    late = await society.mo.slash(
        "cohort create", name="Spring", ends="May 1", sign_up_until="May 1"
    )
    assert "sign-up can’t stay open until Sat, May 1, 2027" in late.text
    await society.mo.slash("cohort create", name="Spring")
    await society.mo.slash("cohort open", name="Spring")
    opened = await society.mo.slash("cohort open", name="Spring", until="the ides of March")
    assert "until: the ides of March" in opened.text


async def test_late_sign_ups_are_wanted_again_after_the_day_and_hear_of_the_next_round(
    society: Society,
) -> None:
    society.discord.clock.set(MONDAY)
    await a_pair(society)
    await society.mo.slash("cohort edit", name="Spring", sign_up_until="Mar 3")
    society.discord.clock.set(datetime(2027, 3, 4, 16, tzinfo=UTC))
    await plan_ahead(society)
    assert "Running" in (await society.mo.slash("cohort status", name="Spring")).text

    opened = await society.mo.slash("cohort open", name="Spring")
    await plan_ahead(society)
    await society.discord.wait_for(lambda: bool(standing(society.mentoring, "Sign up for Spring")))
    late, mentor = society.guild.person("Late"), society.guild.person("Second mentor")
    joined = await sign_up(society, late)
    hosting = await sign_up(society, mentor, "I can mentor", stage=["resident"])

    assert "The last day of sign-up, Wed, Mar 3, 2027, has passed" in opened.text
    round_at = int(datetime(2027, 3, 18, 16, tzinfo=UTC).timestamp())
    promised = f"The next round is by <t:{round_at}:D>"
    assert promised in joined.text
    assert promised in hosting.text
    assert f"<t:{round_at}" in (await late.slash("status")).text
    again = await sign_up(society, late)
    assert "Saved your mentee answers" in again.text
    preview = await match(society.mo, "preview")
    assert late.mention in preview.text
    assert mentor.mention in preview.text
    society.discord.clock.set(datetime(2027, 3, 19, 16, tzinfo=UTC))
    await plan_ahead(society)
    await society.discord.wait_for(
        lambda: any("later than I said" in text for text in heard(society, late))
    )
