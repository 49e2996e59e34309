"""What moderators read about a case: states and dates, never anyone's text, and no blame."""

import re
from collections.abc import Mapping
from datetime import date, datetime
from functools import partial
from string import Formatter

from bot.domain.ids import CaseId, GuildId, UserId
from bot.domain.moderation.case_lists import cause_of
from bot.domain.moderation.cases import (
    LONGEST_NOTE,
    MOST_A_WEEK,
    CaseClosed,
    CaseDigest,
    CaseKind,
    CaseLine,
    CaseNote,
)
from bot.domain.nudges.failures import Failure
from bot.domain.nudges.kinds import NudgeKind
from bot.domain.nudges.nudges import CaseOpened, HelpLate
from bot.domain.states import CaseAction
from bot.language.say import Say
from bot.messages.buttons import POST_UPDATE, see_waiting
from bot.messages.custom_id import build
from bot.messages.moderation import failures
from bot.messages.nudges.words import named, words
from bot.messages.outgoing import (
    Button,
    Choice,
    Embed,
    Message,
    Modal,
    Pick,
    Row,
    Select,
    Style,
    TextField,
)
from bot.messages.text import (
    addressed,
    day_name,
    escape,
    join_list,
    person,
    role,
    timestamp,
    truncate,
)
from bot.messages.youth.lacks import closed_because
from bot.services.moderation.cases import CaseMoved, CaseShown
from bot.storage.moderation.cases import Case, CaseStep

SHOWN_IN_DIGEST = MOST_A_WEEK


def case_card(say: Say, shown_case: CaseShown, news: str = "") -> Message:
    """Show one case: the facts, its log, and what can be done."""
    case = shown_case.case
    steps = "\n".join(f"- {_step(say, step)}" for step in shown_case.trail)
    fields = [("Opened", timestamp(case.opened_at, "R")), ("Log", truncate(steps, 1000))]
    if shown_case.cohort:
        fields.insert(0, ("Cohort", escape(shown_case.cohort, 80)))
    note = Button("Add note", build("case", "note-form", case.guild, case.id))
    if shown_case.closed is not None:
        over = _closed_card(say, case.id, case.kind, case.facts, shown_case.closed, *fields)
        return Message(news, embeds=(over,), rows=((note,),))
    if shown_case.beside:
        also = [f"Case {other.id}: {title(other.kind)}" for other in shown_case.beside]
        said = "Snoozing or resolving this case does the same for these."
        fields.insert(1, ("Also about them", truncate("\n".join([*also, said]), 1000)))
    if case.owner is not None:
        fields.insert(0, ("Assigned to", person(case.owner)))
    if case.extended_until is not None:
        until = timestamp(case.extended_until, "D")
        fields.append(("Paused until" if shown_case.put_off else "Snoozed until", until))
    card = Embed(
        f"Case {case.id}: {title(case.kind)}",
        body(say, case.kind, case.facts),
        tuple(fields),
    )
    about_pair = shown_case.pair is not None
    rows = [
        buttons(say, case.guild, case.id, about_pair=about_pair),
        (*_retry(say, case.guild, case.id, case.kind), note),
        *_mentors(say, case.guild, case.id, case.kind),
    ]
    if case.kind == CaseKind.PANEL_GONE:
        rows.insert(0, (_panel_again(say, case.guild, case.facts),))
    return Message(news, embeds=(card,), rows=tuple(rows))


def _panel_again(
    say: Say, guild: GuildId, facts: Mapping[str, str], ref: str | None = None
) -> Button:
    """Offer to post a cohort's sign-up panel again."""
    custom_id = build("cohort", "panel", guild, int(facts.get("cohort_id", "0")), ref)
    return Button("Post panel again", custom_id, Style.PRIMARY)


def buttons(
    say: Say, guild: GuildId, case: CaseId, *, about_pair: bool, ref: str | None = None
) -> Row:
    """Return what moderators can do about a case, in one row."""

    def button(label: str, verb: str, style: Style = Style.SECONDARY) -> Button:
        return Button(label, build("case", verb, guild, case, ref), style)

    of_pair = (button("End and rematch", "rematch"), button("Message pair", "write"))
    return (
        button("Assign to me", "take", Style.PRIMARY),
        button("Snooze 2 weeks", "extend"),
        *(of_pair if about_pair else ()),
        button("Resolve case", "resolve", Style.SUCCESS),
    )


