"""When a commitment is due, and how a sentence is split into what and when."""

from datetime import UTC, datetime

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.domain.errors import DomainError
from bot.domain.progress import commitments, due_dates
from bot.domain.progress.commitments import Load, TypedCommitment
from bot.domain.times.reader import Asker

CHICAGO = "America/Chicago"
NOW = datetime(2026, 9, 2, 12, tzinfo=UTC)  # a Wednesday, 7:00 in Chicago


@pytest.mark.parametrize(
    ("typed", "what", "when"),
    [
        ("draft personal statement by Sunday 7pm", "draft personal statement", "2026-09-06 19:00"),
        ("email the dean tomorrow noon", "email the dean", "2026-09-03 12:00"),
        ("stand by the door by noon", "stand by the door", "2026-09-02 12:00"),
        ("finish the essay by Oct 3", "finish the essay", "2026-10-03 20:00"),
        ("finish the essay on Friday", "finish the essay", "2026-09-04 20:00"),
        ("read 12 pages in 2 weeks", "read 12 pages", "2026-09-16 20:00"),
        ("read chapter 7 tomorrow", "read chapter 7", "2026-09-03 20:00"),
        ("write by tomorrow evening", "write", "2026-09-03 20:00"),
        ("send it by Friday at 19:30", "send it", "2026-09-04 19:30"),
        ("send it by the end of the day", "send it", "2026-09-02 20:00"),
        ("send it by 5pm", "send it", "2026-09-02 17:00"),
        ("call by 5", "call", "2026-09-02 17:00"),
        ("send it by 6am", "send it", "2026-09-03 06:00"),
        ("by Friday read 3 papers", "read 3 papers", "2026-09-04 20:00"),
        ("By Friday 6pm, read 3 papers", "read 3 papers", "2026-09-04 18:00"),
        ("by Friday 3 papers", "3 papers", "2026-09-04 20:00"),
        ("by Sept 5 read 3 papers", "read 3 papers", "2026-09-05 20:00"),
        ("finish by Friday, then email her", "finish, then email her", "2026-09-04 20:00"),
        ("Tomorrow email the dean", "email the dean", "2026-09-03 20:00"),
        ("Friday: read 3 papers", "read 3 papers", "2026-09-04 20:00"),
        ("Talk about MCAT in May", "Talk about MCAT", "2027-05-31 20:00"),
        ("Talk about MCAT by May", "Talk about MCAT", "2027-05-31 20:00"),
        ("Talk about MCAT before May", "Talk about MCAT", "2027-04-30 20:00"),
        ("email Dr. May by Friday", "email Dr. May", "2026-09-04 20:00"),
        ("email Dr. May on May 5", "email Dr. May", "2027-05-05 20:00"),
        ("finish this by feb", "finish this", "2027-02-28 20:00"),
        ("read chapter 7 Sept 5", "read chapter 7", "2026-09-05 20:00"),
        ("log in tomorrow", "log in", "2026-09-03 20:00"),
        ("hand my essay in by Friday", "hand my essay in", "2026-09-04 20:00"),
        ("prepare for Friday", "prepare", "2026-09-04 20:00"),
        ("decide who to write to by noon", "decide who to write to", "2026-09-02 12:00"),
        ("send it by end of month", "send it", "2026-09-30 20:00"),
        ("send it by end of year", "send it", "2026-12-31 20:00"),
        ("send it by tomorow", "send it", "2026-09-03 20:00"),
        ("call her thu 6pm EST", "call her", "2026-09-03 18:00"),
        ("see my pt tomorrow", "see my pt", "2026-09-03 20:00"),
        ("write by or before Friday", "write", "2026-09-04 20:00"),
        ("send my CV Friday by noon", "send my CV", "2026-09-04 12:00"),
        ("send my CV today by 5", "send my CV", "2026-09-02 17:00"),
        ("email Tom by 5", "email Tom", "2026-09-02 17:00"),
        ("send 2 pages two weeks before Oct 3", "send 2 pages", "2026-09-19 20:00"),
        ("send my CV by 2028-03-04 7pm", "send my CV", "2028-03-04 19:00"),
        ("send my CV in six weeks", "send my CV", "2026-10-14 20:00"),
        ("send my CV in two and a half hours", "send my CV", "2026-09-02 09:30"),
        ("score 12/40 tomorrow 5pm", "score 12/40", "2026-09-03 17:00"),
    ],
)
def test_a_sentence_is_taken_apart(typed: str, what: str, when: str) -> None:
    words, due = commitments.split(typed, Asker(NOW, CHICAGO))
    zone = "America/New_York" if "EST" in typed else CHICAGO
    assert (words, f"{due.day} {due.at:%H:%M}", due.zone) == (what, when, zone)


