"""Nudges about requests. In a thread they say only that something is waiting."""

from bot.domain.nudges.kinds import NudgeKind
from bot.domain.requests.notices import RequestAsked, RequestNudge, RequestTold
from bot.domain.states import RequestNews, RequestStep
from bot.messages.custom_id import build
from bot.messages.nudges.words import words
from bot.messages.outgoing import Button, Embed, Message, Style
from bot.messages.requests.requests import answers, parts
from bot.messages.text import escape, person, timestamp

_FELL_BACK = (
    " (Discord did not let me write to you directly, so direct messages are off now and it comes "
    "here; `/nudges` turns them on again.)"
)


@words(NudgeKind.REQUEST_ASKED, "Mentoring request", "You are open to requests, and have room.")
def request_question(facts: RequestAsked, ref: str) -> Message:
    """Send a request to a mentor."""
    open_it = Button(
        "Open it", build("request", "open", facts.guild, facts.request, ref), Style.PRIMARY
    )
    if not facts.private:
        text = (
            f"{person(facts.mentor)}, a member hopes for your advice, by "
            f"{timestamp(facts.due_at, 'D')}. Only you see what it says.{_note(facts.fell_back)}"
        )
        return Message(text, rows=((open_it,),))
    who = person(facts.asker) if facts.asker else "A member, without the name for now,"
    card = Embed(
        "A request for you" if facts.asker else "A request that needs somebody",
        fields=parts(facts.words, with_why=facts.asker is not None),
        footer="If you don't get to it, it moves on by itself.",
    )
    text = f"{who} asks for your advice, and hopes for an answer by {timestamp(facts.due_at)}."
    return Message(
        text, embeds=(card,), rows=(answers(facts.guild, facts.request, ref), (open_it,))
    )


@words(
    NudgeKind.REQUEST_NUDGE,
    "Request reminder",
    "It waits for you; one reminder comes.",
)
def nudge(facts: RequestNudge, ref: str) -> Message:
    """Remind whoever has the turn, once."""
    by = timestamp(facts.due_at)
    text = f"{person(facts.person)}, {_WAITS[facts.step]} by {by}.{_note(facts.fell_back)}"
    return Message(text, rows=((_open(facts, ref),),))


_WAITS = {
    RequestStep.ANSWER: "a request still waits for your answer; not now is a good answer too,",
    RequestStep.CLAIM: "a request still waits for somebody,",
    RequestStep.REPLY: "a question about your request still waits for your answer",
    RequestStep.CONSENT: "somebody would gladly help you; please say whether I introduce you,",
    RequestStep.TIME: "two times for a short conversation wait for you to pick one",
    RequestStep.TALK: "how was your conversation? Please tell me, privately, whether to go on,",
    RequestStep.DECISION: "your request is with the moderators",
    RequestStep.NOTHING: "a request is settled",
}


@words(NudgeKind.REQUEST_TOLD, "Request update", "You sent it, or it was before you.")
def request_news(facts: RequestTold, ref: str) -> Message:
    """Tell what happened to a request."""
    text = f"{person(facts.person)}, {_news(facts)}{_note(facts.fell_back)}"
    cards = (Embed("In their words", escape(facts.words)),) if facts.words else ()
    return Message(text, embeds=cards, rows=((_open(facts, ref),),))


def _news(facts: RequestTold) -> str:
    if not facts.private:
        return _DISCREET.get(facts.news, "there is news about a request. Only you see it.")
    about = person(facts.about) if facts.about else "the mentor"
    by = timestamp(facts.due_at)
    times = " or ".join(timestamp(time) for time in facts.times)
    match facts.news:
        case RequestNews.QUESTION:
            return f"{about} has read your request and asks you something first; by {by}."
        case RequestNews.REPLY:
            return f"your question was answered. It is your turn, by {by}."
        case RequestNews.MOVED_ON:
            return (
                f"{about} can't take your request up just now. I offer it to other mentors, "
                f"without your name, until {by}."
            )
        case RequestNews.HANDED_ON:
            return (
                "the moderators thought of a mentor and asked them, without your name. You hear "
                f"by {by} how it goes on."
            )
        case RequestNews.TO_MODERATORS:
            return (
                "nobody with room has taken your request up yet, so the moderators look for "
                f"somebody, until {by}. Meanwhile `/program suggest` finds programs that fit you."
            )
        case RequestNews.CLAIMED:
            return f"{about} would gladly help you. Shall I introduce you? Please say so by {by}."
        case RequestNews.TIMES:
            return f"a short conversation first: {times}? Please pick one by {by}."
        case RequestNews.TIME_SET:
            return f"your short conversation is on {times}. Afterwards I ask each privately."
        case RequestNews.EXPIRED:
            return (
                "your request rests now, without an answer. That says nothing about you: "
                "`/mentor find` shows who has room today."
            )
        case RequestNews.CLOSED:
            return (
                "the moderators found nobody with room for your request this time. "
                "`/mentor find` and `/program suggest` go on from here."
            )
        case _:
            return _DISCREET[facts.news]


_DISCREET = {
    RequestNews.TAKEN: "somebody else has taken a request up. Thank you; nothing is left to do.",
    RequestNews.WITHDRAWN: "a request was withdrawn. Thank you; nothing is left to do.",
    RequestNews.LET_REST: "a request rests now. Thank you; nothing is left to do.",
    RequestNews.NOT_THIS_TIME: "a request went another way. Thank you; nothing is left to do.",
}


def _open(facts: RequestNudge | RequestTold, ref: str) -> Button:
    custom_id = build("request", "open", facts.guild, facts.request, ref)
    return Button("Open it", custom_id, Style.PRIMARY)


def _note(fell_back: bool) -> str:
    return _FELL_BACK if fell_back else ""