def can_be_retried(kind: str) -> bool:
    """Return whether what a case is about can be sent once more."""
    return kind in (CaseKind.THREAD_TROUBLE, CaseKind.UNDELIVERABLE)


def _retry(say: Say, guild: GuildId, case: CaseId, kind: str, ref: str | None = None) -> Row:
    if not can_be_retried(kind):
        return ()
    return (Button("Try again", build("case", "retry", guild, case, ref), Style.PRIMARY),)


def _mentors(
    say: Say, guild: GuildId, case: CaseId, kind: str, ref: str | None = None
) -> tuple[Row, ...]:
    """Let the moderators choose a mentor to ask, if no one accepted a member's request."""
    if kind != CaseKind.REQUEST_UNANSWERED:
        return ()
    custom_id = build("case", "hand", guild, case, ref)
    return ((Select(custom_id, "Ask a mentor", pick=Pick.USER),),)


def _called(facts: CaseOpened | CaseDigest) -> str:
    """Mention the moderators' role and those who asked to be notified by name."""
    called = [role(facts.moderators)] if facts.moderators else []
    return " ".join([*called, *map(person, facts.people)])


@words(NudgeKind.CASE_OPENED, "Case", "Something needs a moderator.")
def opened(say: Say, facts: CaseOpened, ref: str) -> Message:
    """Tell the moderators about a case that can't wait for the digest, and what else is new."""
    if facts.closed is not None:
        return _over(say, facts, facts.closed, ref)
    also = [cause_title(say, kind, "", number) for kind, number in facts.others]
    card = Embed(
        title=f"Case {facts.case}: {title(facts.case_kind)}",
        body=body(say, facts.case_kind, facts.facts),
        fields=(("Also new", truncate("\n".join(also), 1000)),) if also else (),
    )
    if facts.owner is not None:
        return Message(
            _to_owner(say, facts.owner), embeds=(card,), rows=(_of_owner(say, facts.guild, ref),)
        )
    rows: list[Row] = [
        buttons(say, facts.guild, facts.case, about_pair=facts.about_pair, ref=ref),
        *_mentors(say, facts.guild, facts.case, facts.case_kind, ref),
    ]
    if retry := _retry(say, facts.guild, facts.case, facts.case_kind, ref):
        rows.insert(0, retry)
    if facts.case_kind == CaseKind.PANEL_GONE:
        rows.insert(0, (_panel_again(say, facts.guild, facts.facts, ref),))
    if also:
        rows.append((_whole_list(say, facts.guild, ref),))
    text = f"{_called(facts)}\nNew case: it needs your decision.".strip()
    return Message(text, embeds=(card,), rows=tuple(rows))


def _over(say: Say, facts: CaseOpened, closed: CaseClosed, ref: str) -> Message:
    """Show a case that is over, without anything to decide."""
    card = _closed_card(say, facts.case, facts.case_kind, facts.facts, closed)
    rows: tuple[Row, ...] = ()
    if facts.owner is not None:
        rows = (_of_owner(say, facts.guild, ref),)
    elif facts.is_news:
        rows = ((_whole_list(say, facts.guild, ref),),)
    return Message("There’s nothing left to decide here.", embeds=(card,), rows=rows)


def _closed_card(
    say: Say,
    case: CaseId,
    kind: str,
    facts: Mapping[str, str],
    closed: CaseClosed,
    *fields: tuple[str, str],
) -> Embed:
    """Show that a case is resolved, who did it, and when, with the facts it was opened with."""
    at = timestamp(closed.at)
    about = truncate(case_reason(say, kind, facts), 1000)
    return Embed(
        f"Case {case} (resolved): {title(kind)}",
        f"Resolved {at} by {person(closed.by)}." if closed.by else f"Resolved automatically {at}.",
        (*([("What it was about", about)] if about else []), *fields),
    )


def _to_owner(say: Say, owner: UserId) -> str:
    return (
        f"{person(owner)}: I can’t post this in the moderators’ channel, so I’m sending it to you "
        "as the server’s owner. Run `/setup` in the server to see what to fix."
    )


def _of_owner(say: Say, guild: GuildId, ref: str) -> Row:
    return (Button("See what’s waiting", build("status", "show", guild, 0, ref)),)


def _whole_list(say: Say, guild: GuildId, ref: str) -> Button:
    return Button("See all cases", build("case", "list", guild, 0, ref))


