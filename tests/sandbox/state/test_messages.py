"""Sending: once for one nonce, to those it is meant for, into channels and DMs."""

from datetime import timedelta

import aiohttp
import pytest

from sandbox import Channel, Permission
from tests.sandbox.raw import Raw


async def open_dm(raw: Raw, user_id: int) -> Channel:
    got = await raw("POST", "/users/@me/channels", {"recipient_id": str(user_id)})
    return raw.discord.world.channels[int(got.body["id"])]


async def test_a_repeated_nonce_gives_the_same_message(raw: Raw):
    body = {"content": "x", "nonce": "n1", "enforce_nonce": True}
    first, again = await raw.post(body), await raw.post(body)
    raw.discord.clock.advance(timedelta(minutes=2, seconds=59))
    within = await raw.post(body)
    raw.discord.clock.advance(timedelta(seconds=2))
    after = await raw.post(body)
    assert first.body["id"] == again.body["id"] == within.body["id"]
    assert after.body["id"] != first.body["id"]
    assert len(raw.general.messages) == 2


async def test_a_nonce_alone_is_not_enforced_nor_kept(raw: Raw):
    body = {"content": "x", "nonce": "n1"}
    first, again = await raw.post(body), await raw.post(body)
    history = await raw("GET", f"/channels/{raw.general.id}/messages")
    assert first.body["id"] != again.body["id"]
    assert first.body["nonce"] == "n1"
    assert all("nonce" not in each for each in history.body)


async def test_history_is_paged_like_discords(raw: Raw):
    ids = [int((await raw.post({"content": str(n)})).body["id"]) for n in range(6)]
    base = f"/channels/{raw.general.id}/messages"

    async def page(query: str) -> list[str]:
        return [each["content"] for each in (await raw("GET", base + query)).body]

    assert await page("") == ["5", "4", "3", "2", "1", "0"]
    assert await page("?limit=2") == ["5", "4"]
    assert await page(f"?before={ids[2]}") == ["1", "0"]
    assert await page(f"?after={ids[2]}&limit=2") == ["4", "3"]
    assert await page(f"?around={ids[2]}&limit=3") == ["3", "2", "1"]
    assert (await raw("GET", base + "?limit=101")).code == 50035


async def test_others_words_are_hidden_but_own_components_are_not(raw: Raw):
    row = {"type": 1, "components": [{"type": 2, "style": 1, "label": "x", "custom_id": "c"}]}
    raw.ana.says(raw.general, "private words")
    await raw.post({"content": "mine", "components": [row]})
    mine, hers = (await raw("GET", f"/channels/{raw.general.id}/messages")).body
    assert mine["components"][0]["components"][0]["custom_id"] == "c"
    assert hers["content"] == ""


@pytest.mark.parametrize(
    ("allowed", "notified"),
    [
        (None, {"ana", "ben"}),
        ({"parse": []}, set()),
        ({"users": ["ana"]}, {"ana"}),
        ({"parse": ["users"]}, {"ana", "ben"}),
        ({"parse": ["everyone"]}, set()),
    ],
)
async def test_allowed_mentions_decide_whose_phone_rings(
    raw: Raw, allowed: dict[str, list[str]] | None, notified: set[str]
):
    ids = {"ana": raw.ana.id, "ben": raw.ben.id}
    body: dict[str, object] = {"content": f"{raw.ana.mention} {raw.ben.mention} @everyone"}
    if allowed is not None:
        users = [str(ids[name]) for name in allowed.get("users", [])]
        body["allowed_mentions"] = allowed | ({"users": users} if users else {})
    posted = await raw.post(body)
    message = raw.general.messages[int(posted.body["id"])]
    assert message.notified == {ids[name] for name in notified}
    assert not message.mention_everyone


