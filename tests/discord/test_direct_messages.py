"""Every button, menu and form, used in a direct message: it acts in the society that it names.

A direct message says nothing of a society. Two are set up alike here, with the same people and the
same ids. Everything that has a handler is used for one of them from a direct message, and for the
other in its own server: both must say the same, and nothing may be written anywhere else.
"""

import io
import re
from collections import Counter
from collections.abc import Iterator
from typing import Any

from sqlalchemy import Connection

from bot.catalogue import number_of
from bot.domain.moderation.cases import CaseKind
from bot.messages.custom_id import build, parse
from bot.storage.tables import cases, counters, metadata
from bot.views.areas import AREAS
from bot.views.router import Routes
from sandbox import Answer, GuildHandle, Message, Permission, Person
from sandbox.state.content import walk
from tests.discord.conftest import Society
from tests.discord.furnished import PROGRAM, Place, furnish
from tests.every_society import select

# What each area's buttons point at: the first one of its noun, or what else a verb needs.
FIRST = 1
SAMPLES = {
    **dict.fromkeys(("advice", "agreement", "archive", "away", "case", "catalogue"), FIRST),
    **dict.fromkeys(("act", "cases", "hand", "person"), FIRST),
    "circle": FIRST,
    **dict.fromkeys(
        ("check-in", "cohort", "commit", "concern", "contact", "goal", "guide", "introduction"),
        FIRST,
    ),
    **dict.fromkeys(("join", "match", "meet", "outreach", "pair", "request"), FIRST),
    **dict.fromkeys(("progress", "pulse", "saved", "search", "update", "win"), FIRST),
    # These need no thing of their own, or a mentor, or a message that was sent.
    **dict.fromkeys(
        ("nudges", "profile", "setup", "status", "mentor", "privacy", "safety", "youth"), 0
    ),
    "program": number_of(PROGRAM),
}
FOR_A_MENTOR = {
    ("request", "form"),
    ("request", "adult"),
    ("request", "young"),
    ("request", "send"),
}
ABOUT_A_NUDGE = {("nudges", "fewer"), ("nudges", "undo")}
# What the bot writes by itself, once it has posted something or looked at the settings. Cases are
# compared themselves, so their numbers needn't be.
BY_ITSELF = {
    *(("cohorts", "panel_channel_id"), ("cohorts", "panel_message_id")),
    *(("concerns", "thread_id"), ("concerns", "server_owner_id"), ("request_threads", "thread_id")),
}
NUMBERS_OF_CASES = ("case", "case-step")
FOR_MODERATORS = {
    *("act", "case", "cases", "catalogue", "cohort", "hand", "introduction", "match", "person"),
    *("safety", "setup", "youth"),
}
# These end what the others are about, so they come last.
ENDING_AREAS = ("outreach", "saved", "contact", "request", "pair", "privacy")
# After this nothing is left of the person.
LAST_AREA = "privacy"
ENDING_VERBS = frozenset(
    (
        *("done", "drop", "let-go", "not-now", "cancel-yes", "withdraw-yes", "met", "moved"),
        *("not-there", "could-not", "accept", "decline", "suggested", "declined", "rest", "close"),
        *(
            "remove",
            "rematch-now",
            "end-now",
            "withdraw-now",
            "worth",
            "worth-much",
            "worth-some",
            "worth-little",
        ),
        *(
            "become-mentor",
            "introduce",
            "rather-not",
            "topic-now",
            "delete-now",
            "time-one",
            "time-two",
            "go-on",
            "part",
        ),
    )
)
CHOICES: dict[tuple[str, str], list[str]] = {
    **{("archive", what): ["1"] for what in ("updates", "goals", "commitments", "meetings")},
    ("join", "stage"): ["resident"],
    ("join", "fields"): ["medicine"],
    ("join", "topics"): ["research"],
    ("join", "formats"): ["video"],
    ("join", "capacity"): ["2"],
    ("profile", "stage"): ["resident"],
    ("profile", "fields"): ["medicine"],
    ("profile", "topics"): ["research"],
    ("profile", "offers"): ["research"],
    ("profile", "formats"): ["video"],
    ("profile", "communities"): ["first-gen"],
    ("profile", "sharing"): ["yes"],
    ("mentor", "promise"): ["48"],
    ("mentor", "room"): ["2"],
    ("nudges", "limit"): ["3"],
    ("nudges", "snooze"): ["7"],
    ("nudges", "quiet"): ["22:00-07:00"],
    ("nudges", "mute"): [],
    ("guide", "choose"): ["1"],
    ("search", "open"): [str(PROGRAM)],
    ("catalogue", "unhide"): [str(PROGRAM)],
    ("setup", "role"): ["1"],
    ("privacy", "topic"): ["outreach"],
    ("concern", "mine"): ["1"],
    ("concern", "read"): ["1"],
    ("youth", "role"): ["1"],
    **{(area, "pick"): ["1"] for area in ("goal", "commit", "outreach", "saved", "case")},
}
# Menus of people, in which Mira is chosen.
PEOPLE = ("avoid", "suggested", "hand", "leads")
TYPED: dict[tuple[str, str], dict[str, str]] = {
    ("goal", "add"): {"words": "Read ten papers", "due": "in two months"},
    ("goal", "note"): {"percent": "40", "note": "Four read"},
    ("commit", "add"): {"words": "Send the draft", "due": "2027-05-04 12:00"},
    ("commit", "move-to"): {"due": "2027-05-05 12:00"},
    ("update", "log"): {"moved": "A chapter", "in_the_way": "", "next_step": "Another"},
    ("win", "tell"): {"words": "Accepted", "share": "no"},
    ("outreach", "add"): {"who": "Dr. Who", "place": "A lab", "known_from": "", "address": ""},
    ("outreach", "revise"): {"words": "Dear Dr. Who, may I ask you one question?"},
    ("away", "send"): {"from": "2027-05-10", "until": "2027-05-20", "note": ""},
    ("nudges", "quiet-send"): {"from": "21:00", "until": "08:00"},
    ("nudges", "snooze-send"): {"until": "2027-05-01"},
    ("meet", "propose"): {"time-0": "2027-05-06 18:00", "agenda": "The draft"},
    ("meet", "answer"): {"time-0": "2027-05-07 18:00", "agenda": ""},
    ("meet", "agenda-add"): {"items": "The next paper"},
    ("meet", "place"): {"place": "The library"},
    ("saved", "day-form"): {"remind_on": "2027-05-05"},
    ("program", "save-form"): {"remind_on": "2027-05-05"},
    ("program", "correction"): {"what": "dates", "detail": "It moved", "source": ""},
    ("search", "suggest"): {"stage": "college-pre-health", "goals": "research"},
    ("request", "ask"): {"words": "Which two offers are these?"},
    ("request", "answer"): {"words": "The first and the last."},
    ("contact", "share"): {"value": "me@example.org"},
    ("concern", "send"): {"about": "other", "door": "record", "name": "quiet", "words": "It hurt"},
    ("concern", "add-send"): {"words": "It happened again"},
    ("safety", "words-send"): {"emergency": "Campus police: 555-0100", "duties": ""},
}


