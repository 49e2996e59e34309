"""Where a play can begin: an empty server, a cohort to match, six weeks in, or one's own people.

Everything is done as people do it: through commands, buttons and forms of the real bot.
"""

import csv
import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta
from enum import StrEnum

from sandbox import Channel, Message, Person
from sandbox.demo.cast import Part
from sandbox.people.transcript import buttons_of
from sandbox.play.session import Session
from sandbox.state.records import User

COHORT = "Spring"
ADULT = "pc1:join:adult"
PATIENCE_SECONDS = 60.0
MOST_OWN_PEOPLE = 500
_USER_ID = re.compile(r"(?<!\d)\d{15,20}(?!\d)")


class Start(StrEnum):
    """The starting points, by the name that a page asks for."""

    OPEN = "open"
    EMPTY = "empty"
    TO_MATCH = "to-match"
    SIX_WEEKS = "six-weeks"
    OWN = "own"


# What to try first, from each of them.
HINTS = {
    Start.OPEN: "Sign up as mentor and mentee. Then type /match preview as the moderator.",
    Start.EMPTY: "Type /setup as the moderator.",
    Start.TO_MATCH: "40 people have signed up. Type /match preview as the moderator.",
    Start.SIX_WEEKS: "Six weeks have passed. Read a thread, or type /cohort status as moderator.",
    Start.OWN: "Read the answer to /cohort import in the moderator’s column, and confirm it.",
}


@dataclass(frozen=True, slots=True)
class Upload:
    """A file of people that was given to the page."""

    name: str
    data: bytes


_ZONES = (
    ("New York", "America/New_York"),
    ("Chicago", "America/Chicago"),
    ("Denver", "America/Denver"),
    ("Los Angeles", "America/Los_Angeles"),
)
_FIELDS = ("medicine", "surgery", "emergency-medicine", "family-medicine", "nursing")
_TOPICS = ("applications", "interviews", "research", "shadowing", "personal-statement")
# Names of stars and of trees: nobody's.
_MENTORS = (
    *("Dr. Vega", "Dr. Rigel", "Dr. Altair", "Dr. Mira", "Dr. Deneb", "Dr. Spica"),
    *("Dr. Capella", "Dr. Polaris", "Dr. Sirius", "Dr. Bellatrix", "Dr. Castor", "Dr. Electra"),
)
_MENTEES = (
    *(
        "Acacia",
        "Alder",
        "Aspen",
        "Banyan",
        "Beech",
        "Birch",
        "Catalpa",
        "Cedar",
        "Cherry",
        "Cypress",
    ),
    *(
        "Elm",
        "Fir",
        "Gingko",
        "Hazel",
        "Hickory",
        "Juniper",
        "Larch",
        "Laurel",
        "Linden",
        "Magnolia",
    ),
    *("Maple", "Myrtle", "Oak", "Olive", "Pine", "Poplar", "Rowan", "Sequoia"),
)


def _mentor(at: int, capacity: int = 3) -> Part:
    city, zone = _ZONES[at % len(_ZONES)]
    fields = (_FIELDS[at % len(_FIELDS)],)
    topics = (_TOPICS[at % len(_TOPICS)], _TOPICS[(at + 1) % len(_TOPICS)])
    stage = ("resident", "early-career", "medical-student")[at % 3]
    return Part(_MENTORS[at], stage, fields, topics, city, zone, capacity)


def _mentee(at: int) -> Part:
    city, zone = _ZONES[at % len(_ZONES)]
    stage = ("college-pre-health", "post-bac")[at % 2]
    fields, topics = (_FIELDS[at % len(_FIELDS)],), (_TOPICS[at % len(_TOPICS)],)
    return Part(_MENTEES[at], stage, fields, topics, city, zone)


async def begin(session: Session, start: Start, upload: Upload | None = None) -> None:
    """Bring an empty society to a starting point, telling on the way how far it is.

    Raises `ValueError` for a file that names nobody.
    """
    if start is Start.EMPTY:
        _someone(session)
        return
    async with session.doing("A moderator sets up the society…"):
        await _set_up(session)
        if start is Start.OPEN:
            _someone(session)
            await _cohort(session, COHORT)
        elif start is Start.OWN and upload is not None:
            await _own(session, upload)
        elif start is Start.TO_MATCH:
            panel = await _cohort(session, COHORT)
            await _sign_up(session, panel, _parts(len(_MENTORS), len(_MENTEES)))
        elif start is Start.SIX_WEEKS:
            await _six_weeks(session)
    await session.look_ahead()


