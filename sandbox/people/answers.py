"""What a person gets back for an act: text, buttons, a form, or nothing."""

import asyncio
from contextlib import suppress
from dataclasses import dataclass

from sandbox.people import transcript
from sandbox.people.transcript import Button
from sandbox.state.changes import STANDSTILL_SECONDS, Changes
from sandbox.state.records import LOADING, Interaction, Json, Message

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
    opened_by: Interaction

    @property
    def fields(self) -> list[transcript.Field]:
        """Return the inputs, in order, with their labels."""
        return transcript.fields_of(self.components)


class Answer:
    """Follow one interaction until it is answered, and afterward."""

    def __init__(self, interaction: Interaction, changes: Changes) -> None:
        self.interaction = interaction
        self._changes = changes
        self.failed: str | None = None

    async def answered(self) -> "Answer":
        """Wait for the first answer, or for the three seconds to pass."""
        deadline, answered = self.interaction.deadline, self.interaction.answered
        while not answered.is_set():
            remaining = deadline - self._changes.stopwatch()
            if remaining <= 0:
                self.failed = NO_RESPONSE
                break
            with suppress(TimeoutError):
                async with asyncio.timeout(remaining):
                    await answered.wait()
        return self

    async def settled(self, within: float = STANDSTILL_SECONDS) -> "Answer":
        """Wait until what was deferred has its final text; give up after a standstill."""
        if self.failed is None:
            what = f"the final text for {self.interaction.user.name}"
            await self._changes.until(self.interaction.settled.is_set, within, what)
        return self

    @property
    def deferred(self) -> bool:
        """Return whether the first answer was only deferred."""
        return self.interaction.deferred

    @property
    def modal(self) -> Modal | None:
        """Return the form that opened, if one did."""
        data = self.interaction.modal
        if data is None:
            return None
        return Modal(data["custom_id"], data["title"], data["components"], self.interaction)

    @property
    def choices(self) -> list[Choice]:
        """Return what an autocomplete offers."""
        return [Choice(each["name"], each["value"]) for each in self.interaction.choices]

    @property
    def messages(self) -> list[Message]:
        """Return the response, if it is one, and the follow-ups that still exist."""
        response = self.interaction.response
        first = [response] if response is not None else []
        return [each for each in first + self.interaction.followups if not each.deleted]

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
        """Return whether only this person sees it."""
        return bool(self.messages) and all(each.ephemeral_for for each in self.messages)

    @property
    def message(self) -> Message | None:
        """Return the response, if it is a message."""
        return self.interaction.response

    @property
    def loading(self) -> bool:
        """Return whether the person sees "thinking ..."."""
        return self.message is not None and bool(self.message.flags & LOADING)

    @property
    def buttons(self) -> list[Button]:
        """Return every button that can be read in the answer."""
        return [button for each in self.messages for button in transcript.buttons_of(each)]

    def __repr__(self) -> str:
        return f"<Answer to {self.interaction.user.name}: {self.text!r}>"
