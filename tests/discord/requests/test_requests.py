"""A request, through the front door: from `/mentor find` to an introduction."""

from datetime import datetime, time, timedelta
from zoneinfo import ZoneInfo

from bot.messages.errors import CORRECT
from sandbox import Answer, Message, Person
from sandbox.people.transcript import text_of
from tests.discord.conftest import Society
from tests.discord.meeting_people import ids_of
from tests.discord.people import direct_messages_on, until_status

CHICAGO = ZoneInfo("America/Chicago")
GOOD = {
    "where": "Second year pre-med in Chicago, applying next spring.",
    "need": "Tell me which of my two research offers says more to a committee, and why.",
    "why": "You went from the bench into surgery yourself.",
    "formats": ["video"],
    "prepared": "A page on each offer, and three schools.",
}
WAITS = "A member would like your advice"


def by_day(society: Society, day: int = 1, hour: int = 12) -> None:
    """Move to an hour at which everyone may be written to, some days from now."""
    today = society.discord.clock.now().astimezone(CHICAGO).date()
    society.discord.clock.set(datetime.combine(today + timedelta(days=day), time(hour), CHICAGO))


async def a_mentor(society: Society, name: str, topic: str = "research") -> Person:
    """Return someone who is open to requests."""
    person = society.guild.person(name)
    await person.select(await person.slash("profile"), "pc1:profile:offers", [topic])
    panel = await person.click(await person.slash("mentor find"), custom_id="pc1:mentor:opening")
    kept = await person.select(panel, "pc1:mentor:promise", ["48"])
    assert "taking requests" in kept.text
    return person


async def ask(person: Person, mentor: Person) -> Answer:
    """Ask a mentor well, for the first time."""
    age = await person.slash("mentor ask", mentor=mentor)
    form = await person.click(age, "Yes, 18 or older")
    return await person.submit(form, GOOD)


async def opened(society: Society, person: Person, containing: str = WAITS) -> Answer:
    """Wait until something reaches a person, and open it."""
    message = await society.discord.until_message(person, containing=containing)
    return await person.click(message, custom_id="pc1:request:open")


def told(person: Person, containing: str) -> list[Message]:
    """Return the messages that reached someone."""
    return [sight.message for sight in person.sees() if containing in sight.text]


async def test_mentors_are_found_by_what_they_offer_and_asked_by_a_button(
    society: Society,
) -> None:
    by_day(society)
    ana = society.guild.person("Ana")
    assert "No mentors are taking requests" in (await ana.slash("mentor find")).text
    iris = await a_mentor(society, "Iris")
    await a_mentor(society, "Juno", "interviews")
    found = await ana.slash("mentor find", topic="research")
    assert found.ephemeral
    assert "Mentors with room: 2" in found.text
    assert "The first fits Research" in found.text
    assert found.text.index(iris.mention) < found.text.index("Interviews")
    assert "within 2 days" in found.text
    age = await ana.click(found, "Ask mentor 1")
    sent = await ana.submit(await ana.click(age, "Yes, 18 or older"), GOOD)
    assert f"Sent to {iris.mention}" in sent.text
    assert "the mentor you asked" in (await ana.slash("status")).text


async def test_a_yes_leads_to_a_thread_of_their_own_and_others_see_only_that_it_waits(
    society: Society,
) -> None:
    by_day(society)
    iris, juno = await a_mentor(society, "Iris"), await a_mentor(society, "Juno")
    ana = society.guild.person("Ana")
    await ask(ana, iris)
    shown = await opened(society, iris)
    assert shown.ephemeral
    assert "two research offers" in shown.text
    assert ana.mention in shown.text
    waiting = told(iris, WAITS)[0]
    assert waiting.notified == {iris.id}
    assert "research" not in text_of(waiting)
    assert not told(juno, "research offers")
    thanks = await iris.click(shown, custom_id="pc1:request:accept")
    assert "introduce you" in thanks.text
    met = await society.discord.until_message(ana, containing=", meet <@")
    assert met.notified == {ana.id, iris.id}
    await until_status(ana, lambda text: "Accepted" in text)


async def test_with_one_place_the_second_person_is_led_on_to_others_and_both_hear_the_truth(
    society: Society,
) -> None:
    by_day(society)
    iris = await a_mentor(society, "Iris")
    ana, ben = society.guild.person("Ana"), society.guild.person("Ben")
    await ask(ana, iris)
    first = await opened(society, iris)
    await ask(ben, iris)
    await society.discord.wait_for(lambda: len(told(iris, WAITS)) == 2)
    second = await iris.click(told(iris, WAITS)[1], custom_id="pc1:request:open")
    assert "introduce you" in (await iris.click(first, custom_id="pc1:request:accept")).text
    juno = await a_mentor(society, "Juno")

    full = await iris.click(second, custom_id="pc1:request:accept")

    assert "still take this person" in full.text
    assert not told(juno, WAITS)
    await iris.click(full, custom_id="pc1:request:decline")
    await society.discord.until_message(ana, containing=", meet <@")
    await society.discord.until_message(juno, containing=WAITS)
    await until_status(ben, lambda text: "Offered to other mentors" in text)
    assert not told(ben, ", meet <@")


