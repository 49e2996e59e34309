"""Texts of the matching: why two people, why someone is unmatched, and what would change it.

Moderators read them, and so do most of the people they are about, so none of them blames anyone and
none says who is on whose list. A test checks that every code has its text.
"""

from collections.abc import Callable, Mapping
from typing import Any

from bot.domain.ids import UserId
from bot.domain.matching import Code, Hint, Note
from bot.domain.nudges.kinds import NudgeKind
from bot.domain.nudges.nudges import Waitlisted, WaitNews
from bot.domain.vocabulary import PersonRole
from bot.language.say import Say
from bot.messages.buttons import see_waiting
from bot.messages.labels import label
from bot.messages.nudges.words import words
from bot.messages.outgoing import Message
from bot.messages.text import addressed, escape, for_count, timestamp
from bot.messages.time_slots import time_slot
from bot.storage.cohorts.cohorts import Cohort

Facts = Mapping[str, Any]
Words = Callable[[Say, Facts], str]
_MOST = 3


def sentence(say: Say, note: Note) -> str:
    """Return the text of a note, one or two plain sentences."""
    return _WORDS[note.code](say, note.facts)


def hint_sentence(say: Say, hint: Hint) -> str:
    """Return a hint for moderators: two people who would both gain from each other."""
    gain = round(100 * min(hint.mentee_gain, hint.mentor_gain))
    return f"They’d fit each other better than their proposed matches, by at least {gain} points."


def _words(say: Say, values: list[str]) -> str:
    """List a few values, and count the rest."""
    shown = ", ".join(escape(label(value), 40) for value in values[:_MOST])
    more = len(values) - _MOST
    return f"{shown} … and {more} more" if more > 0 else shown


def _hours(say: Say, minutes: int) -> str:
    whole, rest = divmod(minutes, 60)
    if not whole:
        return f"{rest} min"
    return f"{whole} h {rest} min" if rest else f"{whole} h"


def _topics(say: Say, facts: Facts) -> str:
    shared = facts["topics"]
    if len(shared) == facts["wanted"] > 1:
        return f"Can help with everything asked for: {_words(say, shared)}."
    return f"Can help with: {_words(say, shared)}."


def _hours_in_common(say: Say, facts: Facts) -> str:
    common = _hours(say, facts["minutes"])
    if "best" not in facts:
        return f"Time in common: {common} a week."
    return (
        f"Time in common: {common} a week. Best: {time_slot(say, facts['best'])} (mentee’s time)."
    )


def _flexible(say: Say, facts: Facts) -> str:
    if facts["mentee"] and facts["mentor"]:
        return "Neither listed their availability, so any time may work."
    if facts["mentee"]:
        return "The mentee didn’t list their availability, so any time may work."
    return "The mentor didn’t list their availability, so any time may work."


def _formats(say: Say, facts: Facts) -> str:
    """Say how they can meet, as far as they said so themselves."""
    ways = _words(say, facts["formats"])
    match facts.get("said"):
        case ["mentee", "mentor"]:
            return f"Ways to meet both chose: {ways}."
        case ["mentee"]:
            return f"Ways to meet the mentee chose: {ways}. The mentor has no preference."
        case ["mentor"]:
            return f"Ways to meet the mentor chose: {ways}. The mentee has no preference."
        case []:
            return "Neither ruled out a way to meet."
        case _:  # a proposal of an earlier version
            return f"Ways to meet in common: {ways}."


def _capacity_in_field(say: Say, facts: Facts) -> str:
    return (
        f"All spots are taken. Mentors who’d fit but are full: {facts['fits']}. Waiting for "
        f"{_words(say, [facts['field']])}: {facts['waiting']}."
    )


def _capacity_on_topics(say: Say, facts: Facts) -> str:
    return f"{_capacity(say, facts)} Wanted: {_words(say, facts['topics'])}."


def _capacity(say: Say, facts: Facts) -> str:
    return f"All spots are taken. Mentors who’d fit but are full: {facts['fits']}."