def _parts(mentors: int, mentees: int) -> list[Part]:
    return [*map(_mentor, range(mentors)), *map(_mentee, range(mentees))]


def _someone(session: Session) -> None:
    """Let a mentor and a mentee to be stand beside the moderator."""
    for part in (_mentor(0), _mentee(0)):
        session.cast.append(session.joins(part.name, part.zone))


async def _set_up(session: Session) -> None:
    await session.moderator.slash(
        "setup",
        mentoring_channel=session.mentoring,
        moderator_channel=session.back_room,
        time_zone="Chicago",
    )
    await session.stage.quiet()


async def _cohort(session: Session, name: str, kind: str = "pairs") -> Message:
    """Open a cohort and return its sign-up panel."""
    await session.moderator.slash("cohort create", name=name, kind=kind)
    await session.moderator.slash("cohort open", name=name)
    return await session.discord.until_message(session.mentoring, containing=name)


async def _sign_up(session: Session, panel: Message, parts: Sequence[Part]) -> dict[str, Person]:
    """Let everyone sign up through the panel, and return them by name."""
    people: dict[str, Person] = {}
    for number, part in enumerate(parts, start=1):
        people[part.name] = person = session.joins(part.name, part.zone)
        await _join(person, part, panel)
        session.progress(f"{number} of {len(parts)} people have signed up…")
    if len(session.cast) == 1:
        mentor = next(each for each in parts if each.capacity)
        mentee = next(each for each in parts if not each.capacity)
        session.cast += [people[mentor.name], people[mentee.name]]
    return people


async def _join(person: Person, part: Part, panel: Message) -> None:
    role = "mentor" if part.capacity else "mentee"
    asked = await person.click(panel, custom_id=f"pc1:join:{role}")
    menus = await person.click(asked, custom_id=ADULT)
    for menu, chosen in part.choices.items():
        await person.select(menus, f"pc1:join:{menu}", chosen)
    form = await person.click(menus, custom_id="pc1:join:words")
    answer = await person.submit(form, part.words)
    if part.capacity:
        await person.select(answer, "pc1:join:capacity", [str(part.capacity)])


# -- six weeks in -----------------------------------------------------------------------------

CIRCLES = "Circles"
# What someone who takes part presses on a message that asks them, in the order of preference.
_TAKE, _PROPOSE = "pc1:meet:take:", "pc1:meet:form:"
_ANSWERS = (_TAKE, "pc1:meet:met:", "pc1:check-in:on-track:", _PROPOSE)
_SUGGESTED = "suggested"


async def _six_weeks(session: Session) -> None:
    """Let two cohorts live six weeks: most answer, one pair goes quiet, and someone is away."""
    pairs = [*map(_mentor, range(3)), *map(_mentee, range(6))]
    people = await _sign_up(session, await _cohort(session, COHORT), pairs)
    # One mentor for four mentees, each in another time zone.
    circle = [_mentor(4, capacity=4), *(_mentee(at) for at in range(8, 12))]
    people |= await _sign_up(session, await _cohort(session, CIRCLES, "circles"), circle)
    for name in (COHORT, CIRCLES):
        await _match(session, name)
    quiet = _partners(session, people["Beech"], people)
    answered: set[tuple[int, int, str]] = set()
    for day in range(42):
        await session.stage.advance(timedelta(days=1))
        session.progress(f"Day {day + 1} of 42…")
        for person in people.values():
            if person.id not in quiet:
                await _answers(session, person, answered)
        if day == 35:
            thread = _threads_of(session, people["Birch"])[0]
            await people["Birch"].slash("away", from_="tomorrow", until="in 12 days", at=thread)
            await session.stage.quiet()


async def _match(session: Session, cohort: str) -> None:
    preview = await session.moderator.slash("match preview", cohort=cohort)
    await preview.settled(PATIENCE_SECONDS)
    asked = await session.moderator.slash("match approve", cohort=cohort)
    await asked.settled(PATIENCE_SECONDS)
    approved = await session.moderator.click(asked, custom_id="pc1:act:confirm:")
    await approved.settled(PATIENCE_SECONDS)
    await session.stage.quiet()


