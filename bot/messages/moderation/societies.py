"""The messages of `/setup`."""

from bot.domain.ids import ChannelId, GuildId, RoleId
from bot.domain.moderation.setting_checks import MENTORING, MODERATORS, WINS, ChannelCheck
from bot.domain.nudges.policy import WeeklyBounds
from bot.language.catalogs import name_of
from bot.language.say import ENGLISH, Say, marked
from bot.messages.custom_id import build
from bot.messages.outgoing import (
    Button,
    Choice,
    ChoiceField,
    Embed,
    FormField,
    Message,
    Modal,
    Pick,
    Row,
    Select,
    Style,
    TextField,
)
from bot.messages.text import channel, role
from bot.messages.time_choices import zone_said
from bot.services.moderation.societies import Setup
from bot.storage.moderation.societies import Society

# Permissions that the bot needs in the mentoring channel, by discord.py's names and Discord's own.
NEEDED = {
    "view_channel": marked("View Channel"),
    "send_messages": marked("Send Messages"),
    "embed_links": marked("Embed Links"),
    "attach_files": marked("Attach Files"),
    "read_message_history": marked("Read Message History"),
    "create_private_threads": marked("Create Private Threads"),
    "send_messages_in_threads": marked("Send Messages in Threads"),
}
NEEDED_TO_POST = {name: NEEDED[name] for name in ("view_channel", "send_messages", "embed_links")}
# In the mentoring channel everyone talks in their pair's thread, and nowhere else.
MEMBERS_NEED = {name: NEEDED[name] for name in ("view_channel", "send_messages_in_threads")}
MEMBERS_SHOULD_NOT = {
    "send_messages": NEEDED["send_messages"],
    "create_public_threads": "Create Public Threads",
    "create_private_threads": NEEDED["create_private_threads"],
}
NONE = marked("Not chosen")
_PURPOSES = {
    MENTORING: marked("Mentoring channel"),
    MODERATORS: marked("Moderators’ channel"),
    WINS: marked("Wins channel"),
}
# The fields of the form for messages a week.
WEEKLY_FIELDS = ("least", "usual", "most")
_ROLE_GONE = marked(
    "Only people with Manage Server are moderators now, and no one is notified about cases. "
    "Choose "
    "another role below."
)


def panel(
    say: Say,
    guild: GuildId,
    setup: Setup,
    channel_checks: tuple[ChannelCheck, ...],
    *,
    role_gone: bool = False,
) -> Message:
    """Show the choices with menus to change them, and what has to be fixed and how."""
    society, weekly = setup.society, setup.weekly
    zone = zone_said(say, society.time_zone) if society else say("UTC (until you choose yours)")
    society = society or _untouched(guild)
    fields = [
        (say("Mentoring channel"), _place(say, society.mentoring_channel)),
        (say("Moderators’ role"), _role(say, society.moderator_role)),
        (say("Moderators’ channel"), _place(say, society.moderator_channel)),
        (say("Wins channel"), _place(say, society.wins_channel)),
        (say("Time zone"), zone),
        (
            say("Thread names (`/setup thread-names`)"),
            say("People") if society.names_threads else say("Cohort"),
        ),
        (
            say("Messages a week"),
            say(
                "{least}–{most} · Default: {usual}",
                least=weekly.least,
                most=weekly.most,
                usual=weekly.usual,
            ),
        ),
    ]
    can = "can" if setup.takes_minors else say("can’t")
    fields.append((say("Members under 18"), say("{can} join; see `/youth setup`", can=can)))
    if len(setup.languages) > 1:
        spoken = name_of(society.language or ENGLISH.language)
        fields.append((say("Language of threads and channels"), spoken))
    if setup.is_pinged:
        fields.append(
            (say("You"), say("I’ll mention you once a day, and whenever someone asks for help."))
        )
    if role_gone:
        fields.append((say("The moderators’ role was deleted"), say(_ROLE_GONE)))
    for channel_check in channel_checks:
        fields += _fixes(say, channel_check)
    if society.mentoring_channel is None:
        title = say("Let’s get started")
        text = say(
            "Choose a mentoring channel. Each pair gets a private thread there. The rest is "
            "optional."
        )
    elif role_gone or any(channel_check.stops_us for channel_check in channel_checks):
        title, text = (
            say("Almost ready"),
            say("Fix what’s listed below, then press **Check again**."),
        )
    elif any(channel_check.open_to_all for channel_check in channel_checks):
        title, text = (
            say("Ready, but not private"),
            say("Make the moderators’ channel private (see below)."),
        )
    elif any(channel_check.unheard for channel_check in channel_checks):
        title, text = say("Ready, but no moderator is notified"), say("See below how to fix that.")
    else:
        title, text = say("Ready"), say("Next: create your first cohort with `/cohort create`.")
    footer = say("Changes save automatically. Run /setup anytime to update them.")
    return Message(
        text,
        embeds=(Embed(title, fields=tuple(fields), footer=footer),),
        rows=_rows(say, guild, society, setup),
    )


def _untouched(guild: GuildId) -> Society:
    return Society(guild, None, None, None, None, time_zone="UTC", set_up_at=None)


