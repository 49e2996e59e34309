"""What moderators read before an act that touches many, and the log of their acts."""

from collections.abc import Callable

from bot.domain.cohorts.audiences import Audience
from bot.domain.cohorts.edits import DATES, Part, name_before, parts_of, read
from bot.domain.ids import UserId
from bot.domain.moderation.acts import BY_ITSELF, CASE_ACTS, NO_COHORT, ActFacts, ActKind
from bot.domain.nudges.nudges import CohortNews, ModeratorNews, WaitNews
from bot.domain.states import CohortState, EndReason, Role
from bot.domain.typed_text import one_line
from bot.language.say import Say, marked
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
    ActKind.ENDED: marked("End cohort"),
    ActKind.RESTORED: marked("Restore cohort"),
    ActKind.CLOSED: marked("Close sign-up"),
    ActKind.ADJUSTED: marked("Change place"),
    ActKind.REMOVED: marked("Remove from cohort"),
    ActKind.PAIRED: marked("Introduce pair"),
    ActKind.MOVED: marked("Move mentee"),
    ActKind.ENDED_PAIR: marked("End pair"),
    ActKind.RESTORED_PAIR: marked("Restore pair"),
    ActKind.CHANGED: marked("Save changes"),
    ActKind.DELETED: marked("Delete cohort"),
}


def to_confirm(say: Say, shown: ToConfirm, page: int = 0) -> Message:
    """Show exactly whom an act touches and what they will read, and ask."""
    facts, name = shown.act.facts, escape(shown.cohort.name, 80)
    lines = by_hand.lines(say, shown.act) or [_pair(say, pair, facts) for pair in facts.pairs]
    lines += [f"{person(user)}{_waits(say, shown.act)}" for user in facts.waiting]
    pages = paged(lines)
    page = min(max(page, 0), len(pages) - 1)
    cautions = by_hand.cautions(say, facts)
    fields = [(say("Before you decide"), cautions)] if cautions else []
    fields.append((say("What happens"), _what_happens(say, shown)))
    fields += [(title, f"> {text}") for title, text in _read(say, shown) if text]
    card = Embed(
        f"{name} · {_confirm(say, shown)}?",
        pages[page] or say("No one will get a message."),
        fields=tuple(fields),
        footer=say(
            "Nothing happens until you confirm. Page {page} of {pages}",
            page=page + 1,
            pages=len(pages),
        ),
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
    notice = say("Something changed in the meantime, so please check again.")
    if shown.since is None:
        return notice
    before, now = shown.since, shown.act.facts
    lines = [say("New: {each}", each=each) for each in _only_in(say, now, before)]
    lines += [say("No longer: {each}", each=each) for each in _only_in(say, before, now)]
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
        Button(say.of("button", "Keep as is"), build("act", "dismiss", guild, act)),
    ]
    if pages > 1:
        buttons += [turn(say("Back"), "back", page - 1), turn(say("Next"), "next", page + 1)]
    return (tuple(buttons),)


def _confirm(say: Say, shown: ToConfirm) -> str:
    """Return what the button says: the act, and where there's room, how many it touches."""
    facts = shown.act.facts
    match shown.act.kind:
        case ActKind.APPROVED:
            return say.count("Approve {n} pair", "Approve {n} pairs", facts.matches)
        case ActKind.UNDID:
            return say.count("Undo {n} pair", "Undo {n} pairs", facts.matches)
        case ActKind.ANNOUNCED:
            return say.count("Send to {n} person", "Send to {n} people", len(facts.waiting))
        case ActKind.REMINDED:
            return say.count("Remind {n} person", "Remind {n} people", len(facts.waiting))
        case ActKind.ENDED_PAIR if facts.leaves:
            return say("Remove from circle")
        case kind:
            return say(_LABELS[kind])


def _waits(say: Say, act: Act) -> str:
    match act.kind:
        case ActKind.CLOSED | ActKind.DELETED:
            return say(" · Hasn’t finished")
        case ActKind.ANNOUNCED | ActKind.REMINDED:
            return ""
        case ActKind.REMOVED:
            return say(" · Will be removed")
        case ActKind.ADJUSTED:
            role, _, places = act.facts.before.partition(" ")
            return f" · {role_said(say, role, int(places))} → {_role(say, act.facts)}"
        case _:
            return say(" · Unmatched")


