"""Why a message could not be delivered, as moderators read it, and what they can do."""

from bot.domain.nudges.failures import Failure
from bot.language.say import Say, marked

_REASONS = {
    Failure.CHANNEL_GONE: marked("The channel was deleted."),
    Failure.SERVER_GONE: marked("The server is gone."),
    Failure.LEFT: marked("Someone left the server."),
    Failure.ACCOUNT_GONE: marked("Their Discord account was deleted."),
    Failure.LOCKED: marked("The thread is locked."),
    Failure.HIDDEN: marked("Someone in the pair can’t see the channel, or I can’t."),
    Failure.DMS_CLOSED: marked("They don’t accept DMs from me."),
    Failure.NOT_PERMITTED: marked("I don’t have a permission I need."),
    Failure.MANY_THREADS: marked("The server has too many open threads."),
    Failure.REFUSED: marked("Discord refused it."),
    Failure.NO_THREAD: marked("The pair has no thread."),
    Failure.NO_MENTORING_CHANNEL: marked("There’s no mentoring channel."),
    Failure.NO_MODERATORS_CHANNEL: marked("There’s no channel for moderators."),
    Failure.FAULT: marked("An error on my end kept me from sending it."),
    Failure.UNKNOWN: marked("Discord didn’t confirm it."),
}
# How to fix what kept an introduction from being delivered.
_FIXES = {
    Failure.NOT_PERMITTED: marked(
        "In the mentoring channel’s permissions, allow me to Create Private Threads, Send "
        "Messages "
        "in Threads, and View Channel. `/setup` shows which one is missing."
    ),
    Failure.HIDDEN: marked(
        "Allow me, and everyone in the pair, to View Channel in the mentoring channel."
    ),
    Failure.CHANNEL_GONE: marked("Choose another mentoring channel in `/setup`."),
    Failure.NO_MENTORING_CHANNEL: marked("Choose a mentoring channel in `/setup`."),
    Failure.MANY_THREADS: marked(
        "The server has 1,000 open threads. Archive some that no one uses anymore."
    ),
    Failure.LEFT: marked(
        "Someone in this pair has left the server. If they come back, try again. If not, run "
        "`/match undo` or match the other person in the next round."
    ),
    Failure.ACCOUNT_GONE: marked(
        "Someone in this pair no longer has an account. Match the other person again."
    ),
}
_CHECK = marked("`/setup` checks my permissions in the mentoring channel.")


def reason(say: Say, code: str) -> str:
    """Return why a message wasn't delivered, as a sentence."""
    return _REASONS.get(_known(code), _REASONS[Failure.REFUSED])


def introduction_fix(say: Say, code: str) -> str:
    """Return how moderators can fix what kept an introduction from being delivered."""
    return say("{get} Then tap Try again.", get=_FIXES.get(_known(code), _CHECK))


def _known(code: str) -> Failure:
    return Failure(code) if code in set(Failure) else Failure.REFUSED
