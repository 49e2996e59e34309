"""`/why`: why a message came, and how to get fewer like it."""

from datetime import timedelta

from bot.domain.ids import GuildId
from bot.domain.nudges.kinds import NudgeKind
from bot.language.say import Say, marked
from bot.messages.buttons import OPEN_SETTINGS
from bot.messages.custom_id import build
from bot.messages.nudges.words import AT_ONCE, WORDS, named, reason_of
from bot.messages.outgoing import Button, Embed, Message
from bot.messages.text import WEEKDAY_NAMES, channel, timestamp, truncate
from bot.messages.time_choices import hour_name
from bot.services.nudges.why import WhyNudged
from bot.storage.outbox import DMS_CLOSED, Nudge
from bot.storage.pairs.pairs import Pair

LATE = timedelta(minutes=10)

_WAITED = {
    "quiet hours": "It was due {due}, but waited for your quiet hours to end.",
    "weekly limit": "It was due {due}, but you’d reached your weekly limit.",
    "unanswered": "It was due {due}, but you hadn’t answered the last one yet.",
    "snoozed": "It was due {due}, but waited for your snooze to end.",
    "away": "It was due {due}, but waited until you were back.",
    "the pair is paused": "It was due {due}, but waited for the pause to end.",
    "after the others": "It was due {due}, but other messages to you went first.",
}
_DELAYED = "It was due {due}, but I couldn’t send it sooner."

NOTHING = marked("I haven’t sent you anything yet.")


def why(say: Say, message: WhyNudged | None, guild: GuildId) -> Message:
    """Explain the last message: what it was, why then, by which rule, and how to get fewer."""
    settings = Button(say(OPEN_SETTINGS), build("nudges", "open", guild))
    if message is None:
        return Message(say(NOTHING), rows=((settings,),))
    fields = [
        (say("What it was"), _what(say, message)),
        (
            say("Why"),
            "\n".join(dict.fromkeys(_reason(say, nudge, message.pair) for nudge in message.nudges)),
        ),
        (say("Why at that time"), _when(say, message)),
        (say("Weekly limit"), _rule(say, message)),
    ]
    buttons = []
    if (mutable := message.mutable) and not message.muted:
        buttons.append(
            Button(say.of("button", "Mute these"), build("nudges", "fewer", guild, mutable.id))
        )
    buttons += [Button(say.of("button", "Snooze 1 week"), build("nudges", "week", guild)), settings]
    card = Embed(
        say("Why you got this"), fields=tuple((name, truncate(text, 1000)) for name, text in fields)
    )
    return Message(embeds=(card,), rows=(tuple(buttons),))


def _what(say: Say, message: WhyNudged) -> str:
    names = [named(say, nudge.kind) for nudge in message.nudges]
    when = timestamp(message.first.settled_at or message.first.due_at)
    return " · ".join([*names, when, _place(say, message)])


def _place(say: Say, message: WhyNudged) -> str:
    if message.in_dm:
        return "DM"
    return channel(message.first.channel) if message.first.channel else say("Your thread")


def _reason(say: Say, nudge: Nudge, pair: Pair | None) -> str:
    reason = reason_of(say, nudge.kind)
    if nudge.kind is not NudgeKind.CHECK_IN or pair is None:
        return reason
    weekday, hour = WEEKDAY_NAMES[pair.check_in_weekday], hour_name(say, pair.check_in_time)
    rhythm = say.count(
        "Check-ins come every day at {hour} ({zone}).",
        "Check-ins come every {n} days, on {weekday} at {hour} ({zone}).",
        pair.check_in_days,
        weekday=weekday,
        hour=hour,
        zone=pair.time_zone,
    )
    return f"{reason}\n{rhythm}"


def _when(say: Say, message: WhyNudged) -> str:
    if any(nudge.reason == DMS_CLOSED for nudge in message.nudges):
        return say(
            "Discord didn’t let me DM you, so it came in the thread. You can turn DMs back on in "
            "`/nudges`."
        )
    late = [
        nudge
        for nudge in message.nudges
        if (nudge.settled_at or nudge.due_at) - nudge.due_at >= LATE
    ]
    if not late:
        known = WORDS.get(message.first.kind)
        return say(known.when if known else AT_ONCE)
    held = next((nudge for nudge in late if nudge.reason in _WAITED), late[0])
    text = _WAITED.get(held.reason or "", _DELAYED)
    return text.format(due=timestamp(held.due_at))


def _rule(say: Say, message: WhyNudged) -> str:
    sent, limit = message.sent_this_week, message.weekly_limit
    if not message.counts:
        return say(
            "This one doesn’t count: it didn’t notify you, or answered what you’d just done. "
            "You’ve had {sent} of {limit} in the last 7 days.",
            sent=sent,
            limit=limit,
        )
    return say(
        "This one counts. You’ve had {sent} of {limit} in the last 7 days.", sent=sent, limit=limit
    )
