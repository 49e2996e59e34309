"""The buttons of `/privacy`: export, and delete after one question."""

import discord

from bot.app import App
from bot.delivery.privacy import erasures
from bot.domain.errors import DomainError
from bot.domain.privacy.register import Topic
from bot.messages.outgoing import Message
from bot.messages.privacy import export as export_words
from bot.messages.privacy import notices
from bot.messages.privacy import privacy as words
from bot.services.actor import Actor
from bot.services.privacy import privacy
from bot.views.answering import answer, replace, think
from bot.views.render import to_message
from bot.views.router import Click, Interaction, Routes, say_for

routes = Routes("privacy")


async def show(app: App, actor: Actor, interaction: Interaction) -> None:
    """Show what is kept about someone."""
    shown = await privacy.overview(app, actor)
    await answer(interaction, words.overview(say_for(interaction), shown, app.settings))


async def ask_to_delete(
    app: App, actor: Actor, interaction: Interaction, *, everywhere: bool
) -> None:
    """Ask before everything is deleted."""
    await answer(
        interaction,
        words.to_delete(say_for(interaction), await privacy.to_delete(app, actor, everywhere)),
    )


async def export(
    app: App, actor: Actor, interaction: Interaction, *, everywhere: bool, by_dm: bool
) -> None:
    """Give someone their data: here, or by direct message if Discord lets it through."""
    await think(interaction)
    exported = await privacy.export(app, actor, everywhere)
    outgoing = export_words.messages(say_for(interaction), exported)
    if by_dm and not exported.by_dm:
        outgoing[0] = words.no_dm_for_minors(say_for(interaction), outgoing[0])
    elif by_dm:
        try:
            for message in outgoing:
                await interaction.user.send(**to_message(message))
        except discord.Forbidden:
            outgoing[0] = words.not_by_dm(say_for(interaction), outgoing[0])
        else:
            await answer(interaction, Message(say_for(interaction)(words.DM_SENT)))
            return
    for message in outgoing:
        await answer(interaction, message)


@routes.click("export")
async def export_here(click: Click) -> None:
    """Give the file here."""
    where = bool(click.target.what)
    await export(click.app, click.actor, click.interaction, everywhere=where, by_dm=False)


@routes.click("export-dm")
async def export_by_dm(click: Click) -> None:
    """Send the file by direct message."""
    where = bool(click.target.what)
    await export(click.app, click.actor, click.interaction, everywhere=where, by_dm=True)


@routes.click("delete")
async def delete(click: Click) -> None:
    """Ask before everything is deleted."""
    where = bool(click.target.what)
    await ask_to_delete(click.app, click.actor, click.interaction, everywhere=where)


@routes.click("delete-now")
async def delete_now(click: Click) -> None:
    """Delete everything, and then what is left of it in the bot's own files."""
    done = await privacy.delete(click.app, click.actor, bool(click.target.what))
    await replace(click.interaction, words.deleted(click.say, done))
    click.interaction.client.in_background(_finish(click.app))


async def _finish(app: App) -> None:
    await erasures.finish(app.database, app.settings, app.clock)


@routes.click("keep")
async def keep(click: Click) -> None:
    """Delete nothing."""
    await replace(click.interaction, Message(words.KEPT_AS_IT_WAS))


@routes.click("profile-keep")
async def keep_profile(click: Click) -> None:
    """Keep a profile that wasn't used for long."""
    await privacy.keep_profile(click.app, click.actor)
    await replace(click.interaction, notices.profile_kept(click.say))


@routes.click("profile-delete")
async def delete_profile(click: Click) -> None:
    """Ask before a profile is deleted that wasn't used for long."""
    await privacy.require_profile(click.app, click.actor)
    await answer(
        click.interaction, words.to_delete_topic(click.say, click.actor.guild, Topic.PROFILE)
    )


@routes.click("topic")
async def topic(click: Click) -> None:
    """Ask before one kind is deleted."""
    chosen = _topic(click.choice())
    await answer(click.interaction, words.to_delete_topic(click.say, click.actor.guild, chosen))


@routes.click("topic-now")
async def topic_now(click: Click) -> None:
    """Delete one kind."""
    if click.target.what >= len(words.TOPICS):
        raise DomainError("component.unknown")
    chosen = words.TOPICS[click.target.what]
    number = await privacy.delete_topic(click.app, click.actor, chosen)
    await replace(click.interaction, words.topic_deleted(click.say, chosen, number))


def _topic(value: str) -> Topic:
    try:
        return Topic(value)
    except ValueError:
        raise DomainError("component.unknown") from None
