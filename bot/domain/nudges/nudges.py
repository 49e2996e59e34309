"""The facts of nudges: what a message says, decided from current rows when it is sent.

Each class is one kind of message, named in its row in `bot.domain.nudges.kinds`.
`bot.messages.nudges.nudges` turns facts into text and buttons, and the notifier sends them. `ref`
is the outbox row's reference, which every button of the message carries.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from enum import Enum
from typing import Protocol

from bot.domain.cohorts.cohorts import OPEN_PLAN, Plan
from bot.domain.ids import (
    AwayId,
    CaseId,
    ChannelId,
    CheckInId,
    CohortId,
    GuildId,
    MessageId,
    PairId,
    ProgramId,
    PulseId,
    RoleId,
    SavedProgramId,
    UpdateId,
    UserId,
)
from bot.domain.matching.result import Note
from bot.domain.meetings.nudges import CalendarEntry
from bot.domain.moderation.acts import ActKind, Edit
from bot.domain.moderation.cases import CaseClosed
from bot.domain.pings import NOBODY, Pings, PingsNobody, PingsOwner, PingsPeople, PingsPerson
from bot.domain.progress.pair_stats import PairStats
from bot.domain.states import EndReason, Role


class Facts(Protocol):
    """What a message says; its classes are here or in the module of their noun."""

    @property
    def guild(self) -> GuildId:
        """Return the society it is sent in."""

    @property
    def pings(self) -> Pings:
        """Return whom the message notifies."""


@dataclass(frozen=True, slots=True)
class SignUpPanel(PingsNobody):
    """The panel with the cohort's sign-up buttons, for the mentoring channel."""

    guild: GuildId
    cohort: CohortId
    cohort_name: str
    plan: Plan = OPEN_PLAN
    is_open: bool = True
    closes_at: datetime | None = None
    has_ended: bool = False


@dataclass(frozen=True, slots=True)
class SignUpUnfinished(PingsPerson):
    """Remind someone who began to sign up that they have not finished."""

    guild: GuildId
    cohort: CohortId
    cohort_name: str
    person: UserId
    role: Role
    closes_at: datetime | None


@dataclass(frozen=True, slots=True)
class CohortNews(PingsPerson):
    """Tell someone in a cohort what its moderators write, or that its dates have changed.

    `words` are the moderators'. `dates` are those that changed: "starts_on" or "ends_on", and the
    day by now; `called_before` is the cohort's name until then, if that changed too. With `above`,
    the same has just been said in this thread to the partner.
    """

    guild: GuildId
    cohort: CohortId
    cohort_name: str
    person: UserId
    words: str = ""
    dates: tuple[tuple[str, date | None], ...] = ()
    called_before: str = ""
    above: bool = False


@dataclass(frozen=True, slots=True)
class ImportedSignUp(PingsPerson):
    """Tell someone that a moderator signed them up from a file, and ask them to confirm."""

    guild: GuildId
    cohort: CohortId
    cohort_name: str
    person: UserId
    roles: tuple[Role, ...]
    stage: str
    topics: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class ModeratorNews(PingsPerson):
    """Tell someone what a moderator wrote to them, or changed of their place in a cohort.

    `role` and `places` are what they are now, for a change, and `note` the moderator's own words.
    `edits` are what a file changed in their answers, which they can change in the roles `open_in`.
    `names` has the moderator's name, since a mention would add them to the person's own thread.
    """

    guild: GuildId
    cohort: CohortId
    cohort_name: str
    person: UserId
    moderator: UserId
    act: ActKind
    role: str = ""
    places: int = 0
    note: str = ""
    edits: tuple[Edit, ...] = ()
    open_in: tuple[Role, ...] = ()
    names: tuple[tuple[UserId, str], ...] = ()


@dataclass(frozen=True, slots=True)
class Introduced:
    """One person, with the answers they were matched by, and nothing private.

    `words` are their goals, if everyone in the thread is their partner.
    """

    user: UserId
    role: Role
    stage: str
    fields: tuple[str, ...]
    topics: tuple[str, ...]
    words: str = ""


@dataclass(frozen=True, slots=True)
class Introduction:
    """The first message in a pair's thread, which is created, or found by its code, first.

    If it `may_grow`, mentees of later rounds may join it. `advisors` are in it because of someone
    under 18.
    """

    guild: GuildId
    pair: PairId
    code: str
    cohort_name: str
    mentor: UserId
    mentees: tuple[UserId, ...]
    reasons: tuple[Note, ...]
    people: tuple[Introduced, ...]
    may_grow: bool = False
    advisors: tuple[UserId, ...] = ()

    @property
    def pings(self) -> Pings:
        """Ping everyone in the pair."""
        return Pings((self.mentor, *self.mentees))


