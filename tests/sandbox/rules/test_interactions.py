"""The rules of answering: in time, once, of a fitting kind; forms; what follows."""

from datetime import timedelta
from typing import Any

import pytest

from sandbox import Answer
from sandbox.state.records import AUTOCOMPLETE, COMPONENT, MODAL
from tests.sandbox.raw import Raw

MESSAGE, DEFER, DEFER_UPDATE, UPDATE, CHOICES, FORM = 4, 5, 6, 7, 8, 9
EPHEMERAL = 1 << 6


def entry(custom_id: str = "i", **more: Any) -> dict[str, Any]:
    return {"type": 4, "custom_id": custom_id, "style": 1, "label": "Label"} | more


def form(*inputs: dict[str, Any], **more: Any) -> dict[str, Any]:
    rows = [{"type": 1, "components": [each]} for each in inputs]
    return {"title": "Form", "custom_id": "f", "components": rows} | more


def labelled(component: dict[str, Any], **more: Any) -> dict[str, Any]:
    return form(components=[{"type": 18, "label": "Label", "component": component} | more])


def options(count: int) -> list[dict[str, str]]:
    return [{"label": "x", "value": str(number)} for number in range(count)]


FIRST = ("data", "components", 0)
REFUSED_FORMS: list[tuple[str, dict[str, Any], tuple[str | int, ...], str]] = [
    ("no title", form(entry(), title=""), ("data", "title"), "BASE_TYPE_REQUIRED"),
    ("title over 45", form(entry(), title="x" * 46), ("data", "title"), "BASE_TYPE_MAX_LENGTH"),
    ("no input", form(), ("data", "components"), "BASE_TYPE_BAD_LENGTH"),
    (
        "six inputs",
        form(*(entry(str(n)) for n in range(6))),
        ("data", "components"),
        "BASE_TYPE_BAD_LENGTH",
    ),
    (
        "label over 45",
        form(entry(label="x" * 46)),
        (*FIRST, "components", 0, "label"),
        "BASE_TYPE_MAX_LENGTH",
    ),
    (
        "value over its own limit",
        form(entry(value="xxx", max_length=2)),
        (*FIRST, "components", 0, "value"),
        "BASE_TYPE_MAX_LENGTH",
    ),
    (
        "length over 4000",
        form(entry(max_length=4001)),
        (*FIRST, "components", 0, "max_length"),
        "NUMBER_TYPE_MAX",
    ),
    (
        "the same custom_id twice",
        form(entry(), entry()),
        ("data", "components", 1, "components", 0, "custom_id"),
        "COMPONENT_CUSTOM_ID_DUPLICATED",
    ),
    (
        "a button",
        form(components=[{"type": 1, "components": [{"type": 2}]}]),
        (*FIRST, "components", 0, "type"),
        "UNION_TYPE_CHOICES",
    ),
    (
        "a button in a label",
        labelled({"type": 2, "style": 1, "custom_id": "x", "label": "x"}),
        (*FIRST, "component", "type"),
        "UNION_TYPE_CHOICES",
    ),
    (
        "a description over 100",
        labelled({"type": 4, "custom_id": "i", "style": 1}, description="x" * 101),
        (*FIRST, "description"),
        "BASE_TYPE_MAX_LENGTH",
    ),
    (
        "a required menu that takes none",
        labelled({"type": 3, "custom_id": "m", "options": options(1), "min_values": 0}),
        (*FIRST, "component", "min_values"),
        "NUMBER_TYPE_MIN",
    ),
    (
        "a disabled menu",
        labelled({"type": 3, "custom_id": "m", "options": options(1), "disabled": True}),
        (*FIRST, "component", "disabled"),
        "COMPONENT_INVALID",
    ),
    (
        "one radio button",
        labelled({"type": 21, "custom_id": "m", "options": options(1)}),
        (*FIRST, "component", "options"),
        "BASE_TYPE_BAD_LENGTH",
    ),
]


@pytest.mark.parametrize(
    ("modal", "path", "finding"),
    [case[1:] for case in REFUSED_FORMS],
    ids=[case[0] for case in REFUSED_FORMS],
)
async def test_a_bad_form_is_refused_where_it_is_bad(
    raw: Raw, modal: dict[str, Any], path: tuple[str | int, ...], finding: str
):
    got = await raw.callback(raw.interaction(), FORM, modal)
    assert (got.status, got.code) == (400, 50035)
    assert got.finding(*path) == finding


@pytest.mark.parametrize(
    ("asked", "answered", "allowed"),
    [
        (2, MESSAGE, True),
        (2, UPDATE, False),
        (2, DEFER_UPDATE, False),
        (2, CHOICES, False),
        (AUTOCOMPLETE, MESSAGE, False),
        (AUTOCOMPLETE, DEFER, False),
        (AUTOCOMPLETE, CHOICES, True),
        (MODAL, MESSAGE, True),
        (MODAL, FORM, False),
        (MODAL, UPDATE, False),
    ],
)
async def test_only_fitting_answers_are_taken(raw: Raw, asked: int, answered: int, allowed: bool):
    data: dict[str, Any] = {"content": "x"} if answered != CHOICES else {"choices": []}
    if answered == FORM:
        data = form(entry())
    got = await raw.callback(raw.interaction(asked), answered, data)
    assert got.status == (200 if allowed else 400)


