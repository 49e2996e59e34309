"""The docs lead where they say, are all in the site, and are spelled as a dictionary spells."""

import re
from pathlib import Path

import pytest
from spellchecker import SpellChecker

ROOT = Path(__file__).parents[2]
DOCS = sorted((ROOT / "docs").rglob("*.md"))
PAGES = [ROOT / "README.md", *DOCS]
KNOWN = Path(__file__).with_name("spelled.txt")
# Not prose: code, addresses, HTML, and what stands for something else.
_NOT_PROSE = re.compile(
    r"```.*?```|`[^`]*`|\]\([^)]*\)|<[^>]*>|https?://\S+|\S+\.(?:py|md|toml)\b", re.S
)
_WORD = re.compile(r"[A-Za-z][a-z]+(?:[’'][a-z]+)?")
_LINK = re.compile(r"\]\(([^)#\s]+)(?:#[^)]*)?\)|(?:src|srcset)=\"([^\"]+)\"")


def unknown(text: str) -> set[str]:
    """Return the words of a text that no dictionary knows; names begin with a capital."""
    words = {word.replace("’", "'") for word in _WORD.findall(_NOT_PROSE.sub(" ", text))}
    plain = {word.removesuffix("'s") for word in words if word.islower()}
    return set(SpellChecker().unknown(plain))


@pytest.mark.parametrize("page", PAGES, ids=lambda page: str(page.relative_to(ROOT)))
def test_every_link_leads_to_a_file(page: Path) -> None:
    text = re.sub(r"```.*?```|`[^`\n]*`", "", page.read_text("utf-8"), flags=re.S)
    targets = [a or b for a, b in _LINK.findall(text)]
    local = [each for each in targets if not each.startswith(("http", "mailto:"))]
    assert [each for each in local if not (page.parent / each).exists()] == []


def test_every_page_is_in_the_site() -> None:
    listed = (ROOT / "mkdocs.yml").read_text("utf-8")
    pages = [page.relative_to(ROOT / "docs").as_posix() for page in DOCS]
    assert [page for page in pages if not re.search(rf" {re.escape(page)}$", listed, re.M)] == []


def test_every_word_is_spelled_as_a_dictionary_spells_it() -> None:
    known = set(KNOWN.read_text("utf-8").split())
    found = {page.name: unknown(page.read_text("utf-8")) - known for page in PAGES}
    assert {page: words for page, words in found.items() if words} == {}
