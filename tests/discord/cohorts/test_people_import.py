"""Files of people as spreadsheets leave them, imported through the front door."""

import io
from datetime import timedelta

from openpyxl import Workbook

from sandbox import Answer
from sandbox.people.transcript import text_of
from tests.discord.cohorts.test_cohorts import HEADER, enrolled, file_of, read_in
from tests.discord.conftest import Society
from tests.discord.enrolled import approve_all
from tests.discord.meeting_people import ahead
from tests.discord.menus import options
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
    assert "People to import: 1" in preview.text
    assert "IDs a spreadsheet shortened: 1. I found each person by name" in preview.text
    assert "Lines left out: 2" in preview.text
    assert f"Line 3: A spreadsheet shortened the ID “{shortened(nils.id)}”" in preview.text
    assert f"Line 4: A spreadsheet shortened the ID “{shortened(int(other))}”" in preview.text
    done = await society.mo.click(preview, custom_id="pc1:cohort:import-yes:")
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
    assert "“Sophomore” → College, pre-health, “MCAT” → Entrance exams" in preview.text
    await (await society.mo.click(preview, custom_id="pc1:cohort:import-yes:")).settled()
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
    refused = await society.mo.click(older, custom_id="pc1:cohort:import-yes:")
    assert "You uploaded a newer file" in (await refused.settled()).text
    assert await enrolled(society) == 0


async def test_more_people_than_the_limit_are_said_before_they_are_imported(
    society: Society,
) -> None:
    await society.mo.slash("cohort create", name="Spring", most_mentors=1)
    mira, nils = society.guild.person("Mira"), society.guild.person("Nils")
    preview = await read_in(
        society, [f"{one.id},mentor,resident,,,," for one in (mira, nils)], header=HEADER
    )
    assert "That’s 2 mentors, over the cohort’s limit of 1." in preview.text


async def test_without_a_file_there_is_one_to_fill_in(society: Society) -> None:
    await open_cohort(society)
    answer = await (await society.mo.slash("cohort import", name="Spring")).settled()
    assert "Fill in this file, one person per line" in answer.text
    assert answer.message is not None
    (file,) = answer.message.attachments
    data = society.discord.world.attachments[file.id].data
    refused = await import_file(society, "people.xlsx", data)
    assert "no people below" in refused.text


FORM = "Timestamp,Discord username,Are you a mentor or a mentee?,What is your year?,Shoe size"


async def test_the_questions_of_a_form_are_matched_once_and_remembered(society: Society) -> None:
    await open_cohort(society)
    nils = society.guild.person("Nils")
    row = f"2/3/2026 10:11,{nils.user.username},I want a mentor,Sophomore,9"
    asked = await read_in(society, [row], header=FORM)
    assert "“What is your year?”: Stage (my guess)" in asked.text
    assert "“Timestamp”: Left out" in asked.text
    offered = options(asked, "What does “Timestamp” mean?")
    assert {"Discord ID", "Availability", "Near peer or far ahead"} <= set(offered)
    assert not [name for name in offered if "_" in name]
    picked = await society.mo.select(asked, "pc1:cohort:import-pick", ["3"])
    changed = await society.mo.select(await picked.settled(), "pc1:cohort:import-word", ["3=goals"])
    await changed.settled()
    assert "“Shoe size”: Goals" in changed.text
    preview = await (await society.mo.click(changed, custom_id="pc1:cohort:import-read:")).settled()
    assert "People to import: 1" in preview.text
    again = await read_in(society, [row], header=FORM)
    assert "People to import: 1" in again.text, "nothing is asked twice"
    await (await society.mo.click(again, custom_id="pc1:cohort:import-yes:")).settled()
    assert await enrolled(society) == 1


