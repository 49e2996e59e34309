"""The texts of `/concern`: what is said before and after typing, and what leads read."""

from bot.domain.errors import DomainError
from bot.domain.ids import ConcernId, GuildId, UserId
from bot.domain.nudges.kinds import NudgeKind
from bot.domain.safety.concerns import (
    MOST_PEOPLE,
    MOST_WORDS,
    ConcernTold,
    ConcernWaiting,
)
from bot.domain.states import ConcernAbout, ConcernDoor, ConcernNews, ConcernState
from bot.language.say import Say, marked
from bot.messages.custom_id import build
from bot.messages.nudges.words import words
from bot.messages.outgoing import (
    Button,
    Choice,
    ChoiceField,
    Embed,
    Message,
    Modal,
    PeopleField,
    Row,
    Select,
    Style,
    TextField,
)
from bot.messages.text import (
    FORMER_MEMBER,
    escape,
    join_list,
    people,
    person,
    timestamp,
    truncate,
)
from bot.services.safety.concerns import (
    Changed,
    Held,
    Opened,
    OwnConcern,
    ReadConcern,
    Reported,
    Society,
    ToPart,
    Typed,
)
from bot.settings import Settings
from bot.storage.pairs.pairs import Pair
from bot.storage.safety.concerns import Concern, ConcernWords

REPORT = marked("Report a concern")
EMERGENCY = marked(
    "Call your local emergency number (911 in the US). In a crisis, you can call or text 988 "
    "in "
    "the US, day and night. It can take hours until a lead reads this."
)
DUTIES = marked(
    "Leads can’t guarantee to keep everything to themselves. They may have to pass something "
    "on if "
    "someone could be harmed, if someone is under 18, or if the law or your school requires it."
)
DUTIES_TO_MINORS = marked(
    "You’re under 18, so leads can’t keep this secret. To keep you safe, they may have to tell "
    "a "
    "parent or guardian, your school, or the authorities."
)
_ABOUT = {
    ConcernAbout.BEHAVIOR: marked("Someone’s behavior"),
    ConcernAbout.WELL_BEING: marked("My own well-being"),
    ConcernAbout.OTHER: marked("Something else"),
}
_DOOR = {
    ConcernDoor.CONTACT: marked("Please contact me"),
    ConcernDoor.RECORD: marked("For the record only"),
}
_NAME = {
    "quiet": marked("Only the leads know it’s from me"),
    "named": marked("Leads may say it’s from me"),
}
_STATES = {
    ConcernState.OPEN: marked("Waiting for a lead"),
    ConcernState.ACKNOWLEDGED: marked("A lead is on it"),
    ConcernState.CLOSED: marked("Closed"),
    ConcernState.WITHDRAWN: marked("Withdrawn"),
}
PEOPLE, ABOUT, DOOR, NAME, WORDS = "people", "about", "door", "name", "words"
_MOST_LISTED = 25
_MOST_SHOWN = 3800


# --- before and after typing ------------------------------------------------------------------


def opened(say: Say, shown: Opened, settings: Settings) -> Message:
    """Say who reads it, what they can't promise, and whom to call, before anything is typed."""
    society = shown.society
    fields = (
        (say("In danger now?"), _emergency(say, society)),
        (say("Who reads it"), _readers(say, society)),
        (say("What leads can’t guarantee"), _duties(say, society)),
        (say("How long it’s kept"), _kept(say, settings)),
    )
    guild = society.guild
    buttons = [Button(say(REPORT), build("concern", "form", guild), Style.PRIMARY)]
    rows: list[Row] = []
    if shown.own:
        rows.append((_menu(say, "mine", guild, say("Your concerns"), shown.own),))
    if shown.to_handle:
        rows.append(
            (_menu(say, "read", guild, say("Concerns for you as a lead"), shown.to_handle),)
        )
    buttons.append(Button(say.of("button", "Block someone"), build("profile", "private", guild)))
    rows.append(tuple(buttons))
    card = Embed(say("Tell a safety lead, in confidence"), fields=fields)
    return Message(embeds=(card,), rows=tuple(rows))


def _menu(
    say: Say, verb: str, guild: GuildId, placeholder: str, listed: tuple[Concern, ...]
) -> Select:
    choices = tuple(
        Choice(
            say(
                "Concern {concern}: {words}", concern=concern.id, words=say(_STATES[concern.state])
            ),
            str(concern.id),
        )
        for concern in listed[:_MOST_LISTED]
    )
    return Select(build("concern", verb, guild), placeholder, choices)


def _emergency(say: Say, society: Society) -> str:
    return society.emergency or say(EMERGENCY)


