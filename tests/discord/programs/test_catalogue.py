"""A society's own catalogue, through the front door."""

import pytest

from bot.domain.programs import catalogue_files as files
from sandbox import Answer, Person
from tests.discord.conftest import Society
from tests.discord.menus import named, options

FILLED = {
    "Name": "Night Shift Shadowing",
    "For which stages?": ["high school"],
    "For which fields?": ["nursing"],
    "What’s it about, and who can join?": "Nights in a small hospital.",
}


@pytest.fixture
def ana(society: Society) -> Person:
    """Yield a member."""
    return society.guild.person("Ana")


def attached(answer: Answer) -> bytes:
    """Return the bytes of the answer's one file."""
    (file,) = [file for message in answer.messages for file in message.attachments]
    return file.data


async def imported(society: Society, name: str, data: bytes) -> Answer:
    """Return the preview of a file."""
    file = society.discord.attachment(name, data)
    return await (await society.mo.slash("catalogue import", file=file)).settled()


async def exported(society: Society, **chosen: str) -> bytes:
    """Return the file that an export hands over."""
    answer = await (await society.mo.slash("catalogue export", chosen)).settled()
    return attached(answer)


@pytest.mark.parametrize("command", ["add", "review", "export"])
async def test_members_can_neither_look_nor_touch(ana: Person, command: str) -> None:
    answer = await (await ana.slash(f"catalogue {command}")).settled()

    assert answer.ephemeral
    assert "for moderators" in answer.text


async def test_a_program_of_ones_own_is_found_at_once(society: Society, ana: Person) -> None:
    await society.mo.submit(await society.mo.slash("catalogue add"), FILLED)

    offered = await ana.autocomplete("program show", "name", "night shi")
    card = await ana.slash("program show", name=offered.choices[0].value)
    found = await ana.slash("program search", query="nursing for high school students at night")

    assert "Nights in a small hospital" in card.text
    assert "Maintained by your server" in card.text
    assert "Night Shift Shadowing" in found.text


async def test_another_society_never_sees_it(society: Society) -> None:
    await society.mo.submit(await society.mo.slash("catalogue add"), FILLED)
    elsewhere = society.discord.guild("Another Society")
    elsewhere.text("lobby")
    bo = elsewhere.person("Bo")

    own = await society.mo.autocomplete("program show", "name", "night shi")
    offered = await bo.autocomplete("program show", "name", "night shi")
    found = await (await bo.slash("program search", query="nursing at night")).settled()
    shipped = await bo.autocomplete("program show", "name", "EMRA")

    assert "Night Shift" in own.choices[0].name, "there is something to see"
    assert all("Night Shift" not in choice.name for choice in offered.choices)
    assert "Night Shift" not in found.text
    assert shipped.choices, "the other society has the shipped programs"
    assert "EMRA" in shipped.choices[0].name
    assert "nurs" in found.text.casefold(), "the search was understood"


async def test_a_shipped_entry_that_was_edited_stays_as_it_was_edited(
    society: Society, ana: Person
) -> None:
    chosen = await society.mo.slash("catalogue edit", name="emra-student-resident")
    form = await society.mo.click(chosen, custom_id="pc1:catalogue:edit-basics:")
    await society.mo.submit(form, {"What’s it about?": "Our own words."})

    card = await ana.slash("program show", name="EMRA")
    await society.mo.slash(
        "catalogue edit", name="emra-student-resident", action="Restore the original"
    )
    shipped = await ana.slash("program show", name="EMRA")

    assert "Our own words" in card.text
    assert "Only for EMRA members" in card.text
    assert "Our own words" not in shipped.text


async def test_a_wrong_fact_is_named_and_nothing_is_kept(society: Society, ana: Person) -> None:
    chosen = await society.mo.slash("catalogue edit", name="emra-student-resident")
    form = await society.mo.click(chosen, custom_id="pc1:catalogue:edit-place:")
    answer = await society.mo.submit(form, {"State": "XX"})

    card = await ana.slash("program show", name="EMRA")

    assert "'XX', not a state's two letters" in answer.text
    assert "XX" not in card.text


