"""The messages of `/setup`."""

from bot.domain.ids import ChannelId, GuildId, RoleId
from bot.domain.moderation.setting_checks import ChannelCheck
from bot.domain.nudges.policy import WeeklyBounds
from bot.messages.custom_id import build
from bot.messages.outgoing import (
    Button,
    Embed,
    Message,
    Modal,
    Pick,
    Row,
    Select,
    Style,
    TextField,
)
from bot.messages.text import channel, join_list, role
from bot.messages.time_choices import zone_said
from bot.services.moderation.societies import Setup
from bot.storage.moderation.societies import Society

# Permissions that the bot needs in the mentoring channel, by discord.py's names and Discord's own.
NEEDED = {
    "view_channel": "View Channel",
    "send_messages": "Send Messages",
    "embed_links": "Embed Links",
    "attach_files": "Attach Files",
    "read_message_history": "Read Message History",
    "create_private_threads": "Create Private Threads",
    "send_messages_in_threads": "Send Messages in Threads",
}
NEEDED_TO_POST = {name: NEEDED[name] for name in ("view_channel", "send_messages", "embed_links")}
# In the mentoring channel everyone talks in their pair's thread, and nowhere else.
MEMBERS_NEED = {name: NEEDED[name] for name in ("view_channel", "send_messages_in_threads")}
MEMBERS_SHOULD_NOT = {
    "send_messages": NEEDED["send_messages"],
    "create_public_threads": "Create Public Threads",
    "create_private_threads": NEEDED["create_private_threads"],
}
NONE = "not chosen"
# The fields of the form for messages a week.
WEEKLY_FIELDS = ("least", "usual", "most")
_ROLE_GONE = (
    "It was deleted, so only people with Manage Server are moderators now, and no one is notified "
    "of a case. Choose another role in the menu below."
)


def panel(
    guild: GuildId,
    setup: Setup,
    channel_checks: tuple[ChannelCheck, ...],
    *,
    role_gone: bool = False,
) -> Message:
    """Show the choices with menus to change them, and what has to be fixed and how."""
    society, weekly = setup.society, setup.weekly
    zone = zone_said(society.time_zone) if society else "UTC, until you choose yours"
    society = society or _untouched(guild)
    fields = [
        ("Mentoring channel", _place(society.mentoring_channel)),
        ("Moderators' role", _role(society.moderator_role)),
        ("Moderators' channel", _place(society.moderator_channel)),
        ("Wins channel", _place(society.wins_channel)),
        ("Time zone", zone),
        (
            "New threads are named by",
            f"{'people' if society.names_threads else 'cohort'}; `/setup thread-names` changes it",
        ),
        ("Messages a week", f"{weekly.least} to {weekly.most}, usually {weekly.usual}"),
    ]
    can = "can" if setup.takes_minors else "can’t"
    fields.append(("Members under 18", f"{can} join; see `/youth setup`"))
    if setup.is_pinged:
        fields.append(("You", "I mention you by name once a day, and in every call for help."))
    if role_gone:
        fields.append(("The moderators’ role is gone", _ROLE_GONE))
    for channel_check in channel_checks:
        fields += _fixes(channel_check)
    if society.mentoring_channel is None:
        title, text = "Let's begin", "Please choose the mentoring channel: a text channel under "
        text += "which each pair gets a private thread. The rest is optional."
    elif role_gone or any(channel_check.stops_us for channel_check in channel_checks):
        title, text = "Almost ready", "Mend what is named below, then press Check again."
    elif any(channel_check.open_to_all for channel_check in channel_checks):
        title, text = "Ready, but not private", "Please close the moderators' channel, as below."
    elif any(channel_check.unheard for channel_check in channel_checks):
        title, text = "Ready, but no moderator is notified", "How to fix that is below."
    else:
        title, text = "Ready", "Next: `/cohort create` makes your first cohort."
    footer = "Each choice is kept at once. Run /setup again at any time."
    return Message(
        text,
        embeds=(Embed(title, fields=tuple(fields), footer=footer),),
        rows=_rows(guild, society, is_pinged=setup.is_pinged),
    )


def _untouched(guild: GuildId) -> Society:
    return Society(guild, None, None, None, None, time_zone="UTC", set_up_at=None)


