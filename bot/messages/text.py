"""Small text helpers, and the only way in which people's own text is shown again."""

import re
from collections.abc import Sequence
from datetime import date, datetime
from itertools import accumulate

from bot.domain.ids import ChannelId, RoleId, UserId
from bot.domain.times.civil import Interval, Monthly
from bot.domain.typed_text import clean
from bot.language.say import Say, marked

# Mentions, channel links, stamps, custom emoji and slash-command links: a mention in a private
# thread can even add that person to it.
_DISCORD_TOKENS = re.compile(r"<(?:@[!&]?-?\d+|#\d+|t:-?\d+(?::\w)?|a?:\w+:\d+|/[^<>]{1,100}:\d+)>")
_ERASED = re.compile(r"<@-\d+>")
FORMER_MEMBER = marked("a former member")
_MARKDOWN = str.maketrans({sign: f"\\{sign}" for sign in "\\*_~`|>[]#"})
_PLAIN_LINK = re.compile(r"(?i)(?<![\w(<\[])(https://[\w.-]+(?:[/?#][^\s<>()\[\]|*`~\\]*)?)")
_LINK_SCHEME = re.compile(r"(?i)\b(https?)://")
_TURNED = str.maketrans("+-", "-+")
_SPACES = re.compile(r"[^\S\n]+")


def escape(words: str, most: int = 1000) -> str:
    """Escape a person's own text: nothing pings, links, or formats."""
    # Most text is plain, and a list shows many: skip the search for what can't be in it.
    is_plain = words.isprintable()
    if not is_plain:
        words = clean(words)
    if "<" in words:
        words = _DISCORD_TOKENS.sub("(mention)", words)
    if "@" in words:
        words = words.replace("@everyone", "@\u200beveryone").replace("@here", "@\u200bhere")
    if "://" in words:
        words = _LINK_SCHEME.sub(lambda link: f"{link[1]}:\u200b//", words)
    if not is_plain or "  " in words:
        words = _SPACES.sub(" ", words)
    return truncate(words.strip().translate(_MARKDOWN), most)


def escape_but_links(words: str, most: int = 1000) -> str:
    """Escape what a moderator writes to many, where a plain https link has to open.

    A link with a name of its own stays impossible: the brackets are escaped.
    """
    parts = _PLAIN_LINK.split(words)
    shown = "".join(
        part if at % 2 else _escaped_between(part, most) for at, part in enumerate(parts)
    )
    return truncate(shown.strip(), most)


def _escaped_between(part: str, most: int) -> str:
    # The spaces around what is escaped stand between it and a link.
    if not part.strip():
        return part
    before = part[: len(part) - len(part.lstrip())]
    after = part[len(part.rstrip()) :]
    return f"{before}{escape(part, 2 * most)}{after}"


def truncate(words: str, most: int) -> str:
    """Return `words` in at most `most` characters, with an ellipsis if truncated."""
    return words if len(words) <= most else words[: most - 1].rstrip("\\ ") + "…"


def join_within(
    say: Say, lines: Sequence[str], most: int, number: int | None = None, *, unsaid: int = 0
) -> str:
    """Return the first lines, at most `number`, that fit whole into `most` characters.

    A last line says how many were left out, including the `unsaid` that were never rendered. A line
    cut in two would show half a mention or half a date.
    """
    sizes = [0, *accumulate(len(line) + 1 for line in lines)]  # each with its line break
    for length in range(min(len(lines), number or len(lines)), -1, -1):
        left = len(lines) - length + unsaid
        last = [say("… and {left} more", left=left)] if left else []
        if sizes[length] + (len(last[0]) if last else -1) <= most:
            return "\n".join([*lines[:length], *last])
    return ""


def person(user: UserId) -> str:
    """Mention a person; whether it pings is decided when the message is sent."""
    return f"<@{user}>"


def call_erased(text: str) -> str:
    """Return a text in which whoever was erased is called a former member."""
    return _ERASED.sub(FORMER_MEMBER, text) if "<@-" in text else text


def channel(place: ChannelId) -> str:
    """Mention a channel or thread as a link."""
    return f"<#{place}>"


def role(role_id: RoleId) -> str:
    """Mention a role."""
    return f"<@&{role_id}>"


def people(users: Sequence[UserId]) -> str:
    """Mention several people: ``A, B, and C``."""
    return join_list([person(user) for user in users])


def partner_or_circle(say: Say, partners: Sequence[UserId]) -> str:
    """Return who it is about where there's room for one name: a mention, or the circle."""
    return person(partners[0]) if len(partners) == 1 else say("your circle")


def addressed(users: Sequence[UserId]) -> str:
    """Mention the people to whom a message speaks, before its first sentence: ``A and B:``."""
    return f"{people(users)}:"


def sentence_case(text: str) -> str:
    """Return a text that begins with a capital letter; the others stay as they are (MCAT)."""
    return text[:1].upper() + text[1:]


def join_list(parts: Sequence[str], last: str = "and") -> str:
    """Return ``a``, ``a and b``, or ``a, b, and c``."""
    if len(parts) < 3:
        return f" {last} ".join(parts)
    return f"{', '.join(parts[:-1])}, {last} {parts[-1]}"


def for_count(number: int, one: str, many: str, /, **places: object) -> str:
    """Return the whole sentence that goes with `number`, which fills the place ``{n}``.

    >>> for_count(2, "{n} mentor replied.", "{n} mentors replied.")
    '2 mentors replied.'
    """
    return (one if number == 1 else many).format_map({"n": number, **places})


def day_name(day: date, today: date | None = None) -> str:
    """Return a calendar day: ``Mon, Feb 1, 2027``; without its year if that is also today's."""
    written = f"{day:%a}, {day:%b} {day.day}"
    return written if today and day.year == today.year else f"{written}, {day.year}"


def timestamp(instant: datetime, style: str = "f") -> str:
    """Show an instant in each reader's own zone; style as in Discord's timestamp formats."""
    return f"<t:{int(instant.timestamp())}:{style}>"


def place_name(zone: str) -> str:
    """Return the city of a zone, as people read it; an offset with the sign that people use."""
    if zone.startswith("Etc/GMT"):
        offset = zone.removeprefix("Etc/GMT").translate(_TURNED)
        return f"UTC{offset}"
    return zone.rpartition("/")[2].replace("_", " ")


WEEKDAY_NAMES = (
    "Monday",
    "Tuesday",
    "Wednesday",
    "Thursday",
    "Friday",
    "Saturday",
    "Sunday",
)
_NTH = {1: "first", 2: "second", 3: "third", 4: "fourth", 5: "fifth", -1: "last"}


def rhythm(say: Say, interval: Interval) -> str:
    """Return how often something repeats, as text."""
    if isinstance(interval, Monthly):
        return _monthly(say, interval)
    match interval // 7:
        case 1:
            return say("every week")
        case 2:
            return say("every other week")
        case weeks:
            return say("every {weeks} weeks", weeks=weeks)


def repeated(say: Say, when: str, interval: Interval | None) -> str:
    """Return when something takes place, and how often if it repeats: ``…, every week``."""
    return f"{when}, {rhythm(say, interval)}" if interval else when


def _monthly(say: Say, monthly: Monthly) -> str:
    """Return how often something repeats in a month, as text."""
    if monthly.day is not None:
        return say("monthly on day {day}", day=monthly.day)
    assert monthly.nth is not None
    assert monthly.weekday is not None
    return say(
        "every {nth} {weekday_names} of the month",
        nth=_NTH[monthly.nth],
        weekday_names=WEEKDAY_NAMES[monthly.weekday],
    )
