"""A proposal as a CSV file, for a meeting of moderators or a spreadsheet."""

import csv
import io
from collections.abc import Mapping

from bot.domain.cohorts.cohorts import name_key
from bot.domain.cohorts.people_csv import guarded
from bot.domain.ids import UserId
from bot.domain.matching import Code, MatchedPair
from bot.domain.vocabulary import PersonRole
from bot.language.say import Say
from bot.messages.matching.matching import sentence
from bot.messages.matching.runs import band
from bot.messages.outgoing import Attachment, Message
from bot.messages.text import escape
from bot.services.matching.runs import ProposedRun

COLUMNS = (
    "pair",
    "mentor",
    "mentor_id",
    "mentee",
    "mentee_id",
    "fit",
    "state",
    "why",
    "watch out for",
)


def exported(say: Say, run: ProposedRun, names: Mapping[UserId, str]) -> Message:
    """Send the file: each pair, then who is not matched and why.

    A cell that a spreadsheet would run, or an ID whose digits it would lose, begins with an
    apostrophe. Scores are bands, as everywhere.
    """
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\r\n")
    writer.writerow(COLUMNS)
    for row in (*_pairs(say, run, names), *_unmatched(say, run, names)):
        writer.writerow([guarded(cell) for cell in row])
    file = Attachment(f"{_file_name(say, run)}.csv", f"\ufeff{text.getvalue()}".encode())
    said = say(
        "Proposal {run} of **{name}** · "
        "Pairs: {pairs} · Unmatched: {left_over}\n"
        "Private choices aren’t in the file.",
        run=run.run.id,
        name=escape(run.cohort.name, 80),
        pairs=len(run.run.result.pairs),
        left_over=len(run.left_over),
    )
    return Message(said, files=(file,))


def _pairs(say: Say, run: ProposedRun, names: Mapping[UserId, str]) -> list[tuple[str, ...]]:
    return [
        (
            str(number),
            *_person(pair.mentor, names),
            *_person(pair.mentee, names),
            band(pair, run),
            _state(say, run, pair),
            " ".join(sentence(say, reason) for reason in pair.reasons),
            "" if pair.caution.code is Code.NOTHING else sentence(say, pair.caution),
        )
        for number, pair in enumerate(run.run.result.pairs, start=1)
    ]


def _unmatched(say: Say, run: ProposedRun, names: Mapping[UserId, str]) -> list[tuple[str, ...]]:
    rows: list[tuple[str, ...]] = []
    for left in run.left_over:
        own, none = _person(left.user, names), ("", "")
        sides = (*own, *none) if left.role is PersonRole.MENTOR else (*none, *own)
        rows.append(
            ("", *sides, "", "unmatched", sentence(say, left.reason), sentence(say, left.fix))
        )
    return rows


def _person(user: str, names: Mapping[UserId, str]) -> tuple[str, str]:
    return names.get(UserId(int(user)), ""), user


def _state(say: Say, run: ProposedRun, pair: MatchedPair) -> str:
    if pair.mentee in run.made:
        return "approved"
    return say("proposed, locked") if pair.locked else "proposed"


def _file_name(say: Say, run: ProposedRun) -> str:
    letters = "".join(
        sign if sign.isascii() and sign.isalnum() else "-" for sign in name_key(run.cohort.name)
    )
    name = "-".join(part for part in letters.split("-") if part)[:60] or "cohort"
    return f"{name}-proposal-{run.run.id}"
