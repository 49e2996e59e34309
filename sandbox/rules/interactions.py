"""Interactions: which may be answered, how often, until when, and with what."""

from sandbox.rules.errors import refusal
from sandbox.rules.problems import Problems
from sandbox.state.interactions import TOKEN_LASTS
from sandbox.state.records import (
    AUTOCOMPLETE,
    COMMAND,
    COMPONENT,
    DEFERRED_MESSAGE,
    DEFERRED_UPDATE,
    MODAL,
    Interaction,
)
from sandbox.state.world import World

MESSAGE, UPDATE, CHOICES, FORM = 4, 7, 8, 9
ALLOWED = {
    COMMAND: frozenset({MESSAGE, DEFERRED_MESSAGE, FORM}),
    COMPONENT: frozenset({MESSAGE, DEFERRED_MESSAGE, DEFERRED_UPDATE, UPDATE, FORM}),
    AUTOCOMPLETE: frozenset({CHOICES}),
    MODAL: frozenset({MESSAGE, DEFERRED_MESSAGE, DEFERRED_UPDATE, UPDATE}),
}


def to_answer(world: World, interaction_id: int, token: str) -> Interaction:
    """Return an interaction that may still get its first answer, or refuse: 10062, 40060."""
    interaction = world.interactions.get(token)
    if interaction is None or interaction.id != interaction_id:
        raise refusal(10062)
    if interaction.response_type is not None:
        raise refusal(40060)
    if world.changes.stopwatch() > interaction.deadline:
        raise refusal(10062)
    return interaction


def to_follow_up(world: World, application_id: int, token: str) -> Interaction:
    """Return the interaction behind a follow-up, or refuse: 10015, and 50027 after 15 min."""
    if application_id != world.application.id:
        raise refusal(10015)
    interaction = world.interactions.get(token)
    if interaction is None or world.clock.now() - interaction.created_at > TOKEN_LASTS:
        raise refusal(50027)
    if interaction.response_type is None:
        raise refusal(10015)
    return interaction


def check_response_type(interaction: Interaction, response_type: object) -> None:
    """Refuse a first response that does not fit the interaction."""
    allowed = ALLOWED[interaction.type]
    if interaction.type == MODAL and interaction.source is None:
        allowed -= {DEFERRED_UPDATE, UPDATE}
    problems = Problems()
    problems.choice(("type",), response_type, allowed)
    problems.raise_if_any()
