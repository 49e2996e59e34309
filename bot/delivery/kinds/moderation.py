"""Nudges about cases: a new case, the weekly digest, and a moderator's note to a pair.

Nothing is lost if one is never sent: /case list has every case, and its log every note.
"""

from collections import Counter
from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime
from zoneinfo import ZoneInfo

from sqlalchemy import Connection

from bot.delivery.decision import (
    Cancel,
    InChannel,
    InDm,
    Place,
    Receipt,
    Send,
    Undeliverable,
    Verdict,
)
from bot.delivery.kind_hooks import (
    ClaimedNudge,
    DecidedError,
    after_giving_up,
    after_sending,
    decides,
)
from bot.delivery.moderation import setting_cases
from bot.delivery.moderation.cases import NEWS, card_facts
from bot.delivery.nudges import own_threads
from bot.domain.ids import CaseId, CaseStepId, PairId, UserId
from bot.domain.moderation import cases as rules
from bot.domain.moderation.case_lists import EVERY, Cause, causes, fits
from bot.domain.moderation.cases import CaseDigest, CaseLine, CaseNote, Weighed, pair_in, pair_of
from bot.domain.moderation.setting_checks import MENTORING, STOPS_US
from bot.domain.nudges.failures import Failure
from bot.domain.nudges.kinds import NudgeKind
from bot.domain.nudges.nudges import HelpLate
from bot.domain.states import CaseAction, CaseState, NudgeState
from bot.services.moderation.case_lists import list_of
from bot.services.nudges.own_threads import want_thread
from bot.storage import outbox
from bot.storage.moderation import cases, societies
from bot.storage.moderation.cases import Case
from bot.storage.moderation.societies import Society
from bot.storage.nudges import settings as nudge_settings
from bot.storage.outbox import Nudge
from bot.storage.pairs import pairs
from bot.storage.retries import FOR_MODERATORS

# What the digest is about: the whole society.
SOCIETY = "society"


def _moderators(claimed: ClaimedNudge) -> tuple[Society, Place]:
    """Return the society and its moderators' channel; every other channel is public.

    A row for the owner exists because that channel can't be used.
    """
    society = societies.find(claimed.connection, claimed.guild)
    if society is None or society.moderator_channel is None:
        raise DecidedError(Undeliverable(Failure.NO_MODERATORS_CHANNEL))
    if claimed.nudge.recipient is not None:
        return society, _place_of_owner(claimed, society, claimed.nudge.recipient)
    return society, InChannel(society.moderator_channel)


def _place_of_owner(claimed: ClaimedNudge, society: Society, owner: UserId) -> Place:
    """Return where to write to the owner: as they chose, else in a thread of their own.

    Without a mentoring channel for that thread, it is a direct message: no one else can be told.
    """
    connection, guild = claimed.connection, claimed.guild
    place = own_threads.place(connection, claimed.nudge, owner)
    lost = cases.find_open(
        connection, guild, rules.CaseKind.SETTING, setting_cases.setting_subject(MENTORING)
    )
    has_channel = society.mentoring_channel is not None and lost is None
    if place is None and has_channel:
        want_thread(connection, guild, owner)
        place = own_threads.place(connection, claimed.nudge, owner)
    if place is None or (not has_channel and not isinstance(place, InDm)):
        if claimed.nudge.last_error == own_threads.DMS_CLOSED:
            raise DecidedError(Undeliverable(Failure.DMS_CLOSED))
        return InDm(owner)
    return place


@after_sending(NudgeKind.CASE_OPENED, NudgeKind.CASE_DIGEST)
def _owner_told(connection: Connection, nudge: Nudge, receipt: Receipt, _now: datetime) -> None:
    """Remember the owner's thread, if that is where it came."""
    if nudge.recipient is not None:
        own_threads.remember(connection, nudge, receipt)


