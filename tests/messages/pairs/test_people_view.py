"""One's own people are shown as whole lines, however many they are."""

from datetime import UTC, datetime, time

from bot.domain.ids import ChannelId, GuildId, PairId, UserId
from bot.domain.states import PairState, Role
from bot.language.say import ENGLISH
from bot.messages.pairs.people_view import my_people
from bot.services.pairs.people_view import Companions, PeopleView
from bot.storage.pairs.pairs import Member, Pair

GUILD, MENTOR = GuildId(100), UserId(1)
NOON = datetime(2027, 3, 1, 12, tzinfo=UTC)


def a_pair(number: int) -> Pair:
    """Return a pair of the mentor's, as it is now in the database."""
    mentee = UserId(10**18 + number)
    return Pair(
        guild=GUILD,
        id=PairId(number),
        cohort=None,
        match_run=None,
        code=f"quartz-{number}",
        state=PairState.RUNNING,
        reasons=(),
        thread=ChannelId(10**18 + 100 + number),
        check_in_days=14,
        check_in_weekday=0,
        check_in_time=time(18),
        time_zone="UTC",
        created_at=NOON,
        introduced_at=NOON,
        paused_until=None,
        last_paused_until=None,
        ended_at=None,
        end_reason=None,
        members=(Member(MENTOR, Role.MENTOR), Member(mentee, Role.MENTEE)),
    )


def test_somebody_with_many_mentees_reads_whole_lines_and_how_many_more() -> None:
    found = [
        Companions(pair, pair.mentees, ("clinical", "research"), NOON, None)
        for pair in map(a_pair, range(1, 31))
    ]
    [(_, text)] = my_people(ENGLISH, GUILD, PeopleView((), tuple(found))).embeds[0].fields
    *lines, last = text.splitlines()
    assert len(text) <= 1000
    assert all(line.startswith("- <@") and line.endswith(":F>") for line in lines)
    assert last == f"… and {30 - len(lines)} more"
