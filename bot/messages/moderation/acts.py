"""What moderators read before an act that touches many, and the log of their acts."""

from collections.abc import Callable

from bot.domain.cohorts.audiences import Audience
from bot.domain.cohorts.edits import DATES, Part, name_before, parts_of, read
from bot.domain.ids import UserId
from bot.domain.moderation.acts import BY_ITSELF, CASE_ACTS, NO_COHORT, ActFacts, ActKind
from bot.domain.nudges.nudges import CohortNews, ModeratorNews, WaitNews
from bot.domain.states import CohortState, EndReason, Role
from bot.domain.typed_text import one_line
from bot.language.say import Say
from bot.messages.cohorts.announcements import (
    AUDIENCES,
    announcement,
    dates_changed,
    unfinished,
)
from bot.messages.cohorts.edits import in_log, what_changes
from bot.messages.cohorts.moderator_news import role_said, sentences
from bot.messages.custom_id import build
from bot.messages.matching import by_hand
from bot.messages.matching.matching import read_by_waiting
from bot.messages.outgoing import Button, Embed, Message, Row, Style
from bot.messages.pairs.circles import JOINED, TAKEN_OUT
from bot.messages.pairs.endings import OPENINGS, RESTORED_WORDS, first_again
from bot.messages.pairs.introductions import FIRST_WORDS
from bot.messages.text import (
    day_name,
    escape,
    for_count,
    join_within,
    people,
    person,
    timestamp,
)
from bot.services.moderation.acts import NOTHING, ActLog, ToConfirm
from bot.storage.cohorts.cohorts import Cohort
from bot.storage.moderation.acts import Act

LONGEST_PAGE = 2500
LONGEST_NOTICE = 1500
PAIR = 2

_LABELS = {
    ActKind.ENDED: "End cohort",
    ActKind.RESTORED: "Restore cohort",
    ActKind.CLOSED: "Close sign-up",
    ActKind.ADJUSTED: "Change place",
    ActKind.REMOVED: "Remove from cohort",
    ActKind.PAIRED: "Introduce pair",
    ActKind.MOVED: "Move mentee",
    ActKind.ENDED_PAIR: "End pair",
    ActKind.RESTORED_PAIR: "Restore pair",
    ActKind.CHANGED: "Save changes",
    ActKind.DELETED: "Delete cohort",
}


def to_confirm(say: Say, shown: ToConfirm, page: int = 0) -> Message:
    """Show exactly whom an act touches and what they will read, and ask."""
    facts, name = shown.act.facts, escape(shown.cohort.name, 80)
    lines = by_hand.lines(say, shown.act) or [_pair(say, pair, facts) for pair in facts.pairs]
    lines += [f"{person(user)}{_waits(say, shown.act)}" for user in facts.waiting]
    pages = paged(lines)
    page = min(max(page, 0), len(pages) - 1)
    cautions = by_hand.cautions(say, facts)
    fields = [("Before you decide", cautions)] if cautions else []
    fields.append(("What happens", _what_happens(say, shown)))
    fields += [(title, f"> {text}") for title, text in _read(say, shown) if text]
    card = Embed(
        f"{name} · {_confirm(say, shown)}?",
        pages[page] or "No one will get a message.",
        fields=tuple(fields),
        footer=f"Nothing happens until you confirm. Page {page + 1} of {len(pages)}",
    )
    cards: tuple[Embed, ...] = (card,)
    if facts.words:
        cards = (card, announcement(say, shown.cohort.name, facts.words))
    rows = confirm_rows(say, shown.act, _confirm(say, shown), page, len(pages))
    return Message(_notice(say, shown), embeds=cards, rows=rows)


def _notice(say: Say, shown: ToConfirm) -> str:
    """Return what changed since the moderator was asked the last time."""
    if not shown.anew:
        return ""
    notice = "Something changed in the meantime, so please check again."
    if shown.since is None:
        return notice
    before, now = shown.since, shown.act.facts
    lines = [f"New: {each}" for each in _only_in(say, now, before)]
    lines += [f"No longer: {each}" for each in _only_in(say, before, now)]
    return join_within(say, [notice, *lines], LONGEST_NOTICE)


