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
from tests.discord.open_things import Open, Settled

ZERO, MINUTE, HOUR = timedelta(0), timedelta(minutes=1), timedelta(hours=1)
DAY, WEEK = timedelta(days=1), timedelta(days=7)
# A message moves by as much to avoid someone's night.
NIGHT = timedelta(hours=13)
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


# After these nothing of a mentorship comes anymore; after those a meeting is not as it was.
OVER = frozenset({"pair-ended", "partner-left"})
CHANGED = frozenset({"meeting-cancelled", "meeting-confirmed", "meeting-proposed", "away-told"})

EMPTY = re.compile(r"\bnothing (?:is waiting|waits)|\ball caught up", re.IGNORECASE)
FOR_TWO = re.compile(
    r"\b(?:both|either|your partner(?:’s|'s)?|you two|the two of you|your pair(?:’s|'s)?)\b",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Seen:
    """One message of the bot as one person got to read it, at one moment.

    `private` is an answer that only they see; `pinged` whether it notified them; `asked` whether it
    came at the instant of an act of their own; `circle` whether more than two are concerned;
    `kinds` are the kinds of nudges in it.
    """

    reader: int
    at: datetime
    text: str
    message: int = 0
    private: bool = False
    pinged: bool = False
    asked: bool = False
    circle: bool = False
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


def empty_while_something_waits(
    seen: Iterable[Seen], waiting: Mapping[int, frozenset[str]]
) -> Iterator[str]:
    """No one reads that nothing waits on them while something does."""
    for each in seen:
        if EMPTY.search(each.text) and waiting.get(each.reader):
            yield f"{', '.join(sorted(waiting[each.reader]))} waits, but: {_short(each)}"


def questions_not_shown(statuses: Mapping[int, str], asked: Iterable[int]) -> Iterator[str]:
    """Whoever asked the moderators something sees under `/status` that they have to answer."""
    for person in asked:
        others = statuses[person].partition("Waiting on others")[2]
        if "moderators" not in others.lower():
            yield f"the question of {person} isn't among: {others[:200]!r}"


def settled_without_everyone(meetings: Iterable[Settled]) -> Iterator[str]:
    """No time stands that not everyone agreed to, or a quorum after a deadline they knew."""
    for each in meetings:
        enough = len(each.members) if each.quorum is None else each.quorum
        if len(each.agreed & each.members) < enough:
            yield f"meeting {each.meeting}: only {sorted(each.agreed)} of {sorted(each.members)}"


def texts_for_two_in_a_circle(seen: Iterable[Seen]) -> Iterator[str]:
    """No one in a circle reads what is written for two."""
    for each in seen:
        if each.circle and (words := FOR_TWO.search(each.text)):
            yield f"“{words[0]}”: {_short(each)}"


def lost_words(typed: Iterable[str], kept: str) -> Iterator[str]:
    """Whatever someone typed can be found again by them."""
    for words in typed:
        if words not in kept:
            yield f"typed and gone: {words!r}"


@dataclass(frozen=True, slots=True)
class Promise:
    """What someone read that would come: from `since` to `until`, about `subject`.

    `subject` is in the text of what comes; `now_due` in any later text that leaves it as it was.
    """

    by: Seen
    since: datetime
    until: datetime
    subject: str = ""
    now_due: str = ""


def promises_in(seen: Seen, zone: ZoneInfo) -> Iterator[Promise]:
    """Yield what a text says will come, with the time it needs to avoid a night."""
    words = re.search(r"\*\*(.+?)\*\*", seen.text)
    subject = words[1] if words else ""
    before = re.search(r"remind (?:you|everyone)(?: both)? (.*?) before", seen.text)
    meeting = re.search(r"meet(?:ing)? (<t:(\d+))", seen.text)
    if before and meeting:
        starts_at = stamps(meeting[1])[0]
        # By day: the first up to the evening before, the second not before that evening.
        for name, since, until in (("the day", DAY + NIGHT, DAY - NIGHT), ("an hour", NIGHT, ZERO)):
            if name in before[1]:
                first, last = starts_at - since, starts_at - until
                yield Promise(seen, first, last, meeting[1], meeting[1])
    due = re.search(
        r"due (<t:(\d+)).*I’ll (remind you the day before|check in)", seen.text, re.DOTALL
    )
    if due:
        due_at = stamps(due[1])[0]
        if due[3] == "check in":
            yield Promise(seen, due_at - HOUR, due_at + NIGHT, subject, due[1])
        else:
            yield Promise(seen, due_at - DAY - NIGHT, due_at - DAY + NIGHT, subject, due[1])
    day = re.search(r"remind you on (?:\w+, )?(\w+ \d+, \d+) at (\d+) (AM|PM)", seen.text)
    if day:
        local = datetime.strptime(" ".join(day.groups()), "%b %d, %Y %I %p").replace(tzinfo=zone)
        yield Promise(seen, local - HOUR, local + HOUR)
    for again in re.finditer(r"(?:I|I’ll|I'll) (?:ask|check)[^.]*?(<t:(\d+))", seen.text):
        [at] = stamps(again[1])
        yield Promise(seen, at - HOUR, at + NIGHT, subject, again[1])
    for next_day in re.finditer(
        r"(?:next check-in is|Check-ins are paused until) (<t:(\d+))", seen.text
    ):
        [at] = stamps(next_day[1])
        yield Promise(seen, at - HOUR, at + DAY)


def broken_promises(
    seen: Iterable[Seen], zones: Mapping[int, ZoneInfo], now: datetime
) -> Iterator[str]:
    """What the bot said it would send comes at about that time, unless it said otherwise since."""
    by_reader: dict[int, list[Seen]] = defaultdict(list)
    for each in seen:
        by_reader[each.reader].append(each)
    for reader, messages in by_reader.items():
        for number, each in enumerate(messages):
            for promise in promises_in(each, zones[reader]):
                later = messages[number + 1 :]
                if promise.until <= now and not _is_kept_or_replaced(promise, later):
                    yield f"due {promise.until:%a %d %b %H:%M}Z: {_short(each)}"


def _is_kept_or_replaced(promise: Promise, later: Iterable[Seen]) -> bool:
    until = promise.until
    for each in later:
        if each.at > until:
            return False
        if each.kinds & OVER:
            return True
        if "pair-rests" in each.kinds:
            # What falls into a pause comes after it.
            until = max([until, *(stamp + 2 * DAY for stamp in stamps(each.text))])
        mentions = promise.subject in each.text
        if mentions and not each.private and each.at >= promise.since:
            return True
        if promise.subject and mentions and each.private and promise.now_due not in each.text:
            return True
        if promise.now_due in each.text and each.kinds & CHANGED:
            return True
    return False


def stamps(text: str) -> list[datetime]:
    """Return the instants that a text names."""
    return [datetime.fromtimestamp(int(number), UTC) for number in re.findall(r"<t:(\d+)", text)]


def _short(seen: Seen) -> str:
    kinds = ", ".join(sorted(seen.kinds))
    return f"{seen.at:%a %d %b %H:%M}Z to {seen.reader} [{kinds}] {seen.text[:300]!r}"