@decides(NudgeKind.CASE_OPENED)
def case_opened(claimed: ClaimedNudge) -> Verdict:
    """Post the case for the moderators only, and once more unless one of them is handling it.

    The case stays open until someone resolves it. A message about what is new names every case that
    came since the last one.
    """
    case: Case | None = cases.find(
        claimed.connection, claimed.guild, CaseId(claimed.nudge.subject_id)
    )
    others: tuple[tuple[str, int], ...] = ()
    if NEWS in claimed.nudge.occurrence_key:
        case, others = _news(claimed)
        if case is not None:
            # It was planned with another one: the message is about this one from now on.
            outbox.set_subject(claimed.connection, claimed.nudge.id, case.id)
    if case is None or case.state is not CaseState.OPEN:
        return Cancel("resolved already")
    if claimed.nudge.subject_version and _is_in_hand(claimed, case):
        return Cancel("somebody has it in hand")
    if rules.comes_from_a_setting(case.kind) and _is_channel_lost(claimed):
        return Cancel("the case about the mentoring channel says what to do")
    society, place = _moderators(claimed)
    pings = rules.always_pings(case.kind) or not _has_pinged(claimed, society)
    facts = replace(
        card_facts(claimed.connection, claimed.nudge, case),
        moderators=society.moderator_role if pings else None,
        people=nudge_settings.case_pings(claimed.connection, claimed.guild) if pings else (),
        others=others,
    )
    return Send(facts, place)


def _is_channel_lost(claimed: ClaimedNudge) -> bool:
    """Return whether moderators are told that the bot can't work in the mentoring channel."""
    subject = setting_cases.setting_subject(MENTORING)
    case = cases.find_open(claimed.connection, claimed.guild, rules.CaseKind.SETTING, subject)
    return case is not None and case.facts.get("trouble") in STOPS_US


def _news(claimed: ClaimedNudge) -> tuple[Case | None, tuple[tuple[str, int], ...]]:
    """Return the weightiest case that moderators were not told of, and the kinds of the others."""
    told = [
        row.settled_at
        for row in outbox.list_sent(claimed.connection, claimed.guild, FOR_MODERATORS)
        if NEWS in row.occurrence_key or row.kind is NudgeKind.CASE_DIGEST
    ]
    since = max((at for at in told if at is not None), default=None)
    is_lost = _is_channel_lost(claimed)
    new = {
        case.id: case
        for case in cases.open_in(claimed.connection, claimed.guild)
        if rules.is_urgent(case.kind)
        and not rules.is_told_alone(case.kind)
        and not (is_lost and rules.comes_from_a_setting(case.kind))
        and (since is None or case.opened_at > since)
    }
    weighed = [
        Weighed(case.id, case.kind, case.opened_at, case.extended_until) for case in new.values()
    ]
    ranked = rules.ranked(weighed, claimed.now)
    if not ranked:
        return None, ()
    kinds = Counter(new[case].kind for case in ranked[1:])
    return new[ranked[0]], tuple(kinds.most_common())


def _has_pinged(claimed: ClaimedNudge, society: Society) -> bool:
    """Return whether moderators were notified today of anything but a call for help."""
    zone = ZoneInfo(society.time_zone)
    today = claimed.now.astimezone(zone).date()
    for row in outbox.list_sent(claimed.connection, claimed.guild, FOR_MODERATORS):
        if row.id >= claimed.nudge.id and row.state is not NudgeState.SENT:
            continue  # of two that are on their way, the first notifies
        at = row.settled_at or claimed.now
        if row.recipient is not None or at.astimezone(zone).date() != today:
            continue
        case = None
        if row.kind is NudgeKind.CASE_OPENED:
            case = cases.find(claimed.connection, claimed.guild, CaseId(row.subject_id))
        if case is None or not rules.always_pings(case.kind):
            return True
    return False


@decides(NudgeKind.HELP_LATE)
def help_late(claimed: ClaimedNudge) -> Verdict:
    """Tell whoever asked that the moderators are late, unless one of them wrote or resolved it.

    In the pair's thread, where others read, it only says that something is waiting.
    """
    person = claimed.recipient
    case = cases.find(claimed.connection, claimed.guild, CaseId(claimed.nudge.subject_id))
    if case is None or case.state is not CaseState.OPEN:
        return Cancel("resolved already")
    trail = cases.trail(claimed.connection, case.guild, case.id)
    if any(step.action is CaseAction.WROTE for step in trail):
        return Cancel("a moderator wrote to them")
    asked = rules.askers(case.facts, case.opened_at).get(person)
    pair = pairs.find(claimed.connection, claimed.guild, pair_of(case.subject) or PairId(0))
    if asked is None or pair is None:
        return Cancel("they are not among those who asked")
    place = own_threads.place(claimed.connection, claimed.nudge, person)
    facts = HelpLate(claimed.guild, person, asked + rules.HEARD_WITHIN, hidden=place is None)
    return Send(facts, place or claimed.thread_of(pair), person=person)


