"""The confirmation of an act that touches many, and what follows when it is pressed."""

from bot.domain.errors import DomainError
from bot.domain.ids import ActId
from bot.domain.moderation.acts import CASE_ACTS, ActKind
from bot.messages.cohorts import announcements as announcement_words
from bot.messages.cohorts import cohorts as cohort_words
from bot.messages.cohorts import person_acts as person_words
from bot.messages.custom_id import build
from bot.messages.matching import by_hand as hand_words
from bot.messages.matching import runs as match_words
from bot.messages.moderation import acts as words
from bot.messages.moderation import case_acts as case_words
from bot.messages.moderation.cases import own_note_form
from bot.services.cohorts import announcements, cohorts, edits, person_acts
from bot.services.cohorts.person_acts import Done
from bot.services.matching import approvals, by_hand, runs
from bot.services.moderation import acts, case_acts
from bot.services.moderation.acts import ToConfirm
from bot.views import presence
from bot.views.answering import acknowledge, replace
from bot.views.cohorts import edits as edit_views
from bot.views.cohorts.person import show as show_person
from bot.views.forms import open_with_draft, saving_draft
from bot.views.matching.runs import changed_words
from bot.views.moderation import case_lists
from bot.views.router import Click, Interaction, Routes, Submission, say_for

routes = Routes("act")
_NOTE = "act-note"


@routes.click("back")
@routes.click("next")
async def turn(click: Click) -> None:
    """Show another page of whom the act touches."""
    act, page = ActId(click.target.what), click.target.number
    if await acts.kind_of(click.app, click.actor, act) in CASE_ACTS:
        about = await case_acts.find(click.app, click.actor, act)
        await replace(click.interaction, case_words.to_confirm(click.say, about, page))
        return
    shown = await acts.find(click.app, click.actor, act)
    await replace(click.interaction, words.to_confirm(click.say, shown, page))


@routes.click("note")
async def note(click: Click) -> None:
    """Ask for a note that is kept with each case."""
    act = ActId(click.target.what)
    form = own_note_form(click.say, build("act", "annotate", click.actor.guild, act))
    await open_with_draft(click, _NOTE, form)


@routes.submit("annotate")
async def annotate(form: Submission) -> None:
    """Show the act again, with its note."""
    act = ActId(form.target.what)
    async with saving_draft(form, _NOTE, build("act", "note", form.actor.guild, act)):
        shown = await case_acts.annotate(form.app, form.actor, act, form.text("words"))
    await replace(form.interaction, case_words.to_confirm(form.say, shown))


@routes.click("dismiss")
async def dismiss(click: Click) -> None:
    """Leave everything as it is."""
    await replace(click.interaction, words.dismissed(click.say))


@routes.click("confirm")
async def confirm(click: Click) -> None:
    """Do what was shown; if it would touch others by now, show it anew."""
    await acknowledge(click.interaction)
    act = ActId(click.target.what)
    if await acts.kind_of(click.app, click.actor, act) in CASE_ACTS:
        await _confirm_cases(click, act)
        return
    shown = await acts.find(click.app, click.actor, act)
    match shown.act.kind:
        case ActKind.ENDED:
            moved = await cohorts.end(click.app, click.actor, act)
            await _show_moved(click.interaction, moved)
        case ActKind.CLOSED:
            moved = await cohorts.close_shown(click.app, click.actor, act)
            await _show_moved(click.interaction, moved)
        case ActKind.RESTORED:
            moved = await cohorts.restore(click.app, click.actor, act)
            await _show_moved(click.interaction, moved)
        case ActKind.ADJUSTED:
            changed = await person_acts.adjust(click.app, click.actor, act)
            await _show_person(click.interaction, changed)
        case ActKind.REMOVED:
            removed = await person_acts.remove(click.app, click.actor, act)
            await _show_person(click.interaction, removed)
        case ActKind.APPROVED:
            # Someone may have left the server since the question.
            await presence.refresh_cohort(
                click.interaction, click.app, click.actor, shown.cohort.id, recheck=True
            )
            approved = await approvals.approve(click.app, click.actor, act)
            if isinstance(approved, ToConfirm):
                await replace(click.interaction, words.to_confirm(click.say, approved))
            else:
                await replace(click.interaction, match_words.approved(click.say, approved))
        case ActKind.CHANGED:
            await replace(
                click.interaction,
                edit_views.shown(click.say, await edits.edit_shown(click.app, click.actor, act)),
            )
        case ActKind.DELETED:
            deleted = await cohorts.delete(click.app, click.actor, act)
            if isinstance(deleted, ToConfirm):
                await replace(click.interaction, words.to_confirm(click.say, deleted))
            else:
                await replace(click.interaction, cohort_words.deleted(click.say, deleted))
        case ActKind.ANNOUNCED:
            await _show_sent(
                click.interaction, await announcements.send(click.app, click.actor, act)
            )
        case ActKind.REMINDED:
            await _show_sent(
                click.interaction, await announcements.remind(click.app, click.actor, act)
            )
        case ActKind.UNDID:
            undone = await approvals.undo(click.app, click.actor, act)
            if isinstance(undone, ToConfirm):
                await replace(click.interaction, words.to_confirm(click.say, undone))
            else:
                await replace(click.interaction, match_words.approval_undone(click.say, undone))
        case kind if kind in _BY_HAND:
            await _confirm_by_hand(click, shown)
        case _:
            raise DomainError("act.unknown")


