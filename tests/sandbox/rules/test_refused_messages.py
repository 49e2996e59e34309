"""Messages that Discord refuses, and how it says so."""

from typing import Any

import pytest

from tests.sandbox.raw import Raw

V2 = 1 << 15


def row(*children: dict[str, Any]) -> dict[str, Any]:
    return {"type": 1, "components": list(children)}


def button(custom_id: str | None = "a", **more: Any) -> dict[str, Any]:
    node = {"type": 2, "style": 1, "label": "Go", "custom_id": custom_id} | more
    return {key: value for key, value in node.items() if value is not None}


def menu(custom_id: str = "m", **more: Any) -> dict[str, Any]:
    options = more.pop("options", [{"label": "One", "value": "1"}])
    return {"type": 3, "custom_id": custom_id, "options": options} | more


def text(words: str = "words") -> dict[str, Any]:
    return {"type": 10, "content": words}


REFUSED: list[tuple[str, dict[str, Any], tuple[str | int, ...], str]] = [
    ("content over 2000", {"content": "x" * 2001}, ("content",), "BASE_TYPE_MAX_LENGTH"),
    ("eleven embeds", {"embeds": [{"title": "x"}] * 11}, ("embeds",), "BASE_TYPE_BAD_LENGTH"),
    (
        "embed title over 256",
        {"embeds": [{"title": "x" * 257}]},
        ("embeds", 0, "title"),
        "BASE_TYPE_MAX_LENGTH",
    ),
    (
        "embed description over 4096",
        {"embeds": [{"description": "x" * 4097}]},
        ("embeds", 0, "description"),
        "BASE_TYPE_MAX_LENGTH",
    ),
    (
        "26 embed fields",
        {"embeds": [{"fields": [{"name": "n", "value": "v"}] * 26}]},
        ("embeds", 0, "fields"),
        "BASE_TYPE_BAD_LENGTH",
    ),
    (
        "empty field value",
        {"embeds": [{"fields": [{"name": "n", "value": ""}]}]},
        ("embeds", 0, "fields", 0, "value"),
        "BASE_TYPE_REQUIRED",
    ),
    (
        "field value over 1024",
        {"embeds": [{"fields": [{"name": "n", "value": "x" * 1025}]}]},
        ("embeds", 0, "fields", 0, "value"),
        "BASE_TYPE_MAX_LENGTH",
    ),
    (
        "footer over 2048",
        {"embeds": [{"footer": {"text": "x" * 2049}}]},
        ("embeds", 0, "footer", "text"),
        "BASE_TYPE_MAX_LENGTH",
    ),
    (
        "embeds over 6000 together",
        {"embeds": [{"description": "x" * 4000}, {"description": "x" * 2001}]},
        ("embeds",),
        "MAX_EMBED_SIZE_EXCEEDED",
    ),
    (
        "embed url without a known scheme",
        {"embeds": [{"title": "x", "url": "javascript:x"}]},
        ("embeds", 0, "url"),
        "URL_TYPE_INVALID_SCHEME",
    ),
    (
        "six rows",
        {"components": [row(button(str(n))) for n in range(6)]},
        ("components",),
        "BASE_TYPE_BAD_LENGTH",
    ),
    (
        "six buttons in a row",
        {"components": [row(*(button(str(n)) for n in range(6)))]},
        ("components", 0, "components"),
        "BASE_TYPE_BAD_LENGTH",
    ),
    (
        "an empty row",
        {"components": [row()]},
        ("components", 0, "components"),
        "BASE_TYPE_BAD_LENGTH",
    ),
    (
        "a button outside a row",
        {"components": [button()]},
        ("components", 0, "type"),
        "UNION_TYPE_CHOICES",
    ),
    (
        "the same custom_id twice",
        {"components": [row(button("a")), row(button("a"))]},
        ("components", 1, "components", 0, "custom_id"),
        "COMPONENT_CUSTOM_ID_DUPLICATED",
    ),
    (
        "custom_id over 100",
        {"components": [row(button("x" * 101))]},
        ("components", 0, "components", 0, "custom_id"),
        "BASE_TYPE_MAX_LENGTH",
    ),
    (
        "a button without custom_id",
        {"components": [row(button(None))]},
        ("components", 0, "components", 0, "custom_id"),
        "BUTTON_COMPONENT_CUSTOM_ID_REQUIRED",
    ),
    (
        "a link button without url",
        {"components": [row(button(None, style=5))]},
        ("components", 0, "components", 0, "url"),
        "BASE_TYPE_REQUIRED",
    ),
    (
        "a link button with custom_id",
        {"components": [row(button("a", style=5, url="https://example.org"))]},
        ("components", 0, "components", 0),
        "BUTTON_COMPONENT_CUSTOM_ID_URL_MUTUALLY_EXCLUSIVE",
    ),
    (
        "a label over 80",
        {"components": [row(button(label="x" * 81))]},
        ("components", 0, "components", 0, "label"),
        "BASE_TYPE_MAX_LENGTH",
    ),
    (
        "a button without label or emoji",
        {"components": [row(button(label=None))]},
        ("components", 0, "components", 0, "label"),
        "BUTTON_COMPONENT_INVALID",
    ),
    (
        "an unknown style",
        {"components": [row(button(style=9))]},
        ("components", 0, "components", 0, "style"),
        "BASE_TYPE_CHOICES",
    ),
    (
        "a select beside a button",
        {"components": [row(button(), menu())]},
        ("components", 0, "components"),
        "COMPONENT_LAYOUT_WIDTH_EXCEEDED",
    ),
    (
        "26 options",
        {"components": [row(menu(options=[{"label": "x", "value": str(n)} for n in range(26)]))]},
        ("components", 0, "components", 0, "options"),
        "BASE_TYPE_BAD_LENGTH",
    ),
    (
        "no option",
        {"components": [row(menu(options=[]))]},
        ("components", 0, "components", 0, "options"),
        "BASE_TYPE_BAD_LENGTH",
    ),
    (
        "the same option twice",
        {"components": [row(menu(options=[{"label": "x", "value": "1"}] * 2))]},
        ("components", 0, "components", 0, "options", 1, "value"),
        "SELECT_COMPONENT_OPTION_VALUE_DUPLICATED",
    ),
    (
        "more choices than options",
        {"components": [row(menu(max_values=2))]},
        ("components", 0, "components", 0, "max_values"),
        "BASE_TYPE_MAX_VALUE",
    ),
    (
        "a placeholder over 150",
        {"components": [row(menu(placeholder="x" * 151))]},
        ("components", 0, "components", 0, "placeholder"),
        "BASE_TYPE_MAX_LENGTH",
    ),
    (
        "layout components without the flag",
        {"components": [text()]},
        ("components", 0, "type"),
        "UNION_TYPE_CHOICES",
    ),
    (
        "content beside V2",
        {"flags": V2, "content": "x", "components": [text()]},
        ("content",),
        "MESSAGE_CANNOT_USE_LEGACY_FIELDS_WITH_COMPONENTS_V2",
    ),
    (
        "embeds beside V2",
        {"flags": V2, "embeds": [{"title": "x"}], "components": [text()]},
        ("embeds",),
        "MESSAGE_CANNOT_USE_LEGACY_FIELDS_WITH_COMPONENTS_V2",
    ),
    (
        "41 components in all",
        {"flags": V2, "components": [{"type": 17, "components": [text("x")] * 40}]},
        ("components",),
        "COMPONENT_MAX_TOTAL_COMPONENTS_EXCEEDED",
    ),
    (
        "text over 4000 in all",
        {"flags": V2, "components": [text("x" * 2001), text("x" * 2000)]},
        ("components",),
        "COMPONENT_DISPLAYABLE_TEXT_SIZE_EXCEEDED",
    ),
    (
        "a container in a container",
        {"flags": V2, "components": [{"type": 17, "components": [{"type": 17}]}]},
        ("components", 0, "components", 0, "type"),
        "UNION_TYPE_CHOICES",
    ),
    (
        "a section without an accessory",
        {"flags": V2, "components": [{"type": 9, "components": [text()]}]},
        ("components", 0, "accessory"),
        "MODEL_TYPE_CONVERT",
    ),
    (
        "the same component id twice",
        {"flags": V2, "components": [text() | {"id": 3}, text() | {"id": 3}]},
        ("components", 1, "id"),
        "COMPONENT_ID_DUPLICATED",
    ),
    ("a nonce over 25", {"content": "x", "nonce": "n" * 26}, ("nonce",), "BASE_TYPE_MAX_LENGTH"),
    (
        "users parsed and listed",
        {"content": "x", "allowed_mentions": {"parse": ["users"], "users": ["1"]}},
        ("allowed_mentions",),
        "MESSAGE_ALLOWED_MENTIONS_PARSE_EXCLUSIVE",
    ),
    (
        "an unknown mention kind",
        {"content": "x", "allowed_mentions": {"parse": ["all"]}},
        ("allowed_mentions", "parse", 0),
        "BASE_TYPE_CHOICES",
    ),
    (
        "a reply to nothing",
        {"content": "x", "message_reference": {"message_id": "1"}},
        ("message_reference",),
        "REPLIES_UNKNOWN_MESSAGE",
    ),
    (
        "an attachment that was not uploaded",
        {"content": "x", "attachments": [{"id": 0, "filename": "a.txt"}]},
        ("attachments", 0, "id"),
        "ATTACHMENT_NOT_FOUND",
    ),
]