def _duties(say: Say, society: Society) -> str:
    """Say what can't be promised; to someone under 18, that first, whatever the society says."""
    duties = society.duties or say(DUTIES)
    return f"{DUTIES_TO_MINORS}\n{society.duties}".strip() if society.is_minor else duties


def _readers(say: Say, society: Society) -> str:
    if not society.leads:
        return say(
            "The server’s owner, since this server has no safety lead yet. Never anyone it’s about."
        )
    return say(
        "Only the safety leads: {leads}. Never anyone it’s about, even if they’re "
        "a lead or the server’s owner. Moderators don’t see it. If no lead acknowledges it in 24 "
        "hours, I’ll ask the next one, then the server’s owner.",
        leads=people(society.leads),
    )


def _kept(say: Say, settings: Settings) -> str:
    return say.count(
        "It’s kept until {n} day after it’s closed. You can see where it is, add to it, or "
        "withdraw it with `/concern`.",
        "It’s kept until {n} days after it’s closed. You can see where it is, add to it, or "
        "withdraw it with `/concern`.",
        settings.privacy.erase_concerns_after_days,
    )


def form(say: Say, guild: GuildId) -> Modal:
    """Ask whom and what it's about, what should happen, and what happened."""
    return Modal(
        build("concern", "send", guild),
        say(REPORT),
        (
            PeopleField(
                PEOPLE,
                say("Who’s it about? (optional)"),
                note=say("They won’t see it, even if they’re a moderator or the owner."),
                most=MOST_PEOPLE,
            ),
            ChoiceField(ABOUT, say("What’s it about?"), _choices(say, _ABOUT)),
            ChoiceField(DOOR, say("What would you like?"), _choices(say, _DOOR)),
            ChoiceField(
                NAME,
                say("Your name"),
                tuple(Choice(say(label), value) for value, label in _NAME.items()),
            ),
            TextField(WORDS, say("What happened?"), long=True, most=MOST_WORDS),
        ),
    )


def _choices(
    say: Say, labels: dict[ConcernAbout, str] | dict[ConcernDoor, str]
) -> tuple[Choice, ...]:
    return tuple(Choice(say(label), value.value) for value, label in labels.items())


def typed(people_: tuple[UserId, ...], about: str, door: str, name: str, words_: str) -> Typed:
    """Return what was filled in. Raises ``component.unknown`` for what the form doesn't offer."""
    try:
        kind, wanted = ConcernAbout(about), ConcernDoor(door)
    except ValueError:
        raise DomainError("component.unknown") from None
    return Typed(people_, kind, wanted, name == "named", words_)


def reported(say: Say, done: Reported, settings: Settings) -> Message:
    """Give the receipt, and say again who reads it, whom to call, and what can't be promised."""
    concern = done.concern
    first = person(concern.owner) if concern.owner else say("A lead")
    after = (
        say("Then I’ll ask the next person.") if done.has_next else say("Then I’ll ask them again.")
    )
    lines = [
        say(
            "**Concern {concern} is saved.** {first} will be asked first, and has until "
            "{due_at} to acknowledge it. {after}",
            concern=concern.id,
            first=first,
            due_at=timestamp(concern.due_at, "F"),
            after=after,
        ),
        say("Who can read it: {readers}.", readers=people(done.readers)),
        _next_step(say, concern, is_minor=done.society.is_minor),
        say("**In danger now?** {emergency}", emergency=_emergency(say, done.society)),
        _duties(say, done.society),
        _kept(say, settings),
    ]
    return Message("\n\n".join(lines), rows=_own_rows(say, concern, done.pairs))


def _next_step(say: Say, concern: Concern, *, is_minor: bool) -> str:
    if concern.door is ConcernDoor.CONTACT and is_minor:
        return say(
            "You asked to be contacted. A lead will write to you, together with another adult."
        )
    if concern.door is ConcernDoor.CONTACT:
        return say("You asked to be contacted. A lead will write to you here on Discord.")
    return say(
        "You asked for the record only. No one will contact you about it unless they have to."
    )


# --- one's own concern ------------------------------------------------------------------------


def own(say: Say, shown: OwnConcern, settings: Settings) -> Message:
    """Show one's own concern: its state, what one wrote, and what can be done."""
    concern = shown.concern
    lines = [
        say(
            "**Concern {concern}: {words}**", concern=concern.id, words=say(_STATES[concern.state])
        ),
        _state(say, concern),
    ]
    lines += [_about(say, concern, shown.people)]
    body = _written(shown.words)
    if not concern.state.is_over:
        lines.append(
            say("**In danger now?** {emergency}", emergency=_emergency(say, shown.society))
        )
    lines.append(_kept(say, settings))
    return Message(
        "\n".join(lines),
        embeds=(Embed(say("What you wrote"), body),),
        rows=_own_rows(say, concern, shown.pairs),
    )


