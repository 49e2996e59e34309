"""The menus and the form of the person's own profile."""

from bot.domain.ids import UserId
from bot.messages.cohorts import profiles as words
from bot.services.cohorts import profiles
from bot.services.cohorts.sign_up import TypedWords
from bot.views.answering import answer, offer_way_back, open_form, replace
from bot.views.router import Click, Routes, Submission

routes = Routes("profile")


@routes.click("show")
async def show(click: Click) -> None:
    """Return to the profile."""
    await replace(
        click.interaction,
        words.profile(click.say, await profiles.show(click.app, click.actor)),
    )


@routes.click("meeting")
async def meeting(click: Click) -> None:
    """Show how and with whom the person likes to meet."""
    profile = await profiles.show(click.app, click.actor)
    await replace(click.interaction, words.meeting(click.say, profile))


@routes.click_each({"stage": "stage", "fields": "fields", "topics": "topics", "offers": "offers"})
async def _choose(click: Click, part: str) -> None:
    profile = await profiles.choose(click.app, click.actor, part, click.values)
    await replace(click.interaction, words.profile(click.say, profile))


@routes.click_each(
    {"formats": "formats", "roles": "roles", "distance": "distance", "field": "field"}
)
async def _wish(click: Click, part: str) -> None:
    profile = await profiles.choose(click.app, click.actor, part, click.values)
    await replace(click.interaction, words.meeting(click.say, profile))


@routes.click("words")
async def in_words(click: Click) -> None:
    """Open the form, filled in."""
    typed = await profiles.begin_words(click.app, click.actor)
    await open_form(click.interaction, words.form(click.say, click.actor.guild, typed))


@routes.submit("send")
async def send(form: Submission) -> None:
    """Save what was typed."""
    typed = TypedWords(
        goals=form.text("goals"),
        time_zone=form.text("time_zone"),
        windows=form.text("windows"),
        hours=form.text("hours"),
        place=form.text("place"),
    )
    offer_way_back(form.interaction, words.form_again(form.say, form.target.guild))
    profile = await profiles.write(form.app, form.actor, typed)
    await answer(form.interaction, words.profile(form.say, profile))


@routes.click("private")
async def private(click: Click) -> None:
    """Show the private preferences, in a separate answer."""
    await answer(
        click.interaction,
        words.private(click.say, click.actor.guild, await profiles.private(click.app, click.actor)),
    )


@routes.click("communities")
async def communities(click: Click) -> None:
    """Save the communities."""
    private_preferences = await profiles.set_communities(click.app, click.actor, click.values)
    await replace(
        click.interaction, words.private(click.say, click.actor.guild, private_preferences)
    )


@routes.click("sharing")
async def sharing(click: Click) -> None:
    """Save whether to prefer a match who shares a community."""
    private_preferences = await profiles.set_sharing(
        click.app, click.actor, wanted="yes" in click.values
    )
    await replace(
        click.interaction, words.private(click.say, click.actor.guild, private_preferences)
    )


@routes.click("avoid")
async def avoid(click: Click) -> None:
    """Save the private "rather not" list."""
    others = [UserId(user) for user in click.numbers()]
    private_preferences = await profiles.set_avoided(click.app, click.actor, others)
    await replace(
        click.interaction, words.private(click.say, click.actor.guild, private_preferences)
    )
