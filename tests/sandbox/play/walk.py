"""A walk through a society's first two weeks, and what is worth a picture on the way."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from selenium.webdriver.remote.webelement import WebElement

from tests.sandbox.play.browser import Column, Page

# A thread's code is random, so it isn't part of what a picture says.
_CODE = re.compile(r" ?\([0-9A-Z]{6}\)")


@dataclass(frozen=True, slots=True)
class Sight:
    """Something to look at: its picture's name, and the message that it shows."""

    name: str
    shown: WebElement

    @property
    def words(self) -> list[str]:
        """Return what the picture says, line by line."""
        lines = _CODE.sub("", self.shown.text).splitlines()
        return [line for line in map(str.strip, lines) if line]


def sign_up(column: Column, role: str) -> None:
    """Sign up through the panel: an adult, who chooses in each menu and says where they live."""
    column.press(f"pc1:join:{role}")
    column.press("pc1:join:adult")
    column.picks("pc1:join:stage", "resident" if role == "mentor" else "college-pre-health")
    column.picks("pc1:join:fields", "medicine")
    column.picks("pc1:join:topics", "applications", "interviews")


def finish(column: Column, *, spots: int = 0) -> None:
    """Finish signing up with a time zone and, for a mentor, how many mentees they can take."""
    column.press("pc1:join:words")
    column.fill(time_zone="Chicago")
    column.read("signed up")
    if spots:
        column.pick("pc1:join:capacity", str(spots))
        column.read(f"Spots: {spots}")


def match(moderator: Column) -> None:
    """Let the moderator propose pairs and approve them."""
    moderator.use("match preview", cohort="Spring")
    moderator.read("Nothing is final until you approve")
    moderator.use("match approve", cohort="Spring")
    moderator.press("pc1:act:confirm:")


def walk(page: Page) -> Iterator[Sight]:
    """Walk from an open cohort to the reminders of two weeks later."""
    page.start("open")
    moderator, mentor, mentee = page.columns
    mentee.use("program search", query="free mentoring for pre-med students in Texas")
    yield Sight("search", mentee.see(".message.ephemeral:has(.embed)"))
    sign_up(mentor, "mentor")
    finish(mentor, spots=2)
    sign_up(mentee, "mentee")
    yield Sight("sign-up", mentee.read("Step 1 of 2"))
    finish(mentee)
    moderator.use("match preview", cohort="Spring")
    yield Sight("proposal", moderator.read("Nothing is final until you approve"))
    moderator.use("match approve", cohort="Spring")
    moderator.press("pc1:act:confirm:")
    for column in (mentor, mentee):
        column.go("Dr. Vega & Acacia")
    yield Sight("introduction", mentee.read("Icebreaker"))
    mentee.press("pc1:meet:form:")
    mentee.see(".dialog fieldset input[type=checkbox]").click()
    mentee.fill()
    mentor.press("pc1:meet:take:")
    mentee.button("pc1:meet:reschedule:")
    page.time("week")
    page.time("week")
    yield Sight("nudge", mentee.see(".message.pings", "2 things for you"))
    mentee.use("status")
    yield Sight("status", mentee.see(".message.ephemeral", "used /status"))
    moderator.use("cohort status", name="Spring")
    yield Sight("report", moderator.see(".message.ephemeral", "used /cohort status"))