async def test_a_workbook_with_a_title_and_a_grid_of_days_is_read_as_it_is_meant(
    society: Society,
) -> None:
    await open_cohort(society)
    nils = society.guild.person("Nils")
    workbook = Workbook()
    sheet = workbook.active
    assert sheet is not None
    sheet.append(["Mentoring, Fall 2026"])
    days = [f"When are you free? [{day}]" for day in ("Monday", "Wednesday")]
    sheet.append(["user_id", "role", "stage", "topics", "time_zone", *days])
    cells = [f"@{nils.user.username}", "mentee", "Sophomore", "Test prep (MCAT, DAT), Other: Anki"]
    sheet.append([*cells, "Chicago", "Morning, Evening", None])
    data = io.BytesIO()
    workbook.save(data)

    preview = await import_file(society, "people.xlsx", data.getvalue())
    first = preview.text
    columns = await (await society.mo.click(preview, "Match columns")).settled()
    again = await (await society.mo.click(columns, custom_id="pc1:cohort:import-read:")).settled()

    assert "The column names are on line 2" in first
    assert "People to import: 1\nNew: 1 · Updated: 0" in first
    guesses = [
        f"“When are you free? \\[{day}\\]” → Availability?" for day in ("Monday", "Wednesday")
    ]
    assert f"Press **Match columns** to use: {', '.join(guesses)}" in first
    assert "“Anki” (1)" in first
    assert "“Test prep (MCAT, DAT)” → Entrance exams" in first
    assert "→ Availability?" not in again.text, "what was agreed to is no guess anymore"
    await (await society.mo.click(again, custom_id="pc1:cohort:import-quiet:")).settled()
    written = await (await society.mo.slash("cohort export", name="Spring")).settled()
    assert "mon 08:00-12:00;mon 17:00-21:00" in file_of(written, society)


async def test_a_new_topic_is_shown_and_may_be_one_of_ours(society: Society) -> None:
    await open_cohort(society)
    nils = society.guild.person("Nils")
    header, row = "user_id,role,stage,topics", f"{nils.id},mentee,post-bac,Lab stuff;Anki"
    preview = await read_in(society, [row], header=header)
    assert "New topics: “Lab stuff” (1), “Anki” (1)" in (preview.text)
    asked = await (await society.mo.click(preview, "Match columns")).settled()
    changed = await society.mo.select(asked, "pc1:cohort:import-word", ["0=research"])
    preview = await (
        await society.mo.click(await changed.settled(), custom_id="pc1:cohort:import-read:")
    ).settled()
    await (await society.mo.click(preview, custom_id="pc1:cohort:import-yes:")).settled()
    exported = await (await society.mo.slash("cohort export", name="Spring")).settled()
    assert "anki;research" in file_of(exported, society)


async def test_a_guess_that_no_one_agreed_to_is_not_remembered_and_a_column_left_out_is(
    society: Society,
) -> None:
    await open_cohort(society)
    nils = society.guild.person("Nils")
    header = "user_id,role,stage,When are you free?,Shoe size"
    row = f"{nils.id},mentee,post-bac,Mon 6-8pm,9"
    preview = await read_in(society, [row], header=header)
    assert "“When are you free?” → Availability?" in preview.text
    await (await society.mo.click(preview, custom_id="pc1:cohort:import-yes:")).settled()
    exported = await (await society.mo.slash("cohort export", name="Spring")).settled()
    assert "mon 18:00" not in file_of(exported, society)
    again = await read_in(society, [row], header=header)
    assert "“When are you free?” → Availability?" in again.text
    asked = await (await society.mo.click(again, "Match columns")).settled()
    assert "“When are you free?”: Availability (my guess)" in asked.text
    assert "“Shoe size”: Left out" in asked.text
    agreed = await (await society.mo.click(asked, custom_id="pc1:cohort:import-read:")).settled()
    assert "New: 0 · Updated: 1" in agreed.text
    assert f"{nils.mention}: Availability: updated" in agreed.text


async def test_a_choice_that_was_never_offered_is_refused(society: Society) -> None:
    await open_cohort(society)
    nils = society.guild.person("Nils")
    row = f"2/3/2026 10:11,{nils.user.username},I want a mentor,Sophomore,9"
    asked = await read_in(society, [row], header=FORM)
    message = asked.message
    assert message is not None
    discard = next(each.custom_id or "" for each in asked.buttons if each.label == "Discard")
    name = discard.replace("import-no", "import-word")
    for value in ("3=nonsense", "99=goals", "goals"):
        answer = await society.mo.click_forged(message, name, values=[value])
        assert "has expired" in (await answer.settled()).text


async def test_a_refused_import_gives_no_attachment_s_number_back(society: Society) -> None:
    await society.mo.slash("cohort create", name="Spring cohort of the year")
    file = society.discord.attachment("people.csv", b"")
    answer = await society.mo.slash("cohort import", name="Spring cohort of the year", file=file)
    text = (await answer.settled()).text
    assert "/cohort import name: Spring cohort of the year" in text
    assert "file:" not in text


