"""Outside mentors: the board, one contact, the forms, and an answer for each step."""

from dataclasses import replace
from functools import partial

from bot.domain.ids import GuildId
from bot.domain.nudges.kinds import NudgeKind
from bot.domain.outreach.outreach import (
    LONGEST_NAME,
    LONGEST_NOTE,
    Channel,
    MentorKind,
    OutreachEvent,
    OutreachFollowUp,
    OutreachStep,
    missing_kinds,
)
from bot.domain.states import OutreachState
from bot.language.say import Say, marked
from bot.messages.custom_id import build
from bot.messages.nudges.own_threads import honest, offer
from bot.messages.nudges.words import words
from bot.messages.outgoing import (
    Button,
    Choice,
    ChoiceField,
    Embed,
    Message,
    Modal,
    Row,
    Select,
    Style,
    TextField,
)
from bot.messages.text import (
    day_name,
    escape,
    join_list,
    join_within,
    person,
    timestamp,
    truncate,
)
from bot.services.outreach.outreach import OutreachLogged, OutreachShown

PRIVATE = marked("Only you can see this. I never write to them.")

STAGES = {
    OutreachState.PLANNED: marked("To write"),
    OutreachState.SENT: marked("Sent"),
    OutreachState.ANSWERED: marked("Replied"),
    OutreachState.MET: marked("Met"),
    OutreachState.RESTING: marked("On hold"),
    OutreachState.DECLINED: marked("Declined"),
    OutreachState.CLOSED: marked("Closed"),
}
_NEXT = {
    OutreachStep.WRITE: marked("Write your first message"),
    OutreachStep.FOLLOW_UP: marked("Send a friendly follow-up"),
    OutreachStep.LAST_FOLLOW_UP: marked("Send one last follow-up"),
    OutreachStep.LET_REST: marked("Put it on hold, with a short closing note"),
    OutreachStep.MEET: marked("Reply and find a time"),
    OutreachStep.UPDATE: marked("Send a short update"),
    OutreachStep.NOTHING: marked("Nothing to do"),
}
# A contact that is due already has no date that would help.
_DUE = (OutreachStep.FOLLOW_UP, OutreachStep.LAST_FOLLOW_UP, OutreachStep.LET_REST)
# Of an embed's 6,000 characters, for each of seven stages; the rest is for the hint.
MOST_OF_A_STAGE = 780
# Texts to copy for each step with someone outside, which the member can change and send.
CLOSING = marked(
    "Thank you for your time. I won’t write again about this, and I wish you all the best with "
    "your work."
)
WORDS_TO_COPY = {
    OutreachStep.FOLLOW_UP: (
        "I wrote to you a while ago with one question, and I know how busy you are. Is there a "
        "good time this month, or someone else you’d suggest? One line is plenty. Thank you."
    ),
    OutreachStep.LAST_FOLLOW_UP: (
        "One last note from me: if now isn’t a good time, that’s completely fine. Thank you for "
        "reading."
    ),
    OutreachStep.UPDATE: (
        "A short update, since you helped me: I did [what you suggested], and [what came of it]. "
        "Next is [one thing]. Thank you again! No need to reply."
    ),
    OutreachStep.LET_REST: CLOSING,
}
DECLINED_REPLY = marked(
    "Thank you for telling me, and for your time. If you can think of someone else I could "
    "ask, "
    "I’d be grateful for a name."
)
FAREWELL = marked(
    "I wanted to thank you for your help: [one thing that it changed]. I’m moving on to "
    "[what’s next], and I’d be happy to tell you how it goes."
)

KINDS = {
    MentorKind.CLINICAL: marked("Clinical"),
    MentorKind.RESEARCH: marked("Research"),
    MentorKind.ACADEMIC: marked("Academic"),
    MentorKind.LIFE: marked("Life"),
}
CHANNELS = {Channel.TEXT: marked("Text"), Channel.PHONE: marked("Phone")}


