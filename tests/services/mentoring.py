"""Mentors who take requests, and members who ask."""

from bot.app import App
from bot.domain.ids import ChannelId, UserId
from bot.domain.requests.requests import Request
from bot.domain.requests.words import RequestWords
from bot.services.cohorts import profiles
from bot.services.moderation import societies
from bot.services.moderation.societies import Choices
from bot.services.requests import mentor_availability, requests
from bot.storage.requests import requests as rows
from tests.services.society import GUILD, somebody, the_moderator

GOOD = RequestWords(
    where="Second year pre-med in Chicago, applying next spring.",
    need="Tell me which of my two research offers says more to a committee, and why.",
    why="You went from the bench into surgery yourself.",
    formats=("video",),
    prepared="A page on each offer, and three schools.",
)


async def a_society(app: App) -> None:
    """Set the society up."""
    await societies.set_up(
        app, the_moderator(), Choices(ChannelId(200), moderator_channel=ChannelId(201))
    )


async def a_mentor(app: App, user: int, topic: str = "research", room: int = 2) -> UserId:
    """Let someone say what they offer, and open to requests."""
    await profiles.choose(app, somebody(user), "offers", [topic])
    await mentor_availability.make_room(app, somebody(user), room)
    return UserId(user)


async def ask(app: App, asker: int, mentor: int) -> Request:
    """Send a good request."""
    return await requests.ask(app, somebody(asker), UserId(mentor), GOOD)


async def again(app: App, request: Request) -> Request:
    """Return the request as it is now."""
    return await app.database.read(rows.get, GUILD, request.id)
