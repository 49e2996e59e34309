"""Every kind of nudge, declared once: what it is about, whom it notifies, and which rules hold.

A kind is one member of `NudgeKind`, and its row says everything but two things: when it still
makes sense (`bot.delivery.kinds`) and how it is worded (`bot.messages`). Both register for the
member, and the program does not start while one of them is missing. Order matters in one place:
`/nudges` lists what can be muted in the order of this module.
"""

from collections.abc import Callable
from enum import StrEnum
from typing import Self

from bot.domain.meetings import nudges as meetings
from bot.domain.moderation.cases import CaseDigest, CaseNote
from bot.domain.nudges import nudges
from bot.domain.nudges.kind_rows import Area, KindRow, Notifies, Pause, Policy
from bot.domain.outreach.outreach import OutreachFollowUp
from bot.domain.pairs.contacts import ContactWaiting
from bot.domain.pairs.nudges import CircleAsked, PartnerLeft, PauseNotice, ThreadRenewed
from bot.domain.privacy.nudges import ProfileUnused, WordsRemoved
from bot.domain.progress.check_ins import CheckInLater
from bot.domain.progress.commitments import CommitmentDue
from bot.domain.progress.wins import WinPosted, WinShared
from bot.domain.requests.notices import RequestAsked, RequestNudge, RequestTold
from bot.domain.safety.concerns import ConcernTold, ConcernWaiting
from bot.domain.youth.weekly import YouthWeekly

# The reason for cancelling an outbox row whose kind the code does not have.
UNKNOWN = "this version of the bot does not know its kind"


