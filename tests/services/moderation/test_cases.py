"""Cases on both databases: detected from rows, waiting until Monday, over when rows say so."""

from datetime import date, datetime, time, timedelta

import pytest
from sqlalchemy import Connection

from bot.delivery.decision import Cancel, InChannel, Send, Verdict
from bot.delivery.inactivity import check_inactivity, patience_of
from bot.delivery.kinds import decide
from bot.delivery.moderation.cases import open_case
from bot.domain.errors import DomainError
from bot.domain.ids import CaseId, CheckInId, PairId, RoleId
from bot.domain.moderation.cases import CaseDigest, CaseKind
from bot.domain.nudges.kinds import NudgeKind
from bot.domain.nudges.nudges import CaseOpened
from bot.domain.nudges.policy import NotificationPolicy
from bot.domain.progress.updates import TypedUpdate
from bot.domain.states import (
    CaseAction,
    CaseState,
    CheckInAnswer,
    CheckInState,
    EndReason,
    NudgeState,
    PairState,
    Role,
)
from bot.services.moderation import cases
from bot.services.progress import check_ins, updates
from bot.storage import outbox
from bot.storage.moderation import cases as rows
from bot.storage.moderation import societies
from bot.storage.moderation.cases import Case
from bot.storage.nudges import pings
from bot.storage.pairs import pairs
from bot.storage.progress import check_ins as check_in_rows
from bot.storage.tables import outbox as outbox_rows
from tests.delivery.society import (
    GUILD,
    MENTEE,
    MENTOR,
    MODERATORS,
    NOON,
    a_held_meeting,
    an_introduced_pair,
)
from tests.every_society import all_nudges, update
from tests.services.rounds import Round

POLICY = NotificationPolicy("UTC", time(21), time(8), 5)


@pytest.fixture
async def pair(round_: Round) -> PairId:
    """Yield a pair that met a moment ago."""
    return await round_.app.database.write(an_introduced_pair, round_.cohort)


async def look(round_: Round) -> dict[str, Case]:
    """Look around as delivery does each hour; return the open cases by kind."""
    await check_inactivity(
        round_.app.database, round_.clock.now(), patience_of(round_.app.settings)
    )
    found = await cases.open_cases(round_.app, round_.mod())
    return {case.kind: case for case in found}


def asked(connection: Connection, pair: PairId, number: int) -> CheckInId:
    """Save a check-in that was asked two weeks after the one before."""
    at = NOON + timedelta(days=14 * number)
    found = check_in_rows.add(
        connection, GUILD, pair, MENTEE, date(2026, 9, 2) + timedelta(days=14 * number), at
    )
    check_in_rows.record_asked(connection, GUILD, found, at)
    return found


def notified(connection: Connection, days: int) -> None:
    """Save a message that notified the mentee so many days after the introduction."""
    at = NOON + timedelta(days=days)
    outbox.plan(
        connection,
        guild=GUILD,
        kind=NudgeKind.TIMES_WAITING,
        subject_type="another",
        subject_id=days,
        recipient=MENTEE,
        due_at=at,
    )
    [row] = outbox.list_for_subject(connection, GUILD, "another", days)
    sent = {"state": NudgeState.SENT, "settled_at": at, "message_id": days}
    connection.execute(update(outbox_rows).where(outbox_rows.c.id == row.id).values(**sent))
    pings.record(connection, GUILD, row.id, {MENTEE: False}, at)


async def go_quiet(round_: Round, pair: PairId, times: int = 3) -> list[CheckInId]:
    """Let some check-ins pass, and the six days after each."""
    found = [await round_.app.database.write(asked, pair, number) for number in range(times)]
    round_.clock.move(timedelta(days=14 * (times - 1) + 6, hours=1))
    return found


async def test_silence_is_counted_after_six_days_and_three_are_a_case(
    round_: Round, pair: PairId
) -> None:
    await go_quiet(round_, pair)
    found = await look(round_)
    quiet = found["check-ins-unanswered"]
    assert quiet.facts["check_ins_unanswered"] == "3"
    assert quiet.subject == f"pair:{pair}"
    states = [
        one.state
        for one in await round_.app.database.read(check_in_rows.list_for_pair, GUILD, pair)
    ]
    assert states == [CheckInState.UNANSWERED] * 3
    told = await _planned(round_, NudgeKind.CHECK_IN_LATER, pair)
    assert [one.subject_version for one in told] == [MENTEE]
    await look(round_)
    assert len(await _planned(round_, NudgeKind.CHECK_IN_LATER, pair)) == 1
    # It waits for Monday: nothing is posted at once.
    assert await _planned(round_, NudgeKind.CASE_OPENED, quiet.id, "case") == []


