"""One person's page, for moderators: what it shows, and what its buttons do."""

from typing import Any

from bot.app import App
from bot.domain.errors import DomainError
from bot.domain.ids import CohortId, PairId, PairNoteId, UserId
from bot.domain.vocabulary import PersonRole
from bot.messages.cohorts import person as words
from bot.messages.cohorts import person_acts as act_words
from bot.messages.custom_id import build
from bot.messages.moderation import acts as confirm_words
from bot.messages.outgoing import Message, Modal
from bot.services import form_drafts
from bot.services.actor import Actor
from bot.services.cohorts import person, person_acts
from bot.services.cohorts.person import PersonPage
from bot.services.cohorts.person_acts import TypedPerson
from bot.views import payloads, presence
from bot.views.answering import answer, open_form, replace
from bot.views.forms import open_with_draft, saving_draft
from bot.views.names import names_of
from bot.views.router import Click, Interaction, Routes, Submission, say_for

routes = Routes("person")


async def show(interaction: Interaction, page: PersonPage, news: str = "") -> Message:
    """Return the page as a message, with the person's name."""
    return words.page(say_for(interaction), page, await _names(interaction, page.user), news)


async def begin(
    interaction: Interaction, app: App, actor: Actor, page: PersonPage, do: str
) -> None:
    """Show the page, or what its button for an act shows, if `do` names one."""
    if not do:
        await answer(interaction, await show(interaction, page))
    elif do == "remove":
        asked = await person_acts.ask_to_remove(app, actor, page.cohort.id, page.user)
        await answer(interaction, confirm_words.to_confirm(say_for(interaction), asked))
    else:
        await open_form(interaction, await form_for(interaction, page, do))


async def _names(interaction: Interaction, *users: UserId) -> dict[UserId, str]:
    names = await names_of(interaction, users)
    return {user: called.shown for user, called in names.items()}


def target_of(event: Click | Submission) -> tuple[UserId, CohortId]:
    """Return the person and the cohort that a button or form of the page refers to."""
    return UserId(event.target.what), CohortId(event.target.number)


async def _page(click: Click) -> PersonPage:
    user, cohort = target_of(click)
    return await person.look(click.app, click.actor, user, cohort)


@routes.click("open")
async def open_page(click: Click) -> None:
    """Open the page of someone in a list of a cohort's people."""
    user, cohort = UserId(click.number()), CohortId(click.target.what)
    await presence.refresh(click.interaction, click.app, click.actor, [user])
    page = await person.look(click.app, click.actor, user, cohort)
    await answer(click.interaction, await show(click.interaction, page))


@routes.click("refresh")
async def refresh(click: Click) -> None:
    """Show the page as it is now."""
    await replace(click.interaction, await show(click.interaction, await _page(click)))


@routes.click("cohort")
async def choose_cohort(click: Click) -> None:
    """Show the same person in another cohort."""
    user, cohort = UserId(click.target.what), CohortId(click.number())
    page = await person.look(click.app, click.actor, user, cohort)
    await replace(click.interaction, await show(click.interaction, page))


# --- add ------------------------------------------------------------------------------------------


@routes.click("add-choose")
async def choose_person(click: Click) -> None:
    """Ask who is to be added to a cohort."""
    cohort = await person_acts.find_cohort(click.app, click.actor, CohortId(click.target.what))
    await answer(click.interaction, act_words.choose_person(click.say, cohort))


@routes.click("add-pick")
async def pick_person(click: Click) -> None:
    """Ask what someone is to be signed up as."""
    user = UserId(click.number())
    data: Any = click.interaction.data
    if payloads.is_bot(data, user):
        raise DomainError("person.bot")
    await _open_add_form(click, CohortId(click.target.what), user)


@routes.click("add")
async def open_add_form(click: Click) -> None:
    """Ask the same from someone's page."""
    user, cohort = target_of(click)
    await _open_add_form(click, cohort, user)


async def _open_add_form(click: Click, cohort_id: CohortId, user: UserId) -> None:
    cohort = await person_acts.find_cohort(click.app, click.actor, cohort_id)
    name = (await _names(click.interaction, user)).get(user, "")
    form = act_words.add_form(click.say, cohort, user, name)
    await open_with_draft(click, f"person-add:{cohort_id}:{user}", form)


@routes.submit("add")
async def add(form: Submission) -> None:
    """Sign someone up."""
    user, cohort = target_of(form)
    typed = TypedPerson(*map(form.text, ("role", "stage", "topics", "places")))
    way_back = build("person", "add", form.actor.guild, user, number=cohort)
    async with saving_draft(form, f"person-add:{cohort}:{user}", way_back):
        added = await add_person(form.interaction, form.app, form.actor, cohort, user, typed)
    await replace(form.interaction, added)


async def add_person(
    interaction: Interaction,
    app: App,
    actor: Actor,
    cohort: CohortId,
    user: UserId,
    typed: TypedPerson,
) -> Message:
    """Sign someone up who is in the server, and return their page."""
    await presence.refresh(interaction, app, actor, [user])
    done = await person_acts.add(app, actor, cohort, user, typed)
    return await show(interaction, done.page, act_words.added(say_for(interaction), done))