async def test_who_is_imported_is_told_in_private_and_confirms_or_withdraws(
    society: Society,
) -> None:
    await open_cohort(society)
    mira, nils = society.guild.person("Mira"), society.guild.person("Nils")
    rows = [f"{mira.id},mentor,resident,,,,", f"{nils.id},mentee,post-bac,research,,,"]
    preview = await read_in(society, rows, header=HEADER)
    assert "I’ll privately ask new people to confirm" in preview.text
    done = await society.mo.click(preview, custom_id="pc1:cohort:import-yes:")
    assert "I’ll ask new people to confirm" in (await done.settled()).text
    told = await society.discord.until_message(nils, containing="A moderator signed you up for")
    assert "Post-bac · Research" in text_of(told)
    listed = await (await society.mo.slash("cohort people", name="Spring")).settled()
    assert listed.text.count("Not confirmed yet") == 2
    status = await nils.slash("status")
    assert "Waiting on you: 1" in status.text
    assert "Confirm your sign-up for Spring" in status.text
    assert [button.label for button in status.buttons] == ["I’m in", "Withdraw"]
    agreed = await nils.click(status, "I’m in")
    assert "Thanks, you’re in Spring" in (await agreed.settled()).text
    asked = await society.discord.until_message(mira, containing="A moderator signed you up for")
    assert "You’re all caught up." in (await nils.slash("status")).text
    left = await mira.click(await mira.slash("status"), "Withdraw")
    assert "You withdrew from Spring" in (await left.settled()).text
    assert "You’re all caught up." in (await mira.slash("status")).text
    assert "You’re not signed up" in (await mira.click(asked, "I’m in")).text
    listed = await (await society.mo.slash("cohort people", name="Spring")).settled()
    assert nils.mention in listed.text
    assert mira.mention not in listed.text
    assert "Not confirmed yet" not in listed.text


async def test_a_moderator_may_import_and_tell_no_one(society: Society) -> None:
    await open_cohort(society)
    nils = society.guild.person("Nils")
    preview = await read_in(society, [f"{nils.id},mentee,post-bac,,,,"], header=HEADER)
    done = await society.mo.click(preview, custom_id="pc1:cohort:import-quiet:")
    assert "New: 1" in (await done.settled()).text
    listed = await (await society.mo.slash("cohort people", name="Spring")).settled()
    assert nils.mention in listed.text
    assert "Not confirmed yet" not in listed.text
    assert society.guild.threads == []


async def test_places_that_a_file_leaves_empty_are_said_asked_about_and_never_taken_back(
    society: Society,
) -> None:
    await open_cohort(society)
    mira = society.guild.person("Mira")
    rows = [f"{mira.id},mentor,resident,,,Chicago,"]

    preview = await read_in(society, rows)

    assert "New mentors without spots (`capacity`) in the file: 1" in preview.text
    await (await society.mo.click(preview, custom_id="pc1:cohort:import-yes:")).settled()
    told = await society.discord.until_message(mira, containing="signed you up for")
    asked = await (await mira.click(told, "I’m in")).settled()
    assert "How many mentees can you take? It’s 1 for now." in asked.text
    saved = await mira.select(asked, "pc1:join:capacity", ["3"])
    assert "Spots: 3" in (await saved.settled()).text
    again = await read_in(society, rows)
    assert "Nothing to import" in again.text, "an empty cell takes no places away"