async def _planned(
    round_: Round, kind: NudgeKind, subject: int, noun: str = "pair"
) -> list[outbox.Nudge]:
    every = await round_.app.database.read(outbox.list_for_subject, GUILD, noun, subject)
    return [one for one in every if one.kind is kind]


async def test_two_unanswered_are_no_case(round_: Round, pair: PairId) -> None:
    await go_quiet(round_, pair, times=2)
    assert "check-ins-unanswered" not in await look(round_)


async def test_someone_who_answers_no_message_is_a_case_until_they_do_anything(
    round_: Round, pair: PairId
) -> None:
    await round_.app.database.write(a_held_meeting, pair)
    for days in (1, 3, 7, 15, 29):
        await round_.app.database.write(notified, days)
    round_.clock.move(timedelta(days=34))
    assert await look(round_) == {}
    round_.clock.move(timedelta(days=2))

    case = (await look(round_))["check-ins-unanswered"]

    assert case.facts["quiet"] == f"<@{MENTEE}>"
    assert "since" not in case.facts, "they never answered"
    await look(round_)
    assert len(await _planned(round_, NudgeKind.CHECK_IN_LATER, pair)) == 1
    typed = TypedUpdate("Back again", "", "")
    await updates.log(round_.app, round_.person(MENTEE), pair, typed)
    assert await look(round_) == {}


async def test_a_pair_that_has_not_met_and_is_quiet_is_one_case(
    round_: Round, pair: PairId
) -> None:
    round_.clock.move(timedelta(days=15))
    assert list(await look(round_)) == ["no-first-meeting"]
    round_.clock.move(-timedelta(days=15))

    await go_quiet(round_, pair)

    assert list(await look(round_)) == ["no-first-meeting"]
    assert len(await _planned(round_, NudgeKind.CHECK_IN_LATER, pair)) == 1


async def test_a_digest_comes_only_with_a_case_that_is_new_or_due(
    round_: Round, pair: PairId
) -> None:
    round_.clock.move(timedelta(days=15))
    case = (await look(round_))["no-first-meeting"]
    assert isinstance(await _digest(round_, 1), Send)
    round_.clock.move(timedelta(days=7))
    assert await _digest(round_, 2) == Cancel("nothing is new")
    await cases.extend(round_.app, round_.mod(), case.id)
    round_.clock.move(timedelta(days=15))
    assert isinstance(await _digest(round_, 3), Send)


async def _digest(round_: Round, number: int) -> Verdict:
    """Decide about a digest that is due now; if it is posted, record it."""
    now = round_.clock.now()

    def prepare(connection: Connection) -> Verdict:
        outbox.plan(
            connection,
            guild=GUILD,
            kind=NudgeKind.CASE_DIGEST,
            subject_type="society",
            subject_id=0,
            due_at=now,
            key=f"digest:{number}",
        )
        row = outbox.list_for_subject(connection, GUILD, "society", 0)[-1]
        verdict = decide(connection, row, now, POLICY)
        if isinstance(verdict, Send):
            sent = {"state": NudgeState.SENT, "settled_at": now, "message_id": number}
            connection.execute(update(outbox_rows).where(outbox_rows.c.id == row.id).values(**sent))
        return verdict

    return await round_.app.database.write(prepare)


async def test_any_answer_ends_it_and_the_trail_says_so(round_: Round, pair: PairId) -> None:
    await go_quiet(round_, pair)
    case = (await look(round_))["check-ins-unanswered"]
    logged = await updates.log(
        round_.app, round_.person(MENTEE), pair, TypedUpdate("Back again", "", "")
    )
    assert logged.cleared
    assert "check-ins-unanswered" not in await look(round_)
    shown = await cases.show(round_.app, round_.mod(), case.id)
    assert shown.case.state is CaseState.RESOLVED
    assert [(step.action, step.actor) for step in shown.trail] == [
        (CaseAction.OPENED, None),
        (CaseAction.NOT_NEEDED, None),
    ]


async def test_an_agreed_meeting_excuses_it_and_a_late_answer_still_counts(
    round_: Round, pair: PairId
) -> None:
    [waiting] = await go_quiet(round_, pair, times=1)

    await round_.app.database.write(check_in_rows.excuse, GUILD, pair, [MENTEE])

    assert "check-ins-unanswered" not in await look(round_)
    found = await round_.app.database.read(check_in_rows.get, GUILD, waiting)
    assert found.answer is None
    app, on_track = round_.app, CheckInAnswer.ON_TRACK
    await check_ins.answer(app, round_.person(MENTEE), waiting, on_track)
    await cases.ask_for_help(app, round_.person(MENTEE), waiting)
    found = await round_.app.database.read(check_in_rows.get, GUILD, waiting)
    assert found.answer is CheckInAnswer.NEED_HELP


