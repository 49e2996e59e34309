"""Messages about a pair's agreement."""

from collections.abc import Mapping, Sequence

from bot.domain.ids import GuildId, PairId, UserId
from bot.domain.nudges.kinds import NudgeKind
from bot.domain.nudges.nudges import AgreementDue, AgreementRevealed, AgreementReview, RevealedHalf
from bot.domain.pairs.agreements import (
    CHOSEN,
    LONGEST_ANSWER,
    AgreementAnswers,
    Question,
    differences,
)
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
    Row,
    Style,
    TextField,
)
from bot.messages.text import addressed, escape, join_list, people, person, timestamp, truncate
from bot.services.pairs.agreements import AgreementView, Consented, HalfSaved, owing
from bot.storage.pairs.agreements import Agreement
from bot.storage.pairs.pairs import Pair

_ASKED = {
    Question.OFTEN: marked("How often will we talk?"),
    Question.ANSWER_WITHIN: marked("How quickly will we reply?"),
    Question.CHANNELS: marked("Where will we talk?"),
    Question.TOPICS: marked("What will we talk about?"),
    Question.OFF_LIMITS: marked("What’s off limits?"),
    Question.UNTIL: marked("Until when, and what if we lose touch?"),
}
_NOTES = {
    Question.CHANNELS: marked("Pick as many as you like."),
    Question.OFF_LIMITS: marked("Leave this empty if nothing is."),
    Question.UNTIL: marked("Like “Until June. After 2 weeks of silence, I’ll write once more.”"),
}
_SHOWN = {
    "weekly": marked("Weekly"),
    "every-two-weeks": marked("Every 2 weeks"),
    "monthly": marked("Monthly"),
    "as-needed": marked("As needed"),
    "one-day": marked("Within a day"),
    "two-days": marked("Within 2 days"),
    "one-week": marked("Within a week"),
    "this-thread": marked("In this thread"),
    "video": marked("Video"),
    "phone": marked("Phone"),
    "email": marked("Email"),
    "in-person": marked("In person"),
}


def first_form(say: Say, guild: GuildId, pair: PairId, earlier: AgreementAnswers) -> Modal:
    """Ask for the choices, with the earlier ones selected."""
    fields = tuple(
        ChoiceField(
            question.value,
            say(_ASKED[question]),
            tuple(
                Choice(say(_SHOWN[value]), value, chosen=value in earlier.get(question, ()))
                for value in values
            ),
            note=_NOTES.get(question, ""),
            most=len(values) if question is Question.CHANNELS else 1,
        )
        for question, values in CHOSEN.items()
    )
    return Modal(
        build("agreement", "send-first", guild, pair), say("Our agreement: 1 of 2"), fields
    )


def second_form(say: Say, guild: GuildId, pair: PairId, earlier: AgreementAnswers) -> Modal:
    """Ask for the text."""

    def field(question: Question, *, required: bool = True) -> TextField:
        return TextField(
            question.value,
            say(_ASKED[question]),
            note=_NOTES.get(question, ""),
            value=" ".join(earlier.get(question, ())),
            required=required,
            long=True,
            most=LONGEST_ANSWER,
        )

    fields = (
        field(Question.TOPICS),
        field(Question.OFF_LIMITS, required=False),
        field(Question.UNTIL),
    )
    return Modal(
        build("agreement", "send-second", guild, pair), say("Our agreement: 2 of 2"), fields
    )


def first_part_saved(say: Say, saved: HalfSaved) -> Message:
    """Offer the second part; Discord can't open a form from a form."""
    row = (_button(saved.pair, say("Next questions"), "second", Style.PRIMARY),)
    return Message(
        say("Saved (3 of 6). No one sees your answers until everyone’s done."), rows=(row,)
    )


def second_part_saved(say: Say, saved: HalfSaved) -> Message:
    """Say whose turn it is now."""
    if saved.agreement.revealed_at is not None:
        return Message(
            say(
                "Saved! Everyone has answered. I’ll post where you differ in your thread. Agree "
                "there "
                "when you’re ready."
            )
        )
    row = (_button(saved.pair, say("Change answers"), "first"),)
    return Message(
        say("Saved. I’ll post everyone’s answers in your thread once they’re all in."),
        rows=(row,),
    )


