"""The panel of `/setup`: its menus, its form, and the check of the bot's permissions."""

from dataclasses import replace as replace_fields

import discord

from bot.app import App
from bot.domain.ids import ChannelId, RoleId
from bot.domain.moderation.setting_checks import MENTORING, MODERATORS, WINS, ChannelCheck
from bot.messages.custom_id import build
from bot.messages.moderation import societies as words
from bot.messages.outgoing import Message
from bot.services.actor import Actor
from bot.services.moderation import societies
from bot.services.moderation.societies import Choices
from bot.storage.moderation.societies import Society
from bot.views.answering import answer, replace
from bot.views.forms import open_with_draft, saving_draft
from bot.views.router import Click, Interaction, Routes, Submission, say_for

routes = Routes("setup")
_ZONE, _WEEKLY = "setup-zone", "setup-weekly"


@routes.click("mentoring")
async def mentoring(click: Click) -> None:
    """Save the channel for panels and pairs' threads."""
    await _choose(click, Choices(mentoring_channel=_channel(click)))


@routes.click("role")
async def moderators_role(click: Click) -> None:
    """Save the moderators' role, or none."""
    chosen = _id(click)
    forgotten = frozenset() if chosen else frozenset({"moderator_role"})
    await _choose(
        click,
        Choices(moderator_role=RoleId(chosen) if chosen else None, forgotten=forgotten),
    )


@routes.click("moderators")
async def moderators_channel(click: Click) -> None:
    """Save the moderators' channel, or none."""
    chosen = _channel(click)
    forgotten = frozenset() if chosen else frozenset({"moderator_channel"})
    await _choose(click, Choices(moderator_channel=chosen, forgotten=forgotten))


@routes.click("wins")
async def wins(click: Click) -> None:
    """Save the wins channel, or none."""
    chosen = _channel(click)
    forgotten = frozenset() if chosen else frozenset({"wins_channel"})
    await _choose(click, Choices(wins_channel=chosen, forgotten=forgotten))


@routes.click("check")
async def check_again(click: Click) -> None:
    """Check the permissions again."""
    await replace(click.interaction, await panel(click.interaction, click.app, click.actor))


@routes.click("zone")
async def zone(click: Click) -> None:
    """Open the form for the time zone."""
    setup = await societies.look(click.app, click.actor)
    locale = str(click.interaction.guild_locale or "")
    await open_with_draft(
        click, _ZONE, words.zone_form(click.say, click.actor.guild, setup, locale)
    )


@routes.submit("zone-send")
async def send_zone(form: Submission) -> None:
    """Save the time zone, and the language if it was asked for."""
    async with saving_draft(form, _ZONE, build("setup", "zone", form.actor.guild)):
        choices = Choices(time_zone=form.text("time_zone"), language=form.text("language") or None)
        await societies.set_up(form.app, form.actor, choices)
    await answer(form.interaction, await panel(form.interaction, form.app, form.actor))


@routes.click("weekly")
async def weekly(click: Click) -> None:
    """Open the form for messages a week."""
    setup = await societies.look(click.app, click.actor)
    await open_with_draft(
        click, _WEEKLY, words.weekly_form(click.say, click.actor.guild, setup.weekly)
    )


@routes.submit("weekly-send")
async def send_weekly(form: Submission) -> None:
    """Save how many messages a week members may choose."""
    async with saving_draft(form, _WEEKLY, build("setup", "weekly", form.actor.guild)):
        least, usual, most = (form.text(name) for name in words.WEEKLY_FIELDS)
        await societies.bound_weeks(form.app, form.actor, least, usual, most)
    await answer(form.interaction, await panel(form.interaction, form.app, form.actor))


@routes.click_each({"ping-me": True, "ping-me-off": False})
async def _ping_me(click: Click, on: bool) -> None:
    await societies.ping_me(click.app, click.actor, on=on)
    await replace(click.interaction, await panel(click.interaction, click.app, click.actor))


@routes.click_each({"threads-people": True, "threads-cohort": False})
async def _name_threads(click: Click, by_people: bool) -> None:
    await _choose(click, Choices(names_threads=by_people))


async def panel(interaction: Interaction, app: App, actor: Actor) -> Message:
    """Return the panel for the saved choices, with the bot's permissions; moderators only.

    Whoever chooses something, or presses Check again, may have fixed what held messages back.
    """
    setup = await societies.look(app, actor)
    if delivery := interaction.client.delivery:
        delivery.notice_settings(actor.guild, retry=True)
    server, society = interaction.guild, setup.society
    is_gone = role_gone(server, society) is not None
    return words.panel(
        say_for(interaction), actor.guild, setup, look(server, society), role_gone=is_gone
    )


def role_gone(guild: discord.Guild | None, society: Society | None) -> RoleId | None:
    """Return the chosen moderators' role if it was deleted."""
    if guild is None or society is None or society.moderator_role is None:
        return None
    return None if guild.get_role(society.moderator_role) else society.moderator_role


def look(guild: discord.Guild | None, society: Society | None) -> tuple[ChannelCheck, ...]:
    """Check each chosen channel: does it exist, may the bot work in it, can members use it?"""
    if guild is None or society is None:
        return ()
    channel_checks = []
    for place, purpose, needed in (
        (society.mentoring_channel, MENTORING, words.NEEDED),
        (society.moderator_channel, MODERATORS, words.NEEDED_TO_POST),
        (society.wins_channel, WINS, words.NEEDED_TO_POST),
    ):
        if place is not None:
            check = _look_at(guild, place, purpose, needed)
            if purpose == MODERATORS and society.moderator_role is not None:
                unheard = _unheard(guild, place, society.moderator_role)
                check = replace_fields(check, unheard=unheard)
            channel_checks.append(check)
    return tuple(channel_checks)


def _unheard(guild: discord.Guild, place: ChannelId, chosen: RoleId) -> RoleId | None:
    """Return the moderators' role if it exists and a mention of it there notifies no one."""
    role, there = guild.get_role(chosen), guild.get_channel(place)
    if role is None or there is None or role.mentionable:
        return None
    return None if there.permissions_for(guild.me).mention_everyone else chosen


def _look_at(
    guild: discord.Guild, place: ChannelId, purpose: str, needed: dict[str, str]
) -> ChannelCheck:
    there = guild.get_channel(place)
    if there is None:
        return ChannelCheck(place, purpose, gone=True)
    granted = there.permissions_for(guild.me)
    missing = tuple(name for flag, name in needed.items() if not getattr(granted, flag))
    everyone = there.permissions_for(guild.default_role)
    if purpose == MODERATORS:
        return ChannelCheck(place, purpose, missing=missing, open_to_all=everyone.view_channel)
    if purpose == WINS:
        return ChannelCheck(place, purpose, missing=missing)
    lack = words.MEMBERS_NEED.items()
    may = words.MEMBERS_SHOULD_NOT.items()
    return ChannelCheck(
        place,
        purpose,
        missing=missing,
        members_lack=tuple(name for flag, name in lack if not getattr(everyone, flag)),
        members_may=tuple(name for flag, name in may if getattr(everyone, flag)),
    )


async def _choose(click: Click, choices: Choices) -> None:
    await societies.set_up(click.app, click.actor, choices)
    await replace(click.interaction, await panel(click.interaction, click.app, click.actor))


def _channel(click: Click) -> ChannelId | None:
    chosen = _id(click)
    return ChannelId(chosen) if chosen else None


def _id(click: Click) -> int | None:
    return click.number() if click.values else None
