"""What a pair did so far, as a chart and in words."""

from bot.domain.progress.pair_stats import PairStats
from bot.messages.outgoing import Attachment, Message
from bot.messages.text import join_list, plural
from bot.services.progress.progress import ProgressDrawn


def drawn(progress_drawn: ProgressDrawn) -> Message:
    """Show the chart, and the same in words for people who can't see it."""
    so_far = progress_drawn.progress
    totals = ", ".join(
        (
            plural(len(so_far.meetings), "meeting"),
            plural(len(so_far.updates), "update"),
            f"{plural(len(so_far.commitments), 'commitment')} kept",
            f"{so_far.moved} moved",
            plural(len(so_far.wins), "win"),
        )
    )
    return Message(
        f"Your way so far: {totals}.", files=(Attachment("progress.png", progress_drawn.png),)
    )


def counted(reached: PairStats, weeks: int = 0, most: int | None = None) -> str:
    """List what was done, most valued first, without zeros; empty if nothing was done yet."""
    parts = (
        (weeks, "week", "weeks"),
        (reached.meetings, "meeting", "meetings"),
        (reached.goals, "goal reached", "goals reached"),
        (reached.commitments, "commitment kept", "commitments kept"),
        (reached.wins, "win", "wins"),
        (reached.updates, "update", "updates"),
        (reached.check_ins, "check-in answered", "check-ins answered"),
    )
    done = [plural(number, singular, many) for number, singular, many in parts if number]
    return join_list(done[:most])
