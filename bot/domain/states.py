"""States, one enum for each noun. The transitions are in each noun's own rules.

The database holds the values, so they stay as they are even if a better name is found.
"""

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
    """The state of a sign-up."""

    APPLIED = "applied"
    PLACED = "placed"
    WAITLISTED = "waitlisted"
    LEFT = "left"


class MatchRunState(StrEnum):
    """A match run is proposed, then approved or superseded by a newer one."""

    PROPOSED = "proposed"
    APPROVED = "approved"
    SUPERSEDED = "superseded"
    UNDONE = "undone"


class PairState(StrEnum):
    """The state of a pair."""

    INTRODUCED = "introduced"
    AGREED = "agreed"
    RUNNING = "running"
    PAUSED = "paused"
    ENDED = "ended"

    @property
    def is_active(self) -> bool:
        """Whether nudges may go to this pair."""
        return self in (PairState.INTRODUCED, PairState.AGREED, PairState.RUNNING)


class CircleTopic(StrEnum):
    """What one of a circle asks the others for, since it would hold for all of them.

    To leave is one's own decision: no one is asked, and the others are told. That mentees may join
    later, they were told when they were introduced, and who does, when it happens.
    """

    PAUSE = "pause"
    RESUME = "resume"
    END_SERIES = "end-series"
    END = "end"
    LEAVE = "leave"
    JOIN = "join"


class EndReason(StrEnum):
    """Why a pair ended; none of them says who wanted it."""

    TOGETHER = "together"  # one of them closed it, for both to see
    REMATCH = "rematch"  # it didn't fit, and each is matched again
    UNDONE = "undone"  # the moderators undid the pairing
    LEFT = "left"  # someone left the server, and the moderators resolved the case
    NO_MENTOR = "no-mentor"  # the mentor of a circle ended it, and its mentees are matched again
    MOVED = "moved"  # the moderators gave the mentee another mentor
    COHORT_ENDED = "cohort-ended"
    ERASED = "erased"  # someone deleted their data, and whoever stays is matched again


class MeetingState(StrEnum):
    """The state of a meeting; one that no one reported on is unknown, never missed."""

    PROPOSED = "proposed"
    CONFIRMED = "confirmed"
    HAPPENED = "happened"
    MOVED = "moved"
    MISSED = "missed"
    UNKNOWN = "unknown"
    CANCELLED = "cancelled"

    @property
    def needs_new_time(self) -> bool:
        """Whether it did not take place as planned, so that a new time is the next step."""
        return self in (MeetingState.MOVED, MeetingState.MISSED)

    @property
    def is_over(self) -> bool:
        """Whether someone has said what happened, or no one has in time."""
        return self.needs_new_time or self in (MeetingState.HAPPENED, MeetingState.UNKNOWN)

    @property
    def is_asked_about(self) -> bool:
        """Whether each of the pair is asked what happened, once it has begun."""
        return self is MeetingState.CONFIRMED or self.is_over


class MeetingAnswer(StrEnum):
    """One person's answer about a meeting."""

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
    """Whether someone wants to continue their pair."""

    YES = "yes"
    UNSURE = "unsure"
    NO = "no"


class Worth(StrEnum):
    """Someone's private feedback about their pair at its end."""

    MUCH = "much"
    SOME = "some"
    LITTLE = "little"


class CaseState(StrEnum):
    """Something a moderator must decide."""

    OPEN = "open"
    RESOLVED = "resolved"


class CaseAction(StrEnum):
    """One step in a case's log."""

    OPENED = "opened"
    TAKEN = "taken"
    EXTENDED = "extended"
    SNOOZED = "rested"  # until the pause of its pair ends
    WROTE = "wrote"
    REMATCHED = "rematched"
    HANDED = "handed"  # sent to a mentor whom a moderator chose
    RETRIED = "retried"
    RESOLVED = "resolved"
    NOTED = "noted"
    NOT_NEEDED = "mended"  # what it was about is over
    REOPENED = "reopened"  # with the cohort whose end closed it

    @property
    def closes(self) -> bool:
        """Whether the case is over with it."""
        return self in (self.REMATCHED, self.HANDED, self.RESOLVED, self.NOT_NEEDED)


class GoalState(StrEnum):
    """The state of a goal."""

    OPEN = "open"
    DONE = "done"
    DROPPED = "let-go"


class CommitmentState(StrEnum):
    """The state of a commitment. Moving or dropping it in time is not a failure."""

    OPEN = "open"
    DONE = "kept"
    MOVED = "moved"
    DROPPED = "dropped"
    LAPSED = "lapsed"

    @property
    def is_unanswered(self) -> bool:
        """Whether its owner has yet to say what became of it."""
        return self in (CommitmentState.OPEN, CommitmentState.LAPSED)


class CorrectionState(StrEnum):
    """The state of someone's report that an entry is wrong."""

    OPEN = "open"
    ACCEPTED = "accepted"
    REJECTED = "rejected"


class RequestState(StrEnum):
    """The state of a request, and of it with each mentor who was asked."""

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
    """What an open request waits for, and so whose turn it is."""

    ANSWER = "answer"  # the mentor who was asked
    CLAIM = "claim"  # whichever of the other mentors answers first
    REPLY = "reply"  # the asker, to a question
    CONSENT = "consent"  # the asker, to being introduced to who claimed it
    TIME = "time"  # the person to whom two times were proposed
    TALK = "talk"  # whoever has not said yet how the short conversation went
    DECISION = "decision"  # the moderators
    NOTHING = "nothing"  # it is closed


class RequestNews(StrEnum):
    """News about a request."""

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
    """The state of a contact outside the society."""

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
    """A way to reach someone outside Discord."""

    TEXT = "text"
    PHONE = "phone"
    EMAIL = "email"


class ContactState(StrEnum):
    """The state of a question for someone's contact details."""

    ASKED = "asked"
    SHARED = "shared"
    DECLINED = "declined"
    REVOKED = "revoked"
    OVER = "over"  # its pair has ended


class NudgeState(StrEnum):
    """The state of a row of the outbox."""

    DUE = "due"
    LEASED = "leased"
    SENT = "sent"
    UNCERTAIN = "uncertain"
    DEAD = "dead"
    EXPIRED = "expired"
    CANCELLED = "cancelled"
    MERGED = "merged"


class ConcernState(StrEnum):
    """The state of a concern."""

    OPEN = "open"  # no lead has acknowledged it yet
    ACKNOWLEDGED = "acknowledged"
    CLOSED = "closed"
    WITHDRAWN = "withdrawn"

    @property
    def is_over(self) -> bool:
        """Whether nothing more is to be done about it."""
        return self in (ConcernState.CLOSED, ConcernState.WITHDRAWN)


class ConcernAbout(StrEnum):
    """What a concern is about."""

    BEHAVIOR = "behavior"
    WELL_BEING = "well-being"
    OTHER = "other"


class ConcernDoor(StrEnum):
    """What the person who reports a concern wants."""

    CONTACT = "contact"
    RECORD = "record"


class ConcernNews(StrEnum):
    """What happened to a concern after it was acknowledged."""

    ADDED = "added"
    WITHDRAWN = "withdrawn"


class Look(StrEnum):
    """What someone opened about a person."""

    PERSON = "person"  # a moderator: their page in the list of a cohort's people
    CASE = "case"  # a moderator: a case about a mentorship of theirs
    CONCERN = "concern"  # a safety lead: a concern that they reported
