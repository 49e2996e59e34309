"""Nudges about time away, and the morning's notice of what was posted at night.

Nothing is lost if one is never sent: /status shows it, and nudges resume on their own.
"""

from dataclasses import replace
from datetime import date, timedelta

from bot.delivery.decision import Cancel, Edit, InChannel, InDm, Reschedule, Send, Verdict
from bot.delivery.kind_hooks import DECISIONS, ClaimedNudge, DecidedError, decides
from bot.domain.ids import AwayId, CohortId, OutboxId, PairId
from bot.domain.nudges.away import Absence
from bot.domain.nudges.kinds import NudgeKind
from bot.domain.nudges.nudges import (
    AwayChanged,
    AwayOver,
    AwayTold,
    Facts,
    MessageOver,
    PostedAtNight,
    SignUpPanel,
)
from bot.domain.nudges.policy import quiet_end
from bot.domain.states import NudgeState, PairState
from bot.storage import outbox
from bot.storage.cohorts import cohorts
from bot.storage.nudges import away
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
        facts = SignUpPanel(claimed.guild, cohort.id, cohort.name, is_open=False)
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
    """Notify someone of what was posted at their night or while away, if it is still news."""
    post = outbox.find(claimed.connection, OutboxId(claimed.nudge.subject_id))
    if post is not None and post.state in _ON_ITS_WAY:
        return Reschedule(max(claimed.now + SOON, post.next_attempt_at), "after the others")
    if post is None or post.channel is None or post.message is None:
        return Cancel("it was not posted")
    policy = nudge_settings.policy_of(
        claimed.connection, claimed.guild, claimed.recipient, claimed.default
    )
    away = policy.back_at(post.settled_at or claimed.now) is not None
    if (
        post.settled_at is not None
        and not away
        and quiet_end(policy, post.settled_at - ON_THE_WAY) is None
    ):
        return Cancel("it notified them when it was posted")
    if reason := _no_longer_news(claimed, post):
        return Cancel(reason)
    person, channel = claimed.recipient, post.channel
    dms = nudge_settings.get(claimed.connection, claimed.guild, person).dms
    place = InDm(person) if dms else InChannel(channel)
    facts = PostedAtNight(claimed.guild, person, post.kind.value, channel, post.message, away)
    return Send(facts, place, person=person)


def _no_longer_news(claimed: ClaimedNudge, post: Nudge) -> str | None:
    """Return why the post would not be made now, or None if it would.

    An introduction is made once, so it is news as long as the pair is.
    """
    if post.kind is NudgeKind.INTRODUCTION:
        pair = pairs.find(claimed.connection, claimed.guild, PairId(post.subject_id))
        if pair is None or not pair.has(claimed.recipient):
            return "the pair was erased"
        return "the pair has ended" if pair.state is PairState.ENDED else None
    try:
        verdict = DECISIONS[post.kind](replace(claimed, nudge=post))
    except DecidedError as decided:
        verdict = decided.verdict
    if isinstance(verdict, Send) and claimed.recipient in verdict.facts.pings.people:
        return None
    return verdict.reason if isinstance(verdict, Cancel) else "settled already"
