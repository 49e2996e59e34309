"""What moderators read before an act that touches many, and the log of their acts."""

from collections.abc import Callable

from bot.domain.cohorts.audiences import Audience
from bot.domain.cohorts.edits import DATES, Part, name_before, parts_of, read
from bot.domain.ids import UserId
from bot.domain.moderation.acts import BY_ITSELF, CASE_ACTS, NO_COHORT, ActFacts, ActKind
from bot.domain.nudges.nudges import CohortNews, ModeratorNews, WaitNews
from bot.domain.states import CohortState, EndReason, Role
from bot.domain.typed_text import one_line
from bot.messages.cohorts.announcements import (
    AUDIENCES,
    announcement,
    dates_changed,
    unfinished,
)
from bot.messages.cohorts.edits import in_log, what_changes
from bot.messages.cohorts.moderator_news import places_said, role_said, sentences
from bot.messages.custom_id import build
from bot.messages.matching import by_hand
from bot.messages.matching.matching import read_by_waiting
from bot.messages.outgoing import Button, Embed, Message, Row, Style
from bot.messages.pairs.circles import JOINED, TAKEN_OUT
from bot.messages.pairs.endings import OPENINGS, RESTORED_WORDS, first_again
from bot.messages.pairs.introductions import FIRST_WORDS
from bot.messages.text import (
    escape,
    join_list,
    join_within,
    people,
    person,
    plural,
    spelled_day,
    timestamp,
)
from bot.services.moderation.acts import NOTHING, ActLog, ToConfirm
from bot.storage.cohorts.cohorts import Cohort
from bot.storage.moderation.acts import Act

LONGEST_PAGE = 2500
LONGEST_NOTICE = 1500
PAIR = 2

_VERBS = {
    ActKind.ENDED: "End",
    ActKind.RESTORED: "Restore",
    ActKind.APPROVED: "Approve",
    ActKind.UNDID: "Undo",
    ActKind.CLOSED: "Close",
    ActKind.ADJUSTED: "Change",
    ActKind.REMOVED: "Remove",
    ActKind.PAIRED: "Introduce",
    ActKind.ENDED_PAIR: "End",
    ActKind.RESTORED_PAIR: "Restore",
    ActKind.CHANGED: "Change",
    ActKind.DELETED: "Delete",
    ActKind.ANNOUNCED: "Send",
    ActKind.REMINDED: "Remind",
}


def to_confirm(shown: ToConfirm, page: int = 0) -> Message:
    """Show exactly whom an act touches and what they will read, and ask."""
    facts, name = shown.act.facts, escape(shown.cohort.name, 80)
    lines = by_hand.lines(shown.act) or [_pair(pair, facts) for pair in facts.pairs]
    lines += [f"{person(user)}{_waits(shown.act)}" for user in facts.waiting]
    pages = paged(lines)
    page = min(max(page, 0), len(pages) - 1)
    cautions = by_hand.cautions(facts)
    fields = [("Before you decide", cautions)] if cautions else []
    fields.append(("What happens", _what_happens(shown)))
    fields += [(title, f"> {text}") for title, text in _read(shown) if text]
    card = Embed(
        f"{name}: {_confirm(shown)}?",
        pages[page] or "No one gets a message.",
        fields=tuple(fields),
        footer=f"Page {page + 1} of {len(pages)}. Nothing happens until you confirm.",
    )
    cards: tuple[Embed, ...] = (card,)
    if facts.words:
        cards = (card, announcement(shown.cohort.name, facts.words))
    rows = confirm_rows(shown.act, _confirm(shown), page, len(pages))
    return Message(_notice(shown), embeds=cards, rows=rows)


def _notice(shown: ToConfirm) -> str:
    """Return what changed since the moderator was asked the last time."""
    if not shown.anew:
        return ""
    notice = "Something changed since you were asked, so here it is again."
    if shown.since is None:
        return notice
    before, now = shown.since, shown.act.facts
    lines = [f"New: {each}" for each in _only_in(now, before)]
    lines += [f"No longer: {each}" for each in _only_in(before, now)]
    return join_within([notice, *lines], LONGEST_NOTICE)


def _only_in(facts: ActFacts, others: ActFacts) -> list[str]:
    """Return the pairs and people that one act names and the other doesn't."""
    return [
        *(_pair(pair, facts) for pair in facts.pairs if pair not in others.pairs),
        *(person(user) for user in facts.waiting if user not in others.waiting),
    ]


