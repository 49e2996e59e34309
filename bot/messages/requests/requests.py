"""A request: its form, its state, and what each side can do about it."""

from bot.domain.ids import GuildId, RequestId, UserId
from bot.domain.requests.requests import Request
from bot.domain.requests.words import LONGEST, LONGEST_MESSAGE, RequestWords
from bot.domain.states import RequestNews, RequestState, RequestStep
from bot.domain.status.turns import Turn
from bot.messages.custom_id import build
from bot.messages.labels import format_choices, labels
from bot.messages.outgoing import (
    Button,
    ChoiceField,
    Embed,
    Message,
    Modal,
    Pick,
    Row,
    Select,
    Style,
    TextField,
)
from bot.messages.requests.mentor_availability import open_to_requests
from bot.messages.text import escape, person, timestamp, truncate
from bot.services.requests.requests import RequestView

AGENDA = "What each of us hopes for\nOne question that matters now\nWhether and how we would go on"
_MOST_FORMATS = 3


# --- forms ------------------------------------------------------------------------------------


def form(guild: GuildId, mentor: UserId) -> Modal:
    """Ask for the five things that make a request easy to answer."""
    return Modal(
        build("request", "send", guild, mentor),
        "Ask a mentor",
        (
            _long("where", "Where I am", "Stage, place, what you are in the middle of."),
            _long("need", "What I need", "One thing that can be answered; not your whole path."),
            _long("why", "Why you", "Only this mentor sees it. Leave your name out elsewhere."),
            ChoiceField(
                "formats",
                "How could they help best?",
                format_choices(),
                placeholder="One to three ways",
                most=_MOST_FORMATS,
            ),
            _long("prepared", "What I have prepared", "What you tried, read, wrote or noted."),
        ),
    )


def _long(key: str, name: str, note: str) -> TextField:
    # Required by us, not by Discord: an empty answer gets help instead of an error.
    return TextField(key, name, note=note, required=False, long=True, most=LONGEST)


def question_form(guild: GuildId, request: RequestId) -> Modal:
    """Ask for a mentor's question."""
    field = TextField("words", "Your question", long=True, most=LONGEST_MESSAGE)
    return Modal(build("request", "ask", guild, request), "Ask a question first", (field,))


def reply_form(guild: GuildId, request: RequestId) -> Modal:
    """Ask for the answer to a mentor's question."""
    field = TextField("words", "Your answer", long=True, most=LONGEST_MESSAGE)
    return Modal(build("request", "answer", guild, request), "Answer the question", (field,))


def talk_form(guild: GuildId, request: RequestId) -> Modal:
    """Ask for two times and a small agenda."""
    note = "Such as: thu 6pm. In your own time zone, within two weeks."
    return Modal(
        build("request", "propose", guild, request),
        "A short conversation first",
        (
            TextField("first", "A time", note=note, most=80),
            TextField("second", "Another time", note=note, most=80),
            TextField(
                "agenda",
                "A small agenda",
                note="Twenty minutes.",
                value=AGENDA,
                long=True,
                most=400,
            ),
        ),
    )


# --- state ------------------------------------------------------------------------------------


def sent(request: Request) -> Message:
    """Confirm a request, with its date and what else can be done."""
    text = (
        f"Sent to {person(request.asked)}. You hear by {timestamp(request.due_at)}; I remind them "
        "once. After that it goes to other mentors, without your name. `/status` always shows "
        "where it stands."
    )
    return Message(text, rows=(_askers_row(request),))


def view(seen: RequestView) -> Message:
    """Show a request to its asker or to a mentor, with what they can do now."""
    return _to_asker(seen) if seen.is_askers else _to_mentor(seen)


def _to_asker(seen: RequestView) -> Message:
    request = seen.request
    fields = [("Where it stands", standing(request)), *_said_so_far(seen)]
    card = Embed("Your request", fields=(*fields, *_parts(request.words, with_why=True)))
    rows = _askers_rows(request)
    return Message(embeds=(card,), rows=rows)