@words(
    NudgeKind.HELP_LATE,
    "Question to the moderators",
    "You asked the moderators, and they haven’t answered in time.",
)
def late(say: Say, facts: HelpLate, ref: str) -> Message:
    """Tell whoever asked that the moderators are late; in a thread, only that something waits."""
    row = (Button("See what’s waiting", build("status", "show", facts.guild, 0, ref)),)
    if facts.hidden:
        return Message(f"{person(facts.person)}: You have news. Only you can see it.", rows=(row,))
    text = (
        f"{person(facts.person)}: The moderators haven’t answered your question, which was due "
        f"{timestamp(facts.by, 'D')}. I’m reminding them now. You can also message one directly."
    )
    return Message(text, rows=(row,))


@words(NudgeKind.CASE_DIGEST, "Case digest", "Moderators get one a week.")
def digest(say: Say, facts: CaseDigest, ref: str) -> Message:
    """Show the moderators this week's cases by cause; choosing one opens it with its buttons."""
    fields = tuple(map(partial(_in_digest, say), facts.cases))
    more = f"… and {facts.more} more" if facts.more else ""
    counts = f"Cases to review this week: {facts.total}"
    if facts.new != facts.total:
        counts = f"{counts} · New: {facts.new}"
    card = Embed("Open cases", fields=fields[:SHOWN_IN_DIGEST], footer=more)
    if facts.owner is not None:
        return Message(
            _to_owner(say, facts.owner), embeds=(card,), rows=(_of_owner(say, facts.guild, ref),)
        )
    choices = tuple(
        Choice(truncate(_name_in_digest(say, line), 100), str(line.case)) for line in facts.cases
    )
    return Message(
        f"{_called(facts)}\n{counts}".strip(),
        embeds=(card,),
        rows=(
            (Select(build("cases", "open", facts.guild, number=0), "Open a case", choices),),
            (_whole_list(say, facts.guild, ref),),
        ),
    )


def _in_digest(say: Say, line: CaseLine) -> tuple[str, str]:
    since = _since(say, line.opened_at, line.owner)
    if line.number == 1:
        reason = case_reason(say, line.kind, line.facts)
        return f"Case {line.case}: {title(line.kind)}", truncate(f"{reason}\n{since}", 900)
    others = f"{who(say, line.kind, line.facts)} … and {line.number - 1} more"
    return truncate(_name_in_digest(say, line), 250), truncate(f"{others}\n{since}", 900)


def _name_in_digest(say: Say, line: CaseLine) -> str:
    if line.number == 1:
        return f"Case {line.case}: {title(line.kind)}"
    return cause_title(say, *cause_of(line.kind, line.facts), line.number)


@words(NudgeKind.CASE_NOTE, "Note from a moderator", "A moderator wrote to you.")
def note(say: Say, facts: CaseNote, ref: str) -> Message:
    """Post a moderator's note to a pair."""
    text = f"{addressed(facts.members)} You have a message from the moderators."
    row = (
        Button(POST_UPDATE, build("update", "form", facts.guild, facts.pair, ref)),
        see_waiting(say, facts.guild, facts.pair, ref),
    )
    card = Embed("From the moderators", escape(facts.words, LONGEST_NOTE))
    return Message(text, embeds=(card,), rows=(row,))


def note_form(say: Say, guild: GuildId, case: CaseId) -> Modal:
    """Ask a moderator for the message to the pair."""
    return Modal(build("case", "note", guild, case), "Message pair", (note_field(say),))


def note_field(say: Say, label: str = "Your message in their thread") -> TextField:
    """Return the field for a message to pairs."""
    note = f"Everyone in the thread can see it. Up to {LONGEST_NOTE} characters."
    return TextField("words", label, note=note, long=True, most=4000)


def own_note_form(say: Say, custom_id: str) -> Modal:
    """Ask a moderator for a note that moderators alone read."""
    note = f"Only moderators can see it, in the case and the log. Up to {LONGEST_NOTE} characters."
    field = TextField("words", "Your note", note=note, long=True, most=4000)
    return Modal(custom_id, "Add note", (field,))


def confirm_rematch(say: Say, shown_case: CaseShown) -> Message:
    """Ask for confirmation before a pair is ended for a new match."""
    case = shown_case.case
    row = (
        Button("End and rematch", build("case", "rematch-now", case.guild, case.id), Style.DANGER),
    )
    text = (
        "This ends the pair with a goodbye message that blames no one, and puts everyone in it in "
        "the next round."
    )
    return Message(text, rows=(row,))


