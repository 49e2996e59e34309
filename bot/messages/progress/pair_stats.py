"""What a pair has behind it, in words: only what there is, never what there is not."""

from bot.domain.progress.pair_stats import Reached
from bot.messages.text import count, joined


def counted(reached: Reached, weeks: int = 0) -> str:
    """Name what was done, the dearest first; empty where nothing was yet."""
    parts = (
        (weeks, "week together", "weeks together"),
        (reached.meetings, "meeting", "meetings"),
        (reached.goals, "goal reached", "goals reached"),
        (reached.kept, "promise kept", "promises kept"),
        (reached.wins, "win", "wins"),
        (reached.updates, "update", "updates"),
        (reached.check_ins, "check-in answered", "check-ins answered"),
    )
    return joined([count(number, one, many) for number, one, many in parts if number])
