"""The voice, as far as a machine can check it: whole sentences, plain words, buttons that act.

Each rule reads the source, so a text is checked whether or not a test renders it.
"""

import ast
import re
import statistics
import tomllib
from collections.abc import Iterator
from itertools import pairwise

import pytest

from bench.voice import ANSWER, GRADE, english, grade
from bot.domain.vocabulary import COMMUNITIES, FIELDS, FORMATS, ROLES_WANTED, STAGES, TOPICS
from bot.messages.labels import _LABELS
from bot.messages.programs.searches import NAMES, NAMES_IN_SPANISH
from bot.search.understood import SHOWN
from tests.messages.texts import ROOT, Text, modules, name_of, texts, texts_in, tree, written

MESSAGES = "bot/messages"
LONGEST_LABEL = 20

# What breaks a rule on purpose, by rule: its file, what it contains, and why.
EXCEPTIONS = {
    "small": [
        ("privacy/topics.py", "", "items and purposes, each after a label and a colon"),
        ("messages/text.py", "", "a rhythm, or a former member, in the line of a list"),
        ("meetings/times.py", "thu 6pm", "what someone might type"),
        ("meetings/times.py", "in two weeks at 5", "what someone might type"),
        ("nudges/away.py", "today, Friday", "what someone might type"),
        ("nudges/nudges.py", "your match", "in place of a name that Discord doesn’t know"),
        ("nudges/own_threads.py", "in your private thread", "how it comes, after a comma"),
        ("requests/requests.py", "your mentor", "in place of a mention"),
        ("matching/run_files.py", "proposed, locked", "a value in a file that programs read"),
        ("matching/run_files.py", "watch out for", "a column in that file"),
        ("moderation/case_texts.py", "(from `/setup`)", "in place of a link to a channel"),
        ("programs/programs.py", "(not open to all)", "a mark after a name that is cut for it"),
    ],
    "letters": [
        ("meetings/calendar.py", "[:2].upper()", "a weekday in iCalendar’s letters"),
        ("pairs/archive.py", "code.lower()", "a file’s name"),
        ("messages/text.py", "text[:1].upper()", "the one function that begins a sentence"),
        ("cogs/programs.py", "kind.upper()", "a file’s type: CSV"),
    ],
    "two": [
        ("matching/", "", "moderators read about two people or a pair"),
        ("cohorts/", "", "a role: mentor, mentee, or both"),
        ("nudges/away.py", "", "one person and the reader, by name"),
        ("outreach/outreach.py", "Email, web page, or both", "two ways, not two people"),
        ("requests/", "", "a request is of one mentee and one mentor"),
        ("youth/youth.py", "responsible for both", "two duties, not two people"),
        ("pairs/errors.py", "two of you now", "raised only for two members"),
        ("programs/searches.py", "Either way", "online or in person"),
        ("messages/custom_id.py", "both", "a role, in an ID"),
    ],
    "label": [
        ("meetings/nudges.py", "They couldn’t make it", "the same words as for oneself: 21 long"),
    ],
    "day": [
        ("nudges/settings.py", "quiet_", "a menu’s value, which no one reads"),
    ],
    "word": [
        ("youth/youth.py", "You will", "what an advisor attests"),
        ("meetings/calendar.py", "CANCELLED", "iCalendar’s word"),
        ("cli/__init__.py", "society", "operators read whom the bot is for"),
    ],
}


def check(rule: str, found: Iterator[str]) -> None:
    """Fail with what a rule found, except what breaks it on purpose."""
    known = EXCEPTIONS.get(rule, [])
    used = set()
    wrong = []
    for each in found:
        fitting = [one for one in known if one[0] in each.partition(":")[0] and one[1] in each]
        used.update(fitting)
        if not fitting:
            wrong.append(each)
    assert wrong == [], "\n".join(wrong)
    assert sorted(set(known) - used) == [], "nothing needs these exceptions: remove them"


def nodes(*folders: str) -> Iterator[tuple[str, ast.AST]]:
    """Return every node of the modules in these folders, and how a finding in it begins."""
    for path in modules(*folders):
        for node in ast.walk(tree(path)):
            yield f"{path.relative_to(ROOT)}:{getattr(node, 'lineno', 0)}", node


# --- words ------------------------------------------------------------------------------------

