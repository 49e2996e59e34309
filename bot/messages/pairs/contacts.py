"""Contact outside Discord: who asked, who shares, and the value for one person."""

from bot.domain.nudges.kinds import NudgeKind
from bot.domain.pairs.contacts import ContactWaiting
from bot.domain.states import ContactChannel, ContactState
from bot.language.say import Say, marked
from bot.messages.custom_id import build
from bot.messages.nudges.words import words
from bot.messages.outgoing import Button, Embed, Message, Modal, Row, Style, TextField
from bot.messages.text import join_within, person, timestamp
from bot.services.pairs.contacts import ContactBook, ContactShown
from bot.storage.pairs.contacts import Contact

NAMES = {
    ContactChannel.TEXT: marked("Text number"),
    ContactChannel.PHONE: marked("Phone number"),
    ContactChannel.EMAIL: marked("Email"),
}
_SHARE = {
    ContactChannel.TEXT: marked("Share text number"),
    ContactChannel.PHONE: marked("Share phone number"),
    ContactChannel.EMAIL: marked("Share email"),
}
_SHOW = {
    ContactChannel.TEXT: marked("Show text number"),
    ContactChannel.PHONE: marked("Show phone number"),
    ContactChannel.EMAIL: marked("Show email"),
}
_HIDE = {
    ContactChannel.TEXT: marked("Hide text number"),
    ContactChannel.PHONE: marked("Hide phone number"),
    ContactChannel.EMAIL: marked("Hide email"),
}
_EXAMPLES = {
    ContactChannel.TEXT: "+1 312 555 0100",
    ContactChannel.PHONE: "+1 312 555 0100",
    ContactChannel.EMAIL: "name@example.org",
}
MOST_ROWS = MOST_IN_A_ROW = 5  # Discord's own limits
PASTE = 4000  # Discord's own limit for a field: what is too long is given back, not cut.


@words(
    NudgeKind.CONTACT_WAITING,
    marked("Something private"),
    marked("Someone in your mentorship asked or answered you."),
)
def waiting(say: Say, facts: ContactWaiting, ref: str) -> Message:
    """Say that something is waiting for one person; what it is, only the button shows."""
    custom_id = build("contact", "open", facts.guild, facts.contact, ref)
    return Message(
        say(
            "{person}, I have something private for you. Only you can see it.",
            person=person(facts.person),
        ),
        rows=((Button(say.of("button", "Open privately"), custom_id, Style.PRIMARY),),),
    )


def book(say: Say, book: ContactBook, note: str = "") -> Message:
    """Show someone in the pair what they asked, were asked, and share, without any value."""
    shown = _numbered(say, book)
    card = Embed(
        say("Share contact info"),
        "\n".join(filter(None, (note, _lines(say, shown, book)))),
        footer=say(
            "Only you can see this. I never post it, and I delete it when your mentorship ends."
        ),
    )
    return Message(embeds=(card,), rows=_rows(say, shown, book))


def _numbered(say: Say, book: ContactBook) -> list[tuple[str, Contact]]:
    """Return the questions, each with the number on its buttons.

    Two people need no numbers. In a circle a button could be about anyone, and can name no one. Of
    the same question asked again only the latest is shown.
    """
    latest = {(contact.asker, contact.owner, contact.channel): contact for contact in book.contacts}
    lines = [
        contact
        for contact in book.contacts
        if contact in latest.values() and _line(say, contact, book)
    ]
    in_circle = len(book.pair.mentees) > 1
    return [(f"{at}" if in_circle else "", contact) for at, contact in enumerate(lines, start=1)]


def _lines(say: Say, shown: list[tuple[str, Contact]], book: ContactBook) -> str:
    if not shown:
        return say("Discord is enough for most people. If another way would help, you can ask.")
    lines = [
        f"{number}. {_line(say, contact, book)}" if number else f"- {_line(say, contact, book)}"
        for number, contact in shown
    ]
    return join_within(say, lines, 3800)


