"""The buttons, the select, and the form of cases."""

from collections.abc import Awaitable, Callable

from bot.app import App
from bot.domain.errors import DomainError
from bot.domain.ids import CaseId, UserId
from bot.messages.moderation import cases as words
from bot.services.actor import Actor
from bot.services.moderation import cases
from bot.services.moderation.cases import CaseMoved
from bot.views.answering import answer, open_form, replace
from bot.views.router import Click, Routes, Submission

routes = Routes("case")


@routes.click("list")
async def list_open(click: Click) -> None:
    """Show the open cases."""
    open_ = await cases.open_cases(click.app, click.actor)
    await answer(click.interaction, words.listing(click.actor.guild, open_))


@routes.click("pick")
async def pick(click: Click) -> None:
    """Open the chosen case."""
    shown_case = await cases.show(click.app, click.actor, CaseId(click.number()))
    await answer(click.interaction, words.case_card(shown_case))


@routes.click_each({"take": cases.take_case, "extend": cases.extend, "resolve": cases.resolve})
async def _act(click: Click, act: Callable[[App, Actor, CaseId], Awaitable[CaseMoved]]) -> None:
    moved = await act(click.app, click.actor, CaseId(click.target.what))
    await answer(click.interaction, words.moved(moved))


@routes.click("hand")
async def hand(click: Click) -> None:
    """Send the case's request to the chosen mentor."""
    moved = await cases.hand_to(
        click.app, click.actor, CaseId(click.target.what), UserId(click.number())
    )
    await answer(click.interaction, words.moved(moved))


@routes.click("rematch")
async def rematch(click: Click) -> None:
    """Ask for confirmation before the pair ends for a new match."""
    shown_case = await cases.show(click.app, click.actor, CaseId(click.target.what))
    if shown_case.pair is None:
        raise DomainError("case.no_pair")
    await answer(click.interaction, words.confirm_rematch(shown_case))


@routes.click("rematch-now")
async def rematch_now(click: Click) -> None:
    """End the pair, so that each can be matched again."""
    moved = await cases.rematch(click.app, click.actor, CaseId(click.target.what))
    await replace(click.interaction, words.moved(moved))


@routes.click("write")
async def write(click: Click) -> None:
    """Ask for the note to the pair."""
    shown_case = await cases.show(click.app, click.actor, CaseId(click.target.what))
    if shown_case.pair is None:
        raise DomainError("case.no_pair")
    await open_form(click.interaction, words.note_form(click.actor.guild, shown_case.case.id))


@routes.submit("note")
async def send_note(form: Submission) -> None:
    """Send the note to the pair's thread."""
    moved = await cases.write(form.app, form.actor, CaseId(form.target.what), form.text("words"))
    await answer(form.interaction, words.moved(moved))
