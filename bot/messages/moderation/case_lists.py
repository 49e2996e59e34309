"""The open cases as a list: a line for each cause, and for each pair with its cohort and age."""

from collections import Counter
from dataclasses import dataclass, replace

from bot.domain.ids import CaseId, CohortId, GuildId
from bot.domain.moderation.case_lists import (
    AGES,
    CAUSES_A_PAGE,
    EVERY,
    KINDS,
    LINES_A_PAGE,
    CaseEntry,
    CaseFilter,
    Cause,
    cause_of,
    page_of,
)
from bot.domain.moderation.cases import CaseKind
from bot.language.say import ENGLISH, Say
from bot.messages.custom_id import Target, build
from bot.messages.moderation.case_texts import cause_title, detail, title, who
from bot.messages.moderation.cases import can_be_retried, note_field
from bot.messages.outgoing import Button, Choice, Embed, Message, Modal, Row, Select, Style
from bot.messages.text import day_name, escape, join_within, person, timestamp, truncate
from bot.services.moderation.case_lists import CaseList, CauseShown
from bot.storage.moderation.cases import Case

AREA = "cases"
# What a list is narrowed to, in the words of the command's choices.
KIND_NAMES = {kind: title(ENGLISH, kind) for kind in KINDS}
_PLACES = ("", *KINDS)
_NAMED_IN_A_CAUSE = 3
_MOST_COHORTS = 24


@dataclass(frozen=True, slots=True)
class ListPlace:
    """Which page of which list: all causes, or the lines of the cause that `like` has.

    With `own`, only the cohort of `like`. It is part of every button of a list.
    """

    wanted: CaseFilter = EVERY
    page: int = 0
    like: CaseId | None = None
    own: bool = False

    def build(self, verb: str, guild: GuildId) -> str:
        """Return the custom ID of a button that leads here."""
        age = AGES.index(self.wanted.days)
        kind = _PLACES.index(self.wanted.kind)
        number = (self.page * 32 + kind) * 32 + age * 4 + self.wanted.snoozed * 2 + self.own
        if self.like is not None:
            return build(AREA, f"cause-{verb}", guild, self.like, number=number)
        return build(AREA, verb, guild, self.wanted.cohort or 0, number=number)

    @classmethod
    def of(cls, target: Target) -> "ListPlace":
        """Return where a button leads; a cause's cohort is known once `like` is read."""
        above, flags = divmod(target.number, 32)
        page, place = divmod(above, 32)
        age, bits = divmod(flags, 4)
        days, snoozed = AGES[age % len(AGES)], bool(bits & 2)
        kind = _PLACES[place % len(_PLACES)]
        if target.verb.startswith("cause-"):
            filtered = CaseFilter(None, days, snoozed, kind)
            return cls(filtered, page, CaseId(target.what), bool(bits & 1))
        cohort = CohortId(target.what) if target.what else None
        return cls(CaseFilter(cohort, days, snoozed, kind), page)


def listing(
    say: Say, guild: GuildId, found: CaseList, place: ListPlace, notice: str = ""
) -> Message:
    """Show a page of causes, with what can be done with all of them and selects to narrow them."""
    lines = found.entries
    if not lines and found.wanted == EVERY:
        return _nothing(say, guild, found, notice)
    page, pages = page_of(place.page, len(found.causes), CAUSES_A_PAGE)
    place = replace(place, page=page)
    shown = found.causes[page * CAUSES_A_PAGE :][:CAUSES_A_PAGE]
    fields = tuple(_cause_field(say, found, cause) for cause in shown)
    card = Embed(
        _heading(say, found),
        "" if lines else say("No cases match. Choose another cohort or age below."),
        fields=fields,
        footer=_footer(say, page, pages, found),
    )
    rows: list[Row] = []
    if shown:
        choices = tuple(
            Choice(truncate(_cause_label(say, cause), 100), str(cause.entries[0].first.id))
            for cause in shown
        )
        rows.append((Select(place.build("open", guild), say("Open one"), choices),))
    rows += _filters(say, guild, found, place)
    if lines:
        retries = any(can_be_retried(entry.first.weighed.kind) for entry in lines)
        rows.append(_bulk(say, guild, place, retries=retries))
    rows += _turns(say, guild, place, pages, found)
    return Message(notice, embeds=(card,), rows=tuple(rows))


