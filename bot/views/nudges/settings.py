"""The panel of notification settings, and the buttons that explain the last message."""

from datetime import time

import discord

from bot.domain.errors import DomainError
from bot.domain.ids import OutboxId
from bot.messages.custom_id import build
from bot.messages.nudges import own_threads as thread_words
from bot.messages.nudges import settings as words
from bot.messages.nudges.why import why as explain
from bot.messages.outgoing import Message
from bot.services.nudges import own_threads, why
from bot.services.nudges import panel as settings
from bot.views.answering import acknowledge, answer, open_form, replace
from bot.views.forms import open_with_draft, read_as, saving_typed
from bot.views.render import to_message
from bot.views.router import Click, Routes, Submission

routes = Routes("nudges")
_SNOOZE = "snooze"


@routes.click("open")
async def open_panel(click: Click) -> None:
    """Show the panel."""
    await answer(
        click.interaction, words.panel(click.say, await settings.show(click.app, click.actor))
    )


@routes.click("quiet")
async def quiet(click: Click) -> None:
    """Choose quiet hours, or type others."""
    chosen = click.choice()
    if chosen == words.OTHER:
        await open_form(click.interaction, words.quiet_form(click.say, click.target.guild))
        return
    panel = await settings.set_quiet(click.app, click.actor, _hours(chosen))
    await replace(click.interaction, words.panel(click.say, panel, words.SAVED))


@routes.submit("quiet-send")
async def send_quiet(form: Submission) -> None:
    """Save quiet hours as typed."""
    panel = await settings.type_quiet(form.app, form.actor, form.text("from"), form.text("until"))
    await answer(form.interaction, words.panel(form.say, panel, form.say(words.SAVED)))


@routes.click("limit")
async def limit(click: Click) -> None:
    """Choose how many a week."""
    panel = await settings.set_limit(click.app, click.actor, _number(click))
    await replace(click.interaction, words.panel(click.say, panel, words.SAVED))


@routes.click("snooze")
async def snooze(click: Click) -> None:
    """Choose how long to snooze reminders, or type until when."""
    if click.choice() == words.OTHER:
        await open_with_draft(click, _SNOOZE, words.snooze_form(click.say, click.target.guild))
        return
    panel = await settings.snooze(click.app, click.actor, _number(click))
    await replace(click.interaction, words.panel(click.say, panel, words.SAVED))


@routes.submit("snooze-send")
async def send_snooze(form: Submission) -> None:
    """Snooze reminders until a day as typed."""
    await answer(form.interaction, await _snooze_until(form, form.text("until")))


@routes.click("snooze-form")
async def snooze_form(click: Click) -> None:
    """Ask again until when, with what was typed before."""
    await open_with_draft(click, _SNOOZE, words.snooze_form(click.say, click.target.guild))


@routes.click("snooze-reading")
async def snooze_reading(click: Click) -> None:
    """Snooze reminders until the chosen reading of the day."""
    _, day = await read_as(click, _SNOOZE, click.target.number)
    await replace(click.interaction, await _snooze_until(click, day))


async def _snooze_until(event: Click | Submission, typed: str) -> Message:
    app, actor = event.app, event.actor
    again = build("nudges", "snooze-form", actor.guild)
    fields = {"until": (typed,)}

    def reading_id(number: int) -> str:
        return build("nudges", "snooze-reading", actor.guild, number=number)

    async with saving_typed(app, event.interaction, actor, _SNOOZE, again, fields, reading_id):
        panel = await settings.snooze_until(app, actor, typed)
    return words.panel(event.say, panel, event.say(words.SAVED))


@routes.click("mute")
async def mute(click: Click) -> None:
    """Choose which kinds to mute."""
    panel = await settings.mute(click.app, click.actor, click.values)
    await replace(click.interaction, words.panel(click.say, panel, words.SAVED))


