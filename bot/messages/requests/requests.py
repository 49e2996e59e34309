"""A request: its form, its state, and what each side can do about it."""

from datetime import datetime

from bot.domain.ids import GuildId, RequestId, UserId
from bot.domain.requests.requests import Request
from bot.domain.requests.words import LONGEST, LONGEST_MESSAGE, RequestWords
from bot.domain.states import RequestNews, RequestState, RequestStep
from bot.domain.status.turns import Turn
from bot.language.say import Say, marked
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
from bot.messages.text import escape, join_list, person, timestamp, truncate
from bot.services.requests.requests import RequestView

AGENDA = marked(
    "What we each hope for\nOne question that matters now\nIf and how we’d like to continue"
)
_MOST_FORMATS = 3


# --- forms ------------------------------------------------------------------------------------


def form(say: Say, guild: GuildId, mentor: UserId) -> Modal:
    """Ask for the five things that make a request easy to answer."""
    return Modal(
        build("request", "send", guild, mentor),
        say("Ask a mentor"),
        (
            _long(
                "where",
                say("Where I am"),
                say("Your stage, your place, and what you’re doing now."),
            ),
            _long(
                "need", say("What I need"), say("One thing they can answer, not your whole path.")
            ),
            _long(
                "why",
                say("Why you"),
                say("Only this mentor sees this. Leave your name out of the other answers."),
            ),
            ChoiceField(
                "formats",
                say("How could they help?"),
                format_choices(say),
                placeholder=say("Choose up to 3"),
                most=_MOST_FORMATS,
            ),
            _long(
                "prepared", say("What I’ve prepared"), say("What you’ve tried, read, or written.")
            ),
        ),
    )


def _long(key: str, name: str, note: str) -> TextField:
    # Required by us, not by Discord: an empty answer gets help instead of an error.
    return TextField(key, name, note=note, required=False, long=True, most=LONGEST)


def question_form(say: Say, guild: GuildId, request: RequestId) -> Modal:
    """Ask for a mentor's question."""
    field = TextField("words", say("Your question"), long=True, most=LONGEST_MESSAGE)
    return Modal(build("request", "ask", guild, request), say("Ask a question"), (field,))


def reply_form(say: Say, guild: GuildId, request: RequestId) -> Modal:
    """Ask for the answer to a mentor's question."""
    field = TextField("words", say("Your answer"), long=True, most=LONGEST_MESSAGE)
    return Modal(build("request", "answer", guild, request), say("Answer question"), (field,))


def talk_form(say: Say, guild: GuildId, request: RequestId) -> Modal:
    """Ask for two times and a small agenda."""
    note = say("In your time zone, in the next two weeks. Try “thu 6pm”.")
    return Modal(
        build("request", "propose", guild, request),
        say("Suggest a quick call"),
        (
            TextField("first", say("First time"), note=note, most=80),
            TextField("second", say("Second time"), note=note, most=80),
            TextField(
                "agenda",
                say("Agenda"),
                note=say("For a 20-minute call."),
                value=say(AGENDA),
                long=True,
                most=400,
            ),
        ),
    )


# --- state ------------------------------------------------------------------------------------


def sent(say: Say, request: Request) -> Message:
    """Confirm a request, with its date and what else can be done."""
    text = say(
        "Sent to {asked}. You’ll hear back by {due_at}. I’ll "
        "remind them once, then offer your request to other mentors without your name.",
        asked=person(request.asked),
        due_at=timestamp(request.due_at),
    )
    return Message(text, rows=(_askers_row(say, request),))


def view(say: Say, seen: RequestView) -> Message:
    """Show a request to its asker or to a mentor, with what they can do now."""
    return _to_asker(say, seen) if seen.is_askers else _to_mentor(say, seen)


