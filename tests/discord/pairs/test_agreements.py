"""An agreement: answered alone, shown side by side, agreed by both, and looked at again."""

from typing import Any

from sandbox import Answer, Channel, Person
from tests.discord.conftest import Society
from tests.discord.enrolled import a_circle, a_pair
from tests.discord.people import standing, until_status

REVEALED = "our answers are in"


def chosen(**changes: Any) -> dict[str, Any]:
    """Return answers to the first form."""
    usual = {"often": ["weekly"], "answer-within": ["two-days"], "channels": ["this-thread"]}
    return usual | changes


def written(**changes: str) -> dict[str, str]:
    """Return answers to the second form."""
    usual = {"topics": "Research", "off-limits": "", "until": "June; then one more message"}
    return usual | changes


async def answer_all(
    person: Person, first: dict[str, Any] | None = None, second: dict[str, str] | None = None
) -> Answer:
    """Go through both forms, as one person."""
    opened = await person.slash("pair agreement")
    label = next(b.label for b in opened.buttons if b.label != "Agree")
    halfway = await person.submit(await person.click(opened, label), first or chosen())
    form = await person.click(halfway, custom_id="pc1:agreement:second:")
    return await person.submit(form, second or written())


async def reveal(society: Society) -> tuple[Person, Person, Channel]:
    """Return a pair of whom both have answered, differently in one thing."""
    mentor, mentee, thread = await a_pair(society)
    await answer_all(mentor)
    await answer_all(mentee, chosen(often=["monthly"]))
    await society.discord.until_message(thread, containing=REVEALED)
    return mentor, mentee, thread


async def test_an_answer_stays_private_until_both_have_answered(society: Society) -> None:
    mentor, mentee, thread = await a_pair(society)

    done = await answer_all(mentor, second=written(topics="Surgery and nerves"))
    others_view = await mentee.slash("pair agreement")

    assert done.ephemeral
    assert "once they’re all in" in done.text
    assert "Surgery and nerves" not in others_view.text
    assert not standing(thread, "Surgery and nerves")
    await until_status(mentor, lambda text: f"{mentee.mention} · Answers for the agreement" in text)


async def test_both_answers_stand_side_by_side_with_the_differences_marked(
    society: Society,
) -> None:
    mentor, mentee, thread = await reveal(society)

    [message] = standing(thread, REVEALED)
    fields = {field["name"]: field["value"] for field in message.embeds[0]["fields"]}

    assert "Different: 1 of 6" in message.content
    assert list(fields) == ["How often will we talk?"]
    assert f"{mentor.mention}: Weekly" in fields["How often will we talk?"]
    assert f"{mentee.mention}: Monthly" in fields["How often will we talk?"]
    everything = await mentee.click(message, "See all answers")
    assert everything.ephemeral
    assert "How often will we talk? · Different" in everything.text
    assert "How quickly will we reply? · Same" in everything.text


async def test_it_is_in_force_once_both_agree_and_says_who_is_missing_before(
    society: Society,
) -> None:
    mentor, mentee, thread = await reveal(society)
    [message] = standing(thread, REVEALED)

    first = await mentor.click(message, "Agree")
    await society.discord.wait_for(
        lambda: standing(thread, f"Waiting on {mentee.mention} to agree")
    )
    second = await mentee.click(message, "Agree")
    await society.discord.wait_for(lambda: standing(thread, "Everyone agreed"))
    shown = await mentee.slash("pair agreement")

    await society.discord.wait_for(lambda: "remind anyone" in first.text)
    await society.discord.wait_for(lambda: "Everyone agreed" in second.text)
    assert "version 1" in shown.text
    assert "Agreed" in (await mentor.slash("pair status")).text


async def test_a_change_after_the_reveal_is_a_new_version_that_both_agree_to_anew(
    society: Society,
) -> None:
    mentor, mentee, thread = await reveal(society)
    [message] = standing(thread, REVEALED)
    await mentor.click(message, "Agree")
    await mentee.click(message, "Agree")

    await answer_all(mentee, chosen(often=["weekly"]))

    await society.discord.wait_for(lambda: len(standing(thread, "are in and match")) == 1)
    [_] = standing(thread, "are in and match")
    assert "Agree" in (await mentor.slash("pair agreement")).buttons[0].label


async def test_whoever_owes_their_half_hears_of_it_and_the_other_does_not(
    society: Society,
) -> None:
    mentor, mentee, thread = await a_pair(society)
    await answer_all(mentor)

    await society.pass_time(days=4)  # by day: at night it would wait for the morning

    message = await society.discord.until_message(thread, containing="are still missing")
    assert [user.id for user in message.mentions] == [mentee.id]


async def test_the_second_half_needs_the_first(society: Society) -> None:
    _, mentee, thread = await a_pair(society)
    custom_id = (await mentee.slash("pair agreement")).buttons[0].custom_id
    assert custom_id is not None

    answer = await mentee.submit_forged(
        custom_id.replace(":first:", ":send-second:"), written(), at=thread
    )

    assert "first three questions" in answer.text
    assert "June; then one more message" in answer.text  # nothing that was typed is lost


async def test_an_agreement_is_nobody_elses_business(society: Society) -> None:
    _, _, thread = await reveal(society)
    [message] = standing(thread, REVEALED)
    custom_id = message.components[0]["components"][0]["custom_id"]

    answer = await society.guild.person("Third").click_forged(message, custom_id)

    assert "belongs to another pair" in answer.text
    assert standing(thread, REVEALED)


async def test_an_agreement_goes_on_without_whoever_left_the_circle(society: Society) -> None:
    mentor, (ana, ben), thread = await a_circle(society, "America/Chicago", "America/Chicago")
    for person in (mentor, ana):
        await answer_all(person)
    assert not standing(thread, REVEALED)

    await ben.click(await ben.slash("pair end", at=thread), "Leave circle")

    shown = await society.discord.until_message(thread, containing=REVEALED)
    assert ben.mention not in shown.content
    for person in (mentor, ana):
        await person.click(shown, "Agree")
    await society.discord.wait_for(lambda: standing(thread, "Everyone agreed"))
