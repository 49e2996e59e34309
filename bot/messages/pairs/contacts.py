"""Contact outside Discord: who asked, who shares, and the value for one pair of eyes."""

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


@words(NudgeKind.CONTACT_WAITING, "something private", "Your partner asked or answered you.")
def waiting(facts: ContactWaiting, ref: str) -> Message:
    """Say that something waits for one person; what it is stands behind the button."""
    custom_id = build("contact", "open", facts.guild, facts.contact, ref)
    return Message(
        f"{person(facts.person)} something is waiting for you. Only you see what it is.",
        rows=((Button("Open", custom_id, Style.PRIMARY),),),
    )


def book(found: ContactBook, note: str = "") -> Message:
    """Show one of a pair what they asked, were asked and share, without any value."""
    shown = _numbered(found)
    card = Embed(
        "Contact outside Discord",
        "\n".join(filter(None, (note, _lines(shown, found)))),
        footer="Only you see this. Nothing is ever posted, and all of it goes when the pair ends.",
    )
    return Message(embeds=(card,), rows=_rows(shown, found))


def _numbered(found: ContactBook) -> list[tuple[str, Contact]]:
    """Return what there is to tell, each with the number that its buttons bear.

    Two people need no numbers. In a circle a button could be about anybody, and can name nobody.
    Of the same question asked again only the latest is told.
    """
    latest = {(one.asker, one.owner, one.channel): one for one in found.contacts}
    told = [one for one in found.contacts if one in latest.values() and _line(one, found)]
    in_circle = len(found.pair.mentees) > 1
    return [(f"{at}" if in_circle else "", one) for at, one in enumerate(told, start=1)]


def _lines(shown: list[tuple[str, Contact]], found: ContactBook) -> str:
    if not shown:
        return (
            "Discord is enough for most pairs. If another way would help, ask; they choose freely."
        )
    lines = [
        f"{number}. {_line(one, found)}" if number else f"- {_line(one, found)}"
        for number, one in shown
    ]
    return join_within(lines, 3800)


def _line(one: Contact, found: ContactBook) -> str:
    name, mine = NAMES[one.channel], one.owner == found.viewer
    match one.state:
        case ContactState.ASKED if mine:
            return f"{person(one.asker)} asks for your {name}. Sharing it or not is up to you."
        case ContactState.ASKED:
            return f"You asked {person(one.owner)} for their {name}; they have not answered yet."
        case ContactState.SHARED if mine:
            since = timestamp(one.shared_at or one.asked_at, "D")
            return f"You share your {name} with {person(one.asker)}, since {since}."
        case ContactState.SHARED:
            since = timestamp(one.shared_at or one.asked_at, "D")
            return f"{person(one.owner)} shares their {name} with you, since {since}."
        case ContactState.DECLINED if not mine:
            return f"{person(one.owner)}: not now for their {name}. Your thread is always there."
        case ContactState.DECLINED | ContactState.REVOKED | ContactState.OVER:
            return ""


def _rows(shown: list[tuple[str, Contact]], found: ContactBook) -> tuple[Row, ...]:
    guild, asked, shared = found.pair.guild, ContactState.ASKED, ContactState.SHARED
    mine = [(number, one) for number, one in shown if one.owner == found.viewer]
    theirs = [(number, one) for number, one in shown if one.asker == found.viewer]

    def button(
        label: str, verb: str, number: str, one: Contact, style: Style = Style.SECONDARY
    ) -> Button:
        which = f" ({number})" if number else ""
        return Button(label + which, build("contact", verb, guild, one.id), style)

    waiting_on_me: list[Row] = [
        (
            button(f"Share my {NAMES[one.channel]}", "form", number, one, Style.SUCCESS),
            button("Not now", "not-now", number, one),
        )
        for number, one in mine
        if one.state is asked
    ]
    to_show = tuple(
        button(f"Show their {NAMES[one.channel]}", "show", number, one, Style.PRIMARY)
        for number, one in theirs
        if one.state is shared
    )[:MOST_IN_A_ROW]
    to_hide = tuple(
        button(f"Hide my {NAMES[one.channel]}", "revoke", number, one)
        for number, one in mine
        if one.state is shared
    )[:MOST_IN_A_ROW]
    asking = (
        Button("Ask for email", build("contact", "ask-email", guild, found.pair.id)),
        Button("Ask to text", build("contact", "ask-text", guild, found.pair.id)),
        Button("Ask to phone", build("contact", "ask-phone", guild, found.pair.id)),
    )
    return tuple(row for row in (*waiting_on_me[:2], to_show, to_hide, asking) if row)[:MOST_ROWS]


def form(found: Contact) -> Modal:
    """Ask for the address or number."""
    return Modal(
        build("contact", "share", found.guild, found.id),
        f"Your {NAMES[found.channel]}",
        (
            TextField(
                "value",
                f"Your {NAMES[found.channel]}",
                note="Only the person who asked sees it, until you take it back.",
                placeholder=_EXAMPLES[found.channel],
                most=PASTE,
            ),
        ),
    )


def value(found: ContactShown) -> Message:
    """Show a value to the one it was shared with."""
    owner = person(found.contact.owner)
    return Message(
        f"{owner}, {NAMES[found.contact.channel]}: `{found.value}`\nIt is for you alone; please do "
        "not pass it on."
    )


ASKED = "Asked. They see it privately and choose freely; you hear when there is something to see."
SHARED = "Shared, with the person who asked and nobody else. You can hide it again at any time."
DECLINED = "That is fine. They are not told more than “not now”."
REVOKED = "Hidden at once, and forgotten here."