def _rows(guild: GuildId, society: Society, *, is_pinged: bool) -> tuple[Row, ...]:
    def menu(
        custom_id: str, placeholder: str, pick: Pick, chosen: int | None, least: int = 0
    ) -> Row:
        ids = (chosen,) if chosen else ()
        return (Select(custom_id, placeholder, pick=pick, least=least, chosen=ids),)

    return (
        menu(
            build("setup", "mentoring", guild),
            "Mentoring channel: panels, and pairs' threads",
            Pick.CHANNEL,
            society.mentoring_channel,
            least=1,
        ),
        menu(
            build("setup", "role", guild),
            "Moderators' role, besides Manage Server",
            Pick.ROLE,
            society.moderator_role,
        ),
        menu(
            build("setup", "moderators", guild),
            "Moderators' channel: what needs a decision",
            Pick.CHANNEL,
            society.moderator_channel,
        ),
        menu(
            build("setup", "wins", guild),
            "Wins channel: victories that people share",
            Pick.CHANNEL,
            society.wins_channel,
        ),
        (
            Button("Time zone", build("setup", "zone", guild)),
            Button("Messages a week", build("setup", "weekly", guild)),
            Button("Safety", build("safety", "show", guild)),
            Button("Stop pinging me", build("setup", "ping-me-off", guild))
            if is_pinged
            else Button("Ping me", build("setup", "ping-me", guild)),
            Button("Check again", build("setup", "check", guild), Style.PRIMARY),
        ),
    )


def zone_form(guild: GuildId, society: Society | None) -> Modal:
    """Ask for the society's time zone."""
    field = TextField(
        "time_zone",
        "Your society's time zone",
        note="A city or a name, such as Chicago or Eastern.",
        value=society.time_zone if society else "",
        most=60,
    )
    return Modal(build("setup", "zone-send", guild), "Time zone", (field,))


def weekly_form(guild: GuildId, weekly: WeeklyBounds) -> Modal:
    """Ask how many messages a week members may choose."""
    labels = ("Fewest they may choose", "For those who chose nothing", "Most they may choose")
    values = (weekly.least, weekly.usual, weekly.most)
    fields = tuple(
        TextField(name, label, value=str(value), required=False, most=3)
        for name, label, value in zip(WEEKLY_FIELDS, labels, values, strict=True)
    )
    return Modal(build("setup", "weekly-send", guild), "Messages a week", fields)


def _fixes(channel_check: ChannelCheck) -> list[tuple[str, str]]:
    """Return each thing to fix in one channel, and how."""
    place = channel(channel_check.place)
    if channel_check.gone:
        text = (
            f"{place} was deleted, or I can't see it. Choose another one in the menu below, "
            "or let me see it: channel settings, Permissions, my role, View Channel."
        )
        return [(f"The {channel_check.purpose} is gone", text)]
    fields = []
    if channel_check.missing:
        text = (
            f"{', '.join(channel_check.missing)} in {place}. To mend it: channel settings, "
            "Permissions, my role, and allow what is named. Then press Check again."
        )
        fields.append((f"Missing in the {channel_check.purpose}", text))
    if channel_check.open_to_all:
        text = (
            f"{place} tells who waits, who has gone quiet, and who asked for help. To mend it: "
            "channel settings, Permissions, everyone, and deny View Channel; then allow it for "
            "the moderators' role and for mine. Then press Check again."
        )
        fields.append((f"Everybody can read the {channel_check.purpose}", text))
    if channel_check.unheard:
        text = (
            f"I can’t notify {role(channel_check.unheard)}, so no one hears of a case. To fix it: "
            "Server Settings, Roles, that role, “Allow anyone to @mention this role”; or give me "
            f"Mention Everyone in {place}. Then press Check again. Until then, “Ping me” below "
            "makes me mention you by name; each moderator can choose that."
        )
        fields.append(("The moderators’ role isn’t notified", text))
    if channel_check.members_lack:
        text = (
            f"{join_list(channel_check.members_lack)} in {place}: allow it for everyone, or "
            "for the role "
            "of those who join. Without it nobody can write to their partner."
        )
        fields.append(("Members can't use their threads", text))
    if channel_check.members_may:
        text = (
            f"{join_list(channel_check.members_may)} in {place}: channel settings, Permissions, "
            "everyone, and deny what is named. Then the sign-up panel stays in sight, and "
            "only I open threads here."
        )
        fields.append(("Better denied to members", text))
    return fields


def _role(chosen: RoleId | None) -> str:
    return role(chosen) if chosen else NONE


def _place(chosen: ChannelId | None) -> str:
    return channel(chosen) if chosen else NONE