async def test_a_hidden_entry_is_out_of_sight_until_it_is_shown_again(
    society: Society, ana: Person
) -> None:
    hide = "Hide from members"
    await society.mo.slash("catalogue edit", name="emra-student-resident", action=hide)
    hidden = await ana.slash("program show", name="EMRA")
    offered = await ana.autocomplete("program show", "name", "EMRA")

    review = await society.mo.slash("catalogue review")
    again = options(review, "Show an entry again")
    await society.mo.select(review, named(review, "Show an entry again"), again)
    shown = await ana.slash("program show", name="EMRA")

    assert "I can’t find a program" in hidden.text
    assert offered.choices == []
    assert "Only for EMRA members" in shown.text


async def test_a_file_is_shown_before_anything_changes(society: Society, ana: Person) -> None:
    rows = b"id,name,colour\nnight,Night Shift Shadowing,blue\nbad,,\nworse,Worse,,,\n"

    preview = await imported(society, "own.csv", rows)
    before = await ana.slash("program show", name="Night Shift Shadowing")
    done = await (await society.mo.click(preview, custom_id="pc1:catalogue:confirm:")).settled()
    after = await ana.slash("program show", name="Night Shift Shadowing")

    assert "Line 3: name is missing" in preview.text
    assert "Line 4" in preview.text
    assert "colour" in preview.text
    assert "I can’t find a program" in before.text
    assert "Entries imported: 1." in done.text
    assert "Maintained by your server" in after.text


async def test_a_preview_is_thrown_away_and_used_only_once(society: Society) -> None:
    rows = b"id,name\nnight,Night Shift Shadowing\n"
    first, second = await imported(society, "a.csv", rows), await imported(society, "a.csv", rows)

    await society.mo.click(first, custom_id="pc1:catalogue:cancel:")
    await (await society.mo.click(second, custom_id="pc1:catalogue:confirm:")).settled()
    twice = await (await society.mo.click(second, custom_id="pc1:catalogue:confirm:")).settled()

    assert "already imported or discarded" in twice.text


@pytest.mark.parametrize("kind", ["CSV", "TOML"])
async def test_what_was_exported_comes_back_without_loss(society: Society, kind: str) -> None:
    await society.mo.submit(
        await society.mo.slash("catalogue add"), {**FILLED, "Name": "=Night; @everyone\\"}
    )
    await society.mo.slash(
        "catalogue edit", name="emra-student-resident", action="Hide from members"
    )
    own = await exported(society, format=kind)
    everything = await exported(society, format=kind, what="Everything")

    for data in (own, everything):
        preview = await imported(society, f"programs.{kind.lower()}", data)
        assert "Nothing to import" in preview.text
    assert len(files.read(f"a.{kind.lower()}", own).entries) == 2
    assert len(files.read(f"a.{kind.lower()}", everything).entries) == 44


async def test_formulas_in_a_file_stay_text_and_leave_harmless(society: Society) -> None:
    rows = b"id,name,summary\nnight,=1+1,@SUM(A1)\n"

    preview = await imported(society, "own.csv", rows)
    await (await society.mo.click(preview, custom_id="pc1:catalogue:confirm:")).settled()
    data = await exported(society)

    assert "Cells that look like formulas, kept as plain text: 2" in preview.text
    assert b",'=1+1," in data
    assert b"'@SUM(A1)" in data


@pytest.mark.parametrize(
    ("name", "data", "words"),
    [
        ("a.csv", b"x" * (5 * 1024 * 1024), "larger than 4 MB"),
        ("a.png", b"\x89PNG\r\n\x1a\n\0\0", "couldn’t read that file as text"),
        ("a.csv", b" ", "is empty"),
        ("a.csv", b"who,what\na,b\n", "Add these columns"),
        ("a.toml", b"[[programs]\nid =", "no [[programs]]"),
    ],
)
async def test_a_file_that_is_no_catalogue_gets_a_helpful_answer(
    society: Society, name: str, data: bytes, words: str
) -> None:
    answer = await imported(society, name, data)

    assert answer.ephemeral
    assert words in answer.text.replace("\\", "")


async def test_entries_not_verified_for_a_year_are_listed_and_checked(society: Society) -> None:
    review = await society.mo.slash("catalogue review")
    stale = options(review, "Mark as verified")

    await society.mo.select(review, named(review, "Mark as verified"), stale[:2])
    after = await society.mo.slash("catalogue review")
    await society.pass_time(days=370)
    later = await society.mo.slash("catalogue review")

    assert "· Never" in review.text
    assert not set(stale[:2]) & set(options(after, "Mark as verified"))
    assert len(options(later, "Mark as verified")) == 25
