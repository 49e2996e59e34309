"""Reading a pair's log after its end: what is still offered then, and the files to take along."""

import json
from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import date, datetime
from typing import Any
from zoneinfo import ZoneInfo

from bot.domain.ids import MeetingId, UserId
from bot.domain.states import PairState, Role
from bot.language.say import Say, marked
from bot.messages.custom_id import build
from bot.messages.meetings.meetings import STATES as MEETING_STATES
from bot.messages.outgoing import Attachment, Button, Choice, Message, Row, Select
from bot.messages.progress.commitments import STATES as COMMITMENT_STATES
from bot.messages.progress.goals import STATES as GOAL_STATES
from bot.messages.text import day_name, people, timestamp, truncate
from bot.services.pairs.archive import Archive, ReadablePairs
from bot.storage.pairs.pairs import Pair

MOST_CHOICES = 25  # Discord's own limit
_ROLES = {Role.MENTOR: marked("Mentor"), Role.MENTEE: marked("Mentee")}
Names = Mapping[UserId, str]


def with_archive(
    say: Say, listing: Message, readable: ReadablePairs, what: str, reader: UserId
) -> Message:
    """Add to a `listing` how its reader can take it along, and where earlier ones are.

    Of a pair that has ended nothing can be changed, so what its listing offers is left out. `what`
    names the listing to which a choice of another pair leads.
    """
    pair = readable.shown.pair
    take = Button(
        say.of("button", "Download everything"), build("archive", "files", pair.guild, pair.id)
    )
    rows = listing.rows
    content = listing.content
    if pair.state is PairState.ENDED:
        picture = Button(
            say.of("button", "Our progress"), build("progress", "show", pair.guild, pair.id)
        )
        rows = ((picture, take),)
        content = f"{_ended(say, pair, reader)}\n{content}".strip()
    elif rows and len(rows[-1]) < 5 and not isinstance(rows[-1][0], Select):
        rows = (*rows[:-1], (*rows[-1], take))
    if readable.others and len(rows) < 5:
        rows = (*rows, _others(say, readable, what))
    return replace(listing, content=content, rows=rows)


def _ended(say: Say, pair: Pair, reader: UserId) -> str:
    others = people(pair.partners_of(reader))
    if pair.ended_at is None:
        return say(
            "Your mentorship with {others} has ended. You can still read everything.", others=others
        )
    day = timestamp(pair.ended_at, "D")
    return say(
        "Your mentorship with {others} ended {day}. You can still read everything.",
        others=others,
        day=day,
    )


def _others(say: Say, readable: ReadablePairs, what: str) -> Row:
    choices = tuple(
        Choice(
            truncate(f"{named.cohort or say('Mentorship')}, {_span(say, named.pair)}", 100),
            str(named.pair.id),
            note=say(
                "Your role: {words} · Thread {code}",
                words=say(_ROLES[named.role]),
                code=named.pair.code,
            ),
        )
        for named in readable.others[:MOST_CHOICES]
    )
    guild = readable.shown.pair.guild
    return (Select(build("archive", what, guild), say("Show another mentorship"), choices),)


def _span(say: Say, pair: Pair) -> str:
    began = day_name(_day(pair.introduced_at or pair.created_at, pair))
    if pair.ended_at is None:
        return say("Since {began}", began=began)
    return f"{began} – {day_name(_day(pair.ended_at, pair))}"


def _day(instant: datetime, pair: Pair) -> date:
    return instant.astimezone(ZoneInfo(pair.time_zone)).date()


# --- the files ------------------------------------------------------------------------------------


def files(say: Say, archive: Archive, names: Names) -> Message:
    """Give a member all that they may read of their pair, for people and for programs."""
    pair = archive.named.pair
    name = f"mentorship-{pair.code.lower()}"
    return Message(
        say(
            "Here’s everything: the `.md` file to read, and the `.json` file for other programs. "
            "Only "
            "you can see this."
        ),
        files=(
            Attachment(f"{name}.md", _markdown(say, archive, names).encode()),
            Attachment(f"{name}.json", _json(say, archive, names).encode()),
        ),
    )


def _who(say: Say, pair: Pair, user: UserId, names: Names) -> str:
    """Return someone's name, or their role once they left the server."""
    role = next((member.role for member in pair.members if member.user == user), Role.MENTEE)
    return " ".join(names.get(user, _ROLES[role]).split())


