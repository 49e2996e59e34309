"""What moderators read when they change a cohort: the forms, what changes, and what it means."""

from collections.abc import Callable, Sequence
from datetime import date, time
from typing import Any

from bot.domain.cohorts import edits as rules
from bot.domain.cohorts.edits import DATES, RHYTHM, Part
from bot.domain.ids import CohortId, GuildId
from bot.domain.moderation.acts import Edit
from bot.domain.states import CohortState, Role
from bot.language.say import Say, marked
from bot.messages.cohorts.plans import WEEKDAYS, check_ins, plan
from bot.messages.custom_id import build
from bot.messages.outgoing import (
    Button,
    Choice,
    ChoiceField,
    FormField,
    Message,
    Modal,
    Row,
    TextField,
)
from bot.messages.text import day_name, escape, truncate
from bot.messages.time_choices import hour_name
from bot.services.cohorts.edits import Edited
from bot.storage.cohorts.cohorts import Cohort

MOST_WORDS = 5
TWO_WEEKS = 14
# The forms by what their buttons say; each has at most five fields.
FORMS = {
    "edit-dates": marked("Edit dates"),
    "edit-people": marked("Edit limits"),
    "edit-name": marked("Edit name and kind"),
    "edit-check-ins": marked("Edit check-ins"),
}
_LABELS = {
    Part.NAME: marked("Name"),
    Part.CIRCLES: marked("Kind"),
    Part.STARTS_ON: marked("First day"),
    Part.ENDS_ON: marked("Last day"),
    Part.SIGN_UP_UNTIL: marked("Last day of sign-up"),
    Part.CHECK_IN_DAYS: marked("Days between check-ins"),
    Part.CHECK_IN_WEEKDAY: marked("Check-in weekday"),
    Part.CHECK_IN_TIME: marked("Check-in time"),
    Part.MOST_MENTEES: marked("Most mentees"),
    Part.MOST_MENTORS: marked("Most mentors"),
    Part.MATCH_WORDS: marked("Matching priorities"),
}


def choose(say: Say, cohort: Cohort) -> Message:
    """Show a cohort's settings, and offer the forms that change them."""
    text = f"**{escape(cohort.name, 80)}**\n{plan(say, cohort)}\n{check_ins(say, cohort)}"
    return Message(text, rows=(_form_buttons(say, cohort.guild, cohort.id),))


def _form_buttons(say: Say, guild: GuildId, cohort: CohortId) -> Row:
    return tuple(
        Button(say(label), build("cohort", verb, guild, cohort)) for verb, label in FORMS.items()
    )


# --- the forms ------------------------------------------------------------------------------------


def form(say: Say, cohort: Cohort, which: str, words: Sequence[str]) -> Modal:
    """Return one of `FORMS`, with what the cohort has now filled in."""
    forms: dict[str, Callable[[], tuple[FormField, ...]]] = {
        "edit-dates": lambda: _dates(say, cohort),
        "edit-people": lambda: _people(say, cohort, words),
        "edit-name": lambda: _name(say, cohort),
        "edit-check-ins": lambda: _check_ins(say, cohort),
    }
    fields = forms[which]()
    return Modal(build("cohort", which, cohort.guild, cohort.id), say(FORMS[which]), fields)


def _dates(say: Say, cohort: Cohort) -> tuple[TextField, ...]:
    chosen = cohort.plan

    def field(key: str, label: str, day: date | None, note: str) -> TextField:
        value = day.isoformat() if day else ""
        return TextField(key, label, note=note, value=value, required=False, most=40)

    return (
        field("starts", "First day", chosen.starts_on, "Try “Feb 1” or “in two weeks”."),
        field("ends", "Last day", chosen.ends_on, "The cohort ends the next morning."),
        field(
            "sign_up_until",
            "Last day of sign-up",
            chosen.sign_up_until,
            "Sign-up closes at the end of that day. Empty: until you close it.",
        ),
    )


