"""A request that no mentor here has room for, and the mentor outside the society it leads to."""

from datetime import timedelta

from sandbox import Person
from sandbox.demo.page import Page
from sandbox.demo.stage import Stage

CONTACT = {
    "who": "Dr. Abara",
    "place": "Riverside Hospital",
    "known_from": "I heard your talk on sleep last month",
    "address": "abara@hospital.example",
    "kind": ["research"],
}
MESSAGE = {
    "stage": "I am a second-year pre-med student in Chicago",
    "need": "I am choosing between two research offers",
    "question": "Will you be my mentor",
    "bring": "I have read your last paper and can share a page on each offer",
}
QUESTION = "Which of the two would you look into first?"


class Outreach:
    """One member, from being declined here to a conversation outside."""

    def __init__(self, stage: Stage, page: Page, member: Person) -> None:
        self.stage = stage
        self.page = page
        self.member = member

    async def play(self) -> None:
        """Withdraw the request, write to someone outside, get an answer, and meet."""
        listing = await self.member.slash("mentor withdraw")
        back = next(each.label for each in listing.buttons if each.label.startswith("Withdraw"))
        gone = await self.member.click(listing, back)
        self.page.heard(self.member, f"[{back}]", gone.text)
        await self._write()
        await self._meet()

    async def _write(self) -> None:
        added = await self.member.submit(await self.member.slash("outreach add"), CONTACT)
        self.page.heard(self.member, "/outreach add", added.text)
        form = await self.member.click(added, custom_id="pc1:outreach:draft:")
        hard = await self.member.submit(form, MESSAGE)
        self.page.heard(self.member, "[My first message]", hard.text)
        assert "a lot to ask" in hard.text, hard.text
        form = await self.member.click(added, custom_id="pc1:outreach:draft:")
        assert form.modal is not None, "the words can be edited"
        words = (
            f"Dear Dr. Abara,\n\n{CONTACT['known_from']}. {MESSAGE['stage']}, choosing between two "
            f"research offers. {QUESTION}\n\nThank you for your time."
        )
        ready = await self.member.submit(form, {"words": words})
        self.page.heard(self.member, "[Edit message]", ready.text)
        assert "ready to go" in ready.text, ready.text
        sent = await self.member.click(ready, "I sent it")
        self.page.heard(self.member, "[I sent it]", sent.text)

    async def _meet(self) -> None:
        await self.stage.advance(timedelta(days=2))
        board = await self.member.slash("outreach list")
        opened = await self.member.select(board, "pc1:outreach:pick", [CONTACT["who"]])
        met = await self.member.click(
            await self.member.click(opened, custom_id="pc1:outreach:answered:"), "We met"
        )
        self.page.heard(self.member, "[We met]", met.text)
        assert "short update is due" in met.text, met.text