def cause_page(
    say: Say, guild: GuildId, shown: CauseShown, place: ListPlace, notice: str = ""
) -> Message:
    """Show a page of the lines of one cause, and what can be done with all of them."""
    cause, found = shown.cause, shown.listed
    if cause is None:
        return listing(say, guild, found, ListPlace(found.wanted), notice or say("All done."))
    page, pages = page_of(place.page, len(cause.entries), LINES_A_PAGE)
    place = replace(place, page=page, like=shown.like.id)
    lines = cause.entries[page * LINES_A_PAGE :][:LINES_A_PAGE]
    body = "\n".join(line(say, found, entry) for entry in lines)
    fix = detail(say, shown.like.kind, shown.like.facts)
    card = Embed(
        truncate(cause_title(say, cause.kind, cause.reason, len(cause.entries)), 250),
        f"{fix}\n\n{body}".strip(),
        footer=_footer(say, page, pages, found),
    )
    choices = tuple(
        Choice(
            say("Case {first}", first=entry.first.id),
            str(entry.first.id),
            note=_note(say, found, entry),
        )
        for entry in lines
    )
    retries = can_be_retried(cause.entries[0].first.weighed.kind)
    rows: list[Row] = [
        (Select(build("case", "pick", guild), say("Open a case"), choices),),
        *_filters(say, guild, found, place),
        _bulk(say, guild, place, retries=retries),
        *_turns(say, guild, place, pages, found),
    ]
    return Message(notice, embeds=(card,), rows=tuple(rows))


def line(say: Say, found: CaseList, entry: CaseEntry) -> str:
    """Return a case as one line: its number, its people, its cohort, and since when."""
    case = found.by_id[entry.first.id]
    parts = [
        f"**{case.id}** {who(say, case.kind, case.facts)}",
        escape(_where(say, found, entry), 40),
        timestamp(case.opened_at, "R"),
        say("Assigned to {owner}", owner=person(case.owner)) if case.owner else "",
        _until(say, found, case),
    ]
    also = [_beside(say, found.by_id[other]) for other in entry.cases[1:]]
    if also:
        parts.append(say("Also: {fromkeys}", fromkeys=", ".join(dict.fromkeys(also))))
    return " · ".join(part for part in parts if part)


def _where(say: Say, found: CaseList, entry: CaseEntry) -> str:
    """Return the cohort of a case, or nothing if the case is called by it already."""
    case = found.by_id[entry.first.id]
    cohort = found.cohort_of.get(case.id, "")
    return "" if who(say, case.kind, case.facts) == escape(cohort, 80) else cohort


def _beside(say: Say, case: Case) -> str:
    """Name what else is open about a pair."""
    return title(say, cause_of(case.kind, case.facts)[0])


def age(say: Say, days: int) -> str:
    """Name how old cases have to be."""
    return say("Open for {days}+ days", days=days) if days else say("Any age")


def note_form(say: Say, place: ListPlace, guild: GuildId) -> Modal:
    """Ask a moderator for the message to many pairs, which they see again before it is sent."""
    return Modal(
        place.build("send", guild),
        say("Message all pairs"),
        (note_field(say, say("Your message")),),
    )


def _nothing(say: Say, guild: GuildId, found: CaseList, notice: str) -> Message:
    said = (
        say("{notice}\nNothing else needs a decision.", notice=notice)
        if notice
        else say("No open cases right now.")
    )
    if not found.snoozed:
        return Message(said)
    button = Button(say.of("button", "Show later cases"), _snoozed(guild, snoozed=True))
    return Message(
        say("{said} For later: {snoozed}", said=said, snoozed=found.snoozed), rows=((button,),)
    )


def _heading(say: Say, found: CaseList) -> str:
    number = len(found.entries)
    return (
        say("Cases for later: {number}", number=number)
        if found.wanted.snoozed
        else say("Open cases: {number}", number=number)
    )


def _footer(say: Say, page: int, pages: int, found: CaseList) -> str:
    parts = []
    if pages > 1:
        parts.append(say("Page {page} of {pages}", page=page + 1, pages=pages))
    if found.wanted.cohort is not None:
        name = found.cohorts.get(found.wanted.cohort, "")
        parts.append(say("Only {name}", name=name) if name else say("Only one cohort"))
    if found.wanted.kind:
        parts.append(say("Only: {kind_names}", kind_names=KIND_NAMES[CaseKind(found.wanted.kind)]))
    if found.wanted.days:
        parts.append(age(say, found.wanted.days))
    return " · ".join(parts)


