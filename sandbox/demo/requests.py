"""Three requests for a mentor: one is answered, one moves on, one leads outside the society."""

from datetime import timedelta

from sandbox import Answer, Discord, GuildHandle, Message, Person
from sandbox.demo.outreach import Outreach
from sandbox.demo.page import Page
from sandbox.demo.stage import Stage

WAITS = "A member would like your advice"
WORDS = {
    "where": "Second year pre-med in Chicago, applying next spring.",
    "need": "Tell me which of my two research offers says more to a committee, and why.",
    "why": "You went from the bench into the clinic yourself.",
    "formats": ["video"],
    "prepared": "A page on each offer, and three schools.",
}
WEEK = timedelta(days=7)


class Requests:
    """Four mentors who take requests, and three members who ask."""

    def __init__(self, discord: Discord, stage: Stage, guild: GuildHandle, page: Page) -> None:
        self.discord = discord
        self.stage = stage
        self.page = page
        mentors = ("Dr. Roe (mentor)", "Dr. Lim (mentor)", "Tess (mentor)", "Dr. Ode (mentor)")
        names = (*mentors, "Fay", "Gil", "Hal")
        self.people = [stage.person(guild, name) for name in names]
        for person in self.people:
            page.learn(person.id, person.name)
        self._met: list[str] = []
        self.roe, self.lim, self.tess, self.ode, self.fay, self.gil, self.hal = self.people

    async def play(self) -> None:
        """Play the requests within a week, and end at the same weekday and hour."""
        began = self.discord.clock.now()
        await self._open()
        await self._accepted()
        await self._moves_on()
        await self._leads_outside()
        await self.stage.reach(began + WEEK)

    async def _open(self) -> None:
        self.page.act("Four mentors take requests")
        for mentor in (self.roe, self.lim, self.tess, self.ode):
            await mentor.select(await mentor.slash("profile"), "pc1:profile:offers", ["research"])
            panel = await mentor.click(
                await mentor.slash("mentor find"), custom_id="pc1:mentor:opening"
            )
            kept = await mentor.select(panel, "pc1:mentor:promise", ["48"])
            self.page.heard(mentor, "[Replies within 2 days]", kept.text)
            assert "taking requests" in kept.text, kept.text

    async def _accepted(self) -> None:
        self.page.act("One request is accepted right away")
        await self._ask(self.fay, self.roe)
        thanks = await self.roe.click(await self._opened(self.roe), custom_id="pc1:request:accept")
        self.page.heard(self.roe, "[Accept]", thanks.text)
        await self._introduced(self.fay, self.roe)

    async def _moves_on(self) -> None:
        self.page.act("One gets no answer and moves on, without the name")
        await self._ask(self.gil, self.lim)
        await self.discord.until_message(self.lim, containing=WAITS)
        await self.stage.advance(timedelta(days=1))
        await self.discord.until_message(self.lim, containing="needs your answer")
        await self.stage.advance(timedelta(days=1))
        # Ode is asked in the same round; nothing of it may still be on its way afterward.
        await self.discord.wait_for(lambda: self._waiting(self.ode))
        offer = await self._opened(self.tess)
        assert self.gil.mention not in offer.text, "offered without the name"
        claimed = await self.tess.click(offer, custom_id="pc1:request:accept")
        self.page.heard(self.tess, "[Accept]", claimed.text)
        await self.discord.until_message(self.gil, containing="news about a request")
        status = await self.gil.slash("status")
        self.page.heard(self.gil, "/status", status.text)
        shown = await self.gil.click(status, custom_id="pc1:request:open:")
        agreed = await self.gil.click(shown, custom_id="pc1:request:introduce")
        self.page.heard(self.gil, "[Introduce us]", agreed.text)
        await self._introduced(self.gil, self.tess)

    async def _leads_outside(self) -> None:
        self.page.act("One leads to a mentor outside the society")
        earlier = len(self._waiting(self.ode))
        await self._ask(self.hal, self.ode)
        declined = await self.ode.click(
            await self._opened(self.ode, earlier), custom_id="pc1:request:decline"
        )
        self.page.heard(self.ode, "[Not now]", declined.text)
        await Outreach(self.stage, self.page, self.hal).play()

    async def _ask(self, person: Person, mentor: Person) -> None:
        found = await person.slash("mentor find", topic="research")
        self.page.heard(person, "/mentor find topic:research", found.text)
        age = await person.slash("mentor ask", mentor=mentor)
        sent = await person.submit(await person.click(age, "Yes, 18 or older"), WORDS)
        self.page.heard(person, f"/mentor ask mentor:{mentor.name}", sent.text)
        assert "Sent to" in sent.text, sent.text

    async def _opened(self, mentor: Person, earlier: int = 0) -> Answer:
        """Open the newest request that waits for a mentor, once there are more than `earlier`."""
        await self.discord.wait_for(lambda: len(self._waiting(mentor)) > earlier)
        return await mentor.click(self._waiting(mentor)[-1], custom_id="pc1:request:open")

    def _waiting(self, mentor: Person) -> list[Message]:
        waits = f"{mentor.mention}: {WAITS}"
        return [sight.message for sight in mentor.sees() if waits in sight.text]

    async def _introduced(self, member: Person, mentor: Person) -> None:
        met = await self.discord.until_message(member, containing=", meet <@")
        assert met.notified == {member.id, mentor.id}, "only the two are told"
        self._met.append(f"{member.name} with {mentor.name.partition(' (')[0]}")

    def told(self) -> str:
        """Return the outcome of each request."""
        return ", ".join([*self._met, f"{self.hal.name} with someone outside the society"])
