"""Labels for the values of the vocabulary."""

from collections.abc import Iterable

from bot.domain.vocabulary import (
    COMMUNITIES,
    FIELDS,
    FORMATS,
    ROLES_WANTED,
    STAGES,
    TOPICS,
    Stage,
)
from bot.messages.outgoing import Choice

_LABELS = {
    # Stages
    "any": "Any stage",
    "high-school": "High school",
    "college-pre-health": "College, pre-health",
    "post-bac": "Post-bac",
    "nursing-student": "Nursing student",
    "pharmacy-student": "Pharmacy student",
    "physical-therapy-student": "Physical therapy student",
    "dental-student": "Dental student",
    "medical-student": "Medical student",
    "graduate-student": "Graduate student",
    "nurse": "Nurse",
    "pharmacist": "Pharmacist",
    "resident": "Resident",
    "early-career": "Early career",
    "junior-faculty": "Junior faculty",
    # Ways to meet
    "video": "Video call",
    "chat": "Chat",
    "phone": "Phone call",
    "in-person": "In person",
    # Kinds of mentoring
    "clinical": "Clinical",
    "academic": "Academic",
    "career": "Career",
    # Fields
    "any-health-career": "Any health career",
    "medicine": "Medicine",
    "internal-medicine": "Internal medicine",
    "family-medicine": "Family medicine",
    "emergency-medicine": "Emergency medicine",
    "surgery": "Surgery",
    "ob-gyn": "OB-GYN",
    "oncology": "Oncology",
    "dermatology": "Dermatology",
    "ophthalmology": "Ophthalmology",
    "nursing": "Nursing",
    "pharmacy": "Pharmacy",
    "dentistry": "Dentistry",
    "physical-therapy": "Physical therapy",
    "physician-assistant": "Physician assistant",
    "healthcare-leadership": "Healthcare leadership",
    # Communities
    "black-african-american": "Black or African American",
    "first-gen": "First-generation student",
    "hispanic-latinx": "Hispanic/Latinx",
    "lgbtq": "LGBTQ+",
    "men-in-nursing": "Men in nursing",
    "urm": "Underrepresented in medicine",
    "women": "Women",
    # Topics
    "personal-statement": "Personal statement",
    "interviews": "Interviews",
    "entrance-exams": "Entrance exams",
    "choosing-courses": "Choosing courses",
    "study-skills": "Study skills",
    "research": "Research",
    "shadowing": "Shadowing",
    "clinical-experience": "Clinical experience",
    "volunteering": "Volunteering",
    "applications": "Applications",
    "choosing-a-specialty": "Choosing a specialty",
    "residency-application": "Residency application",
    "first-job": "First job",
    "networking": "Networking",
    "money-and-scholarships": "Money and scholarships",
    "balance-and-wellbeing": "Work-life balance",
    "settling-in": "Settling in",
    "leadership": "Leadership",
}


def label(value: str) -> str:
    """Return the label of one value of the vocabulary; a society's own topic as it was typed."""
    return _LABELS.get(value) or value.replace("-", " ")


def labels(values: Iterable[str]) -> str:
    """Return the labels of several values, separated by commas."""
    return ", ".join(label(value) for value in values)


def stage_choices(chosen: str = "") -> tuple[Choice, ...]:
    """Offer the stages."""
    return _choices((stage for stage in STAGES if stage is not Stage.ANY), (chosen,))


def field_choices(chosen: Iterable[str] = ()) -> tuple[Choice, ...]:
    """Offer the fields."""
    return _choices(FIELDS, chosen)


def topic_choices(chosen: Iterable[str] = ()) -> tuple[Choice, ...]:
    """Offer the topics."""
    return _choices(TOPICS, chosen)


def format_choices(chosen: Iterable[str] = ()) -> tuple[Choice, ...]:
    """Offer the ways to meet."""
    return _choices(FORMATS, chosen)


def role_choices(chosen: Iterable[str] = ()) -> tuple[Choice, ...]:
    """Offer the kinds of mentoring."""
    return _choices(ROLES_WANTED, chosen)


def community_choices(chosen: Iterable[str] = ()) -> tuple[Choice, ...]:
    """Offer the communities, which are always optional and private."""
    return _choices(COMMUNITIES, chosen)


def _choices(values: Iterable[str], chosen: Iterable[str]) -> tuple[Choice, ...]:
    marked = set(chosen)
    return tuple(Choice(label(value), value, chosen=value in marked) for value in values)
