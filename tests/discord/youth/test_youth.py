"""Youth mode from its first question to a thread with two advisors in it."""

from dataclasses import dataclass

import pytest

from bot.domain.ids import GuildId, UserId
from bot.domain.states import Role
from bot.messages.custom_id import build
from bot.storage.safety import leads
from sandbox import Answer, Channel, Person
from tests.discord.conftest import Society
from tests.discord.enrolled import INTRODUCED, enrol, introduced, match
from tests.discord.pairs.test_contacts import shared
from tests.discord.people import open_cohort
from tests.discord.requests.test_requests import ask, by_day
from tests.discord.safety.test_concerns import name_leads, read, report

NEXT_YEAR = "in 300 days"


@dataclass(slots=True)
class Youth:
    """A society with people under 18 in it."""

    society: Society
    advisors: list[Person]

    async def look(self) -> None:
        """Check each thread, as the bot does within the hour."""
        delivery = self.society.running.client.delivery
        assert delivery is not None
        await delivery._look_at_servers()


async def attest(person: Person) -> Answer:
    """Read what is attested, and attest."""
    return await person.click(await person.slash("youth attest"), "I attest")


async def turn_on(society: Society) -> Youth:
    """Have the owner turn youth mode on and choose the role; no one has attested yet."""
    owner = society.guild.owner
    role = society.guild.role("Advisors")
    asked = await owner.click(await owner.slash("youth setup"), "Turn on")
    assert "I can’t verify" in asked.text
    panel = await owner.click(asked, "Turn on")
    assert "Safety leads" in panel.text
    people = [UserId(society.guild.person(name).id) for name in ("Lea", "Leo")]
    guild, now = GuildId(society.guild.id), society.discord.clock.now()
    await society.running.app.database.write(leads.save, guild, people, now)
    await owner.select(panel, None, [role])
    return Youth(society, [society.guild.person(name, role) for name in ("Ada", "Abe", "Ava")])


@pytest.fixture
async def youth(society: Society) -> Youth:
    """Yield a society in which everything that youth mode needs is there."""
    made = await turn_on(society)
    for person in made.advisors[:2]:
        await attest(person)
    return made


async def a_young_pair(youth: Youth) -> tuple[Person, Person, Channel]:
    """Return a cleared mentor, a mentee of 16 with a permission, and their thread."""
    society = youth.society
    await open_cohort(society)
    mentor, mentee = society.guild.person("Mira"), society.guild.person("Nils")
    await enrol(society, mentor, Role.MENTOR)
    await enrol(society, mentee, Role.MENTEE)
    await mentor.slash("youth age", group="18+")
    await mentee.slash("youth age", group="16-17")
    await society.mo.slash("youth clear", member=mentor, until=NEXT_YEAR)
    await youth.advisors[0].slash("youth consent", member=mentee, given="yes")
    await match(society.mo, "preview")
    await match(society.mo, "approve")
    return mentor, mentee, await introduced(society, mentee)


async def test_nothing_opens_before_two_advisors_attested(society: Society) -> None:
    made = await turn_on(society)
    await society.mo.slash("cohort create", name="Spring")
    await attest(made.advisors[0])

    refused = await society.mo.slash("cohort open", name="Spring")
    assert "2 advisors who attested" in refused.text
    stranger = society.guild.person("Sly")
    assert "That’s for advisors" in (await stranger.slash("youth attest")).text
    setup = await society.mo.slash("youth setup")
    assert "cohorts can’t open" in setup.text

    await attest(made.advisors[1])
    await society.mo.slash("cohort open", name="Spring")
    assert await society.panel()


async def test_only_the_owner_turns_it_on(society: Society) -> None:
    asked = await society.guild.owner.slash("youth setup")
    [message] = asked.messages
    guild = GuildId(society.guild.id)
    forged = await society.mo.click_forged(message, build("youth", "on", guild))

    assert "Only the server’s owner" in forged.text
    assert "can’t sign up" in (await society.mo.slash("youth setup")).text


async def test_someone_under_13_is_declined_and_nothing_is_kept(youth: Youth) -> None:
    await open_cohort(youth.society)
    kid = youth.society.guild.person("Kit")
    step = await kid.click(await youth.society.panel(), "I want a mentor")
    answer = await kid.click(step, "Under 13")

    assert "13 or older" in answer.text
    assert "sign-up" not in (await kid.slash("privacy show")).text
    assert "age group" not in (await kid.slash("privacy show")).text


async def test_a_sign_up_under_18_asks_for_no_place_and_offers_no_phone(youth: Youth) -> None:
    await open_cohort(youth.society)
    nils = youth.society.guild.person("Nils")
    step = await nils.click(await youth.society.panel(), "I want a mentor")
    assert "how old are you" in step.text
    step = await nils.click(step, "16 or 17")

    offered = repr([message.components for message in step.messages])
    assert "video" in offered
    assert "phone" not in offered
    assert "in-person" not in offered
    again = await nils.click(await youth.society.panel(), "I can mentor")
    assert "how old are you" not in again.text, "it was said"
    grown = await nils.slash("youth age", group="18+")
    assert "ask an advisor to confirm" in grown.text


