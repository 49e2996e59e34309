"""The buttons of a case."""

from bot.domain.ids import CaseId
from bot.messages.outgoing import Outgoing
from bot.services import cases
from bot.views.answering import actor_of, answer
from bot.views.router import Click, Routes

routes = Routes("case")


@routes.click("resolve")
async def resolve(click: Click) -> None:
    """Close the case."""
    case = await cases.resolve(click.app, actor_of(click.interaction), CaseId(click.target.what))
    await answer(click.interaction, Outgoing(f"Case {case.id} is resolved. Thank you."))
