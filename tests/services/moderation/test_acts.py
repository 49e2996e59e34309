"""Two moderators who do anything at any time touch only people whom a confirmation had named."""

import asyncio
import random
from collections import Counter
from collections.abc import Awaitable, Callable
from contextlib import suppress
from dataclasses import dataclass, field, replace
from typing import Any

import pytest
from sqlalchemy import Connection

from bot.domain.cohorts.audiences import Audience
from bot.domain.cohorts.cohorts import OPEN_PLAN
from bot.domain.errors import DomainError
from bot.domain.ids import CircleQuestionId, CohortId, PairId, UserId
from bot.domain.matching import PairKey
from bot.domain.moderation.acts import ActKind
from bot.domain.nudges.kinds import NudgeKind
from bot.domain.states import PairState, Role
from bot.domain.vocabulary import PersonRole
from bot.domain.youth.youth import AgeBand
from bot.services.actor import Actor
from bot.services.cohorts import announcements, cohorts, edits, person_acts, sign_up
from bot.services.cohorts.edits import TypedEdit
from bot.services.cohorts.person_acts import TypedPerson
from bot.services.matching import approvals, by_hand, runs
from bot.services.matching.by_hand import Ending, HandDone
from bot.services.moderation.acts import ToConfirm
from bot.services.pairs import pairs as pair_services
from bot.storage.cohorts import cohorts as stored_cohorts
from bot.storage.cohorts import profiles
from bot.storage.moderation import acts
from bot.storage.moderation.acts import Act
from bot.storage.pairs import circle_questions, pairs
from bot.storage.tables import outbox
from tests.delivery.society import GUILD
from tests.every_society import select
from tests.services.rounds import COHORT, Round

STEPS = 200
MODERATORS = (900, 901)
Confirm = Callable[..., Awaitable[object]]
CONFIRMS: dict[ActKind, Confirm] = {
    ActKind.APPROVED: approvals.approve,
    ActKind.UNDID: approvals.undo,
    ActKind.ENDED: cohorts.end,
    ActKind.RESTORED: cohorts.restore,
    ActKind.CLOSED: cohorts.close_shown,
    ActKind.PAIRED: by_hand.pair,
    ActKind.MOVED: by_hand.pair,
    ActKind.ENDED_PAIR: by_hand.end,
    ActKind.RESTORED_PAIR: by_hand.restore,
    ActKind.CHANGED: edits.edit_shown,
    ActKind.DELETED: cohorts.delete,
    ActKind.ANNOUNCED: announcements.send,
    ActKind.REMINDED: announcements.remind,
    ActKind.ADJUSTED: person_acts.adjust,
    ActKind.REMOVED: person_acts.remove,
}
# What may end a pair; of a move, only the pair that it names first.
MADE = (ActKind.PAIRED, ActKind.MOVED, ActKind.RESTORED_PAIR)
ENDS = (ActKind.ENDED, ActKind.UNDID, ActKind.MOVED, ActKind.ENDED_PAIR, ActKind.REMOVED)
# What is done about one person right away, since they are named when it is asked for.
DIRECT = (ActKind.ADDED, ActKind.WROTE, ActKind.NOTED)
SPARE = "Spare"
# They notify no one.
PANELS = (NudgeKind.SIGN_UP_PANEL, NudgeKind.MESSAGE_OVER)
# What leads to a confirmation that no one has pressed in the random steps.
LEADS = {
    ActKind.APPROVED: ("open", "enrol", "enrol", "propose", "ask_to_approve"),
    ActKind.UNDID: ("open", "enrol", "enrol", "propose", "ask_to_approve", "ask_to_undo"),
    ActKind.PAIRED: ("enrol", "ask_by_hand"),
    ActKind.MOVED: ("enrol", "ask_by_hand"),
    ActKind.ENDED_PAIR: ("ask_by_hand", "ask_to_part"),
    ActKind.RESTORED_PAIR: ("ask_by_hand", "ask_to_part", "ask_to_put_back"),
    ActKind.CHANGED: ("open", "edit"),
    ActKind.DELETED: ("ask_to_delete",),
    ActKind.ANNOUNCED: ("open", "enrol", "announce"),
    ActKind.REMINDED: ("open", "wait", "begin", "remind"),
    ActKind.CLOSED: ("open", "wait", "begin", "close"),
    ActKind.ADJUSTED: ("enrol", "ask_about_one"),
    ActKind.REMOVED: ("enrol", "ask_about_one"),
}
# What a moderator does without being asked first, and who may do it how often.
WEIGHTS = {
    "enrol": 5,
    "propose": 6,
    "decide": 4,
    "ask_to_approve": 6,
    "ask_to_undo": 2,
    "ask_to_end": 2,
    "ask_to_restore": 3,
    "begin": 4,
    "open": 2,
    "close": 2,
    "ask_by_hand": 5,
    "ask_to_part": 2,
    "ask_to_put_back": 4,
    "avoid": 1,
    "introduce": 4,
    "part": 1,
    "edit": 6,
    "ask_to_delete": 2,
    "announce": 3,
    "remind": 4,
    "wait": 2,
    "confirm": 16,
    "confirm_both": 2,
}


