"""The pages of a match run, and its approval."""

from bot.domain.ids import CohortId, MatchRunId, UserId
from bot.domain.matching import PairKey
from bot.domain.moderation.acts import ActKind
from bot.language.say import Say
from bot.messages.matching import decisions as decision_words
from bot.messages.matching import run_files as file_words
from bot.messages.matching import runs as words
from bot.messages.matching.runs import Order
from bot.messages.moderation import acts as act_words
from bot.messages.outgoing import Message
from bot.services.matching import approvals, decisions, runs
from bot.services.matching.decisions import Decided
from bot.services.matching.runs import ProposedRun
from bot.views.answering import answer, replace, think
from bot.views.names import names_of
from bot.views.router import Click, Interaction, Routes, say_for

routes = Routes("match")


@routes.click("by-number")
@routes.click("back")
@routes.click("next")
async def _show(click: Click) -> None:
    run = await runs.find(click.app, click.actor, MatchRunId(click.target.what))
    await replace(click.interaction, words.preview(click.say, run, click.target.number))


@routes.click("weakest")
@routes.click("weak-back")
@routes.click("weak-next")
async def _show_weakest(click: Click) -> None:
    run = await runs.find(click.app, click.actor, MatchRunId(click.target.what))
    await replace(
        click.interaction, words.preview(click.say, run, click.target.number, Order.WEAKEST)
    )


@routes.click("decided-back")
@routes.click("decided-next")
async def show_decided(click: Click) -> None:
    """Show who is locked together and kept apart in the cohort."""
    decided = await decisions.show(click.app, click.actor, CohortId(click.target.what))
    shown = decision_words.listed(click.say, decided, click.target.number)
    await (answer if click.target.number == 0 else replace)(click.interaction, shown)


@routes.click("lift")
async def lift(click: Click) -> None:
    """Lift one decision, and propose the rest anew if a proposal is open."""
    await think(click.interaction)
    kind, key = decision_words.chosen(click.choice())
    cohort = await decisions.show(click.app, click.actor, CohortId(click.target.what))
    act = runs.lock if kind is ActKind.RELEASED else runs.forbid
    changed = await act(click.app, click.actor, cohort.cohort.name, key, release=True)
    await answer(click.interaction, changed_words(click.say, changed, key))


def changed_words(say: Say, changed: ProposedRun | Decided, key: PairKey) -> Message:
    """Show a proposal where it says what became of a pair, or what is decided without one."""
    if isinstance(changed, Decided):
        return decision_words.listed(say, changed)
    return words.preview(say, changed, about=key)


@routes.click("file")
async def download(click: Click) -> None:
    """Send the proposal as a file."""
    await think(click.interaction)
    run = await runs.find(click.app, click.actor, MatchRunId(click.target.what))
    await answer(click.interaction, await file_of(click.interaction, run))


async def file_of(interaction: Interaction, run: ProposedRun) -> Message:
    """Return a proposal as a file, with the names of its people."""
    users = {UserId(int(person.id)) for person in run.run.asked.people}
    names = await names_of(interaction, sorted(users))
    return file_words.exported(
        say_for(interaction), run, {user: called.shown for user, called in names.items()}
    )


@routes.click("approve")
async def approve(click: Click) -> None:
    """Ask whether to approve the run that this message shows."""
    asked = await approvals.ask(click.app, click.actor, MatchRunId(click.target.what))
    await answer(click.interaction, act_words.to_confirm(click.say, asked))


@routes.click("approve-some")
async def approve_some(click: Click) -> None:
    """Ask whether to approve the pairs that were chosen."""
    run, chosen = MatchRunId(click.target.what), click.values
    asked = await approvals.ask(click.app, click.actor, run, chosen)
    await answer(click.interaction, act_words.to_confirm(click.say, asked))


@routes.click("replay")
async def replay(click: Click) -> None:
    """Solve the run again and compare."""
    await think(click.interaction)
    actor, run = click.actor, MatchRunId(click.target.what)
    await answer(
        click.interaction, words.replayed(click.say, await runs.replay(click.app, actor, run))
    )
