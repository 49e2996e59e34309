"""Nudges about requests. In a thread they say only that something is waiting."""

from bot.domain.nudges.kinds import NudgeKind
from bot.domain.requests.notices import RequestAsked, RequestNudge, RequestTold
from bot.domain.states import RequestNews, RequestStep
from bot.language.say import Say, marked
from bot.messages.custom_id import build
from bot.messages.nudges.words import words
from bot.messages.outgoing import Button, Embed, Message, Style
from bot.messages.requests.requests import answers, asked_by, parts, request_title
from bot.messages.text import addressed, escape, join_list, person, timestamp

_FELL_BACK = marked(
    "\nI couldn’t DM you, so I turned DMs off and posted this here. `/nudges` turns them back on."
)


@words(
    NudgeKind.REQUEST_ASKED,
    marked("Mentoring request"),
    marked("You’re taking requests and have room."),
)
def request_question(say: Say, facts: RequestAsked, ref: str) -> Message:
    """Send a request to a mentor."""
    open_it = Button(
        say.of("button", "Open request"),
        build("request", "open", facts.guild, facts.request, ref),
        Style.PRIMARY,
    )
    if not facts.private:
        text = say(
            "{words} A member would like your advice by "
            "{due_at}. Only you can see the request."
            "{note}",
            words=addressed([facts.mentor]),
            due_at=timestamp(facts.due_at, "D"),
            note=_note(say, facts.fell_back),
        )
        return Message(text, rows=((open_it,),))
    card = Embed(
        request_title(say, is_for_reader=facts.asker is not None),
        fields=parts(say, facts.words, with_why=facts.asker is not None),
        footer=say("If you can’t get to it, I’ll offer it to other mentors."),
    )
    return Message(
        asked_by(say, facts.asker, facts.due_at),
        embeds=(card,),
        rows=(answers(say, facts.guild, facts.request, ref), (open_it,)),
    )


@words(
    NudgeKind.REQUEST_NUDGE,
    marked("Request reminder"),
    marked("It’s your turn. You get one reminder."),
)
def nudge(say: Say, facts: RequestNudge, ref: str) -> Message:
    """Remind whoever has the turn, once."""
    waits = _waits(say, facts.step, timestamp(facts.due_at))
    text = f"{addressed([facts.person])} {waits}{_note(say, facts.fell_back)}"
    return Message(text, rows=((_open(say, facts, ref),),))


def _waits(say: Say, step: RequestStep, by: str) -> str:
    match step:
        case RequestStep.ANSWER:
            return say("A request needs your answer by {by}. “Not now” is fine too.", by=by)
        case RequestStep.CLAIM:
            return say("Someone’s looking for a mentor until {by}.", by=by)
        case RequestStep.REPLY:
            return say("A mentor has a question about your request. Answer by {by}.", by=by)
        case RequestStep.CONSENT:
            return say(
                "A mentor would like to help you. Tell me by {by} if I should introduce you.", by=by
            )
        case RequestStep.TIME:
            return say("You have two times for a quick call. Pick one by {by}.", by=by)
        case RequestStep.TALK:
            return say(
                "How was your call? Tell me privately by {by} if you’d like to continue.", by=by
            )
        case RequestStep.DECISION:
            return say("The moderators have your request until {by}.", by=by)
        case RequestStep.NOTHING:
            return say("A request was closed.")


@words(
    NudgeKind.REQUEST_TOLD,
    marked("Request update"),
    marked("You sent the request or it was sent to you."),
)
def request_news(say: Say, facts: RequestTold, ref: str) -> Message:
    """Tell what happened to a request."""
    text = f"{addressed([facts.person])} {_news(say, facts)}{_note(say, facts.fell_back)}"
    cards = (Embed(say("In their words"), escape(facts.words)),) if facts.words else ()
    return Message(text, embeds=cards, rows=((_open(say, facts, ref),),))


def _news(say: Say, facts: RequestTold) -> str:
    if not facts.private:
        return _DISCREET.get(facts.news, "There’s news about a request. Only you can see it.")
    about = person(facts.about) if facts.about else say("The mentor")
    by = timestamp(facts.due_at)
    times = join_list([timestamp(time) for time in facts.times], last="or")
    match facts.news:
        case RequestNews.QUESTION:
            return say(
                "{about} has a question about your request. Answer by {by}.", about=about, by=by
            )
        case RequestNews.REPLY:
            return say("Your question was answered. It’s your turn, by {by}.", by=by)
        case RequestNews.MOVED_ON:
            return say(
                "{about} can’t take your request right now. I’m offering it to other mentors "
                "without your name until {by}.",
                about=about,
                by=by,
            )
        case RequestNews.HANDED_ON:
            return say(
                "The moderators asked another mentor for you, without your name. You’ll hear back "
                "by {by}.",
                by=by,
            )
        case RequestNews.TO_MODERATORS:
            return say(
                "No mentor has taken your request yet, so the moderators are looking for one until "
                "{by}. In the meantime, `/program suggest` finds programs that fit you.",
                by=by,
            )
        case RequestNews.CLAIMED:
            return say(
                "{about} would like to help! Want an introduction? Answer by {by}.",
                about=about,
                by=by,
            )
        case RequestNews.TIMES:
            return say("A quick call first: {times}? Pick one by {by}.", times=times, by=by)
        case RequestNews.TIME_SET:
            return say(
                "Your call is {times}. Afterward, I’ll ask each of you privately how it went.",
                times=times,
            )
        case RequestNews.EXPIRED:
            return say(
                "Your request expired without an answer. It’s not about you. See who has room with "
                "`/mentor find`."
            )
        case RequestNews.CLOSED:
            return say(
                "The moderators couldn’t find a mentor with room this time. Try `/mentor find` or "
                "`/program suggest`."
            )
        case _:
            return say(_DISCREET[facts.news])


_DISCREET = {
    RequestNews.TAKEN: marked("Another mentor took a request. There’s nothing left to do. Thanks!"),
    RequestNews.WITHDRAWN: marked("A request was withdrawn. There’s nothing left to do."),
    RequestNews.LET_REST: marked("A request expired. There’s nothing left to do."),
    RequestNews.NOT_THIS_TIME: marked(
        "A request didn’t work out this time. There’s nothing left to do."
    ),
}


def _open(say: Say, facts: RequestNudge | RequestTold, ref: str) -> Button:
    custom_id = build("request", "open", facts.guild, facts.request, ref)
    return Button(say.of("button", "Open request"), custom_id, Style.PRIMARY)


def _note(say: Say, fell_back: bool) -> str:
    return say(_FELL_BACK) if fell_back else ""
