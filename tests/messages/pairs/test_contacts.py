"""Who asks and who shares is told apart, and nothing is told twice."""

from dataclasses import replace
from datetime import UTC, datetime, time

from bot.domain.ids import ContactId, GuildId, PairId, UserId
from bot.domain.states import ContactChannel, ContactState, PairState, Role
from bot.language.say import ENGLISH
from bot.messages.pairs import contacts as words
from bot.services.pairs.contacts import ContactBook
from bot.storage.pairs.contacts import Contact
from bot.storage.pairs.pairs import Member, Pair

GUILD, MENTOR, ANA, BEN = GuildId(100), UserId(1), UserId(2), UserId(3)
NOON = datetime(2027, 3, 1, 12, tzinfo=UTC)
EMAIL = ContactChannel.EMAIL


def a_book(
    viewer: UserId, *found: Contact, mentees: tuple[UserId, ...] = (ANA, BEN)
) -> ContactBook:
    """Return what one of a circle asked and was asked."""
    pair = Pair(
        guild=GUILD,
        id=PairId(1),
        cohort=None,
        match_run=None,
        code="quartz",
        state=PairState.RUNNING,
        reasons=(),
        thread=None,
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
        members=(Member(MENTOR, Role.MENTOR), *(Member(one, Role.MENTEE) for one in mentees)),
    )
    return ContactBook(pair, viewer, found)


def asked(
    number: int, asker: UserId, owner: UserId, state: ContactState = ContactState.ASKED
) -> Contact:
    """Return a question for an email address."""
    return Contact(
        GUILD, ContactId(number), PairId(1), asker, owner, EMAIL, state, NOON, NOON, None
    )


def test_in_a_circle_each_button_says_by_number_whom_it_is_for() -> None:
    book = a_book(MENTOR, asked(1, ANA, MENTOR), asked(2, BEN, MENTOR))
    shown = words.book(ENGLISH, book)
    lines = shown.embeds[0].body.splitlines()
    labels = [button.label for button in shown.buttons]
    assert [line[:3] for line in lines] == ["1. ", "2. "]
    assert "Share email (1)" in labels
    assert "Share email (2)" in labels
    ids = [button.custom_id for button in shown.buttons]
    assert len(set(ids)) == len(ids)


def test_with_one_partner_nothing_needs_a_number() -> None:
    shown = words.book(ENGLISH, a_book(MENTOR, asked(1, ANA, MENTOR), mentees=(ANA,)))
    assert "Share email" in [button.label for button in shown.buttons]


def test_of_one_question_asked_again_only_the_latest_is_told() -> None:
    earlier = asked(1, ANA, MENTOR, ContactState.DECLINED)
    later = replace(earlier, id=ContactId(2), state=ContactState.SHARED)
    shown = words.book(ENGLISH, a_book(ANA, earlier, later, mentees=(ANA,)))
    assert "not now" not in shown.embeds[0].body
    assert "has shared theirs" in shown.embeds[0].body
