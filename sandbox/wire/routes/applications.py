"""The application: itself, its commands, and where the gateway is."""

from datetime import timedelta

from sandbox.rules.commands import check_commands
from sandbox.rules.errors import refusal
from sandbox.state.records import Json
from sandbox.wire import payloads
from sandbox.wire.routing import NOTHING, ROUTER, Call, Reply

GLOBAL = "/applications/{application_id}/commands"
GUILD = "/applications/{application_id}/guilds/{guild_id}/commands"
IDENTIFIES_A_DAY = 1000
CREATIONS_A_DAY = 200


def _application_id(call: Call) -> int:
    if call.id("application_id") != call.world.application.id:
        raise refusal(10002)
    return call.world.application.id


@ROUTER.add("GET", "/oauth2/applications/@me")
def read_application(call: Call) -> Reply:
    """Answer with the bot's application."""
    guilds = len(call.world.guilds)
    return Reply(200, payloads.application(call.world.application, guilds))


@ROUTER.add("GET", "/gateway")
def find_gateway(call: Call) -> Reply:
    """Answer with the gateway's address."""
    return Reply(200, {"url": call.gateway.url})


@ROUTER.add("GET", "/gateway/bot")
def find_bot_gateway(call: Call) -> Reply:
    """Answer with the gateway's address and what is left of the day's identifies."""
    used = call.gateway.identifies
    start = {
        "total": IDENTIFIES_A_DAY,
        "remaining": max(IDENTIFIES_A_DAY - used, 0),
        "reset_after": 14_400_000,
        "max_concurrency": 1,
    }
    return Reply(200, {"url": call.gateway.url, "shards": 1, "session_start_limit": start})


@ROUTER.add("GET", GLOBAL)
def list_commands(call: Call) -> Reply:
    """Answer with the global commands."""
    _application_id(call)
    return Reply(200, list(call.world.application.commands.values()))


@ROUTER.add("GET", GUILD)
def list_guild_commands(call: Call) -> Reply:
    """Answer with one guild's commands."""
    _application_id(call)
    return Reply(200, list(call.guild().commands.values()))


@ROUTER.add("PUT", GLOBAL)
def replace_commands(call: Call) -> Reply:
    """Replace all global commands."""
    application_id = _application_id(call)
    application = call.world.application
    application.commands = _registered(call, application.commands, application_id, None)
    return Reply(200, list(application.commands.values()))


@ROUTER.add("PUT", GUILD)
def replace_guild_commands(call: Call) -> Reply:
    """Replace all commands of one guild."""
    application_id = _application_id(call)
    guild = call.guild()
    guild.commands = _registered(call, guild.commands, application_id, guild.id)
    return Reply(200, list(guild.commands.values()))


@ROUTER.add("DELETE", GLOBAL + "/{command_id}")
def delete_command(call: Call) -> Reply:
    """Delete one global command."""
    _application_id(call)
    if call.world.application.commands.pop(call.id("command_id"), None) is None:
        raise refusal(10063)
    return NOTHING


def _registered(
    call: Call, present: dict[int, Json], application_id: int, guild_id: int | None
) -> dict[int, Json]:
    wanted = check_commands(call.body)
    registered = {(each["type"], each["name"]): each["id"] for each in present.values()}
    new = [each for each in wanted if (each.get("type") or 1, each["name"]) not in registered]
    _count_creations(call, len(new))
    result: dict[int, Json] = {}
    for command in wanted:
        kind = command.get("type") or 1
        number = int(registered.get((kind, command["name"])) or call.world.clock.snowflake())
        result[number] = _stored(call, command, number, application_id, guild_id)
    return result


def _count_creations(call: Call, new: int) -> None:
    application, now = call.world.application, call.world.clock.now()
    recent = [each for each in application.creations if now - each < timedelta(days=1)]
    if len(recent) + new > CREATIONS_A_DAY:
        raise refusal(30034)
    application.creations = recent + [now] * new


def _stored(
    call: Call, command: Json, number: int, application_id: int, guild_id: int | None
) -> Json:
    granted = command.get("default_member_permissions")
    stored: Json = {
        "id": str(number),
        "application_id": str(application_id),
        "version": str(call.world.clock.snowflake()),
        "type": command.get("type") or 1,
        "name": command["name"],
        "description": command.get("description") or "",
        "options": [_option(each) for each in command.get("options") or []],
        "default_member_permissions": None if granted is None else str(granted),
        "nsfw": bool(command.get("nsfw")),
        "contexts": command.get("contexts"),
        "integration_types": command.get("integration_types") or [0],
    }
    for key in ("name_localizations", "description_localizations"):
        if command.get(key):
            stored[key] = command[key]
    if stored["contexts"] is None:
        del stored["contexts"]
    stored["dm_permission"] = command.get("dm_permission", True) is not False
    if guild_id is not None:
        stored["guild_id"] = str(guild_id)
    return stored


def _option(option: Json) -> Json:
    """Return an option without its null fields, at every depth."""
    fields = {key: value for key, value in option.items() if value is not None}
    if "options" in fields:
        fields["options"] = [_option(each) for each in fields["options"]]
    return fields
