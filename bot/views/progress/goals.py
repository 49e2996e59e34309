"""The buttons, the select and the forms of goals."""

from bot.domain.errors import DomainError
from bot.domain.ids import GoalId, PairId
from bot.messages.custom_id import build
from bot.messages.outgoing import Message
from bot.messages.progress import goals as words
from bot.services.progress import goals, updates
from bot.views import payloads
from bot.views.answering import answer, open_form, replace
from bot.views.forms import Typed, open_with_draft, read_as, saving_typed, text_of
from bot.views.pairs.archive import listing
from bot.views.router import Click, Routes, Submission

routes = Routes("goal")


@routes.click("form")
async def open_goal(click: Click) -> None:
    """Open the form for a new goal."""
    pair = await updates.begin(click.app, click.actor, PairId(click.target.what))
    await open_with_draft(click, _draft(pair.id), words.form(click.say, pair.guild, pair.id))


@routes.submit("add")
async def add(form: Submission) -> None:
    """Set the goal that was typed."""
    pair = PairId(form.target.what)
    await answer(form.interaction, await _add(form, pair, form.fields))


@routes.click("reading")
async def reading(click: Click) -> None:
    """Set it for the chosen reading of the day."""
    pair = PairId(click.target.what)
    typed, due = await read_as(click, _draft(pair), click.target.number)
    await replace(click.interaction, await _add(click, pair, {**typed, "due": (due,)}))


async def _add(event: Click | Submission, pair: PairId, fields: Typed) -> Message:
    app, actor = event.app, event.actor
    again = build("goal", "form", actor.guild, pair)

    def reading_id(number: int) -> str:
        return build("goal", "reading", actor.guild, pair, number=number)

    draft = _draft(pair)
    async with saving_typed(app, event.interaction, actor, draft, again, fields, reading_id):
        goal_set = await goals.add(
            app, actor, pair, text_of(fields, "words"), text_of(fields, "due")
        )
    return words.added(event.say, goal_set)


def _draft(pair: PairId) -> str:
    return f"goal:{pair}"


@routes.click("list")
async def list_all(click: Click) -> None:
    """Show the pair's goals."""
    pair = PairId(click.target.what)
    await answer(click.interaction, await listing(click.app, click.actor, "goals", pair=pair))


@routes.click("pick")
async def pick(click: Click) -> None:
    """Show the chosen goal with what can be done about it."""
    _, goal = await goals.find(click.app, click.actor, GoalId(click.number()))
    await answer(click.interaction, words.goal_card(click.say, goal, click.actor.user))


@routes.click("progress")
async def ask_progress(click: Click) -> None:
    """Open the form for a step."""
    _, goal = await goals.find_own(click.app, click.actor, GoalId(click.target.what))
    await open_form(click.interaction, words.progress_form(click.say, goal))


@routes.submit("note")
async def note(form: Submission) -> None:
    """Save the step."""
    percent = payloads.whole_number(form.text("percent"))
    if percent is None:
        raise DomainError("goal.percent")
    goal = GoalId(form.target.what)
    moved = await goals.progress(form.app, form.actor, goal, percent, form.text("note"))
    await answer(form.interaction, words.moved(form.say, moved))


@routes.click("done")
async def mark_reached(click: Click) -> None:
    """Mark it as reached."""
    reached = await goals.mark_reached(click.app, click.actor, GoalId(click.target.what))
    await answer(click.interaction, words.moved(click.say, reached))


@routes.click("let-go")
async def drop(click: Click) -> None:
    """Drop it."""
    dropped = await goals.drop(click.app, click.actor, GoalId(click.target.what))
    await answer(click.interaction, words.moved(click.say, dropped))
