"""Concerns on either database: who may read them, and that none waits for someone who can't."""

from collections.abc import Awaitable
from datetime import timedelta

import pytest
from sqlalchemy import Connection

from bot.app import App
from bot.delivery.privacy import retention
from bot.delivery.safety import concerns as delivery
from bot.domain.errors import DomainError
from bot.domain.ids import ChannelId, ConcernId, UserId
from bot.domain.nudges.kinds import NudgeKind
from bot.domain.states import ConcernAbout, ConcernDoor, ConcernState, NudgeState
from bot.services.moderation import societies
from bot.services.moderation.societies import Choices
from bot.services.privacy import privacy
from bot.services.safety import concerns, leads
from bot.services.safety.concerns import Reported, Typed
from bot.storage import outbox
from bot.storage.safety import concerns as rows
from bot.storage.safety.concerns import Concern
from tests.services.society import GUILD, StandingClock, somebody, the_moderator

LENA, LOU, OWNER, ANA, MIRA = (UserId(user) for user in (70, 71, 72, 50, 60))


@pytest.fixture
async def led(app: App) -> App:
    """Yield a society with two safety leads."""
    await societies.set_up(app, the_moderator(), Choices(mentoring_channel=ChannelId(200)))
    await leads.name(app, the_moderator(), [LENA, LOU])
    return app


async def report(app: App, *people: UserId, by: UserId = ANA) -> Reported:
    """Report a concern."""
    typed = Typed(people, ConcernAbout.BEHAVIOR, ConcernDoor.CONTACT, False, "It felt wrong.")
    return await concerns.report(app, somebody(by), typed, OWNER)


async def refused(acting: Awaitable[object]) -> str:
    """Return the code of a refusal."""
    with pytest.raises(DomainError) as refusal:
        await acting
    return refusal.value.code


async def now_is(app: App, concern: ConcernId) -> Concern:
    """Return the concern as it is now."""
    found = await app.database.read(rows.find, GUILD, concern)
    assert found is not None
    return found


async def test_each_has_a_day_and_then_it_goes_around(led: App, clock: StandingClock) -> None:
    concern = (await report(led)).concern
    asked = []
    for _ in range(4):
        asked.append((await now_is(led, concern.id)).owner)
        clock.instant += timedelta(hours=25)
        await delivery.look_after(led.database, clock.now())

    assert asked == [LENA, LOU, OWNER, LENA]
    assert (await now_is(led, concern.id)).escalated


async def test_the_owner_reads_it_only_once_they_were_asked(led: App, clock: StandingClock) -> None:
    concern = (await report(led)).concern
    assert await refused(concerns.read(led, somebody(OWNER), concern.id)) == "concern.unknown"
    for _ in range(2):
        clock.instant += timedelta(hours=25)
        await delivery.look_after(led.database, clock.now())

    shown = await concerns.read(led, somebody(OWNER), concern.id)
    assert [each.words for each in shown.words] == ["It felt wrong."]


@pytest.mark.parametrize("about", [LENA, LOU, OWNER])
async def test_whoever_it_is_about_is_never_asked_and_never_reads_it(
    led: App, clock: StandingClock, about: UserId
) -> None:
    concern = (await report(led, about)).concern
    asked = set()
    for _ in range(6):
        asked.add((await now_is(led, concern.id)).owner)
        assert await refused(concerns.read(led, somebody(about), concern.id)) == "concern.unknown"
        clock.instant += timedelta(hours=25)
        await delivery.look_after(led.database, clock.now())

    assert asked == {LENA, LOU, OWNER} - {about}
    assert not (await concerns.open_(led, somebody(about))).to_handle


async def test_a_lead_does_not_handle_what_they_reported(led: App) -> None:
    assert (await report(led, MIRA, by=LENA)).concern.owner == LOU


async def test_a_concern_about_all_who_could_read_it_is_refused_and_not_saved(led: App) -> None:
    assert await refused(report(led, LENA, LOU, OWNER)) == "concern.no_one"
    assert await led.database.read(rows.open_in, GUILD) == []


