"""The buttons of a cohort's status and people list."""

from bot.domain.cohorts.cohorts import MOST_PEOPLE
from bot.domain.errors import DomainError
from bot.domain.ids import CohortId
from bot.messages.cohorts import cohorts as words
from bot.messages.custom_id import build
from bot.messages.moderation import acts as act_words
from bot.services.cohorts import cohorts
from bot.services.cohorts.cohorts import TypedPlan
from bot.services.matching import solver_process
from bot.services.moderation import acts
from bot.views.answering import answer, replace
from bot.views.forms import open_with_draft, saving_draft
from bot.views.router import Click, Routes, Submission

routes = Routes("cohort")


@routes.click("log-newer")
@routes.click("log-older")
async def _turn_log(click: Click) -> None:
    cohort, page = CohortId(click.target.what), click.target.number
    page_of_log = await acts.log_page(click.app, click.actor, cohort, page)
    await replace(click.interaction, act_words.log(page_of_log))


@routes.click("restore")
async def restore(click: Click) -> None:
    """Ask whether to restore an ended cohort and its pairs."""
    asked = await cohorts.ask_to_restore(click.app, click.actor, CohortId(click.target.what))
    await answer(click.interaction, act_words.to_confirm(asked))


@routes.click("edit")
async def edit(click: Click) -> None:
    """Open the form with the current plan."""
    cohort = CohortId(click.target.what)
    current = await cohorts.find(click.app, click.actor, cohort)
    form = words.plan_form(current, solver_process.config().words)
    await open_with_draft(click, f"plan:{cohort}", form)


@routes.submit("plan")
async def plan(form: Submission) -> None:
    """Save a changed plan."""
    cohort = CohortId(form.target.what)
    async with saving_draft(
        form, f"plan:{cohort}", build("cohort", "edit", form.actor.guild, cohort)
    ):
        typed = TypedPlan(
            starts=form.text("starts"),
            ends=form.text("ends"),
            most_mentees=_number(form.text("most_mentees")),
            most_mentors=_number(form.text("most_mentors")),
            match_words=form.fields.get("match_words", ()),
        )
        planned = await cohorts.change(form.app, form.actor, cohort, typed)
    await answer(form.interaction, words.changed(planned))


def _number(typed: str) -> int | None:
    text = typed.strip()
    if not text:
        return None
    if not (text.isascii() and text.isdecimal()):
        raise DomainError("cohort.limit", most=MOST_PEOPLE)
    return int(text)