def _pair(say: Say, members: tuple[UserId, ...], facts: ActFacts = NOTHING) -> str:
    mentor, *mentees = members
    new = [user for _, user in facts.joins if user in mentees]
    left = [user for _, user in facts.leaves if user in mentees]
    if new and len(new) < len(mentees):
        known = [user for user in mentees if user not in new]
        return say(
            "{new} → circle of {mentor} with {known}",
            new=people(new),
            mentor=person(mentor),
            known=people(known),
        )
    if left and len(left) < len(mentees):
        known = [user for user in mentees if user not in left]
        return say(
            "{left} ← circle of {mentor} with {known}",
            left=people(left),
            mentor=person(mentor),
            known=people(known),
        )
    return say("{mentor} with {mentees}", mentor=person(mentor), mentees=people(mentees))


def who_hears(say: Say, facts: ActFacts, gone: int) -> str:
    """Say how many people get a message, and how many can't because they left the server."""
    told = say("People I’ll message: {people}", people=len(facts.people) - gone)
    return say("{told} · Not in the server anymore: {gone}", told=told, gone=gone) if gone else told


def _what_happens(say: Say, shown: ToConfirm) -> str:
    facts = shown.act.facts
    told = who_hears(say, facts, shown.gone)
    match shown.act.kind:
        case ActKind.ENDED:
            return say(
                "The cohort and its pairs will end now. I’ll cancel their meetings and delete "
                "shared contact details. You can restore it with `/cohort open` for 7 days.\n"
                "Pairs: {matches} · {told}",
                matches=facts.matches,
                told=told,
            )
        case ActKind.RESTORED:
            again = (
                say(" Sign-up will open again.") if facts.before == CohortState.ENROLLING else ""
            )
            return say(
                "The cohort will continue, with its pairs’ threads and meetings."
                "{again}\nPairs: {matches} · {told}",
                again=again,
                matches=facts.matches,
                told=told,
            )
        case ActKind.REMOVED:
            return f"{_what_ends(say, facts)}{told}"
        case ActKind.ADJUSTED:
            return say("Matching will use this from now on.\n{told}", told=told)
        case ActKind.CLOSED:
            return say(
                "Sign-up will close. Anyone who hasn’t finished can’t finish anymore.\n{told}",
                told=told,
            )
        case ActKind.CHANGED:
            reads = told if _tells(facts) else say("No one will get a message.")
            return f"{what_changes(say, facts.edits, shown.cohort.state, facts.number)}\n{reads}"
        case ActKind.DELETED:
            return say(
                "The cohort will be deleted for good, and its name will be free again.\n{told}",
                told=told,
            )
        case ActKind.ANNOUNCED:
            return say(
                "Everyone will get this where they get reminders. At night, it waits for their "
                "morning.\nTo: {audience} · {told}",
                audience=_audience(say, facts),
                told=told,
            )
        case ActKind.REMINDED:
            earlier = (
                say(" · Already reminded: {number}", number=facts.number) if facts.number else ""
            )
            return say(
                "They started signing up and haven’t finished.\n{told}{earlier}",
                told=told,
                earlier=earlier,
            )
        case ActKind.APPROVED:
            stays = say("Sign-up will stay open. ") if facts.before == CohortState.ENROLLING else ""
            made = facts.matches > len(facts.joins) + facts.number
            new = say("I’ll introduce each pair in a private thread. ") if made else ""
            grows = (
                say("I’ll introduce people who join a circle in its thread, which they can read. ")
                if facts.joins
                else ""
            )
            again = (
                say("\nUndone pairs that continue in their thread: {number}", number=facts.number)
                if facts.number
                else ""
            )
            return f"{new}{grows}{stays}{again}\n{told}"
        case kind if kind in by_hand.KINDS:
            return f"{by_hand.what_happens(say, shown.act)}\n{told}"
        case _:
            ends = say(" Pairs that were introduced will end.") if _new(facts) else ""
            left = (
                say(" New mentees will leave their circle, which continues.")
                if facts.leaves
                else ""
            )
            return say(
                "I’ll cancel introductions that weren’t sent, and no one will know about them."
                "{ends}{left} All of them will be unmatched again.\n"
                "People I’ll message: {number}",
                ends=ends,
                left=left,
                number=facts.number,
            )