def form(say: Say, guild: GuildId) -> Modal:
    """Ask who a member would like to write to."""
    kinds = tuple(Choice(say(words), kind.value) for kind, words in KINDS.items())
    return Modal(
        build("outreach", "add", guild),
        say("Add an outside mentor"),
        (
            TextField("who", say("Who?"), placeholder=say("Dr. Roe"), most=LONGEST_NAME),
            TextField("place", say("Where are they?"), required=False, most=LONGEST_NAME),
            TextField(
                "known_from",
                say("How do you know of them?"),
                note=say("For your first message, like “I heard your talk on sleep.”"),
                required=False,
                most=LONGEST_NOTE,
            ),
            TextField(
                "address",
                say("Email, web page, or both"),
                note=say("Use email unless they’ve allowed another way."),
                required=False,
                most=LONGEST_NOTE,
            ),
            ChoiceField("kind", say("What kind of mentor?"), kinds, required=False, least=0),
        ),
    )


def allow_form(say: Say, view: OutreachShown) -> Modal:
    """Ask for a phone number, and for the permission that it requires."""
    outreach = view.outreach
    return Modal(
        build("outreach", "allow-form", outreach.guild, outreach.id),
        say("They allowed text or phone"),
        (
            TextField(
                "phone",
                say("Their number"),
                value=outreach.allowed.phone if outreach.allowed else "",
            ),
            ChoiceField(
                "channels",
                say("What did they allow?"),
                tuple(Choice(say(words), way.value) for way, words in CHANNELS.items()),
                most=len(CHANNELS),
            ),
            TextField(
                "since",
                say("When did they allow it?"),
                note=say("Like “today” or “Mar 1”."),
                most=60,
            ),
        ),
    )


def listing(say: Say, guild: GuildId, views: list[OutreachShown]) -> Message:
    """Show the board: each stage with its contacts."""
    add = Button(say.of("button", "Add a mentor"), build("outreach", "form", guild), Style.PRIMARY)
    if not views:
        return Message(
            say(
                "Your list is empty. Start with someone whose work you know, or a program from "
                "`/program saved`. {words}",
                words=say(PRIVATE),
            ),
            rows=((add,),),
        )
    fields = tuple(
        (
            f"{say(words)} ({len(there)})",
            join_within(say, list(map(partial(_line, say), there)), MOST_OF_A_STAGE),
        )
        for state, words in STAGES.items()
        if (there := [view for view in views if view.outreach.standing.state is state])
    )
    choices = tuple(
        Choice(
            truncate(view.outreach.contact.who, 100),
            str(view.outreach.id),
            note=say(STAGES[view.outreach.standing.state]),
        )
        for view in views[:25]
    )
    select = Select(build("outreach", "pick", guild), say("Open a contact"), choices)
    card = Embed(say("Your outreach"), body=_hint(say, views), fields=fields, footer=say(PRIVATE))
    return Message(embeds=(card,), rows=((select,), (add,)))


def _hint(say: Say, views: list[OutreachShown]) -> str:
    active = [view.outreach for view in views if view.outreach.standing.state.is_open]
    missing = missing_kinds(outreach.contact.kind for outreach in active)
    if not missing:
        return ""
    names = join_list([say(KINDS[kind]) for kind in missing])
    return say("Look for more than one mentor. Not on your list yet: {names}.", names=names)


def _line(say: Say, view: OutreachShown) -> str:
    return f"- **{escape(view.outreach.contact.who, 60)}**: {_next(say, view)}"


def _next(say: Say, view: OutreachShown) -> str:
    standing = view.outreach.standing
    if standing.due_at is None or view.step in _DUE:
        return say(_NEXT[view.step])
    day = timestamp(standing.due_at, "D")
    if view.step is OutreachStep.WAIT:
        return say(
            "Waiting for a reply · From {day}: {words}", day=day, words=say(_NEXT[standing.coming])
        )
    return say("{words} · Due {day}", words=say(_NEXT[view.step]), day=day)


