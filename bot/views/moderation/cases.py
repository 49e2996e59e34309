"""The buttons, the select, and the form of cases."""

from collections.abc import Awaitable, Callable

from bot.app import App
from bot.domain.errors import DomainError
from bot.domain.ids import CaseId, UserId
from bot.domain.moderation.case_lists import CaseFilter
from bot.domain.moderation.cases import CaseKind
from bot.domain.states import CaseState
from bot.messages.custom_id import build
from bot.messages.moderation import case_acts as act_words
from bot.messages.moderation import case_lists as list_words
from bot.messages.moderation import cases as words
from bot.messages.moderation.case_lists import ListPlace
from bot.messages.outgoing import Message
from bot.services.actor import Actor
from bot.services.moderation import case_acts, case_lists, cases
from bot.services.moderation.cases import CaseMoved
from bot.views.answering import answer, replace
from bot.views.forms import open_with_draft, saving_draft
from bot.views.router import Click, Routes, Submission

routes = Routes("case")


@routes.click("list")
async def list_open(click: Click) -> None:
    """Show the open cases, from a message that stays."""
    found = await case_lists.list_open(click.app, click.actor, CaseFilter())
    await answer(
        click.interaction, list_words.listing(click.say, click.actor.guild, found, ListPlace())
    )


@routes.click("pick")
async def pick(click: Click) -> None:
    """Open the chosen case."""
    shown_case = await cases.show(click.app, click.actor, CaseId(click.number()))
    await answer(click.interaction, words.case_card(click.say, shown_case))


@routes.click_each(
    {
        "take": cases.take_case,
        "extend": cases.extend,
        "retry": cases.retry,
    }
)
async def _act(click: Click, act: Callable[[App, Actor, CaseId], Awaitable[CaseMoved]]) -> None:
    moved = await act(click.app, click.actor, CaseId(click.target.what))
    await answer(click.interaction, words.moved(click.say, moved))


@routes.click("resolve")
async def resolve(click: Click) -> None:
    """Close the case, or ask first if its pair would end with it.

    A card that the moderator opened shows then that it is resolved. One in the moderators' channel,
    whose buttons carry a reference, is changed by the bot.
    """
    case = CaseId(click.target.what)
    said = await resolved(click.app, click.actor, case)
    shown_case = await cases.show(click.app, click.actor, case)
    if click.target.ref is None and shown_case.closed is not None:
        await replace(click.interaction, words.case_card(click.say, shown_case, said.content))
    else:
        await answer(click.interaction, said)


async def resolved(app: App, actor: Actor, case: CaseId, note: str = "") -> Message:
    """Close a case and say so; if its pair would end with it, show that and ask first."""
    shown_case = await cases.show(app, actor, case)
    found = shown_case.case
    ends = found.kind == CaseKind.SOMEBODY_LEFT and shown_case.pair is not None
    if ends and found.state is CaseState.OPEN:
        return act_words.to_confirm(
            app.languages.say_in(actor.language), await case_acts.ask_one(app, actor, case, note)
        )
    return words.moved(
        app.languages.say_in(actor.language), await cases.resolve(app, actor, case, note)
    )


@routes.click("note-form")
async def own_note(click: Click) -> None:
    """Ask for a note that moderators alone read."""
    case = CaseId(click.target.what)
    form = words.own_note_form(click.say, build("case", "annotate", click.actor.guild, case))
    await open_with_draft(click, f"case-note:{case}", form)


@routes.submit("annotate")
async def save_note(form: Submission) -> None:
    """Keep the note with the case."""
    case = CaseId(form.target.what)
    way_back = build("case", "note-form", form.actor.guild, case)
    async with saving_draft(form, f"case-note:{case}", way_back):
        moved = await cases.note(form.app, form.actor, case, form.text("words"))
    await answer(form.interaction, words.moved(form.say, moved))


@routes.click("hand")
async def hand(click: Click) -> None:
    """Send the case's request to the chosen mentor."""
    moved = await cases.hand_to(
        click.app, click.actor, CaseId(click.target.what), UserId(click.number())
    )
    await answer(click.interaction, words.moved(click.say, moved))


@routes.click("rematch")
async def rematch(click: Click) -> None:
    """Ask for confirmation before the pair ends for a new match."""
    shown_case = await cases.show(click.app, click.actor, CaseId(click.target.what))
    if shown_case.pair is None:
        raise DomainError("case.no_pair")
    await answer(click.interaction, words.confirm_rematch(click.say, shown_case))


@routes.click("rematch-now")
async def rematch_now(click: Click) -> None:
    """End the pair, so that each can be matched again."""
    moved = await cases.rematch(click.app, click.actor, CaseId(click.target.what))
    await replace(click.interaction, words.moved(click.say, moved))


@routes.click("write")
async def write(click: Click) -> None:
    """Ask for the note to the pair."""
    shown_case = await cases.show(click.app, click.actor, CaseId(click.target.what))
    if shown_case.pair is None:
        raise DomainError("case.no_pair")
    case = shown_case.case.id
    form = words.note_form(click.say, click.actor.guild, case)
    await open_with_draft(click, f"case-message:{case}", form)


@routes.submit("note")
async def send_note(form: Submission) -> None:
    """Send the note to the pair's thread."""
    case = CaseId(form.target.what)
    way_back = build("case", "write", form.actor.guild, case)
    async with saving_draft(form, f"case-message:{case}", way_back):
        moved = await cases.write(form.app, form.actor, case, form.text("words"))
    await answer(form.interaction, words.moved(form.say, moved))
