"""One's own profile, and what no one else ever sees."""

from sqlalchemy import Connection

from bot.domain.ids import CohortId, GuildId, UserId
from bot.messages.errors import CORRECT
from bot.services.matching import people as match_people
from bot.storage.cohorts import cohorts, profiles
from sandbox import Person
from tests.discord.conftest import Society
from tests.discord.enrolled import a_pair
from tests.discord.people import open_cohort, sign_up


async def as_matched(society: Society, person: Person) -> dict[str, object]:
    """Return what matching knows of someone in the first cohort."""

    def look(connection: Connection) -> dict[str, object]:
        cohort = cohorts.get(connection, GuildId(society.guild.id), CohortId(1))
        people = {
            one.id: one for one in match_people.waiting(connection, cohort, cohort.created_at)
        }
        return people[str(person.id)].to_json()

    return await society.running.app.database.read(look)


async def test_a_profile_is_shown_to_its_person_and_changed_by_menus(society: Society) -> None:
    ana = society.guild.person("Ana")
    shown = await ana.slash("profile")
    assert shown.ephemeral
    assert "Not set" in shown.text
    await ana.select(shown, "pc1:profile:stage", ["post-bac"])
    await ana.select(shown, "pc1:profile:offers", ["study-skills"])
    after = await ana.slash("profile")
    assert "Post-bac" in after.text
    assert "Study skills" in after.text


async def test_words_are_typed_once_and_a_mistake_costs_nothing(society: Society) -> None:
    ana = society.guild.person("Ana")
    form = await ana.click(await ana.slash("profile"), custom_id="pc1:profile:words:")
    refused = await ana.submit(
        form, {"goals": "To become a nurse", "time_zone": "Nowhere", "windows": "fri 18-20"}
    )
    assert "time zone" in refused.text
    again = await ana.click(refused, CORRECT)
    kept = await ana.submit(again, {"time_zone": "Denver"})
    assert "To become a nurse" in kept.text
    assert "America/Denver" in kept.text
    assert "Fri 6–8 PM" in kept.text


async def test_how_one_likes_to_meet_has_its_own_page(society: Society) -> None:
    ana = society.guild.person("Ana")
    page = await ana.click(await ana.slash("profile"), custom_id="pc1:profile:meeting:")
    await ana.select(page, "pc1:profile:formats", ["video"])
    await ana.select(page, "pc1:profile:distance", ["far"])
    text = (await ana.slash("profile")).text
    assert "Video" in text
    assert "Far ahead" in text


async def test_private_wishes_reach_matching_and_nobody_else(society: Society) -> None:
    await open_cohort(society)
    ana, ben = society.guild.person("Ana"), society.guild.person("Ben")
    done = await sign_up(society, ana)
    page = await ana.click(done, custom_id="pc1:profile:private:")
    assert page.ephemeral
    await ana.select(page, "pc1:profile:communities", ["first-gen"])
    await ana.select(page, "pc1:profile:sharing", ["yes"])
    await ana.select(page, "pc1:profile:avoid", [ben])
    person = await as_matched(society, ana)
    assert person["communities"] == ["first-gen"]
    assert person["share_communities"] is True
    assert person["avoid"] == [str(ben.id)]
    for command in ("cohort people", "cohort status", "cohort export"):
        answer = await (await society.mo.slash(command, name="Spring")).settled()
        assert "First-gen" not in answer.text
        assert ben.mention not in answer.text
    assert not any("rather not" in sight.text for sight in ben.sees())


async def test_a_private_list_is_taken_back_by_choosing_nobody(society: Society) -> None:
    await open_cohort(society)
    ana, ben = society.guild.person("Ana"), society.guild.person("Ben")
    done = await sign_up(society, ana)
    page = await ana.click(done, custom_id="pc1:profile:private:")
    await ana.select(page, "pc1:profile:avoid", [ben])
    await ana.select(page, "pc1:profile:avoid", [])
    assert (await as_matched(society, ana))["avoid"] == []


async def test_nobody_avoids_themselves(society: Society) -> None:
    await open_cohort(society)
    ana = society.guild.person("Ana")
    page = await ana.click(await sign_up(society, ana), custom_id="pc1:profile:private:")
    await ana.select(page, "pc1:profile:avoid", [ana])
    assert (await as_matched(society, ana))["avoid"] == []


async def test_a_longer_list_than_the_menu_shows_loses_no_one(society: Society) -> None:
    await open_cohort(society)
    ana, ben = society.guild.person("Ana"), society.guild.person("Ben")
    listed = [UserId(10**17 + number) for number in range(30)]
    guild = GuildId(society.guild.id)
    database = society.running.app.database
    await database.write(profiles.save_avoided, guild, UserId(ana.id), listed)

    page = await ana.click(await sign_up(society, ana), custom_id="pc1:profile:private:")
    await ana.select(page, "pc1:profile:avoid", [ben])

    kept = await database.read(profiles.avoided_by, guild, UserId(ana.id))
    assert kept == {*listed[25:], ben.id}


async def test_blocking_ones_partner_says_what_it_does_not_do(society: Society) -> None:
    mentor, mentee, thread = await a_pair(society)
    page = await mentee.click(await mentee.slash("profile"), custom_id="pc1:profile:private:")

    page = await mentee.select(page, "pc1:profile:avoid", [mentor])

    assert f"in a mentorship with {mentor.mention} now, and blocking doesn’t end it" in page.text
    assert "blocking" not in (await mentor.slash("pair status", at=thread)).text
    assert not [sight for sight in mentor.sees() if "block" in sight.text.lower()]
