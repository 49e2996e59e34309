"""The buttons and forms of a request."""

from bot.domain.ids import RequestId, UserId
from bot.domain.requests.words import RequestWords
from bot.messages.custom_id import build
from bot.messages.outgoing import Message
from bot.messages.requests import mentor_availability as availability_words
from bot.messages.requests import requests as words
from bot.services.requests import requests
from bot.views.answering import answer, replace
from bot.views.forms import (
    FIELD,
    Typed,
    open_with_draft,
    read_as,
    saving_draft,
    saving_typed,
    text_of,
)
from bot.views.router import Click, Routes, Submission

routes = Routes("request")


# --- asking -----------------------------------------------------------------------------------


@routes.click("form")
async def ask(click: Click) -> None:
    """Open the form, unless this mentor can't be asked now; the question of age comes first."""
    mentor = UserId(click.target.what)
    if await requests.begin(click.app, click.actor, mentor):
        await _open_ask(click, mentor)
    else:
        await answer(
            click.interaction, availability_words.age(click.say, click.target.guild, mentor)
        )


@routes.click("adult")
async def adult(click: Click) -> None:
    """Continue to the form."""
    mentor = UserId(click.target.what)
    await requests.begin(click.app, click.actor, mentor)
    await _open_ask(click, mentor)


@routes.click("young")
async def young(click: Click) -> None:
    """Lead to what is open to people under 18."""
    await replace(click.interaction, availability_words.too_young(click.say))


async def _open_ask(click: Click, mentor: UserId) -> None:
    await open_with_draft(click, _draft(mentor), words.form(click.say, click.target.guild, mentor))


@routes.submit("send")
async def send(form: Submission) -> None:
    """Send a request, or help to make it specific enough."""
    mentor = UserId(form.target.what)
    typed = RequestWords(
        where=form.text("where"),
        need=form.text("need"),
        why=form.text("why"),
        formats=form.fields.get("formats", ()),
        prepared=form.text("prepared"),
    )
    # The question of age was answered on the way here.
    again = build("request", "adult", form.target.guild, mentor)
    async with saving_draft(form, _draft(mentor), again):
        sent = await requests.ask(form.app, form.actor, mentor, typed)
    await answer(form.interaction, words.sent(form.say, sent))


def _draft(mentor: UserId) -> str:
    return f"request:{mentor}"


# --- viewing and answering --------------------------------------------------------------------


@routes.click("open")
async def look(click: Click) -> None:
    """Show a request, visible only to this person."""
    seen = await requests.look(click.app, click.actor, _request(click))
    await answer(click.interaction, words.view(click.say, seen))


@routes.click("withdraw")
async def withdraw(click: Click) -> None:
    """Withdraw it."""
    request = await requests.withdraw(click.app, click.actor, _request(click))
    await answer(click.interaction, words.withdrawn(click.say, request))


@routes.click("accept")
async def accept(click: Click) -> None:
    """Accept it; a mentor without a place is asked first whether to take one more."""
    if full := await requests.lacks_place(click.app, click.actor, _request(click)):
        await answer(click.interaction, words.no_place(click.say, full))
        return
    request = await requests.accept(click.app, click.actor, _request(click))
    await answer(click.interaction, words.accepted(click.say, request))


@routes.click("one-more")
async def accept_one_more(click: Click) -> None:
    """Accept it although no place is left."""
    request = await requests.accept(click.app, click.actor, _request(click), one_more=True)
    await replace(click.interaction, words.accepted(click.say, request))


@routes.click("decline")
async def decline(click: Click) -> None:
    """Decline it."""
    request = await requests.decline(click.app, click.actor, _request(click))
    await answer(click.interaction, words.declined(click.say, request))


@routes.click("suggest")
async def suggest(click: Click) -> None:
    """Ask which mentor to suggest."""
    await requests.look(click.app, click.actor, _request(click))
    await answer(click.interaction, words.suggest(click.say, click.target.guild, _request(click)))