async def test_a_mentor_without_a_place_may_take_one_more(society: Society) -> None:
    by_day(society)
    iris = await a_mentor(society, "Iris")
    ana, ben = society.guild.person("Ana"), society.guild.person("Ben")
    await ask(ana, iris)
    first = await opened(society, iris)
    await ask(ben, iris)
    await society.discord.wait_for(lambda: len(told(iris, WAITS)) == 2)
    second = await iris.click(told(iris, WAITS)[1], custom_id="pc1:request:open")
    await iris.click(first, custom_id="pc1:request:accept")

    full = await iris.click(second, custom_id="pc1:request:accept")
    thanks = await iris.click(full, custom_id="pc1:request:one-more")

    assert "introduce you" in thanks.text
    await society.discord.until_message(ben, containing=", meet <@")


async def test_a_request_without_another_mentor_is_said_to_be_with_the_moderators(
    society: Society,
) -> None:
    by_day(society)
    iris = await a_mentor(society, "Iris")
    ana, ben = society.guild.person("Ana"), society.guild.person("Ben")
    await ask(ana, iris)
    first = await opened(society, iris)
    await ask(ben, iris)
    await society.discord.wait_for(lambda: len(told(iris, WAITS)) == 2)
    second = await iris.click(told(iris, WAITS)[1], custom_id="pc1:request:open")
    assert "introduce you" in (await iris.click(first, custom_id="pc1:request:accept")).text

    full = await iris.click(second, custom_id="pc1:request:accept")
    await iris.click(full, custom_id="pc1:request:decline")

    await until_status(ben, lambda text: "moderators" in text)


async def test_an_empty_request_is_helped_along_and_nothing_is_typed_twice(
    society: Society,
) -> None:
    by_day(society)
    iris, ana = await a_mentor(society, "Iris"), society.guild.person("Ana")
    age = await ana.slash("mentor ask", mentor=iris)
    form = await ana.click(age, "Yes, 18 or older")
    thin = await ana.submit(form, GOOD | {"need": "Help please", "prepared": ""})
    assert "sent it yet" in thin.text
    assert "What I need" in thin.text
    assert "Where I am" not in thin.text
    again = await ana.click(thin, CORRECT)
    assert again.modal is not None
    values = {field.custom_id: field.value for field in again.modal.fields}
    assert values["where"] == GOOD["where"]
    sent = await ana.submit(again, {"need": GOOD["need"], "prepared": GOOD["prepared"]})
    assert "Sent to" in sent.text


async def test_somebody_under_age_is_led_to_what_is_for_them(society: Society) -> None:
    iris, kid = await a_mentor(society, "Iris"), society.guild.person("Kit")
    age = await kid.slash("mentor ask", mentor=iris)
    assert "ages 18 and up" in (await kid.click(age, "No, younger")).text


async def test_asking_oneself_or_a_closed_mentor_is_refused_before_anything_is_typed(
    society: Society,
) -> None:
    iris, ana = await a_mentor(society, "Iris"), society.guild.person("Ana")
    assert "to yourself" in (await iris.slash("mentor ask", mentor=iris)).text
    assert "not taking requests" in (await iris.slash("mentor ask", mentor=ana)).text


async def test_a_question_travels_through_the_bot(society: Society) -> None:
    by_day(society)
    iris, ana = await a_mentor(society, "Iris"), society.guild.person("Ana")
    await ask(ana, iris)
    shown = await opened(society, iris)
    await iris.submit(
        await iris.click(shown, custom_id="pc1:request:question"), {"words": "Which labs?"}
    )
    asked = await opened(society, ana, "news about a request")
    assert "Which labs?" in asked.text
    await ana.submit(
        await ana.click(asked, custom_id="pc1:request:reply"), {"words": "One wet, one dry."}
    )
    answered = await opened(society, iris, "news about a request")
    assert "One wet, one dry." in answered.text
    assert not told(ana, "would like your advice")


async def test_an_unanswered_request_is_offered_without_the_name_and_claimed_once(
    society: Society,
) -> None:
    by_day(society)
    iris, juno, kai = [await a_mentor(society, name) for name in ("Iris", "Juno", "Kai")]
    ana = society.guild.person("Ana")
    await ask(ana, iris)
    await society.discord.until_message(iris, containing=WAITS)
    by_day(society, day=1)
    await society.discord.until_message(iris, containing="needs your answer")
    by_day(society, day=1, hour=15)
    offers = [await opened(society, one, f"{one.mention}: {WAITS}") for one in (juno, kai)]
    for shown in offers:
        assert ana.mention not in shown.text
        assert "bench into surgery" not in shown.text, "why Iris is for Iris alone"
    first = await juno.click(offers[0], custom_id="pc1:request:accept")
    assert "got it" in first.text
    late = await kai.click(offers[1], custom_id="pc1:request:accept")
    assert "Another mentor just took" in late.text
    await society.discord.until_message(kai, containing="Another mentor took a request")
    await until_status(ana, lambda text: "Want an introduction" in text)
    open_ = await ana.click(await ana.slash("status"), custom_id="pc1:request:open:")
    assert juno.mention in open_.text
    await ana.click(open_, custom_id="pc1:request:introduce")
    met = await society.discord.until_message(ana, containing=", meet <@")
    assert met.notified == {ana.id, juno.id}


