"""Outside mentors: addresses and permissions, first messages, and every way a contact can go."""

from datetime import UTC, date, datetime, timedelta
from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.errors import DomainError
from bot.domain.outreach import outreach as rules
from bot.domain.outreach.drafts import DraftFault, DraftParts, compose, faults, is_signed, revise
from bot.domain.outreach.outreach import (
    Channel,
    MentorKind,
    OutreachEvent,
    OutreachStep,
    Standing,
    TypedOutreach,
)
from bot.domain.states import OutreachState
from bot.domain.times.reader import Asker

NOW = datetime(2026, 3, 2, 18, tzinfo=UTC)  # six days before the clocks change in Chicago
CHICAGO = "America/Chicago"
PARTS = DraftParts(
    stage="I am a second-year pre-med student in Chicago",
    need="I am choosing between two research offers",
    question="Which would you take first, the clinic or the bench?",
    bring="I have read your paper on sleep",
    thanks="Thank you for your time",
)


def sent(follow_ups: int = 0) -> Standing:
    """Return a contact that was written to, and followed up so often."""
    standing = rules.planned(NOW, CHICAGO)
    for _ in range(follow_ups + 1):
        standing = rules.after(standing, OutreachEvent.SENT, NOW, CHICAGO)
    return standing


@pytest.mark.parametrize(
    ("typed", "email", "link"),
    [
        ("roe@hospital.org", "roe@hospital.org", ""),
        ("<roe@mail.hospital.org>", "roe@mail.hospital.org", ""),
        ("hospital.org/people/roe", "", "https://hospital.org/people/roe"),
        ("roe@hospital.org, https://hospital.org", "roe@hospital.org", "https://hospital.org"),
        ("", "", ""),
    ],
)
def test_an_address_is_read_as_people_paste_it(typed: str, email: str, link: str) -> None:
    checked = rules.check(TypedOutreach("Dr. Roe", address=typed))

    assert (checked.email, checked.link) == (email, link)


@pytest.mark.parametrize(
    "typed",
    [
        *("roe", "roe@", "@hospital.org", "roe@hospital", "roe@hos..org", "roe at hospital.org"),
        *("a..b@hospital.org", "javascript:alert(1)", "ftp://hospital.org", "+1 312 555 0142"),
    ],
)
def test_an_address_that_is_none_is_refused(typed: str) -> None:
    with pytest.raises(DomainError, match=r"outreach\.address"):
        rules.check(TypedOutreach("Dr. Roe", address=typed))


ASKER = Asker(datetime(2026, 3, 2, 18, tzinfo=UTC), "America/Chicago")


@pytest.mark.parametrize(
    ("since", "day"),
    [
        ("today", date(2026, 3, 2)),
        ("yesterday", date(2026, 3, 1)),
        ("2026-02-20", date(2026, 2, 20)),
    ],
)
def test_a_number_is_kept_with_the_day_of_its_permission(since: str, day: date) -> None:
    allowed = rules.allow("+1 (312) 555-0142", ["text"], since, ASKER)

    assert allowed.since == day
    assert allowed.channels == (Channel.TEXT,)


@pytest.mark.parametrize(
    ("phone", "channels", "since", "code"),
    [
        ("12", ["text"], "today", "outreach.phone"),
        ("roe@hospital.org", ["text"], "today", "outreach.phone"),
        ("312 555 0142", [], "today", "outreach.permission"),
        ("312 555 0142", ["fax"], "today", "outreach.permission"),
        ("312 555 0142", ["phone"], "", "outreach.permission"),
        ("312 555 0142", ["phone"], "2026-13-40", "outreach.permission"),
        ("312 555 0142", ["phone"], "tomorrow", "outreach.permission_ahead"),
    ],
)
def test_without_a_permission_that_was_given_no_number_is_kept(
    phone: str, channels: list[str], since: str, code: str
) -> None:
    with pytest.raises(DomainError) as refusal:
        rules.allow(phone, channels, since, ASKER)

    assert refusal.value.code == code


def test_a_message_is_put_together_in_the_order_in_which_it_is_read() -> None:
    words = compose("Dr. Roe", "I heard your talk on sleep", PARTS)

    said = [words.index(part) for part in ("Dear Dr. Roe,", "second-year", "offers.", "Thank")]
    assert said == sorted(said)
    assert faults(words, "Dr. Roe") == ()


