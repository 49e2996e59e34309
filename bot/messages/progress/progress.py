"""What a pair did so far, as a chart and in words."""

from bot.domain.progress.pair_stats import PairStats
from bot.language.say import Say
from bot.messages.outgoing import Attachment, Message
from bot.messages.text import for_count, join_list
from bot.services.progress.progress import ProgressDrawn


def drawn(say: Say, progress_drawn: ProgressDrawn) -> Message:
    """Show the chart, and the same in words for people who can't see it."""
    so_far = progress_drawn.progress
    text = (
        f"Meetings: {len(so_far.meetings)} · Updates: {len(so_far.updates)} · Commitments done: "
        f"{len(so_far.commitments)}, moved: {so_far.moved} · Wins: {len(so_far.wins)}"
    )
    return Message(text, files=(Attachment("progress.png", progress_drawn.png),))


def counted(say: Say, reached: PairStats, weeks: int = 0, most: int | None = None) -> str:
    """List what was done, most valued first, without zeros; empty if nothing was done yet."""
    parts = (
        (weeks, "{n} week", "{n} weeks"),
        (reached.meetings, "{n} meeting", "{n} meetings"),
        (reached.goals, "{n} goal reached", "{n} goals reached"),
        (reached.commitments, "{n} commitment done", "{n} commitments done"),
        (reached.wins, "{n} win", "{n} wins"),
        (reached.updates, "{n} update", "{n} updates"),
        (reached.check_ins, "{n} check-in answered", "{n} check-ins answered"),
    )
    done = [for_count(number, one, many) for number, one, many in parts if number]
    return join_list(done[:most])
