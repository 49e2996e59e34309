"""A cohort's people, and a file of them to take along, as moderators see them."""

from collections.abc import Mapping
from datetime import datetime

from bot.domain.cohorts.cohorts import name_key
from bot.domain.cohorts.people import QUIET_AFTER, Shown
from bot.domain.ids import GuildId, UserId
from bot.domain.states import CohortState, EnrolmentState, PairState, Role
from bot.language.say import Say
from bot.messages.custom_id import build
from bot.messages.labels import label
from bot.messages.nudges.away import day
from bot.messages.outgoing import (
    Attachment,
    Button,
    Choice,
    Embed,
    Message,
    Modal,
    Row,
    Select,
    TextField,
)
from bot.messages.text import escape, for_count, person, timestamp, truncate
from bot.services.cohorts.people import Entry, Exported, PairOf, PeoplePage
from bot.storage.cohorts.cohorts import Cohort
from bot.storage.cohorts.enrolments import Enrolment
from bot.storage.pairs.pairs import Pair

MOST_PARTNERS = 3
Named = Mapping[UserId, str]
"""What people are called, as far as Discord said."""

PAIR_STATES = {
    PairState.INTRODUCED: "Introduced",
    PairState.AGREED: "Agreed",
    PairState.RUNNING: "Active",
    PairState.PAUSED: "Paused",
    PairState.ENDED: "Ended",
}
ROLES = {Role.MENTOR: "Mentor", Role.MENTEE: "Mentee"}
_STATES = {
    EnrolmentState.APPLIED: "Unmatched",
    EnrolmentState.WAITLISTED: "Waitlisted",
    EnrolmentState.LEFT: "Withdrew",
}
FILTERS = {
    Shown.ALL: ("Everyone", "Unmatched people first"),
    Shown.WAITING: ("Unmatched", "No mentor or mentee yet"),
    Shown.UNCONFIRMED: ("Not confirmed", "Signed up by a moderator, hasn’t confirmed yet"),
    Shown.NO_MEETING: ("No meeting yet", "Introduced, but no one has said they met"),
    Shown.QUIET: ("Quiet", f"Introduced, no answer to me for {QUIET_AFTER.days // 7} weeks"),
    Shown.AWAY: ("Away", "Away today"),
    Shown.LEFT: ("Left", "Withdrew, were removed, or left the server"),
}
_NOBODY = {
    Shown.ALL: "No one has signed up yet.",
    Shown.WAITING: "No one is unmatched.",
    Shown.UNCONFIRMED: "Everyone has confirmed.",
    Shown.NO_MEETING: "Every pair has met.",
    Shown.QUIET: "No one is quiet.",
    Shown.AWAY: "No one is away today.",
    Shown.LEFT: "No one has left.",
}


def people(say: Say, page: PeoplePage, names: Named | None = None) -> Message:
    """Show one page of a cohort's people, each with who they are with and how it goes."""
    lines = [entry_line(say, entry) for entry in page.entries]
    if page.typed is None:
        of, no_one = FILTERS[page.shown][0], _NOBODY[page.shown]
    else:
        of = f"“{escape(page.typed, 40)}”"
        no_one = "I couldn’t find anyone. Try another part of the name, a username, or an ID."
    if page.unanswered:
        no_one = (
            f"Names I couldn’t look up: {page.unanswered}. Try again in a minute, or use an ID."
        )
        if lines:
            lines.append(no_one)
    card = Embed(
        f"{escape(page.cohort.name, 80)}: {of}",
        "\n".join(lines) or no_one,
        footer=f"People: {page.people} · Page {page.page + 1} of {page.pages}",
    )
    return Message(embeds=(card,), rows=_rows(say, page, names or {}))


def entry_line(say: Say, entry: Entry) -> str:
    """Return everything about one person in a line: with whom, the next meeting, the answer."""
    parts = [person(entry.user), *(place_said(say, entry, place) for place in entry.places)]
    live = [each for each in entry.pairs if each.pair.state is not PairState.ENDED]
    if live:
        parts.append(_meets(say, live))
    if not entry.has_left:
        parts.append(
            f"Last answer: {last_answer(say, entry)}"
            if entry.last_answer
            else last_answer(say, entry)
        )
    if entry.away is not None:
        parts.append(f"Away until {day(entry.away.last_day)}")
    if any(place.answers.wishes.unconfirmed for place in entry.places) and not entry.has_left:
        parts.append("Not confirmed yet")
    if entry.gone:
        parts.append("**Left the server**")
    return " · ".join(parts)


def _meets(say: Say, live: list[PairOf]) -> str:
    starts = [each.meeting_at for each in live if each.meeting_at]
    return next_meeting(say, min(starts) if starts else None)


def next_meeting(say: Say, starts: datetime | None) -> str:
    """Return when a pair meets next."""
    return f"Next meeting {timestamp(starts)}" if starts else "No meeting planned"


def last_answer(say: Say, entry: Entry) -> str:
    """Return when someone last told the bot anything."""
    return timestamp(entry.last_answer, "R") if entry.last_answer else "No answer yet"


