"""What moderators read about a case: states and dates, never anyone's text, and no blame."""

from collections.abc import Mapping
from datetime import datetime
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
from bot.domain.nudges.kinds import NudgeKind
from bot.domain.nudges.nudges import CaseOpened, HelpLate
from bot.domain.states import CaseAction
from bot.messages.buttons import see_waiting
from bot.messages.custom_id import build
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
from bot.messages.pairs import introductions
from bot.messages.text import escape, join_list, people, person, plural, role, timestamp, truncate
from bot.messages.youth.lacks import closed_because
from bot.services.moderation.cases import CaseMoved, CaseShown
from bot.storage.moderation.cases import Case, CaseStep

SHOWN_IN_DIGEST = MOST_A_WEEK


def case_card(shown_case: CaseShown, news: str = "") -> Message:
    """Show one case: the facts, its log, and what can be done."""
    case = shown_case.case
    steps = "\n".join(f"- {_step(step)}" for step in shown_case.trail)
    since = timestamp(case.opened_at, "R")
    cohort = f"{escape(shown_case.cohort, 80)}, " if shown_case.cohort else ""
    fields = [("Since", f"{cohort}{since}"), ("So far", truncate(steps, 1000))]
    note = Button("Add a note", build("case", "note-form", case.guild, case.id))
    if shown_case.closed is not None:
        over = _closed_card(case.id, case.kind, case.facts, shown_case.closed, *fields)
        return Message(news, embeds=(over,), rows=((note,),))
    if shown_case.beside:
        also = [f"Case {other.id}: {title(other.kind, other.facts)}" for other in shown_case.beside]
        said = "They’re extended and resolved together with this one."
        fields.insert(1, ("Also about them", truncate("\n".join([*also, said]), 1000)))
    if case.owner is not None:
        fields.insert(0, ("In the hands of", person(case.owner)))
    if case.extended_until is not None:
        why = "the pair was paused, so they have until then" if shown_case.put_off else "snoozed"
        fields.append(("Comes back", f"{timestamp(case.extended_until, 'D')}: {why}."))
    card = Embed(
        f"Case {case.id}: {title(case.kind, case.facts)}",
        body(case.kind, case.facts),
        tuple(fields),
    )
    about_pair = shown_case.pair is not None
    rows = [
        buttons(case.guild, case.id, about_pair=about_pair),
        (*_retry(case.guild, case.id, case.kind), note),
        *_mentors(case.guild, case.id, case.kind),
    ]
    if case.kind == CaseKind.PANEL_GONE:
        rows.insert(0, (_panel_again(case.guild, case.facts),))
    return Message(news, embeds=(card,), rows=tuple(rows))


def _panel_again(guild: GuildId, facts: Mapping[str, str], ref: str | None = None) -> Button:
    """Offer to post a cohort's sign-up panel again."""
    custom_id = build("cohort", "panel", guild, int(facts.get("cohort_id", "0")), ref)
    return Button("Post panel again", custom_id, Style.PRIMARY)


def buttons(guild: GuildId, case: CaseId, *, about_pair: bool, ref: str | None = None) -> Row:
    """Return what moderators can do about a case, in one row."""

    def button(label: str, verb: str, style: Style = Style.SECONDARY) -> Button:
        return Button(label, build("case", verb, guild, case, ref), style)

    of_pair = (button("Rematch", "rematch"), button("Write to them", "write"))
    return (
        button("I take it", "take", Style.PRIMARY),
        button("Extend", "extend"),
        *(of_pair if about_pair else ()),
        button("Resolve", "resolve", Style.SUCCESS),
    )


def can_be_retried(kind: str) -> bool:
    """Return whether what a case is about can be sent once more."""
    return kind in (CaseKind.THREAD_TROUBLE, CaseKind.UNDELIVERABLE)


def _retry(guild: GuildId, case: CaseId, kind: str, ref: str | None = None) -> Row:
    if not can_be_retried(kind):
        return ()
    return (Button("Try again", build("case", "retry", guild, case, ref), Style.PRIMARY),)


def _mentors(guild: GuildId, case: CaseId, kind: str, ref: str | None = None) -> tuple[Row, ...]:
    """Let the moderators choose a mentor to ask, if no one accepted a member's request."""
    if kind != CaseKind.REQUEST_UNANSWERED:
        return ()
    custom_id = build("case", "hand", guild, case, ref)
    return ((Select(custom_id, "Ask a mentor you have in mind", pick=Pick.USER),),)


