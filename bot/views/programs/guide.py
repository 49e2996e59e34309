"""The pages of the guide, and the buttons of reminders that open one piece of advice."""

from bot.domain.ids import PairId
from bot.domain.programs.guide import Audience, Moment
from bot.messages.programs import advice as advice_words
from bot.messages.programs import guide as words
from bot.services.programs import advice
from bot.views.answering import answer, replace
from bot.views.router import Click, Routes

routes = Routes("guide")


@routes.click("quiet-stretch")
async def for_a_quiet_stretch(click: Click) -> None:
    """Open the guide at what to do when a pair goes quiet."""
    guide = click.app.guide_in(click.actor.language)
    number = words.find(click.say, guide, f"moment:{Moment.WHEN_SILENT}")
    shown = words.overview(click.say, click.target.guild, guide)
    if number is not None:
        audience = await advice.own_audience(click.app, click.actor)
        shown = words.section(click.say, click.target.guild, guide, number, audience)
    await answer(click.interaction, shown)


@routes.click("choose")
async def choose(click: Click) -> None:
    """Show another section."""
    await _show(click, click.number(), await advice.own_audience(click.app, click.actor), 0)


@routes.click("mentee")
@routes.click("more-mentee")
async def for_mentees(click: Click) -> None:
    """Show what helps mentees."""
    await _show(click, *_place(click, Audience.MENTEE))


@routes.click("mentor")
@routes.click("more-mentor")
async def for_mentors(click: Click) -> None:
    """Show what helps mentors."""
    await _show(click, *_place(click, Audience.MENTOR))


@routes.click("both")
@routes.click("more-both")
async def for_both(click: Click) -> None:
    """Show what helps either."""
    await _show(click, *_place(click, Audience.BOTH))


def _place(click: Click, audience: Audience) -> tuple[int, Audience, int]:
    return click.target.what, audience, click.target.number


async def _show(click: Click, number: int, audience: Audience, page: int) -> None:
    guide = click.app.guide_in(click.actor.language)
    shown = words.section(click.say, click.target.guild, guide, number, audience, page)
    await replace(click.interaction, shown)


# --- advice under a reminder ------------------------------------------------------------------


advice_routes = Routes("advice")


@advice_routes.click_each(
    {"before-meeting": Moment.BEFORE_EACH_MEETING, "when-silent": Moment.WHEN_SILENT}
)
async def _give(click: Click, moment: Moment) -> None:
    item = await advice.ask_in_pair(click.app, click.actor, PairId(click.target.what), moment)
    await answer(click.interaction, advice_words.alone(click.say, click.actor.guild, item))
