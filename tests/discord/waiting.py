"""What the bot wrote to someone in a thread of their own."""

from bot.delivery.nudges.own_threads import TITLE
from sandbox import Person
from sandbox.people.transcript import text_of
from tests.discord.conftest import Society


def heard(society: Society, person: Person) -> list[str]:
    """Return what the bot wrote to someone in a thread of their own."""
    return [
        text_of(message)
        for thread in society.guild.threads
        if thread.name.startswith(TITLE) and person.id in thread.thread_members
        for message in thread.standing()
    ]


async def plan_ahead(society: Society) -> None:
    """Plan as the bot does each hour."""
    delivery = society.running.client.delivery
    assert delivery is not None
    await delivery.plan_ahead()