def _called(facts: CaseOpened | CaseDigest) -> str:
    """Mention the moderators' role and those who asked to be notified by name."""
    called = [role(facts.moderators)] if facts.moderators else []
    return "".join(f"{one} " for one in (*called, *map(person, facts.people)))


@words(NudgeKind.CASE_OPENED, "Case", "Something needs a moderator.")
def opened(facts: CaseOpened, ref: str) -> Message:
    """Tell the moderators about a case that can't wait for the digest, and what else is new."""
    if facts.closed is not None:
        return _over(facts, facts.closed, ref)
    called = _called(facts)
    also = [_counted(kind, number) for kind, number in facts.others]
    card = Embed(
        title=f"Case {facts.case}: {title(facts.case_kind, facts.facts)}",
        body=body(facts.case_kind, facts.facts),
        fields=(("Also new", truncate("\n".join(also), 1000)),) if also else (),
    )
    if facts.owner is not None:
        return Message(_to_owner(facts.owner), embeds=(card,), rows=(_of_owner(facts.guild, ref),))
    rows: list[Row] = [
        buttons(facts.guild, facts.case, about_pair=facts.about_pair, ref=ref),
        *_mentors(facts.guild, facts.case, facts.case_kind, ref),
    ]
    if retry := _retry(facts.guild, facts.case, facts.case_kind, ref):
        rows.insert(0, retry)
    if facts.case_kind == CaseKind.PANEL_GONE:
        rows.insert(0, (_panel_again(facts.guild, facts.facts, ref),))
    if also:
        rows.append((_whole_list(facts.guild, ref),))
    return Message(f"{called}something needs a decision.", embeds=(card,), rows=tuple(rows))


def _over(facts: CaseOpened, closed: CaseClosed, ref: str) -> Message:
    """Show a case that is over, without anything to decide."""
    card = _closed_card(facts.case, facts.case_kind, facts.facts, closed)
    rows: tuple[Row, ...] = ()
    if facts.owner is not None:
        rows = (_of_owner(facts.guild, ref),)
    elif facts.is_news:
        rows = ((_whole_list(facts.guild, ref),),)
    return Message("Nothing to decide here anymore.", embeds=(card,), rows=rows)


def _closed_card(
    case: CaseId, kind: str, facts: Mapping[str, str], closed: CaseClosed, *fields: tuple[str, str]
) -> Embed:
    """Show that a case is resolved, who did it, and when, with the facts it was opened with."""
    by = f" by {person(closed.by)}" if closed.by else ", as it was over by itself"
    about = truncate(case_reason(kind, facts), 1000)
    return Embed(
        f"Case {case}, resolved: {title(kind, facts)}",
        f"Resolved {timestamp(closed.at)}{by}.",
        (*([("What it was about", about)] if about else []), *fields),
    )


def _counted(kind: str, number: int) -> str:
    words = cause_title(kind, "", number)
    return words[:1].upper() + words[1:]


def _to_owner(owner: UserId) -> str:
    return (
        f"{person(owner)}, I can’t post this in the moderators’ channel, so you’re reading it as "
        "the server’s owner. `/setup` in the server shows what’s wrong and how to fix it."
    )


def _of_owner(guild: GuildId, ref: str) -> Row:
    return (Button("See what’s waiting", build("status", "show", guild, 0, ref)),)


def _whole_list(guild: GuildId, ref: str) -> Button:
    return Button("The whole list", build("case", "list", guild, 0, ref))


@words(
    NudgeKind.HELP_LATE,
    "Question to the moderators",
    "You asked the moderators, and the day by which they were to answer has passed.",
)
def late(facts: HelpLate, ref: str) -> Message:
    """Tell whoever asked that the moderators are late; in a thread, only that something waits."""
    row = (Button("See what’s waiting", build("status", "show", facts.guild, 0, ref)),)
    if facts.hidden:
        return Message(f"{person(facts.person)}, something is waiting for you.", rows=(row,))
    text = (
        f"{person(facts.person)}, the moderators haven’t answered your question yet, and were to "
        f"by {timestamp(facts.by, 'D')}. I’m reminding them now; you can also write to one "
        "directly."
    )
    return Message(text, rows=(row,))


