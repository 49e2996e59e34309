"""A first message: the questions that it is composed of, and suggestions to improve it."""

from bot.domain.outreach.drafts import LONGEST, MOST_WORDS, DraftFault, is_signed
from bot.language.say import Say, marked
from bot.messages.custom_id import build
from bot.messages.labels import label
from bot.messages.outgoing import Attachment, Button, Message, Modal, Style, TextField
from bot.messages.outreach.outreach import copied
from bot.messages.text import truncate
from bot.services.outreach.outreach import DraftShown
from bot.storage.outreach.outreach import Outreach

PASTE = 4000  # Discord's own limit for a field: what is too long is given back, not cut.
MOST_SHOWN = 1000
THANKS = marked("Thank you for your time. Even a one-line reply would help, and no is fine too.")

_SUGGESTIONS = {
    DraftFault.ESSAY: (
        "**An essay** can wait. Send just the question, and offer to send the rest."
    ),
    DraftFault.TOO_LONG: (
        f"**Too long** for a busy reader. Keep it under {MOST_WORDS} words: where you are, one "
        "question, thanks."
    ),
    DraftFault.BE_MY_MENTOR: (
        "**“Be my mentor”** is a lot to ask someone new. Ask for one answer or 15 minutes."
    ),
    DraftFault.NO_QUESTION: (
        "**No question** yet. End with a quick one, like “Which of these two would you do first?”"
    ),
    DraftFault.TOO_MUCH: (
        "**Several requests** in one message. Keep the smallest one, and save the others for later."
    ),
    DraftFault.NO_THANKS: "**No thanks** yet. Add one line, like “Thank you for your time.”",
    DraftFault.NO_NAME: "**No name** yet. Start with who it’s for, like “Dear Dr. Roe,”.",
    DraftFault.FRAGMENTS: (
        "**Unfinished parts.** Make each a full sentence, and fill in what’s in brackets."
    ),
}


def form(say: Say, outreach: Outreach, stage: str | None) -> Modal:
    """Ask for the parts of a first message; the stage comes from the profile."""
    here = say("My stage: {stage}.", stage=label(say, stage)) if stage else ""

    def field(key: str, title: str, note: str, value: str = "", required: bool = True) -> TextField:
        return TextField(
            key, title, note=note, value=value, required=required, long=True, most=PASTE
        )

    return Modal(
        build("outreach", "compose", outreach.guild, outreach.id),
        say("Your first message"),
        (
            field("stage", "Where are you now?", "One sentence.", here, required=False),
            field("need", "What do you need?", "One sentence: what you’re trying to figure out."),
            field("question", "One small question", "Specific, and quick to answer."),
            field(
                "bring",
                "What do you bring?",
                "What you’ve read or done.",
                required=False,
            ),
            field("thanks", "Thanks", "In your own words.", THANKS, required=False),
        ),
    )


def edit_form(say: Say, outreach: Outreach) -> Modal:
    """Open the message to be edited."""
    custom_id = build("outreach", "revise", outreach.guild, outreach.id)
    words = TextField("words", say("Your message"), value=outreach.draft, long=True, most=PASTE)
    return Modal(custom_id, say("Edit your message"), (words,))


def draft(say: Say, draft: DraftShown) -> Message:
    """Show the message to copy, and what would make it easier to answer."""
    outreach = draft.outreach

    def button(label: str, verb: str, style: Style = Style.SECONDARY) -> Button:
        return Button(label, build("outreach", verb, outreach.guild, outreach.id), style)

    if draft.faults:
        advice = say("Before you send it:\n") + "\n".join(
            f"- {_SUGGESTIONS[f]}" for f in draft.faults
        )
    else:
        advice = say("Short, specific, and kind. It’s ready to go!")
        if not is_signed(outreach.draft):
            advice = say("Short, specific, and kind. Sign it with your name, and it’s ready to go.")
    files: tuple[Attachment, ...] = ()
    opening = say("Only you can see this. Copy it and send it yourself:")
    if len(outreach.draft) > MOST_SHOWN:
        opening = say("Only you can see this. It’s too long to show here, so it’s all in the file:")
        # At most `LONGEST`, so the file is small.
        assert len(outreach.draft) <= LONGEST
        files = (Attachment("my-message.txt", outreach.draft.encode()),)
    row = (
        button(
            say("Edit message"), "draft", Style.SECONDARY if not draft.faults else Style.PRIMARY
        ),
        button(say("I sent it"), "sent", Style.SUCCESS),
    )
    content = f"{opening}{copied(truncate(outreach.draft, MOST_SHOWN))}{advice}"
    return Message(content, rows=(row,), files=files)
