"""The closed lists of values that people and programs are described with.

Stages, fields, and communities are those of the shipped catalogue. Topics are open (a society names
its own), so `TOPICS` is what the selects offer first.
"""

from enum import StrEnum


class Stage(StrEnum):
    """Someone's stage on the way into, and through, a health career."""

    ANY = "any"
    HIGH_SCHOOL = "high-school"
    COLLEGE_PRE_HEALTH = "college-pre-health"
    POST_BAC = "post-bac"
    NURSING_STUDENT = "nursing-student"
    PHARMACY_STUDENT = "pharmacy-student"
    PHYSICAL_THERAPY_STUDENT = "physical-therapy-student"
    DENTAL_STUDENT = "dental-student"
    MEDICAL_STUDENT = "medical-student"
    GRADUATE_STUDENT = "graduate-student"
    NURSE = "nurse"
    PHARMACIST = "pharmacist"
    RESIDENT = "resident"
    EARLY_CAREER = "early-career"
    JUNIOR_FACULTY = "junior-faculty"

    @property
    def step(self) -> int | None:
        """Return the stage's position, 0 to 5; None for `any`."""
        return _STEPS.get(self)


_STEPS = {
    Stage.HIGH_SCHOOL: 0,
    Stage.COLLEGE_PRE_HEALTH: 1,
    Stage.POST_BAC: 2,
    Stage.NURSING_STUDENT: 3,
    Stage.PHARMACY_STUDENT: 3,
    Stage.PHYSICAL_THERAPY_STUDENT: 3,
    Stage.DENTAL_STUDENT: 3,
    Stage.MEDICAL_STUDENT: 3,
    Stage.GRADUATE_STUDENT: 3,
    Stage.NURSE: 4,
    Stage.PHARMACIST: 4,
    Stage.RESIDENT: 4,
    Stage.EARLY_CAREER: 4,
    Stage.JUNIOR_FACULTY: 5,
}


class MeetingFormat(StrEnum):
    """How two people may meet. Someone who names none accepts any."""

    VIDEO = "video"
    CHAT = "chat"
    PHONE = "phone"
    IN_PERSON = "in-person"
    SHADOWING = "shadowing"

    @property
    def is_in_place(self) -> bool:
        """Return whether both have to be in one place."""
        return self in (MeetingFormat.IN_PERSON, MeetingFormat.SHADOWING)


class PersonRole(StrEnum):
    """The side of a pair that someone signed up for."""

    MENTOR = "mentor"
    MENTEE = "mentee"
    BOTH = "both"


class RoleWanted(StrEnum):
    """The kind of mentor that is wanted, or offered."""

    CLINICAL = "clinical"
    RESEARCH = "research"
    ACADEMIC = "academic"
    CAREER = "career"
    SETTLING_IN = "settling-in"


STAGES = tuple(Stage)
FORMATS = tuple(MeetingFormat)
ROLES_WANTED = tuple(RoleWanted)

ANY_FIELD = "any-health-career"
FIELDS = (
    ANY_FIELD,
    "medicine",
    "internal-medicine",
    "family-medicine",
    "emergency-medicine",
    "surgery",
    "ob-gyn",
    "oncology",
    "dermatology",
    "ophthalmology",
    "nursing",
    "pharmacy",
    "dentistry",
    "physical-therapy",
    "physician-assistant",
    "healthcare-leadership",
)

MEDICAL_FIELDS = frozenset(FIELDS[1:10])
"""`medicine` and its specialties: not the same field, but near enough to help."""

COMMUNITIES = (
    "black-african-american",
    "first-gen",
    "hispanic-latinx",
    "lgbtq",
    "men-in-nursing",
    "urm",
    "women",
)

TOPICS = (
    "personal-statement",
    "interviews",
    "entrance-exams",
    "choosing-courses",
    "study-skills",
    "research",
    "shadowing",
    "clinical-experience",
    "volunteering",
    "applications",
    "choosing-a-specialty",
    "residency-application",
    "first-job",
    "networking",
    "money-and-scholarships",
    "balance-and-wellbeing",
    "settling-in",
    "leadership",
)


def slug(text: str) -> str:
    """Return `text` in the spelling of the lists above: lower case, words joined by hyphens."""
    return "-".join(text.casefold().replace("_", " ").replace("-", " ").split())