@after_sending(NudgeKind.HELP_LATE)
def _told_late(connection: Connection, nudge: Nudge, receipt: Receipt, now: datetime) -> None:
    """Remind the moderators once more, as the message says."""
    own_threads.remember(connection, nudge, receipt)
    outbox.plan(
        connection,
        guild=nudge.guild,
        kind=NudgeKind.CASE_OPENED,
        subject_type="case",
        subject_id=nudge.subject_id,
        due_at=now,
        now=now,
        occurrence=f"late:{nudge.recipient}",
    )


after_giving_up(NudgeKind.HELP_LATE)(own_threads.try_again)


def _is_in_hand(claimed: ClaimedNudge, case: Case) -> bool:
    """Return whether a moderator has done anything about the case; if so, no reminder is needed."""
    trail = cases.trail(claimed.connection, case.guild, case.id)
    return any(step.actor is not None for step in trail)


def _last_digest(claimed: ClaimedNudge) -> datetime | None:
    rows = outbox.list_for_subject(claimed.connection, claimed.guild, SOCIETY, 0)
    sent = (row.settled_at for row in rows if row.kind is NudgeKind.CASE_DIGEST and row.message)
    return max((at for at in sent if at is not None), default=None)


@decides(NudgeKind.CASE_DIGEST)
def case_digest(claimed: ClaimedNudge) -> Verdict:
    """Post the causes of what waits, if a case is new or due since the last digest."""
    connection, guild = claimed.connection, claimed.guild
    open_cases = {case.id: case for case in cases.open_in(connection, guild)}
    known = list_of(connection, guild, list(open_cases.values()))
    waiting = [case for case in known if fits(case, EVERY, claimed.now)]
    if not waiting:
        return Cancel("no case waits")
    earlier = _last_digest(claimed)

    def is_new(case: Case) -> bool:
        due = case.extended_until or case.opened_at
        return earlier is None or max(due, case.opened_at) > earlier

    by_cause = causes(waiting, claimed.now)
    lines = [entry for cause in by_cause for entry in cause.entries]
    new = sum(any(is_new(open_cases[case]) for case in entry.cases) for entry in lines)
    if not new:
        return Cancel("nothing is new")
    society, place = _moderators(claimed)
    shown, pings = by_cause[: rules.MOST_A_WEEK], not _has_pinged(claimed, society)
    facts = CaseDigest(
        guild=guild,
        cases=tuple(_line(open_cases, cause) for cause in shown),
        more=len(by_cause) - len(shown),
        moderators=society.moderator_role if pings else None,
        people=nudge_settings.case_pings(connection, guild) if pings else (),
        total=len(lines),
        new=new,
        owner=claimed.nudge.recipient,
    )
    return Send(facts, place)


def _line(open_cases: Mapping[CaseId, Case], cause: Cause) -> CaseLine:
    first = open_cases[cause.entries[0].first.id]
    return CaseLine(first.id, first.kind, first.facts, cause.since, first.owner, len(cause.entries))


@decides(NudgeKind.CASE_NOTE)
def case_note(claimed: ClaimedNudge) -> Verdict:
    """Post a moderator's note in the pair's thread right away."""
    connection, guild, nudge = claimed.connection, claimed.guild, claimed.nudge
    step = cases.find_step(connection, guild, CaseStepId(nudge.subject_version))
    case = cases.find(connection, guild, CaseId(nudge.subject_id))
    pair = claimed.pair(pair_in(case.subject, case.facts) if case else None)
    if step is None:
        return Cancel("the pair has ended")
    thread = claimed.thread_of(pair)
    members = tuple(member.user for member in pair.members)
    return Send(CaseNote(guild, pair.id, members, step.note), thread)
