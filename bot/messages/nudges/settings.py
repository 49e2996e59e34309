"""The panel of the reader's notification settings: one click for each, and its current value."""

from datetime import time

from bot.domain.ids import GuildId
from bot.domain.nudges.kinds import NudgeKind
from bot.domain.nudges.policy import MUTABLE
from bot.domain.nudges.settings import SNOOZE_DAYS
from bot.messages.custom_id import build
from bot.messages.nudges.away import listed
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
from bot.messages.text import join_list, join_within, plural, timestamp, truncate
from bot.services.nudges.panel import NudgePanel

LONGEST_FIELD = 1000
USUAL, NONE, OTHER = "usual", "none", "other"
_HOURS = ("20:00-09:00", "22:00-07:00", "23:00-06:00", "18:00-10:00")


def panel(panel: NudgePanel, note: str = "") -> Message:
    """Show the settings in effect, with a way to change each."""
    guild = panel.guild
    card = Embed("Your nudges", body=note, fields=_fields(panel), footer="Only you see this.")
    rows: tuple[Row, ...] = (
        (_quiet_select(panel),),
        (_limit_select(panel),),
        (_snooze_select(panel),),
        (_mute_select(panel),),
        _buttons(panel, guild),
    )
    return Message(embeds=(card,), rows=rows)


def _fields(panel: NudgePanel) -> tuple[tuple[str, str], ...]:
    policy = panel.policy
    fields = [
        ("Quiet hours", f"{hours(policy.quiet_from, policy.quiet_until)} ({policy.zone})"),
        ("A week", _week(panel)),
        ("Notified you in the last seven days", _heard(panel)),
        ("Expected next week", _coming(panel)),
        ("Where", _where(panel)),
    ]
    if until := panel.snoozed_until:
        fields.append(("Snoozed", f"until {timestamp(until)}; meeting reminders still come"))
    if panel.chosen.muted:
        names = [WORDS[kind].label for kind in MUTABLE if kind in panel.chosen.muted]
        fields.append(("Muted", join_list(names)))
    if panel.coming:
        fields.append(("Away", truncate(listed(panel.coming), 500)))
    return tuple(fields)


def _week(panel: NudgePanel) -> str:
    counted = sum(not ping.answers for ping in panel.pings)
    bounds = panel.policy.weekly
    choose = f"{bounds.least} to {bounds.most}" if bounds.least < bounds.most else f"{bounds.most}"
    return (
        f"{counted} of {panel.policy.weekly_limit} messages in the last seven days. You can choose "
        f"{choose}. Answers to what you’ve just done don’t count, and reminders of meetings "
        "always come."
    )


def _heard(panel: NudgePanel) -> str:
    """List each message that notified them, with why."""
    if not panel.pings:
        return "Nothing."
    lines = [
        f"- {timestamp(ping.at, 'f')}: {named(ping.kind)}. {reason_of(ping.kind)}"
        for ping in reversed(panel.pings)
    ]
    return join_within(lines, LONGEST_FIELD)


def _coming(panel: NudgePanel) -> str:
    if not panel.expected:
        return "Nothing, as far as I know today."
    lines = [f"- {timestamp(one.at, 'f')}: {named(one.kind)}" for one in panel.expected]
    return join_within(lines, LONGEST_FIELD)


def _where(panel: NudgePanel) -> str:
    if panel.chosen.dms:
        return "By direct message"
    if panel.refused_at is None:
        return "In your mentorship’s thread"
    return (
        "In your mentorship’s thread. Discord refused my last direct message to you "
        f"({timestamp(panel.refused_at, 'D')}); the button below tries again."
    )


def hours(start: time, end: time) -> str:
    """Return quiet hours as text."""
    return "none" if start == end else f"{start:%H:%M} to {end:%H:%M}"


def _quiet_select(panel: NudgePanel) -> Select:
    default, now = panel.default, panel.policy
    chosen = f"{now.quiet_from:%H:%M}-{now.quiet_until:%H:%M}"
    is_usual = panel.chosen.quiet_from is None
    choices = [
        Choice(
            f"{hours(default.quiet_from, default.quiet_until)}, as usual here",
            USUAL,
            chosen=is_usual,
        )
    ]
    for hour in _HOURS:
        named = hour.replace("-", " to ")
        choices.append(Choice(named, hour, chosen=not is_usual and hour == chosen))
    no_hours = not is_usual and now.quiet_from == now.quiet_until
    choices.append(Choice("No quiet hours", NONE, chosen=no_hours))
    choices.append(Choice("Other hours ...", OTHER, "You type them"))
    return Select(
        build("nudges", "quiet", panel.guild), "Quiet hours, in your own time", tuple(choices)
    )


