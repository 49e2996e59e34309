"""The invented people of the demo, with their sign-up answers."""

from dataclasses import dataclass

from sandbox import Channel, GuildHandle, Message, Person
from sandbox.demo.stage import Stage
from sandbox.people.transcript import text_of


@dataclass(frozen=True, slots=True)
class Part:
    """One person's answers to the sign-up form."""

    name: str
    stage: str
    fields: tuple[str, ...]
    topics: tuple[str, ...]
    city: str
    zone: str
    capacity: int = 0

    @property
    def button(self) -> str:
        """Return the panel's button for this part."""
        return "I can mentor" if self.capacity else "I want a mentor"

    @property
    def choices(self) -> dict[str, list[str]]:
        """Return what they choose, by menu."""
        return {
            "stage": [self.stage],
            "fields": list(self.fields),
            "topics": list(self.topics),
        }

    @property
    def words(self) -> dict[str, str]:
        """Return what they type, by field."""
        return {"time_zone": self.city}


_EAST, _MID = "America/New_York", "America/Chicago"
_ROCKIES, _WEST = "America/Denver", "America/Los_Angeles"

MENTORS = (
    Part(
        "Dr. Ito (mentor)",
        "resident",
        ("emergency-medicine",),
        ("applications", "interviews"),
        "New York",
        _EAST,
        capacity=2,
    ),
    Part(
        "Dr. Bell (mentor)",
        "early-career",
        ("surgery", "medicine"),
        ("research", "shadowing"),
        "Chicago",
        _MID,
        capacity=2,
    ),
    Part(
        "Sam (mentor)",
        "medical-student",
        ("medicine",),
        ("personal-statement", "study-skills"),
        "Denver",
        _ROCKIES,
        capacity=1,
    ),
)
MENTEES = (
    Part(
        "Ana", "college-pre-health", ("emergency-medicine",), ("applications",), "New York", _EAST
    ),
    Part("Ben", "college-pre-health", ("medicine",), ("personal-statement",), "Chicago", _MID),
    Part("Chidi", "medical-student", ("surgery",), ("research",), "Denver", _ROCKIES),
    Part("Dee", "post-bac", ("medicine",), ("shadowing",), "Chicago", _MID),
    Part(
        "Eva", "college-pre-health", ("emergency-medicine",), ("interviews",), "Los Angeles", _WEST
    ),
)


class Cast:
    """The people of the story, and what is in their threads."""

    def __init__(self, stage: Stage, guild: GuildHandle) -> None:
        self._guild = guild
        self._people = {part: stage.person(guild, part.name) for part in (*MENTORS, *MENTEES)}

    @property
    def people(self) -> list[Person]:
        """Return everyone, mentors first."""
        return list(self._people.values())

    def of(self, part: Part) -> Person:
        """Return the person who plays a part."""
        return self._people[part]

    def thread_of(self, part: Part, containing: str) -> Channel | None:
        """Return the mentee's private thread in which a message contains these words."""
        person = self.of(part)
        for thread in self._guild.threads:
            for message in thread.standing():
                if containing in text_of(message) and person.mention in text_of(message):
                    return thread
        return None

    def asked(self, part: Part, containing: str) -> list[Message]:
        """Return the messages that ask this person, in their thread."""
        thread = self.thread_of(part, "meet")
        standing = thread.standing() if thread else []
        mention = self.of(part).mention
        return [
            each
            for each in standing
            if containing in text_of(each) and text_of(each).startswith(mention)
        ]
