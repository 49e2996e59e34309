"""What leaves unasked: the words and buttons of each kind of nudge.

Each says what it is for, and its buttons finish the job. Every custom id ends in the outbox row's
reference, which is how delivery finds a message again after a crash.
"""

from dataclasses import replace

from bot.domain.meetings.nudges import (
    FirstMeetingDue,
    MeetingCancelled,
    MeetingConfirmed,
    MeetingProposed,
    MeetingReminder,
    MetQuestion,
    NewTimeDue,
    TimesPassed,
    TimesWaiting,
    TimesWithdrawn,
)
from bot.domain.moderation.cases import CaseDigest, CaseNote
from bot.domain.nudges.nudges import (
    AgreementDue,
    AgreementRevealed,
    AgreementReview,
    AwayChanged,
    AwayOver,
    AwayTold,
    CaseOpened,
    CheckInDue,
    Digest,
    Facts,
    Introduction,
    PairEnded,
    PairResumed,
    PulseAsked,
    SavedProgramDue,
    SignUpPanel,
    UpdateShared,
    Waitlisted,
)
from bot.domain.outreach.outreach import OutreachFollowUp
from bot.domain.pairs.contacts import ContactWaiting
from bot.domain.pairs.nudges import PairRests, PartnerLeft, ThreadRenewed
from bot.domain.progress.check_ins import CheckInLater
from bot.domain.progress.commitments import CommitmentDue
from bot.domain.progress.wins import WinPosted, WinShared
from bot.domain.requests.notices import RequestAsked, RequestNudge, RequestTold
from bot.messages.custom_id import build
from bot.messages.matching.matching import sentence
from bot.messages.meetings import nudges as meeting_nudges
from bot.messages.moderation import cases
from bot.messages.nudges import away, digests
from bot.messages.outgoing import ButtonSpec, Card, Outgoing, Style
from bot.messages.outreach import outreach
from bot.messages.pairs import agreements, contacts, departures, introductions, pulses, threads
from bot.messages.pairs import endings as pair_endings
from bot.messages.progress import check_ins, commitments, wins
from bot.messages.requests import notices as request_notices
from bot.messages.text import joined, person, said, stamp


def render(facts: Facts, ref: str) -> Outgoing:
    """Return the message for `facts`; its buttons carry `ref`."""
    match facts:
        case (
            MeetingProposed()
            | MeetingConfirmed()
            | MeetingCancelled()
            | MeetingReminder()
            | MetQuestion()
            | FirstMeetingDue()
            | TimesWaiting()
            | TimesPassed()
            | TimesWithdrawn()
            | NewTimeDue()
        ):
            return meeting_nudges.render(facts, ref)
        case SignUpPanel():
            return _sign_up_panel(facts, ref)
        case Introduction():
            return introductions.introduction(facts, ref)
        case Waitlisted():
            return _waitlisted(facts, ref)
        case CheckInDue():
            return check_ins.asked(facts, ref)
        case CheckInLater():
            return check_ins.later(facts, ref)
        case UpdateShared():
            return _update_shared(facts, ref)
        case CaseOpened():
            return cases.opened(facts, ref)
        case CaseDigest():
            return cases.digest(facts, ref)
        case CaseNote():
            return cases.note(facts, ref)
        case CommitmentDue():
            return commitments.due(facts, ref)
        case WinShared():
            return wins.shared(facts, ref)
        case WinPosted():
            return wins.posted(facts, ref)
        case AgreementRevealed():
            return agreements.revealed(facts, ref)
        case AgreementDue():
            return agreements.due(facts, ref)
        case AgreementReview():
            return agreements.review(facts, ref)
        case PulseAsked():
            return pulses.asked(facts, ref)
        case PairRests():
            return check_ins.rests(facts, ref)
        case PairResumed():
            return pair_endings.resumed(facts, ref)
        case PartnerLeft():
            return departures.told(facts, ref)
        case ThreadRenewed():
            return threads.renewed(facts, ref)
        case PairEnded():
            return pair_endings.ended(facts, ref)
        case RequestAsked():
            return request_notices.asked(facts, ref)
        case RequestNudge():
            return request_notices.nudge(facts, ref)
        case RequestTold():
            return request_notices.told(facts, ref)
        case SavedProgramDue():
            return _saved_program(facts, ref)
        case ContactWaiting():
            return contacts.waiting(facts, ref)
        case OutreachFollowUp():
            return outreach.due(facts, ref)
        case AwayTold():
            return away.told(facts, ref)
        case AwayChanged():
            return away.changed(facts, ref)
        case AwayOver():
            return away.over(facts, ref)
        case Digest():
            return _several(facts)