def _markdown(say: Say, archive: Archive, names: Names) -> str:
    pair = archive.named.pair

    def who(user: UserId) -> str:
        return _who(say, pair, user, names)

    def day(instant: datetime | None) -> str:
        return day_name(_day(instant, pair)) if instant else say("No date")

    def lines() -> Iterator[str]:
        yield f"# {archive.named.cohort or say('Mentorship')}: {_span(say, pair)}"
        yield ""
        for member in pair.members:
            yield f"- {say(_ROLES[member.role])}: {who(member.user)}"
        yield from (
            "",
            say("Dates are in {time_zone} time.", time_zone=pair.time_zone),
            "",
            say("## Updates"),
            "",
        )
        for update in archive.updates:
            yield from (f"### {day(update.logged_at)}, {who(update.author)}", "")
            parts = (
                (say("Progress"), update.moved),
                (say("Roadblocks"), update.in_the_way),
                (say("Next"), update.next_step),
            )
            for name, text in parts:
                if text:
                    yield from (f"{name}:", "", *_quoted(text), "")
        yield from (say("## Goals"), "")
        for goal in archive.goals:
            mark = "x" if goal.state.value == "done" else " "
            state = f"{say(GOAL_STATES[goal.state])}, {goal.percent}%"
            yield say(
                "- [{mark}] {line} ({who}, due {due_on}: {state})",
                mark=mark,
                line=_line(goal.words),
                who=who(goal.owner),
                due_on=day_name(goal.due_on),
                state=state,
            )
            for step in archive.goal_steps:
                if step.goal == goal.id and step.note:
                    yield f"  - {day(step.noted_at)}, {step.percent}%: {_line(step.note)}"
        yield from ("", say("## Commitments"), "")
        for commitment in archive.commitments:
            state = say(COMMITMENT_STATES[commitment.state])
            yield say(
                "- {line} ({who}, due {day}: {state})",
                line=_line(commitment.words),
                who=who(commitment.owner),
                day=day_name(commitment.due.day),
                state=state,
            )
        yield from ("", say("## Meetings"), "")
        for meeting in archive.meetings:
            yield f"- {day(meeting.starts_at)}: {say(MEETING_STATES[meeting.state])}"
            for item in archive.agenda:
                if item.meeting == meeting.id:
                    yield f"  - {_line(item.text)} ({who(item.author)})"
        for item in archive.agenda:
            if item.meeting is None:
                yield say(
                    "- For the next meeting: {line} ({who})",
                    line=_line(item.text),
                    who=who(item.author),
                )
        yield from ("", say("## Wins"), "")
        for win in archive.wins:
            yield f"- {day(win.told_at)}, {who(win.author)}: {_line(win.words)}"

    return "\n".join(lines()) + "\n"


def _quoted(text: str) -> Iterator[str]:
    """Yield what someone wrote so that none of it becomes a heading or a list of ours."""
    for line in text.splitlines():
        yield f"> {line}".rstrip()


def _line(text: str) -> str:
    return " ".join(text.split())


def _json(say: Say, archive: Archive, names: Names) -> str:
    pair = archive.named.pair

    def who(user: UserId) -> str:
        return _who(say, pair, user, names)

    def at(instant: datetime | None) -> str | None:
        return instant.isoformat() if instant else None

    def items(meeting: MeetingId | None) -> list[dict[str, str]]:
        return [
            {"author": str(item.author), "text": item.text}
            for item in archive.agenda
            if item.meeting == meeting
        ]

    content: dict[str, Any] = {
        "cohort": archive.named.cohort,
        "code": pair.code,
        "time_zone": pair.time_zone,
        "introduced_at": at(pair.introduced_at),
        "ended_at": at(pair.ended_at),
        "saved_at": at(archive.at),
        "members": [
            {"id": str(member.user), "name": who(member.user), "role": member.role.value}
            for member in pair.members
        ],
        "updates": [
            {
                "at": at(update.logged_at),
                "author": str(update.author),
                "moved": update.moved,
                "in_the_way": update.in_the_way,
                "next_step": update.next_step,
            }
            for update in archive.updates
        ],
        "goals": [
            {
                "owner": str(goal.owner),
                "words": goal.words,
                "due_on": goal.due_on.isoformat(),
                "percent": goal.percent,
                "state": goal.state.value,
                "set_at": at(goal.set_at),
                "settled_at": at(goal.settled_at),
                "steps": [
                    {"at": at(step.noted_at), "percent": step.percent, "note": step.note}
                    for step in archive.goal_steps
                    if step.goal == goal.id
                ],
            }
            for goal in archive.goals
        ],
        "commitments": [
            {
                "owner": str(commitment.owner),
                "words": commitment.words,
                "obstacle": commitment.obstacle,
                "plan_b": commitment.plan_b,
                "seen_by_partner": commitment.shown,
                "due_at": at(commitment.due_at),
                "state": commitment.state.value,
            }
            for commitment in archive.commitments
        ],
        "meetings": [
            {
                "starts_at": at(meeting.starts_at),
                "state": meeting.state.value,
                "agenda": items(meeting.id),
            }
            for meeting in archive.meetings
        ],
        "next_agenda": items(None),
        "wins": [
            {"at": at(win.told_at), "author": str(win.author), "words": win.words}
            for win in archive.wins
        ],
    }
    return json.dumps(content, ensure_ascii=False, indent=2) + "\n"
