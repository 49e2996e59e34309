"""Words to copy for each step with somebody outside: all the member's own to change and to send."""

from bot.domain.outreach.outreach import OutreachStep

CLOSING = (
    "Thank you for your time. I will not write again about this, and wish you all the best with "
    "your work."
)
WORDS_TO_COPY = {
    OutreachStep.FOLLOW_UP: (
        "I wrote to you last week with one question, and know how full your days are. Is there a "
        "moment this month, or somebody else you would point me to? A line is enough. Thank you."
    ),
    OutreachStep.LAST_FOLLOW_UP: (
        "One last note from me, so that this does not become a burden: if now is not the time, "
        "that is quite all right. Thank you for reading."
    ),
    OutreachStep.UPDATE: (
        "A short update, since you helped me: I did [what you suggested], and [what came of it]. "
        "Next is [one thing]. Thank you again; there is nothing you need to do."
    ),
    OutreachStep.LET_REST: CLOSING,
}
DECLINED_REPLY = (
    "Thank you for telling me, and for your time. If somebody comes to mind whom I could ask, I "
    "would be glad of a name."
)
FAREWELL = (
    "I wanted to thank you for your help: [one thing that it changed]. I am moving on to "
    "[what is next], and will gladly tell you how it goes if you like."
)


def copied(words: str) -> str:
    """Show words so that they are copied as they stand; a fence inside must not end it early."""
    return "\n```\n" + words.replace("```", "'''") + "\n```\n"