def paged(lines: list[str]) -> list[str]:
    """Return the lines on pages that an embed can hold, none cut in two; at least one page."""
    pages = [""]
    for line in lines:
        if len(pages[-1]) + len(line) > LONGEST_PAGE:
            pages.append("")
        pages[-1] += f"{line}\n"
    return pages


def confirm_rows(shown: Act, label: str, page: int, pages: int) -> tuple[Row, ...]:
    """Return the button that does what is shown, the one that doesn't, and those to turn pages."""
    guild, act = shown.guild, shown.id

    def turn(label: str, verb: str, to: int) -> Button:
        custom_id = build("act", verb, guild, act, number=min(max(to, 0), pages - 1))
        return Button(label, custom_id, disabled=not 0 <= to < pages)

    buttons = [
        Button(label, build("act", "confirm", guild, act), Style.DANGER),
        *by_hand.choices(shown),
        Button("Keep as is", build("act", "dismiss", guild, act)),
    ]
    if pages > 1:
        buttons += [turn("Back", "back", page - 1), turn("Next", "next", page + 1)]
    return (tuple(buttons),)


def _confirm(shown: ToConfirm) -> str:
    """Return what the button says: the act, and how many it touches."""
    facts = shown.act.facts
    if shown.act.kind is ActKind.MOVED:
        return "Move 1 mentee"
    if shown.act.kind is ActKind.ENDED_PAIR and facts.leaves:
        return "Take out 1 mentee"
    verb = _VERBS[shown.act.kind]
    number = plural(len(facts.waiting), "person", "people")
    if shown.act.kind is ActKind.ANNOUNCED:
        return f"{verb} to {number}"
    if shown.act.kind is ActKind.REMINDED:
        return f"{verb} {number}"
    if shown.act.kind is ActKind.CHANGED and _tells(facts):
        return f"{verb} and tell {plural(len(facts.people), 'person', 'people')}"
    if shown.act.kind is ActKind.REMOVED:
        ends = plural(len(facts.pair_ids), "pair")
        return f"Remove and end {ends}" if facts.pair_ids else "Remove 1 person"
    if facts.pairs:
        return f"{verb} {_pairs(facts)}"
    if facts.waiting:
        return f"{verb} and tell {plural(len(facts.waiting), 'person', 'people')}"
    return f"{verb} cohort"


def _waits(act: Act) -> str:
    match act.kind:
        case ActKind.CLOSED | ActKind.DELETED:
            return ", not finished"
        case ActKind.ANNOUNCED | ActKind.REMINDED:
            return ""
        case ActKind.REMOVED:
            return ", to be removed"
        case ActKind.ADJUSTED:
            role, _, places = act.facts.before.partition(" ")
            before = f"{role_said(role)}{places_said(role, int(places))}"
            return f", {before}, becomes {_role(act.facts)}"
        case _:
            return ", waiting"


def _pair(members: tuple[UserId, ...], facts: ActFacts = NOTHING) -> str:
    mentor, *mentees = members
    new = [user for _, user in facts.joins if user in mentees]
    left = [user for _, user in facts.leaves if user in mentees]
    if new and len(new) < len(mentees):
        known = [user for user in mentees if user not in new]
        return f"{people(new)}, joining the circle of {person(mentor)} with {people(known)}"
    if left and len(left) < len(mentees):
        known = [user for user in mentees if user not in left]
        return f"{people(left)}, leaving the circle of {person(mentor)} with {people(known)}"
    return f"{person(mentor)} with {people(mentees)}"


