"""One person's page: everything that moderators need to know about them, and what they can do."""

from datetime import datetime

from bot.domain.ids import UserId
from bot.domain.states import CohortState, EnrolmentState, PairState, Role
from bot.language.say import Say
from bot.messages.cohorts.people import (
    Named,
    last_answer,
    list_button,
    next_meeting,
    pair_state,
)
from bot.messages.custom_id import build
from bot.messages.labels import label, labels
from bot.messages.moderation.case_texts import title
from bot.messages.nudges.away import span
from bot.messages.outgoing import Button, Choice, Embed, Message, Row, Select
from bot.messages.text import (
    channel,
    escape,
    join_within,
    people,
    person,
    timestamp,
    truncate,
)
from bot.services.cohorts.people import Entry, PairOf
from bot.services.cohorts.person import NoteOf, PersonPage
from bot.storage.cohorts.enrolments import Enrolment

MOST_NOTES = 3
LONGEST_FIELD = 1000


def page(say: Say, of: PersonPage, names: Named | None = None, news: str = "") -> Message:
    """Show the page; `news` says what was done just now."""
    name = (names or {}).get(of.user)
    cohort = escape(of.cohort.name, 80)
    heading = f"{escape(name, 80)} · {cohort}" if name else cohort
    body, fields = (
        _outside(say, of) if of.entry is None or not of.is_in else _inside(say, of, of.entry)
    )
    card = Embed(
        truncate(heading, 256),
        body,
        fields=tuple((name, text) for name, text in fields if text),
    )
    return Message(news, embeds=(card,), rows=_rows(say, of))


Fields = list[tuple[str, str]]


def _outside(say: Say, of: PersonPage) -> tuple[str, Fields]:
    """Say that someone is not in the cohort, since when and why, as far as is known."""
    fields: Fields = [
        (say("Earlier"), _earlier(say, of)),
        (say("Moderators’ notes"), _notes(say, of.notes)),
    ]
    removal = of.entry.removal if of.entry else None
    if removal is not None and removal.done_at is not None:
        by, at = person(removal.moderator), timestamp(removal.done_at)
        return say("{user} was removed by {by} {at}.", user=person(of.user), by=by, at=at), fields
    if of.entry is not None:
        return say("{user} withdrew from this cohort.", user=person(of.user)), fields
    return say("{user} isn’t in this cohort.", user=person(of.user)), fields


def _inside(say: Say, of: PersonPage, entry: Entry) -> tuple[str, Fields]:
    parts = [person(of.user), label(say, entry.stage)]
    if any(place.answers.wishes.unconfirmed for place in entry.places):
        parts.append(say("Hasn’t confirmed the sign-up yet"))
    if entry.gone:
        parts.append(say("**Left the server**"))
    fields: Fields = [
        *((_role(say, place), _place(say, of, entry, place)) for place in entry.places),
        (say("Last answer to me"), last_answer(say, entry)),
        (say("Away"), span(entry.away.first_day, entry.away.last_day) if entry.away else ""),
        (say("Earlier"), _earlier(say, of)),
        (
            say("Open cases"),
            "\n".join(
                say("Case {case}: {title}", case=case.id, title=title(say, case.kind))
                for case in of.cases[:5]
            ),
        ),
        (say("Moderators’ notes"), _notes(say, of.notes)),
    ]
    return " · ".join(parts), fields


def _role(say: Say, place: Enrolment) -> str:
    if place.role is Role.MENTEE:
        return say("Mentee")
    return say.count("Mentor ({n} spot)", "Mentor ({n} spots)", place.answers.capacity)


def _place(say: Say, of: PersonPage, entry: Entry, place: Enrolment) -> str:
    topics = labels(say, place.answers.topics)
    lines = [say("Topics: {topics}", topics=escape(topics, 200))] if topics else []
    own = [
        each
        for each in entry.pairs
        if (each.pair.mentor == of.user) is (place.role is Role.MENTOR)
        and each.pair.state is not PairState.ENDED
    ]
    lines += [_pair(say, each, of.user) for each in own]
    if place.state is not EnrolmentState.PLACED:
        lines.append(_waiting(say, of, place))
    elif not own:
        lines.append(say("Their mentorship has ended, and they’re not waiting for another match."))
    return truncate("\n".join(lines), LONGEST_FIELD)


def _pair(say: Say, each: PairOf, user: UserId) -> str:
    pair = each.pair
    parts = [
        say("With {partners_of}", partners_of=people(pair.partners_of(user))),
        pair_state(say, pair),
    ]
    if pair.introduced_at:
        parts.append(say("Since {introduced_at}", introduced_at=timestamp(pair.introduced_at, "d")))
    parts.append(next_meeting(say, each.meeting_at))
    if pair.thread:
        parts.append(channel(pair.thread))
    return " · ".join(parts)