def _to_asker(say: Say, seen: RequestView) -> Message:
    request = seen.request
    fields = [(say("Status"), standing(say, request)), *_said_so_far(say, seen)]
    card = Embed(say("Your request"), fields=(*fields, *_parts(say, request.words, with_why=True)))
    rows = _askers_rows(say, request)
    return Message(embeds=(card,), rows=rows)


def _to_mentor(say: Say, seen: RequestView) -> Message:
    request = seen.request
    offer = request.offer_of(seen.viewer)
    if offer is None or not offer.state.is_open:
        return Message(_over_for_mentor(say, request, offer.state if offer else None))
    card = Embed(
        request_title(say, is_for_reader=request.asked == seen.viewer),
        asked_by(say, request.asker if seen.asker_known else None, request.due_at),
        fields=(
            *_parts(say, request.words, with_why=request.asked == seen.viewer),
            *_said_so_far(say, seen),
            *_talk_fields(say, request),
        ),
    )
    return Message(embeds=(card,), rows=_mentors_rows(say, seen))


def request_title(say: Say, *, is_for_reader: bool) -> str:
    """Return the title of a request as a mentor reads it."""
    return say("A request for you") if is_for_reader else say("Someone’s looking for a mentor")


def asked_by(say: Say, asker: UserId | None, due_at: datetime) -> str:
    """Return who would like a mentor's advice, if their name is known, and by when."""
    if asker is None:
        return say(
            "A member (name hidden for now) would like your advice by {due_at}.",
            due_at=timestamp(due_at),
        )
    return say(
        "{asker} would like your advice by {due_at}.", asker=person(asker), due_at=timestamp(due_at)
    )


def _over_for_mentor(say: Say, request: Request, state: RequestState | None) -> str:
    if state is RequestState.TAKEN:
        return say("Another mentor took this one. There’s nothing left to do. Thanks!")
    if state is RequestState.ACCEPTED:
        return say("You accepted this request. Find your thread in `/status`.")
    if state is RequestState.DECLINED:
        return say("You declined this request, and it moved on. There’s nothing left to do.")
    return say("This request is closed for you. There’s nothing left to do.")


def listing(say: Say, guild: GuildId, requests: list[Request]) -> Message:
    """Show the reader's requests, each with its state and date; open ones can be withdrawn."""
    if not requests:
        return Message(say("You don’t have any requests. See who has room with `/mentor find`."))
    fields = tuple(
        (say("Request {request}", request=request.id), standing(say, request))
        for request in requests[:10]
    )
    rows = tuple(
        (
            Button(
                say.of("button", "Open request {request}", request=request.id),
                build("request", "open", guild, request.id),
            ),
            Button(
                say.of("button", "Withdraw request {request}", request=request.id),
                build("request", "withdraw", guild, request.id),
            ),
        )
        for request in requests
        if request.is_open
    )
    return Message(embeds=(Embed(say("Your requests"), fields=fields),), rows=rows[:5])


def standing(say: Say, request: Request) -> str:
    """Return a request's state, whose turn it is, and its date, for its asker."""
    by = timestamp(request.due_at)
    who = person(request.mentor) if request.mentor else say("your mentor")
    match request.step:
        case RequestStep.ANSWER:
            return say("Open: waiting for {who} to answer by {by}.", who=who, by=by)
        case RequestStep.CLAIM:
            return say("Open: offered to other mentors without your name until {by}.", by=by)
        case RequestStep.DECISION:
            return say("Open: the moderators are looking for a mentor until {by}.", by=by)
        case RequestStep.REPLY:
            return say("Question: {who} asked you something. Answer by {by}.", who=who, by=by)
        case RequestStep.CONSENT:
            return say(
                "Question: {who} would like to help. Want an introduction? Answer by {by}.",
                who=who,
                by=by,
            )
        case RequestStep.TIME if request.owner == request.asker:
            return say(
                "Question: {who} suggested a quick call. Pick a time by {by}.", who=who, by=by
            )
        case RequestStep.TIME:
            return say(
                "Question: waiting for {who} to pick one of your two times by {by}.", who=who, by=by
            )
        case RequestStep.TALK:
            at = timestamp(request.talk.at) if request.talk and request.talk.at else by
            return say(
                "Question: your call with {who} is {at}. Afterward, tell me privately by {by} if "
                "you’d like to continue.",
                who=who,
                at=at,
                by=by,
            )
        case RequestStep.NOTHING:
            return f"{say(_ENDS[request.state])} · {timestamp(request.due_at, 'D')}"


