"""What a sign-up must hold, and how people type it."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.cohorts.enrolments import Answers, Preferences, TypedAnswers, check, check_choices
from bot.domain.errors import DomainError
from bot.domain.times.availability import read_windows
from bot.domain.typed_text import clean
from bot.domain.vocabulary import FIELDS, FORMATS, ROLES_WANTED, TOPICS
from bot.domain.windows import Window, format_windows

GOOD = TypedAnswers(
    adult=True, stage="post-bac", fields=("medicine",), topics=("research",), time_zone="Chicago"
)


def some(values: tuple[str, ...]) -> st.SearchStrategy[tuple[str, ...]]:
    """Draw some of the values, each once."""
    return st.lists(st.sampled_from(values), unique=True).map(tuple)


windows = st.lists(
    st.builds(
        lambda day, start, length: Window(day, start, start + length),
        st.integers(0, 6),
        st.integers(0, 1439),
        st.integers(1, 720),
    ),
    max_size=5,
).map(lambda found: tuple(sorted(set(found))))
wishes = st.builds(
    Preferences,
    hours=st.none() | st.integers(1, 100).map(float),
    formats=some(FORMATS),
    place=st.none() | st.sampled_from(["IL", "TX"]),
    windows=windows,
    roles=some(ROLES_WANTED),
    near_peer=st.none() | st.booleans(),
    out_of_field=st.none() | st.booleans(),
    earlier=some(("1", "2")),
)


@given(wishes)
def test_wishes_read_back_as_they_were_written(said: Preferences) -> None:
    assert Preferences.from_json(said.to_json()) == said


@given(wishes, some(FIELDS), some(TOPICS), st.text(max_size=80))
def test_answers_survive_being_typed_again(
    said: Preferences, fields: tuple[str, ...], topics: tuple[str, ...], goals: str
) -> None:
    answers = Answers(
        stage="resident",
        fields=fields or ("medicine",),
        topics=topics or ("research",),
        capacity=2,
        time_zone="America/Chicago",
        goals=clean(goals),
        wishes=said,
    )
    again = check(TypedAnswers.from_json(TypedAnswers.of(answers).to_json()), capacity=2)
    assert (again.fields, again.topics, again.goals) == (
        answers.fields,
        answers.topics,
        answers.goals,
    )
    for part in ("hours", "formats", "place", "windows"):
        assert getattr(again.wishes, part) == getattr(said, part)


@pytest.mark.parametrize(
    ("typed", "means"),
    [
        ("mon 18:00-20:30", "mon 18:00-20:30"),
        ("Mondays 6 pm to 8 pm and sat 10am-12pm", "mon 18:00-20:00;sat 10:00-12:00"),
        ("every tue 6-8pm\nthu 9:00 - 11:30", "tue 18:00-20:00;thu 09:00-11:30"),
        ("wed 18-20; wed 18-20", "wed 18:00-20:00"),
        ("fri 22:00\u201302:00", "fri 22:00-02:00"),
        ("sun 11pm-1am", "sun 23:00-01:00"),
        ("mon 12am-2am", "mon 00:00-02:00"),
        ("mon, wed and fri 6-8pm", "mon 18:00-20:00;wed 18:00-20:00;fri 18:00-20:00"),
        ("tue/thu evenings", "tue 17:00-21:00;thu 17:00-21:00"),
        ("thurs-sat 18-20", "thu 18:00-20:00;fri 18:00-20:00;sat 18:00-20:00"),
        ("weekends 10am-12pm", "sat 10:00-12:00;sun 10:00-12:00"),
        ("sat morning; lunes 18-20", "mon 18:00-20:00;sat 08:00-12:00"),
        ("miércoles y viernes 18-20", "wed 18:00-20:00;fri 18:00-20:00"),
        ("los sábados por la mañana", "sat 08:00-12:00"),
        ("5-7pm tue/thu, 9-10am sat", "tue 17:00-19:00;thu 17:00-19:00;sat 09:00-10:00"),
        ("MW 11-1pm and fri noon-3pm", "mon 11:00-13:00;wed 11:00-13:00;fri 12:00-15:00"),
        ("mar y jue 18:30-20h", "tue 18:30-20:00;thu 18:30-20:00"),
        ("sáb. mañana; domingos por la tarde", "sat 08:00-12:00;sun 12:00-17:00"),
        ("fin de semana de 10 a 12", "sat 10:00-12:00;sun 10:00-12:00"),
        ("wensday 1800-2030, fri 8pm to midnight", "wed 18:00-20:30;fri 20:00-24:00"),
        ("mon 9-11 and 14-16", "mon 09:00-11:00;mon 14:00-16:00"),
        ("mornings on sun and mon", "mon 08:00-12:00;sun 08:00-12:00"),
        ("", ""),
        (" ; , ", ""),
    ],
)
def test_windows_are_read_as_people_type_them(typed: str, means: str) -> None:
    assert format_windows(read_windows(typed)) == means


@pytest.mark.parametrize(
    "typed",
    ["weekdays 17-19", "mon-fri 5-7pm", "entre semana 17-19h", "lunes a viernes de 5 a 7 pm"],
)
def test_the_days_of_the_week_may_be_named_as_a_group(typed: str) -> None:
    days = [(window.day, window.start, window.end) for window in read_windows(typed)]
    assert days == [(day, 17 * 60, 19 * 60) for day in range(5)]


@pytest.mark.parametrize(
    ("typed", "code"),
    [
        ("monday", "window.unreadable"),
        ("tomorrow 6-8pm", "window.unreadable"),
        ("mon 6-8pm tue", "window.unreadable"),
        ("jan 5 6-8pm", "window.unreadable"),
        ("mon, wed", "window.unreadable"),
        ("mon 18-20 chicago", "window.unreadable"),
        ("someday 18-20", "window.unreadable"),
        ("6-8pm", "window.unreadable"),
        ("mon 25:00-26:00", "window.unreadable"),
        ("mon 13pm-15pm", "window.unreadable"),
        ("mon 18:00-18:00", "window.empty"),
        ("mon 20:00-18:00", "window.upside_down"),
    ],
)
def test_what_can_be_no_window_is_refused_by_its_fault(typed: str, code: str) -> None:
    with pytest.raises(DomainError) as refusal:
        read_windows(typed)
    assert refusal.value.code == code


@given(windows)
def test_windows_as_shown_can_be_typed_back(found: tuple[Window, ...]) -> None:
    assert read_windows(format_windows(found).replace(";", ", ")) == found


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"adult": False}, "enrolment.under_age"),
        ({"stage": ""}, "enrolment.choose_first"),
        ({"topics": ()}, "enrolment.choose_first"),
        ({"stage": "any"}, "enrolment.unknown_choice"),
        ({"formats": ("pigeon",)}, "enrolment.unknown_choice"),
    ],
)
def test_what_was_not_chosen_is_asked_for(changes: dict[str, object], code: str) -> None:
    plain = GOOD.to_json() | changes
    with pytest.raises(DomainError) as refusal:
        check_choices(TypedAnswers.from_json(plain))
    assert refusal.value.code == code


@pytest.mark.parametrize(
    ("typed", "hours"),
    [("4", 4), ("4 hours", 4), ("2.5", 2.5), ("3h", 3), ("6 hours a month", 6), (" ", None)],
)
def test_hours_are_read_with_or_without_their_word(typed: str, hours: float | None) -> None:
    plain = GOOD.to_json() | {"hours": typed}
    assert check(TypedAnswers.from_json(plain), capacity=0).wishes.hours == hours