@words(NudgeKind.CASE_DIGEST, "Case digest", "Moderators get one a week.")
def digest(facts: CaseDigest, ref: str) -> Message:
    """Show the moderators this week's cases by cause; choosing one opens it with its buttons."""
    called = _called(facts)
    fields = tuple(map(_in_digest, facts.cases))
    more = f"{facts.more} more wait behind these." if facts.more else ""
    total = plural(facts.total, "thing waits", "things wait")
    new = "" if facts.new == facts.total else f", {facts.new} of them new"
    card = Embed("Open cases", fields=fields[:SHOWN_IN_DIGEST], footer=more)
    if facts.owner is not None:
        return Message(_to_owner(facts.owner), embeds=(card,), rows=(_of_owner(facts.guild, ref),))
    choices = tuple(
        Choice(truncate(_name_in_digest(line), 100), str(line.case)) for line in facts.cases
    )
    return Message(
        f"{called}{total} for you this week{new}.",
        embeds=(card,),
        rows=(
            (Select(build("cases", "open", facts.guild, number=0), "Open a case", choices),),
            (_whole_list(facts.guild, ref),),
        ),
    )


def _in_digest(line: CaseLine) -> tuple[str, str]:
    since = _since(line.opened_at, line.owner)
    if line.number == 1:
        reason = case_reason(line.kind, line.facts)
        return f"Case {line.case}: {title(line.kind, line.facts)}", truncate(
            f"{reason}\n{since}", 900
        )
    others = f"{who(line.kind, line.facts)}, and {line.number - 1} more"
    name = _name_in_digest(line)
    return truncate(name[:1].upper() + name[1:], 250), truncate(f"{others}\n{since}", 900)


def _name_in_digest(line: CaseLine) -> str:
    if line.number == 1:
        return f"{line.case}: {title(line.kind, line.facts)}"
    return cause_title(*cause_of(line.kind, line.facts), line.number)


@words(NudgeKind.CASE_NOTE, "Note from a moderator", "A moderator wrote to you.")
def note(facts: CaseNote, ref: str) -> Message:
    """Post a moderator's note to a pair."""
    text = f"{people(facts.members)}, a word from the moderators:"
    row = (
        Button("Log an update", build("update", "form", facts.guild, facts.pair, ref)),
        see_waiting(facts.guild, facts.pair, ref),
    )
    card = Embed("From the moderators", escape(facts.words, LONGEST_NOTE))
    return Message(text, embeds=(card,), rows=(row,))


def note_form(guild: GuildId, case: CaseId) -> Modal:
    """Ask a moderator for the message to the pair."""
    return Modal(build("case", "note", guild, case), "Write to them", (note_field(),))


def note_field(label: str = "Your words, in their thread") -> TextField:
    """Return the field for a message to pairs."""
    note = f"Everyone in the thread reads it; up to {LONGEST_NOTE} characters."
    return TextField("words", label, note=note, long=True, most=4000)


def own_note_form(custom_id: str) -> Modal:
    """Ask a moderator for a note that moderators alone read."""
    note = f"Only moderators read it, in the case and the log. Up to {LONGEST_NOTE} characters."
    field = TextField("words", "Your note", note=note, long=True, most=4000)
    return Modal(custom_id, "Add a note", (field,))


def confirm_rematch(shown_case: CaseShown) -> Message:
    """Ask for confirmation before a pair is ended for a new match."""
    case = shown_case.case
    row = (
        Button(
            "Yes, match them anew", build("case", "rematch-now", case.guild, case.id), Style.DANGER
        ),
    )
    text = (
        "This ends the pair kindly, without a reason that blames anybody, and puts each into the "
        "next round."
    )
    return Message(text, rows=(row,))


