"""What a person gets back for an act: the words, the buttons, a form, or silence."""

import asyncio
import time
from dataclasses import dataclass
from typing import TYPE_CHECKING

from sandbox.people import transcript
from sandbox.people.transcript import Button
from sandbox.state.world import LOADING, Json, Message, User, World

if TYPE_CHECKING:
    from sandbox.state.interactions import Interaction

NO_RESPONSE = "The application did not respond"


@dataclass(frozen=True, slots=True)
class Choice:
    """One suggestion of an autocomplete."""

    name: str
    value: str | int | float


@dataclass(frozen=True, slots=True)
class Modal:
    """A form that opened in front of a person."""

    custom_id: str
    title: str
    components: list[Json]
    opened_by: "Interaction"

    @property
    def fields(self) -> list[transcript.Field]:
        """Return the inputs, in order, with their labels."""
        return transcript.fields_of(self.components)


class Answer:
    """Follow one interaction until it is answered, and afterwards."""

    def __init__(self, world: World, user: User) -> None:
        self._world = world
        self.user = user
        self.interaction: Interaction | None = None
        self.kind: int | None = None
        self.deferred = False
        self.modal: Modal | None = None
        self.choices: list[Choice] = []
        self.message: Message | None = None
        self.followups: list[Message] = []
        self.failed: str | None = None
        self._settled = False
        self._answered: asyncio.Future[None] | None = None
        self._finished: asyncio.Future[None] | None = None

    # -- told by the routes -----------------------------------------------------------------

    def respond(self, kind: int) -> None:
        """Note the first answer of this kind (4 to 9)."""
        self.kind = kind
        self.deferred = kind in (5, 6)
        if self._answered is not None and not self._answered.done():
            self._answered.set_result(None)
        if not self.deferred:
            self.settle()

    def settle(self) -> None:
        """Note that nothing is loading any more."""
        self._settled = True
        if self._finished is not None and not self._finished.done():
            self._finished.set_result(None)

    # -- asked by tests ---------------------------------------------------------------------

    async def answered(self) -> "Answer":
        """Wait for the first answer, or for the three seconds to pass."""
        if self.kind is not None:
            return self
        assert self.interaction is not None
        self._answered = asyncio.get_running_loop().create_future()
        remaining = self.interaction.deadline - time.monotonic()
        try:
            await asyncio.wait_for(self._answered, max(remaining, 0))
        except TimeoutError:
            self.failed = NO_RESPONSE
        return self

    async def settled(self, within: float = 10.0) -> "Answer":
        """Wait until what was deferred has its final text."""
        if not self._settled and self.failed is None:
            self._finished = asyncio.get_running_loop().create_future()
            await asyncio.wait_for(self._finished, within)
        return self

    @property
    def messages(self) -> list[Message]:
        """Return the response, if it is one, and the follow-ups that still stand."""
        own = [self.message] if self.message is not None else []
        return [each for each in own + self.followups if not each.deleted]

    @property
    def text(self) -> str:
        """Return everything the person reads: content, embeds, components, follow-ups."""
        if self.failed:
            return self.failed
        if self.modal is not None:
            return self.modal.title
        return "\n".join(transcript.text_of(each) for each in self.messages)

    @property
    def ephemeral(self) -> bool:
        """Tell whether only this person sees it."""
        return bool(self.messages) and all(each.ephemeral_for for each in self.messages)

    @property
    def loading(self) -> bool:
        """Tell whether the person sees "thinking ..."."""
        return self.message is not None and bool(self.message.flags & LOADING)

    @property
    def buttons(self) -> list[Button]:
        """Return every button that can be read in the answer."""
        return [button for each in self.messages for button in transcript.buttons_of(each)]

    def __repr__(self) -> str:
        return f"<Answer to {self.user.name}: {self.text!r}>"
