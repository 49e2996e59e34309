"""What moderators read about a case: states and dates, never anyone's text, and no blame."""

from collections.abc import Mapping
from datetime import datetime
from functools import partial

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
from bot.domain.nudges.kinds import NudgeKind
from bot.domain.nudges.nudges import CaseOpened, HelpLate
from bot.domain.states import CaseAction
from bot.language.say import Say, marked
from bot.messages.buttons import POST_UPDATE, see_waiting
from bot.messages.custom_id import build
from bot.messages.moderation.case_texts import body, case_reason, cause_title, title, who
from bot.messages.nudges.words import words
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
    escape,
    person,
    role,
    timestamp,
    truncate,
)
from bot.services.moderation.cases import CaseMoved, CaseShown
from bot.storage.moderation.cases import Case, CaseStep

SHOWN_IN_DIGEST = MOST_A_WEEK


def case_card(say: Say, shown_case: CaseShown, news: str = "") -> Message:
    """Show one case: the facts, its log, and what can be done."""
    case = shown_case.case
    steps = "\n".join(f"- {_step(say, step)}" for step in shown_case.trail)
    fields = [(say("Opened"), timestamp(case.opened_at, "R")), (say("Log"), truncate(steps, 1000))]
    if shown_case.cohort:
        fields.insert(0, (say("Cohort"), escape(shown_case.cohort, 80)))
    note = Button(say.of("button", "Add note"), build("case", "note-form", case.guild, case.id))
    if shown_case.closed is not None:
        over = _closed_card(say, case.id, case.kind, case.facts, shown_case.closed, *fields)
        return Message(news, embeds=(over,), rows=((note,),))
    if shown_case.beside:
        also = [
            say("Case {other}: {title}", other=other.id, title=title(say, other.kind))
            for other in shown_case.beside
        ]
        said = say("Snoozing or resolving this case does the same for these.")
        fields.insert(1, (say("Also about them"), truncate("\n".join([*also, said]), 1000)))
    if case.owner is not None:
        fields.insert(0, (say("Assigned to"), person(case.owner)))
    if case.extended_until is not None:
        until = timestamp(case.extended_until, "D")
        fields.append((say("Paused until") if shown_case.put_off else say("Snoozed until"), until))
    card = Embed(
        say("Case {case}: {title}", case=case.id, title=title(say, case.kind)),
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
    return Button(say.of("button", "Post panel again"), custom_id, Style.PRIMARY)


def buttons(
    say: Say, guild: GuildId, case: CaseId, *, about_pair: bool, ref: str | None = None
) -> Row:
    """Return what moderators can do about a case, in one row."""

    def button(label: str, verb: str, style: Style = Style.SECONDARY) -> Button:
        return Button(label, build("case", verb, guild, case, ref), style)

    of_pair = (button(say("End and rematch"), "rematch"), button(say("Message pair"), "write"))
    return (
        button(say("Assign to me"), "take", Style.PRIMARY),
        button(say("Snooze 2 weeks"), "extend"),
        *(of_pair if about_pair else ()),
        button(say("Resolve case"), "resolve", Style.SUCCESS),
    )


def can_be_retried(kind: str) -> bool:
    """Return whether what a case is about can be sent once more."""
    return kind in (CaseKind.THREAD_TROUBLE, CaseKind.UNDELIVERABLE)


def _retry(say: Say, guild: GuildId, case: CaseId, kind: str, ref: str | None = None) -> Row:
    if not can_be_retried(kind):
        return ()
    return (
        Button(
            say.of("button", "Try again"), build("case", "retry", guild, case, ref), Style.PRIMARY
        ),
    )


def _mentors(
    say: Say, guild: GuildId, case: CaseId, kind: str, ref: str | None = None
) -> tuple[Row, ...]:
    """Let the moderators choose a mentor to ask, if no one accepted a member's request."""
    if kind != CaseKind.REQUEST_UNANSWERED:
        return ()
    custom_id = build("case", "hand", guild, case, ref)
    return ((Select(custom_id, say("Ask a mentor"), pick=Pick.USER),),)


def _called(facts: CaseOpened | CaseDigest) -> str:
    """Mention the moderators' role and those who asked to be notified by name."""
    called = [role(facts.moderators)] if facts.moderators else []
    return " ".join([*called, *map(person, facts.people)])


@words(NudgeKind.CASE_OPENED, marked("Case"), marked("Something needs a moderator."))
def opened(say: Say, facts: CaseOpened, ref: str) -> Message:
    """Tell the moderators about a case that can't wait for the digest, and what else is new."""
    if facts.closed is not None:
        return _over(say, facts, facts.closed, ref)
    also = [cause_title(say, kind, "", number) for kind, number in facts.others]
    card = Embed(
        title=say("Case {case}: {title}", case=facts.case, title=title(say, facts.case_kind)),
        body=body(say, facts.case_kind, facts.facts),
        fields=((say("Also new"), truncate("\n".join(also), 1000)),) if also else (),
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
    return Message(say("There’s nothing left to decide here."), embeds=(card,), rows=rows)


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
        say("Case {case} (resolved): {title}", case=case, title=title(say, kind)),
        say("Resolved {at} by {by}.", at=at, by=person(closed.by))
        if closed.by
        else say("Resolved automatically {at}.", at=at),
        (*([(say("What it was about"), about)] if about else []), *fields),
    )


def _to_owner(say: Say, owner: UserId) -> str:
    return say(
        "{owner}: I can’t post this in the moderators’ channel, so I’m sending it to you "
        "as the server’s owner. Run `/setup` in the server to see what to fix.",
        owner=person(owner),
    )


def _of_owner(say: Say, guild: GuildId, ref: str) -> Row:
    return (Button(say.of("button", "See what’s waiting"), build("status", "show", guild, 0, ref)),)


def _whole_list(say: Say, guild: GuildId, ref: str) -> Button:
    return Button(say.of("button", "See all cases"), build("case", "list", guild, 0, ref))


@words(
    NudgeKind.HELP_LATE,
    marked("Question to the moderators"),
    marked("You asked the moderators, and they haven’t answered in time."),
)
def late(say: Say, facts: HelpLate, ref: str) -> Message:
    """Tell whoever asked that the moderators are late; in a thread, only that something waits."""
    row = (
        Button(
            say.of("button", "See what’s waiting"), build("status", "show", facts.guild, 0, ref)
        ),
    )
    if facts.hidden:
        return Message(
            say("{person}: You have news. Only you can see it.", person=person(facts.person)),
            rows=(row,),
        )
    text = say(
        "{person}: The moderators haven’t answered your question, which was due "
        "{by}. I’m reminding them now. You can also message one directly.",
        person=person(facts.person),
        by=timestamp(facts.by, "D"),
    )
    return Message(text, rows=(row,))


@words(NudgeKind.CASE_DIGEST, marked("Case digest"), marked("Moderators get one a week."))
def digest(say: Say, facts: CaseDigest, ref: str) -> Message:
    """Show the moderators this week's cases by cause; choosing one opens it with its buttons."""
    fields = tuple(map(partial(_in_digest, say), facts.cases))
    more = say("… and {more} more", more=facts.more) if facts.more else ""
    counts = say("Cases to review this week: {total}", total=facts.total)
    if facts.new != facts.total:
        counts = say("{counts} · New: {new}", counts=counts, new=facts.new)
    card = Embed(say("Open cases"), fields=fields[:SHOWN_IN_DIGEST], footer=more)
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
            (Select(build("cases", "open", facts.guild, number=0), say("Open a case"), choices),),
            (_whole_list(say, facts.guild, ref),),
        ),
    )