def _read(say: Say, shown: ToConfirm) -> list[tuple[str, str]]:
    """Return what those in pairs will read, and what those who wait will."""
    kind, facts = shown.act.kind, shown.act.facts
    if kind is ActKind.ADJUSTED:
        return [(say("They’ll read"), _news(say, shown))]
    if kind is ActKind.REMOVED:
        [user] = facts.waiting
        has_mentees = any(pair[0] == user and len(pair) > PAIR for pair in facts.pairs)
        has_two = any(len(pair) == PAIR for pair in facts.pairs)
        return [
            (say("They’ll read"), _news(say, shown)),
            (say("Their pair will read"), _parted(say, facts, user) if has_two else ""),
            (
                say("Their circle will read"),
                say(OPENINGS[EndReason.NO_MENTOR]) if has_mentees else "",
            ),
            (
                say("The other circle will read"),
                TAKEN_OUT.format(person(user)) if facts.leaves else "",
            ),
        ]
    if kind in by_hand.KINDS:
        return by_hand.read(say, shown.act)
    if kind is ActKind.ANNOUNCED:
        return []  # shown as a card of its own, exactly as it is sent
    if kind is ActKind.CHANGED:
        return [(say("They’ll read"), _dates_read(say, shown))] if _tells(facts) else []
    if kind is ActKind.REMINDED:
        return [(say("They’ll read"), _reminder_read(say, shown))]
    paired, news = {
        ActKind.CLOSED: ("", WaitNews.CLOSED),
        ActKind.DELETED: ("", WaitNews.CLOSED),
        ActKind.ENDED: (say(OPENINGS[EndReason.COHORT_ENDED]), WaitNews.ENDED),
        ActKind.UNDID: (say(OPENINGS[EndReason.UNDONE]), WaitNews.ROUND),
        ActKind.APPROVED: (say(FIRST_WORDS), WaitNews.ROUND),
        ActKind.RESTORED: (say(RESTORED_WORDS), WaitNews.RESTORED),
    }[kind]
    others = say("Unmatched people will read") if facts.pairs else say("They’ll read")
    again = facts.number if kind is ActKind.APPROVED else 0
    is_new = _new(facts) and facts.matches > len(facts.joins) + again
    return [
        (say("Each pair will read"), paired if is_new else ""),
        (say("Each continuing pair will read"), say(RESTORED_WORDS) if again else ""),
        (say("Each growing circle will read"), say(JOINED) if facts.joins else ""),
        (say("Each remaining circle will read"), _taken_back(say, facts)),
        (others, read_by_waiting(say, shown.cohort, news) if facts.waiting else ""),
    ]


def _parted(say: Say, facts: ActFacts, user: UserId) -> str:
    """Return what a pair reads when one of them is removed: a mentee who stays comes first."""
    stay = [pair[1:] for pair in facts.pairs if len(pair) == PAIR and pair[0] == user]
    again = f" {first_again(say, stay[0])}" if stay else ""
    return f"{say(OPENINGS[EndReason.MOVED])}{again}"


def _new(facts: ActFacts) -> bool:
    """Return whether an act is about pairs as a whole, and not only about circles that go on."""
    circles = {pair for pair, _ in (*facts.joins, *facts.leaves)}
    return len(facts.pairs) > len(circles)


def _taken_back(say: Say, facts: ActFacts) -> str:
    """Return what a circle reads of a newcomer who leaves it again: a message for each of them."""
    if not facts.leaves:
        return ""
    gone = person(facts.leaves[0][1])
    also = say(" (One message for each mentee who leaves.)") if len(facts.leaves) > 1 else ""
    return f"{TAKEN_OUT.format(gone)}{also}"


