"""Pair two people by hand, move a mentee, end one pair, or restore it: moderators' own decisions.

Each is shown first, with whom it touches and what speaks against it, and is done only as shown. A
confidential list beats a moderator too: two people whom a private rule keeps apart are refused, in
words that say neither which rule it is nor whose.
"""

from dataclasses import dataclass, replace
from datetime import timedelta
from enum import StrEnum

from bot.domain.errors import DomainError
from bot.domain.ids import ActId, CohortId, MatchRunId, PairId, UserId
from bot.domain.matching import PairKey, Rule, broken_rules
from bot.domain.matching.explain import explain_pair
from bot.domain.moderation.acts import RESTORE_WITHIN, ActFacts, ActKind
from bot.domain.states import (
    CohortState,
    EndReason,
    EnrolmentState,
    MatchRunState,
    PairState,
    Role,
)
from bot.services.matching import people as match_people
from bot.services.matching.decisions import decisions_of
from bot.services.matching.runs import require_matchable
from bot.services.moderation import acts
from bot.services.moderation.acts import ToConfirm
from bot.services.moderation.permissions import require_moderator
from bot.services.nudges.settings import rhythm_of
from bot.services.pairs.circles import is_circle
from bot.services.pairs.introductions import find_circle, introduce, of_mentor
from bot.services.work import Work, writes
from bot.storage import presence
from bot.storage.cohorts import cohorts, enrolments, profiles
from bot.storage.cohorts.cohorts import Cohort
from bot.storage.cohorts.enrolments import Enrolment
from bot.storage.matching import runs, waitlist
from bot.storage.moderation import acts as stored_acts
from bot.storage.moderation.acts import Act
from bot.storage.nudges import away
from bot.storage.pairs import circle_decisions, pairs
from bot.storage.pairs import endings as pair_endings
from bot.storage.pairs.pairs import Pair

LONGEST_NOTE = 200
# What a moderator may overrule: the two said how and when they can meet, and may agree otherwise.
SOFT = (Rule.FORMATS, Rule.WINDOWS)
_PRIVATE = (Rule.AVOIDED, Rule.EARLIER_PARTNERS)
# Why a pair can have ended that a moderator restores; nobody in it wanted another match.
_BY_MISTAKE = (EndReason.TOGETHER, EndReason.NO_MENTOR, EndReason.MOVED)


class Ending(StrEnum):
    """How a moderator ends a pair; the value is the reason that is stored with it."""

    FINISHED = EndReason.TOGETHER.value
    MATCHED_AGAIN = EndReason.REMATCH.value


@dataclass(frozen=True, slots=True)
class HandDone:
    """A moderator's decision about one pair is done; `changed_run` says that a proposal had it."""

    cohort: Cohort
    act: Act
    changed_run: bool = False


@dataclass(frozen=True, slots=True)
class _Two:
    """A mentee and a mentor of a cohort, and the pair in which the mentee is now."""

    cohort: Cohort
    mentee: Enrolment
    mentor: Enrolment
    before: Pair | None


@writes
def ask_to_pair(
    work: Work, cohort: CohortId | str, mentee: UserId, mentor: UserId, why: str = ""
) -> ToConfirm:
    """Show whom it would touch to pair two people by hand; moderators only.

    A mentee who has a mentor in this cohort is moved: that pair ends, or they leave that circle.
    One whom a moderator took out of the mentor's circle can be put back into it.
    Raises `DomainError` ``hand.*`` for what stands against it.
    """
    two = _two(work, acts.cohort_of(work, cohort), mentee, mentor)
    kind, facts = _facts_of_pairing(work, two, _why(why))
    return acts.show(work, two.cohort, kind, facts)


@writes
def pair(work: Work, act_id: ActId) -> HandDone | ToConfirm:
    """Introduce two people as it was shown, and end the pair that the mentee had; moderators only.

    If it would touch others by now, or something else speaks against it, it is shown anew.
    """
    act, cohort = acts.require_shown(work, act_id, ActKind.PAIRED, ActKind.MOVED)
    mentor, mentee = _key(act.facts)
    two = _two(work, cohort, mentee, mentor)
    kind, facts = _facts_of_pairing(work, two, act.facts.why)
    if kind is not act.kind or acts.is_stale(act, facts):
        return acts.show(work, cohort, kind, facts, anew=True)
    if two.before is not None:
        _part(work, two.before, mentee, EndReason.MOVED)
    settings = match_people.settings_of(work.connection, cohort)
    guest, host = match_people.of_two(work.connection, cohort, two.mentee, two.mentor, 0)
    reasons, _ = explain_pair(guest, host, settings)
    taking_out = _taking_out(work, two)
    made = introduce(work, cohort, mentor, [mentee], reasons)
    if taking_out is not None:
        stored_acts.end(work.connection, taking_out, work.now)
    _lift_other_locks(work, cohort, mentee, mentor)
    if cohort.state is not CohortState.ENROLLING:
        cohorts.set_state(work.connection, work.guild, cohort.id, CohortState.RUNNING)
    done = acts.record_done(work, act, replace(facts, pair_ids=(*facts.pair_ids, made)))
    return HandDone(cohort, done, changed_run=_is_in_run(work, cohort, mentee, mentor))


