"""Buttons that several areas offer, so that the same act has the same label everywhere."""

from bot.domain.ids import GuildId, PairId
from bot.language.say import Say
from bot.messages.custom_id import build
from bot.messages.outgoing import Button, Style

SEE_WAITING = "See what’s waiting"
SUGGEST_TIMES = "Suggest times"
SUGGEST_OTHERS = "Suggest other times"
RESCHEDULE = "Reschedule"
CHOOSE_TIME = "Choose a time"
OUR_MEETINGS = "Our meetings"
OPEN_SETTINGS = "Open settings"
POST_UPDATE = "Post an update"
PAST_UPDATES = "Past updates"
OUR_PROGRESS = "Our progress"
SOMETHING_OFF = "Something’s off"


def see_waiting(say: Say, guild: GuildId, what: int = 0, ref: str | None = None) -> Button:
    """Offer to show what is waiting for the reader."""
    return Button(SEE_WAITING, build("status", "show", guild, what, ref))


def suggest_times(
    say: Say, guild: GuildId, pair: PairId, ref: str | None = None, style: Style = Style.PRIMARY
) -> Button:
    """Offer the form that proposes times to meet."""
    return Button(SUGGEST_TIMES, build("meet", "form", guild, pair, ref), style)
