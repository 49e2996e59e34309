"""Nudges about cases: a new case, the weekly digest, and a moderator's note to a pair.

Nothing is lost if one is never sent: /case list has every case, and its log every note.
"""

from datetime import datetime

from sqlalchemy import Connection

from bot.delivery.decision import Cancel, InChannel, Receipt, Send, Undeliverable, Verdict
from bot.delivery.kind_hooks import (
    ClaimedNudge,
    DecidedError,
    after_giving_up,
    after_sending,
    decides,
)
from bot.delivery.nudges import own_threads
from bot.domain.ids import CaseId, CaseStepId, ChannelId, PairId
from bot.domain.moderation import cases as rules
from bot.domain.moderation.cases import CaseDigest, CaseLine, CaseNote, Weighed, pair_in, pair_of
from bot.domain.nudges.kinds import NudgeKind
from bot.domain.nudges.nudges import CaseOpened, HelpLate
from bot.domain.states import CaseAction, CaseState
from bot.storage import outbox
from bot.storage.moderation import cases, societies
from bot.storage.moderation.cases import Case
from bot.storage.moderation.societies import Society
from bot.storage.nudges import settings as nudge_settings
from bot.storage.outbox import Nudge
from bot.storage.pairs import pairs

# What the digest is about: the whole society.
SOCIETY = "society"


def _moderators(claimed: ClaimedNudge) -> tuple[Society, ChannelId]:
    """Return the society and its moderators' channel; every other channel is public."""
    society = societies.find(claimed.connection, claimed.guild)
    if society is None or society.moderator_channel is None:
        raise DecidedError(Undeliverable("no channel for moderators"))
    return society, society.moderator_channel


@decides(NudgeKind.CASE_OPENED)
def case_opened(claimed: ClaimedNudge) -> Verdict:
    """Post the case for the moderators only, and once more unless one of them is handling it.

    The case stays open until someone resolves it.
    """
    case = cases.find(claimed.connection, claimed.guild, CaseId(claimed.nudge.subject_id))
    if case is None or case.state is not CaseState.OPEN:
        return Cancel("resolved already")
    if claimed.nudge.subject_version and _is_in_hand(claimed, case):
        return Cancel("somebody has it in hand")
    society, channel = _moderators(claimed)
    about_pair = pair_of(case.subject) is not None
    role = society.moderator_role
    named = nudge_settings.case_pings(claimed.connection, claimed.guild)
    facts = CaseOpened(claimed.guild, case.id, case.kind, case.facts, role, about_pair, named)
    return Send(facts, InChannel(channel))


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
    """Post the seven most important open cases, if one is new or due since the last digest."""
    open_cases = {case.id: case for case in cases.open_in(claimed.connection, claimed.guild)}
    weighed = [
        Weighed(case.id, case.kind, case.opened_at, case.extended_until)
        for case in open_cases.values()
    ]
    ranked = rules.ranked(weighed, claimed.now)
    if not ranked:
        return Cancel("no case waits")
    earlier = _last_digest(claimed)
    if earlier is not None and not any(
        case.opened_at > earlier or (case.extended_until and earlier < case.extended_until)
        for case in map(open_cases.__getitem__, ranked)
    ):
        return Cancel("nothing is new")
    society, channel = _moderators(claimed)
    shown = [open_cases[case] for case in ranked[: rules.MOST_A_WEEK]]
    facts = CaseDigest(
        guild=claimed.guild,
        cases=tuple(
            CaseLine(case.id, case.kind, case.facts, case.opened_at, case.owner) for case in shown
        ),
        more=len(ranked) - len(shown),
        moderators=society.moderator_role,
        people=nudge_settings.case_pings(claimed.connection, claimed.guild),
    )
    return Send(facts, InChannel(channel))


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
