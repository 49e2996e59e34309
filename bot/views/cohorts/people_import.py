"""Import a file of people: look up who is in the server, show the preview, and act on it."""

from bot.app import App
from bot.domain.errors import DomainError
from bot.domain.ids import CohortId
from bot.messages.cohorts import people_import as words
from bot.messages.outgoing import Message
from bot.services.actor import Actor
from bot.services.cohorts import file_words, people_import
from bot.services.cohorts.file_words import OpenFile
from bot.views import payloads, presence
from bot.views.answering import acknowledge, replace
from bot.views.cohorts.cohorts import routes
from bot.views.router import Click, Interaction, say_for


async def show(
    interaction: Interaction, app: App, actor: Actor, cohort: CohortId, number: int
) -> Message:
    """Return the preview of a file, or what has to be said about its columns first."""
    opened = await file_words.open_file(app, actor, cohort, number)
    if opened.people is None:
        return words.matching(say_for(interaction), opened)
    names = people_import.names_in(opened.people)
    users = await presence.find_all(interaction, app, actor, names)
    if beside := people_import.names_beside(opened.people, users):
        users |= await presence.find_all(interaction, app, actor, beside)
    repaired = await presence.find_ruined(interaction, opened.people.ruined, users)
    return words.preview(
        say_for(interaction), await people_import.preview(app, actor, opened, users, repaired)
    )


async def _opened(click: Click) -> OpenFile:
    cohort, number = CohortId(click.target.what), click.target.number
    return await file_words.open_file(click.app, click.actor, cohort, number)


@routes.click("import-match")
async def import_match(click: Click) -> None:
    """Show what each heading and word means."""
    await acknowledge(click.interaction)
    await replace(click.interaction, words.matching(click.say, await _opened(click)))


@routes.click("import-pick")
async def import_pick(click: Click) -> None:
    """Ask about another heading or word."""
    await acknowledge(click.interaction)
    await replace(
        click.interaction, words.matching(click.say, await _opened(click), click.number())
    )


@routes.click("import-word")
async def import_word(click: Click) -> None:
    """Save what a heading or word means, and ask about the next."""
    await acknowledge(click.interaction)
    opened = await _opened(click)
    at, _, meaning = click.choice().partition("=")
    number = payloads.whole_number(at)
    if number is None or number >= len(opened.questions):
        raise DomainError("component.unknown")
    await file_words.decide(click.app, click.actor, opened.questions[number], meaning)
    await replace(click.interaction, words.matching(click.say, await _opened(click)))


@routes.click("import-read")
async def import_read(click: Click) -> None:
    """Agree to what is shown, and show the preview."""
    await acknowledge(click.interaction)
    opened = await _opened(click)
    await file_words.accept(click.app, click.actor, opened.questions)
    cohort, number = opened.cohort.id, opened.number
    shown = await show(click.interaction, click.app, click.actor, cohort, number)
    await replace(click.interaction, shown)


@routes.click_each({"import-yes": True, "import-quiet": False})
async def _import(click: Click, tell: bool) -> None:
    """Import the people in the file, and tell those who are new unless that is not wanted."""
    await acknowledge(click.interaction)
    cohort, number = CohortId(click.target.what), click.target.number
    imported = await people_import.confirm(click.app, click.actor, cohort, number, tell=tell)
    await replace(click.interaction, words.imported(click.say, imported))


@routes.click("import-no")
async def import_no(click: Click) -> None:
    """Cancel the import."""
    cohort, number = CohortId(click.target.what), click.target.number
    saved = await people_import.cancel(click.app, click.actor, cohort, number)
    await replace(click.interaction, words.discarded(click.say, saved))


__all__ = ["routes", "show"]
