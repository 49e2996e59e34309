"""Each rule about what people read fails on a made-up fault, and not on what is right."""

from dataclasses import replace
from datetime import UTC, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest

from bot.domain.ids import GuildId
from bot.messages.custom_id import build
from tests.discord.invariants import (
    Habits,
    Seen,
    live_buttons_on_what_is_over,
    named_to_themselves,
    pings_at_night,
    too_many_nudges,
)
from tests.discord.open_things import Open

ANA = 7
NAMES = {ANA: "Ana"}
SYDNEY = {ANA: Habits(ZoneInfo("Australia/Sydney"))}
OWL = {ANA: Habits(ZoneInfo("Australia/Sydney"), time(2), time(10))}
NOON = datetime(2027, 3, 2, 1, tzinfo=UTC)  # in Sydney
NIGHT = NOON + timedelta(hours=15)
PING = Seen(ANA, NIGHT, "how is it going?", pinged=True, kinds=frozenset({"check-in"}))


def test_a_ping_at_three_in_the_morning_is_a_fault_and_one_at_noon_is_not() -> None:
    assert list(pings_at_night([PING], SYDNEY))
    assert not list(pings_at_night([replace(PING, at=NOON)], SYDNEY))
    assert not list(pings_at_night([replace(PING, pinged=False)], SYDNEY))
    assert not list(pings_at_night([replace(PING, asked=True)], SYDNEY))


def test_the_night_is_the_persons_own() -> None:
    assert not list(pings_at_night([replace(PING, at=NIGHT - timedelta(hours=3))], OWL))
    assert list(pings_at_night([replace(PING, at=NIGHT + timedelta(hours=6))], OWL))


def test_what_begins_before_the_night_is_over_may_wake_someone() -> None:
    at_eight = int((NIGHT + timedelta(hours=5)).timestamp())
    at_nine = int((NIGHT + timedelta(hours=6)).timestamp())
    assert not list(pings_at_night([replace(PING, text=f"<t:{at_eight}:F>")], SYDNEY))
    assert list(pings_at_night([replace(PING, text=f"<t:{at_nine}:F>")], SYDNEY))


@pytest.mark.parametrize("kind", ["check-in", "first-meeting", "a-kind-no-one-knows-yet"])
def test_a_fourth_nudge_within_a_week_is_a_fault(kind: str) -> None:
    nudge = replace(PING, kinds=frozenset({kind}))
    four = [replace(nudge, at=NOON + timedelta(days=day)) for day in (0, 2, 4, 6)]
    assert list(too_many_nudges(four))
    assert not list(too_many_nudges(four[:3]))
    assert not list(too_many_nudges([*four[:3], replace(nudge, at=NOON + timedelta(days=7))]))
    assert not list(
        too_many_nudges([replace(each, reader=index) for index, each in enumerate(four)])
    )


def test_what_someone_asked_for_is_no_nudge() -> None:
    reminders = [replace(PING, kinds=frozenset({"meeting-reminder"}))] * 4
    assert not list(too_many_nudges(reminders))
    both = replace(PING, kinds=frozenset({"meeting-reminder", "check-in"}))
    assert list(too_many_nudges([both] * 4))


OPEN = Open(
    pairs=frozenset({1}),
    times=frozenset({2}),
    rounds=frozenset({(3, 1)}),
    meetings=frozenset({3}),
    met=frozenset({4}),
    check_ins=frozenset({5}),
    commitments=frozenset({6}),
    goals=frozenset({7}),
    questions=frozenset({8}),
    pulses=frozenset({9}),
    cases=frozenset({10}),
    outreach=frozenset({11}),
)


@pytest.mark.parametrize(
    ("area", "verb", "what"),
    [
        ("meet", "form", 1),
        ("agreement", "show", 1),
        ("update", "form", 1),
        ("pair", "resume", 1),
        ("meet", "take", 2),
        ("meet", "reschedule", 3),
        ("meet", "cancel", 3),
        ("meet", "met", 4),
        ("meet", "could-not", 4),
        ("check-in", "help", 5),
        ("commit", "done", 6),
        ("goal", "progress", 7),
        ("circle", "agree", 8),
        ("pulse", "open", 9),
        ("case", "resolve", 10),
        ("outreach", "sent", 11),
    ],
)
def test_a_button_on_what_is_over_is_a_fault(area: str, verb: str, what: int) -> None:
    still = build(area, verb, GuildId(1), what, "ref")
    over = build(area, verb, GuildId(1), 99, "ref")
    assert not list(live_buttons_on_what_is_over([still], OPEN))
    assert list(live_buttons_on_what_is_over([over], OPEN))


def test_a_button_on_times_that_were_replaced_is_a_fault() -> None:
    first, second = (build("meet", "decline", GuildId(1), 3, number=number) for number in (1, 2))
    assert not list(live_buttons_on_what_is_over([first], OPEN))
    assert list(live_buttons_on_what_is_over([second], OPEN))
    assert list(live_buttons_on_what_is_over(["something-else"], OPEN))


@pytest.mark.parametrize("text", ["<@7> to choose a time", "- <@!7>: yes", "Still waiting on Ana."])
def test_an_answer_that_names_its_reader_is_a_fault(text: str) -> None:
    answer = Seen(ANA, NOON, text, private=True)
    assert list(named_to_themselves([answer], NAMES))
    assert not list(named_to_themselves([replace(answer, private=False)], NAMES))
    assert not list(named_to_themselves([replace(answer, reader=8)], {8: "Ben"}))


def test_an_answer_that_says_you_is_none() -> None:
    answer = Seen(ANA, NOON, "You choose a time with <@8> and Anatole.", private=True)
    assert not list(named_to_themselves([answer], NAMES))