def _state(say: Say, concern: Concern) -> str:
    sentences = [say("Reported {reported_at}.", reported_at=timestamp(concern.reported_at, "f"))]
    if concern.acknowledged_at:
        sentences.append(
            say(
                "Acknowledged {acknowledged_at}.",
                acknowledged_at=timestamp(concern.acknowledged_at, "f"),
            )
        )
    match concern.state:
        case ConcernState.OPEN:
            due = timestamp(concern.due_at, "f")
            sentences.append(say("The lead who was asked has until {due}.", due=due))
        case ConcernState.ACKNOWLEDGED:
            sentences.append(
                say("I’ll remind the lead {due_at}.", due_at=timestamp(concern.due_at, "R"))
            )
        case _ if concern.closed_at:
            sentences.append(
                say("Over since {closed_at}.", closed_at=timestamp(concern.closed_at, "f"))
            )
    return " ".join(sentences)


def _about(say: Say, concern: Concern, about: tuple[UserId, ...]) -> str:
    parts = [
        say(_ABOUT[concern.about]),
        *([say("About: {named}", named=_named(say, about))] if about else []),
    ]
    return " · ".join([*parts, say(_DOOR[concern.door])])


def _named(say: Say, about: tuple[UserId, ...]) -> str:
    return join_list([person(user) if user > 0 else say(FORMER_MEMBER) for user in about])


def _written(written: tuple[ConcernWords, ...]) -> str:
    parts = [f"{timestamp(each.written_at, 'f')}\n{escape(each.words, 3500)}" for each in written]
    text = "\n\n".join(parts)
    # What was added last matters most.
    return text if len(text) <= _MOST_SHOWN else f"…{text[-_MOST_SHOWN:]}"


def _own_rows(say: Say, concern: Concern, pairs: tuple[Pair, ...]) -> tuple[Row, ...]:
    rows: list[Row] = []
    if not concern.state.is_over:
        rows.append(
            (
                Button(say.of("button", "Add something"), _id("add", concern)),
                Button(say.of("button", "Withdraw concern"), _id("withdraw", concern)),
            )
        )
    if pairs:
        rows.append(_apart(say, concern, pairs))
    return tuple(rows)


def _apart(say: Say, concern: Concern, pairs: tuple[Pair, ...]) -> Row:
    """Offer to put mentorships on hold or end them; a circle isn't paused for one of it."""
    end = Button(say.of("button", "End mentorship"), _id("part", concern), Style.DANGER)
    if any(len(pair.mentees) == 1 for pair in pairs):
        return (Button(say.of("button", "Pause mentorship"), _id("hold", concern)), end)
    return (end,)


def _id(verb: str, concern: Concern, ref: str | None = None) -> str:
    return build("concern", verb, concern.guild, concern.id, ref)


def add_form(say: Say, guild: GuildId, concern: ConcernId) -> Modal:
    """Ask what to add."""
    field = TextField(WORDS, say("What would you like to add?"), long=True, most=MOST_WORDS)
    return Modal(
        build("concern", "add-send", guild, concern),
        say("Concern {concern}", concern=concern),
        (field,),
    )


def added(say: Say, done: Changed) -> Message:
    """Say that it was added."""
    return Message(
        say("Added to concern {concern}. I’ll tell the lead who has it.", concern=done.concern.id)
    )


def to_withdraw(say: Say, guild: GuildId, concern: ConcernId, settings: Settings) -> Message:
    """Ask once before a concern is withdrawn."""
    days = settings.privacy.erase_concerns_after_days
    row: Row = (
        Button(
            say.of("button", "Withdraw concern"),
            build("concern", "withdraw-now", guild, concern),
            Style.DANGER,
        ),
        Button(say.of("button", "Keep concern"), build("concern", "mine-again", guild, concern)),
    )
    return Message(
        say.count(
            "Withdraw concern {concern}? I’ll tell the lead who was asked. They may still have to "
            "act on what they’ve read. What you wrote will be deleted in {n} day. To delete it "
            "today, use `/privacy delete`.",
            "Withdraw concern {concern}? I’ll tell the lead who was asked. They may still have to "
            "act on what they’ve read. What you wrote will be deleted in {n} days. To delete it "
            "today, use `/privacy delete`.",
            days,
            concern=concern,
        ),
        rows=(row,),
    )


