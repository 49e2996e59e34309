"""The buttons and the form of contact outside Discord."""

from bot.domain.ids import ContactId, PairId
from bot.domain.states import ContactChannel
from bot.messages.pairs import contacts as words
from bot.services.pairs import contacts
from bot.views.answering import answer, open_form, replace
from bot.views.router import Click, Routes, Submission

routes = Routes("contact")


@routes.click("open")
async def open_book(click: Click) -> None:
    """Show what waits, where only this person sees it."""
    found = await contacts.look_from(click.app, click.actor, _contact(click))
    await answer(click.interaction, words.book(found))


@routes.click("pair")
async def open_pair(click: Click) -> None:
    """Show the same from the pair."""
    found = await contacts.look(click.app, click.actor, PairId(click.target.what))
    await answer(click.interaction, words.book(found))


@routes.click_each(
    {
        "ask-email": ContactChannel.EMAIL,
        "ask-text": ContactChannel.TEXT,
        "ask-phone": ContactChannel.PHONE,
    }
)
async def _ask(click: Click, channel: ContactChannel) -> None:
    found = await contacts.ask(click.app, click.actor, PairId(click.target.what), channel)
    await replace(click.interaction, words.book(found, words.ASKED))


@routes.click("form")
async def open_share(click: Click) -> None:
    """Open the form for one's own."""
    found = await contacts.find_asked(click.app, click.actor, _contact(click))
    await open_form(click.interaction, words.form(found))


@routes.submit("share")
async def share(form: Submission) -> None:
    """Share what was typed with the one who asked."""
    contact = ContactId(form.target.what)
    found = await contacts.share(form.app, form.actor, contact, form.text("value"))
    await answer(form.interaction, words.book(found, words.SHARED))


@routes.click("not-now")
async def not_now(click: Click) -> None:
    """Keep it to oneself."""
    found = await contacts.decline(click.app, click.actor, _contact(click))
    await replace(click.interaction, words.book(found, words.DECLINED))


@routes.click("show")
async def show(click: Click) -> None:
    """Show a value to the one it was shared with."""
    found = await contacts.show(click.app, click.actor, _contact(click))
    await answer(click.interaction, words.value(found))


@routes.click("revoke")
async def revoke(click: Click) -> None:
    """Take it back."""
    found = await contacts.revoke(click.app, click.actor, _contact(click))
    await replace(click.interaction, words.book(found, words.REVOKED))


def _contact(click: Click) -> ContactId:
    return ContactId(click.target.what)
