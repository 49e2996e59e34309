"""What `/setup` says."""

from bot.domain.ids import ChannelId
from bot.messages.outgoing import Card, Outgoing
from bot.messages.text import channel, role
from bot.storage.societies import Society

# What the bot needs in the mentoring channel, by discord.py's names and by Discord's own words.
NEEDED = {
    "view_channel": "View Channel",
    "send_messages": "Send Messages",
    "embed_links": "Embed Links",
    "attach_files": "Attach Files",
    "read_message_history": "Read Message History",
    "create_private_threads": "Create Private Threads",
    "send_messages_in_threads": "Send Messages in Threads",
}
NONE = "not chosen"
NEEDED_TO_POST = {name: NEEDED[name] for name in ("view_channel", "send_messages", "embed_links")}


def overview(society: Society, missing: dict[str, list[str]]) -> Outgoing:
    """Show the choices, and each missing permission with the way to mend it."""
    fields = [
        ("Mentoring channel", _channel_or_none(society.mentoring_channel)),
        ("Moderators' role", role(society.moderator_role) if society.moderator_role else NONE),
        ("Moderators' channel", _channel_or_none(society.moderator_channel)),
        ("Wins channel", _channel_or_none(society.wins_channel)),
        ("Time zone", society.time_zone),
    ]
    for place, names in missing.items():
        fields.append((f"Missing in {place}", _mend(names)))
    title = "Almost ready" if missing else "Ready"
    footer = "Run /setup again at any time; what you leave out stays as it is."
    text = "" if missing else "Next: `/cohort create` makes your first cohort."
    return Outgoing(text, cards=(Card(title, fields=tuple(fields), footer=footer),))


def nothing_yet() -> Outgoing:
    """Say how to begin."""
    return Outgoing(
        "This server is not set up yet. Run `/setup` with a mentoring channel: a text channel "
        "under which each pair gets a private thread. A role and a channel for moderators, a "
        "wins channel and a time zone are optional."
    )


def _mend(names: list[str]) -> str:
    wanted = ", ".join(names)
    return (
        f"{wanted}. To mend it: channel settings, Permissions, my role, and allow what is named. "
        "Then run `/setup` again."
    )


def _channel_or_none(chosen: ChannelId | None) -> str:
    return channel(chosen) if chosen else NONE