@pytest.mark.parametrize(
    ("typed", "what", "offered"),
    [
        ("read 3 papers by Sunday or Monday", "read 3 papers", ["2026-09-06", "2026-09-07"]),
        ("read 3 papers by Sunday or by Monday", "read 3 papers", ["2026-09-06", "2026-09-07"]),
        ("read 3 papers on Sunday or Monday", "read 3 papers", ["2026-09-06", "2026-09-07"]),
        ("read 3 papers by next friday", "read 3 papers", ["2026-09-04", "2026-09-11"]),
        ("read 3 papers by Wednesday", "read 3 papers", ["2026-09-02", "2026-09-09"]),
        ("read 3 papers this weekend", "read 3 papers", ["2026-09-05", "2026-09-06"]),
        ("call by nov 1 1:30am", "call", ["2026-11-01", "2026-11-01"]),
    ],
)
def test_two_days_that_may_be_meant_are_asked_about(
    typed: str, what: str, offered: list[str]
) -> None:
    with pytest.raises(DomainError) as refusal:
        commitments.split(typed, Asker(NOW, CHICAGO))
    assert refusal.value.code == "when.unclear"
    assert refusal.value.facts["words"] == what
    readings = refusal.value.facts["readings"]
    assert [f"{one.day}" for one in readings] == offered
    # Each can be said again, and is then clear.
    assert [due_dates.parse(str(one), Asker(NOW, "UTC")).instant for one in readings] == [
        one.instant for one in readings
    ]


def test_a_months_name_alone_is_no_day() -> None:
    with pytest.raises(DomainError) as refusal:
        due_dates.parse("May", Asker(NOW, CHICAGO))
    assert refusal.value.code == "when.unclear"
    offered = [str(one.day) for one in refusal.value.facts["readings"]]
    assert offered == ["2027-05-01", "2027-05-15", "2027-05-31"]


@pytest.mark.parametrize(
    ("typed", "now", "last", "over"),
    [
        ("may 2020", NOW, "2020-05-31", True),
        # On the 31st at 21:00, what is left of it.
        ("October", datetime(2026, 11, 1, 2, tzinfo=UTC), "2026-10-31", False),
    ],
)
def test_of_a_month_that_is_over_no_day_is_offered(
    typed: str, now: datetime, last: str, over: bool
) -> None:
    due = due_dates.parse(typed, Asker(now, CHICAGO))
    assert str(due.day) == last
    assert (due.instant < now) is over


PROMISES = ["read 3 papers", "email Dr. May", "log in", "talk about the MCAT", "Sum up chapter 7"]
LEADS = ["by", "on", "until", "due", "no later than", ""]
TIMES = ["Friday", "Sept 5", "the 15th", "tomorrow noon", "2026-09-10 18:00", "fri 6pm", "in May"]


@given(st.sampled_from(PROMISES), st.sampled_from(LEADS), st.sampled_from(TIMES))
@settings(max_examples=300, deadline=None)
def test_what_remains_is_what_was_promised(promise: str, lead: str, when: str) -> None:
    lead = "" if when == "in May" else lead
    typed = " ".join(f"{promise} {lead} {when}".split())
    words, _ = commitments.split(typed, Asker(NOW, CHICAGO))
    assert words == promise