@routes.click("dms-on")
async def dms_on(click: Click) -> None:
    """Send a test message right away: direct messages are turned on only if it arrives."""
    await acknowledge(click.interaction)
    await settings.require_dms_allowed(click.app, click.actor)
    try:
        await click.interaction.user.send(**to_message(words.dm_test(click.say, click.actor.guild)))
    except discord.Forbidden:
        arrived = False
    else:
        arrived = True
    panel = await settings.allow_dms(click.app, click.actor, on=arrived)
    note = click.say(words.DMS_ON) if arrived else click.say(words.DMS_FAILED)
    await replace(click.interaction, words.panel(click.say, panel, note))


@routes.click("dms-off")
async def dms_off(click: Click) -> None:
    """Go back to the thread."""
    panel = await settings.allow_dms(click.app, click.actor, on=False)
    await replace(click.interaction, words.panel(click.say, panel, words.DMS_OFF))


@routes.click("thread")
async def use_thread(click: Click) -> None:
    """Send private reminders to a thread of one's own."""
    await own_threads.choose_thread(click.app, click.actor)
    await answer(click.interaction, thread_words.chosen(click.say))


@routes.click_each({"advice-on": True, "advice-off": False})
async def _allow_advice(click: Click, on: bool) -> None:
    panel = await settings.allow_advice(click.app, click.actor, on=on)
    await replace(click.interaction, words.panel(click.say, panel, words.SAVED))


@routes.click_each({"hour-on": True, "hour-off": False})
async def _remind_an_hour_before(click: Click, on: bool) -> None:
    panel = await settings.remind_an_hour_before(click.app, click.actor, on=on)
    await replace(click.interaction, words.panel(click.say, panel, words.SAVED))


@routes.click("language")
async def language(click: Click) -> None:
    """Offer the languages."""
    panel = await settings.show(click.app, click.actor)
    await answer(click.interaction, words.language_menu(click.say, panel))


@routes.click("speak")
async def speak(click: Click) -> None:
    """Choose the language of messages to the person."""
    chosen = "" if click.choice() == words.USUAL else click.choice()
    panel = await settings.speak(click.app, click.actor, chosen)
    await replace(click.interaction, words.panel(click.say, panel, words.SAVED))


@routes.click("why")
async def why_last(click: Click) -> None:
    """Explain the last message."""
    await answer(
        click.interaction,
        explain(click.say, await why.last(click.app, click.actor), click.actor.guild),
    )


@routes.click("fewer")
async def fewer(click: Click) -> None:
    """Mute a kind."""
    kind = await why.kind_of(click.app, click.actor, OutboxId(click.target.what))
    panel = await settings.mute_one(click.app, click.actor, kind, muted=True)
    await replace(click.interaction, words.muted(click.say, panel, kind, click.target.what))


@routes.click("undo")
async def undo_change(click: Click) -> None:
    """Unmute a kind."""
    kind = await why.kind_of(click.app, click.actor, OutboxId(click.target.what))
    panel = await settings.mute_one(click.app, click.actor, kind, muted=False)
    await replace(click.interaction, words.panel(click.say, panel, words.SAVED))


@routes.click("week")
async def snooze_week(click: Click) -> None:
    """Snooze reminders for a week."""
    panel = await settings.snooze(click.app, click.actor, 7)
    await answer(click.interaction, words.snoozed_week(click.say, panel))


def _number(click: Click) -> int:
    chosen = click.choice()
    if not (chosen.isascii() and chosen.isdecimal() and len(chosen) < 4):
        raise DomainError("nudges.unknown_choice")
    return int(chosen)


def _hours(chosen: str) -> tuple[time, time] | None:
    if chosen == words.USUAL:
        return None
    if chosen == words.NONE:
        return time(0), time(0)
    start, _, end = chosen.partition("-")
    try:
        return time.fromisoformat(start), time.fromisoformat(end)
    except ValueError as error:
        raise DomainError("nudges.unknown_choice") from error