def _line(say: Say, contact: Contact, book: ContactBook) -> str:
    name, mine = say(NAMES[contact.channel]), contact.owner == book.viewer
    match contact.state:
        case ContactState.ASKED if mine:
            return say(
                "{name} · {asker} is asking. Sharing is up to you.",
                name=name,
                asker=person(contact.asker),
            )
        case ContactState.ASKED:
            return say(
                "{name} · You asked {owner}. No answer yet.", name=name, owner=person(contact.owner)
            )
        case ContactState.SHARED if mine:
            since = timestamp(contact.shared_at or contact.asked_at, "D")
            return say(
                "{name} · You’ve shared yours with {asker} since {since}.",
                name=name,
                asker=person(contact.asker),
                since=since,
            )
        case ContactState.SHARED:
            since = timestamp(contact.shared_at or contact.asked_at, "D")
            return say(
                "{name} · {owner} has shared theirs with you since {since}.",
                name=name,
                owner=person(contact.owner),
                since=since,
            )
        case ContactState.DECLINED if not mine:
            return say("{name} · {owner} said not now.", name=name, owner=person(contact.owner))
        case ContactState.DECLINED | ContactState.REVOKED | ContactState.OVER:
            return ""


def _rows(say: Say, shown: list[tuple[str, Contact]], book: ContactBook) -> tuple[Row, ...]:
    guild, asked, shared = book.pair.guild, ContactState.ASKED, ContactState.SHARED
    mine = [(number, contact) for number, contact in shown if contact.owner == book.viewer]
    theirs = [(number, contact) for number, contact in shown if contact.asker == book.viewer]

    def button(
        label: str, verb: str, number: str, contact: Contact, style: Style = Style.SECONDARY
    ) -> Button:
        label = f"{label} ({number})" if number else label
        return Button(label, build("contact", verb, guild, contact.id), style)

    waiting_on_me: list[Row] = [
        (
            button(say(_SHARE[contact.channel]), "form", number, contact, Style.SUCCESS),
            button(say("Not now"), "not-now", number, contact),
        )
        for number, contact in mine
        if contact.state is asked
    ]
    to_show = tuple(
        button(say(_SHOW[contact.channel]), "show", number, contact, Style.PRIMARY)
        for number, contact in theirs
        if contact.state is shared
    )[:MOST_IN_A_ROW]
    to_hide = tuple(
        button(say(_HIDE[contact.channel]), "revoke", number, contact)
        for number, contact in mine
        if contact.state is shared
    )[:MOST_IN_A_ROW]
    asking = (
        Button(
            say.of("button", "Ask for email"), build("contact", "ask-email", guild, book.pair.id)
        ),
        Button(
            say.of("button", "Ask for text number"),
            build("contact", "ask-text", guild, book.pair.id),
        ),
        Button(
            say.of("button", "Ask for phone number"),
            build("contact", "ask-phone", guild, book.pair.id),
        ),
    )
    return tuple(row for row in (*waiting_on_me[:2], to_show, to_hide, asking) if row)[:MOST_ROWS]


def form(say: Say, contact: Contact) -> Modal:
    """Ask for the address or number."""
    return Modal(
        build("contact", "share", contact.guild, contact.id),
        say(_SHARE[contact.channel]),
        (
            TextField(
                "value",
                say(NAMES[contact.channel]),
                note=say("Only the person who asked can see it, until you hide it."),
                placeholder=_EXAMPLES[contact.channel],
                most=PASTE,
            ),
        ),
    )


def value(say: Say, contact_shown: ContactShown) -> Message:
    """Show a value to the person it was shared with."""
    owner = person(contact_shown.contact.owner)
    return Message(
        say(
            "{owner} · {words}: `{contact_shown}`\nThis is only for you. Please don’t pass it on.",
            owner=owner,
            words=say(NAMES[contact_shown.contact.channel]),
            contact_shown=contact_shown.value,
        )
    )


ASKED = marked("Asked! They’ll see it privately and decide freely. I’ll tell you if they share it.")
SHARED = marked("Shared with the person who asked, and no one else. You can hide it anytime.")
DECLINED = marked("No problem. They’ll only see “not now”.")
REVOKED = marked("No longer shared. I deleted it.")