async def test_with_nobody_left_the_moderators_hear_and_the_asker_knows(
    society: Society,
) -> None:
    by_day(society)
    iris, ana = await a_mentor(society, "Iris"), society.guild.person("Ana")
    await ask(ana, iris)
    await iris.click(await opened(society, iris), custom_id="pc1:request:decline")
    case = await society.discord.until_message(
        society.back_room, containing="Request without a mentor"
    )
    assert "research offers" not in text_of(case)
    await until_status(ana, lambda text: "With the moderators" in text)
    listing = await ana.slash("mentor withdraw")
    gone = await ana.click(listing, "Withdraw request 1")
    assert "withdrawn" in gone.text
    assert "Withdrawn" in (await ana.slash("status")).text


async def test_the_moderators_ask_a_mentor_of_their_choice_who_may_still_say_no(
    society: Society,
) -> None:
    by_day(society)
    iris, ana = await a_mentor(society, "Iris"), society.guild.person("Ana")
    await direct_messages_on(society, ana)
    await ask(ana, iris)
    await iris.click(await opened(society, iris), custom_id="pc1:request:decline")
    case = await society.discord.until_message(
        society.back_room, containing="Request without a mentor"
    )
    nobody = await society.mo.select(case, "pc1:case:hand", [ana])
    assert "can’t get this request" in nobody.text
    juno = await a_mentor(society, "Juno")

    handed = await society.mo.select(case, "pc1:case:hand", [juno])

    assert handed.ephemeral
    assert "without the member’s name" in handed.text
    await society.discord.until_message(ana, containing="The moderators asked another mentor")
    seen = await opened(society, juno)
    assert ana.mention not in seen.text
    await juno.click(seen, custom_id="pc1:request:accept")
    await society.discord.until_message(ana, containing="would like to help")
    await society.discord.wait_for(lambda: ids_of(case, "pc1:case:hand") == [])


async def test_a_closed_direct_message_falls_back_to_the_mentors_thread_and_says_so(
    society: Society,
) -> None:
    by_day(society)
    iris, ana = await a_mentor(society, "Iris"), society.guild.person("Ana")
    await direct_messages_on(society, iris)
    society.discord.world.users[iris.id].accepts_dms = False
    await ask(ana, iris)
    message = await society.discord.until_message(iris, containing=WAITS)
    assert "I couldn’t DM you" in text_of(message)
    assert society.discord.world.channels[message.channel_id].type == 12


async def test_by_direct_message_a_request_comes_whole_with_its_four_answers(
    society: Society,
) -> None:
    by_day(society)
    iris, ana = await a_mentor(society, "Iris"), society.guild.person("Ana")
    await direct_messages_on(society, iris)
    await ask(ana, iris)
    message = await society.discord.until_message(iris, containing="two research offers")
    for label in ("Accept request", "Ask a question", "Not now", "Suggest someone"):
        assert any(
            button.label == label
            for sight in iris.sees()
            if sight.message is message
            for button in sight.buttons
        ), label
    thanks = await iris.click(message, custom_id="pc1:request:accept")
    assert "introduce you" in thanks.text


async def test_a_short_conversation_first_and_then_each_says_privately(
    society: Society,
) -> None:
    by_day(society)
    iris, ana = await a_mentor(society, "Iris"), society.guild.person("Ana")
    await ask(ana, iris)
    form = await iris.click(await opened(society, iris), custom_id="pc1:request:talk")
    proposed = await iris.submit(form, {"first": "tomorrow 1pm", "second": "tomorrow 3pm"})
    assert "You suggested" in proposed.text
    await until_status(ana, lambda text: "a time for a quick call" in text)
    choice = await ana.click(await ana.slash("status"), custom_id="pc1:request:open:")
    picked = await ana.click(choice, custom_id="pc1:request:time-one")
    assert "Your call is set" in picked.text
    by_day(society, hour=16)
    asked = await opened(society, ana, "How was your call?")
    await ana.click(asked, custom_id="pc1:request:go-on")
    # Something else notified Iris at that hour, and what can wait comes an hour later.
    clock = society.discord.clock
    clock.set(clock.now() + timedelta(hours=1, minutes=1))
    other = await opened(society, iris, f"{iris.mention}: How was your call?")
    assert "Yes" not in text_of(told(iris, "How was your call?")[0])
    done = await iris.click(other, custom_id="pc1:request:go-on")
    assert "both said yes" in done.text
    await society.discord.until_message(ana, containing=", meet <@")