async def test_without_youth_mode_no_one_under_18_gets_in(society: Society) -> None:
    await open_cohort(society)
    nils = society.guild.person("Nils")
    assert "18" in (await nils.slash("youth age", group="16-17")).text
    step = await nils.click(await society.panel(), "I want a mentor")
    await nils.click(step, "No, younger")
    assert "age group" not in (await nils.slash("privacy show")).text


async def test_two_advisors_are_visibly_in_the_thread(youth: Youth) -> None:
    _, mentee, thread = await a_young_pair(youth)

    there = set(thread.thread_members)
    assert {youth.advisors[0].id, youth.advisors[1].id} <= there
    assert youth.advisors[2].id not in there
    [said] = [each for each in mentee.sees(thread) if INTRODUCED in each.text]
    assert f"<@{youth.advisors[0].id}>" in said.text
    assert "under 18" in said.text


async def test_the_thread_closes_without_two_advisors_and_opens_again(youth: Youth) -> None:
    mentor, mentee, thread = await a_young_pair(youth)
    society, (_, second, third) = youth.society, youth.advisors

    await second.slash("youth stop")
    await youth.look()
    assert not {mentor.id, mentee.id} & set(thread.thread_members)
    await society.discord.until_message(society.back_room, containing="Thread closed (youth mode)")
    for person in (mentor, mentee):
        shown = await person.slash("pair status")
        assert "Your thread is closed for now" in shown.text
        assert "Next check-in" not in shown.text, "none comes"
        assert "Your thread is closed for now" in (await person.slash("status")).text

    await attest(third)
    await youth.look()
    assert {mentor.id, mentee.id, third.id} <= set(thread.thread_members)
    assert "is closed" not in (await mentee.slash("pair status")).text
    assert "Thread closed" not in (await society.mo.slash("case list")).text


@pytest.mark.parametrize("what", ["clearance", "permission", "role", "left"])
async def test_whatever_is_withdrawn_closes_the_thread(youth: Youth, what: str) -> None:
    mentor, mentee, thread = await a_young_pair(youth)
    advisor, society = youth.advisors[0], youth.society
    if what == "clearance":
        said = await society.mo.slash("youth unclear", member=mentor)
        assert "1 mentorship" in said.text
    elif what == "permission":
        await advisor.slash("youth consent", member=mentee, given="no")
    elif what == "role":
        advisor.member.roles.clear()
    else:
        society.guild.leave(advisor)

    await youth.look()

    assert not {mentor.id, mentee.id} & set(thread.thread_members)


async def test_what_leads_out_of_the_thread_is_refused(youth: Youth) -> None:
    mentor, mentee, thread = await a_young_pair(youth)

    for person in (mentor, mentee):
        asked = await (await person.slash("contact share", at=thread)).settled()
        shown = [asked.text]
        if asked.buttons:
            pressed = await person.click(asked, asked.buttons[0].label)
            shown.append((await pressed.settled()).text)
        assert "under 18" in " ".join(shown)
    form = await mentee.slash("outreach add")
    assert "18 or older" in (await mentee.submit(form, {"who": "Dr. Roe", "kind": []})).text
    panel = await (await mentee.slash("nudges")).settled()
    refused = await (await mentee.click(panel, "Turn on DMs")).settled()
    assert "18 or older" in refused.text
    assert mentee.dm is None, "not even a test"


async def test_no_one_without_a_permission_or_a_clearance_is_matched(youth: Youth) -> None:
    society = youth.society
    await open_cohort(society)
    mentor, mentee = society.guild.person("Mira"), society.guild.person("Nils")
    await enrol(society, mentor, Role.MENTOR)
    await enrol(society, mentee, Role.MENTEE)
    await mentor.slash("youth age", group="18+")
    await mentee.slash("youth age", group="13-15")

    late = society.guild.person("Lee")
    await enrol(society, late, Role.MENTEE)
    setup = await society.mo.slash("youth setup")
    assert f"<@{late.id}>" in setup.text
    by_hand = await match(society.mo, "pair", mentor=mentor, mentee=mentee)
    assert "permission" in by_hand.text
    await youth.advisors[0].slash("youth consent", member=mentee, given="yes")
    by_hand = await match(society.mo, "pair", mentor=mentor, mentee=mentee)
    assert "isn’t cleared" in by_hand.text
    assert "No one" in (await society.mo.slash("youth setup")).text


async def test_at_18_the_advisors_leave(youth: Youth) -> None:
    mentor, mentee, thread = await a_young_pair(youth)
    await youth.advisors[0].slash("youth adult", member=mentee)

    await youth.look()

    there = set(thread.thread_members)
    assert {mentor.id, mentee.id} <= there
    assert not {each.id for each in youth.advisors} & there


async def test_it_stays_on_while_someone_under_18_is_in_a_mentorship(youth: Youth) -> None:
    await a_young_pair(youth)
    owner = youth.society.guild.owner

    refused = await owner.click(await owner.slash("youth setup"), "Turn off")

    assert "would lose its advisors" in refused.text


