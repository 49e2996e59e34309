"""A refused command of a moderator gives everything back as it was typed and chosen."""

from typing import Any

import pytest

from sandbox import Answer
from tests.discord.conftest import Society
from tests.discord.people import open_cohort


def given_back(answer: Answer) -> str:
    """Return the command that a refusal gives back to be copied."""
    return answer.text.partition("```")[2].partition("```")[0].strip()


async def test_one_wrong_option_of_a_new_cohort_costs_none_of_the_others(
    society: Society,
) -> None:
    refused = await society.mo.slash(
        "cohort create",
        name="Fall *2*",
        starts="31 Febtober",
        kind="Circles (one mentor, several mentees)",
        check_in_day=4,
        most_mentees=40,
    )

    assert given_back(refused) == (
        "/cohort create name: Fall *2* starts: 31 Febtober "
        "kind: Circles (one mentor, several mentees) check-in-day: Friday most-mentees: 40"
    )


async def test_people_are_given_back_by_name_and_a_file_not_by_its_number(
    society: Society,
) -> None:
    await open_cohort(society)
    ana, ben = society.guild.person("Ana"), society.guild.person("Ben")
    asked = await society.mo.slash("match forbid", cohort="Sprng", mentee=ana, mentor=ben)
    refused = await asked.settled()
    assert given_back(refused) == "/match forbid cohort: Sprng mentee: @ana mentor: @ben"
    file = society.discord.attachment("people.csv", b"user_id\n1\n")
    refused = await (await society.mo.slash("cohort import", name="Nowhere", file=file)).settled()
    assert given_back(refused) == "/cohort import name: Nowhere"
    assert str(file.id) not in refused.text


@pytest.mark.parametrize(
    ("command", "options", "back"),
    [
        ("case resolve", {"case": 77, "note": "Called *them*"}, "case: 77 note: Called *them*"),
        (
            "case list",
            {"kind": "Not responding", "cohort": "Nowhere", "older_than": 14},
            "kind: Not responding cohort: Nowhere older-than: Open for 14+ days",
        ),
        ("setup", {"time_zone": "Chicgo-ish", "wins_channel": "wins"}, None),
    ],
)
async def test_commands_of_cases_and_of_the_set_up_give_theirs_back(
    society: Society, command: str, options: dict[str, Any], back: str | None
) -> None:
    wins = society.guild.text("wins")
    chosen: dict[str, Any] = {
        name: wins if value == "wins" else value for name, value in options.items()
    }

    refused = await society.mo.slash(command, **chosen)

    expected = back or "time-zone: Chicgo-ish wins-channel: #wins"
    assert sorted(given_back(refused).split()) == sorted(f"/{command} {expected}".split())