# --- change role and places -----------------------------------------------------------------------


@routes.click("place")
async def open_place_form(click: Click) -> None:
    """Ask for another role, or another number of places.

    A role that was refused, because of a pair, is chosen again only once they can be that.
    """
    user, cohort = target_of(click)
    page = await _page(click)
    form = await form_for(click.interaction, page, "place")
    typed = await form_drafts.find(click.app, click.actor, f"person-place:{cohort}:{user}")
    roles = {role.value for role in PersonRole if page.may_be(role)}
    may_be = roles.issuperset(typed.get("role", ()))
    kept = typed if may_be else {key: value for key, value in typed.items() if key != "role"}
    await open_form(click.interaction, form.filled(kept))


@routes.submit("place")
async def ask_to_adjust(form: Submission) -> None:
    """Show what would change, and ask."""
    user, cohort = target_of(form)
    role, places = form.text("role"), form.text("places")
    if role not in set(PersonRole):
        raise DomainError("component.unknown")
    way_back = build("person", "place", form.actor.guild, user, number=cohort)
    async with saving_draft(form, f"person-place:{cohort}:{user}", way_back):
        asked = await person_acts.ask_to_adjust(
            form.app, form.actor, cohort, user, PersonRole(role), places
        )
    await answer(form.interaction, confirm_words.to_confirm(form.say, asked))


@routes.click("remove")
async def ask_to_remove(click: Click) -> None:
    """Show what ends when someone is removed, and ask."""
    user, cohort = target_of(click)
    asked = await person_acts.ask_to_remove(click.app, click.actor, cohort, user)
    await answer(click.interaction, confirm_words.to_confirm(click.say, asked))


# --- write, and note ------------------------------------------------------------------------------


@routes.click("write")
async def open_write_form(click: Click) -> None:
    """Ask for the message to someone."""
    user, cohort = target_of(click)
    form = await form_for(click.interaction, await _page(click), "write")
    await open_with_draft(click, f"person-write:{cohort}:{user}", form)


@routes.submit("write")
async def write(form: Submission) -> None:
    """Send the message."""
    user, cohort = target_of(form)
    way_back = build("person", "write", form.actor.guild, user, number=cohort)
    async with saving_draft(form, f"person-write:{cohort}:{user}", way_back):
        await presence.refresh(form.interaction, form.app, form.actor, [user])
        done = await person_acts.write(form.app, form.actor, cohort, user, form.text("words"))
    news = act_words.written(form.say, done)
    await replace(form.interaction, await show(form.interaction, done.page, news))


@routes.click("note")
async def open_note_form(click: Click) -> None:
    """Ask for a note about one of someone's pairs."""
    page = await _page(click)
    partners = (
        user for pair in (*page.live, *page.earlier) for user in pair.partners_of(page.user)
    )
    names = await _names(click.interaction, *partners)
    user, cohort = target_of(click)
    form = act_words.note_form(click.say, page, names)
    await open_with_draft(click, f"person-note:{cohort}:{user}", form)


@routes.submit("note")
async def note(form: Submission) -> None:
    """Save the note."""
    user, cohort = target_of(form)
    chosen = payloads.whole_number(form.text("pair"))
    pair = None if chosen is None else PairId(chosen)
    way_back = build("person", "note", form.actor.guild, user, number=cohort)
    async with saving_draft(form, f"person-note:{cohort}:{user}", way_back):
        done = await person_acts.add_note(
            form.app, form.actor, cohort, user, form.text("words"), pair
        )
    news = act_words.noted(form.say, done)
    await replace(form.interaction, await show(form.interaction, done.page, news))


@routes.click("notes")
async def show_notes(click: Click) -> None:
    """List all notes about someone's pairs."""
    page = await _page(click)
    await answer(click.interaction, act_words.notes(click.say, page, click.actor.user))


@routes.click("note-drop")
async def remove_note(click: Click) -> None:
    """Delete a note of one's own."""
    user, cohort = target_of(click)
    number = PairNoteId(click.number())
    page = await person_acts.remove_note(click.app, click.actor, cohort, user, number)
    await replace(click.interaction, act_words.notes(click.say, page, click.actor.user))


async def form_for(interaction: Interaction, page: PersonPage, act: str) -> Modal:
    """Return the form that the button of an act opens; its command opens it too.

    Raises `DomainError` ``person.not_in`` and ``person.no_pair`` when there is nothing to ask.
    """
    match act:
        case "place":
            if not page.is_in:
                raise DomainError("person.not_in", user=page.user, cohort=page.cohort.name)
            return act_words.place_form(say_for(interaction), page)
        case "write":
            names = await _names(interaction, page.user)
            return act_words.write_form(say_for(interaction), page, names.get(page.user, ""))
        case _:
            pairs = (*page.live, *page.earlier)
            if not pairs:
                raise DomainError("person.no_pair", user=page.user)
            partners = {user for pair in pairs for user in pair.partners_of(page.user)}
            return act_words.note_form(
                say_for(interaction), page, await _names(interaction, *partners)
            )