def _what_happens(shown: ToConfirm) -> str:
    facts = shown.act.facts
    told = f"{plural(len(facts.people), 'person', 'people')} will get a message."
    match shown.act.kind:
        case ActKind.ENDED:
            until = "`/cohort open` can restore it for 7 days."
            return (
                f"The cohort ends now, with {_pairs(facts)}. Their meetings "
                f"are canceled, and shared contact details are deleted. {told} {until}"
            )
        case ActKind.RESTORED:
            again = " Sign-up opens again." if facts.before == CohortState.ENROLLING else ""
            return (
                "The cohort goes on, and so do the threads and meetings of its pairs."
                f"{again} {told}"
            )
        case ActKind.REMOVED:
            return f"{_what_ends(facts)}{told}"
        case ActKind.ADJUSTED:
            return f"Matching uses this from now on. {told}"
        case ActKind.CLOSED:
            return f"Sign-up closes, and those who began to sign up can’t finish. {told}"
        case ActKind.CHANGED:
            reads = told if _tells(facts) else "No one gets a message."
            return f"{what_changes(facts.edits, shown.cohort.state, facts.number)}\n{reads}"
        case ActKind.DELETED:
            gone = told if facts.waiting else "No one ever signed up, so no one gets a message."
            return f"The cohort is deleted for good, and its name is free again. {gone}"
        case ActKind.ANNOUNCED:
            return (
                f"This goes to {_audience(facts)}, each where they like to be "
                f"reminded; at night it waits for their morning. {told}"
            )
        case ActKind.REMINDED:
            earlier = (
                f" {plural(facts.number, 'other')} began too, and had a reminder already."
                if facts.number
                else ""
            )
            return f"They began to sign up and haven’t finished. {told}{earlier}"
        case ActKind.APPROVED:
            stays = " Sign-up stays open." if facts.before == CohortState.ENROLLING else ""
            made = facts.matches > len(facts.joins) + facts.number
            new = "Each pair is introduced in a private thread. " if made else ""
            grows = (
                "People who join a circle are introduced in its thread, and can read it. "
                if facts.joins
                else ""
            )
            again = ""
            if facts.number:
                on = plural(facts.number, "pair was undone and goes", "pairs were undone and go")
                again = f"{on} on in their own thread. "
            return f"{new}{again}{grows}{told}{stays}"
        case kind if kind in by_hand.KINDS:
            return f"{by_hand.what_happens(shown.act)} {told}"
        case _:
            ends = " Pairs that were introduced end." if _new(facts) else ""
            left = " Newcomers leave the circle, which goes on." if facts.leaves else ""
            told = f"{plural(facts.number, 'person', 'people')} will get a message."
            return (
                f"Introductions that weren’t sent are canceled, and no one hears of them.{ends}"
                f"{left} All of them wait to be matched again. {told}"
            )


def _read(shown: ToConfirm) -> list[tuple[str, str]]:
    """Return what those in pairs will read, and what those who wait will."""
    kind, facts = shown.act.kind, shown.act.facts
    if kind is ActKind.ADJUSTED:
        return [("They will read", _news(shown))]
    if kind is ActKind.REMOVED:
        [user] = facts.waiting
        has_mentees = any(pair[0] == user and len(pair) > PAIR for pair in facts.pairs)
        has_two = any(len(pair) == PAIR for pair in facts.pairs)
        return [
            ("They will read", _news(shown)),
            ("Their pair will read", _parted(facts, user) if has_two else ""),
            ("Their circle will read", OPENINGS[EndReason.NO_MENTOR] if has_mentees else ""),
            (
                "The circle that goes on will read",
                TAKEN_OUT.format(person(user)) if facts.leaves else "",
            ),
        ]
    if kind in by_hand.KINDS:
        return by_hand.read(shown.act)
    if kind is ActKind.ANNOUNCED:
        return []  # shown as a card of its own, exactly as it is sent
    if kind is ActKind.CHANGED:
        return [("They will read", _dates_read(shown))] if _tells(facts) else []
    if kind is ActKind.REMINDED:
        return [("They will read", _reminder_read(shown))]
    paired, news = {
        ActKind.CLOSED: ("", WaitNews.CLOSED),
        ActKind.DELETED: ("", WaitNews.CLOSED),
        ActKind.ENDED: (OPENINGS[EndReason.COHORT_ENDED], WaitNews.ENDED),
        ActKind.UNDID: (OPENINGS[EndReason.UNDONE], WaitNews.ROUND),
        ActKind.APPROVED: (FIRST_WORDS, WaitNews.ROUND),
        ActKind.RESTORED: (RESTORED_WORDS, WaitNews.RESTORED),
    }[kind]
    others = "The others will read" if facts.pairs else "They will read"
    again = facts.number if kind is ActKind.APPROVED else 0
    is_new = _new(facts) and facts.matches > len(facts.joins) + again
    return [
        ("Each pair will read", paired if is_new else ""),
        ("Each pair that goes on will read", RESTORED_WORDS if again else ""),
        ("Each circle that grows will read", JOINED if facts.joins else ""),
        ("Each circle that goes on will read", _taken_back(facts)),
        (others, read_by_waiting(shown.cohort, news) if facts.waiting else ""),
    ]


def _parted(facts: ActFacts, user: UserId) -> str:
    """Return what a pair reads when one of them is removed: a mentee who stays comes first."""
    stay = [pair[1:] for pair in facts.pairs if len(pair) == PAIR and pair[0] == user]
    again = f" {first_again(stay[0])}" if stay else ""
    return f"{OPENINGS[EndReason.MOVED]}{again}"


