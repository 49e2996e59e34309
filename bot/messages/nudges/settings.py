"""The panel of the reader's notification settings: one click for each, and its current value."""

from datetime import time
from functools import partial

from bot.domain.ids import GuildId
from bot.domain.nudges.kinds import NudgeKind
from bot.domain.nudges.policy import MUTABLE
from bot.domain.nudges.settings import SNOOZE_DAYS
from bot.language.catalogs import name_of
from bot.language.say import Say, marked
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
from bot.messages.text import join_list, join_within, timestamp, truncate
from bot.messages.time_choices import hour_name
from bot.services.nudges.panel import NudgePanel

LONGEST_FIELD = 1000
HEARD, COMING = "Messages in the last 7 days", "Expected next week"
USUAL, NONE, OTHER = "usual", "none", "other"
AUTOMATIC = marked("Automatic (your Discord’s language)")
_HOURS = ("20:00-09:00", "22:00-07:00", "23:00-06:00", "18:00-10:00")


def panel(say: Say, panel: NudgePanel, note: str = "") -> Message:
    """Show the settings in effect, with a way to change each."""
    guild = panel.guild
    card = Embed(
        say("Your nudges"),
        body=note,
        fields=_fields(say, panel),
        footer=say("Only you can see this."),
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
        (
            say("Quiet hours"),
            f"{hours(say, policy.quiet_from, policy.quiet_until)} ({policy.zone})",
        ),
        (say("Weekly limit"), _week(say, panel)),
        (HEARD, _heard(say, panel)),
        (COMING, _coming(say, panel)),
        (say("Where"), _where(say, panel)),
    ]
    if len(panel.languages) > 1:
        fields.append((say("Language of messages to you"), _language(say, panel)))
    if until := panel.snoozed_until:
        fields.append(
            (
                say("Snoozed"),
                say("Until {until}. Meeting reminders will still come.", until=timestamp(until)),
            )
        )
    if panel.chosen.muted:
        names = [say(WORDS[kind].label) for kind in MUTABLE if kind in panel.chosen.muted]
        fields.append((say("Muted"), join_list(names)))
    if panel.coming:
        fields.append((say("Away"), truncate(listed(panel.coming), 500)))
    return tuple(fields)


def _week(say: Say, panel: NudgePanel) -> str:
    counted = sum(not ping.answers for ping in panel.pings)
    return say(
        "{counted} of {weekly_limit} in the last 7 days. Answers to what you just "
        "did don’t count, and meeting reminders always come.",
        counted=counted,
        weekly_limit=panel.policy.weekly_limit,
    )


def _heard(say: Say, panel: NudgePanel) -> str:
    """List each message that notified them, with why."""
    if not panel.pings:
        return say("None")
    lines = [
        f"- {timestamp(ping.at, 'f')}: {named(say, ping.kind)}. {reason_of(say, ping.kind)}"
        for ping in reversed(panel.pings)
    ]
    return join_within(say, lines, LONGEST_FIELD)


def _coming(say: Say, panel: NudgePanel) -> str:
    if not panel.expected:
        return say("None so far")
    lines = [f"- {timestamp(one.at, 'f')}: {named(say, one.kind)}" for one in panel.expected]
    return join_within(say, lines, LONGEST_FIELD)


def _language(say: Say, panel: NudgePanel) -> str:
    return name_of(panel.chosen.language) if panel.chosen.language else say(AUTOMATIC)


def language_menu(say: Say, panel: NudgePanel) -> Message:
    """Offer the languages in which messages to the reader can be."""
    choices = (
        Choice(say(AUTOMATIC), USUAL, chosen=panel.chosen.language is None),
        *(
            Choice(name_of(code), code, chosen=panel.chosen.language == code)
            for code in panel.languages
        ),
    )
    menu = Select(build("nudges", "speak", panel.guild), say("Language"), choices)
    return Message(
        say(
            "Which language should messages to you be in? Your thread keeps your server’s language."
        ),
        rows=((menu,),),
    )


def _where(say: Say, panel: NudgePanel) -> str:
    if panel.chosen.dms:
        return say("By DM")
    if panel.refused_at is None:
        return say("In your mentorship’s thread")
    return say(
        "In your mentorship’s thread. My last DM to you was blocked "
        "({refused_at}). Turn on DMs below to try again.",
        refused_at=timestamp(panel.refused_at, "D"),
    )


def hours(say: Say, start: time, end: time) -> str:
    """Return quiet hours as text."""
    return say("None") if start == end else f"{hour_name(say, start)}–{hour_name(say, end)}"


def _quiet_select(say: Say, panel: NudgePanel) -> Select:
    default, now = panel.default, panel.policy
    chosen = f"{now.quiet_from:%H:%M}-{now.quiet_until:%H:%M}"
    is_usual = panel.chosen.quiet_from is None
    choices = [
        Choice(
            say("{hours} (default)", hours=hours(say, default.quiet_from, default.quiet_until)),
            USUAL,
            chosen=is_usual,
        )
    ]
    for hour in _HOURS:
        start, end = map(time.fromisoformat, hour.split("-"))
        choices.append(Choice(hours(say, start, end), hour, chosen=not is_usual and hour == chosen))
    no_hours = not is_usual and now.quiet_from == now.quiet_until
    choices.append(Choice(say("No quiet hours"), NONE, chosen=no_hours))
    choices.append(Choice(say("Other hours…"), OTHER, say("Type your own")))
    return Select(build("nudges", "quiet", panel.guild), say("Quiet hours"), tuple(choices))


