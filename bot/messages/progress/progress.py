"""The picture of a pair's way so far."""

from bot.messages.outgoing import Attachment, Outgoing
from bot.messages.text import count
from bot.services.progress.progress import ProgressDrawn


def drawn(done: ProgressDrawn) -> Outgoing:
    """Show the picture, and the same in words for who can't see it."""
    so_far = done.progress
    told = ", ".join(
        (
            count(len(so_far.meetings), "meeting"),
            count(len(so_far.updates), "update"),
            f"{count(len(so_far.kept), 'commitment')} kept",
            f"{so_far.moved} moved",
            count(len(so_far.wins), "win"),
        )
    )
    return Outgoing(f"Your way so far: {told}.", files=(Attachment("progress.png", done.png),))
