"""The buttons under the answer to a search; each reads the search again by its number."""

from collections.abc import Sequence

from bot.domain.errors import DomainError
from bot.domain.ids import SearchId
from bot.messages.programs import guide as guide_words
from bot.messages.programs import programs as program_words
from bot.messages.programs import searches as words
from bot.search import Facet
from bot.search.profile import SearchProfile
from bot.services.programs import programs, searches
from bot.views.answering import answer, open_form, replace
from bot.views.router import Click, Routes, Submission

routes = Routes("search")


@routes.click("drop")
async def drop(click: Click) -> None:
    """Remove what was understood or set."""
    removed, instead = words.taken_back(click.values)
    pairs, meant = _pairs(removed), _pairs(instead)
    page = await searches.drop(click.app, click.actor, _search(click), pairs, meant)
    await replace(click.interaction, words.answer(click.say, page))


@routes.click("narrow")
async def narrow(click: Click) -> None:
    """Keep only programs that have the chosen facets."""
    page = await searches.narrow(click.app, click.actor, _search(click), _pairs(click.values))
    await replace(click.interaction, words.answer(click.say, page))


@routes.click("reset")
async def reset(click: Click) -> None:
    """Return to the question as it was asked."""
    page = await searches.reset(click.app, click.actor, _search(click))
    await replace(click.interaction, words.answer(click.say, page))


@routes.click("back")
@routes.click("next")
async def _turn(click: Click) -> None:
    page = await searches.again(click.app, click.actor, _search(click))
    await replace(click.interaction, words.answer(click.say, page, click.target.number))


@routes.click("open")
async def open_chosen(click: Click) -> None:
    """Show the card of one program, or two side by side."""
    chosen = await programs.pick(click.app, click.actor, click.values[:2])
    vocabulary = click.app.catalogue.shipped.vocabulary
    if len(chosen) == 1:
        spanish = await searches.is_spanish(click.app, click.actor, _search(click))
        shown = program_words.card(
            click.say, click.actor.guild, chosen[0], vocabulary, spanish=spanish
        )
        await answer(click.interaction, shown)
        return
    first, second = chosen
    await answer(
        click.interaction,
        program_words.compared(click.say, click.actor.guild, first, second, vocabulary),
    )


@routes.click("where")
async def where(click: Click) -> None:
    """Say where to ask first, for the stage that the search is about."""
    page = await searches.again(click.app, click.actor, _search(click))
    stage = next(iter(page.asked.of(Facet.STAGE)), None)
    spanish = page.asked.spanish
    places = click.app.catalogue.guide_in("es" if spanish else "en").where_to_ask(stage)
    shown = guide_words.where_to_ask(click.say, click.actor.guild, places, spanish=spanish)
    await answer(click.interaction, shown)


@routes.click("form")
async def form(click: Click) -> None:
    """Open the form for a suggestion without a profile."""
    vocabulary = click.app.catalogue.shipped.vocabulary
    spanish = click.actor.reads_spanish
    opened = words.suggest_form(click.say, click.target.guild, vocabulary, spanish=spanish)
    await open_form(click.interaction, opened)


@routes.submit("suggest")
async def suggest(form: Submission) -> None:
    """Suggest programs for what was filled in."""
    index = (await form.app.catalogue.latest(form.actor.guild)).index
    typed = form.text("state")
    goals = form.text("goals")
    seeker = SearchProfile(
        id="form",
        stage=form.text("stage"),
        fields=form.fields.get("fields", ()),
        state=programs.value_of(index, Facet.PLACE, typed) if typed else "",
        format=form.text("format"),
        goals=(goals,) if goals else (),
    )
    page = await searches.suggest_for(form.app, form.actor, seeker)
    await answer(form.interaction, words.answer(form.say, page))


def _search(click: Click) -> SearchId:
    return SearchId(click.target.what)


def _pairs(values: Sequence[str]) -> list[tuple[Facet, str]]:
    """Parse the choices of a select; refuse what no select of ours offers."""
    pairs = []
    for value in values:
        facet, _, rest = value.partition(":")
        if facet not in tuple(Facet):
            raise DomainError("component.unknown")
        pairs.append((Facet(facet), rest))
    return pairs
