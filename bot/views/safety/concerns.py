"""The buttons and forms of `/concern`. Everything is shown to whoever presses, and no one else."""

from typing import Any

from discord import Guild

from bot.app import App
from bot.domain.errors import DomainError
from bot.domain.ids import ConcernId, UserId
from bot.messages.safety import concerns as words
from bot.services.actor import Actor
from bot.services.safety import concerns
from bot.views import payloads
from bot.views.answering import answer, open_form, replace
from bot.views.router import Click, Interaction, Routes, Submission, say_for

routes = Routes("concern")


async def show(app: App, actor: Actor, interaction: Interaction) -> None:
    """Show who reads a concern and whom to call, before anything is typed."""
    await answer(
        interaction,
        words.opened(say_for(interaction), await concerns.open_(app, actor), app.settings),
    )


@routes.click("open")
async def open_(click: Click) -> None:
    """Show the same from a button."""
    await show(click.app, click.actor, click.interaction)


@routes.click("form")
async def form(click: Click) -> None:
    """Open the form."""
    await open_form(click.interaction, words.form(click.say, click.actor.guild))


@routes.submit("send")
async def send(form: Submission) -> None:
    """Save a concern, and give the receipt."""
    numbers = [payloads.whole_number(value) for value in form.fields.get(words.PEOPLE, ())]
    if None in numbers:
        raise DomainError("component.unknown")
    typed = words.typed(
        tuple(UserId(number) for number in numbers if number is not None),
        form.text(words.ABOUT),
        form.text(words.DOOR),
        form.text(words.NAME),
        form.text(words.WORDS),
    )
    # Not `interaction.guild`: in a direct message, it is none.
    server = form.interaction.client.get_guild(form.actor.guild)
    owner = server.owner_id if server is not None else None
    done = await concerns.report(
        form.app,
        form.actor,
        typed,
        UserId(owner) if owner else None,
        by_dm=any(_may_see_threads(form.interaction, server, user) for user in typed.people),
    )
    await answer(form.interaction, words.reported(form.say, done, form.app.settings))


def _may_see_threads(interaction: Interaction, server: Guild | None, user: UserId) -> bool:
    """Return whether someone can see private threads that they aren't in, as far as is known."""
    if server is None:
        return False
    data: Any = interaction.data
    roles = {server.default_role.id, *payloads.roles_of(data, user)}
    if any(
        role.permissions.administrator or role.permissions.manage_threads
        for role in server.roles
        if role.id in roles
    ):
        return True
    return user == server.owner_id or any(
        overwrite.manage_threads and target.id in {user, *roles}
        for channel in server.text_channels
        for target, overwrite in channel.overwrites.items()
    )


@routes.click("mine")
async def mine(click: Click) -> None:
    """Show one's own concern that was chosen."""
    await _show_own(click, ConcernId(click.number()), anew=True)


@routes.click("mine-again")
async def mine_again(click: Click) -> None:
    """Show it in place of a question."""
    await _show_own(click, _concern(click), anew=False)


async def _show_own(click: Click, concern: ConcernId, *, anew: bool) -> None:
    shown = await concerns.look(click.app, click.actor, concern)
    show = answer if anew else replace
    await show(click.interaction, words.own(click.say, shown, click.app.settings))


@routes.click("add")
async def add(click: Click) -> None:
    """Open the form to add something."""
    await concerns.look(click.app, click.actor, _concern(click))
    await open_form(
        click.interaction, words.add_form(click.say, click.actor.guild, _concern(click))
    )


@routes.submit("add-send")
async def send_added(form: Submission) -> None:
    """Save what was added."""
    concern = ConcernId(form.target.what)
    done = await concerns.add(form.app, form.actor, concern, form.text(words.WORDS))
    await answer(form.interaction, words.added(form.say, done))


@routes.click("withdraw")
async def withdraw(click: Click) -> None:
    """Ask before it is withdrawn."""
    await concerns.look(click.app, click.actor, _concern(click))
    asked = words.to_withdraw(click.say, click.actor.guild, _concern(click), click.app.settings)
    await answer(click.interaction, asked)


@routes.click("withdraw-now")
async def withdraw_now(click: Click) -> None:
    """Withdraw it."""
    done = await concerns.withdraw(click.app, click.actor, _concern(click))
    await replace(click.interaction, words.withdrawn(click.say, done))


# --- as a lead --------------------------------------------------------------------------------


@routes.click("read")
async def read(click: Click) -> None:
    """Show the concern that was chosen, to a lead whom it isn't about."""
    shown = await concerns.read(click.app, click.actor, ConcernId(click.number()))
    await answer(click.interaction, words.read(click.say, shown))


@routes.click("read-one")
async def read_one(click: Click) -> None:
    """Show the concern of a message in the leads' thread."""
    await answer(
        click.interaction,
        words.read(click.say, await concerns.read(click.app, click.actor, _concern(click))),
    )


@routes.click("read-again")
async def read_again(click: Click) -> None:
    """Show it in place of a question."""
    shown = await concerns.read(click.app, click.actor, _concern(click))
    await replace(click.interaction, words.read(click.say, shown))


@routes.click("take")
async def take(click: Click) -> None:
    """Acknowledge it."""
    shown = await concerns.acknowledge(click.app, click.actor, _concern(click))
    await replace(click.interaction, words.read(click.say, shown))


@routes.click("pass")
async def pass_on(click: Click) -> None:
    """Ask the next lead."""
    done = await concerns.pass_on(click.app, click.actor, _concern(click))
    await answer(click.interaction, words.passed_on(click.say, done))


@routes.click("close")
async def close(click: Click) -> None:
    """Ask before it is closed."""
    await concerns.read(click.app, click.actor, _concern(click))
    asked = words.to_close(click.say, click.actor.guild, _concern(click), click.app.settings)
    await answer(click.interaction, asked)


@routes.click("close-now")
async def close_now(click: Click) -> None:
    """Close it."""
    done = await concerns.close(click.app, click.actor, _concern(click))
    await replace(click.interaction, words.closed(click.say, done))


# --- keeping the two apart --------------------------------------------------------------------


@routes.click("hold")
async def hold(click: Click) -> None:
    """Put the mentorship on hold."""
    done = await concerns.hold(click.app, click.actor, _concern(click))
    await answer(click.interaction, words.held(click.say, done))


@routes.click("part")
async def part(click: Click) -> None:
    """Ask before the mentorship is ended."""
    asked = await concerns.to_part(click.app, click.actor, _concern(click))
    await answer(click.interaction, words.to_part(click.say, asked))


@routes.click("part-now")
async def part_now(click: Click) -> None:
    """End it."""
    done = await concerns.part(click.app, click.actor, _concern(click))
    await replace(click.interaction, words.parted(click.say, done))


def _concern(click: Click) -> ConcernId:
    return ConcernId(click.target.what)
