"""The first answer to an interaction."""

from collections.abc import Callable

from sandbox.rules.commands import check_autocomplete
from sandbox.rules.errors import ApiError
from sandbox.rules.interactions import (
    CHOICES,
    FORM,
    UPDATE,
    check_response_type,
    to_answer,
)
from sandbox.rules.messages import check_edit, check_new
from sandbox.rules.modals import check_modal
from sandbox.state import messages
from sandbox.state.messages import Origin
from sandbox.state.records import (
    DEFERRED_MESSAGE,
    DEFERRED_UPDATE,
    EPHEMERAL,
    Interaction,
    Json,
)
from sandbox.state.world import World
from sandbox.wire import payloads
from sandbox.wire.routing import NOTHING, ROUTER, Call, Reply


@ROUTER.add("POST", "/interactions/{interaction_id}/{interaction_token}/callback", is_open=True)
def answer(call: Call) -> Reply:
    """Take the first answer: in time, once, and of a kind that fits."""
    token = call.params["interaction_token"]
    interaction = to_answer(call.world, call.id("interaction_id"), token)
    body = call.form()
    check_response_type(interaction, body.get("type"))
    response_type = int(body["type"])
    _take(call, interaction, response_type, body.get("data") or {})
    interaction.respond(response_type)
    if not call.asks_for("with_response"):
        return NOTHING
    return Reply(200, _receipt(call.world, interaction))


def _take(call: Call, interaction: Interaction, response_type: int, data: Json) -> None:
    world, uploads = call.world, call.uploads
    if response_type == CHOICES:
        interaction.choices = check_autocomplete(data)
        return
    if response_type == FORM:
        check_modal(data)
        interaction.modal = data
        return
    if response_type in (UPDATE, DEFERRED_UPDATE):
        source = interaction.source
        assert source is not None
        if response_type == UPDATE:
            _within(lambda: check_edit(source, data, uploads))
            messages.edit(world, interaction.channel, source, data, uploads)
        interaction.response = source
        return
    loading = response_type == DEFERRED_MESSAGE
    if not loading:
        _within(lambda: check_new(interaction.channel, data, uploads))
    else:
        data = {"flags": data.get("flags") or 0}
    private = interaction.user.id if (data.get("flags") or 0) & EPHEMERAL else None
    origin = Origin(interaction, private, loading)
    interaction.response = messages.create(
        world, interaction.channel, world.bot, data, uploads, origin
    )


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


def _receipt(world: World, interaction: Interaction) -> Json:
    about: Json = {"id": str(interaction.id), "type": interaction.type}
    body: Json = {"interaction": about}
    message = interaction.response
    if message is None:
        return body
    about["response_message_id"] = str(message.id)
    about["response_message_loading"] = interaction.response_type == DEFERRED_MESSAGE
    about["response_message_ephemeral"] = message.ephemeral_for is not None
    if not interaction.deferred:  # what is only deferred is not described yet
        described = payloads.message(message, world)
        body["resource"] = {"type": interaction.response_type, "message": described}
    return body
