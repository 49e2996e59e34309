"""The advisors' weekly list of threads."""

from bot.domain.nudges.kinds import NudgeKind
from bot.domain.youth.weekly import LookedAfter, YouthWeekly
from bot.language.say import Say, marked
from bot.messages.custom_id import build
from bot.messages.nudges.words import words
from bot.messages.outgoing import Button, Message
from bot.messages.text import channel, join_within, person, timestamp

_MOST = 1500


@words(
    NudgeKind.YOUTH_WEEKLY,
    marked("Advisor: threads to look into"),
    marked("You’re an advisor of members under 18."),
    when=marked("It comes each Monday."),
)
def weekly(say: Say, facts: YouthWeekly, ref: str) -> Message:
    """List the threads, so that the advisor looks into each."""
    lines = [f"- {_thread(say, thread)}" for thread in facts.threads]
    return Message(
        say(
            "{person}, please look into your threads with members under 18 this week:\n"
            "{join_within}\n"
            "Something wrong? Report a concern. To stop being an advisor, use `/youth stop`.",
            person=person(facts.person),
            join_within=join_within(say, lines, _MOST),
        ),
        rows=(
            (
                Button(
                    say.of("button", "Report a concern"),
                    build("concern", "open", facts.guild, 0, ref),
                ),
            ),
        ),
    )


def _thread(say: Say, one: LookedAfter) -> str:
    if one.is_closed:
        return say("{thread} · Closed, and the moderators have a case", thread=channel(one.thread))
    meets = (
        say("Next meeting {meets_at}", meets_at=timestamp(one.meets_at))
        if one.meets_at
        else say("No meeting planned")
    )
    return f"{channel(one.thread)} · {meets}"