def one_more_mentor(say: Say, field: str | None, room: int, placed: int) -> str:
    """Say what one more mentor, in a field and with room, would change."""
    parts = [_words(say, [field])] if field else []
    if room > 1:
        parts.append(for_count(room, "{n} spot", "{n} spots"))
    if not parts:
        return f"Mentees that one more mentor would match: {placed}."
    return f"Mentees that one more mentor ({', '.join(parts)}) would match: {placed}."


def _nobody_there(say: Say, facts: Facts) -> str:
    if facts["side"] == PersonRole.MENTOR:
        return "No mentor has signed up yet."
    return "No mentee has signed up yet."


def _silent_profile(say: Say, facts: Facts) -> str:
    if facts["side"] == PersonRole.MENTOR:
        return "The mentor didn’t pick any topics. Start by asking."
    return "The mentee didn’t pick any topics. Start by asking."


_WORDS: dict[Code, Words] = {
    Code.TOPICS: _topics,
    Code.FIELD: lambda say, f: f"Same field: {_words(say, f['fields'])}.",
    Code.NEAR_FIELD: lambda say, f: (
        f"Related fields: {_words(say, f['offered'])} (wanted: {_words(say, f['wanted'])})."
    ),
    Code.OPEN_FIELD: lambda say, f: "Open to any health career.",
    Code.NEAR_PEER: lambda say, f: f"A near peer ({label(f['stage'])}).",
    Code.AHEAD: lambda say, f: f"A step ahead ({label(f['stage'])}).",
    Code.FAR_AHEAD: lambda say, f: f"Several years ahead ({label(f['stage'])}).",
    Code.HOURS_IN_COMMON: _hours_in_common,
    Code.FLEXIBLE: _flexible,
    Code.ENOUGH_HOURS: lambda say, f: f"Has enough time: {f['hours']:g} h a month.",
    Code.SAME_STATE: lambda say, f: (
        f"Both are in {escape(f['state'], 20)}, so they can meet in person."
    ),
    Code.ROLES: lambda say, f: f"The kind of mentoring wanted: {_words(say, f['roles'])}.",
    Code.FORMAT: _formats,
    Code.ROOM: lambda say, f: f"Open spots: {f['capacity']}.",
    Code.WILLING: lambda say, f: "Both are in this cohort.",
    Code.NO_TOPIC: lambda say, f: (
        f"Can’t help with what was asked for: {_words(say, f['topics'])}."
    ),
    Code.TOPICS_LEFT: lambda say, f: f"Not covered: {_words(say, f['topics'])}.",
    Code.OTHER_FIELD: lambda say, f: (
        f"Different fields: {_words(say, f['offered'])} (wanted: {_words(say, f['wanted'])})."
    ),
    Code.BEHIND: lambda say, f: f"The mentor is at an earlier stage ({label(f['stage'])}).",
    Code.LEVEL: lambda say, f: f"Both are at the same stage ({label(f['stage'])}).",
    Code.TOO_FAR: lambda say, f: (
        f"Wanted a near peer; this mentor is further along ({label(f['stage'])})."
    ),
    Code.TOO_NEAR: lambda say, f: (
        f"Wanted someone far ahead; this mentor is closer ({label(f['stage'])})."
    ),
    Code.NO_HOUR: lambda say, f: "No full hour in common yet. Agree on one first.",
    Code.FEW_HOURS: lambda say, f: (
        f"Only {_hours(say, f['minutes'])} a week in common. Pick a first date early."
    ),
    Code.TIME_SHORT: lambda say, f: (
        f"Offers {f['offered']:g} h a month; {f['hoped']:g} h wanted. Agree on a pace."
    ),
    Code.OTHER_STATE: lambda say, f: (
        f"Different states ({escape(f['mentee'], 20)}, {escape(f['mentor'], 20)}), so meeting in "
        "person takes planning."
    ),
    Code.BOTH_WAYS: lambda say, f: "They could also be matched the other way around.",
    Code.SILENT_PROFILE: _silent_profile,
    Code.NOTHING: lambda say, f: "Nothing to watch out for.",
    Code.NOBODY_THERE: _nobody_there,
    Code.NO_ROOM: lambda say, f: "Has no spots this time.",
    Code.WINDOWS: lambda say, f: (
        f"No full hour in common with {f['kept']} of {f['people']} possible matches."
    ),
    Code.FORMATS: lambda say, f: (
        f"No way to meet in common with {f['kept']} of {f['people']} possible matches."
    ),
    Code.LISTS: lambda say, f: (
        f"Private choices or earlier pairs rule out {f['kept']} of {f['people']} possible matches."
    ),
    Code.SEVERAL: lambda say, f: (
        f"Possible matches: {f['people']}. None works with the availability, ways to meet, and "
        "private choices together."
    ),
    Code.CAPACITY: _capacity,
    Code.CAPACITY_IN_FIELD: _capacity_in_field,
    Code.CAPACITY_ON_TOPICS: _capacity_on_topics,
    Code.NO_DEMAND: lambda say, f: (
        f"Mentees who’d fit are matched with other mentors in this round ({f['fits']})."
    ),
    Code.ONE_MORE_MENTOR: lambda say, f: one_more_mentor(say, f["field"], f["room"], f["placed"]),
    Code.ONE_MORE_MENTEE: lambda say, f: "One more mentee who fits would be matched right away.",
    Code.ADD_WINDOW: lambda say, f: (
        f"Possible matches by adding {time_slot(say, f['window'])}: {f['people']}."
    ),
    Code.ADD_FORMAT: lambda say, f: (
        f"Possible matches by adding {_words(say, [f['format']])}: {f['people']}."
    ),
    Code.RAISE_CAPACITY: lambda say, f: (
        "Offering at least one spot would bring them into the next round."
    ),
    Code.NEXT_ROUND: lambda say, f: "They’ll be considered first when more mentees sign up.",
}


