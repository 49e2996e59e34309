"""Why a message came, in plain words, and how to get fewer like it."""

from datetime import timedelta

from bot.domain.ids import GuildId
from bot.domain.nudges.kinds import NudgeKind, Policy
from bot.messages.custom_id import build
from bot.messages.outgoing import ButtonSpec, Card, Outgoing
from bot.messages.text import channel, count, cut, stamp
from bot.services.nudges.why import WhyNudged
from bot.storage.outbox import DMS_CLOSED, Nudge
from bot.storage.pairs.pairs import Pair

WEEKDAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
LATE = timedelta(minutes=10)

_RHYTHM = "It was your turn: one of you is asked each time, in turn."
Reason = tuple[str, str]
_KINDS: dict[NudgeKind, Reason] = {
    NudgeKind.SIGN_UP_PANEL: ("a sign-up panel", "A moderator opened a cohort."),
    NudgeKind.INTRODUCTION: ("your introduction", "A moderator approved your pair."),
    NudgeKind.WAITLISTED: (
        "news of your sign-up",
        "You signed up, and there was no partner for you in this round.",
    ),
    NudgeKind.CHECK_IN: ("a check-in", _RHYTHM),
    NudgeKind.CHECK_IN_LATER: (
        "a word about the next step",
        "Your partner has been quiet, and you should not have to chase.",
    ),
    NudgeKind.UPDATE_SHARED: ("an update", "Your partner logged it for you to see."),
    NudgeKind.MEETING_PROPOSED: ("a meeting proposal", "Your partner proposed times."),
    NudgeKind.MEETING_CONFIRMED: ("a confirmed meeting", "One of you took a proposed time."),
    NudgeKind.MEETING_CANCELLED: ("a cancelled meeting", "One of you called it off."),
    NudgeKind.MEETING_REMINDER: (
        "a meeting reminder",
        "You have a meeting: one comes the day before and one an hour before.",
    ),
    NudgeKind.MET_QUESTION: ("a question whether you met", "A meeting of yours was just over."),
    NudgeKind.FIRST_MEETING: (
        "a reminder to find a first time",
        "Pairs meet within two weeks of their introduction, and the next step was yours.",
    ),
    NudgeKind.TIMES_WAITING: (
        "a reminder of proposed times",
        "Your partner proposed times to meet, and yours was the next word.",
    ),
    NudgeKind.TIMES_PASSED: ("news of your proposal", "The times you proposed were over."),
    NudgeKind.TIMES_WITHDRAWN: ("a change of plans", "Proposed times were taken back."),
    NudgeKind.NEW_TIME: (
        "a reminder to find a new time",
        "A meeting of yours did not take place, and the next step was yours.",
    ),
    NudgeKind.CASE_OPENED: ("a case", "Something needs a moderator."),
    NudgeKind.CASE_DIGEST: ("a digest of cases", "Moderators get one a week."),
    NudgeKind.CASE_NOTE: ("a word from a moderator", "A moderator wrote to your pair."),
    NudgeKind.COMMITMENT_DUE: (
        "a reminder of a promise",
        "You promised something for a day: one comes the day before and one when it is due.",
    ),
    NudgeKind.WIN_SHARED: ("a win", "Your partner told you of it."),
    NudgeKind.WIN_POSTED: ("a win", "Somebody shared it with the server."),
    NudgeKind.AGREEMENT_REVEALED: ("your agreement", "You both had answered."),
    NudgeKind.AGREEMENT_DUE: ("an agreement", "Your half of it is still open."),
    NudgeKind.AGREEMENT_REVIEW: ("an agreement", "Half-way it is worth another look."),
    NudgeKind.PULSE: ("a private question", "You are asked twice and at the end; nobody sees it."),
    NudgeKind.PAIR_RESTS: ("news of a pause", "Your pair rests for a while."),
    NudgeKind.PAIR_RESUMED: (
        "a welcome back",
        "The pause of your pair was over, or your partner was back.",
    ),
    NudgeKind.PARTNER_LEFT: (
        "a word about your partner",
        "Your partner was not in the server any more.",
    ),
    NudgeKind.THREAD_RENEWED: ("the first line of a new thread", "Your old thread was deleted."),
    NudgeKind.PAIR_ENDED: ("a farewell", "Your pair came to its end."),
    NudgeKind.SAVED_PROGRAM: ("a saved program", "You chose that day for the reminder."),
    NudgeKind.OUTREACH_FOLLOW_UP: ("a follow-up", "You wrote to somebody outside."),
    NudgeKind.AWAY_TOLD: ("news of an absence", "Your partner is away, and you should know."),
    NudgeKind.AWAY_CHANGED: ("a change of plans", "Your partner's time away has changed."),
    NudgeKind.AWAY_OVER: ("a welcome back", "Your time away was over."),
    NudgeKind.REQUEST_ASKED: ("a request", "You are open to requests, and have room."),
    NudgeKind.REQUEST_NUDGE: ("a reminder of a request", "It waits for you; one reminder comes."),
    NudgeKind.CONTACT_WAITING: ("something private", "Your partner asked or answered you."),
    NudgeKind.REQUEST_TOLD: ("news of a request", "You sent it, or it was before you."),
}
_OTHER: Reason = ("a message", "Something in your pair has changed.")


