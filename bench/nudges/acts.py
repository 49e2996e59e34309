"""What the people of `bench.nudges` do, before and in the week, each through a service."""

from datetime import datetime, timedelta
from functools import partial
from zoneinfo import ZoneInfo

from bench.nudges.society import BEGIN, DAY, GUILD, Act, Couple, Society
from bot.app import App
from bot.domain.errors import DomainError
from bot.domain.ids import ProgramId, UserId
from bot.domain.nudges.policy import MUTABLE, Stretch
from bot.domain.outreach.outreach import OutreachEvent, TypedOutreach
from bot.domain.requests.words import RequestWords
from bot.domain.states import ContactChannel
from bot.domain.vocabulary import FORMATS
from bot.services.nudges import away
from bot.services.nudges import panel as nudge_panel
from bot.services.outreach import outreach
from bot.services.pairs import agreements, contacts, pairs
from bot.services.programs import saved_programs
from bot.services.requests import requests
from bot.storage.programs import saved_programs as kept_programs

CHOSEN = {"often": ("weekly",), "answer-within": ("two-days",), "channels": ("this-thread",)}
WRITTEN = {"topics": ("Exams",), "until": ("Summer",)}
WORDS = RequestWords(
    where="Second year of nursing school here",
    need="Somebody who reads my plan for the next exam and says what is missing in it",
    why="You wrote about changing between both wards",
    formats=(FORMATS[0],),
    prepared="A plan of two pages and five questions",
)


def acts_of(society: Society) -> list[Act]:
    """Return everything that is done, in order."""
    found = [
        *(act for couple in society.some(10, 3) for act in _half_agreed(society, couple)),
        *(act for couple in society.some(20, 7) for act in _agreed(society, couple)),
        *(act for couple in society.some(10, 1) for act in _writes_outside(society, couple)),
        *(_pauses(society, couple) for couple in society.some(40, 11)),
        *(_asks_contact(society, couple) for couple in society.some(30, 13)),
        *(_saves(society, couple.mentee) for couple in society.some(10, 5)),
        *(_asks(society, couple.mentee) for couple in society.some(40, 17)),
    ]
    for person in society.owed:
        found += _wishes(society, person)
    return sorted(found, key=lambda act: act.at)


def _wishes(society: Society, person: UserId) -> list[Act]:
    """Snooze, be away, mute, and lower limits: some before the week, most in the middle of it."""
    rng = society.rng
    found = []
    if rng.random() < 0.1:
        days = rng.choice((1, 2, 3, 7))
        found.append(Act(society.moment(), partial(_snooze, society, person, days)))
    if rng.random() < 0.1:
        first, many = rng.randrange(-1, society.days), rng.randrange(1, 5)
        told = BEGIN + (first - rng.choice((0.5, 1, 2))) * DAY
        found.append(Act(told, partial(_be_away, society, person, first, many)))
    if rng.random() < 0.15:
        found.append(Act(society.moment(), partial(_mute, society, person)))
    if rng.random() < 0.05:
        found.append(Act(society.moment(), partial(_take_fewer, society, person)))
    return found


async def _snooze(society: Society, person: UserId, days: int, app: App) -> None:
    now = app.clock.now()
    await nudge_panel.snooze(app, society.actor(person), days)
    owed = society.owed[person]
    owed.peace.append(Stretch(now, now + days * DAY))


async def _be_away(society: Society, person: UserId, first: int, many: int, app: App) -> None:
    typed_from, typed_until, stretch = society.days_of(person, first, many)
    today = app.clock.now().astimezone(ZoneInfo(society.owed[person].zone)).date()
    if (BEGIN + first * DAY).date() < today:
        return  # where they are that day is over already
    await away.begin(app, society.actor(person), typed_from, typed_until, "")
    society.owed[person].away.append(stretch)


async def _mute(society: Society, person: UserId, app: App) -> None:
    kind = society.rng.choice(MUTABLE)
    await nudge_panel.mute_one(app, society.actor(person), kind, muted=True)
    society.owed[person].muted.append((app.clock.now(), kind))


async def _take_fewer(society: Society, person: UserId, app: App) -> None:
    await nudge_panel.set_limit(app, society.actor(person), 1)
    society.owed[person].limits.append((app.clock.now(), 1))


def _half_agreed(society: Society, couple: Couple) -> list[Act]:
    """One answers their half; the other's is waited for."""
    at = _before(society, 3)
    person = society.rng.choice((couple.mentor, couple.mentee))
    return [Act(at, partial(_answer, society, couple, person))]


def _agreed(society: Society, couple: Couple) -> list[Act]:
    """Both answer and agree, some of them so late that they have heard of it."""
    at = _before(society, 3)
    people = (couple.mentor, couple.mentee)
    answered = [Act(at, partial(_answer, society, couple, person)) for person in people]
    late = at + timedelta(hours=1)
    return [*answered, *(Act(late, partial(_agree, society, couple, one)) for one in people)]


async def _answer(society: Society, couple: Couple, person: UserId, app: App) -> None:
    await agreements.choose(app, society.actor(person), couple.pair, CHOSEN)
    await agreements.write(app, society.actor(person), couple.pair, WRITTEN)


async def _agree(society: Society, couple: Couple, person: UserId, app: App) -> None:
    await agreements.agree(app, society.actor(person), couple.pair)


def _writes_outside(society: Society, couple: Couple) -> list[Act]:
    at = _before(society, 7)
    return [Act(at, partial(_write_outside, society, couple.mentee))]


async def _write_outside(society: Society, person: UserId, app: App) -> None:
    typed = TypedOutreach("Dr Example", "A hospital", "A talk", "", "research")
    shown = await outreach.add(app, society.actor(person), typed)
    await outreach.log(app, society.actor(person), shown.outreach.id, OutreachEvent.SENT)


def _pauses(society: Society, couple: Couple) -> Act:
    return Act(society.moment(), partial(_pause, society, couple))


async def _pause(society: Society, couple: Couple, app: App) -> None:
    now = app.clock.now()
    await pairs.pause(app, society.actor(couple.mentee), couple.pair, 3)
    for person in (couple.mentor, couple.mentee):
        society.owed[person].paused.append(Stretch(now, now + 3 * DAY))


def _asks_contact(society: Society, couple: Couple) -> Act:
    async def ask(app: App) -> None:
        actor = society.actor(couple.mentor)
        await contacts.ask(app, actor, couple.pair, ContactChannel.EMAIL)

    return Act(society.moment(), ask)


def _saves(society: Society, person: UserId) -> Act:
    number = society.rng.randrange(1, 7)

    async def save(app: App) -> None:
        program = (GUILD, person, ProgramId("summer-research"), "Summer Research")
        kept = await app.database.write(kept_programs.save, *program, app.clock.now())
        actor = society.actor(person)
        await saved_programs.remind(app, actor, kept.id, f"in {number} days")

    return Act(_before(society, 1), save)


def _asks(society: Society, person: UserId) -> Act:
    async def ask(app: App) -> None:
        mentor = society.rng.choice(society.open_mentors)
        try:
            await requests.ask(app, society.actor(person), mentor, WORDS)
        except DomainError:
            return  # that mentor is away, or has enough before them

    return Act(society.moment() - DAY, ask)


def _before(society: Society, days: int) -> datetime:
    """Return some moment up to so many days before the week."""
    return BEGIN - timedelta(minutes=society.rng.randrange(1, days * 1440))
