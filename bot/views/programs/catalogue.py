"""The forms and decisions of moderators about the catalogue."""

from functools import partial

from bot.domain.errors import DomainError
from bot.domain.ids import CatalogueDraftId, CorrectionId, ProgramId
from bot.domain.states import CorrectionState
from bot.messages.programs import catalogue as words
from bot.messages.programs import catalogue_forms as forms
from bot.services.programs import catalogue, catalogue_files, corrections
from bot.views.answering import answer, open_form, replace, think
from bot.views.router import Click, Routes, Submission

routes = Routes("catalogue")


@routes.submit("add")
async def add(form: Submission) -> None:
    """Add a program."""
    saved = await catalogue.add(form.app, form.actor, _facts(form, forms.ADDED))
    await answer(form.interaction, words.entry_saved(form.say, form.actor.guild, saved))


@routes.click("confirm")
async def confirm(click: Click) -> None:
    """Apply a previewed file."""
    await think(click.interaction)
    draft = CatalogueDraftId(click.target.what)
    count = await catalogue_files.confirm(click.app, click.actor, draft)
    await answer(click.interaction, words.imported(click.say, count))


@routes.click("cancel")
async def cancel(click: Click) -> None:
    """Discard a previewed file."""
    draft = CatalogueDraftId(click.target.what)
    await catalogue_files.cancel(click.app, click.actor, draft)
    await replace(click.interaction, words.thrown_away(click.say))


@routes.click("accept")
async def accept(click: Click) -> None:
    """Accept a correction, and open the change."""
    correction = CorrectionId(click.target.what)
    decided = await corrections.decide(click.app, click.actor, correction, CorrectionState.ACCEPTED)
    program = click.app.catalogue.of(click.actor.guild).index.get(decided.program)
    await answer(click.interaction, words.accepted(click.say, click.actor.guild, program, decided))


@routes.click("reject")
async def reject(click: Click) -> None:
    """Reject a correction."""
    correction = CorrectionId(click.target.what)
    decided = await corrections.decide(click.app, click.actor, correction, CorrectionState.REJECTED)
    await answer(click.interaction, words.rejected(click.say, decided))


@routes.click("verified")
async def verified(click: Click) -> None:
    """Record that entries were checked today."""
    count = await catalogue.verify(click.app, click.actor, click.values)
    await answer(click.interaction, words.verified(click.say, count))


@routes.click("unhide")
async def unhide(click: Click) -> None:
    """Show a hidden entry again."""
    if not click.values:
        raise DomainError("component.unknown")
    program = ProgramId(click.choice())
    saved = await catalogue.set_hidden(click.app, click.actor, program, hidden=False)
    await answer(click.interaction, words.hidden(click.say, saved))


async def _open_part(part: str, click: Click) -> None:
    program = await catalogue.find_numbered(click.app, click.actor, click.target.what)
    vocabulary = click.app.catalogue.shipped.vocabulary
    await open_form(
        click.interaction, forms.edit_form(click.say, click.actor.guild, program, part, vocabulary)
    )


async def _save_part(part: str, form: Submission) -> None:
    facts = _facts(form, forms.PARTS[part].asked)
    saved = await catalogue.edit(form.app, form.actor, form.target.what, facts)
    await answer(form.interaction, words.entry_saved(form.say, form.actor.guild, saved))


for _part in forms.PARTS:
    routes.click(f"edit-{_part}")(partial(_open_part, _part))
    routes.submit(f"save-{_part}")(partial(_save_part, _part))


def _facts(form: Submission, asked: tuple[forms.FactField, ...]) -> dict[str, object]:
    vocabulary = form.app.catalogue.shipped.vocabulary
    return forms.read(asked, form.text, lambda name: form.fields.get(name, ()), vocabulary)
