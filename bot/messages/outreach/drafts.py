"""A first message: the questions that it is composed of, and suggestions to improve it."""

from bot.domain.outreach.drafts import LONGEST, MOST_WORDS, DraftFault, is_signed
from bot.messages.custom_id import build
from bot.messages.labels import label
from bot.messages.outgoing import Attachment, Button, Message, Modal, Style, TextField
from bot.messages.outreach.outreach import copied
from bot.messages.text import truncate
from bot.services.outreach.outreach import DraftShown
from bot.storage.outreach.outreach import Outreach

PASTE = 4000  # Discord's own limit for a field: what is too long is given back, not cut.
MOST_SHOWN = 1000
THANKS = "Thank you for your time. A line is enough, and a no is fine."

_SUGGESTIONS = {
    DraftFault.ESSAY: "**An essay** is for later: send the question alone, and offer to send the "
    "rest if they would like to read it.",
    DraftFault.TOO_LONG: f"**Too long** to answer between two patients: keep it under {MOST_WORDS} "
    "words. Where you are, one question, thanks.",
    DraftFault.BE_MY_MENTOR: "**“Be my mentor”** is a lot to ask of somebody new. Ask for one "
    "answer or fifteen minutes; mentoring grows from that.",
    DraftFault.NO_QUESTION: "**No question** yet: end on one that takes two minutes, such as "
    "“which of these two would you do first?”",
    DraftFault.TOO_MUCH: "**Several requests** at once: keep the smallest one, and save the others "
    "for after their answer.",
    DraftFault.NO_THANKS: "**No thanks** in it: one line, such as “thank you for your time”.",
    DraftFault.NO_NAME: "**No name** in it: begin with who it's for, such as “Dear Dr. Roe,”.",
    DraftFault.FRAGMENTS: "**Loose pieces**: make each of them a whole sentence, and fill in what "
    "is in brackets.",
}


def form(outreach: Outreach, stage: str | None) -> Modal:
    """Ask for the parts of a first message; the stage comes from the profile."""
    here = f"My stage: {label(stage).lower()}." if stage else ""

    def field(key: str, title: str, note: str, value: str = "", required: bool = True) -> TextField:
        return TextField(
            key, title, note=note, value=value, required=required, long=True, most=PASTE
        )

    return Modal(
        build("outreach", "compose", outreach.guild, outreach.id),
        "Your first message",
        (
            field("stage", "Where are you now?", "One sentence.", here, required=False),
            field("need", "What do you need?", "One sentence: what you are working out."),
            field("question", "One small question", "Specific, and answered in two minutes."),
            field("bring", "What do you bring?", "What you read, did or could do.", required=False),
            field("thanks", "Thanks", "In your own words.", THANKS, required=False),
        ),
    )


def edit_form(outreach: Outreach) -> Modal:
    """Open the message to be edited."""
    custom_id = build("outreach", "revise", outreach.guild, outreach.id)
    words = TextField("words", "Your message", value=outreach.draft, long=True, most=PASTE)
    return Modal(custom_id, "Edit your message", (words,))


def draft(draft: DraftShown) -> Message:
    """Show the message to copy, and what would make it easier to answer."""
    outreach = draft.outreach

    def button(label: str, verb: str, style: Style = Style.SECONDARY) -> Button:
        return Button(label, build("outreach", verb, outreach.guild, outreach.id), style)

    if draft.faults:
        advice = "Before you send it:\n" + "\n".join(f"- {_SUGGESTIONS[f]}" for f in draft.faults)
    else:
        signed = is_signed(outreach.draft)
        sign = ": " if signed else ". Sign it with your name, and it's "
        advice = f"Short, specific and kind{sign}ready to go."
    files: tuple[Attachment, ...] = ()
    copy_it = "Copy it and send it yourself"
    if len(outreach.draft) > MOST_SHOWN:
        copy_it = "It is longer than fits here, so all of it is in the file; send it yourself"
        # At most `LONGEST`, so the file is small.
        assert len(outreach.draft) <= LONGEST
        files = (Attachment("my-message.txt", outreach.draft.encode()),)
    row = (
        button("Edit the words", "draft", Style.SECONDARY if not draft.faults else Style.PRIMARY),
        button("I sent it", "sent", Style.SUCCESS),
    )
    content = f"Only you see this. {copy_it}:{copied(truncate(outreach.draft, MOST_SHOWN))}{advice}"
    return Message(content, rows=(row,), files=files)
