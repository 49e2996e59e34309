"""The buttons and forms of meetings."""

from bot.domain.ids import MeetingId, MeetingTimeId, PairId
from bot.domain.meetings.meetings import meant_link
from bot.domain.states import MeetingAnswer
from bot.messages.meetings import meetings as words
from bot.messages.meetings import nudges as nudge_words
from bot.messages.meetings import times as time_words
from bot.messages.outgoing import Message
from bot.messages.pairs import circles as circle_words
from bot.services.meetings import acceptance, meetings, series
from bot.services.meetings import times as meeting_times
from bot.services.meetings.acceptance import SeriesInTheWay, TimeAccepted, TimeVoted
from bot.services.meetings.times import Draft, Proposed
from bot.services.pairs.circles import CircleAsked
from bot.storage.pairs.pairs import Pair
from bot.views.answering import answer, open_form, replace
from bot.views.names import names_of
from bot.views.pairs.archive import listing
from bot.views.router import Click, Routes, Submission

routes = Routes("meet")


# --- proposing --------------------------------------------------------------------------------


@routes.click("form")
async def form(click: Click) -> None:
    """Open the form for new times."""
    begun = await meeting_times.begin(click.app, click.actor, PairId(click.target.what))
    to = await _named_elsewhere(click, begun.pair)
    await open_form(click.interaction, time_words.propose_form(click.say, begun, to))


async def _named_elsewhere(click: Click, pair: Pair) -> str:
    """Return whom a proposal goes to, if its form is not opened in their own thread."""
    partners = pair.partners_of(click.actor.user)
    if pair.thread == click.interaction.channel_id:
        return ""
    if len(partners) > 1:
        return "your circle"
    called = await names_of(click.interaction, partners)
    return "".join(each.shown for each in called.values())


@routes.click("rewrite")
async def rewrite(click: Click) -> None:
    """Open the form with what was typed before."""
    pair = PairId(click.target.what)
    begun = await meeting_times.begin(click.app, click.actor, pair, again=True)
    await open_form(click.interaction, time_words.propose_form(click.say, begun))


@routes.click("counter")
async def counter(click: Click) -> None:
    """Open the form for other times than those proposed."""
    await _open_for(click, MeetingId(click.target.what))


@routes.click("reschedule")
async def reschedule(click: Click) -> None:
    """Open the form for other times than the confirmed one."""
    await _open_for(click, MeetingId(click.target.what))


async def _open_for(click: Click, meeting: MeetingId) -> None:
    pair, _ = await meetings.get(click.app, click.actor, meeting)
    begun = await meeting_times.begin(click.app, click.actor, pair.id, meeting)
    await open_form(click.interaction, time_words.propose_form(click.say, begun))


@routes.submit("propose")
async def propose(form: Submission) -> None:
    """Propose a new meeting."""
    pair = PairId(form.target.what)
    outcome = await meeting_times.propose(form.app, form.actor, pair, _draft(form))
    await answer(form.interaction, time_words.proposed(form.say, outcome))


@routes.submit("answer")
async def answer_with_times(form: Submission) -> None:
    """Propose other times for an existing meeting."""
    meeting = MeetingId(form.target.what)
    pair, _ = await meetings.get(form.app, form.actor, meeting)
    draft = _draft(form, meeting, form.target.number)
    outcome = await meeting_times.propose(form.app, form.actor, pair.id, draft)
    await answer(form.interaction, time_words.proposed(form.say, outcome))


def _draft(form: Submission, meeting: MeetingId | None = None, seen: int = 0) -> Draft:
    typed = [form.text(f"time-{number}") for number in range(3)]
    times = (*form.fields.get("suggested", ()), *filter(None, typed))
    [decide_in] = form.fields.get("decide-in", ()) or (None,)
    days = int(decide_in) if decide_in else None
    return Draft(times, form.text("agenda"), meeting, seen, decide_in=days)


@routes.click("reading")
async def reading(click: Click) -> None:
    """Continue with the chosen reading of the time."""
    pair = PairId(click.target.what)
    outcome = await meeting_times.choose_reading(click.app, click.actor, pair, click.target.number)
    await _replace(click, outcome)