def _waiting(say: Say, of: PersonPage, place: Enrolment) -> str:
    if of.cohort.state is CohortState.ENDED:
        return say("Unmatched")
    parts = [say("Unmatched since {since}", since=timestamp(_since(of, place), "d"))]
    wait = next((wait for wait in of.waits if wait.enrolment == place.id), None)
    if wait is not None and wait.priority:
        parts.append(say("First in line"))
    if wait is not None and wait.next_round_at:
        parts.append(
            say("Next round by {next_round_at}", next_round_at=timestamp(wait.next_round_at, "d"))
        )
    return " · ".join(parts)


def _since(of: PersonPage, place: Enrolment) -> datetime:
    """Return since when someone waits: their sign-up, or the end of their last pair."""
    ends = [
        pair.ended_at
        for pair in of.earlier
        if pair.ended_at and (pair.mentor == of.user) is (place.role is Role.MENTOR)
    ]
    return max([place.applied_at, *ends])


def _earlier(say: Say, of: PersonPage) -> str:
    lines = [f"{people(pair.partners_of(of.user))}: {pair_state(say, pair)}" for pair in of.earlier]
    return join_within(say, lines, LONGEST_FIELD)


def _notes(say: Say, notes: tuple[NoteOf, ...]) -> str:
    return join_within(say, [note_line(say, note) for note in notes], LONGEST_FIELD, MOST_NOTES)


def note_line(say: Say, of: NoteOf, most: int = 250) -> str:
    """Return a note with its day and author, and whom it is about."""
    note, pair = of.note, of.pair
    wrote = f"{timestamp(note.written_at, 'd')} · {person(note.author)}"
    about = people((pair.mentor, *pair.mentees))
    return say(
        "{wrote} · About {about}: {words}", wrote=wrote, about=about, words=escape(note.words, most)
    )


# --- what can be done -----------------------------------------------------------------------------


def _rows(say: Say, of: PersonPage) -> tuple[Row, ...]:
    rows: list[Row] = []
    if len(of.cohorts) > 1:
        choices = tuple(
            Choice(truncate(cohort.name, 100), str(cohort.id), chosen=cohort.id == of.cohort.id)
            for cohort in of.cohorts[:25]
        )
        custom_id = build("person", "cohort", of.cohort.guild, of.user)
        rows.append((Select(custom_id, say("See another cohort"), choices),))
    acts = (_own_acts(say, of), _pair_acts(say, of))
    rows += [row for row in acts if row]
    rows.append(
        (button(of, say("Refresh"), "refresh"), list_button(say, of.cohort.guild, of.cohort)),
    )
    return tuple(rows)


def _own_acts(say: Say, of: PersonPage) -> tuple[Button, ...]:
    """Return what can be done about the person alone."""
    is_over = of.cohort.state in (CohortState.CLOSING, CohortState.ENDED)
    buttons: list[Button] = []
    if of.entry is not None and not of.entry.gone:
        buttons.append(button(of, say("Send message"), "write"))
    if of.is_in and not is_over:
        buttons.append(button(of, say("Change place"), "place"))
    if of.live or of.earlier:
        buttons.append(button(of, say("Add note"), "note"))
    if of.notes:
        buttons.append(button(of, say("See all notes"), "notes"))
    if of.is_in and not is_over:
        buttons.append(button(of, say("Remove from cohort"), "remove"))
    if not of.is_in and not is_over:
        buttons.append(button(of, say("Add to cohort"), "add"))
    return tuple(buttons)


def _pair_acts(say: Say, of: PersonPage) -> tuple[Button, ...]:
    """Return what can be done about their pairs, or to give them one."""
    guild, number = of.cohort.guild, of.cohort.id

    def act(label_: str, verb: str) -> Button:
        return Button(label_, build("hand", verb, guild, of.user, number=number))

    buttons: list[Button] = []
    if of.is_in and of.entry is not None and not of.entry.gone and of.takes_pairs:
        roles = {place.role for place in of.entry.places}
        has_mentor = any(of.user in pair.mentees for pair in of.live)
        if Role.MENTEE in roles:
            buttons.append(
                act(
                    say("Move to new mentor") if has_mentor else say("Pair with a mentor"), "mentor"
                )
            )
        if Role.MENTOR in roles:
            buttons.append(act(say("Pair with a mentee"), "mentee"))
    if of.live and of.takes_pairs:
        buttons.append(act(say("End pair"), "end"))
    if of.restorable is not None:
        buttons.append(
            Button(say.of("button", "Restore pair"), build("hand", "restore", guild, of.restorable))
        )
    return tuple(buttons)


def button(of: PersonPage, label_: str, verb: str) -> Button:
    """Return a button about this person in this cohort."""
    return Button(label_, build("person", verb, of.cohort.guild, of.user, number=of.cohort.id))