def _two(work: Work, cohort: Cohort, mentee: UserId, mentor: UserId) -> _Two:
    """Return both, if each signed up in that role, is here, and they aren't a pair already."""
    require_moderator(work)
    require_matchable(cohort)
    if mentee == mentor:
        raise DomainError("hand.oneself")
    guest = _signed_up(work, cohort, mentee, Role.MENTEE)
    host = _signed_up(work, cohort, mentor, Role.MENTOR)
    gone = presence.departed(work.connection, work.guild) & {mentee, mentor}
    if gone:
        raise DomainError("hand.gone", user=min(gone))
    before = _pair_of(work, cohort, mentee)
    if before is not None and before.mentor == mentor:
        raise DomainError("hand.together", mentee=mentee, mentor=mentor)
    return _Two(cohort, guest, host, before)


def _signed_up(work: Work, cohort: Cohort, user: UserId, role: Role) -> Enrolment:
    enrolment = enrolments.find(work.connection, work.guild, cohort.id, user, role)
    if enrolment is None or enrolment.state is EnrolmentState.LEFT:
        raise DomainError("hand.not_signed_up", user=user, role=role.value, cohort=cohort.name)
    return enrolment


def _pair_of(work: Work, cohort: Cohort, mentee: UserId) -> Pair | None:
    """Return the pair of this cohort in which someone has a mentor now."""
    every = pairs.list_for_person(work.connection, work.guild, mentee)
    own = (pair for pair in every if pair.cohort == cohort.id and mentee in pair.mentees)
    return next(own, None)


def _facts_of_pairing(work: Work, two: _Two, why: str) -> tuple[ActKind, ActFacts]:
    """Return what it would be to pair the two, and whom it touches; refuse what no one may do."""
    cohort, mentee, mentor = two.cohort, two.mentee.user, two.mentor.user
    taken = sum(
        len(pair.mentees) for pair in of_mentor(work.connection, work.guild, cohort.id, mentor)
    )
    broken = _broken(work, two, taken)
    circle = find_circle(work.connection, cohort, mentor, mentee)
    members = (mentor, *(circle.mentees if circle else ()), mentee)
    before = two.before
    places = two.mentor.answers.capacity
    cautions = [rule.value for rule in SOFT if rule in broken]
    cautions += [f"room:{places - taken}:{places}"]
    absences = away.coming(work.connection, work.guild, [mentee, mentor], work.now)
    cautions += [
        f"away:{each.user}:{'' if each.stretch.holds(work.now) else each.first_day}:{each.last_day}"
        for each in absences
    ]
    locks = decisions_of(work.connection, cohort).locked
    cautions += [
        f"locked:{key.mentor}"
        for key in locks
        if key.mentee == str(mentee) and key.mentor != str(mentor)
    ]
    cautions += match_people.unconfirmed([two.mentee, two.mentor])
    leaves = before is not None and is_circle(before)
    facts = ActFacts(
        pairs=(_people_of(before), members) if before else (members,),
        pair_ids=(before.id,) if before and not leaves else (),
        of=_open_run(work, cohort, mentee),
        joins=((circle.id, mentee),) if circle else (),
        leaves=((before.id, mentee),) if before and leaves else (),
        cautions=tuple(cautions),
        why=why,
    )
    return ActKind.MOVED if before else ActKind.PAIRED, facts


