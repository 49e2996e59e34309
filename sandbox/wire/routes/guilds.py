"""Guilds: read, with roles, channels and members."""

from sandbox.rules.access import require_grantable
from sandbox.rules.errors import refusal
from sandbox.rules.problems import Problems
from sandbox.state.events import MemberChanged
from sandbox.state.records import Guild, Member, Role
from sandbox.wire import payloads
from sandbox.wire.routing import NOTHING, ROUTER, Call, Reply

ONE = "/guilds/{guild_id}"
MEMBER_ROLE = "/guilds/{guild_id}/members/{user_id}/roles/{role_id}"


def _member(call: Call, guild: Guild) -> Member:
    user_id = call.id("user_id")
    if user_id not in guild.members:
        raise refusal(10007 if user_id in call.world.users else 10013)
    return guild.members[user_id]


def _role(call: Call, guild: Guild) -> Role:
    role = guild.roles.get(call.id("role_id"))
    if role is None:
        raise refusal(10011)
    return role


@ROUTER.add("GET", ONE)
def read_guild(call: Call) -> Reply:
    """Answer with a guild and its roles."""
    guild = call.guild()
    body = payloads.guild(guild)
    if call.asks_for("with_counts"):
        count = len(guild.members)
        body |= {"approximate_member_count": count, "approximate_presence_count": count}
    return Reply(200, body)


@ROUTER.add("GET", "/guilds/{guild_id}/channels")
def list_channels(call: Call) -> Reply:
    """Answer with a guild's channels, threads not included."""
    listed = [each for each in call.guild().channels.values() if not each.is_thread]
    return Reply(200, [payloads.channel(each) for each in listed])


@ROUTER.add("GET", "/guilds/{guild_id}/roles")
def list_roles(call: Call) -> Reply:
    """Answer with a guild's roles."""
    return Reply(200, [payloads.role(each) for each in call.guild().roles.values()])


@ROUTER.add("GET", "/guilds/{guild_id}/roles/{role_id}")
def read_role(call: Call) -> Reply:
    """Answer with one role."""
    return Reply(200, payloads.role(_role(call, call.guild())))


@ROUTER.add("GET", "/guilds/{guild_id}/members/{user_id}")
def read_member(call: Call) -> Reply:
    """Answer with one member: 10007 for a user who is elsewhere, 10013 for an unknown one."""
    return Reply(200, payloads.member(_member(call, call.guild())))


@ROUTER.add("GET", "/guilds/{guild_id}/members")
def list_members(call: Call) -> Reply:
    """Answer with a page of members, which takes the members intent."""
    guild = call.guild()
    if not call.world.application.members_intent:
        raise refusal(50001)
    after, limit = int(call.query.get("after", 0)), int(call.query.get("limit", 1))
    listed = sorted(each for each in guild.members if each > after)[:limit]
    return Reply(200, [payloads.member(guild.members[each]) for each in listed])


@ROUTER.add("GET", "/guilds/{guild_id}/members/search")
def search_members(call: Call) -> Reply:
    """Answer with members whose username or nickname begins with the query."""
    guild = call.guild()
    problems = Problems()
    problems.text(("query",), call.query.get("query", ""), 100, 1)
    problems.number(("limit",), call.query.get("limit", 1), 1, 1000)
    problems.raise_if_any()
    start, limit = call.query["query"].lower(), int(call.query.get("limit", 1))
    members = [
        each
        for each in guild.members.values()
        if each.user.username.lower().startswith(start)
        or (each.user.display_name or "").lower().startswith(start)
        or (each.nick or "").lower().startswith(start)
    ]
    return Reply(200, [payloads.member(each) for each in members[:limit]])


@ROUTER.add("PUT", MEMBER_ROLE)
def give_role(call: Call) -> Reply:
    """Give a member a role that stands below the bot's own."""
    guild, member, role = _grantable(call)
    if role.id not in member.roles:
        member.roles.append(role.id)
        call.world.publish(MemberChanged(guild, member))
    return NOTHING


@ROUTER.add("DELETE", MEMBER_ROLE)
def take_role(call: Call) -> Reply:
    """Take a role from a member."""
    guild, member, role = _grantable(call)
    if role.id in member.roles:
        member.roles.remove(role.id)
        call.world.publish(MemberChanged(guild, member))
    return NOTHING


def _grantable(call: Call) -> tuple[Guild, Member, Role]:
    guild = call.guild()
    member, role = _member(call, guild), _role(call, guild)
    require_grantable(call.world, guild, role)
    return guild, member, role
