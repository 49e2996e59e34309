"""What moderators and whoever runs the bot read when nothing can be saved or sent, and after."""

from datetime import timedelta

from bot.domain.ids import RoleId
from bot.domain.outages import Outage, OutageReason
from bot.language.say import Say
from bot.messages.text import for_count, role, timestamp

_WHAT = {
    OutageReason.GONE: "My database was deleted or moved.",
    OutageReason.FULL: "My disk is full.",
    OutageReason.READ_ONLY: "I’m not allowed to write to my database.",
    OutageReason.DAMAGED: "My database is damaged.",
    OutageReason.LOCKED: "My database is busy, so I can’t write to it.",
    OutageReason.UNREACHABLE: "I can’t reach my database.",
    OutageReason.OTHER: "My database isn’t working.",
}
_GOES_ON = "I’ll continue without a restart."
_TO_DO = {
    OutageReason.FULL: f"Free some disk space. {_GOES_ON}",
    OutageReason.READ_ONLY: (
        f"Give my account write access to the database and its folder. {_GOES_ON}"
    ),
    OutageReason.DAMAGED: (
        "Stop me, keep a copy of the file, and restore a backup with `preceptor restore PATH`."
    ),
    OutageReason.LOCKED: (
        "Another program probably holds it open, like a database browser or a backup. Close "
        f"that program. {_GOES_ON}"
    ),
    OutageReason.UNREACHABLE: f"Check the database, its server, and the network. {_GOES_ON}",
    OutageReason.OTHER: f"The log has the details: look for `database.outage`. {_GOES_ON}",
    OutageReason.DELIVERY: (
        "Commands and buttons still work. The log has the details: look for `delivery.turn_failed`."
        " I’ll keep trying."
    ),
}


def for_moderators(
    say: Say, outage: Outage, moderators: RoleId | None, *, owner_knows: bool
) -> str:
    """Return the post in a moderators' channel."""
    if outage.until is not None:
        return _over_for_moderators(say, outage)
    to = f"{role(moderators)}\n" if moderators else ""
    if outage.reason is OutageReason.DELIVERY:
        what = (
            "Messages that are due aren’t going out because of an error on my end. Commands and "
            "buttons still work."
        )
    else:
        what = (
            f"I can’t save anything right now. {_WHAT[outage.reason]} Messages that are due will "
            "wait, and anyone who uses a command or button will see that nothing was saved."
        )
    told = (
        "I’ve told the person who runs me."
        if owner_knows
        else "Please tell the person who runs me."
    )
    return f"{to}{what}\n{told} I’ll post here when it’s over."


def _over_for_moderators(say: Say, outage: Outage) -> str:
    if outage.reason is OutageReason.DELIVERY:
        return "I’m sending messages again. The ones that were due are on their way."
    return (
        f"I can save again. The problem began {timestamp(outage.since)}. Messages that were due "
        "are on their way, and anyone who was told that nothing was saved can try again."
    )


def for_owner(say: Say, outage: Outage, societies: int) -> str:
    """Return the direct message to whoever runs the bot; `societies` are waiting for something."""
    if outage.until is not None:
        lasted = _spelled(say, outage.until - outage.since)
        if outage.reason is OutageReason.DELIVERY:
            return (
                f"I’m sending messages again. That took {lasted}, from {timestamp(outage.since)}."
            )
        return f"I can save again. That took {lasted}, from {timestamp(outage.since)}."
    waiting = f" Servers waiting for something: {societies}." if societies else ""
    if outage.reason is OutageReason.DELIVERY:
        return f"Messages that are due aren’t going out.{waiting} {_TO_DO[outage.reason]}"
    return (
        f"I haven’t been able to save anything since {timestamp(outage.since)}. "
        f"{_WHAT[outage.reason]}{waiting} {_to_do(say, outage)}"
    )


def _to_do(say: Say, outage: Outage) -> str:
    if outage.reason is not OutageReason.GONE:
        return _TO_DO[outage.reason]
    if outage.rescued:
        return (
            f"I saved everything that was in it to `{outage.rescued}`. Stop me, run "
            f"`preceptor restore {outage.rescued}`, and start me again."
        )
    return (
        f"Move the file back to `{outage.path}`, or stop me and restore a backup with "
        "`preceptor restore PATH`."
    )


def _spelled(say: Say, span: timedelta) -> str:
    seconds = int(span.total_seconds())
    if seconds < 120:
        return for_count(seconds, "{n} second", "{n} seconds")
    minutes = seconds // 60
    if minutes < 120:
        return for_count(minutes, "{n} minute", "{n} minutes")
    return for_count(minutes // 60, "{n} hour", "{n} hours")