def _limit_select(panel: NudgePanel) -> Select:
    now, bounds = panel.policy.weekly_limit, panel.policy.weekly
    choices = tuple(
        Choice(
            f"At most {plural(number, 'message')} a week",
            str(number),
            "Usual here" if number == bounds.usual else "",
            chosen=number == now,
        )
        for number in range(bounds.least, min(bounds.most, bounds.least + 24) + 1)
    )
    return Select(build("nudges", "limit", panel.guild), "How many a week", choices)


def _snooze_select(panel: NudgePanel) -> Select:
    choices = [Choice(f"Snooze for {_length(days)}", str(days)) for days in SNOOZE_DAYS]
    choices.append(Choice("Snooze until a day ...", OTHER, "You type it: “Friday”, “Feb 14”"))
    if panel.snoozed_until:
        choices.append(Choice("Wake me up now", "0"))
    return Select(build("nudges", "snooze", panel.guild), "Snooze everything", tuple(choices))


def _length(days: int) -> str:
    return plural(days // 7, "week") if days % 7 == 0 else plural(days, "day")


def _mute_select(panel: NudgePanel) -> Select:
    choices = tuple(
        Choice(WORDS[kind].label, kind.value, chosen=kind in panel.chosen.muted) for kind in MUTABLE
    )
    return Select(
        build("nudges", "mute", panel.guild),
        "Mute whole kinds; /status still shows them",
        choices,
        least=0,
        most=len(choices),
    )


def _buttons(panel: NudgePanel, guild: GuildId) -> Row:
    dms = (
        Button("Direct messages off", build("nudges", "dms-off", guild))
        if panel.chosen.dms
        else Button("Direct messages on", build("nudges", "dms-on", guild), Style.PRIMARY)
    )
    buttons = [dms]
    if not panel.coming:  # a row holds five, and `/away` is always there
        buttons.append(Button("I'll be away", build("away", "form", guild)))
    for away in panel.coming[:1]:
        label = f"Cancel away {away.first_day:%b} {away.first_day.day}"
        if away.begins_at <= panel.now:
            label = "I am back"
        buttons.append(Button(label, build("away", "back", guild, away.id), Style.SUCCESS))
    # Each says what a click does, not how it is now.
    advice = "off" if panel.chosen.advice else "on"
    buttons.append(Button(f"Turn {advice} advice", build("nudges", f"advice-{advice}", guild)))
    hour = "off" if panel.chosen.hour_reminder else "on"
    buttons.append(Button(f"Turn {hour} hour reminder", build("nudges", f"hour-{hour}", guild)))
    buttons.append(Button("Why the last one?", build("nudges", "why", guild)))
    return tuple(buttons)


def quiet_form(guild: GuildId) -> Modal:
    """Ask for quiet hours."""
    return Modal(
        build("nudges", "quiet-send", guild),
        "Your quiet hours",
        (
            TextField("from", "Quiet from", placeholder="9pm, 21:00 ...", most=40),
            TextField("until", "Quiet until", placeholder="8am, 8:00 ...", most=40),
        ),
    )


def snooze_form(guild: GuildId) -> Modal:
    """Ask for the day until which to snooze."""
    return Modal(
        build("nudges", "snooze-send", guild),
        "Snooze until a day",
        (
            TextField(
                "until", "Until the morning of", placeholder="Friday, in 10 days ...", most=60
            ),
        ),
    )


def dm_test(guild: GuildId) -> Message:
    """The direct message that tests whether direct messages arrive."""
    return Message(
        "This is what a nudge by direct message looks like. They come here from now on, and never "
        "in your quiet hours.",
        rows=((Button("Settings", build("nudges", "open", guild)),),),
    )


DMS_ON = "It works: I have just written to you. Nudges come by direct message from now on."
DMS_OFF = "Nudges will come in your mentorship’s thread from now on."
DMS_FAILED = (
    "Discord did not let me write to you, so direct messages stay off and nudges come in your "
    "thread. To allow them: this server's name, Privacy Settings, Direct Messages; then try again."
)
SAVED = "Done. It holds for what is queued already, too."


def snoozed_week(panel: NudgePanel) -> Message:
    """Say until when reminders are snoozed."""
    until = panel.snoozed_until
    words = f"until {timestamp(until)}" if until else "no more"
    row = (Button("Settings", build("nudges", "open", panel.guild)),)
    return Message(
        f"Snoozed {words}. What waits for you stays under `/status`, and meeting reminders still "
        "come.",
        rows=(row,),
    )


def muted(panel: NudgePanel, kind: NudgeKind, row_id: int) -> Message:
    """Confirm that a kind is muted, and say how to unmute it."""
    row = (
        Button("Undo", build("nudges", "undo", panel.guild, row_id)),
        Button("Settings", build("nudges", "open", panel.guild)),
    )
    name = WORDS[kind].label
    return Message(
        f"{name}: no more of these. What waits for you stays under `/status`.", rows=(row,)
    )