def routes() -> Iterator[tuple[str, str, bool]]:
    """Yield every area and verb that has a handler, and whether it is a form's."""

    def rank(area: Routes) -> tuple[bool, bool, str]:
        return area.area in ENDING_AREAS, area.area == LAST_AREA, area.area

    for area in sorted(AREAS, key=rank):
        verbs = [(verb, False) for verb in area.clicks] + [
            (verb, True) for verb in area.submissions
        ]
        yield from (
            (area.area, *each) for each in sorted(verbs, key=lambda each: each[0] in ENDING_VERBS)
        )


def custom_id(place: Place, area: str, verb: str) -> str:
    """Return the id of a component that stands for something real in the society."""
    assert area in SAMPLES, (
        f"{area} has no sample: say in SAMPLES of {__name__} what its buttons point at"
    )
    what = place.mira.id if (area, verb) in FOR_A_MENTOR else SAMPLES[area]
    if (area, verb) in ABOUT_A_NUDGE:
        what = place.nudge
    return build(area, verb, place.id, what, number=0)


async def use(
    society: Society,
    place: Place,
    on: Message,
    area: str,
    verb: str,
    form: bool,
    *,
    from_message: bool = False,
) -> Answer:
    """Press the button, choose in the menu, or send the form, and wait for all that is said.

    A form comes `from_message` if a button on it might have opened it.
    """
    name = custom_id(place, area, verb)
    person = place.mo if area in FOR_MODERATORS else place.nils
    if form:
        where = society.discord.world.channels[on.channel_id]
        source = on if from_message else None
        typed = TYPED.get((area, verb), {})
        answer = await person.submit_forged(name, typed, at=where, on=source)
    else:
        chosen = CHOICES.get((area, verb))
        answer = await person.click_forged(
            on, name, [str(place.mira.id)] if verb in PEOPLE else chosen
        )
    assert answer.failed is None, f"{area}:{verb} is not answered"
    if answer.deferred:
        await answer.settled(within=60)  # a drawing begins a process of its own
    await society.running.client.finish_interactions(10)
    return answer