def moved(moved: CaseMoved) -> Message:
    """Report the result of a moderator's step."""
    case = moved.case
    if moved.already:
        return Message(f"Already done: case {case.id} is resolved. Nothing was changed.")
    row: Row = ()
    match moved.action:
        case CaseAction.NOTED:
            text = f"Your note is in case {case.id}. Only moderators can read it."
        case CaseAction.RETRIED:
            text = f"Trying again. Case {case.id} will close once it has arrived."
        case CaseAction.TAKEN:
            text = f"Case {case.id} is yours; the others see that."
        case CaseAction.EXTENDED if case.extended_until:
            text = f"Case {case.id} is snoozed until {timestamp(case.extended_until, 'D')}."
        case CaseAction.HANDED:
            text = (
                "Asked, without the member's name. The mentor may say no like any other; if they "
                f"say yes, the member is asked too. Case {case.id} is resolved."
            )
        case CaseAction.WROTE:
            text = "On its way to their thread. The trail says that you wrote, not what."
        case CaseAction.REMATCHED:
            text = f"The pair has ended kindly, and case {case.id} is resolved."
        case CaseAction.RESOLVED if case.kind == CaseKind.SOMEBODY_LEFT:
            text = f"The pair has ended kindly, and case {case.id} is resolved."
        case _:
            text = f"Case {case.id} is resolved. Thank you."
    if moved.beside and moved.action in (CaseAction.RESOLVED, CaseAction.EXTENDED):
        same = join_list([str(other.id) for other in moved.beside])
        text += f" So is what else I noticed about them: {same}."
    if moved.noted:
        text += " Your note is kept with it."
    elif moved.action is CaseAction.RESOLVED:
        row = (Button("Add a note", build("case", "note-form", case.guild, case.id)),)
    return Message(text, rows=(row,) if row else ())


def choice(case: Case) -> str:
    """Name a case in an autocomplete."""
    return truncate(f"{case.id}: {title(case.kind, case.facts)}", 100)


_STEPS = {
    CaseAction.OPENED: "opened",
    CaseAction.TAKEN: "taken",
    CaseAction.EXTENDED: "extended by two weeks",
    CaseAction.SNOOZED: "put off while the pair is paused",
    CaseAction.WROTE: "wrote to them",
    CaseAction.HANDED: "asked a mentor of their choice",
    CaseAction.REMATCHED: "pair ended, each to be matched anew",
    CaseAction.RETRIED: "tried again",
    CaseAction.RESOLVED: "resolved",
    CaseAction.NOTED: "added a note",
    CaseAction.REOPENED: "opened again with the cohort",
    CaseAction.NOT_NEEDED: "over by itself",
}


def _step(step: CaseStep) -> str:
    actor = person(step.actor) if step.actor else "I"
    # What was written to a pair is theirs; a note is for moderators.
    is_note = step.note and step.action is not CaseAction.WROTE
    note = f": “{escape(step.note, 300)}”" if is_note else ""
    return f"{timestamp(step.taken_at, 'd')} {actor}: {_STEPS[step.action]}{note}"


def _since(opened_at: datetime, owner: UserId | None) -> str:
    taken = f", with {person(owner)}" if owner else ""
    return f"since {timestamp(opened_at, 'D')}{taken}"


# --- what a case is about ---------------------------------------------------------------------