def _limit_select(say: Say, panel: NudgePanel) -> Select:
    now, bounds = panel.policy.weekly_limit, panel.policy.weekly
    choices = tuple(
        Choice(
            say.count("Up to {n} message a week", "Up to {n} messages a week", number),
            str(number),
            say("Default") if number == bounds.usual else "",
            chosen=number == now,
        )
        for number in range(bounds.least, min(bounds.most, bounds.least + 24) + 1)
    )
    return Select(build("nudges", "limit", panel.guild), say("Weekly limit"), choices)


def _snooze_select(say: Say, panel: NudgePanel) -> Select:
    choices = [Choice(_snooze_for(say, days), str(days)) for days in SNOOZE_DAYS]
    choices.append(
        Choice(say("Snooze until a day…"), OTHER, say("Type it, like “Friday” or “Feb 14”"))
    )
    if panel.snoozed_until:
        choices.append(Choice(say("End snooze"), "0"))
    return Select(build("nudges", "snooze", panel.guild), say("Snooze reminders"), tuple(choices))


def _snooze_for(say: Say, days: int) -> str:
    if days % 7 == 0:
        return say.count("Snooze for {n} week", "Snooze for {n} weeks", days // 7)
    return say.count("Snooze for {n} day", "Snooze for {n} days", days)


def _mute_select(say: Say, panel: NudgePanel) -> Select:
    choices = tuple(
        Choice(say(WORDS[kind].label), kind.value, chosen=kind in panel.chosen.muted)
        for kind in MUTABLE
    )
    return Select(
        build("nudges", "mute", panel.guild),
        say("Mute some reminders (still in /status)"),
        choices,
        least=0,
        most=len(choices),
    )


def _buttons(say: Say, panel: NudgePanel, guild: GuildId) -> Row:
    dms = (
        Button(say.of("button", "Turn off DMs"), build("nudges", "dms-off", guild))
        if panel.chosen.dms
        else Button(
            say.of("button", "Turn on DMs"), build("nudges", "dms-on", guild), Style.PRIMARY
        )
    )
    buttons = [dms]
    if not panel.coming:  # a row holds five, and `/away` is always there
        buttons.append(Button(say.of("button", "Set time away"), build("away", "form", guild)))
    buttons += map(partial(back_button, say), panel.coming[:1])
    # Each says what a click does, not how it is now.
    buttons.append(
        Button(say.of("button", "Turn off advice"), build("nudges", "advice-off", guild))
        if panel.chosen.advice
        else Button(say.of("button", "Turn on advice"), build("nudges", "advice-on", guild))
    )
    buttons.append(
        Button(say.of("button", "Turn off 1h reminder"), build("nudges", "hour-off", guild))
        if panel.chosen.hour_reminder
        else Button(say.of("button", "Turn on 1h reminder"), build("nudges", "hour-on", guild))
    )
    # `/why` is always there, too.
    buttons.append(
        Button(say.of("button", "Change language"), build("nudges", "language", guild))
        if len(panel.languages) > 1
        else Button(say.of("button", "Explain last message"), build("nudges", "why", guild))
    )
    return tuple(buttons)


def quiet_form(say: Say, guild: GuildId) -> Modal:
    """Ask for quiet hours."""
    return Modal(
        build("nudges", "quiet-send", guild),
        say("Your quiet hours"),
        (
            TextField("from", say("Quiet from"), placeholder=say("9pm, 21:00…"), most=40),
            TextField("until", say("Quiet until"), placeholder=say("8am, 8:00…"), most=40),
        ),
    )


def snooze_form(say: Say, guild: GuildId) -> Modal:
    """Ask for the day until which to snooze."""
    return Modal(
        build("nudges", "snooze-send", guild),
        say("Snooze until a day"),
        (
            TextField(
                "until",
                say("Until the morning of"),
                placeholder=say("Friday, in 10 days…"),
                most=60,
            ),
        ),
    )


def dm_test(say: Say, guild: GuildId) -> Message:
    """The direct message that tests whether direct messages arrive."""
    return Message(
        say(
            "This is a test. I’ll send your reminders here from now on, but never in your quiet "
            "hours."
        ),
        rows=((Button(say(OPEN_SETTINGS), build("nudges", "open", guild)),),),
    )


DMS_ON = marked("It works! I just sent you a DM. Your reminders will come there from now on.")
DMS_OFF = marked("Reminders will come in your mentorship’s thread from now on.")
DMS_FAILED = marked(
    "Discord didn’t let me DM you, so reminders will stay in your thread. To allow DMs, tap "
    "this "
    "server’s name, open Privacy Settings, turn on Direct Messages, and try again."
)
SAVED = marked("Saved. This also applies to messages already scheduled.")


def snoozed_week(say: Say, panel: NudgePanel) -> Message:
    """Say until when reminders are snoozed."""
    until = panel.snoozed_until
    words = (
        say(
            "Snoozed until {until}. Meeting reminders will still come, and `/status` "
            "shows the rest.",
            until=timestamp(until),
        )
        if until
        else say(SAVED)
    )
    row = (Button(say(OPEN_SETTINGS), build("nudges", "open", panel.guild)),)
    return Message(words, rows=(row,))


def muted(say: Say, panel: NudgePanel, kind: NudgeKind, row_id: int) -> Message:
    """Confirm that a kind is muted, and say how to unmute it."""
    row = (
        Button(say.of("button", "Undo"), build("nudges", "undo", panel.guild, row_id)),
        Button(say(OPEN_SETTINGS), build("nudges", "open", panel.guild)),
    )
    name = say(WORDS[kind].label)
    return Message(
        say("Muted: {name}. `/status` still shows what’s waiting for you.", name=name), rows=(row,)
    )