_ENDS = {
    RequestState.OPEN: marked("Open"),
    RequestState.QUESTION: marked("Question"),
    RequestState.ACCEPTED: marked("Accepted"),
    RequestState.DECLINED: marked("Closed without a mentor"),
    RequestState.EXPIRED: marked("Expired without an answer"),
    RequestState.WITHDRAWN: marked("Withdrawn"),
    RequestState.TAKEN: marked("Taken by another mentor"),
}


def turn_line(say: Say, turn: Turn) -> str:
    """Return one line for /status about a request, without anyone else's text."""
    side, step, state = turn.name.split(":")
    by = f" · {timestamp(turn.due_at)}" if turn.due_at else ""
    if step == RequestStep.NOTHING:
        line = say(_ENDS[RequestState(state)])
    else:
        line = (_ASKERS_LINES if side == "asker" else _MENTORS_LINES).get(
            RequestStep(step), "In progress"
        )
    name = (
        say("Your request {what}", what=turn.what)
        if side == "asker"
        else say("Request {what}", what=turn.what)
    )
    return f"{name} · {line}{by}"


_ASKERS_LINES = {
    RequestStep.ANSWER: marked("Waiting for the mentor you asked"),
    RequestStep.CLAIM: marked("Offered to other mentors without your name"),
    RequestStep.DECISION: marked("With the moderators"),
    RequestStep.REPLY: marked("A question for you"),
    RequestStep.CONSENT: marked("A mentor would like to help. Want an introduction?"),
    RequestStep.TIME: marked("Pick a time for a quick call"),
    RequestStep.TALK: marked("Would you like to continue after your call?"),
}
_MENTORS_LINES = {
    RequestStep.ANSWER: marked("Waiting for your answer"),
    RequestStep.CLAIM: marked("Open to you and other mentors"),
    RequestStep.REPLY: marked("Waiting for an answer to your question"),
    RequestStep.CONSENT: marked("Asked if they’d like an introduction to you"),
    RequestStep.TIME: marked("Pick a time for a quick call"),
    RequestStep.TALK: marked("Would you like to continue after your call?"),
}


def _parts(say: Say, words: RequestWords, *, with_why: bool) -> tuple[tuple[str, str], ...]:
    why = ((say("Why you"), escape(words.why)),) if with_why else ()
    return (
        (say("Where I am"), escape(words.where)),
        (say("What I need"), escape(words.need)),
        *why,
        (say("How you could help"), labels(say, words.formats)),
        (say("What I’ve prepared"), escape(words.prepared)),
    )


def parts(say: Say, words: RequestWords, *, with_why: bool) -> tuple[tuple[str, str], ...]:
    """Return the parts of a request; "why you" only to the mentor it was written for."""
    return _parts(say, words, with_why=with_why)


def _said_so_far(say: Say, seen: RequestView) -> list[tuple[str, str]]:
    """Return the questions and answers between these two."""
    mentor = seen.request.mentor if seen.is_askers else seen.viewer
    names = {RequestNews.QUESTION: say("Question"), RequestNews.REPLY: say("Answer")}
    return [
        (names[news.kind], escape(news.words))
        for news in seen.news
        if news.kind in names and news.about == mentor
    ][-6:]


def _talk_fields(say: Say, request: Request) -> tuple[tuple[str, str], ...]:
    if request.talk is None:
        return ()
    if request.talk.at is not None:
        when = timestamp(request.talk.at)
    else:
        when = "\n".join(timestamp(time) for time in request.talk.times)
    return ((say("Quick call"), f"{when}\n{escape(truncate(request.talk.agenda, 600))}"),)


