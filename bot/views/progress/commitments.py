"""The buttons, the select, and the forms of commitments, and of the reminders about them."""

from bot.domain.ids import CommitmentId, PairId
from bot.domain.progress.commitments import NewDay
from bot.messages.progress import commitments as words
from bot.services.progress import commitments, updates
from bot.services.progress.commitments import CommitmentAnswered, CommitmentMade
from bot.views.answering import answer, is_in_server, open_form, replace, try_replace
from bot.views.forms import open_with_draft
from bot.views.pairs.archive import listing
from bot.views.progress import typed_commitments
from bot.views.router import Click, Interaction, Routes, Submission, say_for

routes = Routes("commit")


@routes.click("form")
async def open_commitment(click: Click) -> None:
    """Open the form for a new commitment."""
    pair = await updates.begin(click.app, click.actor, PairId(click.target.what))
    form = words.form(click.say, pair.guild, pair.id)
    await open_with_draft(click, typed_commitments.new_draft(pair.id), form)


@routes.submit("add")
async def add(form: Submission) -> None:
    """Add the commitment that was typed."""
    actor, pair = form.actor, PairId(form.target.what)
    message = await typed_commitments.commit(form.app, form.interaction, actor, pair, form.fields)
    await answer(form.interaction, message)


@routes.click("reading")
async def reading(click: Click) -> None:
    """Add it for the chosen reading of the time."""
    await replace(click.interaction, await typed_commitments.commit_as_read(click))


@routes.click("list")
async def list_open(click: Click) -> None:
    """Show the pair's commitments."""
    pair = PairId(click.target.what)
    shown = await listing(click.app, click.actor, "commitments", pair=pair)
    await answer(click.interaction, shown)


@routes.click("pick")
async def pick(click: Click) -> None:
    """Show the chosen commitment with what can be done about it."""
    await _show(click, CommitmentId(click.number()))


@routes.click("show")
async def show(click: Click) -> None:
    """Show a commitment that only its owner sees."""
    await _show(click, CommitmentId(click.target.what))


@routes.click("done")
async def mark_done(click: Click) -> None:
    """Mark it as done."""
    settled = await commitments.mark_done(click.app, click.actor, CommitmentId(click.target.what))
    await _answer(click, settled)


@routes.click("drop")
async def drop(click: Click) -> None:
    """Drop it."""
    dropped = await commitments.drop(click.app, click.actor, CommitmentId(click.target.what))
    await _answer(click, dropped)


@routes.click("on-track")
async def on_track(click: Click) -> None:
    """Save that it is on track."""
    answered = await commitments.on_track(click.app, click.actor, CommitmentId(click.target.what))
    await _answer(click, answered)


@routes.click("not-now")
async def not_now(click: Click) -> None:
    """Postpone the question until the next morning."""
    later = await commitments.not_now(click.app, click.actor, CommitmentId(click.target.what))
    assert later.asked_again_at is not None, "they are asked again"
    if click.target.ref:
        in_thread = is_in_server(click.interaction)
        answered = words.answered_reminder(click.say, later.commitment, in_thread=in_thread)
        await try_replace(click.interaction, answered)
    await answer(
        click.interaction, words.not_now(click.say, later.commitment, later.asked_again_at)
    )


@routes.click("move")
async def move(click: Click) -> None:
    """Offer other days; a reminder is edited to offer them."""
    _, commitment = await commitments.find(click.app, click.actor, CommitmentId(click.target.what))
    is_over = commitment.due_at <= click.app.clock.now()
    offered = words.new_day(click.say, commitment, is_over, click.target.ref)
    if click.target.ref:
        await replace(click.interaction, offered)
    else:
        await answer(click.interaction, offered)


@routes.click("another-day")
async def another_day(click: Click) -> None:
    """Ask for another time as text."""
    _, commitment = await commitments.find(click.app, click.actor, CommitmentId(click.target.what))
    await open_form(click.interaction, words.move_form(click.say, commitment, click.target.ref))


@routes.submit("move-to")
async def move_to(form: Submission) -> None:
    """Move it."""
    commitment = CommitmentId(form.target.what)
    moved = await typed_commitments.move(
        form.app, form.interaction, form.actor, commitment, form.text("due"), form.target.ref
    )
    await _moved(form.interaction, form.target.ref, moved)


@routes.click("move-reading")
async def move_reading(click: Click) -> None:
    """Move it to the chosen reading of the time."""
    moved = await typed_commitments.move_as_read(click)
    if click.target.ref:
        await _moved(click.interaction, click.target.ref, moved)
    else:
        await replace(click.interaction, words.made(click.say, moved))


@routes.click("move-again")
async def move_again(click: Click) -> None:
    """Ask for another time again, with what was typed before."""
    _, commitment = await commitments.find(click.app, click.actor, CommitmentId(click.target.what))
    form = words.move_form(click.say, commitment, click.target.ref)
    await open_with_draft(click, typed_commitments.move_draft(commitment.id), form)


def _move_by_click(day: NewDay) -> None:
    @routes.click(day.value)
    async def move_to_day(click: Click) -> None:
        """Move it to the day that the button names."""
        commitment = CommitmentId(click.target.what)
        moved = await commitments.move_to_day(click.app, click.actor, commitment, day)
        await _moved(click.interaction, click.target.ref, moved)


for each in NewDay:
    _move_by_click(each)


async def _moved(interaction: Interaction, ref: str | None, moved: CommitmentMade) -> None:
    if ref:
        in_thread = is_in_server(interaction)
        answered = words.answered_reminder(
            say_for(interaction), moved.commitment, moved=True, in_thread=in_thread
        )
        await try_replace(interaction, answered, ref)
    await answer(interaction, words.made(say_for(interaction), moved))


async def _show(click: Click, commitment: CommitmentId) -> None:
    _, chosen = await commitments.find(click.app, click.actor, commitment)
    await answer(click.interaction, words.commitment_card(click.say, chosen))


async def _answer(click: Click, settled: CommitmentAnswered) -> None:
    # Only a nudge's own message becomes "answered"; elsewhere the answer is a separate message.
    if click.target.ref:
        ref = None if settled.asked_again_at else click.target.ref
        in_thread = is_in_server(click.interaction)
        answered = words.answered_reminder(click.say, settled.commitment, ref, in_thread=in_thread)
        await try_replace(click.interaction, answered)
    await answer(click.interaction, words.commitment_answered(click.say, settled))