_TITLES = {
    "undeliverable": "a message could not be delivered",
    "uncertain": "a message may or may not have arrived",
    "help-asked": "a pair asked for a moderator",
    "check-ins-unanswered": "a pair has gone quiet",
    "round-due": "people wait for the matching round that was promised",
    "circle-change": "somebody would like another place than their circle",
    "circle-ended": "a circle has ended, and its mentees wait for a mentor",
    "somebody-left": "somebody left, and a pair waits",
    "circle-smaller": "somebody left a circle, which goes on",
    "thread-trouble": "a pair's thread can't be reached",
    "no-first-meeting": "a pair has not met yet",
    "request-unanswered": "a member's request for a mentor found nobody with room",
    "mentor-over-load": "a mentor has more mentees than they offered to take",
    "meeting-accounts-differ": "two did not remember a meeting the same way",
    "one-sided": "in a pair, all the steps come from one side",
    "correction": "somebody says that a program's entry is wrong",
    "cohort-ends-soon": "a cohort’s last day is two weeks away",
    "cohort-ends-tomorrow": "a cohort’s last day is tomorrow, or over",
    "cohort-ended": "a cohort ended on its last day",
    "sign-up-ends-soon": "sign-up for a cohort closes soon",
    "sign-up-closed": "sign-up for a cohort has closed by itself",
    "setting": "a setting stopped working",
    "panel-gone": "a sign-up panel was deleted",
    "youth": "the thread of a mentorship with someone under 18 is closed",
}
# The same of several, after their number.
_MANY = {
    "undeliverable": "messages can’t be delivered",
    "uncertain": "messages may or may not have arrived",
    "help-asked": "pairs asked for a moderator",
    "check-ins-unanswered": "pairs have gone quiet",
    "round-due": "cohorts wait for the matching round that was promised",
    "circle-change": "people would like another place than their circle",
    "circle-ended": "circles have ended, and their mentees wait for a mentor",
    "somebody-left": "pairs wait because someone left",
    "circle-smaller": "circles go on without someone who left",
    "thread-trouble": "pairs can’t be reached",
    "no-first-meeting": "pairs haven’t met yet",
    "request-unanswered": "requests for a mentor found no one with room",
    "mentor-over-load": "mentors have more mentees than they offered to take",
    "meeting-accounts-differ": "pairs didn’t remember a meeting the same way",
    "one-sided": "pairs in which all the steps come from one side",
    "correction": "programs have a correction to review",
    "cohort-ends-soon": "cohorts have their last day in two weeks",
    "cohort-ends-tomorrow": "cohorts have their last day tomorrow, or had it",
    "cohort-ended": "cohorts ended on their last day",
    "setting": "settings stopped working",
    "panel-gone": "sign-up panels were deleted",
    "youth": "threads of mentorships with someone under 18 are closed",
}
_ENDS = (
    "The last day of {cohort} is {last_day}. The morning after, I’ll end it: {pairs} will get a "
    "goodbye and be asked how it was, and {waiting} without a match will hear that it ended."
)
# The first text whose facts are all known is used. `pair` names its people and links their thread.
_SENTENCES: Mapping[str, tuple[str, ...]] = {
    "undeliverable": (
        "{message} for {person}, of {pair}, could not be delivered: {reason}.",
        "{message} for {person} could not be delivered: {reason}.",
        "{message} for {pair} could not be delivered: {reason}.",
        "{message} could not be delivered: {reason}.",
    ),
    "uncertain": (
        "{message} for {person}, of {pair}: {reason}.",
        "{message} for {person}: {reason}.",
        "{message} for {pair}: {reason}.",
        "{message}: {reason}.",
    ),
    "help-asked": (
        "{asked_by} asked for a moderator on {asked_on}. It is about {pair}.",
        "{asked_by} asked for a moderator.",
    ),
    "circle-change": (
        "On {asked_on} {asked_by} asked for another place than this circle: {pair}.",
        "{asked_by} would like another place than their circle.",
    ),
    "circle-ended": (
        "On {asked_on} {asked_by} ended their circle: {pair}. Its mentees come first next round.",
        "{asked_by} ended their circle. Its mentees come first in the next round.",
    ),
    "check-ins-unanswered": (
        "{pair}: {check_ins_unanswered} check-ins in a row are unanswered, the first of {since}.",
        (
            "{quiet} hasn’t answered me since {since}, so most of my messages to them have "
            "stopped. It is about {pair}."
        ),
        (
            "{quiet} hasn’t answered me yet, so most of my messages to them have stopped. "
            "It is about {pair}."
        ),
    ),
    "somebody-left": (
        "{left} is not in the server any more, as I saw on {noticed}. It is about {pair}.",
    ),
    "circle-smaller": (
        "{left} is not in the server any more, as I saw on {noticed}. It is about {pair}.",
    ),
    "thread-trouble": (
        "Nothing reaches the thread of {pair}, since {since}: {reason}.",
        "Nothing reaches a pair's thread: {reason}.",
    ),
    "no-first-meeting": (
        "{pair} were introduced on {introduced}, and no meeting is held or arranged yet.",
    ),
    "one-sided": (
        "{pair}: in six weeks {steps} steps came from one side, and none from the other.",
    ),
    "mentor-over-load": ("{mentor} has {mentees} mentees and offered to take {room_for}.",),
    "meeting-accounts-differ": ("{pair} tell of their meeting on {meeting} differently.",),
    "request-unanswered": (
        (
            "{asked_by} looks for a mentor; mentors asked so far: {mentors_asked}. They wait for "
            "your decision until {waits_until}."
        ),
    ),
    "round-due": ("The next round of {cohort} was promised for today.",),
    "correction": ("It is correction {correction}.",),
    "cohort-ends-soon": (_ENDS,),
    "cohort-ends-tomorrow": (_ENDS,),
    "sign-up-ends-soon": (
        (
            "Sign-up for {cohort} closes by itself at the end of {last_day}. So far: {mentees} "
            "and {mentors}. Began and didn’t finish: {unfinished}; I’m reminding them."
        ),
    ),
    "sign-up-closed": (
        (
            "Sign-up for {cohort} has closed, as planned, with {mentees} and {mentors}. Without a "
            "match: {waiting}."
        ),
    ),
    "cohort-ended": (
        "{cohort} has ended: {pairs} with a goodbye, {waiting} who waited will hear so.",
    ),
    "panel-gone": ("Sign-up for {cohort} is open, but its panel was deleted.",),
    "youth": ("The thread of {pair} is closed, because {lack}.",),
}
# What is the matter with a setting, and how to fix it.
_SETTINGS = {
    "gone": (
        "The {setting}, {place}, was deleted, or I can’t see it.",
        "`/setup` lets you choose another one.",
    ),
    "missing": (
        "In the {setting}, {place}, I’m missing: {missing}.",
        "Channel settings, Permissions, my role: allow what’s named. I’ll notice and carry on.",
    ),
    "members": (
        "In the {setting}, {place}, members are missing: {missing}.",
        (
            "Channel settings, Permissions: allow it for everyone, or for the role of those who "
            "join. Without it no one can write in their thread."
        ),
    ),
    "open": (
        "Everyone can read the {setting}, {place}.",
        (
            "Channel settings, Permissions, everyone: deny View Channel. Then allow it for the "
            "moderators’ role and for mine."
        ),
    ),
}
_ANOTHER_DAY = "To choose another day, use `/cohort edit`. If it may end, there is nothing to do."
_FIXES = {
    "undeliverable": (
        "`/setup` checks the permissions in the mentoring channel and names what is missing."
    ),
    "meeting-accounts-differ": (
        "What each said stays with them. A friendly question to both usually clears it up."
    ),
    "uncertain": "Please look whether it is there; if not, tell the pair what it was about.",
    "help-asked": (
        "Please write to them; they expect a word within three days. Nothing of what they wrote "
        "elsewhere is shown here."
    ),
    "cohort-ends-soon": _ANOTHER_DAY,
    "cohort-ends-tomorrow": _ANOTHER_DAY,
    "sign-up-ends-soon": (
        "To choose another day, use `/cohort edit`. If it may close, there is nothing to do."
    ),
    "sign-up-closed": ("`/match preview` proposes pairs, and `/cohort open` takes late sign-ups."),
    "panel-gone": "Post it again with the button, or with `/cohort open`.",
    "youth": "`/youth setup` shows what’s missing. The thread opens within an hour after the fix.",
    "cohort-ended": "If that was too early, `/cohort open` restores it within 7 days.",
    "correction": "`/catalogue review` shows what they say; accept or reject it there.",
    "round-due": "`/match preview` proposes pairs for those who wait; `/cohort open` invites more.",
    "circle-change": (
        "Please find them another mentor. The circle has not been told and need not know."
    ),
    "circle-ended": "`/match preview` proposes new mentors for them.",
    "check-ins-unanswered": (
        "Busy weeks happen. A friendly word often helps more than a fourth reminder, and so does "
        "an offer to rest."
    ),
    "somebody-left": (
        "Whoever stays was told kindly that you look for what comes next, and nothing is asked of "
        "them until then. **Rematch** matches them anew, first in the next round; **Resolve** ends "
        "the pair kindly without that. If the other comes back, it goes on by itself."
    ),
    "circle-smaller": "The circle goes on with the others; nobody was told anything.",
    "thread-trouble": (
        "`/setup` checks the mentoring channel and names what to fix. Then I’ll send what’s "
        "waiting. **Try again** doesn’t wait for that."
    ),
    "request-unanswered": (
        "Perhaps you know somebody who would like to be asked: choose them below, and they are "
        "asked as any other mentor. `/mentor find` shows who has room. "
        "Resolving this tells the member kindly that nobody was found."
    ),
    "no-first-meeting": (
        "A first time is the hardest to find. Write to them with two times, or give them longer."
    ),
    "mentor-over-load": "Please ask the mentor whether that is fine, or match one mentee anew.",
    "one-sided": "It may be fine as it is. A friendly question to both costs little.",
}
_UNLOCK = "Unlock the thread, and I’ll send what’s waiting. **Try again** doesn’t wait for that."
# Facts in which we name people and threads ourselves; every other may contain what someone typed.
_NAMED_BY_US = frozenset({"asked_by", "mentor", "mentees", "thread", "left", "quiet", "place"})
# Database keys: useless to a reader.
_OURS = frozenset({"pair", "subject", "nudge", "person", "askers", "cohort_id"})
_INTRODUCTION = NudgeKind.INTRODUCTION.value