@words(
    NudgeKind.WAITLISTED,
    "Sign-up news",
    "You signed up and weren’t matched in this round.",
)
def waitlisted(say: Say, facts: Waitlisted, ref: str) -> Message:
    """Tell someone unmatched what’s new, and what they can do in the meantime."""
    row = (see_waiting(say, facts.guild, ref=ref),)
    text = f"{addressed([facts.person])} {_news(say, facts)} {_IN_THE_MEANTIME}"
    return Message(text, rows=(row,))


_IN_THE_MEANTIME = (
    "Try `/mentor find` to see who has room, or `/program suggest` for programs that fit you."
)


def read_by_waiting(say: Say, cohort: Cohort, news: WaitNews) -> str:
    """Return what everyone unmatched reads of the news, without what differs between them."""
    facts = Waitlisted(cohort.guild, cohort.id, cohort.name, UserId(0), None, None, news)
    return f"{_news(say, facts)} {_IN_THE_MEANTIME}"


def _news(say: Say, facts: Waitlisted) -> str:
    name = escape(facts.cohort_name, 80)
    why = f" {sentence(say, facts.reason)}" if facts.reason else ""
    following = (
        f" The next round is by {timestamp(facts.next_round_at, 'D')}."
        if facts.next_round_at
        else ""
    )
    match facts.news:
        case WaitNews.ROUND:
            return f"You’re on the waitlist for {name}.{why}{following}"
        case WaitNews.ENDED:
            return f"{name} has ended, and you weren’t matched. There won’t be another round."
        case WaitNews.RESTORED:
            return (
                f"{name} was ended by mistake and is back. You’re still on the waitlist.{following}"
            )
        case WaitNews.CLOSED:
            return f"Sign-up for {name} closed before you finished."
        case WaitNews.LATER:
            return (
                f"The next round of {name} will be later than I said. You’re still on the waitlist."
                f"{following}"
            )