def _only_in(say: Say, facts: ActFacts, others: ActFacts) -> list[str]:
    """Return the pairs and people that one act names and the other doesn't."""
    return [
        *(_pair(say, pair, facts) for pair in facts.pairs if pair not in others.pairs),
        *(person(user) for user in facts.waiting if user not in others.waiting),
    ]


def paged(lines: list[str]) -> list[str]:
    """Return the lines on pages that an embed can hold, none cut in two; at least one page."""
    pages: list[list[str]] = [[]]
    for line in lines:
        if sum(len(each) + 1 for each in pages[-1]) + len(line) > LONGEST_PAGE:
            pages.append([])
        pages[-1].append(line)
    return ["\n".join(page) for page in pages]


def confirm_rows(say: Say, shown: Act, label: str, page: int, pages: int) -> tuple[Row, ...]:
    """Return the button that does what is shown, the one that doesn't, and those to turn pages."""
    guild, act = shown.guild, shown.id

    def turn(label: str, verb: str, to: int) -> Button:
        custom_id = build("act", verb, guild, act, number=min(max(to, 0), pages - 1))
        return Button(label, custom_id, disabled=not 0 <= to < pages)

    buttons = [
        Button(label, build("act", "confirm", guild, act), Style.DANGER),
        *by_hand.choices(say, shown),
        Button("Keep as is", build("act", "dismiss", guild, act)),
    ]
    if pages > 1:
        buttons += [turn("Back", "back", page - 1), turn("Next", "next", page + 1)]
    return (tuple(buttons),)


def _confirm(say: Say, shown: ToConfirm) -> str:
    """Return what the button says: the act, and where there's room, how many it touches."""
    facts = shown.act.facts
    match shown.act.kind:
        case ActKind.APPROVED:
            return for_count(facts.matches, "Approve {n} pair", "Approve {n} pairs")
        case ActKind.UNDID:
            return for_count(facts.matches, "Undo {n} pair", "Undo {n} pairs")
        case ActKind.ANNOUNCED:
            return for_count(len(facts.waiting), "Send to {n} person", "Send to {n} people")
        case ActKind.REMINDED:
            return for_count(len(facts.waiting), "Remind {n} person", "Remind {n} people")
        case ActKind.ENDED_PAIR if facts.leaves:
            return "Remove from circle"
        case kind:
            return _LABELS[kind]


def _waits(say: Say, act: Act) -> str:
    match act.kind:
        case ActKind.CLOSED | ActKind.DELETED:
            return " · Hasn’t finished"
        case ActKind.ANNOUNCED | ActKind.REMINDED:
            return ""
        case ActKind.REMOVED:
            return " · Will be removed"
        case ActKind.ADJUSTED:
            role, _, places = act.facts.before.partition(" ")
            return f" · {role_said(say, role, int(places))} → {_role(say, act.facts)}"
        case _:
            return " · Unmatched"


def _pair(say: Say, members: tuple[UserId, ...], facts: ActFacts = NOTHING) -> str:
    mentor, *mentees = members
    new = [user for _, user in facts.joins if user in mentees]
    left = [user for _, user in facts.leaves if user in mentees]
    if new and len(new) < len(mentees):
        known = [user for user in mentees if user not in new]
        return f"{people(new)} → circle of {person(mentor)} with {people(known)}"
    if left and len(left) < len(mentees):
        known = [user for user in mentees if user not in left]
        return f"{people(left)} ← circle of {person(mentor)} with {people(known)}"
    return f"{person(mentor)} with {people(mentees)}"


def who_hears(say: Say, facts: ActFacts, gone: int) -> str:
    """Say how many people get a message, and how many can't because they left the server."""
    told = f"People I’ll message: {len(facts.people) - gone}"
    return f"{told} · Not in the server anymore: {gone}" if gone else told


