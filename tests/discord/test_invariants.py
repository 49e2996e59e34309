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
    broken_promises,
    empty_while_something_waits,
    live_buttons_on_what_is_over,
    lost_words,
    named_to_themselves,
    pings_at_night,
    questions_not_shown,
    settled_without_everyone,
    texts_for_two_in_a_circle,
    too_many_nudges,
)
from tests.discord.open_things import Open, Settled

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


@pytest.mark.parametrize(
    "text", ["Nothing is waiting on you", "You’re all caught up.", "nothing waits for you"]
)
def test_nothing_is_said_to_wait_only_while_nothing_does(text: str) -> None:
    answer = Seen(ANA, NOON, text)
    assert list(empty_while_something_waits([answer], {ANA: frozenset({"check_ins"})}))
    assert not list(empty_while_something_waits([answer], {ANA: frozenset(), 8: frozenset({"it"})}))
    full = replace(answer, text="Waiting on you: 2")
    assert not list(empty_while_something_waits([full], {ANA: frozenset({"check_ins"})}))


def test_a_question_to_the_moderators_that_status_does_not_show_is_a_fault() -> None:
    shown = {ANA: "Waiting on you: Nothing.\nWaiting on others: - The moderators to answer you"}
    hidden = {ANA: "The moderators wrote.\nWaiting on others: Nothing."}
    assert not list(questions_not_shown(shown, [ANA]))
    assert list(questions_not_shown(hidden, [ANA]))
    assert not list(questions_not_shown(hidden, []))


def test_a_meeting_that_someone_did_not_agree_to_is_a_fault() -> None:
    three, two = frozenset({1, 2, 3}), frozenset({1, 2})
    assert not list(settled_without_everyone([Settled(5, three, three)]))
    assert list(settled_without_everyone([Settled(5, three, two)]))
    assert not list(settled_without_everyone([Settled(5, three, two, quorum=2)]))
    assert list(settled_without_everyone([Settled(5, three, frozenset({1, 9}), quorum=2)]))


@pytest.mark.parametrize("text", ["I’ll remind you both.", "Your partner reads it.", "your pair"])
def test_a_text_for_two_in_a_circle_is_a_fault(text: str) -> None:
    assert list(texts_for_two_in_a_circle([Seen(ANA, NOON, text, circle=True)]))
    assert not list(texts_for_two_in_a_circle([Seen(ANA, NOON, text)]))
    assert not list(texts_for_two_in_a_circle([Seen(ANA, NOON, "all of you", circle=True)]))


def test_words_that_are_nowhere_anymore_are_a_fault() -> None:
    assert not list(lost_words(["A lab", "Write to it"], "- A lab\n- Write to it"))
    assert list(lost_words(["A lab", "Write to it"], "- A lab"))


STARTS = NOON + timedelta(days=3)
STAMP = f"<t:{int(STARTS.timestamp())}:F>"
ZONES = {ANA: ZoneInfo("Australia/Sydney")}
LATER = NOON + timedelta(days=9)


def posted(days: float, text: str, kind: str = "", *, private: bool = False) -> Seen:
    """Return a message so many days after noon."""
    kinds = frozenset({kind} if kind else ())
    return Seen(ANA, NOON + timedelta(days=days), text, private=private, kinds=kinds)


MEETING = posted(0, f"You’re meeting {STAMP}.\nI’ll remind you the day and an hour before.")
DAY_BEFORE, HOUR_BEFORE = (posted(days, f"you’re meeting {STAMP}") for days in (2, 2.95))
DUE = posted(0, f"Added **A page**, due {STAMP}. I’ll remind you the day before.")
SOON = posted(0, f"Added **A page**, due {STAMP}. I’ll check in when it’s due.")
AHEAD, ASKED = (posted(days, "**A page**: how is it?") for days in (2, 3))
LATER_ON = posted(0, f"**A page**: I’ll ask again {STAMP}.")
PROGRAM = posted(0, "I'll remind you on Fri, Mar 5, 2027 at 9 AM")


@pytest.mark.parametrize(
    ("seen", "broken"),
    [
        ([MEETING], 2),
        ([MEETING, DAY_BEFORE], 1),
        ([MEETING, HOUR_BEFORE], 1),
        ([MEETING, DAY_BEFORE, HOUR_BEFORE], 0),
        ([MEETING, posted(1, f"called off: {STAMP}", "meeting-cancelled")], 0),
        ([MEETING, posted(1, "the end", "pair-ended")], 0),
        ([DUE], 1),
        ([DUE, AHEAD], 0),
        ([SOON, AHEAD], 1),
        ([SOON, ASKED], 0),
        ([DUE, posted(1, f"**A page** is still due {STAMP}", private=True)], 1),
        ([DUE, posted(1, "**A page** is done", private=True)], 0),
        ([DUE, posted(1, f"Paused until {STAMP}", "pair-rests"), posted(4, "**A page**?")], 0),
        ([LATER_ON], 1),
        ([LATER_ON, ASKED], 0),
        ([PROGRAM], 1),
        ([PROGRAM, posted(2.875, "here is your reminder")], 0),
        ([PROGRAM, posted(4, "here is your reminder")], 1),
    ],
)
def test_a_promise_that_is_neither_kept_nor_taken_back_is_a_fault(
    seen: list[Seen], broken: int
) -> None:
    assert len(list(broken_promises(seen, ZONES, LATER))) == broken
    assert not list(broken_promises(seen, ZONES, NOON)), "nothing is due yet"