def moved(say: Say, moved: CaseMoved) -> Message:
    """Report the result of a moderator's step."""
    case = moved.case
    if moved.already:
        return Message(f"Case {case.id} is already resolved, so nothing was changed.")
    row: Row = ()
    match moved.action:
        case CaseAction.NOTED:
            text = f"Saved your note in case {case.id}. Only moderators can see it."
        case CaseAction.RETRIED:
            text = f"Trying again. Case {case.id} will close once it arrives."
        case CaseAction.TAKEN:
            text = f"Case {case.id} is assigned to you. The others can see that."
        case CaseAction.EXTENDED if case.extended_until:
            text = f"Case {case.id} is snoozed until {timestamp(case.extended_until, 'D')}."
        case CaseAction.HANDED:
            text = (
                "I asked them without the member’s name. If they say yes, I’ll ask the member too. "
                f"Case {case.id} is resolved."
            )
        case CaseAction.WROTE:
            text = "Sent to their thread. The log shows that you wrote, but not what you said."
        case CaseAction.REMATCHED:
            text = f"The pair has ended, and case {case.id} is resolved."
        case CaseAction.RESOLVED if case.kind == CaseKind.SOMEBODY_LEFT:
            text = f"The pair has ended, and case {case.id} is resolved."
        case _:
            text = f"Case {case.id} is resolved. Thanks!"
    if moved.beside and moved.action in (CaseAction.RESOLVED, CaseAction.EXTENDED):
        same = ", ".join(str(other.id) for other in moved.beside)
        text = f"{text} The same goes for these cases about them: {same}."
    if moved.noted:
        text = f"{text} I saved your note with it."
    elif moved.action is CaseAction.RESOLVED:
        row = (Button("Add note", build("case", "note-form", case.guild, case.id)),)
    return Message(text, rows=(row,) if row else ())


def choice(case: Case) -> str:
    """Name a case in an autocomplete."""
    return truncate(f"{case.id}: {title(case.kind)}", 100)


_STEPS = {
    CaseAction.OPENED: "Opened",
    CaseAction.TAKEN: "Assigned to themselves",
    CaseAction.EXTENDED: "Snoozed for 2 weeks",
    CaseAction.SNOOZED: "Snoozed while the pair is paused",
    CaseAction.WROTE: "Messaged the pair",
    CaseAction.HANDED: "Asked a mentor",
    CaseAction.REMATCHED: "Ended the pair and rematched everyone in it",
    CaseAction.RETRIED: "Tried again",
    CaseAction.RESOLVED: "Resolved",
    CaseAction.NOTED: "Added a note",
    CaseAction.REOPENED: "Reopened with the cohort",
    CaseAction.NOT_NEEDED: "Resolved automatically",
}


def _step(say: Say, step: CaseStep) -> str:
    # What was written to a pair is theirs; a note is for moderators.
    is_note = step.note and step.action is not CaseAction.WROTE
    parts = (
        timestamp(step.taken_at, "d"),
        person(step.actor) if step.actor else "",
        _STEPS[step.action],
        f"“{escape(step.note, 300)}”" if is_note else "",
    )
    return " · ".join(part for part in parts if part)


def _since(say: Say, opened_at: datetime, owner: UserId | None) -> str:
    opened_ = f"Opened {timestamp(opened_at, 'D')}"
    return f"{opened_} · Assigned to {person(owner)}" if owner else opened_


# --- what a case is about ---------------------------------------------------------------------


