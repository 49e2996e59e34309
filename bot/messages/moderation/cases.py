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
from bot.language.say import Say
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