def view(say: Say, view: AgreementView, reader: UserId) -> Message:
    """Show someone in the pair the state of the agreement, and what they can do."""
    latest, pair = view.latest, view.pair
    in_force = "\n".join(_in_force(say, view))
    if latest is None:
        row = (_button(pair, say("Answer questions"), "first", Style.PRIMARY),)
        return Message(
            say(
                "Six quick questions about how you’ll work together. You each answer on your own, "
                "then "
                "compare."
            ),
            rows=(row,),
        )
    half = latest.half_of(reader)
    if latest.revealed_at is not None:
        return _side_by_side(say, view, latest, reader)
    if half is None or half.completed_at is None:
        row = (_button(pair, say("Answer questions"), "first", Style.PRIMARY),)
        text = say("Your answers are missing. No one sees them until everyone has answered.")
        return Message(f"{text}\n{in_force}".strip(), rows=(row,))
    row = (_button(pair, say("Change answers"), "first"),)
    waiting = people([user for user in owing(latest, pair) if user != reader])
    text = say(
        "You’ve answered. Now we’re waiting on {waiting}. I’ll remind them.", waiting=waiting
    )
    return Message(f"{text}\n{in_force}".strip(), rows=(row,))


def _in_force(say: Say, view: AgreementView) -> list[str]:
    if view.agreed is None or view.agreed.agreed_at is None:
        return []
    since = timestamp(view.agreed.agreed_at, "D")
    return [say("Until then, the version you agreed to on {since} still applies.", since=since)]


def _side_by_side(say: Say, view: AgreementView, latest: Agreement, reader: UserId) -> Message:
    pair = view.pair
    halves = [
        RevealedHalf(half.user, half.said, half.agreed_at is not None) for half in latest.halves
    ]
    half = latest.half_of(reader)
    buttons = [_button(pair, say("Change answers"), "first")]
    if half is not None and half.agreed_at is None:
        buttons.insert(0, _button(pair, say("Agree"), "agree", Style.SUCCESS))
    if latest.agreed_at is not None:
        text = say(
            "Agreed {agreed_at} (version {version}).",
            agreed_at=timestamp(latest.agreed_at, "D"),
            version=latest.version,
        )
    else:
        text = say(
            "Version {version}. {still_to_agree}",
            version=latest.version,
            still_to_agree=_still_to_agree(say, halves),
        )
    return Message(text, embeds=(_card(say, latest.version, halves),), rows=(tuple(buttons),))


def consented(say: Say, consented: Consented) -> Message:
    """Thank the person who agreed."""
    if consented.agreed:
        return Message(say("Everyone agreed! See or change it anytime with `/pair agreement`."))
    return Message(say("Saved! I’ll remind anyone who hasn’t agreed yet."))


@words(NudgeKind.AGREEMENT_REVEALED, marked("Agreement answers"), marked("Everyone had answered."))
def revealed(say: Say, facts: AgreementRevealed, ref: str) -> Message:
    """Show in the thread where the answers differ; the rest is behind a button."""
    return _revealed(
        say,
        f"{addressed([half.user for half in facts.halves])} ",
        facts.guild,
        facts.pair,
        facts.version,
        facts.halves,
        ref,
    )


def revealed_again(say: Say, consented: Consented, ref: str) -> Message:
    """Return what the message in the thread becomes when one more has agreed."""
    agreement = consented.agreement
    halves = [
        RevealedHalf(half.user, half.said, half.agreed_at is not None) for half in agreement.halves
    ]
    pair = consented.pair
    return _revealed(say, "", pair.guild, pair.id, agreement.version, halves, ref)