_TITLES = {
    "undeliverable": "Message not delivered",
    "uncertain": "Message may not have arrived",
    "help-asked": "Asked for a moderator",
    "check-ins-unanswered": "Not responding",
    "round-due": "Next matching round is due",
    "circle-change": "Wants to change circles",
    "circle-ended": "Circle ended",
    "somebody-left": "Someone left the server",
    "circle-smaller": "Someone left a circle",
    "thread-trouble": "Thread can’t be reached",
    "no-first-meeting": "Haven’t met yet",
    "request-unanswered": "Request without a mentor",
    "mentor-over-load": "Too many mentees",
    "meeting-accounts-differ": "Conflicting answers about a meeting",
    "one-sided": "One person is doing all the work",
    "correction": "Program correction to review",
    "cohort-ends-soon": "Cohort ends in two weeks",
    "cohort-ends-tomorrow": "Cohort is about to end",
    "cohort-ended": "Cohort has ended",
    "sign-up-ends-soon": "Sign-up closes soon",
    "sign-up-closed": "Sign-up has closed",
    "setting": "Setting stopped working",
    "panel-gone": "Sign-up panel was deleted",
    "youth": "Thread closed (youth mode)",
}
_ENDS = (
    "The last day of {cohort} is {last_day}. I’ll end it the next morning. Pairs to get a "
    "goodbye: {pairs}. Unmatched people to tell: {waiting}."
)
# The first text whose facts are all known is used. `pair` names its people and links their thread.
_SENTENCES: Mapping[str, tuple[str, ...]] = {
    "undeliverable": (
        "I couldn’t deliver “{message}” to {person} ({pair}). {reason}",
        "I couldn’t deliver “{message}” to {person}. {reason}",
        "I couldn’t deliver “{message}” to {pair}. {reason}",
        "I couldn’t deliver “{message}”. {reason}",
    ),
    "uncertain": (
        "I can’t tell whether “{message}” reached {person} ({pair}). {reason}",
        "I can’t tell whether “{message}” reached {person}. {reason}",
        "I can’t tell whether “{message}” reached {pair}. {reason}",
        "I can’t tell whether “{message}” arrived. {reason}",
    ),
    "help-asked": (
        "{asked_by} asked for a moderator on {asked_on}. It’s about {pair}.",
        "{asked_by} asked for a moderator.",
    ),
    "circle-change": (
        "{asked_by} asked on {asked_on} to leave this circle for another match: {pair}.",
        "{asked_by} asked to leave their circle for another match.",
    ),
    "circle-ended": (
        "{asked_by} ended their circle on {asked_on}: {pair}. Its mentees are first in line.",
        "{asked_by} ended their circle. Its mentees are first in line.",
    ),
    "check-ins-unanswered": (
        "{pair} missed {check_ins_unanswered} check-ins in a row (since {since}).",
        "{quiet} hasn’t answered since {since}, so I stopped most messages to them ({pair}).",
        "{quiet} hasn’t answered yet, so I stopped most messages to them ({pair}).",
    ),
    "somebody-left": ("{left} has left the server (noticed {noticed}). It’s about {pair}.",),
    "circle-smaller": ("{left} has left the server (noticed {noticed}). It’s about {pair}.",),
    "thread-trouble": (
        "I can’t reach the thread of {pair} (since {since}). {reason}",
        "I can’t reach a pair’s thread. {reason}",
    ),
    "no-first-meeting": (
        "{pair} were introduced {introduced} and haven’t met or planned a meeting yet.",
    ),
    "one-sided": ("{pair}: all {steps} steps in the last six weeks came from one person.",),
    "mentor-over-load": (
        "{mentor} has too many mentees. Mentees: {mentees}. Spots offered: {room_for}.",
    ),
    "meeting-accounts-differ": ("{pair} gave different answers about their meeting on {meeting}.",),
    "request-unanswered": (
        (
            "{asked_by} is looking for a mentor. Mentors asked so far: {mentors_asked}. They’re "
            "waiting for your decision until {waits_until}."
        ),
    ),
    "round-due": ("The next round of {cohort} is due today.",),
    "correction": ("It’s correction {correction}.",),
    "cohort-ends-soon": (_ENDS,),
    "cohort-ends-tomorrow": (_ENDS,),
    "sign-up-ends-soon": (
        (
            "Sign-up for {cohort} will close at the end of {last_day}. Mentees: {mentees}. "
            "Mentors: {mentors}. Haven’t finished: {unfinished}. I’m reminding them."
        ),
    ),
    "sign-up-closed": (
        (
            "Sign-up for {cohort} closed as planned. Mentees: {mentees}. Mentors: {mentors}. "
            "Unmatched mentees: {waiting}."
        ),
    ),
    "cohort-ended": (
        "{cohort} has ended. Pairs to get a goodbye: {pairs}. Unmatched people to tell: {waiting}.",
    ),
    "panel-gone": ("Sign-up for {cohort} is open, but its panel was deleted.",),
    "youth": ("I closed the thread of {pair}. {lack}",),
}
# What is the matter with a setting, and how to fix it.
_SETTINGS = {
    "gone": (
        "The {setting} {place} was deleted, or I can’t see it.",
        "Choose another one with `/setup`.",
    ),
    "missing": (
        "In the {setting} {place}, I don’t have these permissions: {missing}.",
        "In the channel’s settings, allow them for my role. I’ll notice and carry on.",
    ),
    "members": (
        "In the {setting} {place}, members don’t have these permissions: {missing}.",
        (
            "In the channel’s settings, allow them for @everyone or for the members’ role. "
            "Otherwise, no one can write in their thread."
        ),
    ),
    "open": (
        "Everyone can read the {setting} {place}.",
        (
            "In the channel’s settings, turn off View Channel for @everyone. Then allow it for the "
            "moderators’ role and mine."
        ),
    ),
}
_ANOTHER_DAY = "Need another day? Change it with `/cohort edit`."
_FIXES = {
    "undeliverable": "Run `/setup` to see which permission is missing in the mentoring channel.",
    "meeting-accounts-differ": (
        "Their answers stay private. A friendly question to everyone usually clears it up."
    ),
    "uncertain": "Check whether it’s there. If not, let the pair know what it was about.",
    "help-asked": "Please reach out. They expect to hear from you within three days.",
    "cohort-ends-soon": _ANOTHER_DAY,
    "cohort-ends-tomorrow": _ANOTHER_DAY,
    "sign-up-ends-soon": _ANOTHER_DAY,
    "sign-up-closed": (
        "Run `/match preview` to see pairs, or `/cohort open` to take late sign-ups."
    ),
    "panel-gone": "Post it again with the button or `/cohort open`.",
    "cohort-ended": "Too early? Restore it with `/cohort open` within 7 days.",
    "correction": "Accept or reject it in `/catalogue review`.",
    "round-due": "Run `/match preview` to see pairs, or `/cohort open` to take more sign-ups.",
    "youth": "`/youth setup` shows what’s missing. The thread opens within an hour after the fix.",
    "circle-change": (
        "Please find them another mentor. The rest of the circle hasn’t been told and doesn’t need "
        "to be."
    ),
    "circle-ended": "Run `/match preview` to find them new mentors.",
    "check-ins-unanswered": "Try a friendly message, or offer to pause.",
    "somebody-left": (
        "The others know you’re looking for a next step. **End and rematch** puts them first in "
        "the next round. **Resolve case** just ends the pair. If the person comes back, they’ll "
        "pick up where they left off."
    ),
    "circle-smaller": "The circle continues with the others. I didn’t tell anyone.",
    "thread-trouble": (
        "Run `/setup` to see what to fix in the mentoring channel. Then I’ll send what’s waiting. "
        "**Try again** sends it right away."
    ),
    "request-unanswered": (
        "Choose a mentor below to ask them (see who has room with `/mentor find`). Resolving this "
        "case tells the member that you couldn’t find anyone."
    ),
    "no-first-meeting": "Try messaging them with two times, or give them longer.",
    "mentor-over-load": "Ask the mentor if that’s OK, or match one mentee again.",
    "one-sided": "It may be fine. Try a friendly question to everyone.",
}
_UNLOCK = "Unlock the thread, and I’ll send what’s waiting. **Try again** doesn’t wait for that."
# Facts in which we name people and threads ourselves; every other may contain what someone typed.
_NAMED_BY_US = frozenset({"asked_by", "mentor", "mentees", "thread", "left", "quiet", "place"})
# What a case says about earlier attempts to meet, by the name of the fact.
_LINES = {
    "meetings called off": "Meetings canceled",
    "meetings that did not take place": "Meetings missed",
    "meetings to be moved": "Meetings to reschedule",
    "times proposed": "Times suggested",
    "times that passed unanswered": "Times that passed without an answer",
}
# Facts that are days.
_DAYS = frozenset(
    {"asked_on", "introduced", "last_day", "meeting", "noticed", "since", "waits_until"}
)
_MENTION = re.compile(r"<@-?\d+>")
# Database keys: useless to a reader.
_OURS = frozenset({"pair", "subject", "nudge", "person", "askers", "cohort_id"})
_INTRODUCTION = NudgeKind.INTRODUCTION.value


