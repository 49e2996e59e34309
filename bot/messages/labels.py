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
from bot.language.say import Say, marked
from bot.messages.outgoing import Choice

_LABELS = {
    # Stages
    "any": marked("Any stage"),
    "high-school": marked("High school"),
    "college-pre-health": marked("College, pre-health"),
    "post-bac": marked("Post-bac"),
    "nursing-student": marked("Nursing student"),
    "pharmacy-student": marked("Pharmacy student"),
    "physical-therapy-student": marked("Physical therapy student"),
    "dental-student": marked("Dental student"),
    "medical-student": marked("Medical student"),
    "graduate-student": marked("Graduate student"),
    "nurse": marked("Nurse"),
    "pharmacist": marked("Pharmacist"),
    "resident": marked("Resident"),
    "early-career": marked("Early career"),
    "junior-faculty": marked("Junior faculty"),
    # Ways to meet
    "video": marked("Video call"),
    "chat": marked("Chat"),
    "phone": marked("Phone call"),
    "in-person": marked("In person"),
    # Kinds of mentoring
    "clinical": marked("Clinical"),
    "academic": marked("Academic"),
    "career": marked("Career"),
    # Fields
    "any-health-career": marked("Any health career"),
    "medicine": marked("Medicine"),
    "internal-medicine": marked("Internal medicine"),
    "family-medicine": marked("Family medicine"),
    "emergency-medicine": marked("Emergency medicine"),
    "surgery": marked("Surgery"),
    "ob-gyn": "OB-GYN",
    "oncology": marked("Oncology"),
    "dermatology": marked("Dermatology"),
    "ophthalmology": marked("Ophthalmology"),
    "nursing": marked("Nursing"),
    "pharmacy": marked("Pharmacy"),
    "dentistry": marked("Dentistry"),
    "physical-therapy": marked("Physical therapy"),
    "physician-assistant": marked("Physician assistant"),
    "healthcare-leadership": marked("Healthcare leadership"),
    # Communities
    "black-african-american": marked("Black or African American"),
    "first-gen": marked("First-generation student"),
    "hispanic-latinx": marked("Hispanic/Latinx"),
    "lgbtq": "LGBTQ+",
    "men-in-nursing": marked("Men in nursing"),
    "urm": marked("Underrepresented in medicine"),
    "women": marked("Women"),
    # Topics
    "personal-statement": marked("Personal statement"),
    "interviews": marked("Interviews"),
    "entrance-exams": marked("Entrance exams"),
    "choosing-courses": marked("Choosing courses"),
    "study-skills": marked("Study skills"),
    "research": marked("Research"),
    "shadowing": marked("Shadowing"),
    "clinical-experience": marked("Clinical experience"),
    "volunteering": marked("Volunteering"),
    "applications": marked("Applications"),
    "choosing-a-specialty": marked("Choosing a specialty"),
    "residency-application": marked("Residency application"),
    "first-job": marked("First job"),
    "networking": marked("Networking"),
    "money-and-scholarships": marked("Money and scholarships"),
    "balance-and-wellbeing": marked("Work-life balance"),
    "settling-in": marked("Settling in"),
    "leadership": marked("Leadership"),
}


def label(say: Say, value: str) -> str:
    """Return the label of one value of the vocabulary; a society's own topic as it was typed."""
    return say(_LABELS[value]) if value in _LABELS else value.replace("-", " ")


def labels(say: Say, values: Iterable[str]) -> str:
    """Return the labels of several values, separated by commas."""
    return ", ".join(label(say, value) for value in values)


def stage_choices(say: Say, chosen: str = "") -> tuple[Choice, ...]:
    """Offer the stages."""
    return _choices(say, (stage for stage in STAGES if stage is not Stage.ANY), (chosen,))


def field_choices(say: Say, chosen: Iterable[str] = ()) -> tuple[Choice, ...]:
    """Offer the fields."""
    return _choices(say, FIELDS, chosen)


def topic_choices(say: Say, chosen: Iterable[str] = ()) -> tuple[Choice, ...]:
    """Offer the topics."""
    return _choices(say, TOPICS, chosen)


def format_choices(say: Say, chosen: Iterable[str] = ()) -> tuple[Choice, ...]:
    """Offer the ways to meet."""
    return _choices(say, FORMATS, chosen)


def role_choices(say: Say, chosen: Iterable[str] = ()) -> tuple[Choice, ...]:
    """Offer the kinds of mentoring."""
    return _choices(say, ROLES_WANTED, chosen)


def community_choices(say: Say, chosen: Iterable[str] = ()) -> tuple[Choice, ...]:
    """Offer the communities, which are always optional and private."""
    return _choices(say, COMMUNITIES, chosen)


def _choices(say: Say, values: Iterable[str], chosen: Iterable[str]) -> tuple[Choice, ...]:
    already = set(chosen)
    return tuple(Choice(label(say, value), value, chosen=value in already) for value in values)