class Unheard(Enum):
    """Why a post did not notify someone whom it names."""

    NIGHT = "in their quiet hours"
    AWAY = "while they were away"
    TOGETHER = "because there was more to tell them at the same time, or their week was full"


@dataclass(frozen=True, slots=True)
class PostedAtNight(PingsPerson):
    """Notify one person of what was posted without notifying them; `post` is its kind.

    `channel` and `message` are where it is, in the thread of `pair`, which they share with
    `partners`. In most cases they slept. Among others for them it is `named`: its button says who.
    """

    guild: GuildId
    person: UserId
    post: str
    channel: ChannelId
    message: MessageId
    unheard: Unheard = Unheard.NIGHT
    pair: PairId | None = None
    partners: tuple[UserId, ...] = ()
    named: bool = False


class WaitNews(Enum):
    """What someone unmatched is told; the value is the version of the nudge's subject."""

    ROUND = 0  # a round was made without a match for them
    ENDED = 1  # the cohort has ended
    RESTORED = 2  # it had ended by mistake, and goes on
    LATER = 3  # the next round is later than they were told
    CLOSED = 4  # sign-up has closed, and they had not finished


@dataclass(frozen=True, slots=True)
class Waitlisted(PingsPerson):
    """Tell an unmatched member how it stands, and what they can do in the meantime."""

    guild: GuildId
    cohort: CohortId
    cohort_name: str
    person: UserId
    reason: Note | None
    next_round_at: datetime | None
    news: WaitNews = WaitNews.ROUND


@dataclass(frozen=True, slots=True)
class CheckInDue(PingsOwner):
    """Ask the person whose turn it is how things are going.

    After many unanswered ones a pause of `pause_days_offered` is offered first; 0 offers none. An
    `unmet` pair has not met and has no meeting arranged.
    """

    guild: GuildId
    pair: PairId
    check_in: CheckInId
    owner: UserId
    pause_days_offered: int = 0
    unmet: bool = False


@dataclass(frozen=True, slots=True)
class UpdateShared(PingsNobody):
    """Show the partner an update, in the pair's thread."""

    guild: GuildId
    pair: PairId
    update: UpdateId
    author: UserId
    partners: tuple[UserId, ...]
    moved: str
    in_the_way: str
    next_step: str


@dataclass(frozen=True, slots=True)
class CaseOpened:
    """Tell the moderators about a new case; the `owner`, if they can't be told in their channel.

    `others` are what else came since they were last told: kinds, and how many cases of each. With
    `is_news`, there may have been others, which are in the list of cases. `closed` if it is over.
    """

    guild: GuildId
    case: CaseId
    case_kind: str
    facts: dict[str, str]
    moderators: RoleId | None
    about_pair: bool = False
    people: tuple[UserId, ...] = ()
    others: tuple[tuple[str, int], ...] = ()
    owner: UserId | None = None
    is_news: bool = False
    closed: CaseClosed | None = None

    @property
    def pings(self) -> Pings:
        """Ping the moderators' role and those who asked for it by name, or the server's owner.

        A case that is over pings no one.
        """
        if self.closed is not None:
            return NOBODY
        if self.owner is not None:
            return Pings(people=(self.owner,))
        return Pings(self.people, (self.moderators,) if self.moderators else ())


@dataclass(frozen=True, slots=True)
class SavedProgramDue(PingsPerson):
    """Remind someone of a program that they saved, on the day they chose.

    Others may read along wherever it is not `private`.
    """

    guild: GuildId
    saved: SavedProgramId
    person: UserId
    program: ProgramId
    name: str
    private: bool = True


@dataclass(frozen=True, slots=True)
class CorrectionDecided(PingsPerson):
    """Tell someone whether the moderators accepted their correction of a program."""

    guild: GuildId
    person: UserId
    program: ProgramId
    name: str
    is_accepted: bool


@dataclass(frozen=True, slots=True)
class RevealedHalf:
    """One person's answers to the questions of an agreement, and whether they have agreed."""

    user: UserId
    said: Mapping[str, tuple[str, ...]]
    agreed: bool


