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
    """Show what is waiting, visible only to this person."""
    book = await contacts.look_from(click.app, click.actor, _contact(click))
    await answer(click.interaction, words.book(click.say, book))


@routes.click("pair")
async def open_pair(click: Click) -> None:
    """Show the same from the pair."""
    book = await contacts.look(click.app, click.actor, PairId(click.target.what))
    await answer(click.interaction, words.book(click.say, book))


@routes.click_each(
    {
        "ask-email": ContactChannel.EMAIL,
        "ask-text": ContactChannel.TEXT,
        "ask-phone": ContactChannel.PHONE,
    }
)
async def _ask(click: Click, channel: ContactChannel) -> None:
    book = await contacts.ask(click.app, click.actor, PairId(click.target.what), channel)
    await replace(click.interaction, words.book(click.say, book, words.ASKED))


@routes.click("form")
async def open_share(click: Click) -> None:
    """Open the form for the person's own."""
    contact = await contacts.find_asked(click.app, click.actor, _contact(click))
    await open_form(click.interaction, words.form(click.say, contact))


@routes.submit("share")
async def share(form: Submission) -> None:
    """Share what was typed with the person who asked."""
    contact = ContactId(form.target.what)
    book = await contacts.share(form.app, form.actor, contact, form.text("value"))
    await answer(form.interaction, words.book(form.say, book, form.say(words.SHARED)))


@routes.click("not-now")
async def not_now(click: Click) -> None:
    """Decline."""
    book = await contacts.decline(click.app, click.actor, _contact(click))
    await replace(click.interaction, words.book(click.say, book, words.DECLINED))


@routes.click("show")
async def show(click: Click) -> None:
    """Show a value to the person it was shared with."""
    contact_shown = await contacts.show(click.app, click.actor, _contact(click))
    await answer(click.interaction, words.value(click.say, contact_shown))


@routes.click("revoke")
async def revoke(click: Click) -> None:
    """Withdraw a shared value."""
    book = await contacts.revoke(click.app, click.actor, _contact(click))
    await replace(click.interaction, words.book(click.say, book, words.REVOKED))


def _contact(click: Click) -> ContactId:
    return ContactId(click.target.what)