def _broken(work: Work, two: _Two, taken: int) -> tuple[Rule, ...]:
    """Return the rules that a moderator may overrule, and refuse for any other.

    What moderators can see for themselves comes first, so that a refusal tells nothing more. For a
    private rule the words are the same whichever it is.
    """
    cohort, mentee, mentor = two.cohort, two.mentee.user, two.mentor.user
    guest, host = match_people.of_two(work.connection, cohort, two.mentee, two.mentor, taken)
    forbidden = frozenset(decisions_of(work.connection, cohort).forbidden)
    settings = match_people.settings_of(work.connection, cohort)
    broken = broken_rules(guest, host, settings, forbidden)
    if Rule.FORBIDDEN in broken:
        raise DomainError("hand.forbidden", mentee=mentee, mentor=mentor, cohort=cohort.name)
    if Rule.NO_ROOM in broken:
        raise DomainError("hand.no_room", user=mentor, places=two.mentor.answers.capacity)
    private = set(_PRIVATE) & set(broken)
    if _taking_out(work, two) is not None:
        # They were partners in the very circle that the mentee goes back to.
        private.discard(Rule.EARLIER_PARTNERS)
    if private:
        raise DomainError("hand.private", mentee=mentee, mentor=mentor)
    return broken


def _taking_out(work: Work, two: _Two) -> Act | None:
    """Return the act by which a moderator took the mentee out of this mentor's circle, if any."""
    circle = find_circle(work.connection, two.cohort, two.mentor.user, two.mentee.user)
    if circle is None:
        return None
    kinds = (ActKind.ENDED_PAIR, ActKind.MOVED)
    taken_out = stored_acts.holding(work.connection, work.guild, two.cohort.id, *kinds)
    out_of_it = (circle.id, two.mentee.user)
    return next((act for act in taken_out if out_of_it in act.facts.leaves), None)


def _open_run(work: Work, cohort: Cohort, mentee: UserId) -> MatchRunId:
    """Return the newest proposal if it isn't approved and the mentee waited in it, or 0."""
    run = runs.find_latest(work.connection, work.guild, cohort.id)
    if run is None or run.state is not MatchRunState.PROPOSED:
        return MatchRunId(0)
    is_in_it = any(person.id == str(mentee) and person.is_mentee for person in run.asked.people)
    return run.id if is_in_it else MatchRunId(0)


def _is_in_run(work: Work, cohort: Cohort, mentee: UserId, mentor: UserId) -> bool:
    """Return whether the newest proposal had other plans for either of the two."""
    run = runs.find_latest(work.connection, work.guild, cohort.id)
    if run is None or run.state is not MatchRunState.PROPOSED:
        return False
    return any({pair.mentee, pair.mentor} & {str(mentee), str(mentor)} for pair in run.result.pairs)


def _lift_other_locks(work: Work, cohort: Cohort, mentee: UserId, mentor: UserId) -> None:
    """End the locks of the mentee with others: this is the newer decision."""
    for lock in stored_acts.holding(work.connection, work.guild, cohort.id, ActKind.LOCKED):
        [(other, locked)] = lock.facts.pairs
        if locked == mentee and other != mentor:
            stored_acts.end(work.connection, lock, work.now)


def key_of(act: Act) -> PairKey:
    """Return the two whom an act would pair."""
    mentor, mentee = _key(act.facts)
    return PairKey(str(mentee), str(mentor))


def _key(facts: ActFacts) -> tuple[UserId, UserId]:
    members = facts.pairs[-1]
    return members[0], members[-1]


@writes
def ask_to_end(
    work: Work,
    cohort: CohortId | str,
    mentee: UserId,
    mentor: UserId,
    ending: Ending,
    why: str = "",
) -> ToConfirm:
    """Show whom it would touch to end the pair of these two; moderators only.

    A circle ends for everyone when it is finished; a mentee who is to be matched again leaves it
    alone. Raises `DomainError` ``hand.no_pair``.
    """
    require_moderator(work)
    within = acts.cohort_of(work, cohort)
    own = _pair_of(work, within, mentee)
    if own is None or own.mentor != mentor:
        raise DomainError("hand.no_pair", mentee=mentee, mentor=mentor, cohort=within.name)
    facts = _facts_of_ending(own, mentee, ending, _why(why))
    return acts.show(work, within, ActKind.ENDED_PAIR, facts)


def _facts_of_ending(own: Pair, mentee: UserId, ending: Ending, why: str) -> ActFacts:
    leaves = is_circle(own) and ending is Ending.MATCHED_AGAIN
    paused = int(own.paused_until.timestamp()) if own.paused_until else 0
    return ActFacts(
        pairs=(_people_of(own),),
        pair_ids=() if leaves else (own.id,),
        of=own.id,
        paused=((own.id, paused),) if own.state is PairState.PAUSED and not leaves else (),
        leaves=((own.id, mentee),) if leaves else (),
        reason=ending.value,
        why=why,
    )