def outreach_card(say: Say, view: OutreachShown, opening: str = "") -> Message:
    """Show one contact, its next step, and what can be done about it."""
    outreach = view.outreach
    contact, allowed = outreach.contact, outreach.allowed
    reached = [say("Email: {email}", email=escape(contact.email, 254))] if contact.email else []
    if allowed:
        ways = ", ".join(say(CHANNELS[way]) for way in allowed.channels)
        day = day_name(allowed.since)
        reached.append(
            say(
                "{ways}: {phone} (allowed {day})",
                ways=ways,
                phone=escape(allowed.phone, 40),
                day=day,
            )
        )
    parts = (
        (say("Stage"), say(STAGES[outreach.standing.state])),
        (say("Next"), _next(say, view)),
        (say("Where"), escape(contact.place, LONGEST_NAME)),
        (say("How you know them"), escape(contact.known_from, LONGEST_NOTE)),
        (say("Contact"), "\n".join(reached)),
        (say("Web"), escape(contact.link, 300)),
        (say("Kind"), say(KINDS[contact.kind]) if contact.kind else ""),
    )
    fields = tuple((name, words) for name, words in parts if words)
    card = Embed(escape(contact.who, LONGEST_NAME), fields=fields, footer=say(PRIVATE))
    return Message(opening, embeds=(card,), rows=_rows(say, view))


def _rows(say: Say, view: OutreachShown) -> tuple[Row, ...]:
    guild, which = view.outreach.guild, view.outreach.id

    def button(label: str, verb: str, style: Style = Style.SECONDARY) -> Button:
        return Button(label, build("outreach", verb, guild, which), style)

    draft = button(say("Draft message"), "draft", Style.PRIMARY)
    answered = button(say("They replied"), "answered", Style.SUCCESS)
    met, declined = (
        button(say("We met"), "met", Style.SUCCESS),
        button(say("They declined"), "declined"),
    )
    rest, close = button(say("Put on hold"), "rest"), button(say("Close contact"), "close")
    allow = button(say("Add phone number"), "allow")
    match view.outreach.standing.state:
        case OutreachState.PLANNED:
            return ((draft, button(say("I sent it"), "sent", Style.SUCCESS)), (allow, close))
        case OutreachState.SENT if _step_to_come(view) is OutreachStep.LET_REST:
            return ((rest, answered, met, declined), (allow, close))
        case OutreachState.SENT:
            followed = button(say("I followed up"), "sent")
            words = button(say("Copy follow-up"), "words", Style.PRIMARY)
            return ((words, followed), (answered, met, declined), (rest, allow, close))
        case OutreachState.ANSWERED:
            return ((met, declined), (rest, allow, close))
        case OutreachState.MET:
            sent = button(say("I sent an update"), "sent", Style.SUCCESS)
            return ((sent, button(say("Copy update"), "words", Style.PRIMARY)), (allow, close))
        case OutreachState.RESTING | OutreachState.DECLINED:
            return ((answered, close),)
        case OutreachState.CLOSED:
            return ()


