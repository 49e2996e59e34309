"""What moderators and whoever runs the bot read when nothing can be saved or sent, and after."""

from datetime import timedelta

from bot.domain.ids import RoleId
from bot.domain.outages import Outage, OutageReason
from bot.language.say import Say, marked
from bot.messages.text import role, timestamp

_WHAT = {
    OutageReason.GONE: marked("My database was deleted or moved."),
    OutageReason.FULL: marked("My disk is full."),
    OutageReason.READ_ONLY: marked("I’m not allowed to write to my database."),
    OutageReason.DAMAGED: marked("My database is damaged."),
    OutageReason.LOCKED: marked("My database is busy, so I can’t write to it."),
    OutageReason.UNREACHABLE: marked("I can’t reach my database."),
    OutageReason.OTHER: marked("My database isn’t working."),
}
_GOES_ON = marked("I’ll continue without a restart.")
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
        what = say(
            "Messages that are due aren’t going out because of an error on my end. Commands and "
            "buttons still work."
        )
    else:
        what = say(
            "I can’t save anything right now. {words} Messages that are due will "
            "wait, and anyone who uses a command or button will see that nothing was saved.",
            words=say(_WHAT[outage.reason]),
        )
    told = (
        say("I’ve told the person who runs me.")
        if owner_knows
        else say("Please tell the person who runs me.")
    )
    return say("{to}{what}\n{told} I’ll post here when it’s over.", to=to, what=what, told=told)


def _over_for_moderators(say: Say, outage: Outage) -> str:
    if outage.reason is OutageReason.DELIVERY:
        return say("I’m sending messages again. The ones that were due are on their way.")
    return say(
        "I can save again. The problem began {since}. Messages that were due "
        "are on their way, and anyone who was told that nothing was saved can try again.",
        since=timestamp(outage.since),
    )


def for_owner(say: Say, outage: Outage, societies: int) -> str:
    """Return the direct message to whoever runs the bot; `societies` are waiting for something."""
    if outage.until is not None:
        lasted = _spelled(say, outage.until - outage.since)
        if outage.reason is OutageReason.DELIVERY:
            return say(
                "I’m sending messages again. That took {lasted}, from {since}.",
                lasted=lasted,
                since=timestamp(outage.since),
            )
        return say(
            "I can save again. That took {lasted}, from {since}.",
            lasted=lasted,
            since=timestamp(outage.since),
        )
    waiting = (
        say(" Servers waiting for something: {societies}.", societies=societies)
        if societies
        else ""
    )
    if outage.reason is OutageReason.DELIVERY:
        return say(
            "Messages that are due aren’t going out.{waiting} {to_do}",
            waiting=waiting,
            to_do=_TO_DO[outage.reason],
        )
    return say(
        "I haven’t been able to save anything since {since}. {words}{waiting} {to_do}",
        since=timestamp(outage.since),
        words=say(_WHAT[outage.reason]),
        waiting=waiting,
        to_do=_to_do(say, outage),
    )


def _to_do(say: Say, outage: Outage) -> str:
    if outage.reason is not OutageReason.GONE:
        return _TO_DO[outage.reason]
    if outage.rescued:
        return say(
            "I saved everything that was in it to `{rescued}`. Stop me, run "
            "`preceptor restore {rescued}`, and start me again.",
            rescued=outage.rescued,
        )
    return say(
        "Move the file back to `{path}`, or stop me and restore a backup with "
        "`preceptor restore PATH`.",
        path=outage.path,
    )


def _spelled(say: Say, span: timedelta) -> str:
    seconds = int(span.total_seconds())
    if seconds < 120:
        return say.count("{n} second", "{n} seconds", seconds)
    minutes = seconds // 60
    if minutes < 120:
        return say.count("{n} minute", "{n} minutes", minutes)
    return say.count("{n} hour", "{n} hours", minutes // 60)