class NudgeKind(StrEnum):
    """Every kind of scheduled message. A member equals its name in the database."""

    row: KindRow

    def __new__(cls, row: KindRow) -> Self:
        """Make a member of its row."""
        member = str.__new__(cls, row.name)
        member._value_ = row.name
        member.row = row
        return member

    @classmethod
    def read(cls, name: str) -> "NudgeKind":
        """Return the kind with this name in the database.

        A kind that the code no longer has, or does not have yet, keeps its name and has no rules;
        it is not among the members.
        """
        member = cls._value2member_map_.get(name)
        if isinstance(member, cls):
            return member
        unknown = str.__new__(cls, name)
        unknown._value_ = unknown._name_ = name
        unknown.row = KindRow(
            name, Area.NUDGES, object, 0, Policy.IMMEDIATE, Notifies.NOBODY, UNKNOWN
        )
        return unknown

    @property
    def is_known(self) -> bool:
        """Whether the code has this kind."""
        return self._name_ in type(self).__members__

    CHECK_IN = KindRow(
        "check-in",
        Area.PROGRESS,
        nudges.CheckInDue,
        60,
        Policy.RATE_LIMITED,
        Notifies.PERSON,
        pause=Pause.LEFT_OUT,
        mutable=True,
        left_out_when_away=True,
    )
    CHECK_IN_LATER = KindRow(
        "check-in-later",
        Area.PROGRESS,
        CheckInLater,
        60,
        Policy.IMMEDIATE,
        Notifies.NOBODY,
        "it notifies no one: no one has to follow up",
        pause=Pause.LEFT_OUT,
    )
    COMMITMENT_DUE = KindRow(
        "commitment-due",
        Area.PROGRESS,
        CommitmentDue,
        50,
        Policy.REQUESTED,
        Notifies.PERSON,
        "they chose the day, and were told when the reminder comes",
        pause=Pause.WAITS,
        mutable=True,
    )
    UPDATE_SHARED = KindRow(
        "update-shared",
        Area.PROGRESS,
        nudges.UpdateShared,
        30,
        Policy.IMMEDIATE,
        Notifies.NOBODY,
        "it notifies no one: it is there to be read, and asks nothing",
    )
    WIN_SHARED = KindRow(
        "win-shared",
        Area.PROGRESS,
        WinShared,
        30,
        Policy.IMMEDIATE,
        Notifies.NOBODY,
        "it notifies no one: it is there to be read, and asks nothing",
    )
    WIN_POSTED = KindRow(
        "win-posted",
        Area.PROGRESS,
        WinPosted,
        50,
        Policy.IMMEDIATE,
        Notifies.NOBODY,
        "it notifies no one",
    )

    FIRST_MEETING = KindRow(
        "first-meeting",
        Area.MEETINGS,
        meetings.FirstMeetingDue,
        55,
        Policy.RATE_LIMITED,
        Notifies.PERSON,
        pause=Pause.LEFT_OUT,
        mutable=True,
    )
    TIMES_WAITING = KindRow(
        "times-waiting",
        Area.MEETINGS,
        meetings.TimesWaiting,
        50,
        Policy.RATE_LIMITED,
        Notifies.PERSON,
        pause=Pause.WAITS,
        mutable=True,
    )
    NEW_TIME = KindRow(
        "new-time",
        Area.MEETINGS,
        meetings.NewTimeDue,
        55,
        Policy.RATE_LIMITED,
        Notifies.PERSON,
        pause=Pause.WAITS,
        mutable=True,
    )
    MET_QUESTION = KindRow(
        "met-question",
        Area.MEETINGS,
        meetings.MetQuestion,
        50,
        Policy.IMMEDIATE,
        Notifies.NOBODY,
        "it notifies no one: the meeting's card asks, once the meeting is over",
        pause=Pause.LEFT_OUT,
        mutable=True,
    )
    MEETING_REMINDER = KindRow(
        "meeting-reminder",
        Area.MEETINGS,
        meetings.MeetingReminder,
        10,
        Policy.IMMEDIATE,
        Notifies.PERSON,
        "the person agreed to meet; it comes by day while it can, and at night without a sound",
        pause=Pause.LEFT_OUT,
        mutable=True,  # only if muted on purpose: it is listed last
        left_out_when_away=True,
        mostly_waits=True,
        resend_if_uncertain=True,  # rather twice than never: no one should sit in a call alone
    )
    MEETING_PROPOSED = KindRow(
        "meeting-proposed",
        Area.MEETINGS,
        meetings.MeetingProposed,
        30,
        Policy.IMMEDIATE,
        Notifies.NAMED,
        "the partner proposes it at that moment, as in any conversation",
    )
    MEETING_CONFIRMED = KindRow(
        "meeting-confirmed",
        Area.MEETINGS,
        meetings.MeetingConfirmed,
        25,
        Policy.IMMEDIATE,
        Notifies.NAMED,
        "the partner has just said yes, as in any conversation",
    )
    MEETING_CANCELLED = KindRow(
        "meeting-cancelled",
        Area.MEETINGS,
        meetings.MeetingCancelled,
        20,
        Policy.IMMEDIATE,
        Notifies.NAMED,
        "so no one gets up for a canceled meeting",
    )
    PROPOSAL_CHANGED = KindRow(
        "proposal-changed",
        Area.MEETINGS,
        meetings.ProposalClosed,
        28,
        Policy.IMMEDIATE,
        Notifies.NOBODY,
        "it notifies no one: an earlier message loses its buttons or shows what holds now",
    )
    TIMES_PASSED = KindRow(
        "times-passed",
        Area.MEETINGS,
        meetings.TimesPassed,
        50,
        Policy.REQUESTED,
        Notifies.PERSON,
        "what they proposed is over",
        pause=Pause.WAITS,
    )
    MEETING_ABSENCE = KindRow(
        "meeting-absence",
        Area.MEETINGS,
        meetings.MeetingAbsence,
        25,
        Policy.IMMEDIATE,
        Notifies.NOBODY,
        "it notifies no one: the meeting goes on",
    )
    TIMES_WITHDRAWN = KindRow(
        "times-withdrawn",
        Area.MEETINGS,
        meetings.TimesWithdrawn,
        25,
        Policy.IMMEDIATE,
        Notifies.NOBODY,
        "it notifies no one: their meeting stays as it was",
    )

    AGREEMENT_DUE = KindRow(
        "agreement-due",
        Area.PAIRS,
        nudges.AgreementDue,
        60,
        Policy.RATE_LIMITED,
        Notifies.PERSON,
        pause=Pause.WAITS,
        mutable=True,
    )
    AGREEMENT_REVIEW = KindRow(
        "agreement-review",
        Area.PAIRS,
        nudges.AgreementReview,
        70,
        Policy.RATE_LIMITED,
        Notifies.PERSON,
        pause=Pause.WAITS,
        mutable=True,
    )
    AGREEMENT_REVEALED = KindRow(
        "agreement-revealed",
        Area.PAIRS,
        nudges.AgreementRevealed,
        30,
        Policy.IMMEDIATE,
        Notifies.NAMED,
        "the partner has just answered, as in any conversation",
    )
    PULSE = KindRow(
        "pulse",
        Area.PAIRS,
        nudges.PulseAsked,
        60,
        Policy.RATE_LIMITED,
        Notifies.PERSON,
        pause=Pause.WAITS,
        mutable=True,
    )
    INTRODUCTION = KindRow(
        "introduction",
        Area.PAIRS,
        nudges.Introduction,
        30,
        Policy.IMMEDIATE,
        Notifies.NAMED,
        "they signed up and are waiting for it, and it comes once",
    )
    CONTACT_WAITING = KindRow(
        "contact-waiting",
        Area.PAIRS,
        ContactWaiting,
        40,
        Policy.REQUESTED,
        Notifies.PERSON,
        "the partner asked or answered",
        pause=Pause.WAITS,
    )
    CIRCLE_ASKED = KindRow(
        "circle-asked",
        Area.PAIRS,
        CircleAsked,
        35,
        Policy.DAYTIME_ONLY,
        Notifies.NAMED,
        "it concerns them, and waits for their morning",
    )
    PAIR_PAUSED = KindRow(
        "pair-rests",
        Area.PAIRS,
        PauseNotice,
        40,
        Policy.IMMEDIATE,
        Notifies.NOBODY,
        "it notifies no one, and is posted while it is news",
    )
    PAIR_RESUMED = KindRow(
        "pair-resumed",
        Area.PAIRS,
        nudges.PairResumed,
        40,
        Policy.DAYTIME_ONLY,
        Notifies.NAMED,
        "it notifies only those whose pause someone else has ended, and waits for their morning",
    )
    PAIR_ENDED = KindRow(
        "pair-ended",
        Area.PAIRS,
        nudges.PairEnded,
        30,
        Policy.IMMEDIATE,
        Notifies.NAMED,
        "whoever opens the thread must know that the pair has ended",
    )
    PARTNER_LEFT = KindRow(
        "partner-left",
        Area.PAIRS,
        PartnerLeft,
        40,
        Policy.DAYTIME_ONLY,
        Notifies.NAMED,
        "for information, in the morning",
    )
    THREAD_RENEWED = KindRow(
        "thread-renewed",
        Area.PAIRS,
        ThreadRenewed,
        15,
        Policy.IMMEDIATE,
        Notifies.NOBODY,
        "it notifies no one, and others wait for the thread it creates",
    )

    SAVED_PROGRAM = KindRow(
        "saved-program",
        Area.PROGRAMS,
        nudges.SavedProgramDue,
        70,
        Policy.REQUESTED,
        Notifies.PERSON,
        "they chose the day",
        mutable=True,
    )

    CORRECTION_DECIDED = KindRow(
        "correction-decided",
        Area.PROGRAMS,
        nudges.CorrectionDecided,
        70,
        Policy.REQUESTED,
        Notifies.PERSON,
        "they reported it, and were told that they would hear",
    )

    OUTREACH_FOLLOW_UP = KindRow(
        "outreach-follow-up",
        Area.OUTREACH,
        OutreachFollowUp,
        60,
        Policy.RATE_LIMITED,
        Notifies.PERSON,
        mutable=True,
    )

    AWAY_TOLD = KindRow(
        "away-told",
        Area.NUDGES,
        nudges.AwayTold,
        30,
        Policy.IMMEDIATE,
        Notifies.NOBODY,
        "it notifies no one, and is posted while it is news",
    )
    AWAY_CHANGED = KindRow(
        "away-changed",
        Area.NUDGES,
        nudges.AwayChanged,
        30,
        Policy.IMMEDIATE,
        Notifies.NOBODY,
        "it notifies no one, and is posted while it is news",
    )
    AWAY_OVER = KindRow(
        "away-over",
        Area.NUDGES,
        nudges.AwayOver,
        40,
        Policy.REQUESTED,
        Notifies.PERSON,
        "their own time away is over",
    )

    MESSAGE_OVER = KindRow(
        "message-over",
        Area.NUDGES,
        nudges.MessageOver,
        90,
        Policy.IMMEDIATE,
        Notifies.NOBODY,
        "it notifies no one: an earlier message loses the buttons of what is over, or is renewed",
    )
    POSTED_AT_NIGHT = KindRow(
        "posted-at-night",
        Area.NUDGES,
        nudges.PostedAtNight,
        40,
        Policy.REQUESTED,
        Notifies.PERSON,
        "something was posted at their night, without notifying them",
    )

    PROFILE_UNUSED = KindRow(
        "profile-unused",
        Area.PRIVACY,
        ProfileUnused,
        80,
        Policy.REQUESTED,
        Notifies.PERSON,
        "it comes once a year at most, before something of theirs is erased",
    )
    WORDS_REMOVED = KindRow(
        "words-removed",
        Area.PRIVACY,
        WordsRemoved,
        15,
        Policy.IMMEDIATE,
        Notifies.NOBODY,
        "it notifies no one: an earlier message loses the words of someone who deleted their data",
    )

    REQUEST_ASKED = KindRow(
        "request-asked",
        Area.REQUESTS,
        RequestAsked,
        30,
        Policy.REQUESTED,
        Notifies.PERSON,
        "they are open to requests",
        alone=True,  # it goes to a thread of its own
    )
    REQUEST_NUDGE = KindRow(
        "request-nudge",
        Area.REQUESTS,
        RequestNudge,
        50,
        Policy.REQUESTED,
        Notifies.PERSON,
        "someone waits for their answer, and was told that they'd be reminded",
    )
    REQUEST_TOLD = KindRow(
        "request-told",
        Area.REQUESTS,
        RequestTold,
        30,
        Policy.REQUESTED,
        Notifies.PERSON,
        "their own request, or one sent to them",
        alone=True,  # it goes to a thread of its own
    )

    SIGN_UP_PANEL = KindRow(
        "sign-up-panel",
        Area.COHORTS,
        nudges.SignUpPanel,
        20,
        Policy.IMMEDIATE,
        Notifies.NOBODY,
        "it notifies no one",
    )

    IMPORTED = KindRow(
        "imported",
        Area.COHORTS,
        nudges.ImportedSignUp,
        50,
        Policy.REQUESTED,
        Notifies.PERSON,
        "someone signed them up",
        alone=True,  # it goes to a thread of its own
    )

    MODERATOR_NEWS = KindRow(
        "moderator-news",
        Area.COHORTS,
        nudges.ModeratorNews,
        45,
        Policy.REQUESTED,
        Notifies.PERSON,
        "a moderator wrote to them, or changed their place",
        alone=True,  # it goes to a thread of its own
    )

    SIGN_UP_REMINDER = KindRow(
        "sign-up-reminder",
        Area.COHORTS,
        nudges.SignUpUnfinished,
        50,
        Policy.REQUESTED,
        Notifies.PERSON,
        "they began to sign up, and it comes once",
        alone=True,  # it goes to a thread of its own
    )

    COHORT_NEWS = KindRow(
        "cohort-news",
        Area.COHORTS,
        nudges.CohortNews,
        45,
        Policy.REQUESTED,
        Notifies.PERSON,
        "the moderators write to everyone, or the dates that they signed up for change",
        alone=True,  # each reads exactly what the moderators were shown
    )

    WAITLISTED = KindRow(
        "waitlisted",
        Area.MATCHING,
        nudges.Waitlisted,
        50,
        Policy.REQUESTED,
        Notifies.PERSON,
        "their own sign-up is answered",
    )

    CASE_OPENED = KindRow(
        "case-opened",
        Area.MODERATION,
        nudges.CaseOpened,
        40,
        Policy.IMMEDIATE,
        Notifies.ROLE,
        "it notifies a role, which has no quiet hours, and it may be urgent",
    )
    HELP_LATE = KindRow(
        "help-late",
        Area.MODERATION,
        nudges.HelpLate,
        35,
        Policy.REQUESTED,
        Notifies.PERSON,
        "they asked, and were told by when they would hear",
    )
    CASE_DIGEST = KindRow(
        "case-digest",
        Area.MODERATION,
        CaseDigest,
        70,
        Policy.IMMEDIATE,
        Notifies.ROLE,
        "it notifies a role, which has no quiet hours, and it is planned for 9:00",
    )
    CASE_NOTE = KindRow(
        "case-note",
        Area.MODERATION,
        CaseNote,
        30,
        Policy.IMMEDIATE,
        Notifies.NAMED,
        "a moderator writes it at that moment and wants it sent now",
    )

    CONCERN_WAITING = KindRow(
        "concern-waiting",
        Area.SAFETY,
        ConcernWaiting,
        5,
        Policy.IMMEDIATE,
        Notifies.PERSON,
        "someone may be in danger, and they agreed to be a safety lead",
        alone=True,  # nothing else belongs in the leads' thread
        resend_if_uncertain=True,  # rather twice than never
        confidential=True,
    )
    CONCERN_TOLD = KindRow(
        "concern-told",
        Area.SAFETY,
        ConcernTold,
        6,
        Policy.IMMEDIATE,
        Notifies.PERSON,
        "they handle the concern, and what was added may be urgent",
        alone=True,
        resend_if_uncertain=True,
        confidential=True,
    )
    YOUTH_WEEKLY = KindRow(
        "youth-weekly",
        Area.YOUTH,
        YouthWeekly,
        60,
        Policy.REQUESTED,
        Notifies.PERSON,
        "they attested that they look into these threads",
    )


def kinds_where(condition: Callable[[KindRow], bool]) -> frozenset[NudgeKind]:
    """Return the kinds whose row meets a condition."""
    return frozenset(kind for kind in NudgeKind if condition(kind.row))
