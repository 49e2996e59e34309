"""Guilds: read, with roles, channels and members."""

from sandbox.rules.errors import refusal
from sandbox.rules.problems import Problems
from sandbox.state import permissions
from sandbox.state.permissions import Permission
from sandbox.state.world import Guild, Member, Role
from sandbox.wire import payloads
from sandbox.wire.routing import NOTHING, ROUTER, Call, Reply

ONE = "/guilds/{guild_id}"
MEMBER_ROLE = "/guilds/{guild_id}/members/{user_id}/roles/{role_id}"
MEMBERS_INTENT = 1 << 1


def _guild(call: Call) -> Guild:
    return call.world.guild(call.id("guild_id"))


def _member(call: Call, guild: Guild) -> Member:
    user_id = call.id("user_id")
    if user_id not in guild.members:
        raise refusal(10007 if user_id in call.world.users else 10013)
    return guild.members[user_id]


def _role(call: Call, guild: Guild) -> Role:
    found = guild.roles.get(call.id("role_id"))
    if found is None:
        raise refusal(10011)
    return found


@ROUTER.add("GET", ONE)
def read_guild(call: Call) -> Reply:
    """Answer with a guild and its roles."""
    guild = _guild(call)
    body = payloads.guild(guild)
    if call.query.get("with_counts") in ("1", "true"):
        count = len(guild.members)
        body |= {"approximate_member_count": count, "approximate_presence_count": count}
    return Reply(200, body)


@ROUTER.add("GET", "/guilds/{guild_id}/channels")
def list_channels(call: Call) -> Reply:
    """Answer with a guild's channels, threads not included."""
    listed = [each for each in _guild(call).channels.values() if not each.is_thread]
    return Reply(200, [payloads.channel(each) for each in listed])


@ROUTER.add("GET", "/guilds/{guild_id}/roles")
def list_roles(call: Call) -> Reply:
    """Answer with a guild's roles."""
    return Reply(200, [payloads.role(each) for each in _guild(call).roles.values()])


@ROUTER.add("GET", "/guilds/{guild_id}/roles/{role_id}")
def read_role(call: Call) -> Reply:
    """Answer with one role."""
    return Reply(200, payloads.role(_role(call, _guild(call))))


@ROUTER.add("GET", "/guilds/{guild_id}/members/{user_id}")
def read_member(call: Call) -> Reply:
    """Answer with one member: 10007 for somebody elsewhere, 10013 for nobody at all."""
    return Reply(200, payloads.member(_member(call, _guild(call))))


@ROUTER.add("GET", "/guilds/{guild_id}/members")
def list_members(call: Call) -> Reply:
    """Answer with a page of members, which takes the members intent."""
    guild = _guild(call)
    if not call.world.application.members_intent:
        raise refusal(50001)
    after, limit = int(call.query.get("after", 0)), int(call.query.get("limit", 1))
    listed = sorted(each for each in guild.members if each > after)[:limit]
    return Reply(200, [payloads.member(guild.members[each]) for each in listed])


@ROUTER.add("GET", "/guilds/{guild_id}/members/search")
def search_members(call: Call) -> Reply:
    """Answer with members whose username or nickname begins with the query."""
    guild = _guild(call)
    problems = Problems()
    problems.text(("query",), call.query.get("query", ""), 100, 1)
    problems.number(("limit",), call.query.get("limit", 1), 1, 1000)
    problems.raise_if_any()
    start, limit = call.query["query"].lower(), int(call.query.get("limit", 1))
    found = [
        each
        for each in guild.members.values()
        if each.user.username.lower().startswith(start)
        or (each.user.display_name or "").lower().startswith(start)
        or (each.nick or "").lower().startswith(start)
    ]
    return Reply(200, [payloads.member(each) for each in found[:limit]])


@ROUTER.add("PUT", MEMBER_ROLE)
def give_role(call: Call) -> Reply:
    """Give a member a role that stands below the bot's own."""
    member, role = _grantable(call)
    if role.id not in member.roles:
        member.roles.append(role.id)
        _member_changed(call, member)
    return NOTHING


@ROUTER.add("DELETE", MEMBER_ROLE)
def take_role(call: Call) -> Reply:
    """Take a role from a member."""
    member, role = _grantable(call)
    if role.id in member.roles:
        member.roles.remove(role.id)
        _member_changed(call, member)
    return NOTHING


def _grantable(call: Call) -> tuple[Member, Role]:
    guild = _guild(call)
    member, role = _member(call, guild), _role(call, guild)
    bot_id = call.world.bot.id
    if not permissions.in_guild(guild, bot_id) & Permission.MANAGE_ROLES:
        raise refusal(50013)
    highest = max(guild.roles[each].position for each in guild.members[bot_id].roles)
    if role.position >= highest or role.bot_id is not None:
        raise refusal(50013)
    return member, role


def _member_changed(call: Call, member: Member) -> None:
    guild_id = call.id("guild_id")
    body = payloads.member(member) | {"guild_id": str(guild_id)}
    own = member.user is call.world.bot
    call.world.emit(
        "GUILD_MEMBER_UPDATE", body, guild_id=guild_id, intent=0 if own else MEMBERS_INTENT
    )
