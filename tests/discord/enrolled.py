"""People who signed up earlier: written down directly, where signing up is not the story."""

from datetime import datetime
from typing import Any

from sqlalchemy import Connection

from bot.domain.cohorts import cohorts as cohort_rules
from bot.domain.cohorts.enrolments import Answers
from bot.domain.ids import GuildId, UserId
from bot.domain.states import Role
from bot.storage.cohorts import cohorts, enrolments
from sandbox import Answer, Channel, Person
from tests.discord.conftest import Society
from tests.discord.people import confirm, open_cohort, until_status

INTRODUCED = ", meet <@"


async def enrol(
    society: Society,
    person: Person,
    role: Role,
    *,
    capacity: int = 1,
    topics: tuple[str, ...] = ("research",),
    stage: str = "",
    zone: str = "America/Chicago",
    cohort: str = "Spring",
) -> None:
    """Sign someone up for a cohort, Spring if none is named."""
    usual = "resident" if role is Role.MENTOR else "college-pre-health"
    answers = Answers(
        stage=stage or usual,
        fields=("medicine",),
        topics=topics,
        capacity=capacity if role is Role.MENTOR else 0,
        time_zone=zone,
        goals="",
    )
    guild, user = GuildId(society.guild.id), UserId(person.id)

    def keep(connection: Connection, now: datetime) -> None:
        key = cohort_rules.name_key(cohort)
        wanted = cohorts.get_by_name(connection, guild, cohort, key)
        enrolments.apply(connection, guild, wanted.id, user, role, answers, now)

    await society.running.app.database.write(keep, society.discord.clock.now())


async def a_cohort(
    society: Society, mentors: int = 2, mentees: int = 2, capacity: int = 1
) -> tuple[list[Person], list[Person]]:
    """Open a cohort with so many mentors, each with `capacity` places, and mentees."""
    await open_cohort(society)
    hosts = [society.guild.person(f"Mentor {number}") for number in range(mentors)]
    guests = [society.guild.person(f"Mentee {number}") for number in range(mentees)]
    for host in hosts:
        await enrol(society, host, Role.MENTOR, capacity=capacity)
    for guest in guests:
        await enrol(society, guest, Role.MENTEE)
    return hosts, guests


async def match(person: Person, command: str, **options: Any) -> Answer:
    """Use a /match command for the cohort, confirm what it asks, and wait for its answer."""
    answer = await (await person.slash(f"match {command}", cohort="Spring", **options)).settled()
    return await confirm(person, answer)


async def approve_all(society: Society) -> None:
    """Propose pairs and approve them."""
    await match(society.mo, "preview")
    await match(society.mo, "approve")


async def introduced(society: Society, person: Person) -> Channel:
    """Wait until someone was introduced and the bot knows it; return the thread."""
    message = await society.discord.until_message(person, containing=INTRODUCED)
    await until_status(person, lambda text: "sending your introduction" not in text)
    return society.discord.world.channels[message.channel_id]


async def a_circle(
    society: Society, *zones: str, mentor_zone: str = "America/Chicago"
) -> tuple[Person, list[Person], Channel]:
    """Return a mentor, a mentee for each zone, and the thread they share."""
    await society.mo.slash("cohort create", name="Spring", kind="circles")
    await society.mo.slash("cohort open", name="Spring")
    mentor = society.guild.person("Mira")
    mentees = [society.guild.person(f"Mentee {number}") for number in range(len(zones))]
    await enrol(society, mentor, Role.MENTOR, capacity=len(zones), zone=mentor_zone)
    for mentee, zone in zip(mentees, zones, strict=True):
        await enrol(society, mentee, Role.MENTEE, zone=zone)
    await approve_all(society)
    return mentor, mentees, await introduced(society, mentor)


async def a_pair(society: Society) -> tuple[Person, Person, Channel]:
    """Return a mentor, a mentee and their thread."""
    [mentor], [mentee] = await a_cohort(society, mentors=1, mentees=1)
    await approve_all(society)
    return mentor, mentee, await introduced(society, mentee)
