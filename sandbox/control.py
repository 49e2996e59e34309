"""Acts as JSON, for a driver in another process.

`{"as": "Ana", "slash": "help", "options": {}}`, then `"click": "Label"`, `"select": ["Two"]` or
`"submit": {"Label": "text"}` on that person's last answer; `{"as": "Ana", "sees": true}`;
`{"advance": 3600}`. The reply is what the person got: text, buttons, fields, or what they see.
"""

from datetime import timedelta

from sandbox.people.answers import Answer
from sandbox.people.errors import NotPossibleError
from sandbox.people.guilds import GuildHandle
from sandbox.people.person import Person
from sandbox.state.records import Json
from sandbox.state.world import World


class Control:
    """Let the people of one server act by name."""

    def __init__(self, world: World, guild: GuildHandle) -> None:
        self._world = world
        self._guild = guild
        self._last: dict[str, Answer] = {}

    async def act(self, order: Json) -> Json:
        """Execute an act and return its result; `error` says why not."""
        try:
            return await self._act(order)
        except NotPossibleError as error:
            return {"error": str(error)}

    async def _act(self, order: Json) -> Json:
        if "advance" in order:
            self._world.clock.advance(timedelta(seconds=order["advance"]))
            return {"now": self._world.clock.stamp()}
        person = self._person(str(order.get("as")))
        if order.get("sees"):
            return {"sees": [str(sight) for sight in person.sees()]}
        answer = await self._answer(person, order)
        if answer.deferred:
            await answer.settled()
        self._last[person.name] = answer
        return {
            "text": answer.text,
            "ephemeral": answer.ephemeral,
            "failed": answer.failed,
            "buttons": [button.label for button in answer.buttons],
            "fields": [field.label for field in answer.modal.fields] if answer.modal else [],
        }

    async def _answer(self, person: Person, order: Json) -> Answer:
        if "slash" in order:
            at = self._guild.channel(order["at"]) if "at" in order else None
            return await person.slash(order["slash"], order.get("options", {}), at=at)
        last = self._last.get(person.name)
        if last is None:
            raise NotPossibleError(f"{person.name} has nothing to answer to yet")
        if "click" in order:
            return await person.click(last, order["click"])
        if "select" in order:
            return await person.select(last, None, order["select"])
        if "submit" in order:
            return await person.submit(last, order["submit"])
        raise NotPossibleError("an order has one of slash, click, select, submit, sees, advance")

    def _person(self, name: str) -> Person:
        for member in self._guild.state.members.values():
            if member.user.name == name and not member.user.bot:
                return Person(self._world, member.user, self._guild.state)
        raise NotPossibleError(f"no one here is called {name!r}")
