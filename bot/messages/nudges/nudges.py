"""The message of each kind of nudge, from its facts.

Each kind is worded in its own area, and registers there with `words`; that module has to be
imported here. Several nudges in one message are a numbered line and a row of buttons each. Every
custom ID ends in the outbox row's reference, which is how delivery finds a message after a crash.
"""

import re
from collections.abc import Sequence
from dataclasses import replace

from bot.domain.ids import GuildId, UserId
from bot.domain.nudges.nudges import (
    AwayOver,
    Digest,
    Facts,
    ModeratorNews,
    PostedAtNight,
    PulseAsked,
)
from bot.language.say import ENGLISH, Say, marked
from bot.messages.cohorts import announcements, cohorts, moderator_news
from bot.messages.custom_id import build
from bot.messages.matching import matching
from bot.messages.meetings import nudges as meeting_nudges
from bot.messages.moderation import cases
from bot.messages.nudges import away, quiet_posts
from bot.messages.nudges.words import WORDS
from bot.messages.outgoing import Button, Message, Row, Select
from bot.messages.outreach import outreach
from bot.messages.pairs import (
    agreements,
    circles,
    contacts,
    departures,
    endings,
    introductions,
    pulses,
)
from bot.messages.privacy import notices as privacy_notices
from bot.messages.programs import programs, saved_programs
from bot.messages.progress import check_ins, commitments, updates, wins
from bot.messages.requests import notices
from bot.messages.safety import concerns as safety_concerns
from bot.messages.text import escape, person, sentence_case, truncate
from bot.messages.youth import weekly as youth_weekly

WORDED_IN = (
    agreements,
    announcements,
    away,
    cases,
    check_ins,
    circles,
    cohorts,
    commitments,
    contacts,
    departures,
    endings,
    introductions,
    matching,
    meeting_nudges,
    moderator_news,
    quiet_posts,
    notices,
    outreach,
    privacy_notices,
    programs,
    pulses,
    safety_concerns,
    saved_programs,
    updates,
    wins,
    youth_weekly,
)

LINE_LIMIT = 340
LABEL_LIMIT = 20
# More buttons than that make a message hard to read.
MOST_BUTTONS = 6
MOST_CARDS = 10

# Someone whose name Discord doesn't say right now.
UNNAMED = marked("your match")
_ANYONE = re.compile(r"<@(\d+)>")
_MENTION = re.compile(r"^<@\d+>[,:]?\s*")
# A keycap digit: the buttons keep their own labels, and still show which line they belong to.
_KEYCAP = "\N{VARIATION SELECTOR-16}\N{COMBINING ENCLOSING KEYCAP}"

_RENDER = {kind.row.facts: words.render for kind, words in WORDS.items()}


def render(say: Say, facts: Facts, ref: str) -> Message:
    """Return the message for `facts`; its buttons carry `ref`."""
    return (
        _several(say, facts) if isinstance(facts, Digest) else _RENDER[type(facts)](say, facts, ref)
    )


def _several(say: Say, facts: Digest) -> Message:
    """Return one message for several."""
    message = _with_mentions(say, facts)
    return _without_mentions(say, message, facts) if facts.private else message


def _with_mentions(say: Say, facts: Digest) -> Message:
    """Return one message for several, in which everyone is mentioned.

    A welcome among them counts the others, and is not numbered. In a private place each names
    the person it is about, since it may be about several pairs.
    """
    welcomes = sum(isinstance(part.facts, AwayOver) for part in facts.parts)
    things = len(facts.parts) - welcomes
    parts = []
    for part in facts.parts:
        said_now = part.facts
        if isinstance(said_now, AwayOver):
            said_now = replace(said_now, waiting=max(said_now.waiting, things))
        if isinstance(said_now, PulseAsked | PostedAtNight):
            said_now = replace(said_now, named=said_now.named or facts.private)
        parts.append(render(say, said_now, part.ref))
    return _numbered(say, facts.guild, facts.person, parts, things)


def named_in(facts: Facts) -> tuple[UserId, ...]:
    """Return whose names a message needs, since a mention could add them to a private thread."""
    if isinstance(facts, ModeratorNews):
        return (facts.moderator,)
    if not isinstance(facts, Digest) or not facts.private:
        return ()
    content = _with_mentions(ENGLISH, facts).content
    found = (UserId(int(user)) for user in _ANYONE.findall(content))
    return tuple(dict.fromkeys(user for user in found if user != facts.person))


def _without_mentions(say: Say, message: Message, facts: Digest) -> Message:
    """Call everyone but the reader by their name."""
    names = dict(facts.names)

    def call(mention: re.Match[str]) -> str:
        user = UserId(int(mention[1]))
        return mention[0] if user == facts.person else escape(names.get(user, UNNAMED))

    def labelled(item: Button | Select) -> Button | Select:
        if not isinstance(item, Button) or not _ANYONE.search(item.label):
            return item
        label = _ANYONE.sub(lambda who: names.get(UserId(int(who[1])), UNNAMED), item.label)
        return replace(item, label=truncate(label, LABEL_LIMIT))

    return replace(
        message,
        content=_ANYONE.sub(call, message.content),
        rows=tuple(tuple(map(labelled, row)) for row in message.rows),
    )


def _numbered(
    say: Say, guild: GuildId, to: UserId, parts: Sequence[Message], things: int
) -> Message:
    """Return one message for several; each part keeps a row with its first buttons.

    With many parts that is one button for each, and the rest is behind `/status`.
    """
    who = person(to)
    opening = say.count(
        "{who}, I have {n} thing for you.", "{who}, I have {n} things for you.", things, who=who
    )
    lines = [opening]
    rows: list[Row] = []
    each = max(1, (MOST_BUTTONS - 1) // len(parts))
    for number, part in enumerate(parts, 1):
        lines.append(_line(number, part.content))
        rows.append(_row(number, part.buttons[:each]))
    if sum(len(part.buttons) for part in parts) > each * len(parts):
        rows[-1] = (
            *rows[-1],
            Button(say.of("button", "See all"), build("status", "show", guild, 0)),
        )
    cards = tuple(card for part in parts for card in part.embeds)
    return Message("\n".join(lines), cards[:MOST_CARDS], tuple(rows))


def number_of(emoji: str) -> int | None:
    """Return the number that a part's buttons show, or None."""
    digit = emoji.removesuffix(_KEYCAP)
    return int(digit) if digit != emoji and digit.isdecimal() else None


def with_part(content: str, number: int, part: Message) -> str:
    """Return the text of such a message with one part replaced."""
    start = f"**{number}.** "
    lines = content.split("\n")
    return "\n".join(
        _line(number, part.content) if line.startswith(start) else line for line in lines
    )


def renumbered(number: int, part: Message) -> Row:
    """Return the buttons of a part that still work, as one row; empty if none do."""
    return _row(number, part.buttons[:5])


def _line(number: int, content: str) -> str:
    # A list of times becomes part of the sentence.
    in_a_line = content.replace(":\n- ", ": ").replace("\n- ", "; ")
    words = " ".join(_MENTION.sub("", in_a_line).split())
    return f"**{number}.** {truncate(sentence_case(words), LINE_LIMIT)}"


def _row(number: int, buttons: Sequence[Button]) -> Row:
    return tuple(replace(button, emoji=f"{number}{_KEYCAP}") for button in buttons)