def title(kind: str) -> str:
    """Return the case's title."""
    return _TITLES.get(kind, "Needs a decision")


def cause_title(say: Say, kind: str, reason: str, number: int) -> str:
    """Name a cause and how many lines it has."""
    name = title(kind) if number == 1 else f"{title(kind)} ({number})"
    return f"{name} · {failures.reason(say, reason)}" if reason else name


def who(say: Say, kind: str, facts: Mapping[str, str]) -> str:
    """Return the people that a case is about, or what else it is about."""
    if "mentor" in facts and "mentees" in facts and kind != CaseKind.MENTOR_OVER_LOAD:
        return _pair(say, facts)
    if "asked_by" in facts and "left" not in facts:
        return join_list(_MENTION.findall(facts["asked_by"]))
    for name in ("left", "mentor", "place"):
        if name in facts:
            return facts[name]
    if facts.get("person", "").isdecimal():
        return person(UserId(int(facts["person"])))
    if "nudge" in facts:
        return named(say, facts["nudge"])
    return escape(facts.get("cohort", facts.get("program", title(kind))), 80)


def detail(say: Say, kind: str, facts: Mapping[str, str]) -> str:
    """Return what would fix a case, or all that have its cause."""
    if kind == CaseKind.SETTING:
        return _SETTINGS.get(facts.get("trouble", ""), _SETTINGS["gone"])[1]
    if is_about_introduction(kind, facts):
        return failures.introduction_fix(say, facts.get("reason", ""))
    if kind == CaseKind.THREAD_TROUBLE and facts.get("reason") == Failure.LOCKED:
        return _UNLOCK
    return _FIXES.get(kind, "")


