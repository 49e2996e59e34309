"""Everything after the first answer: follow-ups, edits and deletions within 15 minutes."""

from sandbox.rules.errors import refusal
from sandbox.rules.interactions import to_follow_up
from sandbox.rules.messages import check_edit, check_new
from sandbox.state import messages
from sandbox.state.messages import Origin
from sandbox.state.records import EPHEMERAL, LOADING, Interaction, Message
from sandbox.wire import payloads
from sandbox.wire.routing import NOTHING, ROUTER, Call, Reply

HOOK = "/webhooks/{webhook_id}/{webhook_token}"
ORIGINAL = HOOK + "/messages/@original"
ONE = HOOK + "/messages/{message_id}"


def _interaction(call: Call) -> Interaction:
    return to_follow_up(call.world, call.id("webhook_id"), call.params["webhook_token"])


def _original(call: Call) -> tuple[Interaction, Message]:
    interaction = _interaction(call)
    message = interaction.response
    if message is None or message.deleted:
        raise refusal(10008)
    return interaction, message


def _one(call: Call) -> tuple[Interaction, Message]:
    interaction = _interaction(call)
    message = interaction.channel.messages.get(call.id("message_id"))
    if message is None or message not in (interaction.response, *interaction.followups):
        raise refusal(10008)
    return interaction, message


@ROUTER.add("POST", HOOK, is_open=True)
def follow_up(call: Call) -> Reply:
    """Send another message; the first after a defer fills in what was loading."""
    interaction = _interaction(call)
    body = call.form()
    check_new(interaction.channel, body, call.uploads)
    first = interaction.response
    if first is not None and first.flags & LOADING:
        return _edited(call, interaction, first)
    private = interaction.user.id if (body.get("flags") or 0) & EPHEMERAL else None
    if interaction.source is not None and interaction.source.deleted:
        raise refusal(10008)
    origin = Origin(interaction, private)
    made = messages.create(
        call.world, interaction.channel, call.world.bot, body, call.uploads, origin
    )
    interaction.followups.append(made)
    interaction.settled.set()
    return Reply(200, payloads.message(made, call.world))


@ROUTER.add("GET", ORIGINAL, is_open=True)
def read_original(call: Call) -> Reply:
    """Answer with the first answer's message."""
    return Reply(200, payloads.message(_original(call)[1], call.world))


@ROUTER.add("GET", ONE, is_open=True)
def read_follow_up(call: Call) -> Reply:
    """Answer with a follow-up."""
    return Reply(200, payloads.message(_one(call)[1], call.world))


@ROUTER.add("PATCH", ORIGINAL, is_open=True)
def edit_original(call: Call) -> Reply:
    """Edit the first answer, or give what was deferred its text."""
    return _edited(call, *_original(call))


@ROUTER.add("PATCH", ONE, is_open=True)
def edit_follow_up(call: Call) -> Reply:
    """Edit a follow-up."""
    return _edited(call, *_one(call))


def _edited(call: Call, interaction: Interaction, message: Message) -> Reply:
    loading = bool(message.flags & LOADING)
    body = call.form()
    check_edit(message, body, call.uploads)
    messages.edit(call.world, interaction.channel, message, body, call.uploads)
    if loading:
        message.edited_at = None  # filling in is not an edit that people see
    interaction.settled.set()
    return Reply(200, payloads.message(message, call.world))


@ROUTER.add("DELETE", ORIGINAL, is_open=True)
def delete_original(call: Call) -> Reply:
    """Delete the first answer."""
    return _deleted(call, *_original(call))


@ROUTER.add("DELETE", ONE, is_open=True)
def delete_follow_up(call: Call) -> Reply:
    """Delete a follow-up."""
    return _deleted(call, *_one(call))


def _deleted(call: Call, interaction: Interaction, message: Message) -> Reply:
    messages.delete(call.world, interaction.channel, message)
    interaction.settled.set()
    return NOTHING