@writes
def end(work: Work, act_id: ActId) -> HandDone | ToConfirm:
    """End a pair, or take a mentee out of a circle, as it was shown; moderators only.

    Raises `DomainError` ``hand.no_pair`` if no mentee whom it was about is in that pair by now.
    """
    act, cohort = acts.require_shown(work, act_id, ActKind.ENDED_PAIR)
    own = pairs.get(work.connection, work.guild, PairId(act.facts.of))
    if own.state is PairState.ENDED:
        raise DomainError("pair.ended")
    ending = Ending(act.facts.reason)
    asked = [mentee for _, mentee in act.facts.leaves] or act.facts.pairs[0][1:]
    still = [mentee for mentee in asked if mentee in own.mentees]
    if not still:
        raise DomainError("hand.no_pair", mentee=asked[0], mentor=own.mentor, cohort=cohort.name)
    mentee = still[0]
    facts = _facts_of_ending(own, mentee, ending, act.facts.why)
    if acts.is_stale(act, facts):
        return acts.show(work, cohort, act.kind, facts, anew=True)
    _part(work, own, mentee, EndReason(ending.value))
    return HandDone(cohort, acts.record_done(work, act, facts))


def _part(work: Work, own: Pair, mentee: UserId, reason: EndReason) -> None:
    """End a pair; a circle of several goes on without the mentee, unless it is finished."""
    next_round = work.now + timedelta(days=work.app.settings.matching.next_round_days)
    if not is_circle(own) or reason is EndReason.TOGETHER:
        pair_endings.close(work.connection, own, reason, work.now, next_round)
        return
    assert own.cohort is not None, "moderators part those of a cohort"
    enrolment = enrolments.find(work.connection, work.guild, own.cohort, mentee, Role.MENTEE)
    if enrolment is not None and enrolment.state is EnrolmentState.PLACED:
        enrolments.set_state(work.connection, enrolment, EnrolmentState.APPLIED)
        waitlist.put_first(work.connection, work.guild, enrolment.id, next_round)
    rhythm = rhythm_of(work.app)
    if own.introduced_at is None:
        pairs.remove_member(work.connection, own, mentee)
    else:
        circle_decisions.leave(work.connection, own, mentee, rhythm, work.now, by_moderators=True)


@writes
def ask_to_restore(
    work: Work, cohort: CohortId | str, mentee: UserId, mentor: UserId, why: str = ""
) -> ToConfirm:
    """Show whom it would touch to restore the pair of these two, ended by mistake.

    Moderators only. Raises `DomainError` ``hand.nothing_to_restore`` and what `restore` raises.
    """
    require_moderator(work)
    within = acts.cohort_of(work, cohort)
    own = [
        pair
        for pair in pairs.list_for_cohort(work.connection, work.guild, within.id)
        if pair.mentor == mentor and mentee in pair.mentees
    ]
    if not own:
        raise DomainError("hand.no_pair", mentee=mentee, mentor=mentor, cohort=within.name)
    if any(pair.ended_at is None for pair in own):
        raise DomainError("hand.nothing_to_restore", mentee=mentee, mentor=mentor)
    newest = max(own, key=lambda pair: (pair.ended_at or work.now, pair.id))
    return _ask_to_restore(work, within, newest, why)


@writes
def ask_to_restore_pair(work: Work, pair_id: PairId, why: str = "") -> ToConfirm:
    """Show whom it would touch to restore a pair; moderators only. Raises as `restore`."""
    require_moderator(work)
    own = pairs.get(work.connection, work.guild, pair_id)
    if own.cohort is None:
        raise DomainError("hand.restore_reason")
    return _ask_to_restore(work, cohorts.get(work.connection, work.guild, own.cohort), own, why)


def _ask_to_restore(work: Work, cohort: Cohort, own: Pair, why: str) -> ToConfirm:
    facts = _facts_of_restoring(work, cohort, own, _why(why))
    return acts.show(work, cohort, ActKind.RESTORED_PAIR, facts)