def withdrawn(say: Say, done: Changed) -> Message:
    """Say that it was withdrawn."""
    return Message(
        say(
            "Concern {concern} is withdrawn. You can report a new one anytime.",
            concern=done.concern.id,
        )
    )


# --- as a lead --------------------------------------------------------------------------------


def read(say: Say, shown: ReadConcern) -> Message:
    """Show a concern to a lead: who, what, what must be kept in mind, and what can be done."""
    concern = shown.concern
    name = (
        say("You may say that it’s from them.")
        if concern.may_name
        else say("Don’t tell anyone that it’s from them.")
    )
    lines = [
        say(
            "**Concern {concern}: {words}**", concern=concern.id, words=say(_STATES[concern.state])
        ),
        _state(say, concern),
        say("From {reporter}. {name}", reporter=person(concern.reporter), name=name),
        _about(say, concern, shown.people),
        _who(say, shown),
        say("**What you may have to pass on:** {words}", words=shown.duties or say(DUTIES)),
    ]
    if shown.minors:
        lines.append(
            say(
                "**Under 18:** {minors}. Look at this today. Don’t write to them alone: "
                "have another attested adult with you.",
                minors=people(shown.minors),
            )
        )
    if concern.state is ConcernState.WITHDRAWN:
        lines.append(
            say("They withdrew it. If you think they were pressed to, check in with them.")
        )
    card = Embed(say("What they wrote"), _written(shown.words))
    return Message("\n".join(lines), embeds=(card,), rows=_lead_rows(say, shown))


def _who(say: Say, shown: ReadConcern) -> str:
    if shown.concern.owner is None:
        return say("No one has it yet.")
    owner = person(shown.concern.owner)
    if not shown.others:
        return say("With {owner}. No one else may read it.", owner=owner)
    return say("With {owner}. Next: {others}.", owner=owner, others=people(shown.others[:3]))


def _lead_rows(say: Say, shown: ReadConcern) -> tuple[Row, ...]:
    concern = shown.concern
    if concern.state.is_over:
        return ()
    row = [Button(say.of("button", "Acknowledge"), _id("take", concern), Style.PRIMARY)]
    if shown.others:
        row.append(Button(say.of("button", "Ask the next lead"), _id("pass", concern)))
    row.append(Button(say.of("button", "Close concern"), _id("close", concern)))
    rows: list[Row] = [tuple(row)]
    if shown.pairs:
        rows.append(_apart(say, concern, shown.pairs))
    return tuple(rows)


def passed_on(say: Say, done: Changed) -> Message:
    """Say who is asked now."""
    owner = done.concern.owner
    if done.already or owner is None:
        return Message(
            say(
                "Concern {concern}: {words}.",
                concern=done.concern.id,
                words=say(_STATES[done.concern.state]),
            )
        )
    return Message(
        say(
            "{owner} will be asked, and has until {due_at}.",
            owner=person(owner),
            due_at=timestamp(done.concern.due_at, "F"),
        )
    )


def to_close(say: Say, guild: GuildId, concern: ConcernId, settings: Settings) -> Message:
    """Ask once before a concern is closed."""
    days = settings.privacy.erase_concerns_after_days
    row: Row = (
        Button(
            say.of("button", "Close concern"),
            build("concern", "close-now", guild, concern),
            Style.DANGER,
        ),
        Button(say.of("button", "Keep it open"), build("concern", "read-again", guild, concern)),
    )
    return Message(
        say.count(
            "Close concern {concern}? The reporter will see that it’s closed. All of "
            "it will be deleted {n} day later, so save what you have to keep elsewhere.",
            "Close concern {concern}? The reporter will see that it’s closed. All of "
            "it will be deleted {n} days later, so save what you have to keep elsewhere.",
            days,
            concern=concern,
        ),
        rows=(row,),
    )


def closed(say: Say, done: Changed) -> Message:
    """Say that it is closed."""
    return Message(
        say(
            "Concern {concern}: {words}.",
            concern=done.concern.id,
            words=say(_STATES[done.concern.state]),
        )
    )


# --- keeping the two apart --------------------------------------------------------------------


def held(say: Say, done: Held) -> Message:
    """Say what was paused, and what others see of it."""
    return Message(
        say.count(
            "{n} mentorship is paused until {until}. The thread shows the date, not who asked or "
            "why. Anyone in it can still write there, or resume. To stop that, end the mentorship.",
            "{n} mentorships are paused until {until}. Each thread shows the date, not who asked "
            "or why. Anyone in it can still write there, or resume. To stop that, end the "
            "mentorships.",
            len(done.pairs),
            until=timestamp(done.until, "D"),
        )
    )