def title(kind: str, facts: Mapping[str, str] | None = None) -> str:
    """Return the case's title; with its facts it says whether a pair is a circle."""
    words = _TITLES.get(kind, kind.replace("-", " "))
    is_circle = facts is not None and "," in facts.get("mentees", "")
    return words.replace("a pair", "a circle") if is_circle else words


def cause_title(kind: str, reason: str, number: int) -> str:
    """Name a cause and how many lines it has."""
    if number == 1:
        return title(kind) + (f": {reason}" if reason else "")
    many = _MANY.get(kind, f"cases: {title(kind)}")
    return f"{number} {many}" + (f": {reason}" if reason else "")


def who(kind: str, facts: Mapping[str, str]) -> str:
    """Return the people that a case is about, or what else it is about."""
    if "mentor" in facts and "mentees" in facts and kind != CaseKind.MENTOR_OVER_LOAD:
        where = f" in {facts['thread']}" if "thread" in facts else ""
        return f"{facts['mentor']} with {facts['mentees']}{where}"
    for name in ("left", "asked_by", "mentor", "place"):
        if name in facts:
            return facts[name]
    if facts.get("person", "").isdecimal():
        return person(UserId(int(facts["person"])))
    if "nudge" in facts:
        return named(facts["nudge"])
    return escape(facts.get("cohort", facts.get("program", title(kind))), 80)


