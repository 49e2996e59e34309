"""Outside mentors, on either database: planned follow-ups, privacy, and what is forgotten."""

from datetime import time, timedelta
from itertools import count

import pytest
from sqlalchemy import Connection

from bot.app import App
from bot.delivery import kinds
from bot.delivery.decision import Cancel, InDm, Receipt, Reschedule, Send
from bot.delivery.nudges.policy import RecipientPolicy
from bot.domain.errors import DomainError
from bot.domain.ids import ChannelId, GuildId, InteractionId, MessageId, OutreachId, UserId
from bot.domain.nudges.policy import NotificationPolicy
from bot.domain.outreach.drafts import DraftParts
from bot.domain.outreach.outreach import (
    OutreachEvent,
    OutreachFollowUp,
    OutreachStep,
    TypedOutreach,
)
from bot.domain.states import OutreachState
from bot.domain.status.turns import TurnKind
from bot.services.actor import Actor
from bot.services.outreach import outreach
from bot.services.programs import saved_programs
from bot.services.status import status
from bot.storage import outbox
from bot.storage.moderation import societies
from bot.storage.nudges import settings as nudge_settings
from bot.storage.outbox import Nudge
from tests.services.society import StandingClock

GUILD, ANA, BEN = GuildId(100), UserId(1), UserId(2)
ROE = TypedOutreach(
    "Dr. Roe", "Riverside", "I heard your talk", "roe@hospital.org hospital.org/roe", "clinical"
)
DEFAULT = NotificationPolicy("UTC", time(0), time(0), 3)
interactions = count(1)


def acting(user: UserId = ANA) -> Actor:
    """Return a member, acting again."""
    return Actor(GUILD, user, InteractionId(next(interactions)))


@pytest.fixture
async def roe(app: App) -> OutreachId:
    """Yield someone outside whom Ana would like to write to."""

    def set_up(connection: Connection) -> None:
        societies.save(connection, GUILD, time_zone="America/Chicago")

    await app.database.write(set_up)
    return (await outreach.add(app, acting(), ROE)).outreach.id


async def planned(app: App, which: OutreachId) -> list[Nudge]:
    """Return every reminder that was planned, oldest first."""
    return await app.database.read(outbox.list_for_subject, GUILD, "outreach", which)


async def verdict(app: App, nudge: Nudge) -> object:
    """Return what delivery would decide when a reminder is due."""
    return await app.database.read(kinds.decide, nudge, nudge.due_at, DEFAULT)


async def dms_on(app: App) -> None:
    """Have Ana take direct messages."""

    def turn_on(connection: Connection) -> None:
        nudge_settings.save(connection, GUILD, ANA, dms=True)

    await app.database.write(turn_on)


async def test_the_follow_ups_come_by_direct_message_and_only_there(
    app: App, roe: OutreachId
) -> None:
    await outreach.log(app, acting(), roe, OutreachEvent.SENT)
    nudges = await planned(app, roe)
    before = [await verdict(app, nudge) for nudge in nudges]
    await dms_on(app)

    after = [await verdict(app, nudge) for nudge in nudges]

    assert before == [Cancel("shown under /status")] * 3
    steps = []
    for one in after:
        assert isinstance(one, Send)
        assert one.place == InDm(ANA)
        assert isinstance(one.facts, OutreachFollowUp)
        steps.append(one.facts.step)
    assert steps == [
        OutreachStep.FOLLOW_UP,
        OutreachStep.FOLLOW_UP,
        OutreachStep.LET_REST,
    ]


@pytest.mark.parametrize(
    "event",
    [OutreachEvent.ANSWERED, OutreachEvent.DECLINED, OutreachEvent.LET_REST, OutreachEvent.CLOSED],
)
async def test_what_was_planned_is_stale_once_something_has_happened(
    app: App, roe: OutreachId, event: OutreachEvent
) -> None:
    await dms_on(app)
    await outreach.log(app, acting(), roe, OutreachEvent.SENT)
    before = await planned(app, roe)

    await outreach.log(app, acting(), roe, event)

    assert [await verdict(app, nudge) for nudge in before] == [Cancel("it has moved on")] * 3


async def test_quiet_hours_hold_a_follow_up(app: App, roe: OutreachId) -> None:
    await dms_on(app)
    await outreach.log(app, acting(), roe, OutreachEvent.SENT)
    nudge = (await planned(app, roe))[0]
    asleep = NotificationPolicy("America/Chicago", time(8), time(12), 3)

    def decide(connection: Connection) -> object:
        verdict = kinds.decide(connection, nudge, nudge.due_at, asleep)
        return RecipientPolicy(connection, asleep).gate(nudge, verdict, nudge.due_at)

    decided = await app.database.read(decide)

    assert isinstance(decided, Reschedule)


async def test_after_an_update_prompt_the_next_is_planned_six_weeks_later(
    app: App, roe: OutreachId
) -> None:
    await dms_on(app)
    await outreach.log(app, acting(), roe, OutreachEvent.MET)
    first = (await planned(app, roe))[-1]
    receipt = Receipt(ChannelId(1), MessageId(1))

    await app.database.write(kinds.follow_sending, first, receipt, first.due_at)
    # Told twice of the same message, nothing more is planned.
    await app.database.write(kinds.follow_sending, first, receipt, first.due_at)

    nudges = await planned(app, roe)
    assert len(nudges) == 2
    assert (nudges[1].due_at.date() - first.due_at.date()).days == 42
    assert isinstance(await verdict(app, nudges[1]), Send)