async def test_what_changes_for_people_already_there_is_shown_and_told_to_each_in_their_morning(
    society: Society,
) -> None:
    await open_cohort(society)
    ana = society.guild.person("Ana")
    first = await read_in(society, [f"{ana.id},mentor,resident,research,2,Chicago,"])
    await (await society.mo.click(first, custom_id="pc1:cohort:import-quiet:")).settled()
    tonight = ahead(society, 0, hour=23)
    society.discord.clock.set(tonight)
    changed = f"{ana.id},both,post-bac,research,2,Chicago,mon 18:00-20:00"
    preview = await read_in(society, [changed])
    assert (
        f"Updated:\n- {ana.mention}: Role: Mentor → Mentor and mentee · "
        "Stage: Resident → Post-bac · Availability: updated"
    ) in preview.text
    assert "privately tell the others what you updated" in preview.text
    done = await society.mo.click(preview, custom_id="pc1:cohort:import-yes:")
    assert "tell the others what you updated" in (await done.settled()).text
    society.discord.clock.set(tonight + timedelta(hours=9))

    told = await society.discord.until_message(ana, containing="updated your sign-up for")

    assert told.created_at == tonight + timedelta(hours=9)
    assert told.notified == {ana.id}
    assert society.mo.mention not in text_of(told), "no one else is added to the thread"
    assert (
        "Role: Mentor → Mentor and mentee · Stage: Resident → Post-bac · Availability: updated"
        in text_of(told)
    )
    edited = await ana.click(told, "Edit mentee answers")
    assert "as a mentee · Step 1 of 2" in (await edited.settled()).text
    again = await read_in(society, [changed])
    assert "Nothing to import" in again.text
    log = await society.mo.slash("cohort log", name="Spring")
    assert log.text.count("Imported people: 1") == 2
    assert ana.mention not in log.text


async def test_what_changes_for_many_is_a_file_and_they_need_not_be_told(society: Society) -> None:
    await open_cohort(society)
    people = [society.guild.person(f"Person {number}") for number in range(6)]

    async def preview_as(stage: str) -> Answer:
        return await read_in(society, [f"{one.id},mentee,{stage},,,," for one in people])

    first = await preview_as("post-bac")
    await (await society.mo.click(first, custom_id="pc1:cohort:import-quiet:")).settled()
    preview = await preview_as("resident")

    assert preview.text.count("Post-bac → Resident") == 5
    assert "… and 1 more in changes.txt" in preview.text
    assert file_of(preview, society).count(": Post-bac → Resident") == 6
    done = await society.mo.click(preview, custom_id="pc1:cohort:import-quiet:")
    assert "Updated: 6" in (await done.settled()).text
    assert society.guild.threads == []


async def test_hours_read_in_the_server_s_time_zone_are_not_said_to_be_left_out(
    society: Society,
) -> None:
    await open_cohort(society)
    people = [society.guild.person(name) for name in ("Ana", "Ben")]
    preview = await read_in(
        society,
        [f"{one.id},mentee,post-bac,Mon 6-8pm" for one in people],
        header="user_id,role,stage,windows",
    )
    said = "Lines 2, 3: There’s no time zone, so I used America/Chicago."
    assert f"- {said}" in preview.text.splitlines()
    await (await society.mo.click(preview, custom_id="pc1:cohort:import-quiet:")).settled()
    exported = await (await society.mo.slash("cohort export", name="Spring")).settled()
    assert file_of(exported, society).count("mon 18:00-20:00") == 2


async def test_how_many_lines_are_left_out_is_said_first_and_repeats_once(society: Society) -> None:
    await open_cohort(society)
    people = [society.guild.person(f"Person {number}") for number in range(16)]
    preview = await read_in(
        society,
        [
            *(f"{one.id},mentee,post-bac,Narnia" for one in people[:12]),
            *(f"{one.id},mentee,wizard,texas" for one in people[12:14]),
            f"{people[14].id},king,post-bac,Texas",
            f"{people[15].id},mentee,post-bac,texas",
        ],
        header="user_id,role,stage,state",
    )
    headline, counts = preview.text.splitlines()[:2]
    assert "People to import: 13" in headline
    assert counts == "New: 13 · Updated: 0 · Lines left out: 3"
    problems = [line for line in preview.text.splitlines() if line.startswith("- ")]
    assert problems[0].startswith("- Lines 14, 15: I don’t know the stage “wizard”.")
    assert problems[0].endswith("(left out)")
    assert problems[1].startswith("- Line 16: I don’t know the role “king”")
    [third] = problems[2:]
    assert "Lines 2, 3, 4, 5, 6, 7 … and 6 more: I don’t know the state “NARNIA”" in third
    assert third.endswith("(imported without it)")
    assert "2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13: " in file_of(preview, society)
    await (await society.mo.click(preview, custom_id="pc1:cohort:import-quiet:")).settled()
    exported = await (await society.mo.slash("cohort export", name="Spring")).settled()
    assert ",TX," in file_of(exported, society)


