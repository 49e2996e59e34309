"""What someone is, apart from what they want to become, meet, or leave behind."""

import pytest

from bot.search import Facet, ProgramIndex


@pytest.mark.parametrize(
    ("question", "stages"),
    [
        ("i want to talk to a pharmacist about the job", ()),
        (
            "curious what a pharmacist really does all day, college sophomore",
            ("college-pre-health",),
        ),
        ("want to be matched with an actual med student, ASU premed", ("college-pre-health",)),
        ("what do residents look for in a mentee", ()),
        ("mentor for a new nurse, online", ("nurse",)),
        ("quiero entrar a la escuela de medicina, universitaria", ("college-pre-health",)),
        ("soy auxiliar de enfermería y quiero pasar a RN", ("health-worker",)),
        ("CNA in tucson wanting RN", ("health-worker",)),
        ("EMT pursuing RN", ("health-worker",)),
        ("hospice aide wanting to be an lpn", ("health-worker",)),
        ("third time applicant, lab tech", ("post-bac", "health-worker")),
        ("soy cna, quiero sacar mi licencia de RN", ("health-worker",)),
        ("pharmacy tech in NJ, maybe PA maybe RN", ("health-worker",)),
        ("EMT, want to get my RN", ("health-worker",)),
        ("not a nurse yet, third semester at rutgers", ("nursing-student",)),
        ("anyone know when the rutgers nursing application opens", ()),
        ("nurse vs doctor??", ()),
        ("mom of a future nurse", ()),
        ("high school dropout, GED, 24, want to be a nurse", ()),
        ("are there mentors for a CNA or just nurses", ("health-worker",)),
        ("nursing student, is the mentorship for nurses too", ("nursing-student",)),
        ("tech in the ED, applying to ABSN", ("health-worker",)),
        ("aide on a tele unit, nursing school next year maybe", ("health-worker",)),
        ("mi esposa es doctora venezolana, busca residencia", ("img",)),
        ("i want med school", ()),
        ("got into med school!! start in august", ("medical-student",)),
        ("premed in houston, 4 med schools here", ("college-pre-health",)),
        ("my med school app is a mess", ("college-pre-health",)),
        ("nursing student, male, 41, second career", ("nursing-student",)),
        ("nurse applying to med school", ("college-pre-health",)),
        ("IMG waiting for residency", ("img",)),
        ("CNA going back for nursing", ("health-worker",)),
        ("i teach high school biology and want to go to PA school", ("college-pre-health",)),
        ("premed resident in Ohio", ("college-pre-health",)),
        ("3 months into my first RN job, is there someone senior to talk to", ("nurse",)),
        ("his nurse was an angel, signed up for one anatomy class", ()),
        ("premed at penn, a med student mentors you there", ("college-pre-health",)),
        ("med student in poland, want to come back for psych residency", ("medical-student",)),
        ("cards fellow thinking about leaving academia", ("fellow",)),
        ("nephrology attending, new to town", ("physician",)),
        ("ER scribe, reapplying to med school", ("post-bac",)),
        ("anyone hiring CNAs in fresno", ()),
        ("nursing student at university of iowa", ("nursing-student",)),
        ("penn state nursing jr year", ("nursing-student",)),
        ("UIC nursing grad 2023", ("nurse",)),
        ("orientation leader, undecided major, thinking health", ("college-pre-health",)),
        ("UIC BSN class of last spring, no longer a student, alums?", ("nurse",)),
        ("surgical intern, female, exhausted", ("resident",)),
        ("fourth year, applying ortho, woman", ("medical-student",)),
        ("finished residency in june, family med", ("early-career",)),
        ("attending in the ED for 10 yrs", ("physician",)),
        ("dental hygienist of 12 years wants to go to dental school", ("health-worker",)),
        ("got waitlisted for med school, what now", ("college-pre-health",)),
        ("the resident on my rotation was great, im an m3", ("medical-student",)),
        ("my daughter got into nursing school in houston", ("nursing-student",)),
        ("our daughter starts med school this fall", ("medical-student",)),
        ("former teacher in first year of nursing school", ("nursing-student",)),
        ("mi hermana estudia medicina y necesita mentora", ("medical-student",)),
        ("mi novio es estudiante de medicina y busca mentor", ("medical-student",)),
        ("i was premed but now im in pharmacy school", ("pharmacy-student",)),
        ("switched from nursing to premed, sophomore", ("college-pre-health",)),
        ("junior at lincoln high, nursing academy", ("high-school",)),
        ("incoming freshman at rutgers for nursing", ("nursing-student",)),
        ("finishing my DNP, want to lead a hospital", ("np-student",)),
        ("doctor from ukraine now living in new jersey", ("img",)),
        ("nurse aide at a hospital, want to be an RN", ("health-worker",)),
        ("i got into the nursing program at my community college", ("nursing-student",)),
        ("my school nurse is my hero. 9th grade", ("high-school",)),
        ("bsn grad, failed nclex once", ("nurse",)),
        ("paramedic to RN bridge student", ("nursing-student",)),
        ("RN to BSN, working nights", ("nurse",)),
        ("i am a dietitian who wants to go into leadership", ("early-career",)),
        ("unit secretary at a hospital", ("health-worker",)),
        ("soy asistente médica en houston", ("health-worker",)),
        ("4th yr med student, EM, want a resident to look at my app", ("medical-student",)),
        ("rejected from every med school i applied to", ("college-pre-health",)),
        ("EMT, med school someday", ("health-worker",)),
        ("nursing clinicals start tomorrow and im scared", ("nursing-student",)),
        ("first month of peds residency in boston", ("resident",)),
        ("just started residency", ("resident",)),
        ("LPN for 9 years, now in an LPN to RN bridge", ("nursing-student",)),
        ("PharmD P3", ("pharmacy-student",)),
        ("not in school rn, premed", ("college-pre-health",)),
        ("egresada de enfermería, trabajo en urgencias", ("nurse",)),
        ("terminé enfermería y pasé el nclex", ("nurse",)),
        ("curso el tercer semestre de enfermería", ("nursing-student",)),
        ("jefa de enfermeras en un hospital", ("nurse",)),
        ("duke PA program, first year", ("pa-student",)),
        ("slp grad student", ("other-student",)),
        ("torn between pharmacy and nursing, sophomore", ("college-pre-health",)),
        ("17, want to study nursing in the fall", ("high-school",)),
        ("i was premed once, became a nurse", ("nurse",)),
        ("i used to be a med student", ()),
        ("i was a doctor in syria, now in michigan", ("img",)),
        ("era médico en ecuador, vivo en queens", ("img",)),
        ("high school teacher looking for programs for my students", ("high-school",)),
        ("emory nursing student, i want a black nurse leader to talk to", ("nursing-student",)),
        ("on leave from med school after second year", ("medical-student",)),
        ("do student, no home program", ("medical-student",)),
        ("una mujer que ya es cirujana y quiere apoyo", ("physician",)),
        ("does she count? senior in high school, chicago", ("high-school",)),
        ("incoming stanford med, heard we get a faculty person", ("medical-student",)),
        ("trabajo en una clínica como recepcionista, quiero ser doctora", ("health-worker",)),
    ],
)
def test_the_stage_is_the_asker_s(
    index: ProgramIndex, question: str, stages: tuple[str, ...]
) -> None:
    assert index.understand(question).of(Facet.STAGE) == stages


@pytest.mark.parametrize(
    ("question", "fields"),
    [
        ("nurse applying to med school", ()),
        ("nontrad, 34, marketing, thinking of nursing", ("nursing",)),
        ("new nurse on a cardiac floor", ("nursing",)),
        ("bsn student failing pharm", ("nursing",)),
        ("pharmacist who wants to be a dentist", ("dentistry",)),
        ("becoming a physician associate, EMT now", ("physician-assistant",)),
        ("OT student level 2 fieldwork", ("occupational-therapy",)),
        ("want PA, towson junior", ("physician-assistant",)),
    ],
)
def test_a_profession_left_or_worked_beside_is_no_wish(
    index: ProgramIndex, question: str, fields: tuple[str, ...]
) -> None:
    assert index.understand(question).of(Facet.FIELD) == fields


def test_who_only_wants_to_become_something_has_no_stage_yet(index: ProgramIndex) -> None:
    understood = index.understand("I want to become a dentist but don't know where to start")

    assert understood.aspiring
    assert understood.of(Facet.STAGE) == ()
