"""Buttons and forms that were posted long ago: each still leads to its handler."""

from pathlib import Path
from typing import NamedTuple

import pytest

from bot.domain.ids import GuildId
from bot.messages.custom_id import Target, build, parse
from bot.views.areas import AREAS

SOCIETY = GuildId(1104522288611221504)


class Posted(NamedTuple):
    """One line of the table."""

    area: str
    kind: str
    verb: str
    holds: str
    custom_id: str


def table() -> list[Posted]:
    """Read the table; a line that begins with # explains it."""
    path = Path(__file__).with_name("posted_custom_ids.tsv")
    lines = path.read_text("utf-8").splitlines()
    return [Posted(*line.split("\t")) for line in lines if not line.startswith("#")]


POSTED = table()
# Every area, kind, and verb that a message or form was ever posted with; lines are only added.
EVER = Path(__file__).with_name("ever_posted.tsv")


def test_the_table_is_whole() -> None:
    assert len(POSTED) == 275
    assert sum(each.holds != "id" for each in POSTED) == 33


@pytest.mark.parametrize("ref", ["", "~k3tz7q2mw5"])
def test_each_still_says_the_same(ref: str) -> None:
    for each in POSTED:
        number = 0 if each.holds == "id" else 1
        expected = Target(each.area, each.verb, SOCIETY, 34, ref[1:] or None, number)
        assert parse(each.custom_id + ref) == expected, each


def test_each_still_leads_to_a_handler() -> None:
    clicks = {(routes.area, "click", verb) for routes in AREAS for verb in routes.clicks}
    forms = {(routes.area, "submit", verb) for routes in AREAS for verb in routes.submissions}
    gone = {(each.area, each.kind, each.verb) for each in POSTED} - clicks - forms
    assert gone == set(), "messages with these are still about: keep a handler that answers them"


def handled() -> set[str]:
    """Return each area, kind, and verb that has a handler."""
    return {
        f"{routes.area}\t{kind}\t{verb}"
        for routes in AREAS
        for kind, verbs in (("click", routes.clicks), ("submit", routes.submissions))
        for verb in verbs
    }


def test_whatever_can_be_posted_stands_in_the_table_of_all_that_ever_was() -> None:
    ever = set(EVER.read_text("utf-8").splitlines())
    missing = "run `python -m tests.messages.test_posted_custom_ids`: it adds what is new"
    assert handled() - ever == set(), missing
    gone = "messages with these are still about: keep a handler that answers them"
    assert ever - handled() == set(), gone


def test_what_was_named_with_a_number_is_never_named_without_one_again() -> None:
    for each in POSTED:
        if each.holds != "id":
            with pytest.raises(ValueError, match="always named with a number"):
                build(each.area, each.verb, SOCIETY, 34)


def main() -> None:
    """Add what can be posted now to the table of all that ever was."""
    ever = set(EVER.read_text("utf-8").splitlines()) if EVER.exists() else set()
    EVER.write_text("\n".join(sorted(ever | handled())) + "\n", "utf-8")


if __name__ == "__main__":
    main()
