"""The states a thing can be in: one enum a noun. The arrows are in each noun's own rules."""

from enum import StrEnum


class CohortState(StrEnum):
    """A cohort's life, in order."""

    DRAFT = "draft"
    ENROLLING = "enrolling"
    MATCHING = "matching"
    RUNNING = "running"
    CLOSING = "closing"
    ENDED = "ended"


class Role(StrEnum):
    """What a person signed up as."""

    MENTOR = "mentor"
    MENTEE = "mentee"


class EnrolmentState(StrEnum):
    """Where a sign-up stands."""

    APPLIED = "applied"
    PLACED = "placed"
    WAITLISTED = "waitlisted"
    LEFT = "left"


class MatchRunState(StrEnum):
    """A match run is proposed, then approved or set aside by a newer one."""

    PROPOSED = "proposed"
    APPROVED = "approved"
    SUPERSEDED = "superseded"
    UNDONE = "undone"


class PairState(StrEnum):
    """Where a relationship stands."""

    INTRODUCED = "introduced"
    AGREED = "agreed"
    RUNNING = "running"
    PAUSED = "paused"
    ENDED = "ended"

    @property
    def is_active(self) -> bool:
        """Whether nudges may go to this pair."""
        return self in (PairState.INTRODUCED, PairState.AGREED, PairState.RUNNING)


class EndReason(StrEnum):
    """Why a pair ended; none of them says who wanted it."""

    TOGETHER = "together"  # one of them closed it, for both to see
    REMATCH = "rematch"  # it was not right, and each is matched anew
    UNDONE = "undone"  # the moderators took the pairing back
    COHORT_ENDED = "cohort-ended"


class MeetingState(StrEnum):
    """Where a meeting stands; what nobody answered for is unknown, never missed."""

    PROPOSED = "proposed"
    CONFIRMED = "confirmed"
    HAPPENED = "happened"
    MOVED = "moved"
    MISSED = "missed"
    UNKNOWN = "unknown"
    CANCELLED = "cancelled"

    @property
    def is_to_be_found_anew(self) -> bool:
        """Whether it did not take place when it was to, so that a new time is the next step."""
        return self in (MeetingState.MOVED, MeetingState.MISSED)


class MeetingAnswer(StrEnum):
    """What one side says about a meeting afterwards."""

    MET = "met"
    MOVED = "moved"
    NOT_THERE = "not-there"
    COULD_NOT = "could-not"


class CheckInState(StrEnum):
    """A check-in is planned, asked, and then answered in some way or not at all."""

    PLANNED = "planned"
    ASKED = "asked"
    ANSWERED = "answered"
    UNANSWERED = "unanswered"
    CANCELLED = "cancelled"


class CheckInAnswer(StrEnum):
    """What the four buttons, or anything that answers in their place, say."""

    ON_TRACK = "on-track"
    A_WORD = "a-word"
    BUSY = "busy"
    NEED_HELP = "need-help"
    UPDATE_LOGGED = "update-logged"
    MEETING_CONFIRMED = "meeting-confirmed"


class PulseState(StrEnum):
    """A private question is planned, asked, and then answered or not."""

    PLANNED = "planned"
    ASKED = "asked"
    ANSWERED = "answered"
    CANCELLED = "cancelled"


class PulseAnswer(StrEnum):
    """Whether somebody would like their pair to go on."""

    YES = "yes"
    UNSURE = "unsure"
    NO = "no"


class Worth(StrEnum):
    """What somebody says about their pair at its end."""

    MUCH = "much"
    SOME = "some"
    LITTLE = "little"


class CaseState(StrEnum):
    """Something a moderator must decide."""

    OPEN = "open"
    RESOLVED = "resolved"


class CaseAction(StrEnum):
    """One step of a case's trail."""

    OPENED = "opened"
    TAKEN = "taken"
    EXTENDED = "extended"
    RESTED = "rested"  # the pair rests, and its case with it
    WROTE = "wrote"
    REMATCHED = "rematched"
    HANDED = "handed"  # put before a mentor whom a moderator chose
    RESOLVED = "resolved"
    MENDED = "mended"  # what it was about is over


class GoalState(StrEnum):
    """Where a goal stands."""

    OPEN = "open"
    DONE = "done"
    LET_GO = "let-go"


class CommitmentState(StrEnum):
    """What became of a promise. An honest move or drop is no failure."""

    OPEN = "open"
    KEPT = "kept"
    MOVED = "moved"
    DROPPED = "dropped"
    LAPSED = "lapsed"


class CorrectionState(StrEnum):
    """What became of somebody's word that an entry is wrong."""

    OPEN = "open"
    ACCEPTED = "accepted"
    REJECTED = "rejected"


class RequestState(StrEnum):
    """Where a request stands, and where it stands with each mentor who was asked."""

    OPEN = "open"
    QUESTION = "question"
    ACCEPTED = "accepted"
    DECLINED = "declined"
    EXPIRED = "expired"
    WITHDRAWN = "withdrawn"
    TAKEN = "taken-by-another"

    @property
    def is_open(self) -> bool:
        """Whether something is still waited for."""
        return self in (RequestState.OPEN, RequestState.QUESTION)


class RequestStep(StrEnum):
    """What an open request waits for, and so for whom."""

    ANSWER = "answer"  # the mentor who was asked
    CLAIM = "claim"  # whichever of the other mentors is first
    REPLY = "reply"  # the asker, to a question
    CONSENT = "consent"  # the asker, to being introduced to who claimed it
    TIME = "time"  # the one to whom two times were proposed
    TALK = "talk"  # who has not said yet how the short conversation went
    DECISION = "decision"  # the moderators
    NOTHING = "nothing"  # it is settled


class RequestNews(StrEnum):
    """What somebody hears about a request."""

    QUESTION = "question"
    REPLY = "reply"
    MOVED_ON = "moved-on"
    TO_MODERATORS = "to-moderators"
    HANDED_ON = "handed-on"
    CLAIMED = "claimed"
    TAKEN = "taken"
    WITHDRAWN = "withdrawn"
    LET_REST = "let-rest"
    NOT_THIS_TIME = "not-this-time"
    TIMES = "times"
    TIME_SET = "time-set"
    EXPIRED = "expired"
    CLOSED = "closed"


class OutreachState(StrEnum):
    """Where somebody stands with a person outside the society."""

    PLANNED = "planned"
    SENT = "sent"
    ANSWERED = "answered"
    MET = "met"
    DECLINED = "declined"
    RESTING = "resting"
    CLOSED = "closed"

    @property
    def is_open(self) -> bool:
        """Whether something is still to be done."""
        return self not in (
            OutreachState.DECLINED,
            OutreachState.RESTING,
            OutreachState.CLOSED,
        )


class ContactChannel(StrEnum):
    """A way to reach somebody outside Discord."""

    TEXT = "text"
    PHONE = "phone"
    EMAIL = "email"


class ContactState(StrEnum):
    """Where a question for somebody's contact stands."""

    ASKED = "asked"
    SHARED = "shared"
    DECLINED = "declined"
    REVOKED = "revoked"
    OVER = "over"  # its pair has ended


class NudgeState(StrEnum):
    """Where a row of the outbox stands."""

    DUE = "due"
    LEASED = "leased"
    SENT = "sent"
    UNCERTAIN = "uncertain"
    DEAD = "dead"
    EXPIRED = "expired"
    CANCELLED = "cancelled"
    MERGED = "merged"