@dataclass(frozen=True, slots=True)
class AgreementRevealed:
    """Show a pair everyone's answers, side by side."""

    guild: GuildId
    pair: PairId
    version: int
    halves: tuple[RevealedHalf, ...]

    @property
    def pings(self) -> Pings:
        """Ping everyone who answered."""
        return Pings(tuple(half.user for half in self.halves))


@dataclass(frozen=True, slots=True)
class AgreementDue(PingsPeople):
    """Remind someone of their half, or with `revealed` of agreeing; in a circle all it concerns."""

    guild: GuildId
    pair: PairId
    people: tuple[UserId, ...]
    revealed: bool
    circle: bool = False


@dataclass(frozen=True, slots=True)
class AgreementReview(PingsOwner):
    """Ask halfway whether an agreement still works."""

    guild: GuildId
    pair: PairId
    owner: UserId


@dataclass(frozen=True, slots=True)
class PulseAsked(PingsPeople):
    """Tell someone, in a circle everyone it concerns, that a private question is waiting.

    In the thread it says no more than that. `pulse` is the question of the first of them. Where no
    one else reads it, it is `named`: it says which of their partners it is about.
    """

    guild: GuildId
    pair: PairId
    pulse: PulseId
    people: tuple[UserId, ...]
    circle: bool = False
    partners: tuple[UserId, ...] = ()
    named: bool = False


# The version of a pair's welcome back when its end was a mistake.
RESTORED = -1


@dataclass(frozen=True, slots=True)
class PairResumed(PingsPeople):
    """Welcome a pair back when its pause is over; something waits for those in `waiting`.

    With `returned`, it had been on hold until this person was in the server again. With `restored`,
    it had ended, by mistake or with an approval that was undone and made again.
    """

    guild: GuildId
    pair: PairId
    waiting: tuple[UserId, ...] = ()
    returned: UserId | None = None
    resumed_by: UserId | None = None
    people: tuple[UserId, ...] = ()
    restored: bool = False


@dataclass(frozen=True, slots=True)
class PairEnded:
    """Post a pair's goodbye: a neutral reason, its totals, and what was cancelled.

    `first` are those who wait again and come first in the next round, where the reason doesn't say.
    """

    guild: GuildId
    pair: PairId
    members: tuple[UserId, ...]
    reason: EndReason
    weeks: int
    reached: PairStats
    called_off: tuple[CalendarEntry, ...]
    written_at: datetime
    first: tuple[UserId, ...] = ()

    @property
    def pings(self) -> Pings:
        """Ping everyone who was in the pair."""
        return Pings(self.members)


@dataclass(frozen=True, slots=True)
class AwayTold(PingsNobody):
    """Tell a pair that one of them will be away; with `both`, both are at that time."""

    guild: GuildId
    pair: PairId
    away: AwayId
    person: UserId
    partners: tuple[UserId, ...]
    first_day: date
    last_day: date
    note: str
    both: tuple[date, date] | None


@dataclass(frozen=True, slots=True)
class AwayChanged(PingsNobody):
    """Tell a pair that someone is back sooner, or with `never_left` won't be away at all."""

    guild: GuildId
    pair: PairId
    away: AwayId
    person: UserId
    partners: tuple[UserId, ...]
    never_left: bool


@dataclass(frozen=True, slots=True)
class AwayOver(PingsPerson):
    """Welcome someone back, with the number of things that are waiting."""

    guild: GuildId
    away: AwayId
    person: UserId
    waiting: int


@dataclass(frozen=True, slots=True)
class HelpLate(PingsPerson):
    """Tell whoever asked the moderators that their day has passed; `hidden` where others read."""

    guild: GuildId
    person: UserId
    by: datetime
    hidden: bool


@dataclass(frozen=True, slots=True)
class MessageOver(PingsNobody):
    """Take the buttons from an earlier message, whose words stay: what they offered is over."""

    guild: GuildId


@dataclass(frozen=True, slots=True)
class DigestItem:
    """One of several nudges in a message, with the reference of its own row."""

    ref: str
    facts: Facts


@dataclass(frozen=True, slots=True)
class Digest(PingsPerson):
    """Several nudges for one person, in one message; the first one's row carries it.

    In a `private` place of theirs others are called by their `names`: a mention could add them.
    """

    guild: GuildId
    person: UserId
    parts: tuple[DigestItem, ...]
    private: bool = False
    names: tuple[tuple[UserId, str], ...] = ()
