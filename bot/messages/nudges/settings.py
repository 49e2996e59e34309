"""The panel of the reader's notification settings: one click for each, and its current value."""

from datetime import time
from functools import partial

from bot.domain.ids import GuildId
from bot.domain.nudges.kinds import NudgeKind
from bot.domain.nudges.policy import MUTABLE
from bot.domain.nudges.settings import SNOOZE_DAYS
from bot.language.catalogs import name_of
from bot.language.say import Say
from bot.messages.buttons import OPEN_SETTINGS
from bot.messages.custom_id import build
from bot.messages.nudges.away import back_button, listed
from bot.messages.nudges.words import WORDS, named, reason_of
from bot.messages.outgoing import (
    Button,
    Choice,
    Embed,
    Message,
    Modal,
    Row,
    Select,
    Style,
    TextField,
)
from bot.messages.text import for_count, join_list, join_within, timestamp, truncate
from bot.messages.time_choices import hour_name
from bot.services.nudges.panel import NudgePanel

LONGEST_FIELD = 1000
HEARD, COMING = "Messages in the last 7 days", "Expected next week"
USUAL, NONE, OTHER = "usual", "none", "other"
AUTOMATIC = "Automatic (your Discord’s language)"
_HOURS = ("20:00-09:00", "22:00-07:00", "23:00-06:00", "18:00-10:00")


def panel(say: Say, panel: NudgePanel, note: str = "") -> Message:
    """Show the settings in effect, with a way to change each."""
    guild = panel.guild
    card = Embed(
        "Your nudges", body=note, fields=_fields(say, panel), footer="Only you can see this."
    )
    rows: tuple[Row, ...] = (
        (_quiet_select(say, panel),),
        (_limit_select(say, panel),),
        (_snooze_select(say, panel),),
        (_mute_select(say, panel),),
        _buttons(say, panel, guild),
    )
    return Message(embeds=(card,), rows=rows)


def _fields(say: Say, panel: NudgePanel) -> tuple[tuple[str, str], ...]:
    policy = panel.policy
    fields = [
        ("Quiet hours", f"{hours(say, policy.quiet_from, policy.quiet_until)} ({policy.zone})"),
        ("Weekly limit", _week(say, panel)),
        (HEARD, _heard(say, panel)),
        (COMING, _coming(say, panel)),
        ("Where", _where(say, panel)),
    ]
    if len(panel.languages) > 1:
        fields.append(("Language of messages to you", _language(say, panel)))
    if until := panel.snoozed_until:
        fields.append(("Snoozed", f"Until {timestamp(until)}. Meeting reminders will still come."))
    if panel.chosen.muted:
        names = [WORDS[kind].label for kind in MUTABLE if kind in panel.chosen.muted]
        fields.append(("Muted", join_list(names)))
    if panel.coming:
        fields.append(("Away", truncate(listed(panel.coming), 500)))
    return tuple(fields)


def _week(say: Say, panel: NudgePanel) -> str:
    counted = sum(not ping.answers for ping in panel.pings)
    return (
        f"{counted} of {panel.policy.weekly_limit} in the last 7 days. Answers to what you just "
        "did don’t count, and meeting reminders always come."
    )


def _heard(say: Say, panel: NudgePanel) -> str:
    """List each message that notified them, with why."""
    if not panel.pings:
        return "None"
    lines = [
        f"- {timestamp(ping.at, 'f')}: {named(say, ping.kind)}. {reason_of(say, ping.kind)}"
        for ping in reversed(panel.pings)
    ]
    return join_within(say, lines, LONGEST_FIELD)


def _coming(say: Say, panel: NudgePanel) -> str:
    if not panel.expected:
        return "None so far"
    lines = [f"- {timestamp(one.at, 'f')}: {named(say, one.kind)}" for one in panel.expected]
    return join_within(say, lines, LONGEST_FIELD)


def _language(say: Say, panel: NudgePanel) -> str:
    return name_of(panel.chosen.language) if panel.chosen.language else AUTOMATIC


def language_menu(say: Say, panel: NudgePanel) -> Message:
    """Offer the languages in which messages to the reader can be."""
    choices = (
        Choice(AUTOMATIC, USUAL, chosen=panel.chosen.language is None),
        *(
            Choice(name_of(code), code, chosen=panel.chosen.language == code)
            for code in panel.languages
        ),
    )
    menu = Select(build("nudges", "speak", panel.guild), "Language", choices)
    return Message(
        "Which language should messages to you be in? Your thread keeps your server’s language.",
        rows=((menu,),),
    )


def _where(say: Say, panel: NudgePanel) -> str:
    if panel.chosen.dms:
        return "By DM"
    if panel.refused_at is None:
        return "In your mentorship’s thread"
    return (
        "In your mentorship’s thread. My last DM to you was blocked "
        f"({timestamp(panel.refused_at, 'D')}). Turn on DMs below to try again."
    )


def hours(say: Say, start: time, end: time) -> str:
    """Return quiet hours as text."""
    return "None" if start == end else f"{hour_name(say, start)}–{hour_name(say, end)}"


def _quiet_select(say: Say, panel: NudgePanel) -> Select:
    default, now = panel.default, panel.policy
    chosen = f"{now.quiet_from:%H:%M}-{now.quiet_until:%H:%M}"
    is_usual = panel.chosen.quiet_from is None
    choices = [
        Choice(
            f"{hours(say, default.quiet_from, default.quiet_until)} (default)",
            USUAL,
            chosen=is_usual,
        )
    ]
    for hour in _HOURS:
        start, end = map(time.fromisoformat, hour.split("-"))
        choices.append(Choice(hours(say, start, end), hour, chosen=not is_usual and hour == chosen))
    no_hours = not is_usual and now.quiet_from == now.quiet_until
    choices.append(Choice("No quiet hours", NONE, chosen=no_hours))
    choices.append(Choice("Other hours…", OTHER, "Type your own"))
    return Select(build("nudges", "quiet", panel.guild), "Quiet hours", tuple(choices))