def _new(facts: ActFacts) -> bool:
    """Return whether an act is about pairs as a whole, and not only about circles that go on."""
    circles = {pair for pair, _ in (*facts.joins, *facts.leaves)}
    return len(facts.pairs) > len(circles)


def _taken_back(facts: ActFacts) -> str:
    """Return what a circle reads of a newcomer who leaves it again: a message for each of them."""
    if not facts.leaves:
        return ""
    gone = person(facts.leaves[0][1])
    also = " And so for each of the others." if len(facts.leaves) > 1 else ""
    return f"{TAKEN_OUT.format(gone)}{also}"


def _what_ends(facts: ActFacts) -> str:
    """Return what removing someone ends, and who is matched again."""
    said = ""
    if facts.pair_ids:
        said += (
            f"{plural(len(facts.pair_ids), 'pair')} of theirs will end, and the others wait to be "
            "matched again; mentees come first. Meetings are canceled. "
        )
    if facts.leaves:
        said += f"{plural(len(facts.leaves), 'circle')} will go on without them. "
    return said


def _news(shown: ToConfirm) -> str:
    """Return what the one person whom an act is about will read."""
    act, cohort = shown.act, shown.cohort
    [user] = act.facts.waiting
    return sentences(
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


def _audience(facts: ActFacts) -> str:
    return AUDIENCES[Audience(facts.to or Audience.ALL)]


def _tells(facts: ActFacts) -> bool:
    """Return whether a change of settings is told to those whom it touches: dates are."""
    return bool(parts_of(facts.edits) & DATES)


def _dates_read(shown: ToConfirm) -> str:
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
    return dates_changed(news)


def _reminder_read(shown: ToConfirm) -> str:
    cohort = shown.cohort
    text = unfinished(cohort.name, Role.MENTEE, None)
    until = cohort.plan.sign_up_until
    closes = f" Sign-up closes at the end of {spelled_day(until)}." if until else ""
    return f"{text}{closes}"


def dismissed() -> Message:
    """Say that nothing happened."""
    return Message("OK, nothing was changed.")


def log(page: ActLog) -> Message:
    """Show who did what and when, newest first."""
    lines = [_line(act, page) for act in page.acts] or ["Nothing yet."]
    of_what = escape(page.cohort.name, 80) if page.cohort else "This server"
    card = Embed(
        f"{of_what}: what moderators did",
        "\n".join(lines),
        footer=f"Page {page.page + 1} of {page.pages}.",
    )
    return Message(embeds=(card,), rows=_log_rows(page))


def _log_rows(page: ActLog) -> tuple[Row, ...]:
    cohort = page.cohort.id if page.cohort else NO_COHORT
    buttons: list[Button] = []
    if page.pages > 1:
        guild = page.acts[0].guild
        for label, to in (("Newer", page.page - 1), ("Older", page.page + 1)):
            verb, number = f"log-{label.lower()}", min(max(to, 0), page.pages - 1)
            custom_id = build("cohort", verb, guild, cohort, number=number)
            buttons.append(Button(label, custom_id, disabled=to != number))
    if page.ending is not None and page.cohort is not None:
        buttons.append(restore_button(page.cohort))
    return (tuple(buttons),) if buttons else ()


def restore_button(cohort: Cohort) -> Button:
    """Offer to restore an ended cohort."""
    return Button("Restore cohort", build("cohort", "restore", cohort.guild, cohort.id))


def _line(act: Act, page: ActLog) -> str:
    assert act.done_at is not None, "only what was done is in the log"
    over = {
        ActKind.APPROVED: " Undone since.",
        ActKind.ENDED: " Restored since.",
        ActKind.LOCKED: " Lifted since.",
        ActKind.FORBADE: " Lifted since.",
        ActKind.NOTED: " Deleted since.",
        ActKind.ENDED_PAIR: " Restored since.",
        ActKind.MOVED: " Restored since.",
    }.get(act.kind, "")
    since = over if act.ended_at is not None else ""
    named = page.cohort is None and act.cohort in page.names
    cohort = f" ({escape(page.names[act.cohort], 40)})" if named else ""
    is_noted = act.kind in CASE_ACTS and act.facts.note
    note = f" Note: “{escape(act.facts.note, 200)}”" if is_noted else ""
    why = f" Why: {escape(act.facts.why, 200)}" if act.facts.why else ""
    did = _WORDS[act.kind](act.facts)
    return f"{timestamp(act.done_at)} {_actor(act)} {did}{cohort}.{since}{note}{why}"


def _actor(act: Act) -> str:
    if act.moderator == BY_ITSELF:
        return "The last day of sign-up" if act.kind is ActKind.CLOSED else "The last day"
    return person(act.moderator)


def _pairs(facts: ActFacts) -> str:
    return plural(facts.matches, "pair")


def _threads(facts: ActFacts) -> str:
    """Return how many pairs and circles it is about, where each counts as one."""
    return plural(len(facts.pairs), "pair")


def _role(facts: ActFacts) -> str:
    return f"{role_said(facts.role)}{places_said(facts.role, facts.number)}"


def _from_pairs(facts: ActFacts) -> str:
    return f", who was in {_threads(facts)}" if facts.pairs else ""


def _cases(facts: ActFacts) -> str:
    if facts.number == 1 and facts.cases:
        return f"case {facts.cases[0]}"
    return plural(facts.number, "case")


def _named(facts: ActFacts) -> str:
    return join_list([_pair(pair, facts) for pair in facts.pairs])


_WORDS: dict[ActKind, Callable[[ActFacts], str]] = {
    ActKind.CREATED: lambda _: "created the cohort",
    ActKind.CHANGED: lambda f: in_log(f.edits),
    ActKind.DELETED: lambda _: "deleted the cohort",
    ActKind.ANNOUNCED: lambda f: (
        f"wrote to {plural(len(f.waiting), 'person', 'people')} "
        f"({_audience(f)}): “{escape(one_line(f.words), 120)}”"
    ),
    ActKind.REMINDED: lambda f: (
        f"reminded {plural(len(f.waiting), 'person', 'people')} to finish signing up"
    ),
    ActKind.OPENED: lambda f: "posted the sign-up panel again" if f.before else "opened sign-up",
    ActKind.CLOSED: lambda _: "closed sign-up",
    ActKind.ENDED: lambda f: f"ended the cohort with {_pairs(f)}",
    ActKind.RESTORED: lambda f: f"restored the cohort with {_pairs(f)}",
    ActKind.IMPORTED: lambda f: f"imported {plural(f.number, 'person', 'people')}",
    ActKind.PROPOSED: lambda f: f"made proposal {f.of} of {plural(f.number, 'pair')}",
    ActKind.LOCKED: lambda f: f"locked {_named(f)}",
    ActKind.RELEASED: lambda f: f"released {_named(f)}",
    ActKind.FORBADE: lambda f: f"kept {people(f.pairs[0])} apart",
    ActKind.ALLOWED: lambda f: f"allowed {people(f.pairs[0])} to be matched again",
    ActKind.SWAPPED: lambda f: f"swapped mentors: {_named(f)}",
    ActKind.APPROVED: lambda f: f"approved {_pairs(f)}",
    ActKind.UNDID: lambda f: f"undid an approval of {_pairs(f)}",
    ActKind.ADDED: lambda f: f"added {people(f.waiting)} as {_role(f)}",
    ActKind.REMOVED: lambda f: f"removed {people(f.waiting)}{_from_pairs(f)}",
    ActKind.ADJUSTED: lambda f: f"changed {people(f.waiting)} to {_role(f)}",
    ActKind.REVISED: lambda f: f"changed {people(f.waiting)} from a list",
    ActKind.WROTE: lambda f: f"wrote to {people(f.waiting)}",
    ActKind.NOTED: lambda f: f"noted something about {_named(f)}",
    ActKind.CASES_TAKEN: lambda f: f"took {_cases(f)}",
    ActKind.CASES_EXTENDED: lambda f: f"extended {_cases(f)} by 2 weeks",
    ActKind.CASES_WRITTEN: lambda f: f"wrote to {_threads(f)} about {_cases(f)}",
    ActKind.CASES_RETRIED: lambda f: f"tried {_cases(f)} again",
    ActKind.CASES_RESOLVED: lambda f: (
        f"resolved {_cases(f)}" + (f", which ended {_threads(f)}" if f.pairs else "")
    ),
    ActKind.CASES_REMATCHED: lambda f: f"ended {_named(f)} to be matched again",
    ActKind.CASES_HANDED: lambda f: f"asked a mentor in {_cases(f)}",
    ActKind.CASES_NOTED: lambda f: f"added a note to {_cases(f)}",
    ActKind.PAIRED: lambda f: f"paired by hand {_named(f)}",
    ActKind.MOVED: lambda f: f"moved {by_hand.moved(f)}",
    ActKind.ENDED_PAIR: lambda f: f"ended {_named(f)}",
    ActKind.RESTORED_PAIR: lambda f: f"restored {_named(f)}",
}