def body(say: Say, kind: str, facts: Mapping[str, str]) -> str:
    """Return what is known and what would fix it."""
    return f"{case_reason(say, kind, facts)}\n\n{detail(say, kind, facts)}".strip()


def case_reason(say: Say, kind: str, facts: Mapping[str, str]) -> str:
    """Return what is known, as a sentence, and the remaining facts in lines below."""
    if kind == CaseKind.SETTING:
        sentence, _ = _SETTINGS.get(facts.get("trouble", ""), _SETTINGS["gone"])
        usual = {"missing": "unknown", "setting": "channel", "place": "(from `/setup`)"}
        return sentence.format_map(usual | dict(facts))
    shown = {
        name: value if name in _NAMED_BY_US else escape(value, 300)
        for name, value in facts.items()
        if name not in _OURS
    }
    shown |= {name: _days(value) for name, value in facts.items() if name in _DAYS}
    words = shown | _derived(say, facts)
    sentence, named = "", set()
    for template in _SENTENCES.get(kind, ()):
        names = {name for _, name, _, _ in Formatter().parse(template) if name}
        if names <= words.keys():
            sentence, named = template.format_map(words), names
            break
    if "pair" in named:
        named |= {"mentor", "mentees", "thread"}
    rest = [
        f"{_LINES[name]}: {shown[name]}" if name in _LINES else shown[name]
        for name in shown
        if name not in named
    ]
    return "\n".join([sentence, *rest] if sentence else rest)


def _derived(say: Say, facts: Mapping[str, str]) -> dict[str, str]:
    """Return the pair, the person, and the message as text, as far as they are known."""
    derived = {}
    if "mentor" in facts and "mentees" in facts:
        derived["pair"] = _pair(say, facts)
    if facts.get("person", "").isdecimal():
        derived["person"] = person(UserId(int(facts["person"])))
    if "asked_by" in facts:
        derived["asked_by"] = join_list(_MENTION.findall(facts["asked_by"]))
    if "reason" in facts:
        derived["reason"] = failures.reason(say, facts["reason"])
    if "lack" in facts:
        derived["lack"] = closed_because(facts["lack"])
    if "nudge" in facts:
        derived["message"] = named(say, facts["nudge"])
    return derived


def _days(stored: str) -> str:
    """Return the days that a fact names; one of before they were stored as dates stays as it is."""
    try:
        days = [date.fromisoformat(day) for day in stored.split()]
    except ValueError:
        return escape(stored, 300)
    return join_list([day_name(day, day) for day in days])


def _pair(say: Say, facts: Mapping[str, str]) -> str:
    """Name a pair's people, and link its thread if it has one."""
    names = f"{facts['mentor']} with {facts['mentees']}"
    return f"{names} in {facts['thread']}" if "thread" in facts else names


def is_about_introduction(kind: str, facts: Mapping[str, str]) -> bool:
    """Return whether a case is about a pair that could not be introduced."""
    return kind == "undeliverable" and facts.get("nudge") == _INTRODUCTION
