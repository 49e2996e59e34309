"""The forms that change a cohort, and the one for what its moderators write to its people."""

import re
from dataclasses import replace

from bot.domain.cohorts.audiences import Audience
from bot.domain.cohorts.cohorts import MOST_PEOPLE
from bot.domain.errors import DomainError
from bot.domain.ids import CohortId
from bot.language.say import Say
from bot.messages.cohorts import announcements as announcement_words
from bot.messages.cohorts import edits as words
from bot.messages.custom_id import build
from bot.messages.moderation import acts as act_words
from bot.messages.outgoing import Message
from bot.services.cohorts import announcements, edits
from bot.services.cohorts.edits import Edited, TypedEdit
from bot.services.matching import solver_process
from bot.services.moderation.acts import ToConfirm
from bot.views import payloads
from bot.views.answering import answer
from bot.views.cohorts.people import routes
from bot.views.forms import open_with_draft, saving_draft
from bot.views.router import Click, Submission

MOST_DAYS = 90
_DAYS = re.compile(r"(?:every )?(?P<number>[0-9]{1,2}) ?(?:days?|(?P<weeks>weeks?))?")


def shown(say: Say, result: Edited | ToConfirm) -> Message:
    """Return what was changed, or the question whether to change it."""
    return (
        act_words.to_confirm(say, result)
        if isinstance(result, ToConfirm)
        else words.edited(say, result)
    )


@routes.click("edit")
async def choose(click: Click) -> None:
    """Show what can be changed about a cohort."""
    cohort = await edits.find_by_id(click.app, click.actor, CohortId(click.target.what))
    await answer(click.interaction, words.choose(click.say, cohort))


@routes.click_each({verb: verb for verb in words.FORMS})
async def _open(click: Click, which: str) -> None:
    cohort = await edits.find_by_id(click.app, click.actor, CohortId(click.target.what))
    form = words.form(click.say, cohort, which, tuple(solver_process.config().words))
    await open_with_draft(click, f"{which}:{cohort.id}", form)


@routes.submit("edit-dates")
async def save_dates(form: Submission) -> None:
    """Change the dates."""
    typed = TypedEdit(
        starts=form.text("starts"), ends=form.text("ends"), sign_up_until=form.text("sign_up_until")
    )
    await _save(form, typed)


@routes.submit("edit-people")
async def save_people(form: Submission) -> None:
    """Change the limits, and what matters in matching."""
    await _save(form, None)


@routes.submit("edit-name")
async def save_name(form: Submission) -> None:
    """Change the name and the kind."""
    await _save(form, TypedEdit(name=form.text("name"), circles=form.text("kind") == "circles"))


@routes.submit("edit-check-ins")
async def save_check_ins(form: Submission) -> None:
    """Change when check-ins come."""
    await _save(form, None)


@routes.submit("plan")
async def save_plan(form: Submission) -> None:
    """Change dates and limits in the form of an earlier version, opened before it was replaced."""
    typed = replace(_people(form), starts=form.text("starts"), ends=form.text("ends"))
    await _save(form, typed)


async def _save(form: Submission, typed: TypedEdit | None) -> None:
    cohort, verb = CohortId(form.target.what), form.target.verb
    again = verb if verb in words.FORMS else "edit"
    way_back = build("cohort", again, form.actor.guild, cohort)
    async with saving_draft(form, f"{verb}:{cohort}", way_back):
        if typed is None:
            typed = _people(form) if verb == "edit-people" else _check_ins(form)
        result = await edits.edit(form.app, form.actor, cohort, typed)
    await answer(form.interaction, shown(form.say, result))


def _people(form: Submission) -> TypedEdit:
    return TypedEdit(
        most_mentees=_limit(form.text("most_mentees")),
        most_mentors=_limit(form.text("most_mentors")),
        match_words=form.fields.get("match_words", ()),
    )


def _check_ins(form: Submission) -> TypedEdit:
    typed = _DAYS.fullmatch(form.text("days").casefold())
    days = int(typed["number"]) * (7 if typed["weeks"] else 1) if typed else 0
    if not 1 <= days <= MOST_DAYS:
        raise DomainError("cohort.check_in_days", most=MOST_DAYS)
    weekday = payloads.whole_number(form.text("weekday"))
    return TypedEdit(check_in_days=days, check_in_weekday=weekday, check_in_time=form.text("time"))


def _limit(typed: str) -> int:
    """Return a limit as typed; 0 for none."""
    if not typed:
        return 0
    number = payloads.whole_number(typed)
    if number is None or not 0 < number <= MOST_PEOPLE:
        raise DomainError("cohort.limit", most=MOST_PEOPLE)
    return number


# --- what moderators write ------------------------------------------------------------------------


@routes.click("announce-form")
async def announce_again(click: Click) -> None:
    """Open the form of an announcement again, with what was typed."""
    cohort = await edits.find_by_id(click.app, click.actor, CohortId(click.target.what))
    audience = _audience(click.target.number)
    form = announcement_words.form(click.say, cohort, audience)
    await open_with_draft(click, _draft(cohort.id, audience), form)


@routes.submit("announce")
async def announce(form: Submission) -> None:
    """Show an announcement with everyone who would get it."""
    cohort, audience = CohortId(form.target.what), _audience(form.target.number)
    again = announcement_words.form_again(form.actor.guild, cohort, audience)
    async with saving_draft(form, _draft(cohort, audience), again):
        asked = await announcements.ask(form.app, form.actor, cohort, audience, form.text("words"))
    await answer(form.interaction, act_words.to_confirm(form.say, asked))


def _audience(number: int) -> Audience:
    if number >= len(announcement_words.NUMBERED):
        raise DomainError("component.unknown")
    return announcement_words.NUMBERED[number]


def _draft(cohort: CohortId, audience: Audience) -> str:
    return f"announce:{cohort}:{audience}"


__all__ = ["routes", "shown"]