@pytest.mark.parametrize(
    ("words", "fault"),
    [
        ("Word " * 160 + "? Thank you.", DraftFault.TOO_LONG),
        ("Word " * 400 + "? Thank you.", DraftFault.ESSAY),
        ("I like your work. Thank you.", DraftFault.NO_QUESTION),
        ("Will you be my mentor? Thank you.", DraftFault.BE_MY_MENTOR),
        ("Where is it? When is it? How is it? Thank you.", DraftFault.TOO_MUCH),
        (
            "Could you read it. Can I shadow you. Please write a letter. Would you call? Thanks.",
            DraftFault.TOO_MUCH,
        ),
        ("Which of the two would you read first?", DraftFault.NO_THANKS),
        ("Research offers. clinic or bench? Thank you.", DraftFault.FRAGMENTS),
        ("I did [what you suggested]. What would you do next? Thanks.", DraftFault.FRAGMENTS),
    ],
)
def test_what_makes_a_message_hard_to_answer_is_named_alone(words: str, fault: DraftFault) -> None:
    assert faults(f"Dear Dr. Roe,\n\n{words}", "Dr. Roe") == (fault,)


@pytest.mark.parametrize(
    ("words", "code"), [("  ", "outreach.draft_empty"), ("x" * 3501, "outreach.draft_long")]
)
def test_a_message_that_no_form_can_hold_is_refused(words: str, code: str) -> None:
    with pytest.raises(DomainError) as refusal:
        revise(words)

    assert refusal.value.code == code


def test_follow_ups_come_after_7_and_14_days_and_then_it_rests() -> None:
    standing = sent()

    found = rules.reminders(standing, CHICAGO)

    days = [(due.date() - NOW.date()).days for due, _ in found]
    assert days == [7, 14, 21]
    assert [expires for _, expires in found] == [found[1][0], found[2][0], None]
    assert [standing.step(due) for due, _ in found] == [
        OutreachStep.FOLLOW_UP,
        OutreachStep.FOLLOW_UP,  # the second one comes only after the first was sent
        OutreachStep.LET_REST,
    ]
    assert standing.step(found[0][0] - timedelta(seconds=1)) is OutreachStep.WAIT


def test_a_sent_follow_up_counts_from_the_day_it_was_sent() -> None:
    found = rules.reminders(sent(follow_ups=1), CHICAGO)

    assert [sent(1).step(due) for due, _ in found] == [
        OutreachStep.LAST_FOLLOW_UP,
        OutreachStep.LET_REST,
    ]


def test_nobody_is_followed_up_a_third_time() -> None:
    with pytest.raises(DomainError, match=r"outreach\.enough"):
        sent(follow_ups=3)


def test_once_they_have_met_an_update_is_due_every_six_weeks() -> None:
    met = rules.after(sent(), OutreachEvent.MET, NOW, CHICAGO)
    written = rules.after(met, OutreachEvent.SENT, NOW + timedelta(days=40), CHICAGO)

    assert met.due_at is not None
    assert (met.due_at.date() - NOW.date()).days == 42
    assert written.due_at is not None
    assert (written.due_at.date() - NOW.date()).days == 82


@given(
    st.lists(st.tuples(st.sampled_from(list(OutreachEvent)), st.integers(0, 60)), max_size=25),
)
def test_however_it_goes_an_open_contact_has_one_date_and_a_settled_one_none(
    steps: list[tuple[OutreachEvent, int]],
) -> None:
    now, standing, refused = NOW, rules.planned(NOW, CHICAGO), set()
    for event, days in steps:
        now += timedelta(days=days)
        try:
            standing = rules.after(standing, event, now, CHICAGO)
        except DomainError as refusal:
            refused.add(refusal.code)
        assert standing.state.is_open == (standing.due_at is not None)
        assert (standing.step(now) is OutreachStep.NOTHING) == (not standing.state.is_open)
        assert standing.follow_ups <= rules.MOST_FOLLOW_UPS
    assert refused <= {"outreach.over", "outreach.enough"}


def test_what_is_closed_stays_closed() -> None:
    closed = rules.after(sent(), OutreachEvent.CLOSED, NOW, CHICAGO)

    for standing, event in product([closed], OutreachEvent):
        with pytest.raises(DomainError, match=r"outreach\.over"):
            rules.after(standing, event, NOW, CHICAGO)
    assert closed.state is OutreachState.CLOSED


def test_the_kinds_that_are_not_looked_for_yet_are_named() -> None:
    missing = rules.missing_kinds([MentorKind.CLINICAL, None])

    assert missing == (MentorKind.RESEARCH, MentorKind.ACADEMIC, MentorKind.LIFE)


def test_a_message_that_names_nobody_is_not_ready() -> None:
    assert faults("Which would you take first? Thank you.", "Dr. Ana Roe") == (DraftFault.NO_NAME,)
    assert faults("Hi Ana,\nWhich would you take first? Thank you.", "Dr. Ana Roe") == ()


def test_a_name_in_the_last_line_is_a_signature() -> None:
    assert is_signed("Which one is it? Thank you.\n\nBest wishes,\nIvo Lind")
    assert not is_signed("Which one is it? Thank you.")
