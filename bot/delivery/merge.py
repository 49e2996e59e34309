"""Merge several nudges for one person in one place into one message.

One row is the carrier, and the others are merged into it in the transaction that arms it. From then
on they share its outcome: sent with it, uncertain with it, and due again on their own as soon as it
is known that nothing was sent. So a crash between any two steps leaves one row to look for, which
is found by the reference on the carrier's buttons. Each part's buttons carry that part's own
reference, which is how a row is found from an older backup too.
"""

from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from sqlalchemy import Connection

from bot.delivery.decision import Place, Reschedule, Send, Verdict
from bot.domain.ids import GuildId, MeetingId, UserId
from bot.domain.meetings.nudges import FirstMeetingDue, TimesWaiting
from bot.domain.nudges.nudges import AgreementDue, Digest, DigestItem, Facts, PulseAsked
from bot.domain.nudges.policy import MERGEABLE, MOST_MERGED, ONE_MOMENT
from bot.storage import leases
from bot.storage.outbox import Nudge


@dataclass(frozen=True, slots=True)
class MergedMessage:
    """What one message contains: its carrier's verdict, the merged rows, and those left over."""

    ready: Send
    inside: tuple[Nudge, ...] = ()
    left_over: tuple[tuple[Nudge, Reschedule], ...] = ()


def is_open(nudge: Nudge) -> bool:
    """Return whether a row may share a message: no attempt was made to send it."""
    return nudge.recipient is not None and nudge.kind.row.is_mergeable and nudge.nonce is None


def beside(
    connection: Connection, owner: str, now: datetime, lease: timedelta, claimed: list[Nudge]
) -> list[Nudge]:
    """Lease everything else for the people of these rows that is due within the hour."""
    people: set[tuple[GuildId, UserId]] = {
        (nudge.guild, nudge.recipient)
        for nudge in claimed
        if nudge.recipient is not None and is_open(nudge)
    }
    return leases.claim_beside(connection, owner, now, lease, people, MERGEABLE, ONE_MOMENT)


def merge_due(
    carrier: Nudge,
    ready: Send,
    others: Iterable[Nudge],
    judge: Callable[[Nudge], Verdict],
    now: datetime,
    private: Place | None = None,
) -> MergedMessage:
    """Choose which of `others` to merge into `carrier`: also ready, for the same person.

    What belongs in several places is one message in the person's `private` place. Without one,
    what belongs in another place comes an hour later.
    """
    if not is_open(carrier):
        return MergedMessage(ready)
    others = list(others)
    theirs = [
        other
        for other in others
        if is_open(other) and (other.guild, other.recipient) == (carrier.guild, carrier.recipient)
    ]
    inside: list[Nudge] = []
    parts = [DigestItem(carrier.ref, ready.facts)]
    place_of_carrier = ready.place
    left_over: list[tuple[Nudge, Reschedule]] = []
    for other in theirs:
        verdict = judge(other)
        if not isinstance(verdict, Send):
            continue
        if _proposal(verdict.facts) in {_proposal(part.facts) for part in parts} - {None}:
            inside.append(other)  # the same proposal is in the message already
            continue
        belongs_elsewhere = verdict.place not in (ready.place, place_of_carrier)
        if len(parts) == MOST_MERGED or (belongs_elsewhere and private is None):
            # One message can't hold more; the rest comes later, not right after it.
            later = max(now + ONE_MOMENT, other.next_attempt_at)
            left_over.append((other, Reschedule(later, "after the others")))
            continue
        if belongs_elsewhere and private is not None:
            ready = replace(ready, place=private)
        inside.append(other)
        parts.append(DigestItem(other.ref, verdict.facts))
    if len(parts) == 1 and not inside:
        ready, inside = _with_the_circle(carrier, ready, others, judge)
    if len(parts) == 1:
        return MergedMessage(ready, tuple(inside), tuple(left_over))
    assert carrier.recipient is not None, "only what is for somebody is merged"
    is_private = ready.place == private
    facts = Digest(carrier.guild, carrier.recipient, tuple(parts), is_private)
    return MergedMessage(replace(ready, facts=facts), tuple(inside), tuple(left_over))


def _with_the_circle(
    carrier: Nudge, ready: Send, others: Sequence[Nudge], judge: Callable[[Nudge], Verdict]
) -> tuple[Send, list[Nudge]]:
    """Let one message in a circle's thread ask everyone who would be asked the same now.

    Whoever has something else due gets a message of their own, with all of it.
    """
    asked = ready.facts
    if not isinstance(asked, PulseAsked | AgreementDue) or not asked.circle:
        return ready, []
    counts = Counter(other.recipient for other in others if is_open(other))
    people, inside = list(asked.people), []
    for other in others:
        if other.kind is not carrier.kind or not is_open(other) or counts[other.recipient] > 1:
            continue
        verdict = judge(other)
        if not isinstance(verdict, Send) or verdict.place != ready.place or verdict.not_notified:
            continue
        theirs = verdict.facts
        if isinstance(theirs, PulseAsked | AgreementDue) and _is_same(asked, theirs):
            people += theirs.people
            inside.append(other)
    return replace(ready, facts=replace(asked, people=tuple(sorted(people)))), inside


def _is_same(one: PulseAsked | AgreementDue, other: PulseAsked | AgreementDue) -> bool:
    if isinstance(one, AgreementDue) and isinstance(other, AgreementDue):
        return (one.pair, one.revealed) == (other.pair, other.revealed)
    return isinstance(one, PulseAsked) and isinstance(other, PulseAsked) and one.pair == other.pair


def _proposal(facts: Facts) -> MeetingId | None:
    """Return the meeting whose proposed times the facts offer, if they do."""
    return facts.meeting if isinstance(facts, FirstMeetingDue | TimesWaiting) else None
