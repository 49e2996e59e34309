"""A language made by machine, which shows what was never translated and what was cut.

Each text stands in brackets, with accents, and is a third longer, as Spanish often is. Places,
mentions, timestamps, names of commands, links, and Discord's markdown stay as they are.
"""

import gettext
import re
from types import MappingProxyType

from bot.language.catalogs import Languages
from bot.language.say import ENGLISH, Say

BEGIN, END = "⟦", "⟧"
_ACCENTED = str.maketrans("AEIOUYaceinouyz", "ÅÉÎÖÛÝåçéîñöûýž")
# Places, mentions and timestamps, code with names of commands, links.
_KEPT = re.compile(r"(\{[^{}]*\}|<[^<>\s]+>|`[^`]*`|https?://[^\s)]+)")


def pseudo_text(text: str) -> str:
    """Return a text in the language made by machine."""
    parts = _KEPT.split(text)
    spoken = "".join(part if at % 2 else part.translate(_ACCENTED) for at, part in enumerate(parts))
    letters = sum(len(part) for part in parts[::2])
    return f"{BEGIN}{spoken} {'·' * max(1, round(letters * 0.3) - 3)}{END}"


class _Pseudo(gettext.NullTranslations):
    """Translate anything at all."""

    def gettext(self, message: str) -> str:
        return pseudo_text(message)

    def pgettext(self, context: str, message: str) -> str:
        return pseudo_text(message)

    def ngettext(self, msgid1: str, msgid2: str, n: int) -> str:
        return pseudo_text(msgid1 if n == 1 else msgid2)


PSEUDO = Say("es", "es_US", _Pseudo())
"""It passes for Spanish, so whoever has Discord in Spanish reads it."""

IN_PSEUDO = Languages(MappingProxyType({"en": ENGLISH, "es": PSEUDO}))