def _to_mentor(seen: RequestView) -> Message:
    request = seen.request
    offer = request.offer_of(seen.viewer)
    if offer is None or not offer.state.is_open:
        return Message(_over_for_mentor(request, offer.state if offer else None))
    who = person(request.asker) if seen.asker_known else "Somebody, without the name for now,"
    card = Embed(
        "A request for you" if request.asked == seen.viewer else "A request that needs somebody",
        f"{who} hopes for an answer by {timestamp(request.due_at)}.",
        fields=(
            *_parts(request.words, with_why=request.asked == seen.viewer),
            *_said_so_far(seen),
            *_talk_fields(request),
        ),
    )
    return Message(embeds=(card,), rows=_mentors_rows(seen))


def _over_for_mentor(request: Request, state: RequestState | None) -> str:
    if state is RequestState.TAKEN:
        return "Somebody else has taken this one up. Thank you; there is nothing for you to do."
    if state is RequestState.ACCEPTED:
        return "You took this one up; the introduction has its own thread. `/status` leads there."
    if state is RequestState.DECLINED:
        return "You are done with this one, and it went on. There is nothing for you to do."
    return "This request is over for you. There is nothing for you to do."


def listing(guild: GuildId, requests: list[Request]) -> Message:
    """Show the reader's requests, each with its state and date; open ones can be withdrawn."""
    if not requests:
        return Message("You have no request under way. `/mentor find` shows who has room.")
    fields = tuple((f"Request {request.id}", standing(request)) for request in requests[:10])
    rows = tuple(
        (
            Button(f"Open request {request.id}", build("request", "open", guild, request.id)),
            Button(
                f"Withdraw request {request.id}", build("request", "withdraw", guild, request.id)
            ),
        )
        for request in requests
        if request.is_open
    )
    return Message(embeds=(Embed("Your requests", fields=fields),), rows=rows[:5])


def standing(request: Request) -> str:
    """Return a request's state, whose turn it is, and its date, for its asker."""
    by = timestamp(request.due_at)
    who = person(request.mentor) if request.mentor else "a mentor"
    match request.step:
        case RequestStep.ANSWER:
            return f"Open: with {who}, answered by {by}."
        case RequestStep.CLAIM:
            return f"Open: offered to other mentors, without your name, until {by}."
        case RequestStep.DECISION:
            return f"Open: the moderators look for somebody, until {by}."
        case RequestStep.REPLY:
            return f"Question: {who} asked you something; your answer by {by}."
        case RequestStep.CONSENT:
            return f"Question: {who} would gladly help; shall I introduce you? By {by}."
        case RequestStep.TIME if request.owner == request.asker:
            return f"Question: {who} proposes a short conversation; pick a time by {by}."
        case RequestStep.TIME:
            return f"Question: your two times are with {who}, until {by}."
        case RequestStep.TALK:
            at = timestamp(request.talk.at) if request.talk and request.talk.at else by
            return f"Question: you talk with {who} on {at}; then each says how to go on, by {by}."
        case RequestStep.NOTHING:
            return f"{_ENDS[request.state]} on {timestamp(request.due_at, 'D')}."


_ENDS = {
    RequestState.OPEN: "Open",
    RequestState.QUESTION: "Question",
    RequestState.ACCEPTED: "Accepted",
    RequestState.DECLINED: "Closed without a mentor",
    RequestState.EXPIRED: "Rested, unanswered,",
    RequestState.WITHDRAWN: "Withdrawn",
    RequestState.TAKEN: "Taken by another",
}


def turn_line(turn: Turn) -> str:
    """Return one line for /status about a request, without anyone else's text."""
    side, step, state = turn.name.split(":")
    by = f" ({timestamp(turn.due_at)})" if turn.due_at else ""
    if step == RequestStep.NOTHING:
        return f"Your request {turn.what}: {_ENDS[RequestState(state)].casefold()}{by}"
    lines = _ASKERS_LINES if side == "asker" else _MENTORS_LINES
    line = lines.get(RequestStep(step), "under way")
    return f"{'Your request' if side == 'asker' else 'Request'} {turn.what}: {line}{by}"


_ASKERS_LINES = {
    RequestStep.ANSWER: "open, with the mentor you asked",
    RequestStep.CLAIM: "open, offered to other mentors without your name",
    RequestStep.DECISION: "open, with the moderators",
    RequestStep.REPLY: "a question for you",
    RequestStep.CONSENT: "somebody would gladly help; shall I introduce you?",
    RequestStep.TIME: "question: a time for a short conversation",
    RequestStep.TALK: "question: how to go on after your conversation",
}
_MENTORS_LINES = {
    RequestStep.ANSWER: "waits for your answer",
    RequestStep.CLAIM: "open to you and other mentors",
    RequestStep.REPLY: "your question is with them",
    RequestStep.CONSENT: "they are asked whether to be introduced to you",
    RequestStep.TIME: "a time for a short conversation",
    RequestStep.TALK: "how to go on after your conversation",
}