@dataclass(frozen=True)
class Snapshot:
    """Who is in which pair that has not ended, and every message that was ever planned."""

    live: dict[PairId, frozenset[UserId]]
    messages: dict[int, frozenset[UserId]]


@dataclass
class Chaos:
    """A season without sense, and what should be in the log of it."""

    round: Round
    rng: random.Random
    asked: dict[int, list[ToConfirm]] = field(default_factory=lambda: {m: [] for m in MODERATORS})
    done: Counter[tuple[int, ActKind]] = field(default_factory=Counter)
    confirmed: set[ActKind] = field(default_factory=set)
    people: dict[Role, list[int]] = field(
        default_factory=lambda: {Role.MENTOR: [], Role.MENTEE: []}
    )

    def who(self) -> int:
        return self.rng.choice(MODERATORS)

    def mod(self, user: int) -> Actor:
        return self.round.mod(user)

    async def enrol(self) -> None:
        role = self.rng.choice((Role.MENTOR, Role.MENTEE, Role.MENTEE))
        user = (1 if role is Role.MENTOR else 100) + len(self.people[role])
        self.people[role].append(user)
        await self.round.enrol(user, role, capacity=self.rng.randint(1, 3))

    async def propose(self) -> None:
        user = self.who()
        await runs.propose(self.round.app, self.mod(user), COHORT)
        self.done[user, ActKind.PROPOSED] += 1

    async def decide(self) -> None:
        user, release = self.who(), self.rng.random() < 0.4
        key = PairKey(
            str(self.rng.choice(self.people[Role.MENTEE] or [100])),
            str(self.rng.choice(self.people[Role.MENTOR] or [1])),
        )
        locks = self.rng.random() < 0.5
        act = runs.lock if locks else runs.forbid
        await runs.review(self.round.app, self.mod(user), COHORT)
        await act(self.round.app, self.mod(user), COHORT, key, release=release)
        kinds = {
            (True, False): ActKind.LOCKED,
            (True, True): ActKind.RELEASED,
            (False, False): ActKind.FORBADE,
            (False, True): ActKind.ALLOWED,
        }
        self.done[user, kinds[locks, release]] += 1

    async def ask_to_approve(self) -> None:
        user = self.who()
        shown = await runs.review(self.round.app, self.mod(user), COHORT)
        mentees = [pair.mentee for pair in shown.run.result.pairs]
        some = [mentee for mentee in mentees if self.rng.random() < 0.5]
        chosen = some if some and self.rng.random() < 0.5 else None
        asked = await approvals.ask(self.round.app, self.mod(user), shown.run.id, chosen)
        self.asked[user].append(asked)

    async def ask_to_undo(self) -> None:
        user = self.who()
        self.asked[user].append(await approvals.ask_to_undo(self.round.app, self.mod(user), COHORT))

    async def ask_to_end(self) -> None:
        user = self.who()
        self.asked[user].append(await cohorts.ask_to_end(self.round.app, self.mod(user), COHORT))

    async def ask_to_restore(self) -> None:
        user, cohort = self.who(), self.round.cohort
        asked = await cohorts.ask_to_restore(self.round.app, self.mod(user), cohort)
        self.asked[user].append(asked)

    async def begin(self) -> None:
        """Let someone begin to sign up."""
        user = self.rng.randint(300, 305)
        await sign_up.confirm_age(
            self.round.app,
            self.round.person(user),
            self.round.cohort,
            Role.MENTEE,
            AgeBand.ADULT,
        )

    async def open(self) -> None:
        user = self.who()
        opened = await cohorts.open_(self.round.app, self.mod(user), COHORT)
        if isinstance(opened, ToConfirm):
            self.asked[user].append(opened)
        else:
            self.done[user, ActKind.OPENED] += 1

    async def close(self) -> None:
        user = self.who()
        closed = await cohorts.close(self.round.app, self.mod(user), COHORT)
        if isinstance(closed, ToConfirm):
            self.asked[user].append(closed)
        else:
            self.done[user, ActKind.CLOSED] += 1

    async def ask_by_hand(self) -> None:
        """Ask to pair two people by hand, or to move the mentee of a pair."""
        mentee, mentor = self._two()
        live = await self.round.pairs()
        if live and self.rng.random() < 0.6:
            mentee = self.rng.choice(self.rng.choice(live).mentees)
        user = self.who()
        asked = await by_hand.ask_to_pair(
            self.round.app, self.mod(user), COHORT, mentee, mentor, "why"
        )
        self.asked[user].append(asked)

    async def ask_to_part(self) -> None:
        """Ask to end one pair, in either way."""
        live = await self.round.pairs()
        if live:
            user, pair = self.who(), self.rng.choice(live)
            mentee, ending = self.rng.choice(pair.mentees), self.rng.choice(list(Ending))
            asked = await by_hand.ask_to_end(
                self.round.app, self.mod(user), COHORT, mentee, pair.mentor, ending
            )
            self.asked[user].append(asked)

    async def ask_to_put_back(self) -> None:
        """Ask to restore a pair that has ended, however it did."""
        every = await self.round.app.database.read(pairs.list_for_cohort, GUILD, CohortId(1))
        over = [pair for pair in every if pair.ended_at is not None]
        if over:
            user, pair = self.who(), self.rng.choice(over[-4:])
            asked = await by_hand.ask_to_restore_pair(self.round.app, self.mod(user), pair.id)
            self.asked[user].append(asked)

    async def avoid(self) -> None:
        """Let someone put someone else on their confidential list."""
        await self.round.app.database.write(profiles.save_avoided, GUILD, *self._avoided())

    def _avoided(self) -> tuple[UserId, list[UserId]]:
        mentee, mentor = self._two()
        return (mentee, [mentor]) if self.rng.random() < 0.5 else (mentor, [mentee])

    def _two(self) -> tuple[UserId, UserId]:
        return (
            UserId(self.rng.choice(self.people[Role.MENTEE])),
            UserId(self.rng.choice(self.people[Role.MENTOR] or [1])),
        )

    async def edit(self) -> None:
        """Change something: what concerns no one at once, the rest after a question."""
        user, rng = self.who(), self.rng
        typed = rng.choice(
            (
                TypedEdit(ends=f"in {rng.randint(5, 60)} weeks"),
                TypedEdit(starts=f"in {rng.randint(1, 4)} weeks"),
                TypedEdit(check_in_days=rng.randint(1, 60), check_in_weekday=rng.randint(0, 6)),
                TypedEdit(most_mentees=rng.randint(100, 200)),
                TypedEdit(sign_up_until=rng.choice(("in 3 days", ""))),
            )
        )
        edited = await edits.edit(self.round.app, self.mod(user), self.round.cohort, typed)
        if isinstance(edited, ToConfirm):
            self.asked[user].append(edited)
        elif edited.edits:
            self.done[user, ActKind.CHANGED] += 1

    async def ask_to_delete(self) -> None:
        """Make another cohort and ask to delete it, or this one, which people have joined."""
        user, app = self.who(), self.round.app
        name = self.rng.choice((SPARE, SPARE, COHORT))
        if name == SPARE:
            with suppress(DomainError):
                await cohorts.create(app, self.mod(user), SPARE)
        self.asked[user].append(await cohorts.ask_to_delete(app, self.mod(user), name))

    async def announce(self) -> None:
        user, to = self.who(), self.rng.choice(list(Audience))
        asked = await announcements.ask(
            self.round.app, self.mod(user), self.round.cohort, to, "Hello, all"
        )
        self.asked[user].append(asked)

    async def remind(self) -> None:
        user = self.who()
        asked = await announcements.ask_to_remind(self.round.app, self.mod(user), COHORT)
        self.asked[user].append(asked)

    async def ask_about_one(self) -> None:
        """Ask to change the place of one person, or to remove them."""
        user, one = self.who(), self.rng.choice(self._two())
        app, cohort, mod = self.round.app, self.round.cohort, self.mod(user)
        if self.rng.random() < 0.6:
            role, places = self.rng.choice(list(PersonRole)), str(self.rng.randint(0, 4))
            asked = await person_acts.ask_to_adjust(app, mod, cohort, one, role, places)
        else:
            asked = await person_acts.ask_to_remove(app, mod, cohort, one)
        self.asked[user].append(asked)

    async def do_to_one(self) -> None:
        """Add one person, write to them, or note something: no one else hears of it."""
        user, one, kind = self.who(), self.rng.choice(self._two()), self.rng.choice(DIRECT)
        app, cohort, mod = self.round.app, self.round.cohort, self.mod(user)
        before = await app.database.read(look)
        if kind is ActKind.ADDED:
            one = UserId(self.rng.choice((one, 400, 401, 402)))
            typed = TypedPerson(self.rng.choice(list(PersonRole)), "resident", places="2")
            await person_acts.add(app, mod, cohort, one, typed)
        elif kind is ActKind.WROTE:
            await person_acts.write(app, mod, cohort, one, "Hi")
        else:
            await person_acts.add_note(app, mod, cohort, one, "Hm")
        self.done[user, kind] += 1
        after = await app.database.read(look)
        assert before.live == after.live
        new = after.messages.keys() - before.messages.keys()
        told = {each for number in new for each in after.messages[number]}
        assert told <= (set() if kind is ActKind.NOTED else {one})

    async def do_each_to_one(self) -> None:
        """Do to someone what the random steps did to no one."""
        for _ in range(60):
            if set(DIRECT) <= {kind for _, kind in self.done}:
                return
            with suppress(DomainError):
                await self.do_to_one()

    async def introduce(self) -> None:
        for pair in await self.round.pairs():
            if pair.introduced_at is None:
                await self.round.introduce(pair.id, 1000 + pair.id)

    async def part(self) -> None:
        live = [pair for pair in await self.round.pairs() if pair.introduced_at]
        if live:
            pair = self.rng.choice(live)
            app, mentor = self.round.app, self.round.person(pair.mentor)
            shown = await pair_services.to_end(app, mentor, pair.id)
            await pair_services.end(app, mentor, pair.id, shown.who)

    async def wait(self) -> None:
        self.round.move(hours=self.rng.choice((1, 7, 30)))

    async def confirm(self) -> None:
        """Press one confirmation, new or old, one's own."""
        user = self.who()
        if self.asked[user]:
            await self._press((user, self._pick(user)))

    async def end_and_restore(self) -> None:
        """End the cohort and restore it, each confirmed right away, whatever came before."""
        for ask in (self.ask_to_end, self.ask_to_restore):
            for user in MODERATORS:
                self.asked[user].clear()
            try:
                await ask()
            except DomainError:  # it has ended already
                continue
            [(user, asked)] = [(user, each) for user, own in self.asked.items() for each in own]
            await self._press((user, asked))

    async def lead_to(self, kind: ActKind, steps: tuple[str, ...]) -> None:
        """Do what leads to an act that no one has confirmed, and confirm whatever is asked."""
        for _ in range(20):
            if kind in self.confirmed:
                return
            for step in steps:
                for own in self.asked.values():
                    own.clear()
                with suppress(DomainError):
                    await getattr(self, step)()
                for user, own in list(self.asked.items()):
                    if own:
                        await self._press((user, own[-1]))

    async def confirm_both(self) -> None:
        """Press two at the same moment, of a moderator each."""
        if all(self.asked.values()):
            await self._press(*((user, self._pick(user)) for user in MODERATORS))

    def _pick(self, user: int) -> ToConfirm:
        waiting = self.asked[user]
        # Mostly the newest, sometimes one from long ago.
        return waiting[-1] if self.rng.random() < 0.7 else self.rng.choice(waiting)

    async def _press(self, *presses: tuple[int, ToConfirm]) -> None:
        before = await self.round.app.database.read(look)
        results = await asyncio.gather(
            *(
                CONFIRMS[asked.act.kind](self.round.app, self.mod(user), asked.act.id)
                for user, asked in presses
            ),
            return_exceptions=True,
        )
        after = await self.round.app.database.read(look)
        named: set[UserId] = set()
        ended: set[PairId] = set()
        for (user, asked), result in zip(presses, results, strict=True):
            if isinstance(result, ToConfirm):
                assert result.anew
                self.asked[user].append(result)
            elif isinstance(result, BaseException):
                assert isinstance(result, DomainError), result
            else:
                if asked.act.cohort == self.round.cohort:
                    self.done[user, asked.act.kind] += 1
                self.confirmed.add(asked.act.kind)
                named |= asked.act.facts.people
                if asked.act.kind in ENDS:
                    ended |= set(asked.act.facts.pair_ids)
                if isinstance(result, HandDone) and result.act.kind in MADE:
                    await self._require_no_private_rule(result.act)
        gone = before.live.keys() - after.live.keys()
        assert gone <= ended, f"{gone - ended} ended, and no confirmation had named them"
        new = after.messages.keys() - before.messages.keys()
        told = {user for number in new for user in after.messages[number]}
        assert told <= named, f"{told - named} get a message, and no confirmation had named them"

    async def _require_no_private_rule(self, act: Act) -> None:
        """Fail if two people were paired whom either's confidential list keeps apart."""
        mentor, *mentees = act.facts.pairs[-1]
        avoided = await self.round.app.database.read(profiles.avoid_lists, GUILD)
        new = mentees if act.kind is ActKind.RESTORED_PAIR else mentees[-1:]
        for mentee in new:
            assert mentor not in avoided.get(mentee, ())
            assert mentee not in avoided.get(mentor, ())


