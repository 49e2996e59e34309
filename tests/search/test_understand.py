"""What a question is understood to ask for."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.search import Facet, ProgramIndex
from bot.search.words import LONGEST_QUESTION


def document(index: ProgramIndex, question: str) -> dict[str, list[str]]:
    return index.understand(question).document


def test_a_whole_sentence_is_read_into_its_facets(index: ProgramIndex) -> None:
    question = "i'm a first gen latina premed in chicago, want research, virtual is fine"

    assert document(index, question) == {
        "stage": ["college-pre-health"],
        "place": ["IL"],
        "community": ["first-gen", "hispanic-latinx"],
        "offer": ["research"],
        "format": ["any"],
    }


@pytest.mark.parametrize(
    ("said", "stage"),
    [
        ("MS1", "medical-student"),
        ("M2", "medical-student"),
        ("OMS-III", "medical-student"),
        ("PGY-1", "resident"),
        ("post-bac", "post-bac"),
        ("postbacc premed", "post-bac"),
        ("junior in high school", "high-school"),
        ("HS senior", "high-school"),
        ("11th grader", "high-school"),
        ("college sophomore", "college-pre-health"),
        ("applying to med school", "college-pre-health"),
        ("new-grad nurse", "nurse"),
        ("BSN student", "nursing-student"),
        ("student nurse", "nursing-student"),
        ("assistant professor", "junior-faculty"),
        ("P3 at pharmacy school", "pharmacy-student"),
        ("estudiante de medicina", "medical-student"),
        ("estudiante de enfermería", "nursing-student"),
        ("preparatoria", "high-school"),
    ],
)
def test_stages_are_understood_however_they_are_said(
    index: ProgramIndex, said: str, stage: str
) -> None:
    assert stage in index.understand(said).of(Facet.STAGE)


@pytest.mark.parametrize(
    ("said", "field"),
    [
        ("eye doctor", "ophthalmology"),
        ("opthamology", "ophthalmology"),
        ("women's doctor", "ob-gyn"),
        ("OB/GYN", "ob-gyn"),
        ("ER", "emergency-medicine"),
        ("emergancy medecine", "emergency-medicine"),
        ("cancer", "oncology"),
        ("skin", "dermatology"),
        ("family doc", "family-medicine"),
        ("IM resident", "internal-medicine"),
        ("hospital executive", "healthcare-leadership"),
        ("médico de ojos", "ophthalmology"),
        ("vet school", "veterinary"),
        ("psychiatrist", "psychiatry"),
        ("epidemiology", "public-health"),
        ("midwife", "midwifery"),
        ("doula", "midwifery"),
    ],
)
def test_fields_are_understood_however_they_are_said(
    index: ProgramIndex, said: str, field: str
) -> None:
    assert index.understand(said).of(Facet.FIELD) == (field,)


@pytest.mark.parametrize(
    ("said", "place"),
    [
        ("in Texas", "TX"),
        ("nursing in PA", "PA"),
        ("Phoenix, az", "AZ"),
        ("ny", "NY"),
        ("Nueva York", "NY"),
        ("philly", "PA"),
        ("Washington DC", "DC"),
        ("Washington state", "WA"),
        ("New England", "new-england"),
        ("midwest", "midwest"),
        ("anywhere", "anywhere"),
        ("Phillidelphia", "PA"),
        ("Delta high schools in Coahoma County", "MS"),
    ],
)
def test_places_are_understood_however_they_are_said(
    index: ProgramIndex, said: str, place: str
) -> None:
    assert place in index.understand(said).of(Facet.PLACE)


@pytest.mark.parametrize(
    "said", ["me or ok", "hi, in or out", "ask me", "PA student", "MD student"]
)
def test_everyday_words_are_not_states(index: ProgramIndex, said: str) -> None:
    assert index.understand(said).of(Facet.PLACE) == ()


@pytest.mark.parametrize(
    "said", ["Mr Garcia in Miami", "a mentor named Maria", "HBCU", "premed in Harlem"]
)
def test_a_community_is_never_inferred(index: ProgramIndex, said: str) -> None:
    assert index.understand(said).of(Facet.COMMUNITY) == ()


@pytest.mark.parametrize(
    ("question", "facet", "denied"),
    [
        ("premed, not research", Facet.OFFER, "research"),
        ("no shadowing please", Facet.OFFER, "shadowing"),
        ("anything but surgery", Facet.FIELD, "surgery"),
        ("not in California", Facet.PLACE, "CA"),
        ("medical student, not in person", Facet.FORMAT, "in-person"),
    ],
)
def test_what_is_denied_is_not_asked_for(
    index: ProgramIndex, question: str, facet: Facet, denied: str
) -> None:
    understood = index.understand(question)

    assert denied in understood.without[facet]
    assert denied not in understood.of(facet)


def test_a_mentor_s_stage_is_not_the_asker_s(index: ProgramIndex) -> None:
    assert index.understand("shadow a pharmacist").of(Facet.STAGE) == ()
    assert index.understand("talk to a nurse").of(Facet.STAGE) == ()
    assert index.understand("I am a pharmacist").of(Facet.STAGE) == ("pharmacist",)


def test_each_value_says_where_it_was_read(index: ProgramIndex) -> None:
    question = "Médica: premed in Chicago"

    read = {
        span.value: question[span.start : span.end] for span in index.understand(question).spans
    }

    assert read["college-pre-health"] == "premed"
    assert read["IL"] == "Chicago"


def test_a_dropped_value_is_gone_with_its_city(index: ProgramIndex) -> None:
    understood = index.understand("premed in chicago").dropping([(Facet.PLACE, "IL")])

    assert understood.of(Facet.PLACE) == ()
    assert understood.cities == ()
    assert understood.of(Facet.STAGE) == ("college-pre-health",)


@given(st.text(max_size=400))
def test_any_text_is_read_without_a_fault(index: ProgramIndex, text: str) -> None:
    understood = index.understand(text)

    assert understood.query == text
    for span in understood.spans:
        assert 0 <= span.start < span.end <= min(len(text), LONGEST_QUESTION)
        assert span.value in understood.of(span.facet)


@pytest.mark.parametrize(
    ("joined", "apart"),
    [("newgrad nurse", "new grad nurse"), ("newyork highschool", "new york highschool")],
)
def test_words_run_together_are_taken_apart(index: ProgramIndex, joined: str, apart: str) -> None:
    assert document(index, joined) == document(index, apart)


@pytest.mark.parametrize("said", ["my girlfriend and i like surgery", "a negroni and nursing"])
def test_no_community_comes_out_of_a_word_by_spelling(index: ProgramIndex, said: str) -> None:
    assert "community" not in document(index, said)


@pytest.mark.parametrize(
    ("said", "status"),
    [
        ("i'm not a us citizen", "not-a-citizen"),
        ("she's not an american citizen", "not-a-citizen"),
        ("no soy ciudadano", "not-a-citizen"),
        ("mi hija no es ciudadana", "not-a-citizen"),
        ("no tengo papeles", "not-a-citizen"),
        ("sin papeles", "not-a-citizen"),
        ("soy indocumentada", "not-a-citizen"),
        ("no soy residente permanente", "not-a-citizen"),
        ("soy ciudadana", "citizen"),
        ("ella es citizen", "citizen"),
        ("i am a citizen", "citizen"),
        ("tengo la residencia permanente", "citizen"),
    ],
)
def test_citizenship_is_read_in_both_languages(index: ProgramIndex, said: str, status: str) -> None:
    understood = index.understand(f"{said}, premed")

    assert understood.of(Facet.STATUS) == (status,)


def test_senior_citizens_say_nothing_of_the_asker(index: ProgramIndex) -> None:
    assert index.understand("nurse, i care for senior citizens").of(Facet.STATUS) == ()


@pytest.mark.parametrize(
    ("question", "status"),
    [
        ("j1 visa resident in texas", "not-a-citizen"),
        ("h1b nurse in ohio", "not-a-citizen"),
        ("TPS holder, nursing student", "not-a-citizen"),
        ("dacamented premed", "not-a-citizen"),
        ("waiting on my green card, M1", "not-a-citizen"),
        ("no green card yet, premed", "not-a-citizen"),
        ("premed, not a citizen or resident", "not-a-citizen"),
        ("have my green card, M1", "citizen"),
    ],
)
def test_who_is_no_citizen_yet_is_read_as_that_and_as_no_resident_physician(
    index: ProgramIndex, question: str, status: str
) -> None:
    asked = index.understand(question)

    assert asked.of(Facet.STATUS) == (status,)
    assert ("resident" in asked.of(Facet.STAGE)) == question.startswith("j1")
