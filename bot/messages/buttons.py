"""Buttons that several areas offer, so that the same act has the same label everywhere."""

from bot.domain.ids import GuildId, PairId
from bot.language.say import Say, marked
from bot.messages.custom_id import build
from bot.messages.outgoing import Button, Style

SEE_WAITING = marked("See what’s waiting")
SUGGEST_TIMES = marked("Suggest times")
SUGGEST_OTHERS = marked("Suggest other times")
RESCHEDULE = marked("Reschedule")
CHOOSE_TIME = marked("Choose a time")
OUR_MEETINGS = marked("Our meetings")
OPEN_SETTINGS = marked("Open settings")
POST_UPDATE = marked("Post an update")
PAST_UPDATES = marked("Past updates")
OUR_PROGRESS = marked("Our progress")
SOMETHING_OFF = marked("Something’s off")


def see_waiting(say: Say, guild: GuildId, what: int = 0, ref: str | None = None) -> Button:
    """Offer to show what is waiting for the reader."""
    return Button(say(SEE_WAITING), build("status", "show", guild, what, ref))


def suggest_times(
    say: Say, guild: GuildId, pair: PairId, ref: str | None = None, style: Style = Style.PRIMARY
) -> Button:
    """Offer the form that proposes times to meet."""
    return Button(say(SUGGEST_TIMES), build("meet", "form", guild, pair, ref), style)