async def test_people_read_what_is_kept_for_less_time_and_who_can_read_along(
    youth: Youth,
) -> None:
    mentor, mentee, _ = await a_young_pair(youth)

    hers = (await (await mentee.slash("privacy show")).settled()).text
    his = (await (await mentor.slash("privacy show")).settled()).text

    assert "You’re under 18, so in your mentorships two advisors can read the thread" in hers
    assert "7 days after you leave the server" in hers
    assert "30 days after you leave the server" not in hers
    assert "In a mentorship with someone under 18, two advisors can read the thread" in his
    assert "30 days after you leave the server" in his
    alone = youth.society.guild.person("Alone")
    await enrol(youth.society, alone, Role.MENTEE)
    assert "under 18" not in (await alone.slash("privacy show")).text


async def test_someone_under_18_reads_that_it_stays_no_secret_and_the_lead_reads_who_they_are(
    youth: Youth,
) -> None:
    mentor, mentee, _ = await a_young_pair(youth)
    society = youth.society
    lena, lou = society.guild.person("Lena"), society.guild.person("Lou")
    await name_leads(society, lena, lou)

    before = await mentee.slash("concern")
    after = await report(mentee, mentor)

    for shown in (before, after):
        assert "leads can’t keep this secret" in shown.text
    assert "keep this secret" not in (await mentor.slash("concern")).text
    assert "together with another adult" in after.text
    shown_to_lead = (await read(society, lena)).text
    assert f"**Under 18:** {mentee.mention}." in shown_to_lead
    assert "Don’t write to them alone" in shown_to_lead


async def test_no_one_under_18_is_a_safety_lead(youth: Youth) -> None:
    society = youth.society
    lena, lou = society.guild.person("Lena"), society.guild.person("Lou")
    young = society.guild.person("Kim")
    await young.slash("youth age", group="16-17")

    refused = await name_leads(society, lena, young)
    assert f"{young.mention} said that they’re under 18" in refused.text
    await name_leads(society, lena, lou)
    await report(society.guild.person("Ana"))
    await read(society, lena)
    await lena.slash("youth age", group="16-17")

    assert lou.mention in (await read(society, lou)).text
    assert "Concerns for you" not in (await lena.slash("concern")).text


async def test_whoever_says_later_that_they_are_under_18_is_out_of_what_is_for_adults(
    youth: Youth,
) -> None:
    society = youth.society
    await open_cohort(society)
    mira, nils = society.guild.person("Mira"), society.guild.person("Nils")
    for person, role in ((mira, Role.MENTOR), (nils, Role.MENTEE)):
        await enrol(society, person, role)
        await person.slash("youth age", group="18+")
    await match(society.mo, "preview")
    await match(society.mo, "approve")
    thread = await introduced(society, nils)
    by_day(society)
    await shared(society, thread, (nils, mira), "Ask for email", "nils@example.org")
    book = await mira.slash("contact share", at=thread)
    asker = society.guild.person("Asker")
    await asker.slash("youth age", group="18+")
    await nils.select(await nils.slash("profile"), "pc1:profile:offers", ["research"])
    panel = await nils.click(await nils.slash("mentor find"), custom_id="pc1:mentor:opening")
    await nils.select(panel, "pc1:mentor:promise", ["48"])
    await ask(asker, nils)
    assert nils.mention in (await asker.slash("status")).text

    await nils.slash("youth age", group="16-17")

    refused = await mira.click(book, custom_id="pc1:contact:show:")
    assert "no longer shared" in refused.text
    assert nils.mention not in (await asker.slash("status")).text
    assert nils.mention not in (await asker.slash("mentor find", topic="research")).text


async def test_an_export_of_someone_under_18_is_not_sent_by_dm(youth: Youth) -> None:
    kim = youth.society.guild.person("Kim")
    await kim.slash("youth age", group="16-17")

    shown = await (await kim.slash("privacy show")).settled()
    assert "Export by DM" not in [button.label for button in shown.buttons]
    given = await (await kim.slash("privacy export", how="dm")).settled()

    assert "I don’t DM members under 18, so here it is." in given.text
    assert given.messages[0].attachments
    assert kim.dm is None


async def test_each_monday_advisors_read_which_threads_to_look_into(youth: Youth) -> None:
    _, _, thread = await a_young_pair(youth)
    society, (first, second, third) = youth.society, youth.advisors
    await youth.look()

    def listed(person: Person) -> list[str]:
        return [
            sight.text for sight in person.sees() if "please look into your threads" in sight.text
        ]

    today = society.discord.clock.now().date()
    assert not listed(first), "not before Monday"
    by_day(society, 7 - today.weekday(), 10)
    await society.discord.wait_for(lambda: listed(first) and listed(second))
    for advisor in (first, second):
        assert f"<#{thread.id}> · No meeting planned" in listed(advisor)[0]
    assert not listed(third), "they look after none"

    await second.slash("youth stop")
    await youth.look()
    by_day(society, 7, 10)
    await society.discord.wait_for(lambda: len(listed(first)) == 2)
    assert f"<#{thread.id}> · Closed" in listed(first)[-1]
    assert len(listed(second)) == 1
