"""The unit of work: once for each interaction, one time, and nothing of it where it is refused."""

from datetime import datetime, timedelta

import pytest
from sqlalchemy import Connection, func
from sqlalchemy.exc import DBAPIError

from bot.app import App
from bot.domain.errors import DomainError
from bot.services.work import Work, glances, reads, writes, writes_unrecorded
from bot.storage import drafts
from bot.storage.nudges import pings
from bot.storage.tables import interactions
from tests.every_society import select
from tests.services.society import NOON, StandingClock, somebody

FORM = "form"


def save(work: Work, words: str, *, refused: bool = False) -> datetime:
    """Save what was typed, and refuse it where the test says so."""
    drafts.save(work.connection, work.guild, work.user, FORM, words, work.now)
    if refused:
        raise DomainError("form.refused")
    return work.now


def saved(work: Work) -> object:
    """Return what was saved last."""
    return drafts.find(work.connection, work.guild, work.user, FORM)


def recorded(connection: Connection) -> int:
    """Count the interactions on record."""
    return connection.execute(select(func.count()).select_from(interactions)).scalar_one()


async def test_the_second_delivery_of_an_interaction_changes_nothing(app: App) -> None:
    actor = somebody(7)
    assert await writes(save)(app, actor, "first") == NOON

    with pytest.raises(DomainError, match=r"interaction\.repeated"):
        await writes(save)(app, actor, "second")

    assert await reads(saved)(app, actor) == "first"


async def test_what_is_refused_leaves_no_record_and_may_be_tried_again(app: App) -> None:
    actor = somebody(7)
    with pytest.raises(DomainError, match=r"form\.refused"):
        await writes(save)(app, actor, "first", refused=True)

    assert await app.database.read(recorded) == 0
    assert await reads(saved)(app, actor) is None
    await writes(save)(app, actor, "second")
    assert await reads(saved)(app, actor) == "second"


async def test_whoever_is_refused_has_done_something(app: App) -> None:
    actor = somebody(7)
    with pytest.raises(DomainError, match=r"form\.refused"):
        await writes(save)(app, actor, "first", refused=True)

    assert await app.database.read(pings.last_act, actor.guild, actor.user) == NOON


async def test_what_says_why_may_be_delivered_twice(app: App) -> None:
    actor = somebody(7)
    service = writes_unrecorded("it only saves a draft: twice is the same as once")(save)
    await service(app, actor, "first")
    await service(app, actor, "first")

    assert await app.database.read(recorded) == 0


async def test_looking_records_nothing_and_can_change_nothing(app: App) -> None:
    actor = somebody(7)
    for looks in (reads, glances):
        assert await looks(saved)(app, actor) is None
        with pytest.raises(DBAPIError):
            await looks(save)(app, actor, "first")

    assert await app.database.read(recorded) == 0


async def test_a_transaction_has_one_time(app: App, clock: StandingClock) -> None:
    def twice(work: Work) -> tuple[datetime, datetime]:
        before = work.now
        clock.instant += timedelta(hours=1)
        return before, work.now

    assert await writes(twice)(app, somebody(7)) == (NOON, NOON)


def test_a_service_is_named_and_documented_as_its_function() -> None:
    service = writes(save)

    assert service.__name__ == "save"
    assert service.__doc__ == save.__doc__


def test_an_empty_reason_is_refused() -> None:
    with pytest.raises(AssertionError, match="reason"):
        writes_unrecorded("")