def _people(say: Say, cohort: Cohort, words: Sequence[str]) -> tuple[TextField | ChoiceField, ...]:
    chosen = cohort.plan

    def limit(key: str, label: str, most: int | None) -> TextField:
        return TextField(
            key,
            label,
            note=say("Empty: no limit."),
            value=str(most or ""),
            required=False,
            most=5,
        )

    return (
        limit("most_mentees", say("Maximum number of mentees"), chosen.most_mentees),
        limit("most_mentors", say("Maximum number of mentors"), chosen.most_mentors),
        ChoiceField(
            "match_words",
            say("What matters most in matching?"),
            tuple(
                Choice(truncate(word, 100), word, chosen=word in chosen.match_words)
                for word in words
            ),
            note=say("Leave it empty for the default balance."),
            required=False,
            least=0,
            most=MOST_WORDS,
        ),
    )


def _name(say: Say, cohort: Cohort) -> tuple[TextField | ChoiceField, ...]:
    kinds = ((say("Pairs"), "pairs", False), (say("Circles"), "circles", True))
    return (
        TextField("name", say("Name"), value=cohort.name[:100], most=100),
        ChoiceField(
            "kind",
            say("Pairs or circles?"),
            tuple(
                Choice(label, value, chosen=cohort.circles is circles)
                for label, value, circles in kinds
            ),
            note=say("In a circle, a mentor and all their mentees share one thread."),
        ),
    )


def _check_ins(say: Say, cohort: Cohort) -> tuple[TextField | ChoiceField, ...]:
    return (
        TextField(
            "days",
            say("Days between check-ins"),
            note=say("Try “14” or “2 weeks”."),
            value=str(cohort.check_in_days),
            most=20,
        ),
        ChoiceField(
            "weekday",
            say("Weekday"),
            tuple(
                Choice(name, str(number), chosen=number == cohort.check_in_weekday)
                for number, name in enumerate(WEEKDAYS)
            ),
        ),
        TextField(
            "time",
            say("Time"),
            note=say("In each pair’s time zone. Try “6 PM”."),
            value=hour_name(say, cohort.check_in_time),
            most=20,
        ),
    )


# --- what changes ---------------------------------------------------------------------------------


def edited(say: Say, result: Edited) -> Message:
    """Say what was changed, and what that means for those who are in it."""
    cohort = result.cohort
    name = f"**{escape(cohort.name, 80)}**"
    if not result.edits:
        return Message(say("{name} already has those settings, so nothing was changed.", name=name))
    told = [say("People I’ll tell: {told}", told=result.told)] if result.told else []
    lines = [
        say("Updated {name}.", name=name),
        *lines_of(say, result.edits),
        *told,
        *_meaning(say, result),
    ]
    return Message("\n".join(lines))


def lines_of(say: Say, edits: Sequence[Edit]) -> list[str]:
    """Return a line for each change: what it was, and what it is."""
    return [
        f"- {say(_LABELS[Part(part)])}: {_value(say, part, before)} → {_value(say, part, after)}"
        for part, before, after in edits
    ]


def in_log(say: Say, edits: Sequence[Edit]) -> str:
    """Return the changes as the log has them."""
    parts = [
        f"{say(_LABELS[Part(part)])}: {_value(say, part, before)} → {_value(say, part, after)}"
        for part, before, after in edits
    ]
    return " · ".join(parts)


def _value(say: Say, part: str, plain: Any) -> str:
    value = rules.read(Part(part), plain)
    if value is None or value == ():
        return "default" if part == Part.MATCH_WORDS else "none"
    if isinstance(value, date):
        return day_name(value)
    if isinstance(value, time):
        return hour_name(say, value)
    match Part(part):
        case Part.CIRCLES:
            return "circles" if value else "pairs"
        case Part.CHECK_IN_WEEKDAY:
            return WEEKDAYS[value]
        case Part.MATCH_WORDS:
            return ", ".join(value)
    return escape(str(value), 80)