@pytest.mark.parametrize(
    ("body", "path", "finding"), [case[1:] for case in REFUSED], ids=[case[0] for case in REFUSED]
)
async def test_a_bad_message_is_refused_where_it_is_bad(
    raw: Raw, body: dict[str, Any], path: tuple[str | int, ...], finding: str
):
    got = await raw.post(body)
    assert (got.status, got.code) == (400, 50035)
    assert got.finding(*path) == finding
    assert raw.general.messages == {}


@pytest.mark.parametrize("body", [{}, {"content": ""}, {"embeds": []}, {"components": []}])
async def test_an_empty_message_is_refused(raw: Raw, body: dict[str, Any]):
    got = await raw.post(body)
    assert (got.status, got.code) == (400, 50006)


async def test_everything_at_its_limit_passes(raw: Raw):
    options = [{"label": "x" * 100, "value": f"{n:0100}"} for n in range(25)]
    rows = [row(*(button(f"{n}{m}", label="x" * 80) for m in range(5))) for n in range(4)]
    got = await raw.post(
        {
            "content": "x" * 2000,
            "nonce": "n" * 25,
            "embeds": [{"title": "t" * 256, "description": "d" * 4096}] + [{"title": "t"}] * 9,
            "components": [*rows, row(menu(options=options))],
        }
    )
    assert got.status == 200
    inner = [{"type": 17, "components": [text("x" * 100) for _ in range(39)]}]
    assert (await raw.post({"flags": V2, "components": inner})).status == 200


async def test_an_edit_must_leave_a_message_that_could_stand(raw: Raw):
    posted = await raw.post({"flags": V2, "components": [text()]})
    path = f"/channels/{raw.general.id}/messages/{posted.body['id']}"
    assert (await raw("PATCH", path, {"content": "plain"})).code == 50035
    assert (await raw("PATCH", path, {"components": []})).code == 50006
    assert (await raw("PATCH", path, {"components": [text("new")]})).status == 200


async def test_only_json_and_multipart_are_read(raw: Raw):
    path = f"/channels/{raw.general.id}/messages"
    as_text = await raw("POST", path, data="{}")
    broken = await raw("POST", path, data=b"{", headers={"Content-Type": "application/json"})
    assert as_text.code == 50035
    assert as_text.finding() == "CONTENT_TYPE_INVALID"
    assert (broken.status, broken.code) == (400, 50109)


async def test_a_wrong_token_and_an_unknown_route_are_refused(raw: Raw):
    wrong = await raw("GET", "/users/@me", token="wrong")
    nowhere = await raw("GET", "/nowhere")
    wrong_method = await raw("PUT", "/users/@me")
    assert (wrong.status, wrong.code) == (401, 0)
    assert nowhere.status == 404
    assert wrong_method.status == 405