def logged(say: Say, logged: OutreachLogged) -> Message:
    """Say what follows from what was logged."""
    view = logged.shown
    who = escape(view.outreach.contact.who, LONGEST_NAME)
    due = view.outreach.standing.due_at
    when = timestamp(due, "D") if due else ""
    match logged.event:
        case OutreachEvent.SENT if view.outreach.standing.state is OutreachState.MET:
            words = say("Got it. Your next update to {who} is due {when}.", who=who, when=when)
        case OutreachEvent.SENT if view.outreach.standing.state is OutreachState.ANSWERED:
            words = say(
                "Got it. You’re waiting on {who} now. I’ll check back {when}.", who=who, when=when
            )
        case OutreachEvent.SENT if view.outreach.standing.follow_ups:
            words = say(
                "Got it. If {who} doesn’t reply, I’ll check back {when}.", who=who, when=when
            )
        case OutreachEvent.SENT:
            words = say(
                "Nice work! If {who} doesn’t reply, a friendly follow-up is due {when}.",
                who=who,
                when=when,
            )
        case OutreachEvent.ANSWERED:
            words = say(
                "Great news! Reply soon and offer two times. I’ll check back {when}.", when=when
            )
        case OutreachEvent.MET:
            words = say(
                "Great! Send {who} a thank-you note in the next day. A short update is due {when}.",
                who=who,
                when=when,
            )
        case OutreachEvent.DECLINED:
            words = say(
                "Thanks for logging it. You could reply to {who}:{copied}",
                who=who,
                copied=copied(say(DECLINED_REPLY)),
            )
        case OutreachEvent.LET_REST:
            words = say(
                "On hold. If you’d like to close the loop, you could send:{copied}",
                copied=copied(say(CLOSING)),
            )
        case OutreachEvent.CLOSED:
            text = say("Closed. I deleted how to reach {who}.", who=who)
            if logged.before in (OutreachState.ANSWERED, OutreachState.MET):
                text = say(
                    "{text} To say goodbye, you could send:{copied}",
                    text=text,
                    copied=copied(say(FAREWELL)),
                )
            return Message(text)
    if due is None:
        return outreach_card(say, view, words)
    card = outreach_card(say, view, f"{words} {honest(say, logged.reach)}".strip())
    return replace(card, rows=(*card.rows, *offer(say, logged.reach, view.outreach.guild)))


def words_for(say: Say, view: OutreachShown) -> Message:
    """Show a text to copy for the next step; if there is none, what can be done."""
    words = WORDS_TO_COPY.get(_step_to_come(view))
    if words is None:
        return outreach_card(say, view)
    return Message(
        say(
            "Copy this and make it your own:{copied}{words}",
            copied=copied(words),
            words=say(PRIVATE),
        )
    )


def _step_to_come(view: OutreachShown) -> OutreachStep:
    return view.outreach.standing.coming if view.step is OutreachStep.WAIT else view.step


@words(
    NudgeKind.OUTREACH_FOLLOW_UP,
    marked("Follow-up reminder"),
    marked("You wrote to someone outside the server."),
    label=marked("Follow-up reminders"),
    when=marked("It comes some days after your last step."),
)
def due(say: Say, facts: OutreachFollowUp, ref: str) -> Message:
    """Remind a member of the next step; in a thread, say only that there is one."""

    def button(label: str, verb: str, style: Style = Style.SECONDARY) -> Button:
        return Button(label, build("outreach", verb, facts.guild, facts.outreach, ref), style)

    show = button(say("Show contact"), "show", Style.PRIMARY)
    if not facts.private:
        content = say(
            "{person}, your next step with someone is due. Only you can see who.",
            person=person(facts.person),
        )
        return Message(content, rows=((show,),))
    sent = button(say("I wrote to them"), "sent", Style.SUCCESS)
    answered = button(say("They replied"), "answered", Style.SUCCESS)
    rest, met = button(say("Put on hold"), "rest"), button(say("We met"), "met", Style.SUCCESS)
    row: Row
    match facts.step:
        case OutreachStep.LET_REST:
            row = (show, rest, answered)
        case OutreachStep.MEET:
            row = (show, met, sent)
        case OutreachStep.UPDATE:
            row = (show, button(say("Copy update"), "words"), sent)
        case _:
            row = (show, button(say("Copy follow-up"), "words"), sent, answered, rest)
    return Message(
        say(
            "Your next step with {who}: {words}.",
            who=escape(facts.who, LONGEST_NAME),
            words=say(_NEXT[facts.step]),
        ),
        rows=(row,),
    )


def choice(say: Say, view: OutreachShown) -> str:
    """Return a contact's label for an autocomplete."""
    stage = say(STAGES[view.outreach.standing.state])
    return truncate(f"{view.outreach.contact.who} ({stage})", 100)


def copied(words: str) -> str:
    """Return text in a code block, to be copied as it is; a fence inside must not end it early."""
    return "\n```\n" + words.replace("```", "'''") + "\n```\n"