async def test_an_update_of_the_partner_does_not_clear_anothers_turn(
    round_: Round, pair: PairId
) -> None:
    await go_quiet(round_, pair, times=1)
    typed = TypedUpdate("All well", "", "")
    logged = await updates.log(round_.app, round_.person(MENTOR), pair, typed)
    assert not logged.cleared


async def test_what_was_decided_comes_back_only_with_new_evidence(
    round_: Round, pair: PairId
) -> None:
    await round_.app.database.write(a_held_meeting, pair)
    await go_quiet(round_, pair)
    case = (await look(round_))["check-ins-unanswered"]
    await cases.resolve(round_.app, round_.mod(), case.id)
    assert "check-ins-unanswered" not in await look(round_)
    await round_.app.database.write(asked, pair, 3)
    round_.clock.move(timedelta(days=14))
    again = (await look(round_))["check-ins-unanswered"]
    assert again.id != case.id
    assert again.facts["check_ins_unanswered"] == "4"


async def test_a_pair_without_a_meeting_is_a_case_after_two_weeks(
    round_: Round, pair: PairId
) -> None:
    round_.clock.move(timedelta(days=13))
    assert "no-first-meeting" not in await look(round_)
    round_.clock.move(timedelta(days=1))
    case = (await look(round_))["no-first-meeting"]
    extended = await cases.extend(round_.app, round_.mod(), case.id)
    assert extended.case.extended_until == round_.clock.now() + timedelta(days=14)
    await round_.app.database.write(pairs.end, GUILD, pair, EndReason.TOGETHER, round_.clock.now())
    assert await look(round_) == {}


async def test_all_from_one_side_is_a_case_until_the_other_says_something(
    round_: Round, pair: PairId
) -> None:
    await round_.app.database.write(a_held_meeting, pair)
    round_.clock.move(timedelta(days=28))
    for _ in range(3):
        typed = TypedUpdate("I wrote again", "", "")
        await updates.log(round_.app, round_.person(MENTEE), pair, typed)
    case = (await look(round_))["one-sided"]
    assert "wrote again" not in str(case.facts)
    await updates.log(round_.app, round_.person(MENTOR), pair, TypedUpdate("Sorry!", "", ""))
    assert "one-sided" not in await look(round_)


async def test_a_mentor_with_more_mentees_than_they_offered_to_take(
    round_: Round, pair: PairId
) -> None:
    await round_.enrol(MENTOR, Role.MENTOR, capacity=1)
    assert "mentor-over-load" not in await look(round_)
    await round_.app.database.write(
        lambda c: an_introduced_pair(c, round_.cohort, "basalt", mentee=round_.person(3).user)
    )
    case = (await look(round_))["mentor-over-load"]
    assert (case.facts["mentees"], case.facts["room_for"]) == ("2", "1")


async def test_one_digest_is_planned_for_the_next_monday(round_: Round, pair: PairId) -> None:
    round_.clock.move(timedelta(days=14))
    await look(round_)
    await look(round_)
    [planned] = await _planned(round_, NudgeKind.CASE_DIGEST, 0, "society")
    assert (planned.due_at.weekday(), planned.due_at.hour) == (0, 9)
    assert timedelta(0) < planned.due_at - round_.clock.now() <= timedelta(days=7)


async def test_a_digest_names_each_cause_once_and_counts_what_it_stands_for(
    round_: Round,
) -> None:
    def prepare(connection: Connection) -> Verdict:
        for number, kind in enumerate(["one-sided"] * 4 + ["no-first-meeting"] * 5 + ["concern"]):
            subject = f"pair:{number + 100}"
            rows.open_(connection, GUILD, kind=kind, subject=subject, facts={}, now=NOON)
        outbox.plan(
            connection,
            guild=GUILD,
            kind=NudgeKind.CASE_DIGEST,
            subject_type="society",
            subject_id=0,
            due_at=NOON,
        )
        [planned] = outbox.list_for_subject(connection, GUILD, "society", 0)
        return decide(connection, planned, NOON, POLICY)

    verdict = await round_.app.database.write(prepare)
    assert isinstance(verdict, Send)
    assert isinstance(verdict.facts, CaseDigest)
    kinds = [(one.kind, one.number) for one in verdict.facts.cases]
    assert kinds == [("concern", 1), ("no-first-meeting", 5), ("one-sided", 4)]
    assert (verdict.facts.more, verdict.facts.total, verdict.facts.new) == (0, 10, 10)
    assert verdict.place == InChannel(MODERATORS)


