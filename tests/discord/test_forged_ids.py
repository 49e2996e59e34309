"""Forged custom IDs on a message that others read too: it stays as it is."""

from typing import Any

from discord.http import handle_message_parameters

from bot.messages.custom_id import build
from bot.messages.outgoing import Button
from bot.messages.outgoing import Message as Outgoing
from bot.views.render import to_message
from sandbox import Message
from tests.discord.conftest import Society
from tests.discord.furnished import Place
from tests.discord.test_direct_messages import routes, set_up, use


def shown(message: Message) -> list[Any]:
    """Return what everyone who can read a message sees."""
    return [message.content, message.embeds, message.components, message.attachments]


async def post(society: Society, place: Place) -> Message:
    """Have the bot post something with a button of a thing that does not exist."""
    button = Button("Show it", build("advice", "before-meeting", place.id, 4242))
    params = handle_message_parameters(**to_message(Outgoing("For all to read", rows=((button,),))))
    general = society.guild.channel("general")
    await society.running.client.http.send_message(general.id, params=params)
    return await society.discord.until_message(general, containing="For all to read")


async def test_no_forged_click_or_form_changes_a_message_that_others_read(
    society: Society,
) -> None:
    nils, mira = society.guild.person("Nils"), society.guild.person("Mira")
    place = await set_up(society, society.guild, society.mo, nils, mira)
    public = await post(society, place)
    before, replaced = shown(public), []
    for area, verb, is_form in routes():
        await use(society, place, public, area, verb, is_form, from_message=True)
        if shown(public) != before:
            replaced.append(f"{area}:{verb}")
            public = await post(society, place)
    assert replaced == []