def _threads_of(session: Session, person: Person) -> list[Channel]:
    return [each for each in session.guild.threads if person.id in each.thread_members]


def _partners(session: Session, person: Person, people: dict[str, Person]) -> set[int]:
    """Return a mentee and their mentor, who will both say nothing."""
    mentors = {people[part.name].id for part in map(_mentor, range(3))}
    inside = {user for thread in _threads_of(session, person) for user in thread.thread_members}
    return {person.id, *(inside & mentors)}


async def _answers(session: Session, person: Person, answered: set[tuple[int, int, str]]) -> None:
    """Answer once what notified someone in their threads, as a person who takes part does."""
    for thread in _threads_of(session, person):
        for message in thread.standing():
            wanted = _answer_to(message, thread) if person.id in message.notified else ""
            if wanted and (person.id, message.id, wanted) not in answered:
                answered.add((person.id, message.id, wanted))
                await _press(session, person, message, wanted)


def _answer_to(message: Message, thread: Channel) -> str:
    """Return the beginning of the button that answers a message; empty if none does."""
    live = [each.custom_id or "" for each in buttons_of(message) if not each.disabled]
    for wanted in _ANSWERS:
        if any(each.startswith(wanted) for each in live):
            return "" if wanted == _PROPOSE and _has_times(thread) else wanted
    return ""


def _has_times(thread: Channel) -> bool:
    """Return whether a meeting is proposed or set in a thread."""
    return any(
        (each.custom_id or "").startswith((_TAKE, "pc1:meet:reschedule:"))
        for message in thread.standing()
        for each in buttons_of(message)
    )


async def _press(session: Session, person: Person, message: Message, button: str) -> None:
    answer = await person.click(message, custom_id=button)
    if answer.modal is not None:
        times = [each for each in answer.modal.fields if each.custom_id == _SUGGESTED]
        if times:
            latest = times[0].raw["options"][-1]["value"]
            answer = await person.submit(answer, {_SUGGESTED: [latest]})
    if answer.deferred:
        await answer.settled(PATIENCE_SECONDS)
    await session.stage.quiet()


# -- one's own people -------------------------------------------------------------------------


async def _own(session: Session, upload: Upload) -> None:
    """Let everyone that a file names be in the server, with an open cohort to import it into."""
    rows = _rows(upload.data)
    people = {
        int(number): _name_in(row, number) or f"Person {at}"
        for at, row in enumerate(rows, start=1)
        for number in _USER_ID.findall(" ".join(row))[:1]
    }
    if not people:
        raise ValueError(
            f"No one in {upload.name} has a Discord user ID (17 to 20 digits), so there is no one "
            "to play. Download a template with /cohort import, fill in user_id, and try again."
        )
    if len(people) > MOST_OWN_PEOPLE:
        raise ValueError(
            f"{upload.name} has {len(people)} people; {MOST_OWN_PEOPLE} can be played."
        )
    world, guild = session.discord.world, session.guild
    for number, name in people.items():
        world.users[number] = User(number, f"member{number}", name)
        session.cast.append(guild.join(world.users[number]))
    del session.cast[3:]
    await _cohort(session, COHORT)
    file = session.discord.attachment(upload.name, upload.data)
    session.progress("Your file is being read…")
    answer = await session.moderator.slash(
        "cohort import", name=COHORT, file=file, at=session.mentoring
    )
    await answer.settled(PATIENCE_SECONDS)


def _rows(data: bytes) -> list[list[str]]:
    """Return a file's cells as text; which of them mean what is for the bot to say."""
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError:
        text = data.decode("cp1252", errors="replace")
    delimiter = max(",;\t", key=text.partition("\n")[0].count)
    return [row for row in csv.reader(text.splitlines(), delimiter=delimiter) if any(row)]


def _name_in(row: Sequence[str], number: str) -> str:
    """Return the first cell that looks like a name: letters and spaces, beside the ID."""
    cells = (cell.strip() for cell in row if number not in cell)
    return next((cell for cell in cells if re.fullmatch(r"[^\W\d_][\w .'’-]{1,31}", cell)), "")
