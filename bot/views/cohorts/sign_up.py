"""The sign-up panel's buttons, and the steps that follow them."""

from bot.domain.ids import CohortId
from bot.domain.states import Role
from bot.domain.youth.youth import AgeBand
from bot.messages.cohorts import announcements as announcement_words
from bot.messages.cohorts import enrolments as words
from bot.messages.cohorts import sign_up as steps
from bot.services.cohorts import enrolments, sign_up
from bot.services.cohorts.sign_up import TypedWords
from bot.views.answering import answer, offer_way_back, open_form, replace
from bot.views.router import Click, Routes, Submission

routes = Routes("join")


@routes.click_each({"mentee": Role.MENTEE, "mentor": Role.MENTOR})
async def _begin(click: Click, role: Role) -> None:
    cohort = CohortId(click.target.what)
    await answer(
        click.interaction,
        steps.step(click.say, await sign_up.begin(click.app, click.actor, cohort, role)),
    )


@routes.click_each(
    {"adult": AgeBand.ADULT, "sixteen": AgeBand.OLDER, "thirteen": AgeBand.YOUNGER, "young": None}
)
async def _say_age(click: Click, band: AgeBand | None) -> None:
    cohort, role = words.read_target(click.target)
    current = await sign_up.confirm_age(click.app, click.actor, cohort, role, band)
    await replace(click.interaction, steps.step(click.say, current))


@routes.click_each({"stage": "stage", "fields": "fields", "topics": "topics", "formats": "formats"})
async def _choose(click: Click, part: str) -> None:
    cohort, role = words.read_target(click.target)
    current = await sign_up.choose(click.app, click.actor, cohort, role, part, click.values)
    await replace(click.interaction, steps.step(click.say, current))


@routes.click("words")
async def in_words(click: Click) -> None:
    """Open the form, filled in with what was typed before."""
    cohort, role = words.read_target(click.target)
    current = await sign_up.write(click.app, click.actor, cohort, role)
    await open_form(click.interaction, steps.form(click.say, current))


@routes.submit("send")
async def send(form: Submission) -> None:
    """Sign the person up."""
    cohort, role = words.read_target(form.target)
    typed = TypedWords(
        goals=form.text("goals"),
        time_zone=form.text("time_zone"),
        windows=form.text("windows"),
        hours=form.text("hours"),
        place=form.text("place"),
    )
    offer_way_back(form.interaction, steps.form_again(form.say, form.target.guild, cohort, role))
    signed_up = await sign_up.finish(form.app, form.actor, cohort, role, typed)
    await answer(form.interaction, words.joined_up(form.say, signed_up))


@routes.click("capacity")
async def capacity(click: Click) -> None:
    """Save how many mentees a mentor can take."""
    cohort = CohortId(click.target.what)
    sign_up = await enrolments.set_capacity(click.app, click.actor, cohort, click.number())
    await replace(click.interaction, words.capacity_saved(click.say, sign_up))


@routes.click_each({"roles": "roles", "distance": "distance", "field": "field"})
async def _wish(click: Click, part: str) -> None:
    cohort, role = words.read_target(click.target)
    sign_up = await enrolments.wish(click.app, click.actor, cohort, role, part, click.values)
    await replace(click.interaction, words.preference_saved(click.say, sign_up))


@routes.click("confirm")
async def confirm(click: Click) -> None:
    """Confirm a sign-up that a moderator made."""
    confirmed = await enrolments.confirm(click.app, click.actor, CohortId(click.target.what))
    await replace(click.interaction, words.confirmed(click.say, confirmed), click.target.ref)


@routes.click("forget")
async def forget(click: Click) -> None:
    """Delete a sign-up that was begun, for someone who doesn't want to go on."""
    cohort = await sign_up.forget(click.app, click.actor, CohortId(click.target.what))
    await replace(
        click.interaction, announcement_words.forgotten(click.say, cohort), click.target.ref
    )


@routes.click("leave")
async def leave(click: Click) -> None:
    """Withdraw from the cohort."""
    withdrawn = await enrolments.leave(click.app, click.actor, CohortId(click.target.what))
    await answer(click.interaction, words.withdrawn(click.say, withdrawn))