async def test_roles_ring_only_where_they_may_be_mentioned(raw: Raw):
    quiet, loud = raw.guild.role("Quiet"), raw.guild.role("Loud", mentionable=True)
    raw.ana.member.roles.append(quiet.id)
    raw.ben.member.roles.append(loud.id)
    posted = await raw.post({"content": f"{quiet.mention} {loud.mention}"})
    assert raw.general.messages[int(posted.body["id"])].notified == {raw.ben.id}


async def test_a_mention_rings_only_for_who_can_see_the_channel(raw: Raw):
    raw.guild.overwrite(raw.general, raw.ana, deny=Permission.VIEW_CHANNEL)
    posted = await raw.post({"content": raw.ana.mention})
    assert raw.general.messages[int(posted.body["id"])].notified == set()


async def test_an_edit_rings_nobody(raw: Raw):
    posted = await raw.post({"content": "x"})
    path = f"/channels/{raw.general.id}/messages/{posted.body['id']}"
    await raw("PATCH", path, {"content": raw.ana.mention})
    message = raw.general.messages[int(posted.body["id"])]
    assert message.notified == set()
    assert message.edited_at is not None


async def test_a_reply_names_what_it_answers(raw: Raw):
    said = raw.ana.says(raw.general, "hello")
    reference = {"message_id": str(said.id)}
    posted = await raw.post({"content": "hi", "message_reference": reference})
    assert posted.body["type"] == 19
    assert posted.body["referenced_message"]["id"] == str(said.id)


async def test_a_dm_is_one_channel_and_a_closed_one_refuses(raw: Raw):
    dm = await open_dm(raw, raw.ana.id)
    assert await open_dm(raw, raw.ana.id) is dm
    assert (await raw.post({"content": "psst"}, dm)).status == 200
    raw.ana.user.accepts_dms = False
    closed = await raw.post({"content": "psst"}, dm)
    assert (closed.status, closed.code) == (403, 50007)
    assert [sight.place for sight in raw.ana.sees(dm)] == ["direct message"]
    assert raw.ben.sees() == []


async def test_a_dm_to_somebody_who_left_is_refused(raw: Raw):
    dm = await open_dm(raw, raw.ana.id)
    raw.guild.leave(raw.ana)
    assert (await raw.post({"content": "psst"}, dm)).code == 50007


async def test_a_silent_message_rings_nobody_and_a_dm_always_rings(raw: Raw):
    silent = await raw.post({"content": raw.ana.mention, "flags": 1 << 12})
    dm = await open_dm(raw, raw.ana.id)
    private = await raw.post({"content": "psst"}, dm)
    assert raw.general.messages[int(silent.body["id"])].notified == set()
    assert dm.messages[int(private.body["id"])].notified == {raw.ana.id}


async def test_a_component_cannot_show_a_file_that_was_not_sent(raw: Raw):
    gallery = {"type": 12, "items": [{"media": {"url": "attachment://chart.png"}}]}
    got = await raw.post({"flags": 1 << 15, "components": [gallery]})
    assert got.finding("components").endswith("ATTACHMENT_NOT_FOUND")


async def test_files_are_kept_shown_and_can_be_fetched(raw: Raw):
    form = aiohttp.FormData()
    embed = '{"image": {"url": "attachment://a.csv"}}'
    form.add_field("payload_json", f'{{"content": "x", "embeds": [{embed}]}}')
    form.add_field("files[0]", b"1,2", filename="a.csv", content_type="text/csv")
    got = await raw("POST", f"/channels/{raw.general.id}/messages", data=form)
    assert got.body["embeds"][0]["image"]["url"] == got.body["attachments"][0]["url"]
    async with aiohttp.ClientSession() as session:
        response = await session.get(got.body["attachments"][0]["url"])
        assert await response.read() == b"1,2"
        response.close()


async def test_a_deleted_message_is_gone(raw: Raw):
    posted = await raw.post({"content": "x"})
    path = f"/channels/{raw.general.id}/messages/{posted.body['id']}"
    assert (await raw("DELETE", path)).status == 204
    assert (await raw("GET", path)).code == 10008
    assert (await raw("PATCH", path, {"content": "y"})).code == 10008