# Words that no one texts, and what to write instead.
BANNED = {
    "somebody": "someone",
    "nobody": "no one",
    "anybody": "anyone",
    "everybody": "everyone",
    "whom(?:ever|soever)?": "who",
    "shall": "will",
    "kindly|gladly|lovely": "leave it out",
    "lately": "recently",
    "anew": "again",
    "mend(?:s|ed|ing)?": "fix",
    "meanwhile": "in the meantime",
    'any more(?=[.,;:!?"”]|$)': "anymore",
    "oneself": "yourself",
    "farewell": "goodbye",
    "e-mails?": "email",
    "cancelled|cancelling": "canceled, canceling",
    "at once": "right away",
    "just now": "right now",
    "call(?:ed)? off": "cancel",
    "take(?:n|s)? back|take (?:it|them) back": "withdraw",
    "thr[eo]wn? away": "discard",
    "towards": "toward",
    "learnt": "learned",
    "half the way": "halfway",
    "of whom": "write two sentences",
    "if you like": "if you’d like",
}
# Pages say both of what happens at the same time, and of states by their name in the code.
WRITTEN = {word: BANNED[word] for word in BANNED if word not in ("at once", "cancelled|cancelling")}
# These only in what the bot says: elsewhere they have a meaning of their own.
SAID = BANNED | {
    "promise[sd]?": "commitment",
    "partners?": "your mentor, your mentee, your match",
    "society|societies": "server",
    "whoever|whatever": "name the person or the thing",
    "such as": "like",
    r"(?<=[.!?] )(?:I am|It is|That is|You are|They are|We are|There is)": "contract it",
    r"(?:I|you|they|we|(?<!of )it|that|there) will(?! be deleted)": "contract it",
    "(?:do|does|did|is|are|was|were|has|have|had|can|would|could|should) ?not": "contract it",
    "will not": "contract it",
}


def banned(where: str, words: str, list_: dict[str, str]) -> Iterator[str]:
    """Return a line for each banned word in a text."""
    # An id, or a name in code.
    if re.fullmatch(r"[a-z0-9_.:{}-]*", words):
        return
    plain = re.sub(r"`[^`]*`|\]\([^)]*\)", "", words)
    for pattern, instead in list_.items():
        for match in re.finditer(rf"(?i)\b(?:{pattern})\b", plain):
            yield f"{where}: {match[0]!r} ({instead}) in {words[:200]!r}"


def test_the_bot_says_no_banned_word() -> None:
    said = texts(MESSAGES, "bot/cogs", "bot/cli", "bot/search/wording")
    check("word", (line for text in said for line in banned(text.where, text.words, SAID)))


def test_apostrophes_are_those_of_print() -> None:
    said = texts(MESSAGES, "bot/cogs", "bot/search/wording")
    check("apostrophe", (str(text) for text in said if re.search(r"[a-z]'[a-z]", text.words)))


def test_the_demo_and_the_guide_say_none() -> None:
    guidance = tomllib.loads((ROOT / "config/guidance.toml").read_text("utf-8"))
    shown = [("config/guidance.toml", words) for words in strings(guidance)]
    shown += [(text.where, text.words) for text in texts("sandbox/demo")]
    check("shown", (line for where, words in shown for line in banned(where, words, BANNED)))