def _what_ends(say: Say, facts: ActFacts) -> str:
    """Return what removing someone ends, and who is matched again."""
    said = ""
    if facts.pair_ids:
        said = say(
            "Their pairs will end, with all meetings. The others will be unmatched again, mentees "
            "first in line.\nPairs that end: {pair_ids} · ",
            pair_ids=len(facts.pair_ids),
        )
    if facts.leaves:
        said = say(
            "{said}Circles that continue without them: {leaves} · ",
            said=said,
            leaves=len(facts.leaves),
        )
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
    return say(AUDIENCES[Audience(facts.to or Audience.ALL)])


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
    closes = say(" Sign-up closes at the end of {until}.", until=day_name(until)) if until else ""
    return f"{text}{closes}"


def dismissed(say: Say) -> Message:
    """Say that nothing happened."""
    return Message(say("OK. Nothing was changed."))


def log(say: Say, page: ActLog) -> Message:
    """Show who did what and when, newest first."""
    lines = [_line(say, act, page) for act in page.acts] or [say("Nothing yet.")]
    title = (
        say("Moderator log of {name}", name=escape(page.cohort.name, 80))
        if page.cohort
        else say("Moderator log")
    )
    card = Embed(
        title,
        "\n".join(lines),
        footer=say("Page {page} of {pages}", page=page.page + 1, pages=page.pages),
    )
    return Message(embeds=(card,), rows=_log_rows(say, page))


def _log_rows(say: Say, page: ActLog) -> tuple[Row, ...]:
    cohort = page.cohort.id if page.cohort else NO_COHORT
    buttons: list[Button] = []
    if page.pages > 1:
        guild = page.acts[0].guild
        for label, verb, to in (
            (say("Newer"), "log-newer", page.page - 1),
            (say("Older"), "log-older", page.page + 1),
        ):
            number = min(max(to, 0), page.pages - 1)
            custom_id = build("cohort", verb, guild, cohort, number=number)
            buttons.append(Button(label, custom_id, disabled=to != number))
    if page.ending is not None and page.cohort is not None:
        buttons.append(restore_button(say, page.cohort))
    return (tuple(buttons),) if buttons else ()


def restore_button(say: Say, cohort: Cohort) -> Button:
    """Offer to restore an ended cohort."""
    return Button(
        say.of("button", "Restore cohort"), build("cohort", "restore", cohort.guild, cohort.id)
    )


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
        say("Note: “{note}”", note=escape(act.facts.note, 200)) if is_noted else "",
        say("Why: {why}", why=escape(act.facts.why, 200)) if act.facts.why else "",
    )
    return " · ".join(part for part in parts if part)


def _actor(say: Say, act: Act) -> str:
    if act.moderator == BY_ITSELF:
        return say("Last day of sign-up") if act.kind is ActKind.CLOSED else say("Last day")
    return person(act.moderator)


def _role(say: Say, facts: ActFacts) -> str:
    return role_said(say, facts.role, facts.number)


def _cases(say: Say, facts: ActFacts) -> str:
    if facts.number == 1 and facts.cases:
        return say("Case {cases}", cases=facts.cases[0])
    return say("Cases: {number}", number=facts.number)


def _named(say: Say, facts: ActFacts) -> str:
    return ", ".join([_pair(say, pair, facts) for pair in facts.pairs])


def _resolved(say: Say, facts: ActFacts) -> str:
    ended = say(" · Pairs ended: {pairs}", pairs=len(facts.pairs)) if facts.pairs else ""
    return say("Resolved · {cases}{ended}", cases=_cases(say, facts), ended=ended)


def _removed(say: Say, facts: ActFacts) -> str:
    ended = say(" · Pairs: {pairs}", pairs=len(facts.pairs)) if facts.pairs else ""
    return say("Removed {waiting}{ended}", waiting=people(facts.waiting), ended=ended)


