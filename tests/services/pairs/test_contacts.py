"""Contact outside Discord, on both databases: asked for, freely given, gone when withdrawn."""

import pytest
from sqlalchemy import Connection

from bot.domain.errors import DomainError
from bot.domain.ids import ContactId, PairId, UserId
from bot.domain.nudges.kinds import NudgeKind
from bot.domain.states import ContactChannel, ContactState
from bot.services.pairs import contacts, pairs
from bot.services.pairs.contacts import ContactBook
from bot.services.status import status
from bot.storage.tables import contacts as rows
from tests.delivery.society import MENTEE, MENTOR, an_introduced_pair
from tests.every_society import select
from tests.services.rounds import Round

EMAIL, TEXT = ContactChannel.EMAIL, ContactChannel.TEXT
ADDRESS = "mira@example.org"
FIRST = ContactId(1)


@pytest.fixture
async def pair(round_: Round) -> PairId:
    """Yield a pair that met a moment ago."""
    return await round_.app.database.write(an_introduced_pair, round_.cohort)


async def asked(round_: Round, pair: PairId) -> ContactBook:
    """Let the mentee ask for an email address."""
    return await contacts.ask(round_.app, round_.person(MENTEE), pair, EMAIL)


async def shared(round_: Round, pair: PairId) -> ContactBook:
    """Let the mentor share it."""
    await asked(round_, pair)
    return await contacts.share(round_.app, round_.person(MENTOR), FIRST, ADDRESS)


async def kept_values(round_: Round) -> list[str | None]:
    """Return every value that the database holds."""

    def read(connection: Connection) -> list[str | None]:
        return list(connection.execute(select(rows.c.value).order_by(rows.c.id)).scalars())

    return await round_.app.database.read(read)


async def test_a_question_is_the_owners_turn_and_one_nudge(round_: Round, pair: PairId) -> None:
    book = await asked(round_, pair)
    [contact] = book.contacts
    assert (contact.state, contact.owner, contact.asker) == (ContactState.ASKED, MENTOR, MENTEE)
    assert await round_.count_of(NudgeKind.CONTACT_WAITING) == 1
    for user, side in ((MENTOR, "mine"), (MENTEE, "others")):
        found = await status.status_of_person(round_.app, round_.person(user))
        assert [turn.what for turn in getattr(found.ledger, side)] == [contact.id]


async def test_only_the_one_who_asked_sees_a_shared_value(round_: Round, pair: PairId) -> None:
    book = await shared(round_, pair)
    assert ADDRESS not in repr(book)
    shown = await contacts.show(round_.app, round_.person(MENTEE), FIRST)
    assert shown.value == ADDRESS
    assert ADDRESS not in repr(shown)
    for user in (MENTOR, UserId(77)):
        with pytest.raises(DomainError) as refusal:
            await contacts.show(round_.app, round_.person(user), FIRST)
        assert refusal.value.code == "contact.unknown"


async def test_taking_it_back_forgets_the_value_and_keeps_that_it_was_shared(
    round_: Round, pair: PairId
) -> None:
    await shared(round_, pair)
    book = await contacts.revoke(round_.app, round_.person(MENTOR), FIRST)
    [contact] = book.contacts
    assert contact.state is ContactState.REVOKED
    assert contact.shared_at is not None
    assert await kept_values(round_) == [None]
    with pytest.raises(DomainError) as refusal:
        await contacts.show(round_.app, round_.person(MENTEE), FIRST)
    assert refusal.value.code == "contact.not_shared"
    # It may be asked for again.
    assert len((await asked(round_, pair)).contacts) == 2


async def test_revoking_everything_takes_one_channel_or_all(round_: Round, pair: PairId) -> None:
    await shared(round_, pair)
    await contacts.ask(round_.app, round_.person(MENTEE), pair, TEXT)
    await contacts.share(round_.app, round_.person(MENTOR), ContactId(2), "+1 312 555 0100")
    await contacts.revoke_all(round_.app, round_.person(MENTOR), pair, TEXT)
    assert await kept_values(round_) == [ADDRESS, None]
    await contacts.revoke_all(round_.app, round_.person(MENTOR), pair)
    assert await kept_values(round_) == [None, None]
    with pytest.raises(DomainError) as refusal:
        await contacts.revoke_all(round_.app, round_.person(MENTOR), pair)
    assert refusal.value.code == "contact.nothing_shared"


async def test_the_pairs_end_deletes_every_value(round_: Round, pair: PairId) -> None:
    await shared(round_, pair)
    await contacts.ask(round_.app, round_.person(MENTOR), pair, EMAIL)
    await pairs.end(round_.app, round_.person(MENTEE), pair, pairs.WhoEnds.PAIR)
    assert await kept_values(round_) == [None, None]
    with pytest.raises(DomainError) as refusal:
        await contacts.show(round_.app, round_.person(MENTEE), FIRST)
    assert refusal.value.code == "pair.ended"


async def test_not_now_rests_for_a_month_and_nudges_nobody(round_: Round, pair: PairId) -> None:
    await asked(round_, pair)
    await contacts.decline(round_.app, round_.person(MENTOR), FIRST)
    assert await round_.count_of(NudgeKind.CONTACT_WAITING) == 1
    with pytest.raises(DomainError) as refusal:
        await asked(round_, pair)
    assert refusal.value.code == "contact.asked_lately"
    round_.move(days=31)
    assert len((await asked(round_, pair)).contacts) == 2


async def test_what_is_settled_or_somebody_elses_can_not_be_answered(
    round_: Round, pair: PairId
) -> None:
    await asked(round_, pair)
    with pytest.raises(DomainError) as twice:
        await asked(round_, pair)
    assert twice.value.code == "contact.asked_already"
    for user in (MENTEE, UserId(77)):
        with pytest.raises(DomainError) as refusal:
            await contacts.share(round_.app, round_.person(user), FIRST, ADDRESS)
        assert refusal.value.code == "contact.unknown"
    with pytest.raises(DomainError) as wrong:
        await contacts.share(round_.app, round_.person(MENTOR), FIRST, "nobody")
    assert wrong.value.code == "contact.not_an_email"
    await contacts.share(round_.app, round_.person(MENTOR), FIRST, ADDRESS)
    with pytest.raises(DomainError) as again:
        await contacts.share(round_.app, round_.person(MENTOR), FIRST, "other@example.org")
    assert again.value.code == "contact.settled"
    assert await kept_values(round_) == [ADDRESS]