def _revealed(
    say: Say,
    told: str,
    guild: GuildId,
    pair: PairId,
    version: int,
    halves: Sequence[RevealedHalf],
    ref: str,
) -> Message:
    if all(half.agreed for half in halves):
        # From now on it is the record of what they agreed to; `/pair agreement` changes it.
        return Message(say("Everyone agreed!"), embeds=(_card(say, version, halves),))
    different = differences([half.said for half in halves])
    text = say("Your answers are in and match.")
    if different:
        text = say(
            "Your answers are in. Different: {different} of {question}.",
            different=len(different),
            question=len(Question),
        )
    row = (
        Button(
            say.of("button", "Agree"), build("agreement", "agree", guild, pair, ref), Style.SUCCESS
        ),
        Button(say.of("button", "Change answers"), build("agreement", "first", guild, pair, ref)),
        Button(say.of("button", "See all answers"), build("agreement", "show", guild, pair, ref)),
    )
    cards = (_card(say, version, halves, only_different=True),) if different else ()
    return Message(f"{told}{text} {_still_to_agree(say, halves)}", embeds=cards, rows=(row,))


def _still_to_agree(say: Say, halves: Sequence[RevealedHalf]) -> str:
    missing = [half.user for half in halves if not half.agreed]
    if len(missing) == len(halves):
        return say("Tap Agree when you’re ready.")
    return say("Waiting on {missing} to agree.", missing=people(missing))


def _card(
    say: Say, version: int, halves: Sequence[RevealedHalf], *, only_different: bool = False
) -> Embed:
    different = differences([half.said for half in halves])
    fields = []
    for question in Question:
        lines = [f"{person(half.user)}: {_answer(say, half.said, question)}" for half in halves]
        if question in different:
            name = (
                say(_ASKED[question])
                if only_different
                else say("{words} · Different", words=say(_ASKED[question]))
            )
            fields.append((name, truncate("\n".join(lines), 850)))
        elif not only_different:
            same = truncate(_answer(say, halves[0].said, question), 850)
            fields.append((say("{words} · Same", words=say(_ASKED[question])), same))
    footer = (
        say(
            "Different: {different} of {question}", different=len(different), question=len(Question)
        )
        if different
        else say("All the same")
    )
    return Embed(
        say("Our agreement (version {version})", version=version),
        fields=tuple(fields),
        footer="" if only_different else footer,
    )


def _answer(say: Say, answers: Mapping[str, tuple[str, ...]], question: Question) -> str:
    values = answers.get(question, ())
    if question in CHOSEN:
        return join_list([say(_SHOWN[value]) for value in values])
    return escape(" ".join(values), LONGEST_ANSWER) or say("None")


@words(
    NudgeKind.AGREEMENT_DUE,
    marked("Agreement reminder"),
    marked("Your part of it is still open."),
    label=marked("Agreement reminders"),
    when=marked("It comes a few days after the others answered."),
)
def due(say: Say, facts: AgreementDue, ref: str) -> Message:
    """Tell one person that it is their turn."""
    text = say("Your answers for the agreement are still missing. It takes 2 minutes.")
    if facts.revealed:
        text = say("Your agreement is ready. Does it work for you?")
    row = (
        Button(
            say.of("button", "Our agreement"),
            build("agreement", "show", facts.guild, facts.pair, ref),
            Style.PRIMARY,
        ),
    )
    return Message(f"{addressed(facts.people)} {text}", rows=(row,))


@words(
    NudgeKind.AGREEMENT_REVIEW,
    marked("Agreement review"),
    marked("It’s worth another look after a while."),
    label=marked("Agreement reviews"),
    when=marked("It comes halfway through the cohort, or after some weeks if it has no end date."),
)
def review(say: Say, facts: AgreementReview, ref: str) -> Message:
    """Ask one person whether the agreement still works."""

    def button(label: str, verb: str) -> Button:
        return Button(label, build("agreement", verb, facts.guild, facts.pair, ref))

    row: Row = (
        button(say("It still works"), "still-fits"),
        button(say("Review agreement"), "show"),
    )
    return Message(
        say("{words} Does your agreement still work for you?", words=addressed([facts.owner])),
        rows=(row,),
    )


def still_fits(say: Say) -> Message:
    """Confirm that nothing changes."""
    return Message(say("Great! See it anytime with `/pair agreement`."))


def _button(pair: Pair, label: str, verb: str, style: Style = Style.SECONDARY) -> Button:
    return Button(label, build("agreement", verb, pair.guild, pair.id), style)
