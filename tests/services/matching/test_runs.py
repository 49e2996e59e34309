"""Proposals and approvals on either database: nothing half-done, nothing over someone else."""

import asyncio
from dataclasses import replace
from pathlib import Path

import pytest
from sqlalchemy import Connection

from bot.domain.errors import DomainError
from bot.domain.ids import ActId, UserId
from bot.domain.matching import MatchInput, MatchPerson, MatchResult, PairKey, solve_input
from bot.domain.nudges.kinds import NudgeKind
from bot.domain.states import EnrolmentState, MatchRunState, NudgeState, Role
from bot.domain.vocabulary import PersonRole
from bot.services.matching import approvals, runs, solver_process
from bot.services.privacy import erasing
from bot.storage.cohorts import cohorts, enrolments, profiles
from bot.storage.cohorts.enrolments import Enrolment
from bot.storage.matching import runs as stored
from bot.storage.privacy.erasure_list import ErasureList
from tests.delivery.society import GUILD
from tests.services.rounds import COHORT, Round


async def two_and_two(round_: Round) -> None:
    for mentor in (1, 2):
        await round_.enrol(mentor, Role.MENTOR)
    for mentee in (11, 12):
        await round_.enrol(mentee, Role.MENTEE)


async def enrolment(round_: Round, user: int, role: Role) -> Enrolment:
    found = await round_.app.database.read(
        enrolments.find, GUILD, round_.cohort, UserId(user), role
    )
    assert found is not None
    return found


async def test_a_stored_run_comes_out_as_it_did_when_it_is_solved_again(round_: Round) -> None:
    await two_and_two(round_)
    made = await runs.propose(round_.app, round_.mod(), COHORT)

    kept = await round_.app.database.read(stored.get, GUILD, made.run.id)
    replayed = await runs.replay(round_.app, round_.mod(), made.run.id)

    assert solve_input(kept.asked) == kept.result
    assert replayed.same


async def test_one_each_who_avoid_each_other_are_not_proposed_and_the_list_is_not_named(
    round_: Round,
) -> None:
    await round_.enrol(1, Role.MENTOR)
    await round_.enrol(11, Role.MENTEE)
    await round_.app.database.write(profiles.save_avoided, GUILD, UserId(11), [UserId(1)])

    made = await runs.propose(round_.app, round_.mod(), COHORT)
    with pytest.raises(DomainError) as refused:
        await runs.lock(round_.app, round_.mod(), COHORT, PairKey("11", "1"))

    assert made.run.result.pairs == ()
    assert refused.value.code == "matching.lock_refused"
    assert refused.value.facts["rules"] == ["private"]


async def test_of_two_changes_at_once_one_is_kept_and_the_other_told(round_: Round) -> None:
    await two_and_two(round_)
    await runs.propose(round_.app, round_.mod(), COHORT)
    await runs.review(round_.app, round_.mod(901), COHORT)

    done = await asyncio.gather(
        runs.lock(round_.app, round_.mod(), COHORT, PairKey("11", "1")),
        runs.lock(round_.app, round_.mod(901), COHORT, PairKey("12", "1")),
        return_exceptions=True,
    )

    refused = [one for one in done if isinstance(one, DomainError)]
    assert [error.code for error in refused] == ["match.stale"]


async def test_what_is_forbidden_while_a_proposal_is_computed_holds(
    round_: Round, monkeypatch: pytest.MonkeyPatch
) -> None:
    await two_and_two(round_)
    kept_apart = PairKey("11", "1")

    async def solve_slowly(asked: MatchInput) -> MatchResult:
        await runs.forbid(round_.app, round_.mod(901), COHORT, kept_apart)
        return solve_input(asked)

    with monkeypatch.context() as patched:
        patched.setattr(solver_process, "solve", solve_slowly)
        with pytest.raises(DomainError, match=r"match\.decided_meanwhile"):
            await runs.propose(round_.app, round_.mod(), COHORT)
    again = await runs.propose(round_.app, round_.mod(), COHORT)

    assert again.decisions.forbidden == (kept_apart,)
    assert ("11", "1") not in {(pair.mentee, pair.mentor) for pair in again.run.result.pairs}


async def test_approving_twice_at_once_makes_each_pair_once(round_: Round) -> None:
    await two_and_two(round_)
    made = await runs.propose(round_.app, round_.mod(), COHORT)

    asked = [await approvals.ask(round_.app, round_.mod(), made.run.id) for _ in range(2)]
    done = await asyncio.gather(
        *(approvals.approve(round_.app, round_.mod(), one.act.id) for one in asked * 2),
        return_exceptions=True,
    )

    codes = sorted(one.code for one in done if isinstance(one, DomainError))
    assert codes == ["act.done", "match.approved", "match.approved"]
    assert len(await round_.pairs()) == 2
    assert await round_.count_of(NudgeKind.INTRODUCTION) == 2


async def test_somebody_elses_change_does_not_hold_up_the_pairs_it_does_not_touch(
    round_: Round,
) -> None:
    await two_and_two(round_)
    made = await runs.propose(round_.app, round_.mod(), COHORT)
    changed, kept = made.run.result.pairs
    await round_.enrol(int(changed.mentee), Role.MENTEE, topic="interviews")

    with pytest.raises(DomainError, match=r"match\.changed") as refused:
        await round_.approve(made.run.id)
    nothing = await round_.pairs()
    done = await round_.approve(made.run.id, [kept.mentee])

    assert refused.value.facts["people"] == [changed.mentee]
    assert nothing == []
    assert (done.new, len(done.left)) == (1, 1)