async def _confirm_by_hand(click: Click, shown: ToConfirm) -> None:
    """Pair, move, end, or restore two people, as far as they are still in the server."""
    await presence.names(click.interaction, click.app, click.actor, shown.act.facts.pairs[-1])
    done = await _BY_HAND[shown.act.kind](click.app, click.actor, shown.act.id)
    if isinstance(done, ToConfirm):
        await replace(click.interaction, words.to_confirm(click.say, done))
    else:
        await replace(click.interaction, hand_words.done(click.say, done))


_BY_HAND = {
    ActKind.PAIRED: by_hand.pair,
    ActKind.MOVED: by_hand.pair,
    ActKind.ENDED_PAIR: by_hand.end,
    ActKind.RESTORED_PAIR: by_hand.restore,
}


@routes.click("lock")
async def lock(click: Click) -> None:
    """Lock two people in the open proposal instead of introducing them now."""
    await acknowledge(click.interaction)
    shown = await acts.find(click.app, click.actor, ActId(click.target.what))
    key = by_hand.key_of(shown.act)
    changed = await runs.lock(click.app, click.actor, shown.cohort.name, key)
    await replace(click.interaction, changed_words(click.say, changed, key))


async def _confirm_cases(click: Click, act: ActId) -> None:
    """Act on many cases, and show what still waits."""
    done = await case_acts.confirm(click.app, click.actor, act)
    if isinstance(done, case_acts.CasesToConfirm):
        await replace(click.interaction, case_words.to_confirm(click.say, done))
        return
    page = await case_lists.first_page(
        click.app, click.actor, notice=case_words.moved(click.say, done)
    )
    await replace(click.interaction, page)


@routes.click("reach")
async def reach(click: Click) -> None:
    """Show who has got what a moderator sent."""
    result = await announcements.reach(click.app, click.actor, ActId(click.target.what))
    await replace(click.interaction, announcement_words.reach(click.say, result))


async def _show_sent(interaction: Interaction, result: announcements.Sent | ToConfirm) -> None:
    if isinstance(result, ToConfirm):
        await replace(interaction, words.to_confirm(say_for(interaction), result))
        return
    await replace(interaction, announcement_words.sent(say_for(interaction), result))


async def _show_person(interaction: Interaction, done: Done | ToConfirm) -> None:
    if isinstance(done, ToConfirm):
        await replace(interaction, words.to_confirm(say_for(interaction), done))
        return
    page = await show_person(
        interaction, done.page, person_words.confirmed(say_for(interaction), done)
    )
    await replace(interaction, page)


async def _show_moved(interaction: Interaction, moved: cohorts.CohortMoved | ToConfirm) -> None:
    if isinstance(moved, ToConfirm):
        await replace(interaction, words.to_confirm(say_for(interaction), moved))
        return
    await replace(interaction, cohort_words.moved(say_for(interaction), moved))
