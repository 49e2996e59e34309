"""Contact outside Discord: who asked, who shares, and the value for one person."""

from bot.domain.nudges.kinds import NudgeKind
from bot.domain.pairs.contacts import ContactWaiting
from bot.domain.states import ContactChannel, ContactState
from bot.messages.custom_id import build
from bot.messages.nudges.words import words
from bot.messages.outgoing import Button, Embed, Message, Modal, Row, Style, TextField
from bot.messages.text import join_within, person, timestamp
from bot.services.pairs.contacts import ContactBook, ContactShown
from bot.storage.pairs.contacts import Contact

NAMES = {
    ContactChannel.TEXT: "number for texts",
    ContactChannel.PHONE: "phone number",
    ContactChannel.EMAIL: "email address",
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
    "Something private",
    "Someone in your mentorship asked or answered you.",
)
def waiting(facts: ContactWaiting, ref: str) -> Message:
    """Say that something is waiting for one person; what it is, only the button shows."""
    custom_id = build("contact", "open", facts.guild, facts.contact, ref)
    return Message(
        f"{person(facts.person)} something is waiting for you. Only you see what it is.",
        rows=((Button("Open", custom_id, Style.PRIMARY),),),
    )


def book(book: ContactBook, note: str = "") -> Message:
    """Show someone in the pair what they asked, were asked, and share, without any value."""
    shown = _numbered(book)
    card = Embed(
        "Contact outside Discord",
        "\n".join(filter(None, (note, _lines(shown, book)))),
        footer="Only you see this. Nothing is ever posted, and all of it goes when the pair ends.",
    )
    return Message(embeds=(card,), rows=_rows(shown, book))


def _numbered(book: ContactBook) -> list[tuple[str, Contact]]:
    """Return the questions, each with the number on its buttons.

    Two people need no numbers. In a circle a button could be about anyone, and can name no one. Of
    the same question asked again only the latest is shown.
    """
    latest = {(contact.asker, contact.owner, contact.channel): contact for contact in book.contacts}
    lines = [
        contact for contact in book.contacts if contact in latest.values() and _line(contact, book)
    ]
    in_circle = len(book.pair.mentees) > 1
    return [(f"{at}" if in_circle else "", contact) for at, contact in enumerate(lines, start=1)]


def _lines(shown: list[tuple[str, Contact]], book: ContactBook) -> str:
    if not shown:
        return (
            "Discord is enough for most pairs. If another way would help, ask; they choose freely."
        )
    lines = [
        f"{number}. {_line(contact, book)}" if number else f"- {_line(contact, book)}"
        for number, contact in shown
    ]
    return join_within(lines, 3800)


def _line(contact: Contact, book: ContactBook) -> str:
    name, mine = NAMES[contact.channel], contact.owner == book.viewer
    match contact.state:
        case ContactState.ASKED if mine:
            return f"{person(contact.asker)} asks for your {name}. Sharing it or not is up to you."
        case ContactState.ASKED:
            return (
                f"You asked {person(contact.owner)} for their {name}; they have not answered yet."
            )
        case ContactState.SHARED if mine:
            since = timestamp(contact.shared_at or contact.asked_at, "D")
            return f"You share your {name} with {person(contact.asker)}, since {since}."
        case ContactState.SHARED:
            since = timestamp(contact.shared_at or contact.asked_at, "D")
            return f"{person(contact.owner)} shares their {name} with you, since {since}."
        case ContactState.DECLINED if not mine:
            return (
                f"{person(contact.owner)}: not now for their {name}. Your thread is always there."
            )
        case ContactState.DECLINED | ContactState.REVOKED | ContactState.OVER:
            return ""


def _rows(shown: list[tuple[str, Contact]], book: ContactBook) -> tuple[Row, ...]:
    guild, asked, shared = book.pair.guild, ContactState.ASKED, ContactState.SHARED
    mine = [(number, contact) for number, contact in shown if contact.owner == book.viewer]
    theirs = [(number, contact) for number, contact in shown if contact.asker == book.viewer]

    def button(
        label: str, verb: str, number: str, contact: Contact, style: Style = Style.SECONDARY
    ) -> Button:
        which = f" ({number})" if number else ""
        return Button(label + which, build("contact", verb, guild, contact.id), style)

    waiting_on_me: list[Row] = [
        (
            button(f"Share my {NAMES[contact.channel]}", "form", number, contact, Style.SUCCESS),
            button("Not now", "not-now", number, contact),
        )
        for number, contact in mine
        if contact.state is asked
    ]
    to_show = tuple(
        button(f"Show their {NAMES[contact.channel]}", "show", number, contact, Style.PRIMARY)
        for number, contact in theirs
        if contact.state is shared
    )[:MOST_IN_A_ROW]
    to_hide = tuple(
        button(f"Hide my {NAMES[contact.channel]}", "revoke", number, contact)
        for number, contact in mine
        if contact.state is shared
    )[:MOST_IN_A_ROW]
    asking = (
        Button("Ask for email", build("contact", "ask-email", guild, book.pair.id)),
        Button("Ask to text", build("contact", "ask-text", guild, book.pair.id)),
        Button("Ask to phone", build("contact", "ask-phone", guild, book.pair.id)),
    )
    return tuple(row for row in (*waiting_on_me[:2], to_show, to_hide, asking) if row)[:MOST_ROWS]


def form(contact: Contact) -> Modal:
    """Ask for the address or number."""
    return Modal(
        build("contact", "share", contact.guild, contact.id),
        f"Your {NAMES[contact.channel]}",
        (
            TextField(
                "value",
                f"Your {NAMES[contact.channel]}",
                note="Only the person who asked sees it, until you take it back.",
                placeholder=_EXAMPLES[contact.channel],
                most=PASTE,
            ),
        ),
    )


def value(contact_shown: ContactShown) -> Message:
    """Show a value to the person it was shared with."""
    owner = person(contact_shown.contact.owner)
    return Message(
        f"{owner}, {NAMES[contact_shown.contact.channel]}: `{contact_shown.value}`\nIt is for "
        "you alone; please do "
        "not pass it on."
    )


ASKED = "Asked. They see it privately and choose freely; you hear when there is something to see."
SHARED = "Shared, with the person who asked and nobody else. You can hide it again at any time."
DECLINED = "That is fine. They are not told more than “not now”."
REVOKED = "Hidden at once, and forgotten here."