def to_part(say: Say, asked: ToPart) -> Message:
    """Say what it means to end the mentorships, before it is done."""
    concern = asked.concern
    lines = [_which(say, asked)]
    if any(len(pair.mentees) > 1 for pair in asked.pairs):
        lines.append(
            say(
                "In a circle, a mentee who reported it leaves, or else the mentee it’s about. The "
                "others will read that they left."
            )
        )
    if any(len(pair.mentees) == 1 for pair in asked.pairs):
        lines.append(
            say(
                "I’ll post the usual goodbye. It doesn’t say who asked or why, but with only two "
                "people in the thread, each may guess."
            )
        )
    if asked.of_reporter or any(pair.has(concern.reporter) for pair in asked.pairs):
        lines.append(
            say("I’ll add them to your private block list, so you’re never matched again.")
            if asked.of_reporter
            else say(
                "I’ll add them to the reporter’s private block list, so the two are never matched "
                "again."
            )
        )
    row: Row = (
        Button(say.of("button", "End mentorship"), _id("part-now", concern), Style.DANGER),
        Button(
            say.of("button", "Keep mentorship"),
            _id("mine-again" if asked.of_reporter else "read-again", concern),
        ),
    )
    return Message("\n".join(lines), rows=(row,))


def _which(say: Say, asked: ToPart) -> str:
    each = [people(tuple(member.user for member in pair.members)) for pair in asked.pairs]
    who = "; ".join(truncate(names, 300) for names in each)
    return say("End the mentorship of {who}? You can’t undo it.", who=who)


def parted(say: Say, done: ToPart) -> Message:
    """Say that they were parted."""
    if done.of_reporter:
        return Message(
            say(
                "Done. I won’t tell anyone who asked. They’re on your private block list: "
                "`/profile`, "
                "“Private preferences”."
            )
        )
    return Message(say("Done. I won’t tell anyone who asked."))


# --- in the leads' thread: nothing of what it says ---------------------------------------------


@words(
    NudgeKind.CONCERN_WAITING,
    marked("Safety lead: concern"),
    marked("A concern is waiting for you as a safety lead."),
    when=marked("It comes right away, and again until it’s done."),
)
def waiting(say: Say, facts: ConcernWaiting, ref: str) -> Message:
    """Ask a lead to read a concern, or remind them that it is open."""
    who, number = person(facts.person), facts.concern
    if facts.hidden:
        text = say(
            "{who}, something is waiting for you. Look by {due_at}.",
            who=who,
            due_at=timestamp(facts.due_at, "F"),
        )
    elif facts.is_taken:
        text = say(
            "{who}, concern {number} is still open. Close it when there’s nothing left to do.",
            who=who,
            number=number,
        )
    elif facts.has_next:
        text = say(
            "{who}, concern {number} is waiting for you. Acknowledge it by "
            "{due_at}, or I’ll ask the next lead. Don’t discuss it here.",
            who=who,
            number=number,
            due_at=timestamp(facts.due_at, "F"),
        )
    else:
        text = say(
            "{who}, concern {number} is waiting for you. Acknowledge it by "
            "{due_at}, or I’ll ask you again. Don’t discuss it here.",
            who=who,
            number=number,
            due_at=timestamp(facts.due_at, "F"),
        )
    row = _read_row(say, facts.guild, facts.concern, ref, hidden=facts.hidden)
    return Message(text, rows=(row,))


@words(
    NudgeKind.CONCERN_TOLD,
    marked("Safety lead: news of a concern"),
    marked("There was news about something you handle as a safety lead."),
)
def told(say: Say, facts: ConcernTold, ref: str) -> Message:
    """Tell the lead that its reporter added something or withdrew it."""
    who, number = person(facts.person), facts.concern
    if facts.hidden:
        text = say("{who}, something is waiting for you.", who=who)
    elif facts.news is ConcernNews.WITHDRAWN:
        text = say("{who}, concern {number} was withdrawn.", who=who, number=number)
    else:
        text = say(
            "{who}, there’s something new to read about concern {number}.", who=who, number=number
        )
    row = _read_row(say, facts.guild, facts.concern, ref, hidden=facts.hidden)
    return Message(text, rows=(row,))


def _read_row(say: Say, guild: GuildId, concern: ConcernId, ref: str, *, hidden: bool) -> Row:
    label = say("See what’s waiting") if hidden else say("Read concern")
    return (Button(label, build("concern", "read-one", guild, concern, ref), Style.PRIMARY),)