@writes
def restore(work: Work, act_id: ActId) -> HandDone | ToConfirm:
    """Let a pair go on that was ended by mistake, with its thread and meetings; moderators only.

    Raises `DomainError` ``hand.restore_late``, ``hand.restore_reason``, ``hand.has_mentor``,
    ``hand.has_circle``, ``hand.no_room``, ``hand.not_signed_up``, ``hand.gone``,
    ``hand.forbidden``, and ``hand.private``.
    """
    act, cohort = acts.require_shown(work, act_id, ActKind.RESTORED_PAIR)
    own = pairs.get(work.connection, work.guild, act.facts.pair_ids[0])
    facts = _facts_of_restoring(work, cohort, own, act.facts.why)
    if acts.is_stale(act, facts):
        return acts.show(work, cohort, act.kind, facts, anew=True)
    paused: int | None = None
    ending = _ending_act(work, cohort, own)
    if ending is not None:
        paused = dict(ending.facts.paused).get(own.id)
        stored_acts.end(work.connection, ending, work.now)
    pair_endings.restore(work.connection, own, paused, rhythm_of(work.app), work.now)
    for member in own.members:
        enrolment = _signed_up(work, cohort, member.user, member.role)
        enrolments.set_state(work.connection, enrolment, EnrolmentState.PLACED)
        waitlist.over(work.connection, work.guild, enrolment.id)
    return HandDone(cohort, acts.record_done(work, act, facts))


def _facts_of_restoring(work: Work, cohort: Cohort, own: Pair, why: str) -> ActFacts:
    """Return whom it would touch to restore a pair, or refuse."""
    require_matchable(cohort)
    if own.ended_at is None:
        raise DomainError("hand.nothing_to_restore", mentee=own.mentees[0], mentor=own.mentor)
    if work.now - own.ended_at > RESTORE_WITHIN:
        raise DomainError("hand.restore_late", at=own.ended_at)
    if not may_be_mistake(work, cohort, own):
        raise DomainError("hand.restore_reason")
    for member in own.members:
        _signed_up(work, cohort, member.user, member.role)
    gone = presence.departed(work.connection, work.guild) & {m.user for m in own.members}
    if gone:
        raise DomainError("hand.gone", user=min(gone))
    for mentee in own.mentees:
        other = _pair_of(work, cohort, mentee)
        if other is not None:
            raise DomainError("hand.has_mentor", mentee=mentee, mentor=other.mentor)
    if find_circle(work.connection, cohort, own.mentor, *own.mentees) is not None:
        raise DomainError("hand.has_circle", mentor=own.mentor)
    _require_room(work, cohort, own)
    _require_not_kept_apart(work, cohort, own)
    _require_no_new_choice(work, own)
    ending = _ending_act(work, cohort, own)
    return ActFacts(
        pairs=(_people_of(own),),
        pair_ids=(own.id,),
        of=ending.id if ending else 0,
        reason=own.end_reason.value if own.end_reason else "",
        why=why,
    )


def _require_room(work: Work, cohort: Cohort, own: Pair) -> None:
    host = enrolments.find(work.connection, work.guild, cohort.id, own.mentor, Role.MENTOR)
    places = host.answers.capacity if host else 0
    taken = sum(
        len(pair.mentees) for pair in of_mentor(work.connection, work.guild, cohort.id, own.mentor)
    )
    if taken + len(own.mentees) > places:
        raise DomainError("hand.no_room", user=own.mentor, places=places)


def _require_not_kept_apart(work: Work, cohort: Cohort, own: Pair) -> None:
    forbidden = decisions_of(work.connection, cohort).forbidden
    for mentee in own.mentees:
        if PairKey(str(mentee), str(own.mentor)) in forbidden:
            raise DomainError(
                "hand.forbidden", mentee=mentee, mentor=own.mentor, cohort=cohort.name
            )


def _require_no_new_choice(work: Work, own: Pair) -> None:
    """Refuse, as for any private rule, if someone in it avoids someone across by now."""
    for mentee in own.mentees:
        if profiles.are_apart(work.connection, work.guild, mentee, own.mentor):
            raise DomainError("hand.private", mentee=mentee, mentor=own.mentor)


def may_be_mistake(work: Work, cohort: Cohort, own: Pair) -> bool:
    """Return whether a pair ended in a way that can be a mistake: no one in it wanted to part."""
    return own.end_reason in _BY_MISTAKE or _ending_act(work, cohort, own) is not None


def _ending_act(work: Work, cohort: Cohort, own: Pair) -> Act | None:
    """Return the act by which a moderator ended this pair, if one did and it still holds."""
    kinds = (ActKind.ENDED_PAIR, ActKind.MOVED)
    for act in stored_acts.holding(work.connection, work.guild, cohort.id, *kinds):
        if act.facts.pair_ids[:1] == (own.id,) and act.done_at == own.ended_at:
            return act
    return None


def _people_of(own: Pair) -> tuple[UserId, ...]:
    return (own.mentor, *own.mentees)


def _why(typed: str) -> str:
    note = " ".join(typed.split())
    if len(note) > LONGEST_NOTE:
        raise DomainError("hand.note_long", most=LONGEST_NOTE, typed=note)
    return note
