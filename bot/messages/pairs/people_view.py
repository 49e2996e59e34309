"""The reader's mentors and mentees: which kind, where, and what comes next."""

from bot.domain.ids import GuildId
from bot.domain.states import PairState
from bot.messages.buttons import see_waiting
from bot.messages.labels import labels
from bot.messages.outgoing import Embed, Message
from bot.messages.text import channel, join_within, people, timestamp
from bot.services.pairs.people_view import Companions, PeopleView

ALONE = "Nobody yet. `/mentor find` shows who has room, and `/join` signs you up."
MORE = "More than one mentor is fine: clinical, research, academic and career are different kinds."


def my_people(guild: GuildId, people_view: PeopleView) -> Message:
    """Show who mentors someone and whom they mentor."""
    fields = [
        (title, _lines(companions))
        for title, companions in (
            ("Your mentors", people_view.mentors),
            ("You mentor", people_view.mentees),
        )
        if companions
    ]
    back = see_waiting(guild)
    card = Embed(
        "My people",
        "" if fields else ALONE,
        fields=tuple(fields),
        footer=MORE if len(people_view.mentors) == 1 else "",
    )
    return Message(embeds=(card,), rows=((back,),))


def _lines(companionses: tuple[Companions, ...]) -> str:
    return join_within([f"- {_line(companions)}" for companions in companionses], 1000)


def _line(companions: Companions) -> str:
    pair = companions.pair
    kind = f" ({labels(companions.kinds).lower()})" if companions.kinds else ""
    where = channel(pair.thread) if pair.thread else "the thread is being made"
    return f"{people(companions.people)}{kind}, {where}: {_next(companions)}"


def _next(companions: Companions) -> str:
    if companions.pair.state is PairState.PAUSED and companions.pair.paused_until:
        return f"paused until {timestamp(companions.pair.paused_until, 'D')}"
    if companions.pair.is_held:
        return "on hold, since somebody left the server"
    if companions.meeting_at:
        return f"you meet {timestamp(companions.meeting_at, 'F')}"
    if companions.check_in_at:
        return f"next check-in {timestamp(companions.check_in_at, 'D')}"
    return "the introduction is on its way"