def _in_digest(say: Say, line: CaseLine) -> tuple[str, str]:
    since = _since(say, line.opened_at, line.owner)
    if line.number == 1:
        reason = case_reason(say, line.kind, line.facts)
        return say("Case {case}: {title}", case=line.case, title=title(say, line.kind)), truncate(
            f"{reason}\n{since}", 900
        )
    others = say(
        "{who} … and {number} more", who=who(say, line.kind, line.facts), number=line.number - 1
    )
    return truncate(_name_in_digest(say, line), 250), truncate(f"{others}\n{since}", 900)


def _name_in_digest(say: Say, line: CaseLine) -> str:
    if line.number == 1:
        return say("Case {case}: {title}", case=line.case, title=title(say, line.kind))
    return cause_title(say, *cause_of(line.kind, line.facts), line.number)


@words(NudgeKind.CASE_NOTE, marked("Note from a moderator"), marked("A moderator wrote to you."))
def note(say: Say, facts: CaseNote, ref: str) -> Message:
    """Post a moderator's note to a pair."""
    text = say(
        "{members} You have a message from the moderators.", members=addressed(facts.members)
    )
    row = (
        Button(say(POST_UPDATE), build("update", "form", facts.guild, facts.pair, ref)),
        see_waiting(say, facts.guild, facts.pair, ref),
    )
    card = Embed(say("From the moderators"), escape(facts.words, LONGEST_NOTE))
    return Message(text, embeds=(card,), rows=(row,))


def note_form(say: Say, guild: GuildId, case: CaseId) -> Modal:
    """Ask a moderator for the message to the pair."""
    return Modal(build("case", "note", guild, case), say("Message pair"), (note_field(say),))


def note_field(say: Say, label: str = "Your message in their thread") -> TextField:
    """Return the field for a message to pairs."""
    note = say(
        "Everyone in the thread can see it. Up to {longest_note} characters.",
        longest_note=LONGEST_NOTE,
    )
    return TextField("words", label, note=note, long=True, most=4000)


