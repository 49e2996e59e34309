"""Parse a question in small named steps; each step has a table of test sentences.

`reader` runs them in order: words are split and corrected, phrases found (`reader`) and overlaps
resolved (`overlaps`), states told from everyday words (`states`), relatives from the asker
(`people`), ages (`ages`), schools (`schools`), negations (`denials`), and what someone is from what
they want to become (`aims`).
"""

from bot.search.reading.reader import Reader
from bot.search.reading.spelling import Speller

__all__ = ["Reader", "Speller"]
