"""IDs. Discord's are snowflakes; ours count from 1 inside each society."""

from typing import NewType

GuildId = NewType("GuildId", int)
UserId = NewType("UserId", int)
ChannelId = NewType("ChannelId", int)
MessageId = NewType("MessageId", int)
RoleId = NewType("RoleId", int)
InteractionId = NewType("InteractionId", int)

CohortId = NewType("CohortId", int)
EnrolmentId = NewType("EnrolmentId", int)
MatchRunId = NewType("MatchRunId", int)
PairId = NewType("PairId", int)
CheckInId = NewType("CheckInId", int)
UpdateId = NewType("UpdateId", int)
MeetingId = NewType("MeetingId", int)
MeetingTimeId = NewType("MeetingTimeId", int)
MeetingSeriesId = NewType("MeetingSeriesId", int)
AgendaItemId = NewType("AgendaItemId", int)
CaseId = NewType("CaseId", int)
CaseStepId = NewType("CaseStepId", int)
ActId = NewType("ActId", int)
GoalId = NewType("GoalId", int)
CommitmentId = NewType("CommitmentId", int)
WinId = NewType("WinId", int)
SearchId = NewType("SearchId", int)
SavedProgramId = NewType("SavedProgramId", int)
CorrectionId = NewType("CorrectionId", int)
CatalogueDraftId = NewType("CatalogueDraftId", int)
AwayId = NewType("AwayId", int)
PulseId = NewType("PulseId", int)
RequestId = NewType("RequestId", int)
OutreachId = NewType("OutreachId", int)
CircleQuestionId = NewType("CircleQuestionId", int)
ContactId = NewType("ContactId", int)
PairNoteId = NewType("PairNoteId", int)
ConcernId = NewType("ConcernId", int)
ConcernWordsId = NewType("ConcernWordsId", int)
OutboxId = NewType("OutboxId", int)

ProgramId = NewType("ProgramId", str)


def is_erased(user: UserId) -> bool:
    """Return whether a number stands for someone who was erased: it isn't a Discord ID."""
    return user < 0