def own_note_form(say: Say, custom_id: str) -> Modal:
    """Ask a moderator for a note that moderators alone read."""
    note = say(
        "Only moderators can see it, in the case and the log. Up to {longest_note} characters.",
        longest_note=LONGEST_NOTE,
    )
    field = TextField("words", say("Your note"), note=note, long=True, most=4000)
    return Modal(custom_id, say("Add note"), (field,))


def confirm_rematch(say: Say, shown_case: CaseShown) -> Message:
    """Ask for confirmation before a pair is ended for a new match."""
    case = shown_case.case
    row = (
        Button(
            say.of("button", "End and rematch"),
            build("case", "rematch-now", case.guild, case.id),
            Style.DANGER,
        ),
    )
    text = say(
        "This ends the pair with a goodbye message that blames no one, and puts everyone in it in "
        "the next round."
    )
    return Message(text, rows=(row,))


def moved(say: Say, moved: CaseMoved) -> Message:
    """Report the result of a moderator's step."""
    case = moved.case
    if moved.already:
        return Message(
            say("Case {case} is already resolved, so nothing was changed.", case=case.id)
        )
    row: Row = ()
    match moved.action:
        case CaseAction.NOTED:
            text = say("Saved your note in case {case}. Only moderators can see it.", case=case.id)
        case CaseAction.RETRIED:
            text = say("Trying again. Case {case} will close once it arrives.", case=case.id)
        case CaseAction.TAKEN:
            text = say("Case {case} is assigned to you. The others can see that.", case=case.id)
        case CaseAction.EXTENDED if case.extended_until:
            text = say(
                "Case {case} is snoozed until {extended_until}.",
                case=case.id,
                extended_until=timestamp(case.extended_until, "D"),
            )
        case CaseAction.HANDED:
            text = say(
                "I asked them without the member’s name. If they say yes, I’ll ask the member too. "
                "Case {case} is resolved.",
                case=case.id,
            )
        case CaseAction.WROTE:
            text = say("Sent to their thread. The log shows that you wrote, but not what you said.")
        case CaseAction.REMATCHED:
            text = say("The pair has ended, and case {case} is resolved.", case=case.id)
        case CaseAction.RESOLVED if case.kind == CaseKind.SOMEBODY_LEFT:
            text = say("The pair has ended, and case {case} is resolved.", case=case.id)
        case _:
            text = say("Case {case} is resolved. Thanks!", case=case.id)
    if moved.beside and moved.action in (CaseAction.RESOLVED, CaseAction.EXTENDED):
        same = ", ".join(str(other.id) for other in moved.beside)
        text = say("{text} The same goes for these cases about them: {same}.", text=text, same=same)
    if moved.noted:
        text = say("{text} I saved your note with it.", text=text)
    elif moved.action is CaseAction.RESOLVED:
        row = (
            Button(say.of("button", "Add note"), build("case", "note-form", case.guild, case.id)),
        )
    return Message(text, rows=(row,) if row else ())


def choice(say: Say, case: Case) -> str:
    """Name a case in an autocomplete."""
    return truncate(f"{case.id}: {title(say, case.kind)}", 100)


_STEPS = {
    CaseAction.OPENED: marked("Opened"),
    CaseAction.TAKEN: marked("Assigned to themselves"),
    CaseAction.EXTENDED: marked("Snoozed for 2 weeks"),
    CaseAction.SNOOZED: marked("Snoozed while the pair is paused"),
    CaseAction.WROTE: marked("Messaged the pair"),
    CaseAction.HANDED: marked("Asked a mentor"),
    CaseAction.REMATCHED: marked("Ended the pair and rematched everyone in it"),
    CaseAction.RETRIED: marked("Tried again"),
    CaseAction.RESOLVED: marked("Resolved"),
    CaseAction.NOTED: marked("Added a note"),
    CaseAction.REOPENED: marked("Reopened with the cohort"),
    CaseAction.NOT_NEEDED: marked("Resolved automatically"),
}


def _step(say: Say, step: CaseStep) -> str:
    # What was written to a pair is theirs; a note is for moderators.
    is_note = step.note and step.action is not CaseAction.WROTE
    parts = (
        timestamp(step.taken_at, "d"),
        person(step.actor) if step.actor else "",
        say(_STEPS[step.action]),
        f"“{escape(step.note, 300)}”" if is_note else "",
    )
    return " · ".join(part for part in parts if part)


def _since(say: Say, opened_at: datetime, owner: UserId | None) -> str:
    opened_ = say("Opened {opened_at}", opened_at=timestamp(opened_at, "D"))
    return (
        say("{opened} · Assigned to {owner}", opened=opened_, owner=person(owner))
        if owner
        else opened_
    )
