"""Find the line of each key in a TOML text, which the standard parser does not report."""

import re

_HEADER = re.compile(r"\s*\[\[?\s*([^\[\]]+?)\s*\]")
_KEY = re.compile(r"""\s*((?:"[^"]*"|'[^']*'|[\w-]+)(?:\s*\.\s*(?:"[^"]*"|'[^']*'|[\w-]+))*)\s*=""")
_PART = re.compile(r""""([^"]*)"|'([^']*)'|([\w-]+)""")
_PLACE = re.compile(r"\s*\(at (?:line (\d+), column \d+|end of document)\)$")


def key_lines(text: str) -> dict[tuple[str, ...], int]:
    """Return the first line, counted from 1, of each section and key in a valid TOML `text`.

    Keys inside an inline table share the line of that table.
    """
    lines: dict[tuple[str, ...], int] = {}
    section: tuple[str, ...] = ()
    for number, line in enumerate(text.splitlines(), start=1):
        if header := _HEADER.match(line):
            section = path = _parts(header[1])
        elif key := _KEY.match(line):
            path = (*section, *_parts(key[1]))
        else:
            continue
        for length in range(1, len(path) + 1):
            lines.setdefault(path[:length], number)
    return lines


def error_line(message: str, text: str) -> tuple[int, str]:
    """Split the standard parser's `message` into its line and the rest."""
    place = _PLACE.search(message)
    line = int(place[1]) if place and place[1] else len(text.splitlines())
    return line, _PLACE.sub("", message)


def _parts(dotted: str) -> tuple[str, ...]:
    return tuple("".join(part) for part in _PART.findall(dotted))