@routes.click("mine")
async def mine(click: Click) -> None:
    """Propose the person's own times although the partner has proposed others."""
    outcome = await meeting_times.propose_anyway(click.app, click.actor, PairId(click.target.what))
    await _replace(click, outcome)


async def _replace(click: Click, outcome: Proposed) -> None:
    await replace(click.interaction, time_words.proposed(click.say, outcome))


@routes.click("take")
async def accept_time(click: Click) -> None:
    """Accept one of the times; if that would end a series, ask first."""
    outcome = await acceptance.accept_time(click.app, click.actor, MeetingTimeId(click.target.what))
    if isinstance(outcome, SeriesInTheWay):
        await answer(click.interaction, time_words.ask_series(click.say, outcome))
    else:
        await _answered(click, outcome)


@routes.click("take-over")
async def take_over(click: Click) -> None:
    """Accept a time that ends the present series."""
    time = MeetingTimeId(click.target.what)
    outcome = await acceptance.accept_time(click.app, click.actor, time, ends_series=True)
    match outcome:
        case TimeAccepted():
            await replace(click.interaction, time_words.taken(click.say, outcome))
        case TimeVoted():
            await replace(click.interaction, time_words.voted(click.say, outcome))
        case SeriesInTheWay():
            raise AssertionError("nothing is in the way any more")


async def _answered(click: Click, outcome: TimeAccepted | TimeVoted) -> None:
    if isinstance(outcome, TimeVoted):
        await answer(click.interaction, time_words.voted(click.say, outcome))
        return
    await answer(click.interaction, time_words.taken(click.say, outcome))


@routes.click("decline")
async def decline(click: Click) -> None:
    """Say that none of the times works, and offer the next best one."""
    meeting, round_ = MeetingId(click.target.what), click.target.number
    outcome = await acceptance.decline_times(click.app, click.actor, meeting, round_)
    await _answered(click, outcome)


@routes.click("next-best")
async def next_best(click: Click) -> None:
    """Propose the time that was offered in place of those that don't work."""
    meeting = MeetingId(click.target.what)
    proposed = await meeting_times.propose_next_best(click.app, click.actor, meeting)
    await _replace(click, proposed)


@routes.click("night")
async def night(click: Click) -> None:
    """Propose the times although one is at night for someone."""
    pair = PairId(click.target.what)
    await _replace(click, await meeting_times.propose_at_night(click.app, click.actor, pair))


@routes.click("choose")
async def choose(click: Click) -> None:
    """Show the times that wait for an answer, with a button for each."""
    overview = await meetings.meetings_of_pair(click.app, click.actor, PairId(click.target.what))
    await answer(click.interaction, time_words.waiting(click.say, overview, click.app.clock.now()))


# --- preparing --------------------------------------------------------------------------------


@routes.click("list")
async def show_list(click: Click) -> None:
    """Show the pair's meetings."""
    pair = PairId(click.target.what)
    await answer(click.interaction, await listing(click.app, click.actor, "meetings", pair=pair))


@routes.click("agenda")
async def show_agenda(click: Click) -> None:
    """Show the agenda."""
    agenda = await meetings.agenda(click.app, click.actor, PairId(click.target.what))
    await answer(click.interaction, words.agenda(click.say, agenda))


@routes.click("agenda-form")
async def agenda_form(click: Click) -> None:
    """Open the form for the agenda."""
    agenda = await meetings.agenda(click.app, click.actor, PairId(click.target.what))
    await open_form(
        click.interaction, words.agenda_form(click.say, agenda.pair.guild, agenda.pair.id)
    )


@routes.submit("agenda-add")
async def add_to_agenda(form: Submission) -> None:
    """Add what was typed to the agenda."""
    pair = PairId(form.target.what)
    agenda = await meetings.add_items(form.app, form.actor, pair, form.text("items"))
    await answer(form.interaction, words.agenda(form.say, agenda))


@routes.click("place-form")
async def place_form(click: Click) -> None:
    """Open the form for the usual place."""
    pair, place = await meetings.place(click.app, click.actor, PairId(click.target.what))
    await open_form(click.interaction, words.place_form(click.say, pair.guild, pair.id, place))


