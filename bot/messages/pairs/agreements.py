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
    Question.OFTEN: "How often shall we talk?",
    Question.ANSWER_WITHIN: "How quickly do we answer?",
    Question.CHANNELS: "Where do we talk?",
    Question.TOPICS: "What is it about?",
    Question.OFF_LIMITS: "What is off limits?",
    Question.UNTIL: "Until when, and if contact lapses?",
}
_NOTES = {
    Question.CHANNELS: "As many as you like.",
    Question.OFF_LIMITS: "Leave it empty when nothing is.",
    Question.UNTIL: "Such as: until June; after two weeks of silence I write once more.",
}
_SHOWN = {
    "every-two-weeks": "every two weeks",
    "as-needed": "when there is something",
    "one-day": "within a day",
    "two-days": "within two days",
    "one-week": "within a week",
    "this-thread": "in this thread",
    "email": "e-mail",
    "in-person": "in person",
}


def _label(value: str) -> str:
    words = _SHOWN.get(value, value)
    return words[:1].upper() + words[1:]


def first_form(guild: GuildId, pair: PairId, earlier: AgreementAnswers) -> Modal:
    """Ask for the choices, with the earlier ones selected."""
    fields = tuple(
        ChoiceField(
            question.value,
            _ASKED[question],
            tuple(
                Choice(_label(value), value, chosen=value in earlier.get(question, ()))
                for value in values
            ),
            note=_NOTES.get(question, ""),
            most=len(values) if question is Question.CHANNELS else 1,
        )
        for question, values in CHOSEN.items()
    )
    return Modal(build("agreement", "send-first", guild, pair), "Our agreement: 1 of 2", fields)