async def test_a_lead_who_deletes_their_data_hands_it_on(led: App) -> None:
    concern = (await report(led)).concern
    await concerns.acknowledge(led, somebody(LENA), concern.id)

    await privacy.delete(led, somebody(LENA), False)

    after = await now_is(led, concern.id)
    assert (after.state, after.owner) == (ConcernState.OPEN, LOU)
    assert await _is_planned(led, concern.id, LOU)


async def test_when_everyone_who_could_is_gone_the_next_to_be_named_is_asked(
    led: App, clock: StandingClock
) -> None:
    concern = (await report(led, OWNER)).concern
    for lead in (LENA, LOU):
        await privacy.delete(led, somebody(lead), False)
    assert (await now_is(led, concern.id)).owner is None

    await leads.name(led, the_moderator(), [MIRA, UserId(61)])

    assert (await now_is(led, concern.id)).owner == MIRA
    assert await _is_planned(led, concern.id, MIRA)


async def test_an_owner_it_is_about_who_deleted_their_data_is_still_not_asked(
    led: App, clock: StandingClock
) -> None:
    concern = (await report(led, OWNER)).concern
    await privacy.delete(led, somebody(OWNER), False)
    await led.database.write(rows.record_owner, GUILD, OWNER)

    for _ in range(4):
        clock.instant += timedelta(hours=25)
        await delivery.look_after(led.database, clock.now())
        assert (await now_is(led, concern.id)).owner in (LENA, LOU)


async def test_a_new_owner_is_asked_instead_of_the_old_one(led: App) -> None:
    concern = (await report(led, OWNER)).concern
    assert concern.server_owner is None

    await led.database.write(rows.record_owner, GUILD, MIRA)

    assert (await now_is(led, concern.id)).server_owner == MIRA


async def test_a_closed_one_is_erased_with_every_word_after_its_term(
    led: App, clock: StandingClock
) -> None:
    concern = (await report(led, MIRA)).concern
    await concerns.close(led, somebody(LENA), concern.id)
    chosen = led.settings.privacy
    term = timedelta(days=chosen.erase_concerns_after_days)

    await retention.erase_what_is_old(led.database, chosen, clock.now() + term)
    assert await led.database.read(rows.words_of, concern)
    await retention.erase_what_is_old(led.database, chosen, clock.now() + term + timedelta(1))

    assert await led.database.read(rows.find, GUILD, concern.id) is None
    assert await led.database.read(rows.words_of, concern) == []
    assert await led.database.read(rows.people_of, concern) == ()


async def test_what_was_said_of_someone_elsewhere_is_not_counted_for_them(led: App) -> None:
    await report(led, MIRA)
    shown = await privacy.overview(led, somebody(MIRA))
    assert shown.kept == ()
    asked = await privacy.to_delete(led, somebody(MIRA, guild=type(GUILD)(999)), True)
    assert asked.societies == 1


async def _is_planned(app: App, concern: ConcernId, lead: UserId) -> bool:
    def look(connection: Connection) -> bool:
        return any(
            row.recipient == lead and row.state is NudgeState.DUE
            for row in outbox.list_for_subject(connection, GUILD, rows.SUBJECT, concern)
            if row.kind is NudgeKind.CONCERN_WAITING
        )

    return await app.database.read(look)


async def test_what_a_lead_took_on_stays_theirs_though_delivery_knew_it_as_it_was(
    led: App, clock: StandingClock
) -> None:
    before = await now_is(led, (await report(led)).concern.id)
    await concerns.acknowledge(led, somebody(LENA), before.id)
    taken = await now_is(led, before.id)

    await led.database.write(rows.record_thread, before, ChannelId(300))
    await led.database.write(delivery.hand_on, before, clock.now())

    after = await now_is(led, before.id)
    assert (after.state, after.owner, after.turn) == (taken.state, LENA, taken.turn)
    assert after.state is ConcernState.ACKNOWLEDGED
    assert after.due_at == taken.due_at
    assert after.thread == ChannelId(300)
