"""The reader's mentors and mentees: which kind, where, and what comes next."""

from bot.domain.ids import GuildId
from bot.domain.states import PairState
from bot.language.say import Say, marked
from bot.messages.buttons import see_waiting
from bot.messages.labels import labels
from bot.messages.outgoing import Embed, Message
from bot.messages.text import channel, join_within, people, timestamp
from bot.services.pairs.people_view import Companions, PeopleView

ALONE = marked("No one yet. Find a mentor with `/mentor find`, or sign up with `/join`.")
MORE = marked("You can have more than one mentor: clinical, research, academic, or career.")


def my_people(say: Say, guild: GuildId, people_view: PeopleView) -> Message:
    """Show who mentors someone and whom they mentor."""
    fields = [
        (title, _lines(say, companions))
        for title, companions in (
            (say("Your mentors"), people_view.mentors),
            (say("Your mentees"), people_view.mentees),
        )
        if companions
    ]
    back = see_waiting(say, guild)
    card = Embed(
        say("My people"),
        "" if fields else say(ALONE),
        fields=tuple(fields),
        footer=say(MORE) if len(people_view.mentors) == 1 else "",
    )
    return Message(embeds=(card,), rows=((back,),))


def _lines(say: Say, companionses: tuple[Companions, ...]) -> str:
    return join_within(say, [f"- {_line(say, companions)}" for companions in companionses], 1000)


def _line(say: Say, companions: Companions) -> str:
    pair = companions.pair
    parts = [people(companions.people)]
    if companions.kinds:
        parts.append(labels(say, companions.kinds))
    parts += [channel(pair.thread)] if pair.thread else []
    return " · ".join([*parts, _next(say, companions)])


def _next(say: Say, companions: Companions) -> str:
    if companions.pair.state is PairState.PAUSED and companions.pair.paused_until:
        return say(
            "Paused until {paused_until}", paused_until=timestamp(companions.pair.paused_until, "D")
        )
    if companions.pair.is_held:
        return say("On hold: someone left the server")
    if companions.meeting_at:
        return say("Next meeting {meeting_at}", meeting_at=timestamp(companions.meeting_at, "F"))
    if companions.check_in_at:
        return say(
            "Next check-in {check_in_at}", check_in_at=timestamp(companions.check_in_at, "D")
        )
    return say("The introduction is on its way")