def _cause_field(say: Say, found: CaseList, cause: Cause) -> tuple[str, str]:
    if len(cause.entries) == 1:
        [entry] = cause.entries
        return (
            truncate(
                say(
                    "Case {first}: {title}",
                    first=entry.first.id,
                    title=title(say, entry.first.weighed.kind),
                ),
                250,
            ),
            line(say, found, entry),
        )
    names = [who(say, entry.first.weighed.kind, entry.first.facts) for entry in cause.entries]
    cohorts = Counter(_where(say, found, entry) for entry in cause.entries)
    where = [f"{escape(name, 40)}: {number}" for name, number in cohorts.most_common(3) if name]
    since = say("First {since}", since=timestamp(cause.since, "R"))
    facts = " · ".join([*where, since])
    some = join_within(say, names, 500, _NAMED_IN_A_CAUSE)
    return truncate(_cause_label(say, cause), 250), f"{facts}\n{some}"


def _cause_label(say: Say, cause: Cause) -> str:
    if len(cause.entries) == 1:
        [entry] = cause.entries
        return say(
            "Case {first}: {title}",
            first=entry.first.id,
            title=title(say, entry.first.weighed.kind),
        )
    return cause_title(say, cause.kind, cause.reason, len(cause.entries))


def _until(say: Say, found: CaseList, case: Case) -> str:
    """Say until when a case is put off, and by whom; one that is back says nothing of it."""
    if case.extended_until is None or case.extended_until <= found.now:
        return ""
    until = timestamp(case.extended_until, "D")
    if case.id in found.put_off:
        return say("Paused, so they have until {until}", until=until)
    return say("Snoozed until {until}", until=until)


def _note(say: Say, found: CaseList, entry: CaseEntry) -> str:
    cohort = found.cohort_of.get(entry.first.id, "")
    opened = found.by_id[entry.first.id].opened_at
    day = say("Opened {date}", date=day_name(opened.date(), opened.date()))
    return truncate(f"{cohort} · {day}" if cohort else day, 100)


def _filters(say: Say, guild: GuildId, found: CaseList, place: ListPlace) -> list[Row]:
    """Offer cohorts, where there are several, and ages."""
    rows: list[Row] = []
    if len(found.cohorts) > 1 and place.like is None:
        names = list(found.cohorts.items())[:_MOST_COHORTS]
        chosen = place.wanted.cohort
        choices = (
            Choice(say("All cohorts"), "0", chosen=chosen is None),
            *(
                Choice(truncate(name, 100), str(cohort), chosen=cohort == chosen)
                for cohort, name in names
            ),
        )
        rows.append((Select(place.build("cohort", guild), say("Filter by cohort"), choices),))
    ages = tuple(
        Choice(
            age(say, days),
            str(number),
            chosen=days == place.wanted.days,
        )
        for number, days in enumerate(AGES)
    )
    rows.append((Select(place.build("age", guild), say("Filter by age"), ages),))
    return rows


def _bulk(say: Say, guild: GuildId, place: ListPlace, *, retries: bool) -> Row:
    buttons = [
        Button(say.of("button", "Snooze all"), place.build("extend", guild)),
        Button(say.of("button", "Message all pairs"), place.build("write", guild)),
        Button(say.of("button", "Resolve all"), place.build("resolve", guild), Style.SUCCESS),
    ]
    if retries:
        buttons.insert(
            0, Button(say.of("button", "Retry all"), place.build("retry", guild), Style.PRIMARY)
        )
    return tuple(buttons)


def _turns(say: Say, guild: GuildId, place: ListPlace, pages: int, found: CaseList) -> list[Row]:
    buttons: list[Button] = []
    if pages > 1:
        for label, verb, to in (
            (say("Back"), "back", place.page - 1),
            (say("Next"), "next", place.page + 1),
        ):
            near = min(max(to, 0), pages - 1)
            custom_id = replace(place, page=near).build(verb, guild)
            buttons.append(Button(label, custom_id, disabled=near != to))
    if place.like is not None:
        buttons.append(
            Button(say.of("button", "See all cases"), build(AREA, "list", guild, 0, number=0))
        )
    elif found.wanted.snoozed:
        buttons.append(Button(say.of("button", "Show open cases"), _snoozed(guild, snoozed=False)))
    elif found.snoozed:
        buttons.append(
            Button(
                say.of("button", "Show {snoozed} for later", snoozed=found.snoozed),
                _snoozed(guild, snoozed=True),
            )
        )
    return [tuple(buttons)] if buttons else []


def _snoozed(guild: GuildId, *, snoozed: bool) -> str:
    return ListPlace(CaseFilter(snoozed=snoozed)).build("list", guild)
