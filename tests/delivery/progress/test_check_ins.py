"""After as many unanswered check-ins as the society set, one offers a pause of the set length."""

from datetime import UTC, date, datetime, time, timedelta

from sqlalchemy import Connection

from bot.delivery.loop import Delivery
from bot.domain.ids import PairId
from bot.domain.nudges.nudges import CheckInDue
from bot.storage.progress import check_ins
from tests.delivery.conftest import House
from tests.delivery.society import GUILD, MENTEE, an_introduced_pair, the_settings

TO_WEDNESDAY = timedelta(days=7, hours=6)


async def _asked_after_silence(house: House, unanswered: int, **chosen: int) -> CheckInDue:
    """Ask the first check-in of a pair that left so many before it unanswered."""
    pair = await house.database.write(an_introduced_pair, house.cohort)
    await house.database.write(_unanswered, pair, unanswered)
    shipped = the_settings()
    check_in_settings = shipped.check_ins.model_copy(update=chosen)
    settings = shipped.model_copy(update={"check_ins": check_in_settings})

    def delivery() -> Delivery:
        return Delivery(house.database, house.discord, house.clock, settings, house.metrics)

    house.clock.move(TO_WEDNESDAY)
    planning = delivery()
    await planning.start()
    await planning.close()
    await house.deliver(delivery())
    [facts] = [one.facts for one in house.discord.posted if isinstance(one.facts, CheckInDue)]
    return facts


def _unanswered(connection: Connection, pair: PairId, times: int) -> None:
    for number in range(times):
        day = date(2026, 8, 4) + timedelta(days=number)
        due = check_ins.add(connection, GUILD, pair, MENTEE, day, _noon(day))
        check_ins.record_asked(connection, GUILD, due, _noon(day))
        check_ins.record_unanswered(connection, GUILD, due)


def _noon(day: date) -> datetime:
    return datetime.combine(day, time(12), UTC)


async def test_a_rest_is_offered_after_as_much_silence_as_the_settings_say(house: House) -> None:
    facts = await _asked_after_silence(house, 1, offer_pause_after=1, pause_days=21)
    assert facts.pause_days_offered == 21


async def test_before_that_no_rest_is_offered(house: House) -> None:
    facts = await _asked_after_silence(house, 2, offer_pause_after=3, pause_days=21)
    assert facts.pause_days_offered == 0


async def test_as_shipped_two_unanswered_lead_to_an_offer_of_two_weeks(house: House) -> None:
    facts = await _asked_after_silence(house, 2)
    assert facts.pause_days_offered == 14