def _parts(words: RequestWords, *, with_why: bool) -> tuple[tuple[str, str], ...]:
    why = (("Why you", escape(words.why)),) if with_why else ()
    return (
        ("Where I am", escape(words.where)),
        ("What I need", escape(words.need)),
        *why,
        ("How you could help best", labels(words.formats)),
        ("What I have prepared", escape(words.prepared)),
    )


def parts(words: RequestWords, *, with_why: bool) -> tuple[tuple[str, str], ...]:
    """Return the parts of a request; "why you" only to the mentor it was written for."""
    return _parts(words, with_why=with_why)


def _said_so_far(seen: RequestView) -> list[tuple[str, str]]:
    """Return the questions and answers between these two."""
    mentor = seen.request.mentor if seen.is_askers else seen.viewer
    names = {RequestNews.QUESTION: "A question", RequestNews.REPLY: "The answer"}
    return [
        (names[news.kind], escape(news.words))
        for news in seen.news
        if news.kind in names and news.about == mentor
    ][-6:]


def _talk_fields(request: Request) -> tuple[tuple[str, str], ...]:
    if request.talk is None:
        return ()
    if request.talk.at is not None:
        when = timestamp(request.talk.at)
    else:
        when = "\n".join(timestamp(time) for time in request.talk.times)
    return (("A short conversation", f"{when}\n{escape(truncate(request.talk.agenda, 600))}"),)


# --- what can be done -------------------------------------------------------------------------


def button(
    request: Request, verb: str, label: str, style: Style = Style.SECONDARY, ref: str | None = None
) -> Button:
    """Return a button about a request."""
    return Button(label, build("request", verb, request.guild, request.id, ref), style)


def _askers_row(request: Request) -> Row:
    return (
        button(request, "talk", "A short conversation first"),
        button(request, "withdraw", "Withdraw it"),
    )


def _askers_rows(request: Request) -> tuple[Row, ...]:
    withdraw = button(request, "withdraw", "Withdraw it")
    match request.step:
        case RequestStep.REPLY:
            return ((button(request, "reply", "Answer", Style.PRIMARY), withdraw),)
        case RequestStep.CONSENT:
            return (
                (
                    button(request, "introduce", "Introduce us", Style.SUCCESS),
                    button(request, "talk", "A short conversation first"),
                    button(request, "rather-not", "Rather somebody else"),
                    withdraw,
                ),
            )
        case RequestStep.TIME if request.owner == request.asker:
            return (_times_row(request), (withdraw,))
        case RequestStep.TALK:
            return (_say_row(request), (withdraw,))
        case RequestStep.ANSWER:
            return (_askers_row(request),)
        case RequestStep.NOTHING:
            return ()
        case _:
            return ((withdraw,),)


def _mentors_rows(seen: RequestView) -> tuple[Row, ...]:
    request = seen.request
    if request.step is RequestStep.TALK:
        return (_say_row(request),)
    if request.step is RequestStep.TIME and request.owner == seen.viewer:
        return (_times_row(request), answers(request.guild, request.id))
    if not seen.is_answerable:
        return ()
    return (answers(request.guild, request.id), _talk_row(request.guild, request.id))


def answers(guild: GuildId, request: RequestId, ref: str | None = None) -> Row:
    """Return a mentor's four answers."""

    def answer(verb: str, label: str, style: Style = Style.SECONDARY) -> Button:
        return Button(label, build("request", verb, guild, request, ref), style)

    return (
        answer("accept", "Accept", Style.SUCCESS),
        answer("question", "Ask a question", Style.PRIMARY),
        answer("decline", "Not now"),
        answer("suggest", "Suggest someone"),
    )


def _talk_row(guild: GuildId, request: RequestId, ref: str | None = None) -> Row:
    custom_id = build("request", "talk", guild, request, ref)
    return (Button("A short conversation first", custom_id),)