def _meaning(say: Say, result: Edited) -> list[str]:
    """Return what the changes mean, a line each."""
    cohort, parts = result.cohort, rules.parts_of(result.edits)
    chosen = cohort.plan
    lines = []
    if result.earlier:
        earlier = escape(result.earlier, 100)
        lines.append(
            say("The earlier cohort with that name is now called **{earlier}**.", earlier=earlier)
        )
    if Part.ENDS_ON in parts:
        lines.append(last_day(say, chosen.ends_on, result.days_left, cohort.state))
    if Part.SIGN_UP_UNTIL in parts:
        lines.append(sign_up_until(say, chosen.sign_up_until, cohort.state))
    if parts & RHYTHM and result.followed + result.own_rhythm:
        lines.append(rhythm(say, result.followed, result.own_rhythm))
    if Part.MATCH_WORDS in parts:
        lines.append(say("Matching priorities apply from the next `/match preview` on."))
    if Part.CIRCLES in parts:
        lines.append(
            say("The next approval will make circles.")
            if cohort.circles
            else say("The next approval will make pairs.")
        )
    limits = {Role.MENTEE: chosen.most_mentees, Role.MENTOR: chosen.most_mentors}
    changed = {Role.MENTEE: Part.MOST_MENTEES, Role.MENTOR: Part.MOST_MENTORS}
    for role, number in result.signed_up:
        most = limits[role]
        if changed[role] in parts and most is not None and number >= most:
            lines.append(_full(say, role, number))
    return lines


def _full(say: Say, role: Role, number: int) -> str:
    if role is Role.MENTOR:
        return say(
            "Mentors signed up: {number}. They all stay, but no more can join.", number=number
        )
    return say("Mentees signed up: {number}. They all stay, but no more can join.", number=number)


def last_day(say: Say, day: date | None, days_left: int, state: CohortState) -> str:
    """Say what follows from the last day, which is `days_left` away."""
    if day is None:
        return say("The cohort will run until you end it with `/cohort end`.")
    ends = say("The cohort will end the morning after its last day.")
    if state is CohortState.DRAFT:
        return say("{ends} Once sign-up is open, I’ll remind you before that.", ends=ends)
    if days_left > TWO_WEEKS:
        return say("{ends} I’ll remind you two weeks before and the day before.", ends=ends)
    if days_left > 1:
        return say("{ends} I’ll remind you within the hour, and again the day before.", ends=ends)
    return say(
        "{ends} I’ll remind you within the hour, and give you 20 hours after that.", ends=ends
    )


def sign_up_until(say: Say, day: date | None, state: CohortState) -> str:
    """Say what follows from the last day of sign-up."""
    if day is None:
        return say("Sign-up will stay open until you close it with `/cohort close`.")
    closed = "" if state is CohortState.ENROLLING else say(" This applies once sign-up is open.")
    return say(
        "Sign-up will close at the end of {day}. Two days before, I’ll remind you "
        "and anyone who hasn’t finished.{closed}",
        day=day_name(day),
        closed=closed,
    )


def rhythm(say: Say, followed: int, own: int) -> str:
    """Say for which pairs another rhythm holds."""
    if not followed and not own:
        return say("The new check-in schedule applies to pairs introduced from now on.")
    return say(
        "The new check-in schedule starts with each pair’s next check-in. "
        "Pairs that follow it: {followed} · Pairs with their own schedule: {own}",
        followed=followed,
        own=own,
    )


def what_changes(say: Say, edits: Sequence[Edit], state: CohortState, days_left: int) -> str:
    """Say what edits that wait to be confirmed would do; the last day is `days_left` away."""
    parts = rules.parts_of(edits)
    after = {Part(part): rules.read(Part(part), value) for part, _, value in edits}
    lines = lines_of(say, edits)
    if Part.ENDS_ON in parts:
        lines.append(last_day(say, after[Part.ENDS_ON], days_left, state))
    if Part.SIGN_UP_UNTIL in parts:
        lines.append(sign_up_until(say, after[Part.SIGN_UP_UNTIL], state))
    if parts & RHYTHM:
        lines.append(
            say("Pairs that use the cohort’s check-in schedule will follow from the next one.")
        )
    return "\n".join(lines)


def news_of_dates(say: Say, dates: Sequence[tuple[str, date | None]]) -> list[str]:
    """Tell the people of a cohort when it starts and ends now, a line each."""
    return [
        f"{say(_LABELS[Part(part)])}: {day_name(day) if day else 'open'}" for part, day in dates
    ]


__all__ = ["DATES", "FORMS", "choose", "edited", "form", "in_log", "lines_of", "news_of_dates"]