def said(answer: Answer) -> str:
    """Return what is said and offered, without what differs between two societies."""
    shown = answer.modal.title if answer.modal else answer.text
    if "**Open" in shown:
        # Programs that rank alike are shown in an order of each society's own.
        shown = "\n".join(
            line for line in shown.splitlines() if "**" not in line and line[0] not in "✓△→"
        )
    return re.sub(r"\d{15,}|<t:\d+:.>|code\d+|\d+ in the last seven days", "#", shown).strip()


def differences(here: str, there: str) -> list[str]:
    """Return the lines that are in one text only."""
    ours, theirs = Counter(here.splitlines()), Counter(there.splitlines())
    lines = [f"+{line}" for line in ours - theirs] + [f"-{line}" for line in theirs - ours]
    # The message that tries direct messages out comes when nothing else has just come.
    return [line for line in lines if "This is a test" not in line]


def named_in(answer: Answer) -> set[int]:
    """Return the societies that the answer's own buttons, menus and forms name."""
    components = [node for message in answer.messages for node in walk(message.components)]
    names = [str(node.get("custom_id", "")) for node in components]
    if answer.modal:
        names.append(answer.modal.custom_id)
    return {target.guild for target in map(parse, names) if target}


def rows_of(connection: Connection) -> dict[int, dict[str, list[Any]]]:
    """Return all rows that people cause, by society and table.

    The outbox and its pings are left out: what is due in the other society may be delivered at any
    moment. So are where a panel or a thread is, known once it was posted, and cases about settings,
    which the bot opens by itself once it has looked.
    """
    kept: dict[int, dict[str, list[Any]]] = {}
    own = select(cases.c.guild_id, cases.c.id).where(cases.c.kind == CaseKind.SETTING)
    by_itself = {tuple(row) for row in connection.execute(own)}
    for table in metadata.sorted_tables:
        if "guild_id" in table.c and table.name not in ("outbox", "pings", "presence"):
            for row in connection.execute(select(table)):
                number = row.id if table is cases else getattr(row, "case_id", None)
                if (row.guild_id, number) in by_itself:
                    continue
                if table is counters and row.noun in NUMBERS_OF_CASES:
                    continue
                told = tuple(
                    value
                    for name, value in row._asdict().items()
                    if (table.name, name) not in BY_ITSELF
                )
                kept.setdefault(row.guild_id, {}).setdefault(table.name, []).append(told)
    return kept


