"""Nudges about time away, and the notice of what was posted without notifying someone.

Nothing is lost if one is never sent: /status shows it, and nudges resume on their own.
"""

from dataclasses import replace
from datetime import date, datetime, timedelta

from sqlalchemy import Connection

from bot.delivery.cohorts import panels
from bot.delivery.decision import Cancel, Edit, InChannel, InDm, Receipt, Reschedule, Send, Verdict
from bot.delivery.kind_hooks import (
    DECISIONS,
    ClaimedNudge,
    DecidedError,
    after_giving_up,
    after_sending,
    decides,
)
from bot.delivery.moderation.cases import card_facts
from bot.delivery.nudges import own_threads, quiet_posts
from bot.delivery.nudges.welcome_back import pair_of
from bot.domain.ids import AwayId, CaseId, CohortId, OutboxId, PairId
from bot.domain.nudges.away import Absence
from bot.domain.nudges.kinds import NudgeKind
from bot.domain.nudges.nudges import (
    AwayChanged,
    AwayOver,
    AwayTold,
    Facts,
    MessageOver,
    PostedAtNight,
    Unheard,
)
from bot.domain.nudges.policy import FOR_THE_ABSENT, quiet_end
from bot.domain.states import NudgeState, PairState
from bot.storage import outbox
from bot.storage.cohorts import cohorts
from bot.storage.live_buttons import RENEWED
from bot.storage.moderation import cases
from bot.storage.nudges import away, posts
from bot.storage.nudges import settings as nudge_settings
from bot.storage.nudges.away import Away
from bot.storage.outbox import Nudge
from bot.storage.pairs import pairs
from bot.storage.progress import check_ins

SOON = timedelta(seconds=5)
# How long a post may take from the decision whom it notifies until it stands.
ON_THE_WAY = timedelta(minutes=1)
_READ = (NudgeState.SENT, NudgeState.UNCERTAIN)
_ON_ITS_WAY = (NudgeState.DUE, NudgeState.LEASED)


def _absence(claimed: ClaimedNudge) -> Away | None:
    return away.find(claimed.connection, claimed.guild, AwayId(claimed.nudge.subject_id))


@decides(NudgeKind.MESSAGE_OVER)
def message_over(claimed: ClaimedNudge) -> Verdict:
    """Take the buttons from a message of what is over; each answers that by itself as well."""
    sent = outbox.find(claimed.connection, OutboxId(claimed.nudge.subject_id))
    if sent is None or sent.message is None or sent.channel is None:
        return Cancel("there is no message to change")
    if claimed.nudge.reason == outbox.NO_MESSAGE:
        return Cancel(outbox.NO_MESSAGE)
    facts: Facts = MessageOver(claimed.guild)
    if sent.kind is NudgeKind.SIGN_UP_PANEL:
        cohort = cohorts.get(claimed.connection, claimed.guild, CohortId(sent.subject_id))
        is_renewed = claimed.nudge.subject_version == RENEWED
        is_open = is_renewed and panels.is_live(claimed.connection, sent, cohort)
        facts = panels.panel_facts(claimed.connection, cohort, is_open=is_open)
    elif sent.kind is NudgeKind.CASE_OPENED and claimed.nudge.subject_version == RENEWED:
        case = cases.get(claimed.connection, claimed.guild, CaseId(sent.subject_id))
        facts = card_facts(claimed.connection, sent, case)
    return Edit(facts, sent.channel, sent.message, sent.ref)


@decides(NudgeKind.AWAY_TOLD)
def away_told(claimed: ClaimedNudge) -> Verdict:
    """Tell a pair in its thread that one of them will be away, unless that was cancelled."""
    absence = _absence(claimed)
    if absence is None or absence.cancelled_at is not None:
        return Cancel("the plans have changed")
    pair = claimed.pair(PairId(claimed.nudge.subject_version), absence.user)
    thread, partners = claimed.thread_of(pair), pair.partners_of(absence.user)
    theirs = away.coming(claimed.connection, claimed.guild, partners, claimed.now)
    facts = AwayTold(
        guild=claimed.guild,
        pair=pair.id,
        away=absence.id,
        person=absence.user,
        partners=partners,
        first_day=absence.first_day,
        last_day=absence.last_day,
        note=absence.note,
        both=_both(absence, theirs),
    )
    return Send(facts, thread)


def _both(own: Away, theirs: list[Away]) -> tuple[date, date] | None:
    """Return the first days on which a partner is away too."""
    days = Absence(own.first_day, own.last_day, own.time_zone)
    for other in theirs:
        if shared := days.shared_with(Absence(other.first_day, other.last_day, other.time_zone)):
            return shared
    return None


