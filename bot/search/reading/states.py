"""Tell a state's two letters from the everyday words they look like ("in", "or", "me", "ok")."""

from typing import Final

from bot.search.vocabulary import Facet, Match, Meaning, Vocabulary
from bot.search.words import Word

# In capitals these more often mean something else: a degree, a profession, a year of school.
_ALSO_TITLES: Final = frozenset({"MD", "PA", "MS", "DO", "VA", "ID", "DE"})
_LEADS: Final = frozenset({"in", "near", "around", "from", "en", "cerca", "across", "outside"})
_NEVER_LOOSE: Final = frozenset({"in", "or", "me", "ok", "hi", "oh", "de", "la", "id", "al"})


def read_states(
    question: str, words: list[Word], vocabulary: Vocabulary, *, spanish: bool = False
) -> list[Match]:
    """Return the abbreviations in `question` that mean states.

    Capitals are trusted unless the whole question is in capitals. Lower case is trusted for letters
    that are not a word, after a comma, or at the end after "in" and similar words. In Spanish only
    capitals are, since "mi", "va", and "de" are words.
    """
    states = vocabulary.known.states
    shouting = question.isupper()
    matches = []
    for position, word in enumerate(words):
        if word.end - word.start != 2:
            continue
        written = question[word.start : word.end]
        state = written.upper()
        if state not in states or not written.isalpha():
            continue
        if spanish and not written.isupper():
            continue
        if state == "OR" and position and words[position - 1].plain in ("the", "an"):
            continue  # the operating room
        before = question[: word.start].rstrip()
        led = position > 0 and words[position - 1].key in _LEADS
        ambiguous = state in _ALSO_TITLES or (written.islower() and written in _NEVER_LOOSE)
        if ambiguous and before.endswith(",") and not _names_a_town(words, position, vocabulary):
            certain = False  # "rejected twice, what now, md"
        elif before.endswith(","):
            certain = not (
                written.islower() and position + 1 < len(words) and state.lower() in _NEVER_LOOSE
            )
        elif written.isupper() and not shouting:
            certain = (
                led
                or _after_a_town(words, position, vocabulary)
                or _after_city(words, position, vocabulary)
                or state not in _ALSO_TITLES
            )
        else:
            last = position + 1 == len(words)
            certain = (
                state in vocabulary.loose_states
                or (led and last and state.lower() not in _NEVER_LOOSE)
                or (not shouting and _after_city(words, position, vocabulary) and last)
            )
        if certain:
            matches.append(Match(position, 1, _meaning(state, before, words, position, vocabulary)))
    return matches


def _names_a_town(words: list[Word], position: int, vocabulary: Vocabulary) -> bool:
    """Return whether a town, or a word that may be one, stands before two letters."""
    if position == 0 or _after_city(words, position, vocabulary):
        return True
    before = words[position - 1].plain
    everyday = before in vocabulary.real_words or before in vocabulary.words
    return not everyday and not before.isdigit()


def _after_a_town(words: list[Word], position: int, vocabulary: Vocabulary) -> bool:
    """Return whether an unknown word after "in" stands before it: "in Ruleville MS"."""
    if position < 2 or words[position - 2].key not in _LEADS:
        return False
    town = words[position - 1].plain
    return town.isalpha() and town not in vocabulary.real_words and town not in vocabulary.words


def _after_city(words: list[Word], position: int, vocabulary: Vocabulary) -> bool:
    last_word = words[position - 1].key if position else ""
    two = f"{words[position - 2].key} {last_word}" if position > 1 else ""
    return last_word in vocabulary.city_state or two in vocabulary.city_state


def _meaning(
    state: str, before: str, words: list[Word], position: int, vocabulary: Vocabulary
) -> Meaning:
    """Read a lone "LA" as the city; after a town and a comma it is Louisiana."""
    town = (
        before.endswith(",")
        and position > 0
        and (
            _after_city(words, position, vocabulary)
            or words[position - 1].plain not in vocabulary.real_words
        )
    )
    if state == "LA" and not town:
        return Meaning(Facet.CITY, "los angele")
    return Meaning(Facet.PLACE, state)