def _several(facts: Digest) -> Outgoing:
    """Return one message for several; a welcome among them knows of the rest, and is no thing."""
    welcomes = sum(isinstance(part.facts, AwayOver) for part in facts.parts)
    things = len(facts.parts) - welcomes
    parts = []
    for part in facts.parts:
        said_now = part.facts
        if isinstance(said_now, AwayOver):
            said_now = replace(said_now, waiting=max(said_now.waiting, things))
        parts.append(render(said_now, part.ref))
    return digests.digest(facts.person, parts, things)


def _sign_up_panel(facts: SignUpPanel, ref: str) -> Outgoing:
    def button(label: str, verb: str, style: Style) -> ButtonSpec:
        return ButtonSpec(label, build("join", verb, facts.guild, facts.cohort, ref), style)

    plan = facts.plan
    kind = "in circles of one mentor with a few mentees" if plan.circles else "in pairs"
    days = [
        f"{word} {day:%-d %B %Y}"
        for word, day in (("From", plan.starts_on), ("Until", plan.ends_on))
        if day
    ]
    card = Card(
        title=f"Sign up for {said(facts.cohort_name, 80)}",
        fields=(("When", "\n".join(days)),) if days else (),
        body=(
            f"Mentoring {kind}: you tell me a little, I propose partners, a moderator approves, "
            f"and each {'circle' if plan.circles else 'pair'} meets in a private thread.\n\n"
            "Signing up takes two minutes. Your answers are used for matching only, and you can "
            "change them or withdraw until sign-up closes."
        ),
        footer="For people of 18 or older.",
    )
    row = (
        button("I want a mentor", "mentee", Style.MAIN),
        button("I can mentor", "mentor", Style.GOOD),
        button("Withdraw", "leave", Style.PLAIN),
    )
    return Outgoing(cards=(card,), rows=(row,))


def _waitlisted(facts: Waitlisted, ref: str) -> Outgoing:
    why = f" {sentence(facts.reason)}" if facts.reason else ""
    by = f", by {stamp(facts.next_round_at, 'D')}" if facts.next_round_at else ""
    content = (
        f"{person(facts.person)}, there is no partner for you in "
        f"{said(facts.cohort_name, 80)} yet.{why} You stay on the list for the next round{by}. "
        "Meanwhile `/mentor find` shows who has room, and `/program suggest` finds programs that "
        "fit you."
    )
    row = (ButtonSpec("What is waiting?", build("status", "show", facts.guild, 0, ref)),)
    return Outgoing(content, rows=(row,))


def _update_shared(facts: UpdateShared, ref: str) -> Outgoing:
    parts = (
        ("What moved", facts.moved),
        ("In the way", facts.in_the_way),
        ("Next", facts.next_step),
    )
    card = Card(
        title="An update",
        fields=tuple((name, said(words)) for name, words in parts if words),
    )
    content = f"{joined([person(one) for one in facts.partners])}: {person(facts.author)} wrote"
    row = (
        ButtonSpec("Log one too", build("update", "form", facts.guild, facts.pair, ref)),
        ButtonSpec("Earlier ones", build("update", "history", facts.guild, facts.pair, ref)),
    )
    return Outgoing(content, cards=(card,), rows=(row,))


def _saved_program(facts: SavedProgramDue, ref: str) -> Outgoing:
    def button(label: str, verb: str, style: Style = Style.PLAIN) -> ButtonSpec:
        return ButtonSpec(label, build("saved", verb, facts.guild, facts.saved, ref), style)

    content = (
        f"You asked me to remind you today of **{said(facts.name, 200)}**. Its card says who may "
        "join and where to apply; please check dates with the host."
    )
    row = (
        button("Show the card", "show", Style.MAIN),
        button("Another day", "day"),
        button("Done", "done", Style.GOOD),
        button("Take it off my list", "remove"),
    )
    return Outgoing(content, rows=(row,))
