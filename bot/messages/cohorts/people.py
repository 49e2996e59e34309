"""A cohort's people, and a file of them to take along, as moderators see them."""

from collections.abc import Mapping
from datetime import datetime

from bot.domain.cohorts.cohorts import name_key
from bot.domain.cohorts.people import QUIET_AFTER, Shown
from bot.domain.ids import GuildId, UserId
from bot.domain.states import CohortState, EnrolmentState, PairState, Role
from bot.language.say import Say, marked
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
from bot.messages.text import escape, person, timestamp, truncate
from bot.services.cohorts.people import Entry, Exported, PairOf, PeoplePage
from bot.storage.cohorts.cohorts import Cohort
from bot.storage.cohorts.enrolments import Enrolment
from bot.storage.pairs.pairs import Pair

MOST_PARTNERS = 3
Named = Mapping[UserId, str]
"""What people are called, as far as Discord said."""

PAIR_STATES = {
    PairState.INTRODUCED: marked("Introduced"),
    PairState.AGREED: marked("Agreed"),
    PairState.RUNNING: marked("Active"),
    PairState.PAUSED: marked("Paused"),
    PairState.ENDED: marked("Ended"),
}
ROLES = {Role.MENTOR: marked("Mentor"), Role.MENTEE: marked("Mentee")}
_STATES = {
    EnrolmentState.APPLIED: marked("Unmatched"),
    EnrolmentState.WAITLISTED: marked("Waitlisted"),
    EnrolmentState.LEFT: marked("Withdrew"),
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
    Shown.ALL: marked("No one has signed up yet."),
    Shown.WAITING: marked("No one is unmatched."),
    Shown.UNCONFIRMED: marked("Everyone has confirmed."),
    Shown.NO_MEETING: marked("Every pair has met."),
    Shown.QUIET: marked("No one is quiet."),
    Shown.AWAY: marked("No one is away today."),
    Shown.LEFT: marked("No one has left."),
}


def people(say: Say, page: PeoplePage, names: Named | None = None) -> Message:
    """Show one page of a cohort's people, each with who they are with and how it goes."""
    lines = [entry_line(say, entry) for entry in page.entries]
    if page.typed is None:
        of, no_one = FILTERS[page.shown][0], say(_NOBODY[page.shown])
    else:
        of = f"“{escape(page.typed, 40)}”"
        no_one = say("I couldn’t find anyone. Try another part of the name, a username, or an ID.")
    if page.unanswered:
        no_one = say(
            "Names I couldn’t look up: {unanswered}. Try again in a minute, or use an ID.",
            unanswered=page.unanswered,
        )
        if lines:
            lines.append(no_one)
    card = Embed(
        f"{escape(page.cohort.name, 80)}: {of}",
        "\n".join(lines) or no_one,
        footer=say(
            "People: {people} · Page {page} of {pages}",
            people=page.people,
            page=page.page + 1,
            pages=page.pages,
        ),
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
            say("Last answer: {last_answer}", last_answer=last_answer(say, entry))
            if entry.last_answer
            else last_answer(say, entry)
        )
    if entry.away is not None:
        parts.append(say("Away until {day}", day=day(entry.away.last_day)))
    if any(place.answers.wishes.unconfirmed for place in entry.places) and not entry.has_left:
        parts.append(say("Not confirmed yet"))
    if entry.gone:
        parts.append(say("**Left the server**"))
    return " · ".join(parts)


def _meets(say: Say, live: list[PairOf]) -> str:
    starts = [each.meeting_at for each in live if each.meeting_at]
    return next_meeting(say, min(starts) if starts else None)


def next_meeting(say: Say, starts: datetime | None) -> str:
    """Return when a pair meets next."""
    return (
        say("Next meeting {starts}", starts=timestamp(starts))
        if starts
        else say("No meeting planned")
    )


def last_answer(say: Say, entry: Entry) -> str:
    """Return when someone last told the bot anything."""
    return timestamp(entry.last_answer, "R") if entry.last_answer else say("No answer yet")


def place_said(say: Say, entry: Entry, place: Enrolment) -> str:
    """Return what someone is in the cohort, in one role: with whom, or since when they wait."""
    role = say(ROLES[place.role])
    if place.state is not EnrolmentState.PLACED:
        state = say("Removed") if entry.removal else say(_STATES[place.state])
        return _with_room(say, f"{role}: {state}", place)
    own = [each.pair for each in entry.pairs if _is_as(each.pair, entry.user, place.role)]
    said = [_with(say, pair, entry.user) for pair in own]
    if not said:
        return say("{role}: Matched", role=role)
    more = len(said) - MOST_PARTNERS
    rest = say(" … and {more} more", more=more) if more > 0 else ""
    return say(
        "{role}: with {said}{rest}", role=role, said=", ".join(said[:MOST_PARTNERS]), rest=rest
    )


