"""Ask Discord who is in the server. There is no member list without a privileged intent."""

import asyncio
from collections.abc import Iterable, Mapping
from typing import Any

import discord
from discord.http import Route

from bot.app import App
from bot.domain.cohorts.people_csv import PersonLine
from bot.domain.ids import CohortId, UserId
from bot.services import presence
from bot.services.actor import Actor
from bot.services.cohorts import people
from bot.views.router import Interaction

AT_ONCE = 5
_GONE = (10007, 10013)
_MOST_FOUND = 10


async def refresh(
    interaction: Interaction, app: App, actor: Actor, users: Iterable[UserId]
) -> None:
    """Look up those of `users` who were not looked up recently, and save the answers."""
    await names(interaction, app, actor, await presence.unasked(app, actor, users))


async def refresh_cohort(
    interaction: Interaction,
    app: App,
    actor: Actor,
    cohort: CohortId | str,
    *,
    recheck: bool = False,
) -> None:
    """Look up a cohort's people; with `recheck`, also those looked up recently."""
    users = await people.users_of(app, actor, cohort)
    if recheck:
        await names(interaction, app, actor, users)
    else:
        await refresh(interaction, app, actor, users)


async def names(
    interaction: Interaction, app: App, actor: Actor, users: Iterable[UserId]
) -> dict[UserId, str]:
    """Return the names of those who are in the server, and record who is and who is not."""
    here = await _members(interaction, app, actor, users)
    return {user: member.display_name for user, member in here.items()}


async def _members(
    interaction: Interaction, app: App, actor: Actor, users: Iterable[UserId]
) -> dict[UserId, discord.Member]:
    wanted = sorted(set(users))
    guild = interaction.guild
    if guild is None or not wanted:
        return {}
    turn = asyncio.Semaphore(AT_ONCE)

    async def ask(user: UserId) -> discord.Member | None:
        async with turn:
            try:
                return await guild.fetch_member(user)
            except discord.NotFound as error:
                if error.code not in _GONE:
                    raise
                return None

    asked = zip(wanted, await asyncio.gather(*map(ask, wanted)), strict=True)
    here = {user: member for user, member in asked if member is not None}
    departed = [user for user in wanted if user not in here]
    await presence.record(app, actor, sorted(here), departed)
    return here


async def find_all(
    interaction: Interaction, app: App, actor: Actor, called: Iterable[str]
) -> dict[str, UserId]:
    """Return the IDs of those among `called` (IDs, or user names) who are in the server.

    Those who were found by their IDs are there by their user names too.
    """
    wanted = sorted(set(called))
    ids = [UserId(int(text)) for text in wanted if _is_id(text)]
    here = await _members(interaction, app, actor, ids)
    by_id = {str(user): user for user in here}
    by_id |= {member.name: user for user, member in here.items()}
    turn = asyncio.Semaphore(AT_ONCE)

    async def search(text: str) -> None:
        async with turn:
            user = await _by_name(interaction, text)
        if user is not None:
            by_id[text] = user

    await asyncio.gather(*(search(text) for text in wanted if not _is_id(text)))
    return by_id


def _is_id(text: str) -> bool:
    return text.isascii() and text.isdecimal() and 15 <= len(text) <= 20


async def _by_name(interaction: Interaction, text: str) -> UserId | None:
    """Return the member with exactly this user name; Discord's search only matches prefixes."""
    name = text.removeprefix("@").casefold()
    users = [
        UserId(int(member["user"]["id"]))
        for member in await _beginning_with(interaction, name)
        if member["user"]["username"] == name
    ]
    return users[0] if len(users) == 1 else None


async def _beginning_with(interaction: Interaction, name: str) -> list[dict[str, Any]]:
    if not name:
        return []
    route = Route("GET", "/guilds/{guild_id}/members/search", guild_id=interaction.guild_id)
    params = {"query": name[:100], "limit": _MOST_FOUND}
    members: list[dict[str, Any]] = await interaction.client.http.request(route, params=params)
    return members


async def find_ruined(
    interaction: Interaction, lines: Iterable[PersonLine], here: Mapping[str, UserId]
) -> dict[int, UserId]:
    """Return who is meant on lines whose ID a spreadsheet shortened, by the line's number.

    Someone is meant if what is left of the ID and their name both fit, and only theirs do; or if
    the number happens to be the ID of someone who is `here`.
    """
    turn = asyncio.Semaphore(AT_ONCE)

    async def search(line: PersonLine) -> UserId | None:
        ruined, name = line.ruined, line.display_name.removeprefix("@").casefold()
        if ruined is None:
            return None
        if ruined.exact and ruined.exact in here:
            return here[ruined.exact]
        async with turn:
            members = await _beginning_with(interaction, name)
        users = {
            UserId(int(member["user"]["id"])) for member in members if name in _names_of(member)
        }
        fitting = [user for user in users if ruined.may_be(user)]
        return fitting[0] if len(fitting) == 1 else None

    shortened = list(lines)
    users = await asyncio.gather(*map(search, shortened))
    pairs = zip(shortened, users, strict=True)
    return {line.line: user for line, user in pairs if user is not None}


def _names_of(member: Mapping[str, Any]) -> set[str]:
    """Return what someone is called: their user name, their name, and their name here."""
    user = member["user"]
    names = (user.get("username"), user.get("global_name"), member.get("nick"))
    return {name.casefold() for name in names if name}