@routes.click("suggested")
async def suggested(click: Click) -> None:
    """Decline, and pass it on to the suggested mentor."""
    other = UserId(click.number())
    request = await requests.decline(click.app, click.actor, _request(click), other)
    await replace(click.interaction, words.declined(click.say, request))


@routes.click("question")
async def question(click: Click) -> None:
    """Open the form for a question."""
    form = words.question_form(click.say, click.target.guild, _request(click))
    await open_with_draft(click, f"request-question:{click.target.what}", form)


@routes.submit("ask")
async def send_question(form: Submission) -> None:
    """Pass a question on."""
    again = build("request", "question", form.target.guild, form.target.what)
    async with saving_draft(form, f"request-question:{form.target.what}", again):
        request = await requests.question(form.app, form.actor, _request(form), form.text("words"))
    await answer(form.interaction, words.question_sent(form.say, request))


@routes.click("reply")
async def reply(click: Click) -> None:
    """Open the form for an answer."""
    form = words.reply_form(click.say, click.target.guild, _request(click))
    await open_with_draft(click, f"request-reply:{click.target.what}", form)


@routes.submit("answer")
async def send_reply(form: Submission) -> None:
    """Pass an answer on."""
    again = build("request", "reply", form.target.guild, form.target.what)
    async with saving_draft(form, f"request-reply:{form.target.what}", again):
        request = await requests.reply(form.app, form.actor, _request(form), form.text("words"))
    await answer(form.interaction, words.replied(form.say, request))


@routes.click_each({"introduce": True, "rather-not": False})
async def _consent(click: Click, wanted: bool) -> None:
    request = await requests.consent(click.app, click.actor, _request(click), wanted=wanted)
    await answer(click.interaction, words.consented(click.say, request, wanted=wanted))


# --- a short conversation first ---------------------------------------------------------------


@routes.click("talk")
async def talk(click: Click) -> None:
    """Open the form for two times."""
    await requests.look(click.app, click.actor, _request(click))
    form = words.talk_form(click.say, click.target.guild, _request(click))
    await open_with_draft(click, f"request-talk:{click.target.what}", form)


@routes.submit("propose")
async def propose(form: Submission) -> None:
    """Propose them."""
    await answer(form.interaction, await _propose(form, _request(form), form.fields))


@routes.click("talk-reading")
async def talk_reading(click: Click) -> None:
    """Propose the chosen reading of the time."""
    request = _request(click)
    typed, time = await read_as(click, f"request-talk:{request}", click.target.number)
    fields = {**typed, text_of(typed, FIELD): (time,)}
    await replace(click.interaction, await _propose(click, request, fields))


async def _propose(event: Click | Submission, request: RequestId, fields: Typed) -> Message:
    app, actor = event.app, event.actor
    again = build("request", "talk", actor.guild, request)
    first, second, agenda = (text_of(fields, key) for key in ("first", "second", "agenda"))

    def reading_id(number: int) -> str:
        return build("request", "talk-reading", actor.guild, request, number=number)

    draft = f"request-talk:{request}"
    async with saving_typed(app, event.interaction, actor, draft, again, fields, reading_id):
        proposed = await requests.propose_talk(app, actor, request, (first, second), agenda)
    return words.proposed(event.say, proposed)


@routes.click_each({"time-one": 0, "time-two": 1})
async def _pick(click: Click, which: int) -> None:
    request = await requests.pick_time(click.app, click.actor, _request(click), which)
    await answer(click.interaction, words.time_set(click.say, request))


@routes.click_each({"go-on": True, "part": False})
async def _say_privately(click: Click, wanted: bool) -> None:
    request = await requests.answer_after_talk(
        click.app, click.actor, _request(click), wanted=wanted
    )
    await answer(click.interaction, words.answered_request(click.say, request))


def _request(event: Click | Submission) -> RequestId:
    return RequestId(event.target.what)
