"""What must be true of everything that people read, each rule as one function.

A rule takes plain values and returns a sentence for each fault, so that
`tests.discord.test_invariants` can show that it fails on a made-up fault.
"""

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, time, timedelta
from zoneinfo import ZoneInfo

from bot.messages.custom_id import parse
from tests.discord.open_things import Open

MINUTE, DAY, WEEK = timedelta(minutes=1), timedelta(days=1), timedelta(days=7)
MOST_UNASKED = 3

# What comes without anyone's asking, except these, does not count against the weekly limit: what
# people chose or agreed to themselves, answers to what they asked, and what their partner does at
# that moment.
ASKED_FOR = frozenset(
    {
        "agreement-revealed",
        "away-over",
        "away-told",
        "away-changed",
        "case-note",
        "circle-asked",
        "commitment-due",
        "contact-waiting",
        "correction-decided",
        "imported",
        "introduction",
        "meeting-cancelled",
        "meeting-confirmed",
        "meeting-proposed",
        "meeting-reminder",
        "met-question",
        "pair-ended",
        "pair-resumed",
        "partner-left",
        "posted-at-night",
        "request-asked",
        "request-told",
        "saved-program",
        "times-passed",
        "times-withdrawn",
        "update-shared",
        "waitlisted",
        "win-shared",
    }
)


@dataclass(frozen=True, slots=True)
class Seen:
    """One message of the bot as one person got to read it, at one moment.

    `private` is an answer that only they see; `pinged` whether it notified them; `asked` whether it
    came at the instant of an act of their own; `kinds` are the kinds of nudges in it.
    """

    reader: int
    at: datetime
    text: str
    message: int = 0
    private: bool = False
    pinged: bool = False
    asked: bool = False
    kinds: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Habits:
    """When someone is not to be woken, in their own zone."""

    zone: ZoneInfo
    quiet_from: time = time(21)
    quiet_until: time = time(8)

    def sleeps_at(self, moment: datetime) -> bool:
        """Return whether it is night for them."""
        clock = moment.astimezone(self.zone).time()
        if self.quiet_from > self.quiet_until:
            return clock >= self.quiet_from or clock < self.quiet_until
        return self.quiet_from <= clock < self.quiet_until


def pings_at_night(seen: Iterable[Seen], habits: Mapping[int, Habits]) -> Iterator[str]:
    """No one is notified in their quiet hours.

    Except at the instant of their own act, and of what begins before that night is over.
    """
    for each in seen:
        theirs = habits[each.reader]
        if each.pinged and not each.asked and theirs.sleeps_at(each.at):
            tonight = [stamp for stamp in stamps(each.text) if each.at < stamp <= each.at + DAY]
            if not any(theirs.sleeps_at(stamp - MINUTE) for stamp in tonight):
                local = each.at.astimezone(theirs.zone)
                yield f"pinged at {local:%a %H:%M}: {_short(each)}"


def too_many_nudges(seen: Iterable[Seen]) -> Iterator[str]:
    """No one is pinged with more than three messages that they did not ask for in any week."""
    unasked: dict[int, list[Seen]] = defaultdict(list)
    for each in seen:
        if each.pinged and not each.asked and each.kinds - ASKED_FOR:
            unasked[each.reader].append(each)
    for messages in unasked.values():
        for first, last in zip(messages, messages[MOST_UNASKED:], strict=False):
            if last.at - first.at < WEEK:
                yield f"more than {MOST_UNASKED} within a week of {first.at}: {_short(last)}"


def live_buttons_on_what_is_over(custom_ids: Iterable[str], still: Open) -> Iterator[str]:
    """No button can be pressed about something that is over."""
    for custom_id in custom_ids:
        target = parse(custom_id)
        if target is None:
            yield f"not one of ours: {custom_id}"
        elif not still.holds(target):
            yield f"{target.area}:{target.verb} {target.what}.{target.number} is over"


def named_to_themselves(seen: Iterable[Seen], names: Mapping[int, str]) -> Iterator[str]:
    """No private answer speaks of its reader by mention or name, as of someone else."""
    for each in seen:
        name = re.compile(rf"<@!?{each.reader}>|\b{re.escape(names[each.reader])}\b")
        if each.private and name.search(each.text):
            yield f"named to themselves: {_short(each)}"


def stamps(text: str) -> list[datetime]:
    """Return the instants that a text names."""
    return [datetime.fromtimestamp(int(number), UTC) for number in re.findall(r"<t:(\d+)", text)]


def _short(seen: Seen) -> str:
    kinds = ", ".join(sorted(seen.kinds))
    return f"{seen.at:%a %d %b %H:%M}Z to {seen.reader} [{kinds}] {seen.text[:300]!r}"