def _rows(say: Say, guild: GuildId, society: Society, setup: Setup) -> tuple[Row, ...]:
    zone = say("Set time zone") if len(setup.languages) < 2 else say("Set zone & language")

    def menu(
        custom_id: str, placeholder: str, pick: Pick, chosen: int | None, least: int = 0
    ) -> Row:
        ids = (chosen,) if chosen else ()
        return (Select(custom_id, placeholder, pick=pick, least=least, chosen=ids),)

    return (
        menu(
            build("setup", "mentoring", guild),
            say("Mentoring channel: sign-up and threads"),
            Pick.CHANNEL,
            society.mentoring_channel,
            least=1,
        ),
        menu(
            build("setup", "role", guild),
            say("Moderators’ role (besides Manage Server)"),
            Pick.ROLE,
            society.moderator_role,
        ),
        menu(
            build("setup", "moderators", guild),
            say("Moderators’ channel: what needs a decision"),
            Pick.CHANNEL,
            society.moderator_channel,
        ),
        menu(
            build("setup", "wins", guild),
            say("Wins channel: wins people share"),
            Pick.CHANNEL,
            society.wins_channel,
        ),
        (
            Button(zone, build("setup", "zone", guild)),
            Button(say.of("button", "Set weekly limits"), build("setup", "weekly", guild)),
            Button(say.of("button", "Safety"), build("safety", "show", guild)),
            Button(say.of("button", "Stop pinging me"), build("setup", "ping-me-off", guild))
            if setup.is_pinged
            else Button(say.of("button", "Ping me"), build("setup", "ping-me", guild)),
            Button(say.of("button", "Check again"), build("setup", "check", guild), Style.PRIMARY),
        ),
    )


def zone_form(say: Say, guild: GuildId, setup: Setup, locale: str) -> Modal:
    """Ask for the society's time zone, and for its language if there are several.

    Until one is chosen, that of `locale`, the server's own in Discord, is offered.
    """
    society = setup.society
    field: FormField = TextField(
        "time_zone",
        say("Your server’s time zone"),
        note=say("Try “Chicago” or “Eastern”."),
        value=society.time_zone if society else "",
        most=60,
    )
    if len(setup.languages) < 2:
        return Modal(build("setup", "zone-send", guild), say("Set time zone"), (field,))
    chosen = (society and society.language) or locale.partition("-")[0]
    if chosen not in setup.languages:
        chosen = ENGLISH.language
    language = ChoiceField(
        "language",
        say("Language of threads and channels"),
        tuple(Choice(name_of(code), code, chosen=code == chosen) for code in setup.languages),
        note=say("What only one person sees is in their own language."),
    )
    form = build("setup", "zone-send", guild)
    return Modal(form, say("Set time zone and language"), (field, language))


def weekly_form(say: Say, guild: GuildId, weekly: WeeklyBounds) -> Modal:
    """Ask how many messages a week members may choose."""
    labels = (say("Lowest choice"), say("Default"), say("Highest choice"))
    values = (weekly.least, weekly.usual, weekly.most)
    fields = tuple(
        TextField(name, label, value=str(value), required=False, most=3)
        for name, label, value in zip(WEEKLY_FIELDS, labels, values, strict=True)
    )
    return Modal(build("setup", "weekly-send", guild), say("Set weekly limits"), fields)


def _fixes(say: Say, channel_check: ChannelCheck) -> list[tuple[str, str]]:
    """Return each thing to fix in one channel, and how."""
    place, purpose = channel(channel_check.place), say(_PURPOSES[channel_check.purpose])
    if channel_check.gone:
        text = say(
            "{place} was deleted, or I can’t see it. Choose another one below, or allow View "
            "Channel for my role in its settings.",
            place=place,
        )
        return [(say("{purpose} not found", purpose=purpose), text)]
    fields = []
    if channel_check.missing:
        text = say(
            "In the settings of {place}, allow these for my role: {missing}.",
            place=place,
            missing=", ".join(channel_check.missing),
        )
        fields.append((say("{purpose}: missing permissions", purpose=purpose), text))
    if channel_check.open_to_all:
        text = say(
            "{place} shows who’s unmatched, who’s gone quiet, and who asked for help. In its "
            "settings, turn off View Channel for @everyone, then allow it for the moderators’ role "
            "and mine.",
            place=place,
        )
        fields.append((say("{purpose}: everyone can read it", purpose=purpose), text))
    if channel_check.unheard:
        text = say(
            "I can’t notify {unheard} about cases. In Server Settings, Roles, "
            "turn on “Allow anyone to @mention this role”, or give me Mention Everyone in "
            "{place}. Until then, press **Ping me** if you’d like me to mention you.",
            unheard=role(channel_check.unheard),
            place=place,
        )
        fields.append((say("The moderators’ role isn’t notified"), text))
    if channel_check.members_lack:
        text = say(
            "In the settings of {place}, allow these for @everyone or the members’ role: "
            "{members_lack}. Otherwise, no one can write in their thread.",
            place=place,
            members_lack=", ".join(channel_check.members_lack),
        )
        fields.append((say("Members can’t use their threads"), text))
    if channel_check.members_may:
        text = say(
            "In {place}, turn off these for @everyone: {members_may}. "
            "This keeps the sign-up panel from scrolling away.",
            place=place,
            members_may=", ".join(channel_check.members_may),
        )
        fields.append((say("Recommended: remove these permissions from members"), text))
    return fields


def _role(say: Say, chosen: RoleId | None) -> str:
    return role(chosen) if chosen else say(NONE)


def _place(say: Say, chosen: ChannelId | None) -> str:
    return channel(chosen) if chosen else say(NONE)