_WORDS: dict[ActKind, Callable[[Say, ActFacts], str]] = {
    ActKind.CREATED: lambda say, _: say("Created the cohort"),
    ActKind.CHANGED: lambda say, f: in_log(say, f.edits) or say("Changed its dates and limits"),
    ActKind.DELETED: lambda say, _: say("Deleted the cohort"),
    ActKind.ANNOUNCED: lambda say, f: say(
        "Sent a message · {audience}: {waiting} · “{one_line}”",
        audience=_audience(say, f),
        waiting=len(f.waiting),
        one_line=escape(one_line(f.words), 120),
    ),
    ActKind.REMINDED: lambda say, f: say(
        "Reminded to finish signing up: {waiting}", waiting=len(f.waiting)
    ),
    ActKind.OPENED: lambda say, f: (
        say("Posted the sign-up panel again") if f.before else say("Opened sign-up")
    ),
    ActKind.CLOSED: lambda say, _: say("Closed sign-up"),
    ActKind.ENDED: lambda say, f: say("Ended the cohort · Pairs: {matches}", matches=f.matches),
    ActKind.RESTORED: lambda say, f: say(
        "Restored the cohort · Pairs: {matches}", matches=f.matches
    ),
    ActKind.IMPORTED: lambda say, f: say("Imported people: {number}", number=f.number),
    ActKind.PROPOSED: lambda say, f: say(
        "Made proposal {of} · Pairs: {number}", of=f.of, number=f.number
    ),
    ActKind.LOCKED: lambda say, f: say("Locked {named}", named=_named(say, f)),
    ActKind.RELEASED: lambda say, f: say("Released {named}", named=_named(say, f)),
    ActKind.FORBADE: lambda say, f: say("Kept apart: {pairs}", pairs=people(f.pairs[0])),
    ActKind.ALLOWED: lambda say, f: say("Allowed again: {pairs}", pairs=people(f.pairs[0])),
    ActKind.SWAPPED: lambda say, f: say("Swapped mentors: {named}", named=_named(say, f)),
    ActKind.APPROVED: lambda say, f: say("Approved pairs: {matches}", matches=f.matches),
    ActKind.UNDID: lambda say, f: say("Undid an approval · Pairs: {matches}", matches=f.matches),
    ActKind.ADDED: lambda say, f: say(
        "Added {waiting} · {role}", waiting=people(f.waiting), role=_role(say, f)
    ),
    ActKind.REMOVED: _removed,
    ActKind.ADJUSTED: lambda say, f: say(
        "Changed {waiting} to {role}", waiting=people(f.waiting), role=_role(say, f)
    ),
    ActKind.REVISED: lambda say, f: say("Updated {waiting} from a list", waiting=people(f.waiting)),
    ActKind.WROTE: lambda say, f: say("Messaged {waiting}", waiting=people(f.waiting)),
    ActKind.NOTED: lambda say, f: say("Added a note about {named}", named=_named(say, f)),
    ActKind.CASES_TAKEN: lambda say, f: say(
        "Assigned to themselves · {cases}", cases=_cases(say, f)
    ),
    ActKind.CASES_EXTENDED: lambda say, f: say(
        "Snoozed for 2 weeks · {cases}", cases=_cases(say, f)
    ),
    ActKind.CASES_WRITTEN: lambda say, f: say(
        "Messaged pairs: {pairs} · {cases}", pairs=len(f.pairs), cases=_cases(say, f)
    ),
    ActKind.CASES_RETRIED: lambda say, f: say("Tried again · {cases}", cases=_cases(say, f)),
    ActKind.CASES_RESOLVED: _resolved,
    ActKind.CASES_REMATCHED: lambda say, f: say(
        "Ended for a new match: {named}", named=_named(say, f)
    ),
    ActKind.CASES_HANDED: lambda say, f: say("Asked a mentor · {cases}", cases=_cases(say, f)),
    ActKind.CASES_NOTED: lambda say, f: say("Added a note · {cases}", cases=_cases(say, f)),
    ActKind.PAIRED: lambda say, f: say("Paired by hand: {named}", named=_named(say, f)),
    ActKind.MOVED: lambda say, f: say("Moved {moved}", moved=by_hand.moved(f)),
    ActKind.ENDED_PAIR: lambda say, f: say("Ended: {named}", named=_named(say, f)),
    ActKind.RESTORED_PAIR: lambda say, f: say("Restored: {named}", named=_named(say, f)),
}