def _what_happens(say: Say, shown: ToConfirm) -> str:
    facts = shown.act.facts
    told = who_hears(say, facts, shown.gone)
    match shown.act.kind:
        case ActKind.ENDED:
            return (
                "The cohort and its pairs will end now. I’ll cancel their meetings and delete "
                "shared contact details. You can restore it with `/cohort open` for 7 days.\n"
                f"Pairs: {facts.matches} · {told}"
            )
        case ActKind.RESTORED:
            again = " Sign-up will open again." if facts.before == CohortState.ENROLLING else ""
            return (
                "The cohort will continue, with its pairs’ threads and meetings."
                f"{again}\nPairs: {facts.matches} · {told}"
            )
        case ActKind.REMOVED:
            return f"{_what_ends(say, facts)}{told}"
        case ActKind.ADJUSTED:
            return f"Matching will use this from now on.\n{told}"
        case ActKind.CLOSED:
            return f"Sign-up will close. Anyone who hasn’t finished can’t finish anymore.\n{told}"
        case ActKind.CHANGED:
            reads = told if _tells(facts) else "No one will get a message."
            return f"{what_changes(say, facts.edits, shown.cohort.state, facts.number)}\n{reads}"
        case ActKind.DELETED:
            return f"The cohort will be deleted for good, and its name will be free again.\n{told}"
        case ActKind.ANNOUNCED:
            return (
                "Everyone will get this where they get reminders. At night, it waits for their "
                f"morning.\nTo: {_audience(say, facts)} · {told}"
            )
        case ActKind.REMINDED:
            earlier = f" · Already reminded: {facts.number}" if facts.number else ""
            return f"They started signing up and haven’t finished.\n{told}{earlier}"
        case ActKind.APPROVED:
            stays = "Sign-up will stay open. " if facts.before == CohortState.ENROLLING else ""
            made = facts.matches > len(facts.joins) + facts.number
            new = "I’ll introduce each pair in a private thread. " if made else ""
            grows = (
                "I’ll introduce people who join a circle in its thread, which they can read. "
                if facts.joins
                else ""
            )
            again = (
                f"\nUndone pairs that continue in their thread: {facts.number}"
                if facts.number
                else ""
            )
            return f"{new}{grows}{stays}{again}\n{told}"
        case kind if kind in by_hand.KINDS:
            return f"{by_hand.what_happens(say, shown.act)}\n{told}"
        case _:
            ends = " Pairs that were introduced will end." if _new(facts) else ""
            left = " New mentees will leave their circle, which continues." if facts.leaves else ""
            return (
                "I’ll cancel introductions that weren’t sent, and no one will know about them."
                f"{ends}{left} All of them will be unmatched again.\n"
                f"People I’ll message: {facts.number}"
            )


