"""Any history of a request: both sides acting, time, people leaving, deliveries and restarts.

At every moment each request has one state, one owner and one date; no one is offered what they
declined, and whoever is on a private list is never shown anything.
"""

import asyncio
import random
import tempfile
from collections.abc import Awaitable
from datetime import timedelta
from functools import cache
from pathlib import Path
from typing import Any

from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    precondition,
    rule,
)
from sqlalchemy import Connection

from bot.app import App
from bot.catalogue import Catalogue, load_guide
from bot.configuration import config_dir, load_settings
from bot.delivery.inactivity import move_requests
from bot.delivery.loop import Delivery
from bot.delivery.outbox_audit import audit
from bot.domain.errors import DomainError
from bot.domain.ids import GuildId, RequestId, UserId
from bot.domain.requests.notices import RequestAsked
from bot.domain.requests.requests import MOST_OPEN, MOST_WAITING, Request
from bot.domain.states import RequestState, RequestStep
from bot.domain.status.turns import TurnKind
from bot.search import ProgramIndex, load_programs, load_vocabulary
from bot.services.cohorts import profiles
from bot.services.requests import mentor_availability, requests
from bot.services.status import status
from bot.storage import presence
from bot.storage.database import Database
from bot.storage.migrate import migrate
from bot.storage.moderation import cases
from bot.storage.requests import requests as rows
from tests.delivery.society import Counted, ManualClock, Signal, SmallDiscord
from tests.services.mentoring import GOOD, a_mentor, a_society
from tests.services.society import GUILD, somebody

ASKERS = (50, 51)
MENTORS = (60, 61, 62, 63)
PEOPLE = ASKERS + MENTORS
# Mentors who are members like anyone else may ask one another too.
mentor = st.sampled_from(MENTORS)
asker = st.sampled_from((*ASKERS, 60))
person = st.sampled_from(PEOPLE)
request_number = st.integers(0, 5)
side = st.sampled_from(("owner", "asker", "mentor", "anybody"))
GOING_ON = ("accept", "question", "reply", "consent", "refuse", "talk", "pick", "go-on", "part")
ACTS = (*GOING_ON, "withdraw", "decline", "suggest")


@cache
def catalogue_parts() -> tuple[ProgramIndex, Any]:
    """Return the shipped catalogue, which no request reads."""
    vocabulary = load_vocabulary(config_dir() / "vocabulary.toml")
    index = ProgramIndex.build(load_programs(config_dir() / "programs.toml")[:3], vocabulary)
    return index, load_guide(config_dir() / "guidance.toml")


