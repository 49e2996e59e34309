"""Read someone who gives a GPA and an MCAT score, "3.7 / 512", as on the way to medical school."""

import re
from typing import Final

from bot.search.reading.passage import Passage
from bot.search.vocabulary import Facet, Match, Meaning

_SCORES: Final = re.compile(
    r"\b[2-4]\.\d{1,2}\s*(?:c?gpa)?\s*(?:[/,;]|and|with an?)?\s*(?:mcat)?\s*"
    r"(?:4[7-9]\d|5[0-2]\d)\b"
)


def read_scores(passage: Passage) -> None:
    """Add the stage of an applicant, if no other is written."""
    if passage.live(Facet.STAGE):
        return
    if found := _SCORES.search(passage.question.lower()):
        meaning = Meaning(Facet.STAGE, "college-pre-health", weak=True)
        passage.matches.append(Match(passage.at(found.start()), 1, meaning))
