"""The sign-up panel's buttons and form."""

from bot.domain.enrolments import TypedAnswers
from bot.domain.errors import DomainError
from bot.domain.ids import CohortId
from bot.domain.states import Role
from bot.messages import enrolments as words
from bot.services import enrolments
from bot.views.answering import actor_of, answer, open_form
from bot.views.router import Click, Routes, Submission

routes = Routes("join")


@routes.click("mentee")
async def as_mentee(click: Click) -> None:
    """Open the form for somebody who wants a mentor."""
    await _open_form(click, Role.MENTEE)


@routes.click("mentor")
async def as_mentor(click: Click) -> None:
    """Open the form for somebody who can mentor."""
    await _open_form(click, Role.MENTOR)


@routes.submit("send-mentee")
async def send_mentee(form: Submission) -> None:
    """Sign a mentee up."""
    await _join(form, Role.MENTEE)


@routes.submit("send-mentor")
async def send_mentor(form: Submission) -> None:
    """Sign a mentor up."""
    await _join(form, Role.MENTOR)


@routes.click("capacity")
async def capacity(click: Click) -> None:
    """Keep how many mentees a mentor can take."""
    chosen = click.values[0] if click.values else ""
    if not chosen.isdecimal():
        raise DomainError("component.unknown")
    actor = actor_of(click.interaction)
    cohort = CohortId(click.target.what)
    done = await enrolments.set_capacity(click.app, actor, cohort, int(chosen))
    await answer(click.interaction, words.capacity_kept(done))


@routes.click("leave")
async def leave(click: Click) -> None:
    """Withdraw from the cohort."""
    actor = actor_of(click.interaction)
    done = await enrolments.leave(click.app, actor, CohortId(click.target.what))
    await answer(click.interaction, words.left(done))


async def _open_form(click: Click, role: Role) -> None:
    actor = actor_of(click.interaction)
    sign_up = await enrolments.begin(click.app, actor, CohortId(click.target.what), role)
    await open_form(click.interaction, words.form(sign_up))


async def _join(form: Submission, role: Role) -> None:
    typed = TypedAnswers(
        adult=form.text("adult") == "yes",
        stage=form.text("stage"),
        fields=form.fields.get("fields", ()),
        topics=form.fields.get("topics", ()),
        time_zone=form.text("time_zone"),
    )
    actor = actor_of(form.interaction)
    cohort = CohortId(form.target.what)
    done = await enrolments.join(form.app, actor, cohort, role, typed)
    await answer(form.interaction, words.joined_up(done))