@routes.submit("place")
async def save_place(form: Submission) -> None:
    """Save the usual place."""
    typed = form.text("place")
    pair, place = await meetings.save_place(form.app, form.actor, PairId(form.target.what), typed)
    await answer(form.interaction, words.place_saved(form.say, pair, place))


@routes.click("place-link")
async def place_link(click: Click) -> None:
    """Save the link that the text for the usual place seems to mean."""
    pair, place = await meetings.place(click.app, click.actor, PairId(click.target.what))
    pair, place = await meetings.save_place(
        click.app, click.actor, pair.id, meant_link(place) or place
    )
    await replace(click.interaction, words.place_saved(click.say, pair, place))


# --- cancelling, and afterward ----------------------------------------------------------------


@routes.click("cancel")
async def cancel(click: Click) -> None:
    """Ask for confirmation."""
    asked = await meetings.to_cancel(click.app, click.actor, MeetingId(click.target.what))
    await answer(click.interaction, words.ask_cancel(click.say, asked))


@routes.click_each({"cant-come": False, "can-come": True})
async def _say_whether_coming(click: Click, comes: bool) -> None:
    said = await meetings.say_whether_coming(
        click.app, click.actor, MeetingId(click.target.what), comes
    )
    await replace(click.interaction, words.coming_saved(click.say, said))


@routes.click("cancel-yes")
async def cancel_it(click: Click) -> None:
    """Cancel the meeting."""
    cancelled = await meetings.cancel(click.app, click.actor, MeetingId(click.target.what))
    await replace(click.interaction, words.cancelled(click.say, cancelled))


@routes.click("withdraw")
async def ask_withdraw(click: Click) -> None:
    """Ask for confirmation before proposed times are withdrawn."""
    asked = await meetings.to_cancel(click.app, click.actor, MeetingId(click.target.what))
    await answer(click.interaction, words.ask_withdraw(click.say, asked.pair, asked.meeting))


@routes.click("withdraw-yes")
async def withdraw(click: Click) -> None:
    """Withdraw the proposed times."""
    withdrawn = await meetings.withdraw(click.app, click.actor, MeetingId(click.target.what))
    await replace(click.interaction, words.taken_back(click.say, withdrawn))


@routes.click("keep")
async def keep_time(click: Click) -> None:
    """Leave everything as it is."""
    await replace(click.interaction, Message("Nothing changed."))


@routes.click("end-series")
async def end_series(click: Click) -> None:
    """Ask for confirmation."""
    series_to_end = await series.to_end(click.app, click.actor, PairId(click.target.what))
    await answer(click.interaction, words.ask_end_series(click.say, series_to_end))


@routes.click("end-series-yes")
async def end_series_now(click: Click) -> None:
    """End the series with its coming meetings."""
    ended = await series.end(click.app, click.actor, PairId(click.target.what))
    if isinstance(ended, CircleAsked):
        await replace(click.interaction, circle_words.asked(click.say, ended))
    else:
        await replace(click.interaction, words.series_ended(click.say, *ended))


@routes.click_each(
    {
        "met": MeetingAnswer.MET,
        "moved": MeetingAnswer.MOVED,
        "not-there": MeetingAnswer.NOT_THERE,
        "could-not": MeetingAnswer.COULD_NOT,
    }
)
async def _answer(click: Click, given: MeetingAnswer) -> None:
    answered = await meetings.answer(click.app, click.actor, MeetingId(click.target.what), given)
    await answer(click.interaction, words.answered(click.say, answered))


@routes.click("ask")
async def ask_whether_met(click: Click) -> None:
    """Ask again whether they met, privately."""
    _, meeting = await meetings.get_begun(click.app, click.actor, MeetingId(click.target.what))
    assert meeting.starts_at is not None, "it has begun"
    question = nudge_words.ask_whether_met(click.say, meeting.guild, meeting.id, meeting.starts_at)
    await answer(click.interaction, question)


@routes.click("not-now")
async def not_now(click: Click) -> None:
    """Leave the first meeting for later."""
    await answer(click.interaction, nudge_words.not_now(click.say))


@routes.click("later")
async def answer_later(click: Click) -> None:
    """Leave it open for now whether they met."""
    await answer(click.interaction, nudge_words.answered_later(click.say))