def decided(rows: dict[int, dict[str, list[Any]]]) -> list[list[Any]]:
    """Return those of the rows that are more than someone's own words, kept to be fixed."""
    own = ("drafts", "interactions")
    return [kept for tables in rows.values() for name, kept in tables.items() if name not in own]


async def set_up(society: Society, guild: GuildHandle, mo: Person, *people: Person) -> Place:
    """Set a society up, open a cohort, search once, and keep one of everything."""
    nils, mira = (guild.join(person) for person in people)
    place = Place(guild, mo, nils, mira)
    if guild is not society.guild:
        await mo.slash("setup", mentoring_channel=guild.channel("general"), time_zone="Chicago")
    await mo.slash("cohort create", name="Spring")
    await mo.slash("cohort open", name="Spring")
    await (await place.nils.slash("program search", query="research in Ohio")).settled()
    write = society.running.app.database.write
    return await write(furnish, place, society.discord.clock.now())


async def panel_of(society: Society, person: Person) -> Message:
    """Have someone choose direct messages, and return the panel that says so in the server."""
    panel = await person.slash("nudges")
    await person.click(panel, custom_id="pc1:nudges:dms-on:")
    await society.discord.wait_for(lambda: "It works" in panel.text)
    assert panel.message is not None
    return panel.message


async def dm_of(society: Society, person: Person) -> Message:
    """Have the bot write to someone directly, and return what it wrote."""
    await panel_of(society, person)
    assert person.dm is not None
    return person.dm.standing()[-1]


async def test_what_is_used_in_a_direct_message_acts_in_its_own_society(
    society: Society, debug_log: io.StringIO
) -> None:
    twin_guild = society.discord.guild("Another Society")
    twin_mo = twin_guild.join(society.mo)
    twin_mo.member.roles.append(twin_guild.role("Leads", allow=Permission.MANAGE_GUILD).id)
    nils, mira = society.guild.person("Nils"), society.guild.person("Mira")
    ours = await set_up(society, society.guild, society.mo, nils, mira)
    twin = await set_up(society, twin_guild, twin_mo, nils, mira)
    directly = [await dm_of(society, person) for person in (ours.mo, ours.nils)]
    openly = [await panel_of(society, person) for person in (twin.mo, twin.nils)]
    problems: list[str] = []

    for area, verb, is_form in routes():
        is_members = area not in FOR_MODERATORS
        before = await society.running.app.database.read(rows_of)
        answer = await use(society, ours, directly[is_members], area, verb, is_form)
        after = await society.running.app.database.read(rows_of)
        changed = {each for each in {*before, *after} if before.get(each) != after.get(each)}
        problems += [f"{area}:{verb} wrote in {each}" for each in changed - {ours.id}]
        problems += [f"{area}:{verb} leads to {each}" for each in named_in(answer) - {ours.id}]
        other = await use(society, twin, openly[is_members], area, verb, is_form)
        if is_members:
            problems += [
                f"{area}:{verb}: {line}" for line in differences(said(answer), said(other))
            ]
        if not is_members and decided(before) != decided(after):
            # Discord tells nothing of roles there, so no one moderates by direct message.
            problems.append(f"{area}:{verb} changed something")
        if "Something went wrong" in said(answer) + said(other):
            problems.append(f"{area}:{verb} failed")

    assert not problems, "\n".join(problems)
    log = debug_log.getvalue()
    assert "nudge.done" in log
    assert "interaction.failed" not in log
    assert "Traceback" not in log
    assert [person.name for person in (nils, mira, society.mo) if str(person.id) in log] == []


def test_every_area_has_a_sample_and_no_sample_is_left_over() -> None:
    areas = {area.area for area in AREAS}
    assert areas - set(SAMPLES) == set(), "say in SAMPLES what its buttons point at"
    assert set(SAMPLES) - areas == set(), "nothing has these areas any more"