def _is_as(pair: Pair, user: UserId, role: Role) -> bool:
    return (pair.mentor == user) is (role is Role.MENTOR)


def _with(say: Say, pair: Pair, user: UserId) -> str:
    partners = pair.mentees if pair.mentor == user else (pair.mentor,)
    return f"{', '.join([person(other) for other in partners])} ({pair_state(say, pair)})"


def pair_state(say: Say, pair: Pair) -> str:
    """Return the state of a pair in a few words."""
    if pair.state is PairState.ENDED and pair.ended_at is not None:
        return say("Ended {ended_at}", ended_at=timestamp(pair.ended_at, "d"))
    if pair.introduced_at is None:
        return say("Not introduced yet")
    if pair.is_held:
        return say("On hold")
    if pair.state is PairState.PAUSED and pair.paused_until is not None:
        return say("Paused until {paused_until}", paused_until=timestamp(pair.paused_until, "d"))
    return say(PAIR_STATES[pair.state])


def _with_room(say: Say, state: str, place: Enrolment) -> str:
    """Return a state, and for a mentor how many mentees they take."""
    if place.role is Role.MENTEE or place.state is EnrolmentState.LEFT:
        return state
    return say.count("{s} ({n} spot)", "{s} ({n} spots)", place.answers.capacity, s=state)


def _rows(say: Say, page: PeoplePage, names: Named) -> tuple[Row, ...]:
    guild, cohort = page.cohort.guild, page.cohort.id
    rows: list[Row] = [(_filter(say, page),)]
    if page.entries:
        choices = tuple(_choice(say, entry, names.get(entry.user)) for entry in page.entries)
        pick = build("person", "open", guild, cohort)
        rows.append((Select(pick, say("Open someone’s page"), choices),))
    buttons: list[Button] = []
    if page.pages > 1:
        verb = "found" if page.typed is not None else page.shown.value
        for label_, to in ((say("Back"), page.page - 1), (say("Next"), page.page + 1)):
            number = min(max(to, 0), page.pages - 1)
            custom_id = build("cohort", f"people-{verb}", guild, cohort, number=number)
            buttons.append(Button(label_, custom_id, disabled=to != number))
    buttons.append(
        Button(say.of("button", "Find by name"), build("cohort", "people-find", guild, cohort))
    )
    if page.cohort.state not in (CohortState.CLOSING, CohortState.ENDED):
        buttons.append(
            Button(say.of("button", "Add someone"), build("person", "add-choose", guild, cohort))
        )
    rows.append(tuple(buttons))
    return tuple(rows)


def _filter(say: Say, page: PeoplePage) -> Select:
    choices = tuple(
        Choice(name, shown.value, note, chosen=page.typed is None and shown is page.shown)
        for shown, (name, note) in FILTERS.items()
    )
    custom_id = build("cohort", "people-show", page.cohort.guild, page.cohort.id)
    return Select(custom_id, say("Filter people"), choices)


def _choice(say: Say, entry: Entry, name: str | None) -> Choice:
    roles = " + ".join(say(ROLES[place.role]) for place in entry.places)
    return Choice(
        truncate(name or say("Someone who isn’t here ({user})", user=entry.user), 100),
        str(entry.user),
        f"{roles} · {label(say, entry.stage)}",
    )


def find_form(say: Say, cohort: Cohort) -> Modal:
    """Ask for a part of someone's name."""
    field = TextField(
        "name", say("Part of a name"), note=say("Their name here, username, or ID."), most=100
    )
    return Modal(
        build("cohort", "people-find", cohort.guild, cohort.id), say("Find by name"), (field,)
    )


def list_button(say: Say, guild: GuildId, cohort: Cohort) -> Button:
    """Lead back to the list."""
    return Button(
        say.of("button", "See all people"),
        build("cohort", "people-all", guild, cohort.id, number=0),
    )


def exported(say: Say, exported: Exported) -> Message:
    """Send the file."""
    text = say(
        "Exported **{name}** with its matches. People: "
        "{people}. Private answers aren’t included. You can import the file again with "
        "`/cohort import`, but it won’t change matches.",
        name=escape(exported.cohort.name, 80),
        people=exported.people,
    )
    file = Attachment(f"{_file_name(exported.cohort.name)}.csv", exported.text.encode())
    return Message(text, files=(file,))


def _file_name(name: str) -> str:
    letters = "".join(c if c.isascii() and c.isalnum() else "-" for c in name_key(name))
    return "-".join(part for part in letters.split("-") if part)[:60] or "people"
