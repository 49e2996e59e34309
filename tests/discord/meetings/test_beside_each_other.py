"""Several meetings of one pair at a time: none of them takes the place of another."""

from sandbox.people.transcript import buttons_of
from tests.discord.conftest import Society
from tests.discord.meeting_people import ahead, arranged, typed
from tests.discord.people import a_pair


async def test_who_proposed_a_move_sees_the_list_with_one_button_to_change_it(
    society: Society,
) -> None:
    mentor, mentee, thread = await a_pair(society)
    card = await arranged(society, mentor, mentee, thread, typed(ahead(society, 4)))
    form = await mentor.click(card, "Reschedule")
    await mentor.submit(form, {"time-0": typed(ahead(society, 5))})
    await society.discord.until_message(thread, containing="would like to move")

    listed = await mentor.slash("meet list", at=thread)

    labels = [button.label for button in buttons_of(listed.messages[0])]
    assert "Other times" in labels
    assert "Move the next" not in labels
    others = await mentee.slash("meet list", at=thread)
    assert "Move the next" in [button.label for button in buttons_of(others.messages[0])]