async def test_of_what_can_wait_the_first_of_a_day_is_told_and_the_rest_the_next_morning(
    round_: Round, pair: PairId
) -> None:
    now = round_.clock.now()

    def open_some(connection: Connection) -> None:
        for number in range(5):
            subject, kind = f"pair:{number + 50}", CaseKind.UNDELIVERABLE
            open_case(connection, GUILD, kind=kind, subject=subject, facts={}, now=now)

    await round_.app.database.write(open_some)
    every = await round_.app.database.read(_to_moderators)
    assert [row.due_at for row in every] == [now, NOON.replace(hour=9) + timedelta(days=1)]

    first = await round_.app.database.write(_decided_and_sent, every[0], now)
    round_.clock.move(every[1].due_at - now)
    second = await round_.app.database.write(_decided_and_sent, every[1], every[1].due_at)

    # Here all five were there when the first message was written, so nothing is left to tell.
    assert isinstance(first, CaseOpened)
    assert first.others == ((CaseKind.UNDELIVERABLE, 4),)
    assert second == Cancel("resolved already")


async def test_moderators_are_notified_once_a_day_and_of_every_call_for_help(
    round_: Round, pair: PairId
) -> None:
    role = RoleId(77)
    now = round_.clock.now()

    def tell(connection: Connection) -> list[RoleId | None]:
        societies.save(connection, GUILD, moderator_role_id=role)
        kinds = (
            CaseKind.UNDELIVERABLE,
            CaseKind.HELP_ASKED,
            CaseKind.COHORT_ENDS_SOON,
            CaseKind.HELP_ASKED,
        )
        pinged = []
        for number, kind in enumerate(kinds):
            subject = f"pair:{number + 50}"
            open_case(connection, GUILD, kind=kind, subject=subject, facts={}, now=now)
            *_, row = _to_moderators(connection)
            facts = _decided_and_sent(connection, row, now)
            assert isinstance(facts, CaseOpened)
            pinged.append(facts.moderators)
        return pinged

    assert await round_.app.database.write(tell) == [role, role, None, role]


def _to_moderators(connection: Connection) -> list[outbox.Nudge]:
    """Return every message about a case, oldest first."""
    return all_nudges(connection, outbox_rows.c.kind == NudgeKind.CASE_OPENED)


def _decided_and_sent(connection: Connection, row: outbox.Nudge, now: datetime) -> object:
    """Decide about a row, and record it as sent; return what it says, or why it isn't."""
    verdict = decide(connection, row, now, POLICY)
    if not isinstance(verdict, Send):
        return verdict
    sent = {"state": NudgeState.SENT, "settled_at": now, "message_id": row.id}
    connection.execute(update(outbox_rows).where(outbox_rows.c.id == row.id).values(**sent))
    return verdict.facts


async def test_only_moderators_decide(round_: Round, pair: PairId) -> None:
    round_.clock.move(timedelta(days=14))
    case = (await look(round_))["no-first-meeting"].id
    app, person = round_.app, round_.person
    for act in (cases.show, cases.take_case, cases.extend, cases.resolve, cases.rematch):
        with pytest.raises(DomainError) as refusal:
            await act(app, person(MENTEE), case)
        assert refusal.value.code == "actor.not_moderator"
    with pytest.raises(DomainError) as refusal:
        await cases.write(app, person(MENTEE), case, "hello")
    assert refusal.value.code == "actor.not_moderator"
    with pytest.raises(DomainError) as refusal:
        await cases.show(app, round_.mod(), CaseId(99))
    assert refusal.value.code == "case.unknown"


async def test_a_trail_names_who_did_what_and_when(round_: Round, pair: PairId) -> None:
    round_.clock.move(timedelta(days=14))
    case = (await look(round_))["no-first-meeting"].id
    await cases.take_case(round_.app, round_.mod(901), case)
    await cases.write(round_.app, round_.mod(901), case, "How can we help?")
    done = await cases.rematch(round_.app, round_.mod(902), case)
    assert done.case.state is CaseState.RESOLVED
    again = await cases.resolve(round_.app, round_.mod(901), case)
    assert again.already
    trail = await round_.app.database.read(rows.trail, GUILD, case)
    assert [(step.action, step.actor) for step in trail] == [
        (CaseAction.OPENED, None),
        (CaseAction.TAKEN, 901),
        (CaseAction.WROTE, 901),
        (CaseAction.REMATCHED, 902),
    ]
    found = await round_.app.database.read(pairs.get, GUILD, pair)
    assert found.state is PairState.ENDED
    with pytest.raises(DomainError) as refusal:
        await cases.write(round_.app, round_.mod(), case, " ")
    assert refusal.value.code == "case.note_empty"