async def test_an_open_contact_is_one_turn_of_its_owner_and_of_nobody_else(
    app: App, roe: OutreachId
) -> None:
    mine = (await status.status_of_person(app, acting())).ledger.mine
    bens = (await status.status_of_person(app, acting(BEN))).ledger
    await outreach.log(app, acting(), roe, OutreachEvent.LET_REST)
    after = (await status.status_of_person(app, acting())).ledger

    assert [(turn.kind, turn.owner, turn.name) for turn in mine] == [
        (TurnKind.OUTREACH, ANA, "Dr. Roe")
    ]
    assert mine[0].due_at is not None
    assert [*bens.mine, *bens.others, *bens.nobody] == []
    assert list(after.mine) == []


async def test_nobody_reaches_anothers_contact(app: App, roe: OutreachId) -> None:
    with pytest.raises(DomainError, match=r"outreach\.unknown"):
        await outreach.get(app, acting(BEN), roe)
    with pytest.raises(DomainError, match=r"outreach\.unknown"):
        await outreach.log(app, acting(BEN), roe, OutreachEvent.SENT)

    assert await outreach.list_for_person(app, acting(BEN)) == []


async def test_closing_forgets_how_they_are_reached(app: App, roe: OutreachId) -> None:
    await outreach.allow(app, acting(), roe, "312 555 0142", ["text"], "today")
    assert (await outreach.get(app, acting(), roe)).outreach.contact.link
    await outreach.draft(app, acting(), roe, DraftParts("", "", "Which first?", "", "Thanks"))

    done = await outreach.log(app, acting(), roe, OutreachEvent.CLOSED)

    kept = done.shown.outreach
    assert (kept.contact.email, kept.contact.link, kept.allowed) == ("", "", None)
    assert kept.draft == ""
    assert kept.standing.state is OutreachState.CLOSED
    with pytest.raises(DomainError, match=r"outreach\.over"):
        await outreach.allow(app, acting(), roe, "312 555 0142", ["text"], "today")


async def test_a_click_that_comes_twice_counts_once(app: App, roe: OutreachId) -> None:
    click = acting()
    await outreach.log(app, click, roe, OutreachEvent.SENT)

    with pytest.raises(DomainError, match=r"interaction\.repeated"):
        await outreach.log(app, click, roe, OutreachEvent.SENT)

    assert (await outreach.get(app, acting(), roe)).outreach.standing.follow_ups == 0


async def test_a_follow_up_that_was_sent_puts_the_next_off(
    app: App, clock: StandingClock, roe: OutreachId
) -> None:
    await outreach.log(app, acting(), roe, OutreachEvent.SENT)
    clock.instant += timedelta(days=13)

    done = await outreach.log(app, acting(), roe, OutreachEvent.SENT)

    assert done.shown.step is OutreachStep.WAIT
    assert done.shown.outreach.standing.due_at is not None
    assert (done.shown.outreach.standing.due_at.date() - clock.now().date()).days == 7


async def test_a_saved_program_becomes_one_contact_with_its_link(app: App, roe: OutreachId) -> None:
    saved = await saved_programs.save(app, acting(), "EMRA", "")

    first = await outreach.from_program(app, acting(), saved.saved.id)
    again = await outreach.from_program(app, acting(), saved.saved.id)

    assert first.outreach.contact.link.startswith("https://")
    assert again.outreach.id == first.outreach.id
    assert len(await outreach.list_for_person(app, acting())) == 2


async def test_following_up_is_noted_once_a_day(
    app: App, clock: StandingClock, roe: OutreachId
) -> None:
    await outreach.log(app, acting(), roe, OutreachEvent.SENT)
    clock.instant += timedelta(days=8)
    first = await outreach.log(app, acting(), roe, OutreachEvent.SENT)

    clock.instant += timedelta(hours=3)
    again = await outreach.log(app, acting(), roe, OutreachEvent.SENT)

    assert again.shown == first.shown
    assert again.shown.outreach.standing.follow_ups == 1


async def test_only_what_goes_on_is_written_to(app: App, roe: OutreachId) -> None:
    found, stage = await outreach.to_write(app, acting(), roe)
    await outreach.log(app, acting(), roe, OutreachEvent.CLOSED)

    assert (found.id, stage) == (roe, None)
    with pytest.raises(DomainError, match=r"outreach\.over"):
        await outreach.to_write(app, acting(), roe)


async def test_who_was_closed_longest_ago_makes_room(app: App, roe: OutreachId) -> None:
    for _ in range(99):
        made = await outreach.add(app, acting(), ROE)
        await outreach.log(app, acting(), made.outreach.id, OutreachEvent.CLOSED)

    await outreach.add(app, acting(), ROE)

    kept = await outreach.list_for_person(app, acting())
    assert len(kept) == 100
    assert kept[0].outreach.id == roe
    with pytest.raises(DomainError, match=r"outreach\.unknown"):
        await outreach.get(app, acting(), OutreachId(roe + 1))


async def test_a_list_that_nobody_could_look_after_is_refused(app: App, roe: OutreachId) -> None:
    for _ in range(24):
        await outreach.add(app, acting(), ROE)

    with pytest.raises(DomainError, match=r"outreach\.too_many"):
        await outreach.add(app, acting(), ROE)