async def test_a_second_answer_is_refused(raw: Raw):
    interaction = raw.interaction()
    first = await raw.callback(interaction, DEFER)
    form_after_defer = await raw.callback(interaction, FORM, form(entry()))
    assert first.status == 200
    assert (form_after_defer.status, form_after_defer.code) == (400, 40060)


async def test_a_refused_answer_may_be_mended(raw: Raw):
    interaction = raw.interaction()
    bad = await raw.callback(interaction, MESSAGE, {"content": "x" * 2001})
    good = await raw.callback(interaction, MESSAGE, {"content": "x"})
    assert bad.finding("data", "content") == "BASE_TYPE_MAX_LENGTH"
    assert good.status == 200


async def test_a_late_or_unknown_answer_is_refused(raw: Raw):
    raw.discord.world.patience = 0.0
    late = await raw.callback(raw.interaction(), MESSAGE, {"content": "x"})
    interaction = raw.interaction()
    interaction.token += "x"
    unknown = await raw.callback(interaction, MESSAGE, {"content": "x"})
    assert (late.status, late.code) == (404, 10062)
    assert (unknown.status, unknown.code) == (404, 10062)


async def test_a_token_lasts_fifteen_minutes(raw: Raw):
    interaction = raw.interaction()
    await raw.callback(interaction, MESSAGE, {"content": "x"})
    raw.discord.clock.advance(timedelta(minutes=14, seconds=59))
    within = await raw.hook("PATCH", interaction, "/messages/@original", {"content": "y"})
    raw.discord.clock.advance(timedelta(seconds=2))
    after = await raw.hook("PATCH", interaction, "/messages/@original", {"content": "z"})
    assert within.status == 200
    assert (after.status, after.code) == (401, 50027)


async def test_nothing_can_follow_what_was_not_answered(raw: Raw):
    got = await raw.hook("POST", raw.interaction(), "", {"content": "x"})
    assert (got.status, got.code) == (404, 10015)


async def test_the_first_follow_up_fills_what_was_deferred(raw: Raw):
    interaction = raw.interaction()
    await raw.callback(interaction, DEFER, {"flags": EPHEMERAL})
    assert Answer(interaction, raw.discord.world.changes).loading
    first = await raw.hook("POST", interaction, "", {"content": "first"})
    second = await raw.hook("POST", interaction, "", {"content": "second"})
    assert Answer(interaction, raw.discord.world.changes).text == "first\nsecond"
    assert first.body["flags"] & EPHEMERAL
    assert not second.body["flags"] & EPHEMERAL
    assert Answer(interaction, raw.discord.world.changes).deferred
    assert not Answer(interaction, raw.discord.world.changes).loading


async def test_follow_ups_can_be_read_edited_and_deleted(raw: Raw):
    interaction = raw.interaction()
    await raw.callback(interaction, MESSAGE, {"content": "x"})
    more = await raw.hook("POST", interaction, "", {"content": "more"})
    path = f"/messages/{more.body['id']}"
    edited = await raw.hook("PATCH", interaction, path, {"content": "less"})
    read = await raw.hook("GET", interaction, path)
    deleted = await raw.hook("DELETE", interaction, path)
    gone = await raw.hook("GET", interaction, path)
    assert (edited.status, read.body["content"], deleted.status) == (200, "less", 204)
    assert (gone.status, gone.code) == (404, 10008)


async def test_an_ephemeral_answer_is_in_nobody_elses_world(raw: Raw):
    interaction = raw.interaction()
    await raw.callback(interaction, MESSAGE, {"content": "psst", "flags": EPHEMERAL})
    history = await raw("GET", f"/channels/{raw.general.id}/messages")
    assert Answer(interaction, raw.discord.world.changes).ephemeral
    assert [sight.text for sight in raw.ana.sees()] == ["psst"]
    assert raw.ben.sees() == []
    assert history.body == []


async def test_an_update_changes_the_message_that_was_pressed(raw: Raw):
    posted = await raw.post({"content": "before"})
    source = raw.general.messages[int(posted.body["id"])]
    interaction = raw.interaction(COMPONENT, source=source)
    got = await raw.callback(interaction, UPDATE, {"content": "after"})
    assert got.body["resource"]["message"]["id"] == posted.body["id"]
    assert source.content == "after"


@pytest.mark.parametrize(
    ("choices", "finding"),
    [
        ([{"name": "x", "value": "x"}] * 26, ("data", "choices")),
        ([{"name": "x" * 101, "value": "x"}], ("data", "choices", 0, "name")),
        ([{"name": "x", "value": "x" * 101}], ("data", "choices", 0, "value")),
    ],
)
async def test_too_many_or_too_long_suggestions_are_refused(
    raw: Raw, choices: list[dict[str, str]], finding: tuple[str | int, ...]
):
    got = await raw.callback(raw.interaction(AUTOCOMPLETE), CHOICES, {"choices": choices})
    assert got.finding(*finding).startswith("BASE_TYPE")