def _read(say: Say, shown: ToConfirm) -> list[tuple[str, str]]:
    """Return what those in pairs will read, and what those who wait will."""
    kind, facts = shown.act.kind, shown.act.facts
    if kind is ActKind.ADJUSTED:
        return [("They’ll read", _news(say, shown))]
    if kind is ActKind.REMOVED:
        [user] = facts.waiting
        has_mentees = any(pair[0] == user and len(pair) > PAIR for pair in facts.pairs)
        has_two = any(len(pair) == PAIR for pair in facts.pairs)
        return [
            ("They’ll read", _news(say, shown)),
            ("Their pair will read", _parted(say, facts, user) if has_two else ""),
            ("Their circle will read", OPENINGS[EndReason.NO_MENTOR] if has_mentees else ""),
            (
                "The other circle will read",
                TAKEN_OUT.format(person(user)) if facts.leaves else "",
            ),
        ]
    if kind in by_hand.KINDS:
        return by_hand.read(say, shown.act)
    if kind is ActKind.ANNOUNCED:
        return []  # shown as a card of its own, exactly as it is sent
    if kind is ActKind.CHANGED:
        return [("They’ll read", _dates_read(say, shown))] if _tells(facts) else []
    if kind is ActKind.REMINDED:
        return [("They’ll read", _reminder_read(say, shown))]
    paired, news = {
        ActKind.CLOSED: ("", WaitNews.CLOSED),
        ActKind.DELETED: ("", WaitNews.CLOSED),
        ActKind.ENDED: (OPENINGS[EndReason.COHORT_ENDED], WaitNews.ENDED),
        ActKind.UNDID: (OPENINGS[EndReason.UNDONE], WaitNews.ROUND),
        ActKind.APPROVED: (FIRST_WORDS, WaitNews.ROUND),
        ActKind.RESTORED: (RESTORED_WORDS, WaitNews.RESTORED),
    }[kind]
    others = "Unmatched people will read" if facts.pairs else "They’ll read"
    again = facts.number if kind is ActKind.APPROVED else 0
    is_new = _new(facts) and facts.matches > len(facts.joins) + again
    return [
        ("Each pair will read", paired if is_new else ""),
        ("Each continuing pair will read", RESTORED_WORDS if again else ""),
        ("Each growing circle will read", JOINED if facts.joins else ""),
        ("Each remaining circle will read", _taken_back(say, facts)),
        (others, read_by_waiting(say, shown.cohort, news) if facts.waiting else ""),
    ]


def _parted(say: Say, facts: ActFacts, user: UserId) -> str:
    """Return what a pair reads when one of them is removed: a mentee who stays comes first."""
    stay = [pair[1:] for pair in facts.pairs if len(pair) == PAIR and pair[0] == user]
    again = f" {first_again(say, stay[0])}" if stay else ""
    return f"{OPENINGS[EndReason.MOVED]}{again}"


def _new(facts: ActFacts) -> bool:
    """Return whether an act is about pairs as a whole, and not only about circles that go on."""
    circles = {pair for pair, _ in (*facts.joins, *facts.leaves)}
    return len(facts.pairs) > len(circles)


def _taken_back(say: Say, facts: ActFacts) -> str:
    """Return what a circle reads of a newcomer who leaves it again: a message for each of them."""
    if not facts.leaves:
        return ""
    gone = person(facts.leaves[0][1])
    also = " (One message for each mentee who leaves.)" if len(facts.leaves) > 1 else ""
    return f"{TAKEN_OUT.format(gone)}{also}"


def _what_ends(say: Say, facts: ActFacts) -> str:
    """Return what removing someone ends, and who is matched again."""
    said = ""
    if facts.pair_ids:
        said = (
            "Their pairs will end, with all meetings. The others will be unmatched again, mentees "
            f"first in line.\nPairs that end: {len(facts.pair_ids)} · "
        )
    if facts.leaves:
        said = f"{said}Circles that continue without them: {len(facts.leaves)} · "
    return said


def _news(say: Say, shown: ToConfirm) -> str:
    """Return what the one person whom an act is about will read."""
    act, cohort = shown.act, shown.cohort
    [user] = act.facts.waiting
    return sentences(
        say,
        ModeratorNews(
            guild=cohort.guild,
            cohort=cohort.id,
            cohort_name=cohort.name,
            person=user,
            moderator=act.moderator,
            act=act.kind,
            role=act.facts.role,
            places=act.facts.number,
        ),
        person(act.moderator),
    )


def _audience(say: Say, facts: ActFacts) -> str:
    return AUDIENCES[Audience(facts.to or Audience.ALL)]


def _tells(facts: ActFacts) -> bool:
    """Return whether a change of settings is told to those whom it touches: dates are."""
    return bool(parts_of(facts.edits) & DATES)


def _dates_read(say: Say, shown: ToConfirm) -> str:
    edits = [edit for edit in shown.act.facts.edits if Part(edit[0]) in DATES]
    dates = tuple((part, read(Part(part), after)) for part, _, after in edits)
    cohort = shown.cohort
    named = {part: after for part, _, after in shown.act.facts.edits}.get(Part.NAME, cohort.name)
    news = CohortNews(
        cohort.guild,
        cohort.id,
        named,
        UserId(0),
        dates=dates,
        called_before=name_before(shown.act.facts.edits),
    )
    return dates_changed(say, news)


