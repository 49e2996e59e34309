"""Wins, through the front door: the partner is thanked; everyone reads it only if wanted."""

from bot.messages.errors import CORRECT
from sandbox.people.transcript import text_of
from sandbox.state.records import SILENT
from tests.discord.conftest import Society
from tests.discord.people import a_pair, standing

WIN = "I got the interview"


async def test_a_win_thanks_the_partner_in_the_thread_and_stays_there(society: Society) -> None:
    _, mentee, thread = await a_pair(society)
    wins = society.guild.text("wins")
    await society.mo.slash("setup", wins_channel=wins)
    answer = await mentee.slash("win", text=f"{WIN} <@&1> @everyone", at=thread)
    assert answer.ephemeral
    shown = await society.discord.until_message(thread, containing=WIN)
    assert shown.notified == set(), "it asks nothing of anyone now"
    assert shown.flags & SILENT
    assert not shown.mention_everyone
    assert "thanks for your help" in shown.content
    await mentee.slash("status")
    assert standing(wins, WIN) == []


async def test_a_shared_win_reaches_everybody_without_the_partners_name(
    society: Society,
) -> None:
    mentor, mentee, thread = await a_pair(society)
    wins = society.guild.text("wins")
    await society.mo.slash("setup", wins_channel=wins)
    answer = await mentee.slash("win", text=WIN, share=True, at=thread)
    assert "and in the wins channel" in answer.text
    posted = await society.discord.until_message(wins, containing=WIN)
    assert mentee.mention in text_of(posted)
    assert mentor.mention not in text_of(posted)
    assert posted.notified == set()
    form = await mentor.click(posted, custom_id="pc1:win:form:")
    assert "Congratulations" in (await mentor.submit(form, {"words": "A good hour"})).text


async def test_without_a_wins_channel_the_partner_still_reads_it(society: Society) -> None:
    _, mentee, thread = await a_pair(society)
    answer = await mentee.slash("win", text=WIN, share=True, at=thread)
    assert "no wins channel yet" in answer.text
    await society.discord.until_message(thread, containing=WIN)


async def test_an_empty_and_an_endless_win_are_refused(society: Society) -> None:
    _, mentee, thread = await a_pair(society)
    assert "What went well?" in (await mentee.slash("win", text="  ", at=thread)).text
    long = "hooray " * 571
    refused = await mentee.slash("win", text=long, at=thread)
    assert "The limit is 500" in refused.text
    [file] = [each for message in refused.messages for each in message.attachments]
    assert long.strip() in file.data.decode()
    form = await mentee.click(refused, CORRECT)
    assert form.modal is not None
    assert form.modal.fields[0].value == long.strip()
    refused = await mentee.submit(form, {"words": "hooray " * 80, "share": "yes"})
    assert "hooray hooray" in refused.text
    form = await mentee.click(refused, CORRECT)
    assert "Congratulations" in (await mentee.submit(form, {"words": WIN})).text


async def test_a_win_without_a_space_is_given_back_too(society: Society) -> None:
    _, mentee, thread = await a_pair(society)
    refused = await mentee.slash("win", text="w" * 4000, at=thread)
    [file] = [each for message in refused.messages for each in message.attachments]
    assert file.data.decode() == "w" * 4000


async def test_a_win_delivered_three_times_is_told_once(society: Society) -> None:
    _, mentee, thread = await a_pair(society)
    society.discord.gateway.deliveries = 3
    await mentee.slash("win", text=WIN, at=thread)
    await society.discord.until_message(thread, containing=WIN)
    await mentee.slash("status")
    assert len(standing(thread, WIN)) == 1
