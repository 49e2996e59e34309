"""Typed commitments: a time that can't be read comes back with what it may mean."""

from bot.app import App
from bot.domain.ids import CommitmentId, PairId
from bot.domain.programs.guide import Moment
from bot.domain.progress.commitments import TypedCommitment
from bot.messages.custom_id import build
from bot.messages.outgoing import Message
from bot.messages.programs.advice import fits_under, with_advice
from bot.messages.progress import commitments as words
from bot.services.actor import Actor
from bot.services.programs import advice
from bot.services.progress import commitments
from bot.services.progress.commitments import CommitmentMade
from bot.views.forms import WORDS_WITHOUT_TIME, Typed, read_as, saving_typed, text_of
from bot.views.router import Click, Interaction, say_for


def new_draft(pair: PairId) -> str:
    """Return the draft's name for a commitment that was refused."""
    return f"commit:{pair}"


def move_draft(commitment: CommitmentId) -> str:
    """Return the draft's name for another time that was refused."""
    return f"commit-move:{commitment}"


async def commit(
    app: App, interaction: Interaction, actor: Actor, pair: PairId, fields: Typed
) -> Message:
    """Add the commitment in `fields`, by the keys of the form, and show the result."""
    again = build("commit", "form", actor.guild, pair)

    def reading_id(number: int) -> str:
        return build("commit", "reading", actor.guild, pair, number=number)

    typed = TypedCommitment(
        text_of(fields, "words"),
        text_of(fields, "due"),
        text_of(fields, "obstacle"),
        text_of(fields, "plan_b"),
        shown=text_of(fields, "shown") != "no",
    )
    async with saving_typed(app, interaction, actor, new_draft(pair), again, fields, reading_id):
        made = await commitments.add(app, actor, pair, typed)
    message, moment = words.made(say_for(interaction), made), Moment.WHEN_COMMITTING_TO_WORK
    item = await advice.give_in_pair(app, actor, made.pair.id, moment, fits_under(message))
    return with_advice(message, item)


async def commit_as_read(click: Click) -> Message:
    """Add the commitment that was typed, due at the chosen reading."""
    pair = PairId(click.target.what)
    typed, due = await read_as(click, new_draft(pair), click.target.number)
    fields = {**typed, "words": typed.get(WORDS_WITHOUT_TIME) or typed["words"], "due": (due,)}
    return await commit(click.app, click.interaction, click.actor, pair, fields)


async def move(
    app: App,
    interaction: Interaction,
    actor: Actor,
    commitment: CommitmentId,
    due: str,
    ref: str | None = None,
) -> CommitmentMade:
    """Move a commitment to the time that was typed; `ref` is the reminder that asked for it."""
    again = build("commit", "move-again", actor.guild, commitment, ref)

    def reading_id(number: int) -> str:
        return build("commit", "move-reading", actor.guild, commitment, ref, number=number)

    draft, fields = move_draft(commitment), {"due": (due,)}
    async with saving_typed(app, interaction, actor, draft, again, fields, reading_id):
        return await commitments.move(app, actor, commitment, due)


async def move_as_read(click: Click) -> CommitmentMade:
    """Move a commitment to the chosen reading of the time."""
    commitment = CommitmentId(click.target.what)
    _, due = await read_as(click, move_draft(commitment), click.target.number)
    return await move(click.app, click.interaction, click.actor, commitment, due, click.target.ref)
