"""One's mentors and mentees at a glance: which kind, where, and what comes next."""

from bot.domain.ids import GuildId
from bot.domain.states import PairState
from bot.messages.custom_id import build
from bot.messages.labels import labels
from bot.messages.outgoing import Button, Embed, Message
from bot.messages.text import channel, join_within, people, timestamp
from bot.services.pairs.people_view import Companions, PeopleView

ALONE = "Nobody yet. `/mentor find` shows who has room, and `/join` signs you up."
MORE = "More than one mentor is fine: clinical, research, academic and career are different kinds."


def my_people(guild: GuildId, found: PeopleView) -> Message:
    """Show who mentors somebody and whom they mentor."""
    fields = [
        (title, _lines(companions))
        for title, companions in (("Your mentors", found.mentors), ("You mentor", found.mentees))
        if companions
    ]
    back = Button("What is waiting?", build("status", "show", guild))
    card = Embed(
        "My people",
        "" if fields else ALONE,
        fields=tuple(fields),
        footer=MORE if len(found.mentors) == 1 else "",
    )
    return Message(embeds=(card,), rows=((back,),))


def _lines(found: tuple[Companions, ...]) -> str:
    return join_within([f"- {_line(one)}" for one in found], 1000)


def _line(one: Companions) -> str:
    pair = one.pair
    kind = f" ({labels(one.kinds).lower()})" if one.kinds else ""
    where = channel(pair.thread) if pair.thread else "the thread is being made"
    return f"{people(one.people)}{kind}, {where}: {_next(one)}"


def _next(one: Companions) -> str:
    if one.pair.state is PairState.PAUSED and one.pair.paused_until:
        return f"paused until {timestamp(one.pair.paused_until, 'D')}"
    if one.pair.is_held:
        return "on hold, since somebody left the server"
    if one.meeting_at:
        return f"you meet {timestamp(one.meeting_at, 'F')}"
    if one.check_in_at:
        return f"next check-in {timestamp(one.check_in_at, 'D')}"
    return "the introduction is on its way"
