"""What somebody reads after they did something about a request."""

from bot.domain.requests.requests import Request
from bot.domain.states import RequestStep
from bot.messages.outgoing import Outgoing
from bot.messages.requests.requests import standing
from bot.messages.text import person, stamp


def accepted(request: Request) -> Outgoing:
    """Tell the mentor what follows from their yes."""
    if request.step is RequestStep.CONSENT:
        return Outgoing(
            "Thank you: it is yours, and nobody else can take it. I ask them whether they would "
            f"like to be introduced; you hear by {stamp(request.due_at)}."
        )
    return Outgoing(
        f"Thank you. I introduce you and {person(request.asker)} in a thread of your own, in a "
        "moment."
    )


def question_sent(request: Request) -> Outgoing:
    """Confirm a mentor's question."""
    return Outgoing(
        f"Your question is on its way; an answer comes by {stamp(request.due_at)}. Until then "
        "there is nothing for you to do."
    )


def declined(request: Request) -> Outgoing:
    """Thank a mentor for a clear answer."""
    return Outgoing(
        "Thank you for saying so: a clear answer helps. It goes on by itself, and you are done "
        "with it."
    )


def replied(request: Request) -> Outgoing:
    """Confirm the asker's answer."""
    return Outgoing(f"Passed on. {standing(request)}")


def consented(request: Request) -> Outgoing:
    """Say what follows from the asker's word."""
    if request.pair is not None:
        return Outgoing("Good. Your introduction is on its way to a thread of your own.")
    return Outgoing(f"That is fine, and said kindly. {standing(request)}")


def proposed(request: Request) -> Outgoing:
    """Confirm two proposed times."""
    times = " or ".join(stamp(time) for time in (request.talk.times if request.talk else ()))
    return Outgoing(
        f"Proposed: {times}. You hear which one by {stamp(request.due_at)}. Talk wherever suits "
        "you both; twenty minutes are enough."
    )


def time_set(request: Request) -> Outgoing:
    """Confirm the time that was picked."""
    at = request.talk.at if request.talk else None
    when = stamp(at) if at else "soon"
    return Outgoing(
        f"You talk on {when}. Afterwards I ask each of you, privately, whether to go on."
    )


def heard(request: Request) -> Outgoing:
    """Keep somebody's private word about a conversation."""
    if request.pair is not None:
        return Outgoing("You both said yes. Your introduction is on its way.")
    if request.step is RequestStep.TALK:
        return Outgoing(
            "Noted, between you and me. The other is asked too, and nobody learns who said what."
        )
    return Outgoing("Thank you. It does not go on between you two, and that is nobody's fault.")


def withdrawn(request: Request) -> Outgoing:
    """Confirm a withdrawal."""
    return Outgoing(
        f"Request {request.id} is withdrawn, and whoever had it is told kindly. `/mentor find` "
        "shows who has room."
    )
