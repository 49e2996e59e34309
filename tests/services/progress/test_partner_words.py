"""Goals are for the partner, where the form said so, and for no one else, on both databases."""

from datetime import time

from sqlalchemy import Connection

from bot.app import App
from bot.delivery import kinds
from bot.delivery.decision import Send, Verdict
from bot.domain.ids import ChannelId, CohortId, PairId, UserId
from bot.domain.nudges.nudges import Introduction
from bot.domain.nudges.policy import NotificationPolicy
from bot.domain.states import Role
from bot.services.pairs import status as pair_status
from bot.services.pairs.introductions import plan_introduction
from bot.storage import outbox
from bot.storage.moderation import societies
from bot.storage.pairs import pairs
from bot.storage.pairs.pairs import Member
from tests.services.society import (
    GUILD,
    NOON,
    an_open_cohort,
    import_shown,
    join,
    preview_of,
    somebody,
)

MENTOR, ANA, BEN = UserId(10), UserId(11), UserId(12)
DEFAULT = NotificationPolicy("UTC", time(0), time(0), 3)


async def introduced(app: App, cohort: CohortId, *mentees: UserId) -> tuple[PairId, Introduction]:
    """Approve a pair or a circle, and return the facts of its introduction."""

    def keep(connection: Connection) -> tuple[PairId, Verdict]:
        societies.save(connection, GUILD, mentoring_channel_id=ChannelId(200))
        members = (Member(MENTOR, Role.MENTOR), *(Member(one, Role.MENTEE) for one in mentees))
        pair = pairs.add(
            connection,
            GUILD,
            cohort=cohort,
            code="quartz",
            members=members,
            reasons=(),
            check_in_days=14,
            check_in_weekday=1,
            check_in_time=time(18),
            time_zone="UTC",
            now=NOON,
        )
        plan_introduction(connection, GUILD, pair, NOON)
        [nudge] = outbox.list_for_subject(connection, GUILD, "pair", pair)
        return pair, kinds.decide(connection, nudge, NOON, DEFAULT)

    pair, verdict = await app.database.write(keep)
    assert isinstance(verdict, Send)
    assert isinstance(verdict.facts, Introduction)
    return pair, verdict.facts


async def test_two_read_each_others_words(app: App) -> None:
    cohort = await an_open_cohort(app)
    await join(app, MENTOR, cohort, Role.MENTOR, goals="Calm before exams")
    await join(app, ANA, cohort, goals="A first poster")

    pair, facts = await introduced(app, cohort, ANA)

    assert {one.user: one.words for one in facts.people} == {
        MENTOR: "Calm before exams",
        ANA: "A first poster",
    }
    seen = await pair_status.look(app, somebody(MENTOR), pair)
    assert seen.words == ((ANA, "A first poster"),)


async def test_in_a_circle_only_the_mentor_reads_what_a_mentee_hopes_for(app: App) -> None:
    cohort = await an_open_cohort(app)
    await join(app, MENTOR, cohort, Role.MENTOR, goals="Calm before exams")
    await join(app, ANA, cohort, goals="A first poster")
    await join(app, BEN, cohort, goals="Anatomy")

    pair, facts = await introduced(app, cohort, ANA, BEN)

    assert {one.user: one.words for one in facts.people} == {
        MENTOR: "Calm before exams",
        ANA: "",
        BEN: "",
    }
    words = {
        user: (await pair_status.look(app, somebody(user), pair)).words
        for user in (MENTOR, ANA, BEN)
    }
    assert words[MENTOR] == ((ANA, "A first poster"), (BEN, "Anatomy"))
    assert words[ANA] == words[BEN] == ((MENTOR, "Calm before exams"),)


async def test_what_a_file_says_of_somebody_is_shown_to_nobody(app: App) -> None:
    cohort = await an_open_cohort(app)
    await join(app, MENTOR, cohort, Role.MENTOR)
    await join(app, BEN, cohort, goals="Anatomy")
    lines = (
        "user_id,role,stage,topics,time_zone,goals",
        f"{ANA},mentee,post-bac,research,America/Chicago,Said to an adviser",
        f"{BEN},mentee,post-bac,research,America/Chicago,Said to an adviser too",
    )
    await import_shown(app, await preview_of(app, cohort, lines))

    pair, facts = await introduced(app, cohort, ANA, BEN)

    assert [one.words for one in facts.people] == ["", "", ""]
    assert (await pair_status.look(app, somebody(MENTOR), pair)).words == ()
