"""Files of people as spreadsheets leave them, imported through the front door."""

import io

from openpyxl import Workbook

from sandbox import Answer
from tests.discord.cohorts.test_cohorts import HEADER, enrolled, file_of, read_in
from tests.discord.conftest import Society
from tests.discord.people import open_cohort


def shortened(number: int) -> str:
    """Return an ID as a spreadsheet shows it once it was opened."""
    return f"{number:.5E}"


async def import_file(society: Society, name: str, data: bytes) -> Answer:
    """Give the moderator's file to /cohort import and return the answer."""
    file = society.discord.attachment(name, data)
    return await (await society.mo.slash("cohort import", name="Spring", file=file)).settled()


async def test_people_whose_ids_were_shortened_are_found_by_name_and_digits(
    society: Society,
) -> None:
    await open_cohort(society)
    mira, nils = society.guild.person("Mira"), society.guild.person("Nils")
    other = str(int(mira.id) * 2)
    header = "user_id,display_name,role,stage"
    preview = await read_in(
        society,
        [
            f"{shortened(mira.id)},Mira,mentor,resident",
            f"{shortened(nils.id)},Somebody,mentee,post-bac",
            f"{shortened(int(other))},Nils,mentee,post-bac",
        ],
        header=header,
    )
    assert "1 person to import" in preview.text
    assert "1 ID was shortened by a spreadsheet. I found who is meant by name" in preview.text
    assert f"line 3: “{shortened(nils.id)}” isn’t a Discord ID anymore" in preview.text
    assert "line 4:" in preview.text
    done = await society.mo.click(preview, "Import 1 person, all 18 or older")
    await done.settled()
    listed = await (await society.mo.slash("cohort people", name="Spring")).settled()
    assert mira.mention in listed.text
    assert nils.mention not in listed.text


async def test_a_workbook_is_imported_as_it_is(society: Society) -> None:
    await open_cohort(society)
    nils = society.guild.person("Nils")
    workbook = Workbook()
    workbook.active.append(["User ID", "Role", "Stage", "Topics", "Time zone", "Availability"])
    workbook.active.append(
        [str(nils.id), "Mentee", "Sophomore", "MCAT, Research", "EST", "Mon 6pm-8pm"]
    )
    data = io.BytesIO()
    workbook.save(data)
    preview = await import_file(society, "people.xlsx", data.getvalue())
    assert "“Sophomore” as College, pre-health and “MCAT” as Entrance exams" in preview.text
    await (await society.mo.click(preview, "Import 1 person, all 18 or older")).settled()
    exported = await (await society.mo.slash("cohort export", name="Spring")).settled()
    text = file_of(exported, society)
    assert "college-pre-health,,entrance-exams;research" in text
    assert "mon 18:00-20:00" in text
    assert f"'{nils.id}" in text, "a spreadsheet keeps the ID as text"


async def test_the_button_of_an_older_preview_does_not_import_a_newer_file(
    society: Society,
) -> None:
    await open_cohort(society)
    mira, nils = society.guild.person("Mira"), society.guild.person("Nils")
    older = await read_in(society, [f"{mira.id},mentor,resident,,,,"], header=HEADER)
    await read_in(society, [f"{nils.id},mentee,post-bac,,,,"], header=HEADER)
    refused = await society.mo.click(older, "Import 1 person, all 18 or older")
    assert "You’ve read a newer file since" in (await refused.settled()).text
    assert await enrolled(society) == 0


async def test_more_people_than_the_limit_are_said_before_they_are_imported(
    society: Society,
) -> None:
    await society.mo.slash("cohort create", name="Spring", most_mentors=1)
    mira, nils = society.guild.person("Mira"), society.guild.person("Nils")
    preview = await read_in(
        society, [f"{one.id},mentor,resident,,,," for one in (mira, nils)], header=HEADER
    )
    assert "That makes 2 mentors, over the cohort’s limit of 1." in preview.text