async def test_what_a_file_says_nothing_of_stays_as_people_answered_it(society: Society) -> None:
    await open_cohort(society)
    ana = society.guild.person("Ana")
    header = "user_id,role,stage,fields,topics,goals,time_zone,windows,formats,state,hours"
    own = "medicine,research,Match well,America/New_York,mon 18:00-20:00,video,NY,2"
    first = await read_in(society, [f"{ana.id},mentee,post-bac,{own}"], header=header)
    await (await society.mo.click(first, custom_id="pc1:cohort:import-quiet:")).settled()
    few, empty = "user_id,role,stage", "," * own.count(",")

    same = await read_in(society, [f"{ana.id},mentee,post-bac"], header=few)
    blank = await read_in(society, [f"{ana.id},mentee,post-bac,{empty}"], header=header)
    changed = await read_in(society, [f"{ana.id},both,resident"], header=few)

    assert "Nothing to import" in same.text
    assert "Nothing to import" in blank.text
    assert "Empty cells keep their answers." in changed.text
    assert (
        f"{ana.mention}: Role: Mentee → Mentor and mentee · Spots: 1 · Stage: Post-bac → Resident\n"
        in (f"{changed.text}\n")
    )
    await (await society.mo.click(changed, custom_id="pc1:cohort:import-quiet:")).settled()
    exported = file_of(
        await (await society.mo.slash("cohort export", name="Spring")).settled(), society
    )
    assert "resident,medicine,research,1,America/New_York,mon 18:00-20:00,video,NY" in exported
    assert "Match well" in exported


async def test_availability_without_a_zone_is_in_the_zone_that_someone_has(
    society: Society,
) -> None:
    await open_cohort(society)
    ana = society.guild.person("Ana")
    header = "user_id,role,stage,time_zone,windows"
    first = await read_in(society, [f"{ana.id},mentee,post-bac,America/New_York,"], header=header)
    await (await society.mo.click(first, custom_id="pc1:cohort:import-quiet:")).settled()
    later = await read_in(society, [f"{ana.id},mentee,post-bac,,mon 18:00-20:00"], header=header)
    assert "There’s no time zone" not in later.text
    await (await society.mo.click(later, custom_id="pc1:cohort:import-quiet:")).settled()
    exported = file_of(
        await (await society.mo.slash("cohort export", name="Spring")).settled(), society
    )
    assert "America/New_York,mon 18:00-20:00" in exported


async def test_a_line_that_names_two_people_is_refused(society: Society) -> None:
    await open_cohort(society)
    lena, omar, mira = (society.guild.person(name) for name in ("Lena", "Omar", "Mira"))
    preview = await read_in(
        society,
        [
            f"{lena.id},{omar.user.username},mentor,resident",
            f"{omar.id},@{omar.user.username},mentor,resident",
            f"{shortened(int(mira.id) * 2)},{mira.user.username},mentor,resident",
        ],
        header="user_id,user_name,role,stage",
    )
    assert "People to import: 1" in preview.text
    assert f"The ID belongs to {lena.mention}, but the username is “{omar.user.username}”" in (
        preview.text
    )
    assert f"it doesn’t match “{mira.user.username}”. Fix one." in preview.text


async def test_an_id_that_was_repaired_by_the_user_name_is_said(society: Society) -> None:
    await open_cohort(society)
    mira = society.guild.person("Mira")
    preview = await read_in(
        society,
        [f"{shortened(mira.id)},{mira.user.username},mentor,resident"],
        header="user_id,user_name,role,stage",
    )
    assert "People to import: 1" in preview.text
    assert "IDs a spreadsheet shortened: 1. I found each person by name" in preview.text


async def test_who_was_imported_and_introduced_reads_how_to_end_the_pair(society: Society) -> None:
    await open_cohort(society)
    mira, nils = society.guild.person("Mira"), society.guild.person("Nils")
    rows = [f"{mira.id},mentor,resident,,,,", f"{nils.id},mentee,post-bac,research,,,"]
    preview = await read_in(society, rows, header=HEADER)
    await (await society.mo.click(preview, custom_id="pc1:cohort:import-yes:")).settled()
    told = await society.discord.until_message(nils, containing="signed you up for")
    assert "You can withdraw until you’re matched." in text_of(told)
    await approve_all(society)
    await society.discord.until_message(nils, containing="meet your mentor")
    refused = await (await nils.click(told, "Withdraw")).settled()
    assert "already matched in “Spring”. Use `/pair end`" in refused.text