# --- what can be done -------------------------------------------------------------------------


def button(
    request: Request, verb: str, label: str, style: Style = Style.SECONDARY, ref: str | None = None
) -> Button:
    """Return a button about a request."""
    return Button(label, build("request", verb, request.guild, request.id, ref), style)


def _askers_row(say: Say, request: Request) -> Row:
    return (
        button(request, "talk", say("Suggest a quick call")),
        button(request, "withdraw", say("Withdraw request")),
    )


def _askers_rows(say: Say, request: Request) -> tuple[Row, ...]:
    withdraw = button(request, "withdraw", say("Withdraw request"))
    match request.step:
        case RequestStep.REPLY:
            return ((button(request, "reply", say("Answer question"), Style.PRIMARY), withdraw),)
        case RequestStep.CONSENT:
            return (
                (
                    button(request, "introduce", say("Introduce us"), Style.SUCCESS),
                    button(request, "talk", say("Suggest a quick call")),
                    button(request, "rather-not", say("Find someone else")),
                    withdraw,
                ),
            )
        case RequestStep.TIME if request.owner == request.asker:
            return (_times_row(say, request), (withdraw,))
        case RequestStep.TALK:
            return (_say_row(say, request), (withdraw,))
        case RequestStep.ANSWER:
            return (_askers_row(say, request),)
        case RequestStep.NOTHING:
            return ()
        case _:
            return ((withdraw,),)


def _mentors_rows(say: Say, seen: RequestView) -> tuple[Row, ...]:
    request = seen.request
    if request.step is RequestStep.TALK:
        return (_say_row(say, request),)
    if request.step is RequestStep.TIME and request.owner == seen.viewer:
        return (_times_row(say, request), answers(say, request.guild, request.id))
    if not seen.is_answerable:
        return ()
    return (answers(say, request.guild, request.id), _talk_row(say, request.guild, request.id))


def answers(say: Say, guild: GuildId, request: RequestId, ref: str | None = None) -> Row:
    """Return a mentor's four answers."""

    def answer(verb: str, label: str, style: Style = Style.SECONDARY) -> Button:
        return Button(label, build("request", verb, guild, request, ref), style)

    return (
        answer("accept", say("Accept request"), Style.SUCCESS),
        answer("question", say("Ask a question"), Style.PRIMARY),
        answer("decline", say("Not now")),
        answer("suggest", say("Suggest someone")),
    )


def _talk_row(say: Say, guild: GuildId, request: RequestId, ref: str | None = None) -> Row:
    custom_id = build("request", "talk", guild, request, ref)
    return (Button(say.of("button", "Suggest a quick call"), custom_id),)


def _times_row(say: Say, request: Request) -> Row:
    return (
        button(request, "time-one", say("Pick first time"), Style.SUCCESS),
        button(request, "time-two", say("Pick second time"), Style.SUCCESS),
        button(request, "talk", say("Suggest other times")),
    )


def _say_row(say: Say, request: Request) -> Row:
    return (
        button(request, "go-on", say("Yes, introduce us"), Style.SUCCESS),
        button(request, "part", say("No, thanks")),
    )


def suggest(say: Say, guild: GuildId, request: RequestId) -> Message:
    """Ask which mentor the declining one would suggest."""
    menu = Select(
        build("request", "suggested", guild, request), say("Who would you suggest?"), pick=Pick.USER
    )
    return Message(
        say(
            "Pick someone who’s taking requests. I’ll send it to them without the member’s name, "
            "and "
            "you’re all set."
        ),
        rows=((menu,),),
    )


# --- results of an act ------------------------------------------------------------------------


