"""What Discord's own app would never send: a calm answer, no change, no traceback."""

from typing import Any

import pytest

from sandbox import Person
from sandbox.state.content import TEXT_INPUT
from tests.discord.conftest import Society
from tests.discord.people import open_cohort

CHANGED = "has changed since your Discord loaded it"
STRING, INTEGER, BOOLEAN, USER, CHANNEL, ROLE, ATTACHMENT = 3, 4, 5, 6, 7, 8, 11


def option(name: str, kind: int, value: Any, **more: Any) -> dict[str, Any]:
    """Return one option as Discord sends it."""
    return {"name": name, "type": kind, "value": value, **more}


def command(path: str, *options: Any) -> dict[str, Any]:
    """Return the data of a command with these options, whatever they are."""
    name, *inner = path.split()
    filled: list[Any] = list(options)
    for each in reversed(inner):
        filled = [{"name": each, "type": 1, "options": filled}]
    return {"id": "1", "name": name, "type": 1, "options": filled}


FORGED = {
    "a text as a number": command("case show", option("case", INTEGER, "three")),
    "a number beyond 63 bits": command("case show", option("case", INTEGER, 2**70)),
    "a number below the least": command("case show", option("case", INTEGER, 0)),
    "a truth as a number": command("case show", option("case", INTEGER, True)),
    "a number of another kind": command("case show", option("case", STRING, "1")),
    "no value": command("case show", {"name": "case", "type": INTEGER}),
    "a needed option left out": command("case show"),
    "an option of another command": command(
        "case show", option("case", INTEGER, 1), option("pair", STRING, "1")
    ),
    "an option that is none": command("case show", "case"),
    "options that are no list": {"id": "1", "name": "win", "type": 1, "options": {"a": 1}},
    "a choice never offered": command(
        "cohort create", option("name", STRING, "Spring"), option("kind", STRING, "trios")
    ),
    "a day of the week that is none": command(
        "cohort create", option("name", STRING, "Spring"), option("check-in-day", INTEGER, 9)
    ),
    "a text as a channel": command("setup", option("mentoring_channel", CHANNEL, "mentoring")),
    "a channel that is not there": command("setup", option("mentoring_channel", CHANNEL, "123")),
    "a person that is not there": command("mentor opening", option("mentor", USER, "123")),
    "an id beyond 63 bits": command("setup", option("moderator_role", ROLE, str(2**64 - 1))),
    "no file": command(
        "cohort import", option("name", STRING, "Spring"), option("file", ATTACHMENT, "77")
    ),
    "a group alone": {"id": "1", "name": "case", "type": 1, "options": []},
    "a command that is none": command("no-such thing"),
    "a context menu on nothing": {"id": "1", "name": "Log as update", "type": 3},
    "a context menu on a message that is not there": {
        "id": "1",
        "name": "Log as update",
        "type": 3,
        "target_id": "5",
    },
    "a command without a name": {"id": "1", "type": 1},
}


@pytest.mark.parametrize("forged", FORGED.values(), ids=FORGED)
async def test_options_that_no_command_offers_are_refused_calmly(
    society: Society, capsys: pytest.CaptureFixture[str], forged: dict[str, Any]
) -> None:
    answer = await society.mo.command_forged(forged)

    assert CHANGED in answer.text
    assert answer.ephemeral
    log = capsys.readouterr().out
    assert "Traceback" not in log
    assert "interaction.failed" not in log


@pytest.mark.parametrize(
    "typed",
    [
        option("name", STRING, 5, focused=True),
        option("name", STRING, None, focused=True),
        option("name", STRING, ["E"], focused=True),
        option("name", STRING, "E" * 9000, focused=True),
        option("no-such", STRING, "E", focused=True),
        option("name", STRING, "E"),
        "name",
    ],
    ids=str,
)
async def test_nothing_is_offered_for_what_cannot_be_typed(
    society: Society, capsys: pytest.CaptureFixture[str], typed: Any
) -> None:
    ana = society.guild.person("Ana")

    answer = await ana.command_forged(command("program show", typed), typing=True)

    assert answer.choices == []
    assert "Traceback" not in capsys.readouterr().out


async def test_a_member_who_types_into_a_moderators_command_is_offered_nothing(
    society: Society, capsys: pytest.CaptureFixture[str], caplog: pytest.LogCaptureFixture
) -> None:
    ana = society.guild.person("Ana")
    for path in ("case show", "case resolve"):
        typed = option("case", INTEGER, "1", focused=True)
        assert (await ana.command_forged(command(path, typed), typing=True)).choices == []

    said = capsys.readouterr().out + caplog.text
    assert "Traceback" not in said
    assert str(ana.id) not in said


@pytest.mark.parametrize(
    "values", [[], ["x"], [str(10**30)], ["-1"], ["٣"], [5], [None], ["1", "2"], [["1"]]], ids=str
)
async def test_what_no_menu_offers_is_refused_calmly(
    society: Society, capsys: pytest.CaptureFixture[str], values: list[Any]
) -> None:
    await open_cohort(society)
    panel = await society.panel()
    ana = society.guild.person("Ana")

    for area in ("goal", "commit", "outreach", "saved", "case"):
        answer = await ana.click_forged(panel, named(panel, f"{area}:pick"), values)
        assert "has expired" in answer.text, area

    log = capsys.readouterr().out
    assert "Traceback" not in log
    assert "interaction.failed" not in log


async def test_forms_of_wrong_shapes_are_refused_calmly(
    society: Society, capsys: pytest.CaptureFixture[str]
) -> None:
    await open_cohort(society)
    name = named(await society.panel(), "outreach:add")
    field = {"type": TEXT_INPUT, "id": 1, "custom_id": "who"}
    shapes: tuple[list[Any], ...] = (
        [],
        [None, 7, "who", []],
        [{"type": 18, "id": 1}],
        [field],
        [{**field, "value": ["Dr. No"]}],
        [{**field, "custom_id": 9, "value": "Dr. No"}],
        [{"type": 1, "id": 2, "components": {"0": field}}],
    )
    for components in shapes:
        answer = await submitted(society.mo, name, components)
        assert answer, components

    log = capsys.readouterr().out
    assert "Traceback" not in log
    assert "interaction.failed" not in log


async def test_an_unknown_custom_id_leaves_one_line_without_anybody_in_it(
    society: Society, capsys: pytest.CaptureFixture[str]
) -> None:
    await open_cohort(society)
    panel = await society.panel()
    ana = society.guild.person("Ana")
    capsys.readouterr()

    for forged, reason in (
        ("pc2:join:mentee:1.1", "no shape of ours"),
        (f"somebody:{ana.id}", "no shape of ours"),
        (named(panel, "join:grandmother"), "no such button"),
        ("pc1:join:mentee:1.1", "another server's"),
    ):
        assert "has expired" in (await ana.click_forged(panel, forged)).text
        [line] = [x for x in capsys.readouterr().out.splitlines() if "component.unknown" in x]
        assert reason in line
        assert str(ana.id) not in line


def named(panel: Any, verb: str) -> str:
    """Return a custom id of the panel's society with another verb."""
    custom_id = str(panel.components[0]["components"][0]["custom_id"])
    return f"pc1:{verb}:{custom_id.split(':')[3].split('.')[0]}.1"


async def submitted(person: Person, custom_id: str, components: list[Any]) -> str:
    """Send a form with these components, and return what is answered."""
    answer = await person.submit_forged(custom_id, {})
    again = answer.interaction
    again.data["components"] = components
    return (await person.repeat(answer)).text