DANGLING = {"by", "until", "before", "or", "and", "on", "in", "the", "next", "due"}
SOUP = [
    *DANGLING,
    "this",
    "Friday",
    "May",
    "read",
    "papers",
    "3",
    "6pm",
    "tomorrow",
    "Sunday",
    "week",
]


@given(st.lists(st.sampled_from(SOUP), max_size=9))
@settings(max_examples=500, deadline=None)
def test_what_remains_never_ends_in_a_dangling_word(words: list[str]) -> None:
    try:
        what, due = commitments.split(" ".join(words), Asker(NOW, CHICAGO))
    except DomainError as error:
        what, due = error.facts.get("words", ""), None
    assert what.rpartition(" ")[2] not in DANGLING
    assert due is None or due.instant > NOW


@pytest.mark.parametrize(
    ("typed", "code"),
    [
        ("finish it by yesterday", "commitment.past"),
        ("finish it by 2026-08-01", "commitment.past"),
        ("finish it by 31 Feb", "when.no_such_day"),
        ("finish essays by Sept 31", "when.no_such_day"),
        ("finish essays sept 31", "when.no_such_day"),
        ("finish essays by sept 32 7pm", "when.no_such_day"),
        # Not at seven today, whatever is wrong with the date before it.
        ("send my CV by 2031-03-04 7pm", "when.far"),
        ("send my CV 2031-03-04 7pm", "when.far"),
        ("send my CV by march 4, 2031 at 7pm", "when.far"),
        ("send my CV by 2027-13-04 7pm", "commitment.when_missing"),
        ("revise by the end of term", "when.not_known"),
        ("finish it next friday", "when.unclear"),
        ("email Dr. May", "commitment.when_missing"),
        ("email Dr. April", "commitment.when_missing"),
        ("get a letter from Dr. Friday", "commitment.when_missing"),
        ("get more sun", "commitment.when_missing"),
        ("plan a week", "commitment.when_missing"),
        ("read 3/4", "commitment.when_missing"),
        ("see my pt", "commitment.when_missing"),
        ("reflect on yesterday", "commitment.when_missing"),
        ("finish it by Friday at 9", "when.unclear"),
        ("read chapter 7", "commitment.when_missing"),
        ("finish it some day", "commitment.when_missing"),
        ("", "commitment.empty"),
    ],
)
def test_what_can_not_be_meant_is_refused_by_name(typed: str, code: str) -> None:
    with pytest.raises(DomainError) as refusal:
        commitments.split(typed, Asker(NOW, CHICAGO))
    assert refusal.value.code == code


def test_a_civil_time_stays_what_it_was_through_a_clock_change() -> None:
    # The clocks go back on 1 November 2026: 18:00 there is an hour later in UTC afterward.
    before = due_dates.parse("Oct 31 6pm", Asker(NOW, CHICAGO))
    after = due_dates.parse("Nov 1 6pm", Asker(NOW, CHICAGO))
    assert (before.instant.hour, after.instant.hour) == (23, 0)


@pytest.mark.parametrize(
    ("typed", "code"),
    [
        (TypedCommitment("x" * 301, "tomorrow"), "commitment.long"),
        (TypedCommitment("x" * 4000), "commitment.long"),
        (TypedCommitment("write", "tomorrow", plan_b="x" * 301), "commitment.long"),
        (TypedCommitment("  ", "tomorrow"), "commitment.empty"),
        (TypedCommitment("write", "whenever"), "when.unreadable"),
    ],
)
def test_what_can_not_be_kept_is_refused(typed: TypedCommitment, code: str) -> None:
    with pytest.raises(DomainError) as refusal:
        commitments.check(typed, Asker(NOW, CHICAGO))
    assert refusal.value.code == code


@pytest.mark.parametrize(
    ("open_", "kept", "heavy"), [(1, 0, False), (2, 0, False), (3, 0, True), (3, 3, False)]
)
def test_more_than_was_finished_lately_is_a_lot(open_: int, kept: int, heavy: bool) -> None:
    assert Load(open_, kept).is_heavy is heavy
