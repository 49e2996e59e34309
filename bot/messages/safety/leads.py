"""The safety part of `/setup`: leads, the society's own words, and who looked."""

from bot.domain.ids import GuildId
from bot.domain.safety.concerns import FEWEST_LEADS, MOST_LEADS, MOST_SETTING
from bot.language.say import Say
from bot.messages.custom_id import build
from bot.messages.outgoing import (
    Button,
    Embed,
    Message,
    Modal,
    Pick,
    Row,
    Select,
    TextField,
)
from bot.messages.safety.concerns import DUTIES, EMERGENCY
from bot.messages.text import people, truncate
from bot.services.safety.leads import SafetySettings

EMERGENCY_FIELD, DUTY_FIELD = "emergency", "duties"


def panel(say: Say, settings: SafetySettings) -> Message:
    """Show who reads concerns and what is said with them, with menus to change it."""
    fields = [
        (say("Safety leads"), _leads(say, settings)),
        (say("Who to call in danger"), truncate(settings.emergency or say(EMERGENCY), 1000)),
        (say("What leads may have to pass on"), truncate(settings.duties or say(DUTIES), 1000)),
        (say("Who looked"), _looks(say, settings)),
    ]
    footer = (
        say("Changes save automatically.")
        if settings.may_change
        else say("Only someone with Manage Server can change this.")
    )
    card = Embed(say("Safety"), fields=tuple(fields), footer=footer)
    back = Button(say.of("button", "Back to setup"), build("setup", "check", settings.guild))
    if not settings.may_change:
        return Message(embeds=(card,), rows=((back,),))
    turn = (
        Button(say.of("button", "Hide who looked"), build("safety", "looks-off", settings.guild))
        if settings.shows_looks
        else Button(
            say.of("button", "Show who looked"), build("safety", "looks-on", settings.guild)
        )
    )
    rows: tuple[Row, ...] = (
        (
            Select(
                build("safety", "leads", settings.guild),
                say("Safety leads, {fewest_leads} or more", fewest_leads=FEWEST_LEADS),
                pick=Pick.USER,
                least=0,
                most=MOST_LEADS,
                chosen=settings.leads,
            ),
        ),
        (
            Button(say.of("button", "Edit words"), build("safety", "words", settings.guild)),
            turn,
            back,
        ),
    )
    return Message(embeds=(card,), rows=rows)


def _leads(say: Say, settings: SafetySettings) -> str:
    if not settings.leads:
        return say(
            "None. Concerns go to the server’s owner alone. Choose at least 2 people members trust."
        )
    lines = [people(settings.leads)]
    if settings.left:
        lines.append(
            say("{left} left the server. Choose someone else.", left=people(settings.left))
        )
    if len(settings.leads) - len(settings.left) < FEWEST_LEADS:
        lines.append(
            say(
                "Choose at least {fewest_leads}, in case a concern is about one of them.",
                fewest_leads=FEWEST_LEADS,
            )
        )
    lines.append(
        say(
            "Only they can read concerns, never one about themselves. Don’t give anyone else "
            "Manage "
            "Threads. They could see that a leads’ thread exists, but not what a concern says. If "
            "a "
            "concern is about someone who could, I’ll DM the leads instead."
        )
    )
    return "\n".join(lines)


def _looks(say: Say, settings: SafetySettings) -> str:
    if settings.shows_looks:
        return say("People see in `/privacy show` on which days you or the leads looked them up.")
    return say("People don’t see on which days you or the leads looked them up.")


def words_form(say: Say, guild: GuildId, settings: SafetySettings) -> Modal:
    """Ask for the society's own words."""
    return Modal(
        build("safety", "words-send", guild),
        say("Safety"),
        (
            TextField(
                EMERGENCY_FIELD,
                say("Who to call in danger"),
                note=say("Shown before and after someone types. Empty: the usual words."),
                value=settings.emergency,
                required=False,
                long=True,
                most=MOST_SETTING,
            ),
            TextField(
                DUTY_FIELD,
                say("What leads may have to pass on"),
                note=say(
                    "Like duties to report, and your campus’s office. Empty: the usual words."
                ),
                value=settings.duties,
                required=False,
                long=True,
                most=MOST_SETTING,
            ),
        ),
    )
