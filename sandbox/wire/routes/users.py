"""Users: the bot itself, others, the bot's guilds, and opening a DM."""

from sandbox.rules.errors import refusal
from sandbox.state.permissions import in_guild
from sandbox.state.records import Channel, ChannelType, User
from sandbox.wire import payloads
from sandbox.wire.routing import ROUTER, Call, Reply


def _user(call: Call, user_id: int) -> User:
    user = call.world.users.get(user_id)
    if user is None:
        raise refusal(10013)
    return user


@ROUTER.add("GET", "/users/@me")
def read_me(call: Call) -> Reply:
    """Answer with the bot's own account."""
    return Reply(200, payloads.own_user(call.world.bot))


@ROUTER.add("GET", "/users/{user_id}")
def read_user(call: Call) -> Reply:
    """Answer with an account."""
    return Reply(200, payloads.user(_user(call, call.id("user_id"))))


@ROUTER.add("GET", "/users/@me/guilds")
def list_guilds(call: Call) -> Reply:
    """Answer with the guilds the bot is in."""
    world = call.world
    mine = [each for each in world.guilds.values() if world.bot.id in each.members]
    return Reply(
        200,
        [
            {
                "id": str(each.id),
                "name": each.name,
                "icon": None,
                "banner": None,
                "owner": False,
                "permissions": str(in_guild(each, world.bot.id)),
                "features": [],
            }
            for each in mine
        ],
    )


@ROUTER.add("POST", "/users/@me/channels")
def open_dm(call: Call) -> Reply:
    """Open the DM with someone, or return the one there is; closed DMs only refuse messages."""
    world = call.world
    recipient = _user(call, int(str(call.form().get("recipient_id") or 0)))
    if recipient is world.bot:
        raise refusal(50007)
    channel = world.dm_with(recipient)
    if channel is None:
        channel = Channel(
            id=world.clock.snowflake(),
            type=ChannelType.DM,
            recipients={recipient.id: recipient, world.bot.id: world.bot},
        )
        world.channels[channel.id] = channel
    return Reply(200, payloads.channel(channel))