def _reminder_read(say: Say, shown: ToConfirm) -> str:
    cohort = shown.cohort
    text = unfinished(say, cohort.name, Role.MENTEE, None)
    until = cohort.plan.sign_up_until
    closes = f" Sign-up closes at the end of {day_name(until)}." if until else ""
    return f"{text}{closes}"


def dismissed(say: Say) -> Message:
    """Say that nothing happened."""
    return Message("OK. Nothing was changed.")


def log(say: Say, page: ActLog) -> Message:
    """Show who did what and when, newest first."""
    lines = [_line(say, act, page) for act in page.acts] or ["Nothing yet."]
    title = f"Moderator log of {escape(page.cohort.name, 80)}" if page.cohort else "Moderator log"
    card = Embed(title, "\n".join(lines), footer=f"Page {page.page + 1} of {page.pages}")
    return Message(embeds=(card,), rows=_log_rows(say, page))


def _log_rows(say: Say, page: ActLog) -> tuple[Row, ...]:
    cohort = page.cohort.id if page.cohort else NO_COHORT
    buttons: list[Button] = []
    if page.pages > 1:
        guild = page.acts[0].guild
        for label, verb, to in (
            ("Newer", "log-newer", page.page - 1),
            ("Older", "log-older", page.page + 1),
        ):
            number = min(max(to, 0), page.pages - 1)
            custom_id = build("cohort", verb, guild, cohort, number=number)
            buttons.append(Button(label, custom_id, disabled=to != number))
    if page.ending is not None and page.cohort is not None:
        buttons.append(restore_button(say, page.cohort))
    return (tuple(buttons),) if buttons else ()


def restore_button(say: Say, cohort: Cohort) -> Button:
    """Offer to restore an ended cohort."""
    return Button("Restore cohort", build("cohort", "restore", cohort.guild, cohort.id))


def _line(say: Say, act: Act, page: ActLog) -> str:
    assert act.done_at is not None, "only what was done is in the log"
    over = {
        ActKind.APPROVED: "Undone since",
        ActKind.ENDED: "Restored since",
        ActKind.LOCKED: "Lifted since",
        ActKind.FORBADE: "Lifted since",
        ActKind.NOTED: "Deleted since",
        ActKind.ENDED_PAIR: "Restored since",
        ActKind.MOVED: "Restored since",
    }.get(act.kind, "")
    named = page.cohort is None and act.cohort in page.names
    is_noted = act.kind in CASE_ACTS and act.facts.note
    parts = (
        f"{timestamp(act.done_at)} {_actor(say, act)}",
        _WORDS[act.kind](say, act.facts),
        escape(page.names[act.cohort], 40) if named else "",
        over if act.ended_at is not None else "",
        f"Note: “{escape(act.facts.note, 200)}”" if is_noted else "",
        f"Why: {escape(act.facts.why, 200)}" if act.facts.why else "",
    )
    return " · ".join(part for part in parts if part)


def _actor(say: Say, act: Act) -> str:
    if act.moderator == BY_ITSELF:
        return "Last day of sign-up" if act.kind is ActKind.CLOSED else "Last day"
    return person(act.moderator)


def _role(say: Say, facts: ActFacts) -> str:
    return role_said(say, facts.role, facts.number)


def _cases(say: Say, facts: ActFacts) -> str:
    if facts.number == 1 and facts.cases:
        return f"Case {facts.cases[0]}"
    return f"Cases: {facts.number}"


def _named(say: Say, facts: ActFacts) -> str:
    return ", ".join([_pair(say, pair, facts) for pair in facts.pairs])


def _resolved(say: Say, facts: ActFacts) -> str:
    ended = f" · Pairs ended: {len(facts.pairs)}" if facts.pairs else ""
    return f"Resolved · {_cases(say, facts)}{ended}"