def strings(value: object) -> Iterator[str]:
    """Return the texts anywhere in a TOML file."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        for each in value.values():
            yield from strings(each)
    elif isinstance(value, list):
        for each in value:
            yield from strings(each)


def test_the_documentation_says_none() -> None:
    pages = [ROOT / "README.md", ROOT / "CONTRIBUTING.md", *sorted((ROOT / "docs").rglob("*.md"))]
    check(
        "page",
        (
            line
            for path in pages
            for number, words in enumerate(path.read_text("utf-8").splitlines(), 1)
            for line in banned(f"{path.relative_to(ROOT)}:{number}", words, WRITTEN)
        ),
    )


# --- whole sentences --------------------------------------------------------------------------


def test_no_text_begins_within_a_sentence() -> None:
    check("small", (str(text) for text in texts(MESSAGES) if begins_within(text.words)))


def begins_within(words: str) -> bool:
    """Return whether it begins with a small letter, or a sign that would follow a word."""
    if re.fullmatch(r"[,;:] ", words):
        return False  # between the items of a list
    return bool(re.match(r"\s*(?:[,;:] ?[^\s{]|[,;] ?\{|\([a-z{]|[a-z]+[’a-z]*,? .*[a-z{])", words))


def test_nothing_is_added_to_a_text() -> None:
    check(
        "added", (f"{at}: {ast.unparse(node)[:90]}" for at, node in nodes(MESSAGES) if adds(node))
    )


def adds(node: ast.AST) -> bool:
    """Return whether words are added to words: ``+ "s"``, ``+= " Then …"``, ``f"{role}s"``."""
    match node:
        case ast.BinOp(op=ast.Add(), left=left, right=right):
            sides = [written(side) or "" for side in (left, right)]
            # A heading above lines that are joined.
            return any(re.search("[A-Za-z]", side) and side[-1] != "\n" for side in sides)
        case ast.AugAssign(op=ast.Add(), value=value):
            options = [value.body, value.orelse] if isinstance(value, ast.IfExp) else [value]
            return any(written(option) is not None for option in options)
        case ast.JoinedStr(values=values):
            return any(
                isinstance(before, ast.FormattedValue)
                and re.match(r"(?:s|es|ed|ing)\b", written(after) or "")
                for before, after in pairwise(values)
            )
    return False


def test_no_plural_is_made_by_hand() -> None:
    found = (f"{at}: {ast.unparse(node)[:120]}" for at, node in nodes(MESSAGES) if counts(node))
    check("plural", found)


def counts(node: ast.AST) -> bool:
    """Return whether a number decides between two words that differ by their ending."""
    if not isinstance(node, ast.IfExp) or not isinstance(node.test, ast.Compare):
        return False
    one, many = written(node.body), written(node.orelse)
    if one is None or many is None:
        return False
    number = node.test.comparators[0]
    is_one = isinstance(number, ast.Constant) and number.value == 1
    return is_one and bool(one and many) and "{}" in one + many and " " in one


def test_letters_are_changed_in_no_label() -> None:
    changing = ("capitalize", "title", "lower", "upper", "swapcase")
    found = (
        f"{at}: {ast.unparse(node)}"
        for at, node in nodes(MESSAGES, "bot/cogs")
        if isinstance(node, ast.Call)
        and isinstance(node.func, ast.Attribute)
        and node.func.attr in changing
        and not node.args
    )
    check("letters", found)


def test_a_text_for_two_goes_to_no_circle() -> None:
    check("two", (str(text) for text in texts(MESSAGES) if is_for_two(text)))


def is_for_two(text: Text) -> bool:
    """Return whether a text speaks to two people, where nothing has asked how many there are."""
    if not re.search(r"(?i)\b(?:both|either|(?:the )?two of you)\b", text.words):
        return False
    tests = [ast.unparse(node.test) for node in text.above if isinstance(node, ast.If | ast.IfExp)]
    return not any(re.search(r"circle|[=<>] [12]\b|both|crossed", test) for test in tests)


# --- days -------------------------------------------------------------------------------------


def test_days_are_written_by_one_function() -> None:
    found = (
        f"{at}: {ast.unparse(node)}"
        for at, node in nodes(MESSAGES, "bot/cogs", "bot/views")
        if not at.startswith("bot/messages/text.py") and writes_a_day(node)
    )
    check("day", found)


def writes_a_day(node: ast.AST) -> bool:
    """Return whether it formats a day or an hour: ``f"{day:%b}"``, ``strftime``."""
    match node:
        case ast.FormattedValue(format_spec=ast.JoinedStr(values=[ast.Constant(value=str(spec))])):
            return "%" in spec and len(spec) > 1
        case ast.Call(func=ast.Attribute(attr="strftime")):
            return True
    return False


# --- buttons ----------------------------------------------------------------------------------

# Labels without a verb: the answer to a question that the message asks,
ANSWERS = frozenset(
    (
        *("Yes", "No", "Not now", "Not sure", "Not really", "Somewhat", "Very much", "Done"),
        *("On track", "Still on track", "Still working on it", "It still works", "Rescheduled"),
        *("Busy right now", "Need help", "Something’s off", "None work for me", "Under 13"),
    )
)
# or what a button opens, which changes nothing.
OPENED = frozenset(
    (
        *("Back", "Next", "More mentors", "My request settings", "Our agreement", "Our meetings"),
        *("Our progress", "Past updates", "Private preferences", "Program website", "Safety"),
        *("Host website", "More like this"),
    )
)
# A label begins with one of these, or with the reader: "I sent it".
VERBS = frozenset(
    (
        *("Accept", "Acknowledge", "Add", "Agree", "Answer", "Approve", "Ask", "Assign", "Block"),
        *("Cancel", "Change", "Check", "Choose", "Close", "Contact", "Copy", "Delete", "Discard"),
        *("Download", "Draft", "Drop", "Edit", "End", "Explain", "Export", "Extend", "Find"),
        *("Finish", "Fix", "Give", "Hide", "Import", "Keep", "Lock", "Mark", "Match", "Meet"),
        *(
            "Mentor",
            "Message",
            "Move",
            "Mute",
            "Open",
            "Pause",
            "Pick",
            "Ping",
            "Post",
            "Put",
            "Say",
        ),
        *("Re-run", "Read", "Reject", "Remind", "Remove", "Report", "Reschedule", "Resolve"),
        *("Restore", "Resume", "Retry", "Review", "Save", "See", "Send", "Set", "Share", "Show"),
        *("Snooze", "Start", "Stop", "Suggest", "Try", "Turn", "Undo", "Update", "Use", "View"),
        *("Withdraw", "Say", "I", "I’m", "I’d", "We", "They"),
    )
)


# Labels that several messages share, by their constant.
NAMED_LABELS = {
    target.id: words
    for path in modules(MESSAGES)
    for node in tree(path).body
    if isinstance(node, ast.Assign)
    for target in node.targets
    if isinstance(target, ast.Name) and (words := written(node.value))
}


def labels() -> Iterator[tuple[str, str]]:
    """Return where each button is made, and each label that it can have."""
    for at, node in nodes(MESSAGES, "bot/views"):
        if isinstance(node, ast.Call) and name_of(node.func) in ("Button", "button") and node.args:
            label = node.args[0]
            for option in (label.body, label.orelse) if isinstance(label, ast.IfExp) else (label,):
                words = written(option) or NAMED_LABELS.get(name_of(option), "")
                if re.search("[A-Za-z]", words):
                    yield at, words


def test_a_label_fits_on_a_button() -> None:
    long = (f"{at}: {words!r}" for at, words in labels() if len(words) > LONGEST_LABEL)
    check("label", long)


def test_a_button_that_acts_begins_with_a_verb() -> None:
    found = (f"{at}: {words!r}" for at, words in labels() if not acts_or_answers(words))
    check("verb", found)


def acts_or_answers(label: str) -> bool:
    """Return whether a label begins with a verb, or is one of those that need none."""
    first = label.split()[0]
    whole = {label, label.partition(",")[0], first if first in ("Back", "Next") else label}
    return first in VERBS or bool(whole & (ANSWERS | OPENED))


# --- length and reading -----------------------------------------------------------------------


def test_half_of_the_sentences_are_easier_than_grade_seven() -> None:
    grades = [grade(text) for text in english() if text.endswith(".") and len(text) > LONGEST_LABEL]
    assert len(grades) > 1000
    assert statistics.median(grades) <= GRADE


def test_no_text_is_longer_than_an_answer_may_be() -> None:
    found = (str(text) for text in texts(MESSAGES) if len(text.words) > ANSWER)
    check("long", found)


# --- labels -----------------------------------------------------------------------------------


def test_every_value_has_a_label_of_its_own() -> None:
    values = {*STAGES, *FIELDS, *TOPICS, *FORMATS, *ROLES_WANTED, *COMMUNITIES}
    unnamed = [value for value in values if value not in _LABELS]
    assert unnamed == []
    for names in (NAMES, NAMES_IN_SPANISH):
        assert set(SHOWN) <= set(names)


# --- the rules themselves ---------------------------------------------------------------------


def first_text(source: str) -> Text:
    """Return the first text of some source."""
    return next(texts_in(ROOT / "bot/messages/text.py", ast.parse(source), ()))


@pytest.mark.parametrize("words", ["and then it ends", ", every week", " ({} spots)"])
def test_a_fragment_is_found(words: str) -> None:
    assert begins_within(words)


@pytest.mark.parametrize(
    "words", ["Every week", "{} is away", "5 pairs", ", ", "`/status` shows it"]
)
def test_a_sentence_is_no_fragment(words: str) -> None:
    assert not begins_within(words)


@pytest.mark.parametrize(
    "source", ["role + 's'", "text += ' It ends.'", "f'{role}s'", "'Until ' + day", "f'{noun}ed'"]
)
def test_what_is_added_to_a_text_is_found(source: str) -> None:
    assert any(adds(node) for node in ast.walk(ast.parse(source)))


@pytest.mark.parametrize("source", ["lines += [row]", "number + 1", "f'{role} since {day}'"])
def test_lists_and_numbers_are_added_freely(source: str) -> None:
    assert not any(adds(node) for node in ast.walk(ast.parse(source)))


def test_a_plural_by_hand_is_found() -> None:
    by_hand = ast.parse("f'{n} pair' if n == 1 else f'{n} pairs'")
    assert any(counts(node) for node in ast.walk(by_hand))


@pytest.mark.parametrize("source", ["f'{day:%b %d}'", "day.strftime('%A')"])
def test_a_day_written_elsewhere_is_found(source: str) -> None:
    assert any(writes_a_day(node) for node in ast.walk(ast.parse(source)))


def test_a_text_for_two_is_found_unless_something_asks_how_many_they_are() -> None:
    assert is_for_two(first_text("told('Thank you both!')"))
    assert not is_for_two(first_text("'Thank you both!' if len(members) == 2 else everyone"))


@pytest.mark.parametrize("words", ["Nobody waits.", "Whom would you ask?", "I shall remind you."])
def test_a_banned_word_is_found(words: str) -> None:
    assert list(banned("here", words, BANNED))


@pytest.mark.parametrize("label", ["A word", "Another time", "Peace"])
def test_a_button_without_a_verb_is_found(label: str) -> None:
    assert not acts_or_answers(label)