def _times_row(request: Request) -> Row:
    return (
        button(request, "time-one", "The first time", Style.SUCCESS),
        button(request, "time-two", "The second time", Style.SUCCESS),
        button(request, "talk", "Neither: propose others"),
    )


def _say_row(request: Request) -> Row:
    return (
        button(request, "go-on", "Yes, let's go on", Style.SUCCESS),
        button(request, "part", "Rather not"),
    )


def suggest(guild: GuildId, request: RequestId) -> Message:
    """Ask which mentor the declining one would suggest."""
    menu = Select(
        build("request", "suggested", guild, request), "Whom would you suggest?", pick=Pick.USER
    )
    return Message(
        "Pick somebody who is open to requests. It goes to them next, without the name, and you "
        "are done with it.",
        rows=((menu,),),
    )


# --- results of an act ------------------------------------------------------------------------


def no_place(request: Request) -> Message:
    """Ask a mentor without a place whether to take this one all the same; nothing is changed."""
    row = (
        button(request, "one-more", "Take one more", Style.SUCCESS),
        button(request, "decline", "Pass it on"),
    )
    text = (
        "You have no place left. You can take this person all the same, or pass the request on; "
        "no one hears why. Nothing has changed yet."
    )
    return Message(text, rows=(row,))


def accepted(request: Request) -> Message:
    """Tell the mentor what follows from accepting."""
    if request.step is RequestStep.CONSENT:
        return Message(
            "Thank you: it is yours, and nobody else can take it. I ask them whether they would "
            f"like to be introduced; you hear by {timestamp(request.due_at)}."
        )
    if request.state is not RequestState.ACCEPTED:
        passed_on = "I offered this request to other mentors"
        if request.step is RequestStep.DECISION:
            passed_on = "the moderators look for another mentor"
        return Message(
            f"You have no place left, so {passed_on}, and no one hears why. To take more mentees, "
            "choose how many you still have room for.",
            rows=((open_to_requests(request.guild),),),
        )
    return Message(
        f"Thank you. I introduce you and {person(request.asker)} in a thread of your own, as soon "
        "as it's daytime for one of you."
    )


def question_sent(request: Request) -> Message:
    """Confirm a mentor's question."""
    return Message(
        f"Your question is on its way; an answer comes by {timestamp(request.due_at)}. Until then "
        "there is nothing for you to do."
    )


def declined(request: Request) -> Message:
    """Thank a mentor for a clear answer."""
    return Message(
        "Thank you for saying so: a clear answer helps. It goes on by itself, and you are done "
        "with it."
    )


def replied(request: Request) -> Message:
    """Confirm the asker's answer."""
    return Message(f"Passed on. {standing(request)}")


def consented(request: Request, *, wanted: bool) -> Message:
    """Say what follows from the asker's answer."""
    if request.pair is not None:
        return Message(
            "Good. I introduce you in a thread of your own, as soon as it's daytime for one of you."
        )
    if wanted:
        return Message(
            "I'm sorry: their last place was taken a moment ago, which has nothing to do with you. "
            f"{standing(request)}"
        )
    return Message(f"That is fine, and said kindly. {standing(request)}")


def proposed(request: Request) -> Message:
    """Confirm two proposed times."""
    times = " or ".join(timestamp(time) for time in (request.talk.times if request.talk else ()))
    return Message(
        f"Proposed: {times}. You hear which one by {timestamp(request.due_at)}. Talk wherever "
        "suits "
        "you both; twenty minutes are enough."
    )


def time_set(request: Request) -> Message:
    """Confirm the time that was accepted."""
    at = request.talk.at if request.talk else None
    when = timestamp(at) if at else "soon"
    return Message(
        f"You talk on {when}. Afterwards I ask each of you, privately, whether to go on."
    )


def answered_request(request: Request) -> Message:
    """Confirm someone's private answer about a conversation."""
    if request.pair is not None:
        return Message("You both said yes. I introduce you as soon as it's daytime for one of you.")
    if request.step is RequestStep.TALK:
        return Message(
            "Noted, between you and me. The other is asked too, and nobody learns who said what."
        )
    return Message("Thank you. It does not go on between you two, and that is nobody's fault.")


def withdrawn(request: Request) -> Message:
    """Confirm a withdrawal."""
    return Message(
        f"Request {request.id} is withdrawn, and whoever had it is told kindly. `/mentor find` "
        "shows who has room."
    )