def _removed(say: Say, facts: ActFacts) -> str:
    ended = f" · Pairs: {len(facts.pairs)}" if facts.pairs else ""
    return f"Removed {people(facts.waiting)}{ended}"


_WORDS: dict[ActKind, Callable[[Say, ActFacts], str]] = {
    ActKind.CREATED: lambda say, _: "Created the cohort",
    ActKind.CHANGED: lambda say, f: in_log(say, f.edits) or "Changed its dates and limits",
    ActKind.DELETED: lambda say, _: "Deleted the cohort",
    ActKind.ANNOUNCED: lambda say, f: (
        f"Sent a message · {_audience(say, f)}: {len(f.waiting)} · "
        f"“{escape(one_line(f.words), 120)}”"
    ),
    ActKind.REMINDED: lambda say, f: f"Reminded to finish signing up: {len(f.waiting)}",
    ActKind.OPENED: lambda say, f: (
        "Posted the sign-up panel again" if f.before else "Opened sign-up"
    ),
    ActKind.CLOSED: lambda say, _: "Closed sign-up",
    ActKind.ENDED: lambda say, f: f"Ended the cohort · Pairs: {f.matches}",
    ActKind.RESTORED: lambda say, f: f"Restored the cohort · Pairs: {f.matches}",
    ActKind.IMPORTED: lambda say, f: f"Imported people: {f.number}",
    ActKind.PROPOSED: lambda say, f: f"Made proposal {f.of} · Pairs: {f.number}",
    ActKind.LOCKED: lambda say, f: f"Locked {_named(say, f)}",
    ActKind.RELEASED: lambda say, f: f"Released {_named(say, f)}",
    ActKind.FORBADE: lambda say, f: f"Kept apart: {people(f.pairs[0])}",
    ActKind.ALLOWED: lambda say, f: f"Allowed again: {people(f.pairs[0])}",
    ActKind.SWAPPED: lambda say, f: f"Swapped mentors: {_named(say, f)}",
    ActKind.APPROVED: lambda say, f: f"Approved pairs: {f.matches}",
    ActKind.UNDID: lambda say, f: f"Undid an approval · Pairs: {f.matches}",
    ActKind.ADDED: lambda say, f: f"Added {people(f.waiting)} · {_role(say, f)}",
    ActKind.REMOVED: _removed,
    ActKind.ADJUSTED: lambda say, f: f"Changed {people(f.waiting)} to {_role(say, f)}",
    ActKind.REVISED: lambda say, f: f"Updated {people(f.waiting)} from a list",
    ActKind.WROTE: lambda say, f: f"Messaged {people(f.waiting)}",
    ActKind.NOTED: lambda say, f: f"Added a note about {_named(say, f)}",
    ActKind.CASES_TAKEN: lambda say, f: f"Assigned to themselves · {_cases(say, f)}",
    ActKind.CASES_EXTENDED: lambda say, f: f"Snoozed for 2 weeks · {_cases(say, f)}",
    ActKind.CASES_WRITTEN: lambda say, f: f"Messaged pairs: {len(f.pairs)} · {_cases(say, f)}",
    ActKind.CASES_RETRIED: lambda say, f: f"Tried again · {_cases(say, f)}",
    ActKind.CASES_RESOLVED: _resolved,
    ActKind.CASES_REMATCHED: lambda say, f: f"Ended for a new match: {_named(say, f)}",
    ActKind.CASES_HANDED: lambda say, f: f"Asked a mentor · {_cases(say, f)}",
    ActKind.CASES_NOTED: lambda say, f: f"Added a note · {_cases(say, f)}",
    ActKind.PAIRED: lambda say, f: f"Paired by hand: {_named(say, f)}",
    ActKind.MOVED: lambda say, f: f"Moved {by_hand.moved(f)}",
    ActKind.ENDED_PAIR: lambda say, f: f"Ended: {_named(say, f)}",
    ActKind.RESTORED_PAIR: lambda say, f: f"Restored: {_named(say, f)}",
}
