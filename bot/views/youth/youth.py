"""The panel of youth mode, and the questions before something is recorded."""

from bot.domain.ids import RoleId
from bot.messages.youth import youth as words
from bot.services.youth import youth
from bot.views.answering import replace
from bot.views.router import Click, Interaction, Routes

routes = Routes("youth")


def look_soon(interaction: Interaction) -> None:
    """Have threads with people under 18 opened or closed right away, not within the hour."""
    delivery = interaction.client.delivery
    if delivery is not None:
        delivery.notice_youth()


@routes.click("role")
async def choose_role(click: Click) -> None:
    """Save the advisors’ role, or none."""
    chosen = click.numbers()
    role = RoleId(chosen[0]) if chosen else None
    shown = await youth.choose_role(click.app, click.actor, role)
    look_soon(click.interaction)
    await replace(click.interaction, words.panel(click.say, click.actor.guild, shown))


@routes.click("ask")
async def ask(click: Click) -> None:
    """Say what the owner answers for."""
    await replace(click.interaction, words.ask_to_turn_on(click.say, click.actor.guild))


@routes.click_each({"on": True, "off": False})
async def _turn(click: Click, on: bool) -> None:
    shown = await youth.turn(click.app, click.actor, on=on)
    await replace(click.interaction, words.panel(click.say, click.actor.guild, shown))


@routes.click("keep-off")
async def keep_off(click: Click) -> None:
    """Change nothing."""
    await replace(click.interaction, words.kept_off(click.say))


@routes.click("attest")
async def attest(click: Click) -> None:
    """Record an attestation."""
    shown = await youth.attest(click.app, click.actor)
    look_soon(click.interaction)
    await replace(click.interaction, words.attested(click.say, shown))


@routes.click("not-now")
async def not_now(click: Click) -> None:
    """Record nothing."""
    await replace(click.interaction, words.not_now(click.say))