def look(connection: Connection) -> Snapshot:
    """Return who is in which live pair, and every message with whom it is for."""
    every = {pair.id: pair for pair in pairs.list_for_cohort(connection, GUILD, CohortId(1))}
    people = {
        number: frozenset(member.user for member in pair.members) for number, pair in every.items()
    }
    columns = (outbox.c.id, outbox.c.subject_type, outbox.c.subject_id, outbox.c.recipient_id)

    def told(row: Any) -> frozenset[UserId]:
        if row.recipient_id is not None:
            return frozenset((UserId(row.recipient_id),))
        if row.subject_type == "circle":
            question = circle_questions.get(connection, GUILD, CircleQuestionId(row.subject_id))
            return people[question.pair] | {question.asked_by}
        return people[PairId(row.subject_id)]

    return Snapshot(
        {
            number: people[number]
            for number, pair in every.items()
            if pair.state is not PairState.ENDED
        },
        {
            row.id: told(row)
            for row in connection.execute(select(*columns).where(outbox.c.kind.not_in(PANELS)))
        },
    )


@pytest.mark.parametrize(("seed", "circles"), [(3, False), (4, True)])
async def test_whatever_two_moderators_do_only_those_named_are_touched_and_all_is_logged(
    round_: Round, seed: int, *, circles: bool
) -> None:
    chaos = Chaos(round_, random.Random(seed))
    plan = replace(OPEN_PLAN, circles=circles)
    await round_.app.database.write(stored_cohorts.set_plan, GUILD, round_.cohort, plan)
    for _ in range(8):
        await chaos.enrol()
    refused: Counter[str] = Counter()

    for _ in range(STEPS):
        [step] = chaos.rng.choices(list(WEIGHTS), list(WEIGHTS.values()))
        try:
            await getattr(chaos, step)()
        except DomainError as refusal:
            refused[refusal.code] += 1
    for kind, steps in LEADS.items():
        await chaos.lead_to(kind, steps)
    await chaos.do_each_to_one()
    await chaos.end_and_restore()

    rows, total = await round_.app.database.read(acts.log, GUILD, round_.cohort, 0, 10 * STEPS)
    logged = Counter((int(act.moderator), act.kind) for act in rows)
    # A lock that held already is not decided twice.
    repeated = {ActKind.LOCKED, ActKind.FORBADE}
    assert total == len(rows)
    for key in chaos.done.keys() | logged.keys():
        if key[1] in repeated:
            assert logged[key] <= chaos.done[key]
        else:
            assert logged[key] == chaos.done[key], key
    assert CONFIRMS.keys() <= chaos.confirmed, (chaos.confirmed, refused)
    assert set(DIRECT) <= {kind for _, kind in chaos.done}, (chaos.done, refused)