def no_place(say: Say, request: Request) -> Message:
    """Ask a mentor without a place whether to take this one all the same; nothing is changed."""
    row = (
        button(request, "one-more", say("Take one more"), Style.SUCCESS),
        button(request, "decline", say("Pass request on")),
    )
    text = say(
        "You have no spots left. You can still take this person, or pass the request on. No one "
        "will see why."
    )
    return Message(text, rows=(row,))


def accepted(say: Say, request: Request) -> Message:
    """Tell the mentor what follows from accepting."""
    if request.step is RequestStep.CONSENT:
        return Message(
            say(
                "Thanks! You’ve got it, and no one else can claim it. I’ll ask if they’d like an "
                "introduction, and you’ll hear back by {due_at}.",
                due_at=timestamp(request.due_at),
            )
        )
    if request.state is not RequestState.ACCEPTED:
        passed_on = (
            say(
                "You have no spots left, so the moderators are looking for another mentor. No one "
                "will "
                "see why."
            )
            if request.step is RequestStep.DECISION
            else say(
                "You have no spots left, so I offered this request to other mentors. No one will "
                "see why."
            )
        )
        return Message(
            say("{passed_on} To take more mentees, change your spots.", passed_on=passed_on),
            rows=((open_to_requests(say, request.guild),),),
        )
    return Message(
        say(
            "Thanks! I’ll introduce you and {asker} in a private thread as soon as "
            "it’s daytime for one of you.",
            asker=person(request.asker),
        )
    )


def question_sent(say: Say, request: Request) -> Message:
    """Confirm a mentor's question."""
    return Message(
        say("I sent your question. You’ll hear back by {due_at}.", due_at=timestamp(request.due_at))
    )


def declined(say: Say, request: Request) -> Message:
    """Thank a mentor for a clear answer."""
    return Message(
        say("Thanks for the quick answer. I’ll pass the request on, and you’re all set.")
    )


def replied(say: Say, request: Request) -> Message:
    """Confirm the asker's answer."""
    return Message(say("I sent your answer.\n{standing}", standing=standing(say, request)))


def consented(say: Say, request: Request, *, wanted: bool) -> Message:
    """Say what follows from the asker's answer."""
    if request.pair is not None:
        return Message(
            say(
                "Great! I’ll introduce you in a private thread as soon as it’s daytime for one of "
                "you."
            )
        )
    if wanted:
        return Message(
            say(
                "Sorry, their last spot was just taken.\n{standing}",
                standing=standing(say, request),
            )
        )
    return Message(
        say("No problem. I’ll let them know.\n{standing}", standing=standing(say, request))
    )


def proposed(say: Say, request: Request) -> Message:
    """Confirm two proposed times."""
    offered = request.talk.times if request.talk else ()
    times = join_list([timestamp(time) for time in offered], last="or")
    return Message(
        say(
            "You suggested {times}. You’ll hear which one works by {due_at}. Plan "
            "for about 20 minutes, wherever works for you both.",
            times=times,
            due_at=timestamp(request.due_at),
        )
    )


def time_set(say: Say, request: Request) -> Message:
    """Confirm the time that was accepted."""
    at = request.talk.at if request.talk else None
    when = f" {timestamp(at)}" if at else ""
    return Message(
        say(
            "Your call is set.{when}\nAfterward, I’ll privately ask each of you if you’d like to "
            "continue.",
            when=when,
        )
    )


def answered_request(say: Say, request: Request) -> Message:
    """Confirm someone's private answer about a conversation."""
    if request.pair is not None:
        return Message(
            say("You both said yes! I’ll introduce you as soon as it’s daytime for one of you.")
        )
    if request.step is RequestStep.TALK:
        return Message(say("Saved. I’ll ask them too, and no one will know who said what."))
    return Message(say("Thanks for telling me. I won’t introduce you two."))


def withdrawn(say: Say, request: Request) -> Message:
    """Confirm a withdrawal."""
    return Message(
        say(
            "Request {request} withdrawn. I’ll let anyone who had it know. See who has room with "
            "`/mentor find`.",
            request=request.id,
        )
    )