class Histories(RuleBasedStateMachine):
    """A society of two members and four mentors, on a real database file."""

    def __init__(self) -> None:
        super().__init__()
        self.runner = asyncio.Runner()
        self.folder = tempfile.TemporaryDirectory(prefix="requests-")
        self.clock = ManualClock()
        self.signal = Signal()
        self.discord = SmallDiscord(self.clock, self.signal)
        self.declined: set[tuple[int, int]] = set()
        self.avoided: set[tuple[int, int]] = set()
        self.checked = 0
        self.database: Database
        self.app: App

    def run(self, acting: Awaitable[Any]) -> Any:
        """Let something happen; what is refused changes nothing."""

        async def act() -> Any:
            try:
                return await acting
            except DomainError as refusal:
                return refusal

        return self.runner.run(act())

    async def open(self) -> None:
        """Begin, or go on where the file was left."""
        path = Path(self.folder.name) / "preceptor.sqlite3"
        self.database = await Database.connect(f"sqlite+aiosqlite:///{path}")
        await migrate(self.database)
        index, guide = catalogue_parts()
        catalogue = Catalogue(index, guide, self.database)
        self.app = App(self.database, self.clock, load_settings({}), catalogue)

    def teardown(self) -> None:
        """Close the file."""
        if hasattr(self, "database"):
            self.runner.run(self.database.close())
        self.runner.close()
        self.folder.cleanup()

    @initialize()
    def begin(self) -> None:
        """Set the society up with its mentors."""

        async def found() -> None:
            await self.open()
            await a_society(self.app)
            for user in MENTORS:
                await a_mentor(self.app, user)

        self.runner.run(found())

    # -- what people do -----------------------------------------------------------------------

    @rule(who=asker, whom=mentor)
    def ask(self, who: int, whom: int) -> None:
        self.run(requests.ask(self.app, somebody(who), UserId(whom), GOOD))

    @rule(number=request_number, side=side, act=st.sampled_from(ACTS), other=mentor)
    def answer(self, number: int, side: str, act: str, other: int) -> None:
        self.act(number, side, act, other)

    @rule(number=request_number, act=st.sampled_from(ACTS), other=mentor)
    def the_owner_answers(self, number: int, act: str, other: int) -> None:
        self.act(number, "owner", act, other)

    @rule(number=request_number, act=st.sampled_from(GOING_ON), other=mentor)
    def the_owner_goes_on(self, number: int, act: str, other: int) -> None:
        self.act(number, "owner", act, other)

    def act(self, number: int, side: str, act: str, other: int) -> None:
        """Let someone do something about one of the requests, mostly an open one."""
        found = self.every()
        known = [one for one in found if one.is_open] or found
        if not known:
            return
        request = known[number % len(known)]
        who = self.somebody_of(request, side, other)
        done = self.run(self.acting(request.id, who, act, other))
        if act in ("decline", "suggest") and isinstance(done, Request):
            self.declined.add((request.id, who))

    def somebody_of(self, request: Request, side: str, other: int) -> int:
        """Return a person on one side of a request; the owner may be any mentor it is put to."""
        offered: list[int] = [each.mentor for each in request.offers if each.state.is_open]
        offered = offered or [other]
        match side:
            case "owner":
                return request.owner or offered[other % len(offered)]
            case "asker":
                return request.asker
            case "mentor":
                return offered[other % len(offered)]
            case _:
                return other

    def acting(self, number: RequestId, who: int, act: str, other: int) -> Awaitable[object]:
        """Return what someone is about to do."""
        actor, times = somebody(who), ("tomorrow 18:00", "in 3 days 12:00")
        match act:
            case "withdraw":
                return requests.withdraw(self.app, actor, number)
            case "accept":
                return requests.accept(self.app, actor, number)
            case "question":
                return requests.question(self.app, actor, number, "Which labs?")
            case "reply":
                return requests.reply(self.app, actor, number, "One wet, one dry")
            case "decline":
                return requests.decline(self.app, actor, number)
            case "suggest":
                return requests.decline(self.app, actor, number, UserId(other))
            case "consent" | "refuse":
                return requests.consent(self.app, actor, number, wanted=act == "consent")
            case "talk":
                return requests.propose_talk(self.app, actor, number, times, "Hello")
            case "pick":
                return requests.pick_time(self.app, actor, number, other % 2)
            case _:
                return requests.answer_after_talk(self.app, actor, number, wanted=act == "go-on")

    @rule(number=request_number, one=mentor, other=mentor)
    def two_accept_at_once(self, number: int, one: int, other: int) -> None:
        async def both() -> None:
            await asyncio.gather(
                requests.accept(self.app, somebody(one), RequestId(number)),
                requests.accept(self.app, somebody(other), RequestId(number)),
                return_exceptions=True,
            )

        self.runner.run(both())

    @rule(who=mentor, room=st.integers(0, 3), others=st.sets(mentor, max_size=2))
    def wishes_change(self, who: int, room: int, others: set[int]) -> None:
        """A mentor fills up or opens; a member changes their private list."""
        self.run(mentor_availability.make_room(self.app, somebody(who), room))
        member = ASKERS[who % 2]
        self.run(profiles.set_avoided(self.app, somebody(member), [UserId(one) for one in others]))
        self.avoided = {pair for pair in self.avoided if pair[0] != member}
        self.avoided |= {(member, other) for other in others}

    # -- what no one does --------------------------------------------------------------------------

    @rule(hours=st.sampled_from((1, 13, 25, 49, 121)))
    def time_passes(self, hours: int) -> None:
        self.clock.move(timedelta(hours=hours))
        self.runner.run(move_requests(self.database, self.clock.now()))
        self.nothing_is_overdue()
        self.nothing_is_with_the_avoided()

    @rule(who=person, gone=st.booleans(), seen=st.booleans())
    def leaves_or_comes_back(self, who: int, gone: bool, seen: bool) -> None:
        """Someone leaves or comes back; no one may have asked Discord yet."""
        left, here = ([UserId(who)], []) if gone else ([], [UserId(who)])
        (self.discord.left.add if gone else self.discord.left.discard)(UserId(who))
        if seen:
            now = self.clock.now()
            self.runner.run(self.database.write(presence.record, GUILD, here, left, now))

    @rule()
    def moderators_decide(self) -> None:
        """Whatever case is open is looked at and resolved."""

        def resolve(connection: Connection) -> None:
            for case in cases.open_in(connection, GUILD):
                cases.resolve(connection, GUILD, case.id, self.clock.now())

        self.runner.run(self.database.write(resolve))

    @rule()
    def deliver(self) -> None:
        """Send what is due; it must only go to those who may see it."""

        async def send() -> None:
            delivery = Delivery(
                self.database,
                self.discord,
                self.clock,
                load_settings({"PRECEPTOR_DELIVERY__PER_SECOND": "50"}),
                Counted(self.signal),
                rng=random.Random(1),
            )
            await delivery.deliver_due()

        self.runner.run(send())
        found = self.runner.run(self.database.read(audit, self.clock.now()))
        assert found.ok, found.faults
        new, self.checked = self.discord.posted[self.checked :], len(self.discord.posted)
        for message in new:
            if isinstance(message.facts, RequestAsked):
                self.may_see(message.facts)

    def may_see(self, facts: RequestAsked) -> None:
        found = self.runner.run(self.database.read(rows.get, GUILD, facts.request))
        assert (facts.request, facts.mentor) not in self.declined
        assert (found.asker, facts.mentor) not in self.avoided
        assert facts.mentor not in self.discord.left
        assert facts.asker is None or facts.mentor == found.asked

    @precondition(lambda self: hasattr(self, "database"))
    @rule()
    def restart(self) -> None:
        async def again() -> None:
            await self.database.close()
            await self.open()

        self.runner.run(again())

    # -- what holds at every moment -----------------------------------------------------------

    def every(self) -> list[Request]:
        if not hasattr(self, "app"):
            return []

        async def read() -> list[Request]:
            found = []
            for number in range(1, 30):
                one = await self.database.read(rows.find, GuildId(GUILD), RequestId(number))
                if one is None:
                    break
                found.append(one)
            return found

        found: list[Request] = self.runner.run(read())
        return found

    @invariant()
    def each_has_one_state_one_owner_and_one_date(self) -> None:
        for one in self.every():
            open_offers = [offer for offer in one.offers if offer.state.is_open]
            accepted = [o for o in one.offers if o.state is RequestState.ACCEPTED]
            assert len({offer.mentor for offer in one.offers}) == len(one.offers)
            match one.step:
                case RequestStep.CLAIM:
                    assert (one.state, one.owner) == (RequestState.OPEN, None)
                    assert open_offers
                    assert all(offer.state is RequestState.OPEN for offer in open_offers)
                case RequestStep.DECISION:
                    assert (one.state, one.owner) == (RequestState.OPEN, None)
                    assert not open_offers
                case RequestStep.NOTHING:
                    assert not one.state.is_open
                    assert one.owner is None
                    assert not open_offers
                case _:
                    [offer] = open_offers
                    assert offer.mentor == one.mentor
                    assert one.owner in (one.asker, one.mentor)
                    is_mentors = one.step is RequestStep.ANSWER
                    assert is_mentors == (one.state is RequestState.OPEN)
                    assert offer.state is one.state
            assert (one.state is RequestState.ACCEPTED) == (one.pair is not None)
            assert len(accepted) == (one.state is RequestState.ACCEPTED)
            assert one.asker not in {offer.mentor for offer in one.offers}

    @invariant()
    def nobody_is_offered_what_they_declined(self) -> None:
        for one in self.every():
            for offer in one.offers:
                if (one.id, offer.mentor) in self.declined:
                    assert offer.state is RequestState.DECLINED

    @invariant()
    def nobody_has_too_many(self) -> None:
        open_ = [one for one in self.every() if one.is_open]
        for user in PEOPLE:
            assert sum(one.asker == user for one in open_) <= MOST_OPEN
            offers = [one.offer_of(UserId(user)) for one in open_]
            assert sum(offer is not None and offer.state.is_open for offer in offers) <= (
                MOST_WAITING
            )

    @invariant()
    def an_asker_sees_each_of_theirs_under_status(self) -> None:
        open_ = [one for one in self.every() if one.is_open]
        for user in {one.asker for one in open_}:
            seen = self.runner.run(status.status_of_person(self.app, somebody(user)))
            turns = [*seen.ledger.mine, *seen.ledger.others, *seen.ledger.nobody]
            shown = {turn.what: turn.due_at for turn in turns if turn.kind is TurnKind.REQUEST}
            for one in open_:
                if one.asker == user:
                    assert shown[one.id] == one.due_at

    def nothing_is_overdue(self) -> None:
        assert all(one.due_at > self.clock.now() for one in self.every() if one.is_open)

    def nothing_is_with_the_avoided(self) -> None:
        for one in self.every():
            for offer in one.offers:
                if offer.state.is_open:
                    assert (one.asker, offer.mentor) not in self.avoided


TestHistories = Histories.TestCase
TestHistories.settings = settings(
    max_examples=15,
    stateful_step_count=40,
    deadline=None,
    suppress_health_check=list(HealthCheck),
)
