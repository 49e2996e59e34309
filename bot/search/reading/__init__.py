"""Read a question in small named steps; each step has a table of test sentences.

`reader` runs them in order: words are cut and mended, phrases found (`reader`) and settled
(`overlaps`), states told from everyday words (`states`), relatives from the asker (`people`), ages
(`ages`), schools (`schools`), denials (`denials`), and what somebody is from what they want to
become (`aims`).
"""

from bot.search.reading.reader import Reader
from bot.search.reading.spelling import Speller

__all__ = ["Reader", "Speller"]