def second_form(guild: GuildId, pair: PairId, earlier: AgreementAnswers) -> Modal:
    """Ask for the text."""

    def field(question: Question, *, required: bool = True) -> TextField:
        return TextField(
            question.value,
            _ASKED[question],
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
    return Modal(build("agreement", "send-second", guild, pair), "Our agreement: 2 of 2", fields)


def first_part_saved(saved: HalfSaved) -> Message:
    """Offer the second part; Discord can't open a form from a form."""
    row = (_button(saved.pair, "The other three", "second", Style.PRIMARY),)
    return Message("Kept, three of six. Nobody sees it until you have both answered.", rows=(row,))


def second_part_saved(saved: HalfSaved) -> Message:
    """Say whose turn it is now."""
    if saved.agreement.revealed_at is not None:
        return Message(
            "Saved, and everyone has answered. I’ll show in your thread where you differ; press "
            "Agree there when it fits."
        )
    row = (_button(saved.pair, "Change my answers", "first"),)
    return Message(
        "Saved. No one else can see it yet. I’ll remind whoever hasn’t answered, and once "
        "everyone has, I’ll show all answers.",
        rows=(row,),
    )


def view(view: AgreementView, reader: UserId) -> Message:
    """Show someone in the pair the state of the agreement, and what they can do."""
    latest, pair = view.latest, view.pair
    in_force = "\n".join(_in_force(view))
    if latest is None:
        row = (_button(pair, "Answer the six questions", "first", Style.PRIMARY),)
        return Message(
            "Six short questions that save many awkward ones: how often, how quickly, where, about "
            "what, what not, and until when. Each of you answers alone; then both answers are "
            "shown side by side.",
            rows=(row,),
        )
    half = latest.half_of(reader)
    if latest.revealed_at is not None:
        return _side_by_side(view, latest, reader)
    if half is None or half.completed_at is None:
        row = (_button(pair, "Answer the six questions", "first", Style.PRIMARY),)
        text = "Your answers are what is missing. They stay yours until everybody has answered."
        return Message(f"{text}\n{in_force}".strip(), rows=(row,))
    row = (_button(pair, "Change my answers", "first"),)
    waiting = people([user for user in owing(latest, pair) if user != reader])
    text = f"You have answered. It is now the turn of {waiting}; I remind them, you need not."
    return Message(f"{text}\n{in_force}".strip(), rows=(row,))


def _in_force(view: AgreementView) -> list[str]:
    if view.agreed is None or view.agreed.agreed_at is None:
        return []
    since = timestamp(view.agreed.agreed_at, "D")
    return [f"Version {view.agreed.version}, agreed {since}, stays in force meanwhile."]


def _side_by_side(view: AgreementView, latest: Agreement, reader: UserId) -> Message:
    pair = view.pair
    halves = [
        RevealedHalf(half.user, half.said, half.agreed_at is not None) for half in latest.halves
    ]
    half = latest.half_of(reader)
    buttons = [_button(pair, "Change my answers", "first")]
    if half is not None and half.agreed_at is None:
        buttons.insert(0, _button(pair, "Agree", "agree", Style.SUCCESS))
    if latest.agreed_at is not None:
        text = f"Agreed {timestamp(latest.agreed_at, 'D')}, version {latest.version}."
    else:
        text = f"Version {latest.version}: {_still_to_agree(halves)}"
    return Message(text, embeds=(_card(latest.version, halves),), rows=(tuple(buttons),))


def consented(consented: Consented) -> Message:
    """Thank the person who agreed."""
    if consented.agreed:
        return Message(
            f"Agreed, all of you: version {consented.agreement.version}. `/pair agreement` "
            "shows it "
            "whenever you want it, and either of you can change it later."
        )
    return Message("Noted: you agree. I’ll remind whoever hasn’t agreed yet.")


@words(NudgeKind.AGREEMENT_REVEALED, "Agreement answers", "Everyone had answered.")
def revealed(facts: AgreementRevealed, ref: str) -> Message:
    """Show in the thread where the answers differ; the rest is behind a button."""
    return _revealed(
        f"{addressed([half.user for half in facts.halves])} Your answers are in",
        facts.guild,
        facts.pair,
        facts.version,
        facts.halves,
        ref,
    )


def revealed_again(consented: Consented, ref: str) -> Message:
    """Return what the message in the thread becomes when one more has agreed."""
    agreement = consented.agreement
    halves = [
        RevealedHalf(half.user, half.said, half.agreed_at is not None) for half in agreement.halves
    ]
    text, pair = "Your answers are in", consented.pair
    return _revealed(text, pair.guild, pair.id, agreement.version, halves, ref)


def _revealed(
    text: str,
    guild: GuildId,
    pair: PairId,
    version: int,
    halves: Sequence[RevealedHalf],
    ref: str,
) -> Message:
    if all(half.agreed for half in halves):
        # From now on it is the record of what they agreed to; `/pair agreement` changes it.
        return Message("Agreed by all of you.", embeds=(_card(version, halves),))
    different = differences([half.said for half in halves])
    count = f"{len(different)} of {len(Question)} differ" if different else "they all match"
    row = (
        Button("Agree", build("agreement", "agree", guild, pair, ref), Style.SUCCESS),
        Button("Change my answers", build("agreement", "first", guild, pair, ref)),
        Button("See all answers", build("agreement", "show", guild, pair, ref)),
    )
    cards = (_card(version, halves, only_different=True),) if different else ()
    return Message(f"{text}, and {count}. {_still_to_agree(halves)}", embeds=cards, rows=(row,))


def _still_to_agree(halves: Sequence[RevealedHalf]) -> str:
    missing = [half.user for half in halves if not half.agreed]
    if len(missing) == len(halves):
        return "Press Agree when it fits."
    return f"Still to agree: {people(missing)}."


def _card(version: int, halves: Sequence[RevealedHalf], *, only_different: bool = False) -> Embed:
    different = differences([half.said for half in halves])
    fields = []
    for question in Question:
        lines = [f"{person(half.user)}: {_answer(half.said, question)}" for half in halves]
        if question in different:
            name = _ASKED[question] if only_different else f"{_ASKED[question]} (different)"
            fields.append((name, truncate("\n".join(lines), 850)))
        elif not only_different:
            same = truncate(_answer(halves[0].said, question), 850)
            fields.append((f"{_ASKED[question]} (the same)", same))
    footer = f"{len(different)} of {len(Question)} differ." if different else "Nothing differs."
    return Embed(
        f"Our agreement, version {version}",
        fields=tuple(fields),
        footer="" if only_different else footer,
    )


def _answer(answers: Mapping[str, tuple[str, ...]], question: Question) -> str:
    values = answers.get(question, ())
    if question in CHOSEN:
        return join_list([_label(value) for value in values])
    return escape(" ".join(values), LONGEST_ANSWER) or "nothing named"


@words(
    NudgeKind.AGREEMENT_DUE,
    "Agreement reminder",
    "Your half of it is still open.",
    label="Agreements that wait for you",
    when="It comes some days after the other half was there.",
)
def due(facts: AgreementDue, ref: str) -> Message:
    """Tell one person that it is their turn."""
    if facts.revealed:
        text = "Your agreement is ready. Does it fit?"
    else:
        text = "Your answers for the agreement are still missing. They take two minutes."
    row = (
        Button(
            "Open our agreement",
            build("agreement", "show", facts.guild, facts.pair, ref),
            Style.PRIMARY,
        ),
    )
    return Message(f"{addressed(facts.people)} {text}", rows=(row,))


@words(
    NudgeKind.AGREEMENT_REVIEW,
    "Agreement review",
    "After a while it’s worth another look.",
    label="Agreements worth another look",
    when="It comes halfway through the cohort, or after some weeks where that has no end.",
)
def review(facts: AgreementReview, ref: str) -> Message:
    """Ask one person whether the agreement still works."""

    def button(label: str, verb: str) -> Button:
        return Button(label, build("agreement", verb, facts.guild, facts.pair, ref))

    row: Row = (button("It still fits", "still-fits"), button("Look at it again", "show"))
    return Message(
        f"{addressed([facts.owner])} Does your agreement still fit?",
        rows=(row,),
    )


def still_fits() -> Message:
    """Confirm that nothing changes."""
    return Message("Good. It stays as it is, and `/pair agreement` shows it at any time.")


def _button(pair: Pair, label: str, verb: str, style: Style = Style.SECONDARY) -> Button:
    return Button(label, build("agreement", verb, pair.guild, pair.id), style)
