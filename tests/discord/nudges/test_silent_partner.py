"""Someone answers nothing: what the other person of the pair hears of it, and what they don't."""

from datetime import datetime, timedelta

import pytest

from sandbox import Channel, Message, Person
from sandbox.people.transcript import buttons_of, text_of
from tests.discord.conftest import Society
from tests.discord.meeting_people import ahead, ids_of, meets
from tests.discord.people import a_pair, standing

DAY = timedelta(days=1)


async def live(society: Society, mentor: Person, thread: Channel, days: int) -> None:
    """Let days pass in which the mentor answers each check-in, and nobody else does anything."""
    delivery = society.running.client.delivery
    assert delivery is not None
    begun = ahead(society, 0, 12)
    for day in range(1, days):
        for hour in (0, 7):
            society.discord.clock.set(begun + day * DAY + timedelta(hours=hour))
            await delivery.plan_ahead()
            await delivery.deliver_due()
        for message in thread.standing():
            if mentor.id in message.notified and (mine := ids_of(message, "pc1:check-in:on-track")):
                await mentor.click(message, custom_id=mine[0])


def told(thread: Channel, person: Person, words: str, since: datetime) -> list[Message]:
    """Return what notified someone since then with these words."""
    return [
        message
        for message in thread.standing()
        if person.id in message.notified
        and words in text_of(message)
        and message.created_at > since
    ]


@pytest.mark.parametrize("has_met", [False, True])
async def test_whoever_answers_everything_hears_once_of_a_silence_and_is_not_offered_a_rest(
    society: Society, has_met: bool
) -> None:
    mentor, mentee, thread = await a_pair(society)
    if has_met:
        await meets(society, mentor, mentee, thread, ahead(society, 2))

    await live(society, mentor, thread, 84)

    [word] = standing(thread, "been quiet here")
    assert buttons_of(word) == []
    assert ("The moderators know" in text_of(word)) is not has_met
    begun = word.created_at - 84 * DAY
    assert told(thread, mentor, "You can pause", begun) == []
    answered = told(thread, mentor, "checked in", word.created_at)
    assert (answered != []) is has_met
    assert told(thread, mentor, "you haven’t met yet", word.created_at) == []