def place_said(say: Say, entry: Entry, place: Enrolment) -> str:
    """Return what someone is in the cohort, in one role: with whom, or since when they wait."""
    role = ROLES[place.role]
    if place.state is not EnrolmentState.PLACED:
        state = "Removed" if entry.removal else _STATES[place.state]
        return _with_room(say, f"{role}: {state}", place)
    own = [each.pair for each in entry.pairs if _is_as(each.pair, entry.user, place.role)]
    said = [_with(say, pair, entry.user) for pair in own]
    if not said:
        return f"{role}: Matched"
    more = len(said) - MOST_PARTNERS
    rest = f" … and {more} more" if more > 0 else ""
    return f"{role}: with {', '.join(said[:MOST_PARTNERS])}{rest}"


def _is_as(pair: Pair, user: UserId, role: Role) -> bool:
    return (pair.mentor == user) is (role is Role.MENTOR)


def _with(say: Say, pair: Pair, user: UserId) -> str:
    partners = pair.mentees if pair.mentor == user else (pair.mentor,)
    return f"{', '.join([person(other) for other in partners])} ({pair_state(say, pair)})"


def pair_state(say: Say, pair: Pair) -> str:
    """Return the state of a pair in a few words."""
    if pair.state is PairState.ENDED and pair.ended_at is not None:
        return f"Ended {timestamp(pair.ended_at, 'd')}"
    if pair.introduced_at is None:
        return "Not introduced yet"
    if pair.is_held:
        return "On hold"
    if pair.state is PairState.PAUSED and pair.paused_until is not None:
        return f"Paused until {timestamp(pair.paused_until, 'd')}"
    return PAIR_STATES[pair.state]


def _with_room(say: Say, state: str, place: Enrolment) -> str:
    """Return a state, and for a mentor how many mentees they take."""
    if place.role is Role.MENTEE or place.state is EnrolmentState.LEFT:
        return state
    return for_count(place.answers.capacity, "{s} ({n} spot)", "{s} ({n} spots)", s=state)


def _rows(say: Say, page: PeoplePage, names: Named) -> tuple[Row, ...]:
    guild, cohort = page.cohort.guild, page.cohort.id
    rows: list[Row] = [(_filter(say, page),)]
    if page.entries:
        choices = tuple(_choice(say, entry, names.get(entry.user)) for entry in page.entries)
        pick = build("person", "open", guild, cohort)
        rows.append((Select(pick, "Open someone’s page", choices),))
    buttons: list[Button] = []
    if page.pages > 1:
        verb = "found" if page.typed is not None else page.shown.value
        for label_, to in (("Back", page.page - 1), ("Next", page.page + 1)):
            number = min(max(to, 0), page.pages - 1)
            custom_id = build("cohort", f"people-{verb}", guild, cohort, number=number)
            buttons.append(Button(label_, custom_id, disabled=to != number))
    buttons.append(Button("Find by name", build("cohort", "people-find", guild, cohort)))
    if page.cohort.state not in (CohortState.CLOSING, CohortState.ENDED):
        buttons.append(Button("Add someone", build("person", "add-choose", guild, cohort)))
    rows.append(tuple(buttons))
    return tuple(rows)


def _filter(say: Say, page: PeoplePage) -> Select:
    choices = tuple(
        Choice(name, shown.value, note, chosen=page.typed is None and shown is page.shown)
        for shown, (name, note) in FILTERS.items()
    )
    custom_id = build("cohort", "people-show", page.cohort.guild, page.cohort.id)
    return Select(custom_id, "Filter people", choices)


def _choice(say: Say, entry: Entry, name: str | None) -> Choice:
    roles = " + ".join(ROLES[place.role] for place in entry.places)
    return Choice(
        truncate(name or f"Someone who isn’t here ({entry.user})", 100),
        str(entry.user),
        f"{roles} · {label(entry.stage)}",
    )


def find_form(say: Say, cohort: Cohort) -> Modal:
    """Ask for a part of someone's name."""
    field = TextField("name", "Part of a name", note="Their name here, username, or ID.", most=100)
    return Modal(build("cohort", "people-find", cohort.guild, cohort.id), "Find by name", (field,))


def list_button(say: Say, guild: GuildId, cohort: Cohort) -> Button:
    """Lead back to the list."""
    return Button("See all people", build("cohort", "people-all", guild, cohort.id, number=0))


def exported(say: Say, exported: Exported) -> Message:
    """Send the file."""
    text = (
        f"Exported **{escape(exported.cohort.name, 80)}** with its matches. People: "
        f"{exported.people}. Private answers aren’t included. You can import the file again with "
        "`/cohort import`, but it won’t change matches."
    )
    file = Attachment(f"{_file_name(exported.cohort.name)}.csv", exported.text.encode())
    return Message(text, files=(file,))


def _file_name(name: str) -> str:
    letters = "".join(c if c.isascii() and c.isalnum() else "-" for c in name_key(name))
    return "-".join(part for part in letters.split("-") if part)[:60] or "people"
