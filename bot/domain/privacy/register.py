"""The register of personal data: what a table says about a person, and what becomes of it.

Each table has a `Personal` beside its columns (`bot.storage.schema.table`). What `/privacy` shows,
exports and erases, what expires, and `docs/privacy.md` are made from these, so a column that is
declared is covered everywhere.
"""

from dataclasses import dataclass
from enum import StrEnum


class Topic(StrEnum):
    """What `/privacy show` calls something, in its order. `bot.messages.privacy` has the words."""

    PROFILE = "profile"
    AVOIDED = "avoided"
    SIGN_UPS = "sign-ups"
    MATCHING = "matching"
    PAIRS = "pairs"
    AGREEMENTS = "agreements"
    CONTACTS = "contacts"
    MEETINGS = "meetings"
    AGENDA = "agenda"
    ANSWERS = "answers"
    CHECK_INS = "check-ins"
    UPDATES = "updates"
    GOALS = "goals"
    COMMITMENTS = "commitments"
    WINS = "wins"
    REQUESTS = "requests"
    OPENING = "opening"
    OUTREACH = "outreach"
    SEARCHES = "searches"
    SAVED_PROGRAMS = "saved-programs"
    CORRECTIONS = "corrections"
    ADVICE = "advice"
    SETTINGS = "settings"
    AWAY = "away"
    REMINDERS = "reminders"
    ACTIVITY = "activity"
    DRAFTS = "drafts"
    YOUTH = "youth"
    CONCERNS = "concerns"
    LOOKS = "looks"
    CASES = "cases"
    MODERATING = "moderating"


# What can be deleted on its own; the rest is left by `/leave`, `/pair end`, or with everything.
DELETABLE = frozenset(
    {
        *(Topic.PROFILE, Topic.AVOIDED, Topic.AGENDA, Topic.ANSWERS, Topic.UPDATES, Topic.GOALS),
        *(Topic.COMMITMENTS, Topic.WINS, Topic.OUTREACH, Topic.SEARCHES, Topic.SAVED_PROGRAMS),
        *(Topic.CORRECTIONS, Topic.ADVICE, Topic.SETTINGS, Topic.AWAY, Topic.DRAFTS),
    }
)


class Audience(StrEnum):
    """Who can see it, besides the person."""

    NO_ONE = "no-one"  # the bot alone uses it
    PARTNERS = "partners"  # their mentor, mentee, or circle
    MENTORS = "mentors"  # those who were asked
    MODERATORS = "moderators"
    MODERATORS_PARTLY = "moderators-partly"  # its dates, not what was written
    LEADS = "leads"  # the safety leads who may read it
    SERVER = "server"
    SERVER_IF_SHARED = "server-if-shared"  # only what the person chose to share


class Term(StrEnum):
    """How long it is kept, if the person neither deletes it nor leaves."""

    WHILE_MEMBER = "while-member"
    UNUSED = "unused"  # as above, or a while after they were reminded that they don't use it
    WEEK = "week"
    MONTH = "month"
    SENT = "sent"  # as long as the record of a message
    PAIR_ANSWERS = "pair-answers"  # a while after the pair has ended
    CONCERN = "concern"  # a while after it was closed
    LOOKS = "looks"
    PAIR_TEXTS = "pair-texts"  # a longer while after it
    REMOVED = "removed"  # a while after the server removed the bot
    FOREVER = "forever"


class Erasing(StrEnum):
    """What becomes of it when the person is erased."""

    DELETE = "delete"  # the row is deleted
    FORGET = "forget"  # the row stays, without the person, for `About.why`
    STAYS = "stays"  # the row says nothing more about them once their place in the pair is nameless


class Why(StrEnum):
    """Why something stays when the person who it was about is erased."""

    OTHERS = "others"  # it belongs to someone else too
    COUNTS = "counts"  # it counts, namelessly
    LOG = "log"  # the society must be able to tell what was decided
    SAFETY = "safety"  # someone else's private list or concern


@dataclass(frozen=True, slots=True)
class Naming:
    """A row is about them if this column of text has their ID."""

    column: str


@dataclass(frozen=True, slots=True)
class Via:
    """A row is theirs through another: `column` is the `key` of a row in `table` that is theirs."""

    column: str
    table: str
    whose: "Whose"
    key: str = "id"


# How a person's rows are found: the column with their ID, or one of the above.
Whose = str | Via | Naming

OF_PAIR = Via("pair_id", "pair_members", "user_id", key="pair_id")


@dataclass(frozen=True, slots=True)
class About:
    """What rows say about the person that `whose` names.

    `columns` say something about them, and are exported unless they are `unexported`: someone
    else's words, or what only the bot can read. When the person is forgotten, `emptied` columns are
    emptied too, and `dropped` keys of a column of JSON. `only` limits it to rows with one of these
    values in a column. Lists of names are written as one string.
    """

    topic: Topic
    whose: Whose
    columns: str
    seen_by: Audience
    kept: Term
    erasing: Erasing = Erasing.DELETE
    why: Why | None = None
    emptied: str = ""
    dropped: tuple[tuple[str, str], ...] = ()
    unexported: str = ""
    only: tuple[str, tuple[str, ...]] | None = None
    is_counted: bool = True
    also_seen_by: tuple[Audience, ...] = ()

    def __post_init__(self) -> None:
        if (self.erasing is Erasing.DELETE) == (self.why is not None):
            raise ValueError(f"{self.topic}: what stays needs a reason, and what goes has none")

    @property
    def audiences(self) -> tuple[Audience, ...]:
        """Everyone who can see it."""
        return (self.seen_by, *self.also_seen_by)

    @property
    def is_confidential(self) -> bool:
        """Whether the person isn't even told that there is something: someone else may have asked.

        It's neither counted nor exported.
        """
        return not self.is_counted and set(self.columns.split()) == set(self.unexported.split())


@dataclass(frozen=True, slots=True)
class Personal:
    """A table's entry in the register.

    `mentions` are columns of text in which people's IDs may stand: an erased person's is replaced
    there. `plain` columns say nothing about a person. Keys need not be named: the society, a row's
    own ID, and what ties it to another row.
    """

    about: tuple[About, ...]
    mentions: frozenset[str]
    plain: frozenset[str]


def personal(*about: About, mentions: str = "", plain: str = "") -> Personal:
    """Return a table's entry; names are separated by spaces."""
    return Personal(about, frozenset(mentions.split()), frozenset(plain.split()))
