"""What a pair did so far, as a chart and in words."""

from bot.domain.progress.pair_stats import PairStats
from bot.language.say import Say
from bot.messages.outgoing import Attachment, Message
from bot.messages.text import for_count, join_list
from bot.services.progress.progress import ProgressDrawn


def drawn(say: Say, progress_drawn: ProgressDrawn) -> Message:
    """Show the chart, and the same in words for people who can't see it."""
    so_far = progress_drawn.progress
    text = say(
        "Meetings: {meetings} · Updates: {updates} · Commitments done: "
        "{commitments}, moved: {moved} · Wins: {wins}",
        meetings=len(so_far.meetings),
        updates=len(so_far.updates),
        commitments=len(so_far.commitments),
        moved=so_far.moved,
        wins=len(so_far.wins),
    )
    return Message(text, files=(Attachment("progress.png", progress_drawn.png),))


def counted(say: Say, reached: PairStats, weeks: int = 0, most: int | None = None) -> str:
    """List what was done, most valued first, without zeros; empty if nothing was done yet."""
    parts = (
        (weeks, say("{{n}} week"), say("{{n}} weeks")),
        (reached.meetings, say("{{n}} meeting"), say("{{n}} meetings")),
        (reached.goals, say("{{n}} goal reached"), say("{{n}} goals reached")),
        (reached.commitments, say("{{n}} commitment done"), say("{{n}} commitments done")),
        (reached.wins, say("{{n}} win"), say("{{n}} wins")),
        (reached.updates, say("{{n}} update"), say("{{n}} updates")),
        (reached.check_ins, say("{{n}} check-in answered"), say("{{n}} check-ins answered")),
    )
    done = [for_count(number, one, many) for number, one, many in parts if number]
    return join_list(done[:most])
