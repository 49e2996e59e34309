"""The lists of cases: their pages, their filters, and what is done with all that they show."""

from dataclasses import replace as replace_fields

from bot.app import App
from bot.domain.errors import DomainError
from bot.domain.ids import CaseId, CohortId
from bot.domain.moderation.acts import ActKind
from bot.domain.moderation.case_lists import AGES, EVERY, CaseFilter
from bot.messages.moderation import case_acts as act_words
from bot.messages.moderation import case_lists as words
from bot.messages.moderation import cases as case_words
from bot.messages.moderation.case_lists import AREA, ListPlace
from bot.messages.outgoing import Message
from bot.services.actor import Actor
from bot.services.moderation import case_acts, case_lists, cases
from bot.views.answering import answer, replace
from bot.views.forms import open_with_draft, saving_draft
from bot.views.router import Click, Routes, Submission

routes = Routes(AREA)
_IN_BULK = {
    f"{where}{verb}": kind
    for where in ("", "cause-")
    for verb, kind in (
        ("extend", ActKind.CASES_EXTENDED),
        ("retry", ActKind.CASES_RETRIED),
        ("resolve", ActKind.CASES_RESOLVED),
    )
}
_DRAFT = "cases-message"


@routes.click("list")
@routes.click("back")
@routes.click("next")
@routes.click("cause-back")
@routes.click("cause-next")
async def turn(click: Click) -> None:
    """Show a page of the list."""
    await replace(click.interaction, await _page(click, ListPlace.of(click.target)))


@routes.click("cohort")
async def choose_cohort(click: Click) -> None:
    """Show the cases of one cohort, or of all."""
    chosen, place = click.number(), ListPlace.of(click.target)
    cohort = CohortId(chosen) if chosen else None
    await _narrow(click, place, replace_fields(place.wanted, cohort=cohort))


@routes.click("age")
@routes.click("cause-age")
async def choose_age(click: Click) -> None:
    """Show the cases that have waited at least so long."""
    chosen, place = click.number(), ListPlace.of(click.target)
    if chosen >= len(AGES):
        raise DomainError("component.unknown")
    await _narrow(click, place, replace_fields(place.wanted, days=AGES[chosen]))


@routes.click("open")
async def open_cause(click: Click) -> None:
    """Show the lines of a cause, or the case itself if it is the only one."""
    place, like = ListPlace.of(click.target), CaseId(click.number())
    own = place.wanted.cohort is not None
    wanted = replace_fields(place.wanted, cohort=None)
    shown = await case_lists.list_cause(click.app, click.actor, like, wanted, own=own)
    if shown.cause is None or len(shown.cause.entries) == 1:
        card = case_words.case_card(click.say, await cases.show(click.app, click.actor, like))
        await answer(click.interaction, card)
        return
    inside = ListPlace(wanted, like=like, own=own)
    page = words.cause_page(click.say, click.actor.guild, shown, inside)
    if click.interaction.message is not None and click.interaction.message.flags.ephemeral:
        await replace(click.interaction, page)
    else:
        await answer(click.interaction, page)


@routes.click_each(_IN_BULK)
async def _ask(click: Click, kind: ActKind) -> None:
    place = ListPlace.of(click.target)
    shown = await case_acts.ask(
        click.app, click.actor, kind, place.wanted, place.like, own=place.own
    )
    await replace(click.interaction, act_words.to_confirm(click.say, shown))


@routes.click("write")
@routes.click("cause-write")
async def write(click: Click) -> None:
    """Ask for the message to many pairs."""
    form = words.note_form(click.say, ListPlace.of(click.target), click.actor.guild)
    await open_with_draft(click, _DRAFT, form)


@routes.submit("send")
@routes.submit("cause-send")
async def show_message(form: Submission) -> None:
    """Show who would get the message, and ask."""
    place = ListPlace.of(form.target)
    async with saving_draft(form, _DRAFT, place.build("write", form.actor.guild)):
        shown = await case_acts.ask(
            form.app,
            form.actor,
            ActKind.CASES_WRITTEN,
            place.wanted,
            place.like,
            form.text("words"),
            own=place.own,
        )
    await replace(form.interaction, act_words.to_confirm(form.say, shown))


async def first_page(
    app: App, actor: Actor, wanted: CaseFilter = EVERY, notice: str = ""
) -> Message:
    """Return the list from its beginning, after a `notice`."""
    found = await case_lists.list_open(app, actor, wanted)
    return words.listing(
        app.languages.say_in(actor.language), actor.guild, found, ListPlace(wanted), notice
    )


async def _page(click: Click, place: ListPlace) -> Message:
    if place.like is None:
        found = await case_lists.list_open(click.app, click.actor, place.wanted)
        return words.listing(click.say, click.actor.guild, found, place)
    shown = await case_lists.list_cause(
        click.app, click.actor, place.like, place.wanted, own=place.own
    )
    return words.cause_page(click.say, click.actor.guild, shown, place)


async def _narrow(click: Click, place: ListPlace, wanted: CaseFilter) -> None:
    narrowed = replace_fields(place, wanted=wanted, page=0)
    await replace(click.interaction, await _page(click, narrowed))