@decides(NudgeKind.AWAY_CHANGED)
def away_changed(claimed: ClaimedNudge) -> Verdict:
    """Tell those who were told about an absence that it ends earlier or was cancelled."""
    absence = _absence(claimed)
    if absence is None or absence.cancelled_at is None:
        return Cancel("nothing has changed")
    pair = claimed.pair(PairId(claimed.nudge.subject_version), absence.user)
    before = [
        row.state
        for row in outbox.list_for_subject(claimed.connection, claimed.guild, "away", absence.id)
        if row.kind is NudgeKind.AWAY_TOLD and row.subject_version == pair.id
    ]
    if any(state in _ON_ITS_WAY for state in before):
        return Reschedule(claimed.now + SOON, "after the others")
    if not any(state in _READ for state in before):
        return Cancel("nobody had been told")
    thread = claimed.thread_of(pair)
    facts = AwayChanged(
        guild=claimed.guild,
        pair=pair.id,
        away=absence.id,
        person=absence.user,
        partners=pair.partners_of(absence.user),
        never_left=absence.cancelled_at < absence.begins_at,
    )
    return Send(facts, thread)


@decides(NudgeKind.AWAY_OVER)
def away_over(claimed: ClaimedNudge) -> Verdict:
    """Welcome someone back, in one message for all their pairs.

    It goes to their direct messages if they turned them on, else into the thread of their oldest
    pair.
    """
    connection, guild = claimed.connection, claimed.guild
    absence = _absence(claimed)
    if absence is None or absence.cancelled_at is not None:
        return Cancel("the plans have changed")
    active = [
        pair
        for pair in pairs.list_for_person(connection, guild, absence.user)
        if pair.state.is_active and pair.thread is not None
    ]
    if not active:
        return Cancel("nobody waits for them")
    place = claimed.place_of(active[0], absence.user)
    waiting = check_ins.list_open_for_person(connection, guild, absence.user)
    facts = AwayOver(guild, absence.id, absence.user, len(waiting))
    return Send(facts, place, person=absence.user)


@decides(NudgeKind.POSTED_AT_NIGHT)
def posted_at_night(claimed: ClaimedNudge) -> Verdict:
    """Notify someone of what was posted without notifying them, if it is still news."""
    post = outbox.find(claimed.connection, OutboxId(claimed.nudge.subject_id))
    if post is not None and post.state in _ON_ITS_WAY:
        return Reschedule(max(claimed.now + SOON, post.next_attempt_at), "after the others")
    if post is None or post.channel is None or post.message is None:
        return Cancel("it was not posted")
    if posts.has_notified(claimed.connection, post, claimed.recipient):
        return Cancel("it notified them when it was posted")
    again = _decided_again(claimed, post)
    if reason := _no_longer_news(claimed, post, again):
        return Cancel(reason)
    if quiet_posts.waits_for_others(claimed.connection, claimed.nudge, claimed.now):
        return Reschedule(claimed.now + SOON, "after the others")
    person, channel = claimed.recipient, post.channel
    dms = nudge_settings.get(claimed.connection, claimed.guild, person).dms
    place = InDm(person) if dms else InChannel(channel)
    pair_id = pair_of(claimed.connection, post)
    pair = pairs.find(claimed.connection, claimed.guild, pair_id) if pair_id else None
    facts = PostedAtNight(
        guild=claimed.guild,
        person=person,
        post=post.kind.value,
        channel=channel,
        message=post.message,
        unheard=_unheard(claimed, post),
        pair=pair_id,
        partners=pair.partners_of(person) if pair else (),
    )
    answer_by = again.answer_by if isinstance(again, Send) else None
    return Send(facts, place, person=person, answer_by=answer_by)


def _unheard(claimed: ClaimedNudge, post: Nudge) -> Unheard:
    """Return why a post did not notify the notice's person."""
    policy = nudge_settings.policy_of(
        claimed.connection, claimed.guild, claimed.recipient, claimed.default
    )
    at = post.settled_at or claimed.now
    if policy.back_at(at) is not None and post.kind not in FOR_THE_ABSENT:
        return Unheard.AWAY
    return Unheard.NIGHT if quiet_end(policy, at - ON_THE_WAY) else Unheard.TOGETHER


@after_sending(NudgeKind.POSTED_AT_NIGHT)
def _has_own_thread(connection: Connection, nudge: Nudge, receipt: Receipt, _now: datetime) -> None:
    """Save where the person's own thread is, if the notice is in it."""
    if pairs.in_thread(connection, nudge.guild, receipt.channel) is None:
        own_threads.remember(connection, nudge, receipt)


after_giving_up(NudgeKind.POSTED_AT_NIGHT)(own_threads.try_again)


def _decided_again(claimed: ClaimedNudge, post: Nudge) -> Verdict:
    """Return what would be decided of the post now."""
    try:
        return DECISIONS[post.kind](replace(claimed, nudge=post))
    except DecidedError as decided:
        return decided.verdict


def _no_longer_news(claimed: ClaimedNudge, post: Nudge, verdict: Verdict) -> str | None:
    """Return why the post would not be made now, or None if it would.

    An introduction is made once, so it is news as long as the pair is.
    """
    if post.kind is NudgeKind.INTRODUCTION:
        pair = pairs.find(claimed.connection, claimed.guild, PairId(post.subject_id))
        if pair is None or not pair.has(claimed.recipient):
            return "the pair was erased"
        return "the pair has ended" if pair.state is PairState.ENDED else None
    if isinstance(verdict, Send) and claimed.recipient in verdict.facts.pings.people:
        return None
    return verdict.reason if isinstance(verdict, Cancel) else "settled already"