async def test_a_mentor_of_two_is_approved_for_one_and_then_for_the_other(round_: Round) -> None:
    await round_.enrol(1, Role.MENTOR, capacity=2)
    for mentee in (11, 12):
        await round_.enrol(mentee, Role.MENTEE)
    made = await runs.propose(round_.app, round_.mod(), COHORT)

    await round_.approve(made.run.id, ["11"])
    await round_.introduce((await round_.pairs())[0].id)
    last = await round_.approve(made.run.id)

    assert last.new == 1
    run = await round_.app.database.read(stored.get, GUILD, made.run.id)
    assert run.state is MatchRunState.APPROVED


async def test_an_undo_before_anything_left_is_seen_by_nobody(round_: Round) -> None:
    await two_and_two(round_)
    await round_.enrol(13, Role.MENTEE)
    await round_.approve_all()

    done = await round_.undo()

    assert (done.unseen, done.ended) == (2, 0)
    assert await round_.count_of(NudgeKind.INTRODUCTION, NudgeState.CANCELLED) == 2
    assert await round_.count_of(NudgeKind.WAITLISTED, NudgeState.CANCELLED) == 1
    assert await round_.count_of(NudgeKind.PAIR_ENDED) == 0
    assert (await enrolment(round_, 1, Role.MENTOR)).state is EnrolmentState.APPLIED
    again = await runs.propose(round_.app, round_.mod(), COHORT)
    assert len(again.run.result.pairs) == 2  # and those who never met may meet


async def test_what_was_forbidden_stays_so_after_an_approval(round_: Round) -> None:
    await two_and_two(round_)
    await runs.propose(round_.app, round_.mod(), COHORT)
    await runs.forbid(round_.app, round_.mod(), COHORT, PairKey("11", "1"))
    await round_.approve((await runs.review(round_.app, round_.mod(), COHORT)).run.id)
    await round_.undo()

    made = await runs.propose(round_.app, round_.mod(), COHORT)

    assert made.run.asked.forbidden == (PairKey("11", "1"),)


async def test_somebody_who_is_both_is_matched_in_both_roles(round_: Round) -> None:
    await round_.enrol(1, Role.MENTOR, topic="research")
    for role, topic in ((Role.MENTOR, "interviews"), (Role.MENTEE, "research")):
        await round_.enrol(5, role, topic=topic)
    await round_.enrol(11, Role.MENTEE, topic="interviews")

    made = await round_.approve_all()

    assert {(pair.mentor, pair.mentees) for pair in made} == {(1, (5,)), (5, (11,))}
    for role in (Role.MENTOR, Role.MENTEE):
        assert (await enrolment(round_, 5, role)).state is EnrolmentState.PLACED


async def test_a_circle_holds_all_of_a_mentors_mentees(round_: Round) -> None:
    def make_circles(connection: Connection) -> None:
        cohort = cohorts.get(connection, GUILD, round_.cohort)
        plan = replace(cohort.plan, circles=True)
        cohorts.set_plan(connection, GUILD, round_.cohort, plan)

    await round_.app.database.write(make_circles)
    await round_.enrol(1, Role.MENTOR, capacity=3)
    for mentee in (11, 12, 13):
        await round_.enrol(mentee, Role.MENTEE)

    [circle] = await round_.approve_all()

    assert circle.mentees == (11, 12, 13)
    assert await round_.count_of(NudgeKind.INTRODUCTION) == 1


async def test_members_make_and_approve_nothing(round_: Round) -> None:
    await two_and_two(round_)
    made = await runs.propose(round_.app, round_.mod(), COHORT)
    member = round_.person(11)

    for act in (
        runs.propose(round_.app, member, COHORT),
        runs.review(round_.app, member, COHORT),
        runs.replay(round_.app, member, made.run.id),
        approvals.ask(round_.app, member, made.run.id),
        approvals.ask_for_shown(round_.app, member, COHORT),
        approvals.approve(round_.app, member, ActId(1)),
        approvals.ask_to_undo(round_.app, member, COHORT),
        approvals.undo(round_.app, member, ActId(1)),
    ):
        with pytest.raises(DomainError, match=r"actor\.not_moderator"):
            await act


async def test_a_decision_about_somebody_who_does_not_wait_is_refused_and_not_dropped(
    round_: Round,
) -> None:
    await two_and_two(round_)
    await runs.propose(round_.app, round_.mod(), COHORT)

    for act, key in (
        (runs.lock, PairKey("99", "1")),
        (runs.forbid, PairKey("11", "99")),
        (runs.lock, PairKey("2", "1")),
    ):
        with pytest.raises(DomainError, match=r"match\.not_signed_up|matching\.lock_refused"):
            await act(round_.app, round_.mod(), COHORT, key)


async def test_a_proposal_outlives_whoever_is_erased_of_it(round_: Round, tmp_path: Path) -> None:
    await two_and_two(round_)
    made = await runs.propose(round_.app, round_.mod(), COHORT)
    gone, kept = made.run.result.pairs
    user = UserId(int(gone.mentee))
    listed = ErasureList.beside(tmp_path / "preceptor.sqlite3")

    await round_.app.database.write(
        erasing.erase, round_.app.settings, listed, GUILD, user, round_.clock.now()
    )

    shown = await runs.find(round_.app, round_.mod(), made.run.id)
    former, same = shown.run.result.pairs
    assert same == kept
    assert (former.mentor, former.reasons) == (gone.mentor, ())
    assert int(former.mentee) < 0
    people = {person.id: person for person in shown.run.asked.people}
    assert gone.mentee not in people
    assert people[former.mentee] == MatchPerson(former.mentee, PersonRole.MENTEE, present=False)
    # As when someone left: it is said, that pair can't be approved, and the other one can.
    assert shown.changed == 1
    with pytest.raises(DomainError, match=r"match\.changed"):
        await round_.approve(made.run.id)
    done = await round_.approve(made.run.id, [kept.mentee])
    assert done.new == 1
