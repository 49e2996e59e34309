"""A cohort's people, and a file of them to take along, as moderators see them."""

from bot.domain.cohorts.cohorts import name_key
from bot.domain.states import EnrolmentState, Role
from bot.messages.custom_id import build
from bot.messages.labels import label
from bot.messages.outgoing import Attachment, Button, Embed, Message, Row
from bot.messages.text import escape, person, plural
from bot.services.cohorts.people import Entry, Exported, PeoplePage
from bot.storage.cohorts.enrolments import Enrolment

_STATES = {
    EnrolmentState.APPLIED: "signed up",
    EnrolmentState.PLACED: "has a partner",
    EnrolmentState.WAITLISTED: "on the list for the next round",
    EnrolmentState.LEFT: "withdrawn",
}


def people(page: PeoplePage) -> Message:
    """Show one page of a cohort's people."""
    lines = [_entry(entry) for entry in page.entries]
    card = Embed(
        f"People in {escape(page.cohort.name, 80)}",
        "\n".join(lines) or "Nobody yet.",
        footer=f"{plural(page.people, 'person', 'people')}, page {page.page + 1} of "
        f"{page.pages}. Who waits comes first.",
    )
    return Message(embeds=(card,), rows=_turning(page))


def _entry(entry: Entry) -> str:
    places = [f"{place.role.value}, {_STATES[place.state]}{_room(place)}" for place in entry.places]
    gone = " · **left the server**" if entry.gone else ""
    if any(place.answers.wishes.unconfirmed for place in entry.places):
        gone = f" · not confirmed yet{gone}"
    return f"{person(entry.user)} · {label(entry.stage)} · {'; '.join(places)}{gone}"


def _room(place: Enrolment) -> str:
    if place.role is Role.MENTEE:
        return ""
    return f" (room for {place.answers.capacity} in all)"


def _turning(page: PeoplePage) -> tuple[Row, ...]:
    if page.pages == 1:
        return ()
    cohort, guild = page.cohort.id, page.cohort.guild
    before, after = max(page.page - 1, 0), page.page + 1
    back = build("cohort", "people-back", guild, cohort, number=before)
    next_ = build("cohort", "people-next", guild, cohort, number=after)
    return (
        (
            Button("Back", back, disabled=page.page == 0),
            Button("Next", next_, disabled=page.page == page.pages - 1),
        ),
    )


def exported(exported: Exported) -> Message:
    """Send the file."""
    text = (
        f"{plural(exported.people, 'person', 'people')} of "
        f"**{escape(exported.cohort.name, 80)}**. What "
        "people keep private is not in it; `/cohort import` reads the file back in."
    )
    file = Attachment(f"{_file_name(exported.cohort.name)}.csv", exported.text.encode())
    return Message(text, files=(file,))


def _file_name(name: str) -> str:
    letters = "".join(c if c.isascii() and c.isalnum() else "-" for c in name_key(name))
    return "-".join(part for part in letters.split("-") if part)[:60] or "people"
