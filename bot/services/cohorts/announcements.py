"""Write to the people of a cohort, and remind those who began to sign up and did not finish.

Either is shown first, with the exact words and everyone who would get them. Each person is one row
in the outbox, known by the act and the person, so a second click or a crash sends nothing twice.
"""

from collections import Counter
from dataclasses import dataclass
from datetime import timedelta

from bot.domain.cohorts import audiences
from bot.domain.cohorts import cohorts as rules
from bot.domain.cohorts.audiences import Audience
from bot.domain.errors import DomainError
from bot.domain.ids import ActId, CohortId, UserId
from bot.domain.moderation.acts import ActFacts, ActKind
from bot.domain.states import CohortState, NudgeState
from bot.services.cohorts.edits import plan_news
from bot.services.moderation import acts
from bot.services.moderation.acts import ToConfirm
from bot.services.moderation.permissions import require_moderator
from bot.services.work import Work, reads, writes
from bot.storage import outbox, presence
from bot.storage.cohorts import closings, cohorts, enrolments
from bot.storage.cohorts.cohorts import Cohort
from bot.storage.moderation import acts as stored_acts
from bot.storage.moderation.acts import Act
from bot.storage.outbox import Nudge

# Messages that were sent are deleted from the outbox some time after that.
REACH_KNOWN_FOR = timedelta(days=25)


@dataclass(frozen=True, slots=True)
class Sent:
    """Something is on its way to these people."""

    cohort: Cohort
    act: ActId
    kind: ActKind
    people: int


@dataclass(frozen=True, slots=True)
class Reach:
    """How far an act's messages have come: who has theirs, who waits, and who never gets it."""

    cohort: Cohort
    act: Act
    reached: int
    waiting: int
    missed: tuple[UserId, ...]


@reads
def find(work: Work, name: str) -> Cohort:
    """Return the cohort called `name`, if something can be announced in it; moderators only."""
    require_moderator(work)
    key = rules.name_key(name)
    return _going_on(work, cohorts.get_by_name(work.connection, work.guild, name, key))


@writes
def ask(work: Work, cohort_id: CohortId, audience: Audience, typed: str) -> ToConfirm:
    """Show an announcement with everyone who would get it; moderators only.

    Raises `DomainError` ``announcement.*`` and ``cohort.ended``.
    """
    require_moderator(work)
    cohort = _going_on(work, cohorts.get(work.connection, work.guild, cohort_id))
    facts = _facts(work, cohort, audience, audiences.check_words(typed))
    return acts.show(work, cohort, ActKind.ANNOUNCED, facts)


@writes
def send(work: Work, act_id: ActId) -> Sent | ToConfirm:
    """Send an announcement as it was shown; moderators only. To others by now: shown anew."""
    act, cohort = acts.require_shown(work, act_id, ActKind.ANNOUNCED)
    _going_on(work, cohort)
    facts = _facts(work, cohort, Audience(act.facts.to), act.facts.words)
    if acts.is_stale(act, facts):
        return acts.show(work, cohort, ActKind.ANNOUNCED, facts, since=act.facts)
    for user in facts.waiting:
        plan_news(work, act_id, user)
    acts.record_done(work, act, facts)
    return Sent(cohort, act_id, act.kind, len(facts.waiting))


@writes
def ask_to_remind(work: Work, name: str) -> ToConfirm:
    """Show who began to sign up and can be reminded to finish; moderators only.

    Whoever was reminded since they last chose anything isn't reminded again. Raises `DomainError`
    ``cohort.not_enrolling`` and ``cohort.no_one_began``.
    """
    require_moderator(work)
    cohort = cohorts.get_by_name(work.connection, work.guild, name, rules.name_key(name))
    return acts.show(work, cohort, ActKind.REMINDED, _facts_of_reminding(work, cohort))


@writes
def remind(work: Work, act_id: ActId) -> Sent | ToConfirm:
    """Remind those who were shown to finish their sign-up; moderators only."""
    act, cohort = acts.require_shown(work, act_id, ActKind.REMINDED)
    facts = _facts_of_reminding(work, cohort)
    if acts.is_stale(act, facts):
        return acts.show(work, cohort, ActKind.REMINDED, facts, since=act.facts)
    for begun in closings.to_remind(work.connection, cohort):
        closings.plan_reminder(work.connection, cohort, begun, f"act:{act_id}", work.now)
    acts.record_done(work, act, facts)
    return Sent(cohort, act_id, act.kind, len(facts.waiting))


@reads
def reach(work: Work, act_id: ActId) -> Reach:
    """Return how far an announcement or a reminder has come; moderators only.

    Raises `DomainError` ``act.unknown`` and ``announcement.long_ago``.
    """
    require_moderator(work)
    act = stored_acts.get(work.connection, work.guild, act_id)
    if act.kind not in (ActKind.ANNOUNCED, ActKind.REMINDED) or act.done_at is None:
        raise DomainError("act.unknown")
    if work.now - act.done_at > REACH_KNOWN_FOR:
        raise DomainError("announcement.long_ago")
    cohort = cohorts.get(work.connection, work.guild, act.cohort)
    rows = _rows_of(work, act)
    states = {row.recipient: _step(row) for row in rows if row.recipient is not None}
    counts = Counter(states.values())
    missed = tuple(user for user in act.facts.waiting if states.get(user, _MISSED) == _MISSED)
    return Reach(cohort, act, counts[_REACHED], counts[_COMING], missed)


_REACHED, _COMING, _MISSED = "reached", "coming", "missed"


def _step(row: Nudge) -> str:
    if row.state in (NudgeState.SENT, NudgeState.MERGED):
        return _REACHED
    if row.state in (NudgeState.DUE, NudgeState.LEASED):
        return _COMING
    return _MISSED


def _rows_of(work: Work, act: Act) -> list[Nudge]:
    if act.kind is ActKind.ANNOUNCED:
        return outbox.list_for_subject(work.connection, work.guild, "act", act.id)
    rows = outbox.list_for_subject(work.connection, work.guild, "cohort", act.cohort)
    mark = f":act:{act.id}"
    return [row for row in rows if f"{row.occurrence_key}:".partition(mark + ":")[1]]


def _facts(work: Work, cohort: Cohort, audience: Audience, words: str) -> ActFacts:
    """Return who gets an announcement: those of the audience who are still in the server."""
    there = enrolments.list_for_cohort(work.connection, work.guild, cohort.id)
    people = audiences.people_in(audience, there) - presence.departed(work.connection, work.guild)
    if not people:
        raise DomainError("announcement.no_one", cohort=cohort.name, to=audience)
    return ActFacts(waiting=tuple(sorted(people)), words=words, to=audience.value)


def _facts_of_reminding(work: Work, cohort: Cohort) -> ActFacts:
    if cohort.state is not CohortState.ENROLLING:
        raise DomainError("cohort.not_enrolling", cohort=cohort.name, state=cohort.state)
    people = closings.to_remind(work.connection, cohort)
    begun = closings.list_begun(work.connection, cohort)
    if not people:
        raise DomainError("cohort.no_one_began", cohort=cohort.name, reminded=len(begun))
    return ActFacts(waiting=tuple(each.user for each in people), number=len(begun) - len(people))


def _going_on(work: Work, cohort: Cohort) -> Cohort:
    if cohort.state is CohortState.ENDED:
        raise acts.is_over(work, cohort)
    return cohort
