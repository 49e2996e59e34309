"""Clean what people type: nothing in it is invisible, and nothing reverses other words.

Text from a form, a command, or a file may contain invisible characters: zero-width spaces, marks
that change the direction of everything after them, blank fillers. They make an empty answer look
full and one name look like another. What joins an emoji, or letters of scripts that join, is part
of what was typed and stays.
"""

import unicodedata

_JOINER, _NON_JOINER = "\u200d", "\u200c"
_BLACK_FLAG, _TAGS = "\U0001f3f4", range(0xE0020, 0xE0080)
# Characters in the categories of letters or signs that nevertheless show nothing.
_BLANK = frozenset("\u115f\u1160\u17b4\u17b5\u180e\u2800\u3164\uffa0\u034f")
_LINE_ENDS = frozenset("\u2028\u2029\x85\x0b\x0c")
# Control, format, surrogate.
_UNSEEN = frozenset(("Cc", "Cf", "Cs"))
_ACCENTS = frozenset(map(chr, range(0x300, 0x370)))
# Marks that need a base character, among them the ones that choose how an emoji looks.
_MARKS = frozenset(("Mn", "Me"))


def clean(typed: str) -> str:
    """Return what was typed without invisible characters, trimmed; its lines stay lines.

    Blank characters become spaces. What shows nothing at all becomes "". Cleaning is idempotent.
    """
    if typed.isascii() and typed.isprintable():
        return typed.strip()
    clean_parts: list[str] = []
    text = typed.replace("\r\n", "\n").replace("\r", "\n")
    for at, character in enumerate(text):
        clean_parts.append(
            _plain(character, clean_parts[-1] if clean_parts else "", text[at + 1 : at + 2])
        )
    plain = "\n".join(line.rstrip() for line in "".join(clean_parts).split("\n")).strip()
    return plain if any(_is_seen(character) for character in plain) else ""


def one_line(typed: str) -> str:
    """Return what was typed, cleaned and in one line with single spaces."""
    return " ".join(clean(typed).split())


def _plain(character: str, before: str, after: str) -> str:
    """Return what a character becomes between its neighbors; "" if it is removed."""
    if character == "\n" or character in _LINE_ENDS:
        return "\n"
    if character.isspace() or character in _BLANK:
        return " "
    if character in (_JOINER, _NON_JOINER):
        return character if _joins(before) and _joins(after) else ""
    if ord(character) in _TAGS:
        # The flags of England, Scotland and Wales are a black flag with such signs.
        return character if before == _BLACK_FLAG or (before[:1] and ord(before) in _TAGS) else ""
    return "" if unicodedata.category(character) in _UNSEEN else character


def _joins(neighbour: str) -> bool:
    """Return whether a joiner next to this character has an effect: an emoji or joined script.

    Letters that have a case, or are as wide as an emoji, never join; nor do their accents.
    """
    if not neighbour or neighbour.isascii() or neighbour in _ACCENTS:
        return False
    is_letter = neighbour.isalpha()
    is_apart = is_letter and (
        neighbour.lower() != neighbour.upper() or unicodedata.east_asian_width(neighbour) in "FW"
    )
    return not is_apart and unicodedata.category(neighbour)[0] in "LMS"


def _is_seen_or_mark(character: str) -> bool:
    return not character.isspace() and unicodedata.category(character) not in _UNSEEN


def _is_seen(character: str) -> bool:
    return _is_seen_or_mark(character) and unicodedata.category(character) not in _MARKS