def detail(kind: str, facts: Mapping[str, str]) -> str:
    """Return what would fix a case, or all that have its cause."""
    if kind == CaseKind.SETTING:
        return _SETTINGS.get(facts.get("trouble", ""), _SETTINGS["gone"])[1]
    if is_about_introduction(kind, facts):
        return introductions.fix(facts.get("reason", ""))
    if kind == CaseKind.THREAD_TROUBLE and facts.get("reason") == "the thread is locked":
        return _UNLOCK
    return _FIXES.get(kind, "")


def body(kind: str, facts: Mapping[str, str]) -> str:
    """Return what is known and what would fix it."""
    return f"{case_reason(kind, facts)}\n\n{detail(kind, facts)}".strip()


def case_reason(kind: str, facts: Mapping[str, str]) -> str:
    """Return what is known, as a sentence, and the remaining facts in lines below."""
    if kind == CaseKind.SETTING:
        sentence, _ = _SETTINGS.get(facts.get("trouble", ""), _SETTINGS["gone"])
        usual = {"missing": "a permission", "setting": "channel", "place": "chosen in `/setup`"}
        return sentence.format_map(usual | dict(facts))
    shown = {
        name: value if name in _NAMED_BY_US else escape(value, 300)
        for name, value in facts.items()
        if name not in _OURS
    }
    words = shown | _derived(facts)
    sentence, named = "", set()
    for template in _SENTENCES.get(kind, ()):
        names = {name for _, name, _, _ in Formatter().parse(template) if name}
        if names <= words.keys():
            sentence, named = template.format_map(words), names
            break
    if "pair" in named:
        named |= {"mentor", "mentees", "thread"}
    rest = [f"{name.replace('_', ' ')}: {shown[name]}" for name in shown if name not in named]
    return "\n".join([sentence, *rest] if sentence else rest)


def _derived(facts: Mapping[str, str]) -> dict[str, str]:
    """Return the pair, the person, and the message as text, as far as they are known."""
    derived = {}
    if "mentor" in facts and "mentees" in facts:
        where = f" in {facts['thread']}" if "thread" in facts else ""
        derived["pair"] = f"{facts['mentor']} with {facts['mentees']}{where}"
    if facts.get("person", "").isdecimal():
        derived["person"] = person(UserId(int(facts["person"])))
    if "lack" in facts:
        derived["lack"] = closed_because(facts["lack"])
    if "nudge" in facts:
        derived["message"] = named(facts["nudge"])
    return derived


def is_about_introduction(kind: str, facts: Mapping[str, str]) -> bool:
    """Return whether a case is about a pair that could not be introduced."""
    return kind == "undeliverable" and facts.get("nudge") == _INTRODUCTION