def named(kind: str) -> str:
    """Return what a kind of message is called, such as ``a check-in``."""
    return next((name for one, (name, _) in _KINDS.items() if one == kind), _OTHER[0])


_WAITED = {
    "quiet hours": "it waited for the end of your quiet hours",
    "weekly limit": "it waited until you had room for one more this week",
    "snoozed": "it waited until your snooze was over",
    "away": "it waited until you were back",
    "the pair is paused": "it waited until your pair's pause was over",
    "after the others": "it let other messages to you go first",
}

NOTHING = "You have had no message from me yet, so there is nothing to explain."


def why(found: WhyNudged | None, guild: GuildId) -> Outgoing:
    """Explain the last message: what it was, why then, by which rule, and how to get fewer."""
    settings = ButtonSpec("Settings", build("nudges", "open", guild))
    if found is None:
        return Outgoing(NOTHING, rows=((settings,),))
    fields = [
        ("What it was", _what(found)),
        ("Why", "\n".join(dict.fromkeys(_reason(nudge, found.pair) for nudge in found.nudges))),
        ("Why then", _when(found)),
        ("Which rule", _rule(found)),
    ]
    buttons = []
    if (mutable := found.mutable) and not found.muted:
        buttons.append(ButtonSpec("Fewer like this", build("nudges", "fewer", guild, mutable.id)))
    buttons += [ButtonSpec("Snooze for a week", build("nudges", "week", guild)), settings]
    card = Card(
        "Why I wrote to you", fields=tuple((name, cut(text, 1000)) for name, text in fields)
    )
    return Outgoing(cards=(card,), rows=(tuple(buttons),))


def _what(found: WhyNudged) -> str:
    names = [_KINDS.get(nudge.kind, _OTHER)[0] for nudge in found.nudges]
    what = " · ".join(names)
    where = "by direct message" if found.in_dm else _place(found)
    when = stamp(found.first.settled_at or found.first.due_at)
    together = f" ({len(names)} in one message)" if len(names) > 1 else ""
    return f"{what[:1].upper()}{what[1:]}{together}, {when}, {where}."


def _place(found: WhyNudged) -> str:
    return f"in {channel(found.first.channel)}" if found.first.channel else "in your thread"


def _reason(nudge: Nudge, pair: Pair | None) -> str:
    words = _KINDS.get(nudge.kind, _OTHER)[1]
    if nudge.kind is NudgeKind.CHECK_IN and pair is not None:
        rhythm = count(pair.check_in_days, "day")
        words += (
            f" Your pair checks in every {rhythm}, on {WEEKDAYS[pair.check_in_weekday]} at "
            f"{pair.check_in_time:%H:%M} ({pair.time_zone})."
        )
    return words


def _when(found: WhyNudged) -> str:
    if any(one.reason == DMS_CLOSED for one in found.nudges):
        return (
            "Discord did not let me write to you directly, so it came in the thread. `/nudges` "
            "says whether direct messages are on, and turns them on again."
        )
    late = [one for one in found.nudges if (one.settled_at or one.due_at) - one.due_at >= LATE]
    if not late:
        return _TIMES.get(found.first.kind, "It came as soon as there was something to say.")
    held = next((one for one in late if one.reason in _WAITED), late[0])
    waited = _WAITED.get(held.reason or "", "I could not send it sooner")
    return f"It was meant for {stamp(held.due_at)}; {waited}."


def _outside(kind: NudgeKind) -> str:
    """Say why the weekly limit does not count this kind."""
    if kind is NudgeKind.MEETING_REMINDER:
        return "you agreed to meet"
    if kind is NudgeKind.COMMITMENT_DUE:
        return "it is about your own promise"
    if kind is NudgeKind.SAVED_PROGRAM:
        return "you chose the day yourself"
    if kind.row.policy is Policy.REQUESTED:
        return "it comes once, about something that you would want to know"
    return "it is news from your pair, and not a nudge"


# When a kind comes, where that is more than the moment it was written.
_TIMES = {
    NudgeKind.CHECK_IN: "Your pair's own day and hour had come.",
    NudgeKind.COMMITMENT_DUE: "It comes a day ahead, and at the time you had chosen.",
    NudgeKind.MEETING_REMINDER: "It comes a day and an hour before you meet.",
    NudgeKind.MET_QUESTION: "It comes two hours after a meeting.",
    NudgeKind.FIRST_MEETING: "It comes some days after your introduction, if no time is set.",
    NudgeKind.PULSE: "It comes at set weeks of a pair's life.",
    NudgeKind.SAVED_PROGRAM: "It was the day you had chosen.",
    NudgeKind.AGREEMENT_DUE: "It comes some days after the other half was there.",
    NudgeKind.AGREEMENT_REVIEW: "It comes half-way through your time together.",
    NudgeKind.OUTREACH_FOLLOW_UP: "It comes so many days after your last step.",
}


def _rule(found: WhyNudged) -> str:
    if not found.counts:
        return f"It does not count towards your weekly limit: {_outside(found.first.kind)}."
    return (
        f"At most {count(found.weekly_limit, 'nudge')} a week, and only when it is your turn: "
        f"{found.sent_this_week} in the last seven days."
    )
