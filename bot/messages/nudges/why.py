"""`/why`: why a message came, and how to get fewer like it."""

from datetime import timedelta

from bot.domain.ids import GuildId
from bot.domain.nudges.kinds import NudgeKind
from bot.messages.custom_id import build
from bot.messages.nudges.words import AT_ONCE, WORDS, named, reason_of
from bot.messages.outgoing import Button, Embed, Message
from bot.messages.text import channel, plural, timestamp, truncate
from bot.messages.time_choices import hour_name
from bot.services.nudges.why import WhyNudged
from bot.storage.outbox import DMS_CLOSED, Nudge
from bot.storage.pairs.pairs import Pair

WEEKDAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
LATE = timedelta(minutes=10)

_WAITED = {
    "quiet hours": "it waited for the end of your quiet hours",
    "weekly limit": "it waited until you had room for one more this week",
    "unanswered": "it waited because you hadn’t answered the last one",
    "snoozed": "it waited until your snooze was over",
    "away": "it waited until you were back",
    "the pair is paused": "it waited until the pause was over",
    "after the others": "it let other messages to you go first",
}

NOTHING = "You have had no message from me yet, so there is nothing to explain."


def why(message: WhyNudged | None, guild: GuildId) -> Message:
    """Explain the last message: what it was, why then, by which rule, and how to get fewer."""
    settings = Button("Settings", build("nudges", "open", guild))
    if message is None:
        return Message(NOTHING, rows=((settings,),))
    fields = [
        ("What it was", _what(message)),
        ("Why", "\n".join(dict.fromkeys(_reason(nudge, message.pair) for nudge in message.nudges))),
        ("Why then", _when(message)),
        ("Which rule", _rule(message)),
    ]
    buttons = []
    if (mutable := message.mutable) and not message.muted:
        buttons.append(Button("Fewer like this", build("nudges", "fewer", guild, mutable.id)))
    buttons += [Button("Snooze for a week", build("nudges", "week", guild)), settings]
    card = Embed(
        "Why I wrote to you", fields=tuple((name, truncate(text, 1000)) for name, text in fields)
    )
    return Message(embeds=(card,), rows=(tuple(buttons),))


def _what(message: WhyNudged) -> str:
    names = [named(nudge.kind) for nudge in message.nudges]
    what = " · ".join(names)
    where = "by direct message" if message.in_dm else _place(message)
    when = timestamp(message.first.settled_at or message.first.due_at)
    together = f" ({len(names)} in one message)" if len(names) > 1 else ""
    return f"{what[:1].upper()}{what[1:]}{together}, {when}, {where}."


def _place(message: WhyNudged) -> str:
    return f"in {channel(message.first.channel)}" if message.first.channel else "in your thread"


def _reason(nudge: Nudge, pair: Pair | None) -> str:
    words = reason_of(nudge.kind)
    if nudge.kind is NudgeKind.CHECK_IN and pair is not None:
        rhythm = plural(pair.check_in_days, "day")
        words += (
            f" Check-ins come every {rhythm}, on {WEEKDAYS[pair.check_in_weekday]} at "
            f"{hour_name(pair.check_in_time)} ({pair.time_zone})."
        )
    return words


def _when(message: WhyNudged) -> str:
    if any(nudge.reason == DMS_CLOSED for nudge in message.nudges):
        return (
            "Discord did not let me write to you directly, so it came in the thread. `/nudges` "
            "says whether direct messages are on, and turns them on again."
        )
    late = [
        nudge
        for nudge in message.nudges
        if (nudge.settled_at or nudge.due_at) - nudge.due_at >= LATE
    ]
    if not late:
        return WORDS[message.first.kind].when if message.first.kind in WORDS else AT_ONCE
    held = next((nudge for nudge in late if nudge.reason in _WAITED), late[0])
    waited = _WAITED.get(held.reason or "", "I could not send it sooner")
    return f"It was meant for {timestamp(held.due_at)}; {waited}."


def _rule(message: WhyNudged) -> str:
    counted = f"{message.sent_this_week} of {message.weekly_limit} messages in the last seven days"
    if not message.counts:
        return f"It didn’t notify you, or answers what you had just done. Besides it: {counted}."
    return f"At most so many notify you in a week: {counted}."
