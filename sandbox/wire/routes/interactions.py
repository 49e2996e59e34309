"""The first answer to an interaction."""

from collections.abc import Callable

from sandbox.people.answers import Choice, Modal
from sandbox.rules.commands import check_autocomplete
from sandbox.rules.errors import ApiError
from sandbox.rules.messages import check_edit, check_new
from sandbox.rules.modals import check_modal
from sandbox.rules.problems import Problems
from sandbox.state import messages
from sandbox.state.interactions import AUTOCOMPLETE, COMMAND, COMPONENT, MODAL, Interaction
from sandbox.state.messages import Origin
from sandbox.state.world import EPHEMERAL, Json, Message, World
from sandbox.wire import payloads
from sandbox.wire.routing import NOTHING, ROUTER, Call, Reply

PONG, MESSAGE, DEFERRED_MESSAGE, DEFERRED_UPDATE, UPDATE, CHOICES, FORM = 1, 4, 5, 6, 7, 8, 9
ALLOWED = {
    COMMAND: frozenset({MESSAGE, DEFERRED_MESSAGE, FORM}),
    COMPONENT: frozenset({MESSAGE, DEFERRED_MESSAGE, DEFERRED_UPDATE, UPDATE, FORM}),
    AUTOCOMPLETE: frozenset({CHOICES}),
    MODAL: frozenset({MESSAGE, DEFERRED_MESSAGE, DEFERRED_UPDATE, UPDATE}),
}


@ROUTER.add("POST", "/interactions/{interaction_id}/{interaction_token}/callback", is_open=True)
def answer(call: Call) -> Reply:
    """Take the first answer: in time, once, and of a kind that fits."""
    token = call.params["interaction_token"]
    interaction = call.discord.desk.awaiting(call.id("interaction_id"), token)
    body = call.form()
    kind = body.get("type")
    _check_kind(interaction, kind)
    data = body.get("data") or {}
    made = _take(call, interaction, int(str(kind)), data)
    interaction.responded = True
    interaction.answer.respond(int(str(kind)))
    if call.query.get("with_response") not in ("1", "true"):
        return NOTHING
    return Reply(200, _receipt(call.world, interaction, int(str(kind)), made))


def _check_kind(interaction: Interaction, kind: object) -> None:
    allowed = ALLOWED[interaction.type]
    if interaction.type == MODAL and interaction.source is None:
        allowed -= {DEFERRED_UPDATE, UPDATE}
    problems = Problems()
    problems.choice(("type",), kind, allowed)
    problems.raise_if_any()


def _take(call: Call, interaction: Interaction, kind: int, data: Json) -> Message | None:
    world, told = call.world, interaction.answer
    if kind == CHOICES:
        chosen = check_autocomplete(data)
        told.choices = [Choice(each["name"], each["value"]) for each in chosen]
        return None
    if kind == FORM:
        check_modal(data)
        told.modal = Modal(data["custom_id"], data["title"], data["components"], interaction)
        return None
    if kind in (UPDATE, DEFERRED_UPDATE):
        source = interaction.source
        assert source is not None
        if kind == UPDATE:
            _within(lambda: check_edit(source, data, call.uploads))
            messages.edit(world, interaction.channel, source, data, call.uploads)
        interaction.response = told.message = source
        return source
    loading = kind == DEFERRED_MESSAGE
    if not loading:
        _within(lambda: check_new(data, call.uploads))
    else:
        data = {"flags": data.get("flags") or 0}
    private = interaction.user.id if (data.get("flags") or 0) & EPHEMERAL else None
    origin = Origin(interaction.metadata(), private, loading)
    uploads = call.uploads
    made = messages.create(world, interaction.channel, world.bot, data, uploads, origin)
    interaction.response = told.message = made
    return made


def _within(check: Callable[[], None]) -> None:
    """Run a check of a message's body and put its findings below `data`, where they were."""
    try:
        check()
    except ApiError as error:
        if error.errors:
            raise ApiError(
                error.status, error.code, error.message, {"data": error.errors}
            ) from None
        raise


def _receipt(world: World, interaction: Interaction, kind: int, made: Message | None) -> Json:
    about: Json = {"id": str(interaction.id), "type": interaction.type}
    body: Json = {"interaction": about}
    if made is None:
        return body
    about["response_message_id"] = str(made.id)
    about["response_message_loading"] = kind == DEFERRED_MESSAGE
    about["response_message_ephemeral"] = made.ephemeral_for is not None
    if kind in (MESSAGE, UPDATE):  # what is only promised is not described yet
        body["resource"] = {"type": kind, "message": payloads.message(made, world)}
    return body
