"""Import a file of people: look up who is in the server, show the preview, and act on it."""

from bot.app import App
from bot.domain.cohorts.people_csv import PeopleFile
from bot.domain.ids import CohortId
from bot.messages.cohorts import people_import as words
from bot.messages.outgoing import Message
from bot.services.actor import Actor
from bot.services.cohorts import people_import
from bot.views import presence
from bot.views.answering import acknowledge, replace
from bot.views.cohorts.cohorts import routes
from bot.views.router import Click, Interaction


async def preview(
    interaction: Interaction, app: App, actor: Actor, cohort: CohortId, file: PeopleFile
) -> Message:
    """Return the preview of a file, with people looked up in the server."""
    users = await presence.find_all(interaction, app, actor, people_import.names_in(file))
    repaired = await presence.find_ruined(interaction, file.ruined, users)
    shown = await people_import.preview(app, actor, cohort, file, users, repaired)
    return words.preview(shown)


@routes.click("import-yes")
async def import_yes(click: Click) -> None:
    """Import the people in the file."""
    await acknowledge(click.interaction)
    cohort, number = CohortId(click.target.what), click.target.number
    imported = await people_import.confirm(click.app, click.actor, cohort, number)
    await replace(click.interaction, words.imported(imported))


@routes.click("import-no")
async def import_no(click: Click) -> None:
    """Cancel the import."""
    cohort, number = CohortId(click.target.what), click.target.number
    saved = await people_import.cancel(click.app, click.actor, cohort, number)
    await replace(click.interaction, words.discarded(saved))


__all__ = ["preview", "routes"]