def _limit_select(say: Say, panel: NudgePanel) -> Select:
    now, bounds = panel.policy.weekly_limit, panel.policy.weekly
    choices = tuple(
        Choice(
            for_count(number, "Up to {n} message a week", "Up to {n} messages a week"),
            str(number),
            "Default" if number == bounds.usual else "",
            chosen=number == now,
        )
        for number in range(bounds.least, min(bounds.most, bounds.least + 24) + 1)
    )
    return Select(build("nudges", "limit", panel.guild), "Weekly limit", choices)


def _snooze_select(say: Say, panel: NudgePanel) -> Select:
    choices = [Choice(_snooze_for(say, days), str(days)) for days in SNOOZE_DAYS]
    choices.append(Choice("Snooze until a day…", OTHER, "Type it, like “Friday” or “Feb 14”"))
    if panel.snoozed_until:
        choices.append(Choice("End snooze", "0"))
    return Select(build("nudges", "snooze", panel.guild), "Snooze reminders", tuple(choices))


def _snooze_for(say: Say, days: int) -> str:
    if days % 7 == 0:
        return for_count(days // 7, "Snooze for {n} week", "Snooze for {n} weeks")
    return for_count(days, "Snooze for {n} day", "Snooze for {n} days")


def _mute_select(say: Say, panel: NudgePanel) -> Select:
    choices = tuple(
        Choice(WORDS[kind].label, kind.value, chosen=kind in panel.chosen.muted) for kind in MUTABLE
    )
    return Select(
        build("nudges", "mute", panel.guild),
        "Mute some reminders (still in /status)",
        choices,
        least=0,
        most=len(choices),
    )


def _buttons(say: Say, panel: NudgePanel, guild: GuildId) -> Row:
    dms = (
        Button("Turn off DMs", build("nudges", "dms-off", guild))
        if panel.chosen.dms
        else Button("Turn on DMs", build("nudges", "dms-on", guild), Style.PRIMARY)
    )
    buttons = [dms]
    if not panel.coming:  # a row holds five, and `/away` is always there
        buttons.append(Button("Set time away", build("away", "form", guild)))
    buttons += map(partial(back_button, say), panel.coming[:1])
    # Each says what a click does, not how it is now.
    buttons.append(
        Button("Turn off advice", build("nudges", "advice-off", guild))
        if panel.chosen.advice
        else Button("Turn on advice", build("nudges", "advice-on", guild))
    )
    buttons.append(
        Button("Turn off 1h reminder", build("nudges", "hour-off", guild))
        if panel.chosen.hour_reminder
        else Button("Turn on 1h reminder", build("nudges", "hour-on", guild))
    )
    # `/why` is always there, too.
    buttons.append(
        Button("Change language", build("nudges", "language", guild))
        if len(panel.languages) > 1
        else Button("Explain last message", build("nudges", "why", guild))
    )
    return tuple(buttons)


def quiet_form(say: Say, guild: GuildId) -> Modal:
    """Ask for quiet hours."""
    return Modal(
        build("nudges", "quiet-send", guild),
        "Your quiet hours",
        (
            TextField("from", "Quiet from", placeholder="9pm, 21:00…", most=40),
            TextField("until", "Quiet until", placeholder="8am, 8:00…", most=40),
        ),
    )


def snooze_form(say: Say, guild: GuildId) -> Modal:
    """Ask for the day until which to snooze."""
    return Modal(
        build("nudges", "snooze-send", guild),
        "Snooze until a day",
        (TextField("until", "Until the morning of", placeholder="Friday, in 10 days…", most=60),),
    )


def dm_test(say: Say, guild: GuildId) -> Message:
    """The direct message that tests whether direct messages arrive."""
    return Message(
        "This is a test. I’ll send your reminders here from now on, but never in your quiet hours.",
        rows=((Button(OPEN_SETTINGS, build("nudges", "open", guild)),),),
    )


DMS_ON = "It works! I just sent you a DM. Your reminders will come there from now on."
DMS_OFF = "Reminders will come in your mentorship’s thread from now on."
DMS_FAILED = (
    "Discord didn’t let me DM you, so reminders will stay in your thread. To allow DMs, tap this "
    "server’s name, open Privacy Settings, turn on Direct Messages, and try again."
)
SAVED = "Saved. This also applies to messages already scheduled."


def snoozed_week(say: Say, panel: NudgePanel) -> Message:
    """Say until when reminders are snoozed."""
    until = panel.snoozed_until
    words = (
        f"Snoozed until {timestamp(until)}. Meeting reminders will still come, and `/status` "
        "shows the rest."
        if until
        else SAVED
    )
    row = (Button(OPEN_SETTINGS, build("nudges", "open", panel.guild)),)
    return Message(words, rows=(row,))


def muted(say: Say, panel: NudgePanel, kind: NudgeKind, row_id: int) -> Message:
    """Confirm that a kind is muted, and say how to unmute it."""
    row = (
        Button("Undo", build("nudges", "undo", panel.guild, row_id)),
        Button(OPEN_SETTINGS, build("nudges", "open", panel.guild)),
    )
    name = WORDS[kind].label
    return Message(f"Muted: {name}. `/status` still shows what’s waiting for you.", rows=(row,))
