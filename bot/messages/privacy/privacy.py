"""The texts of `/privacy`."""

from dataclasses import replace

from bot.domain.ids import GuildId
from bot.domain.privacy.register import DELETABLE, Topic
from bot.language.say import Say, marked
from bot.messages.custom_id import build
from bot.messages.outgoing import Button, Choice, Embed, Message, Row, Select, Style
from bot.messages.privacy.notices import REMOVED
from bot.messages.privacy.topics import LOOKS, WHY, WORDS, kept, seen_by
from bot.messages.text import day_name, join_within
from bot.services.privacy.privacy import Deleted, Kept, Overview, ToDelete
from bot.settings import Settings
from bot.storage.safety.looks import Looked

# Discord's limit of an embed's text.
MOST_BODY = 4000
# Select menus have at most 25 choices.
MOST_CHOICES = 25
MOST_LOOKS = 12
HERE, EVERYWHERE = 0, 1
NOTHING = marked("I keep nothing about you here.")
DM_FAILED = marked("Discord didn’t let me send you a DM, so here it is.")
NO_DM = marked("I don’t DM members under 18, so here it is.")
DM_SENT = marked("Sent. Check your DMs.")
ABOUT_ALL = marked(
    "Discord’s ID stands for you; I store no names and read no messages. Moderators’ cases and "
    "notes about mentorships aren’t listed, because someone may have asked them in confidence. "
    "Discord shows mentorship threads to anyone with Manage Threads, too."
)
KEPT_AS_IT_WAS = marked("Nothing was deleted.")
# A custom ID holds the place in this list: append only.
TOPICS = (
    Topic.PROFILE,
    Topic.AVOIDED,
    Topic.SIGN_UPS,
    Topic.MATCHING,
    Topic.PAIRS,
    Topic.AGREEMENTS,
    Topic.CONTACTS,
    Topic.MEETINGS,
    Topic.AGENDA,
    Topic.ANSWERS,
    Topic.CHECK_INS,
    Topic.UPDATES,
    Topic.GOALS,
    Topic.COMMITMENTS,
    Topic.WINS,
    Topic.REQUESTS,
    Topic.OPENING,
    Topic.OUTREACH,
    Topic.SEARCHES,
    Topic.SAVED_PROGRAMS,
    Topic.CORRECTIONS,
    Topic.ADVICE,
    Topic.SETTINGS,
    Topic.AWAY,
    Topic.REMINDERS,
    Topic.ACTIVITY,
    Topic.DRAFTS,
    Topic.CASES,
    Topic.MODERATING,
    Topic.YOUTH,
    Topic.CONCERNS,
    Topic.LOOKS,
)


def overview(say: Say, shown: Overview, settings: Settings) -> Message:
    """Show what is kept, who can see it, until when, and what can be done about it."""
    if not shown.kept:
        elsewhere: tuple[Row, ...] = ()
        text = say(NOTHING)
        if shown.elsewhere:
            text = say.count(
                "I keep nothing about you here, but I do in {n} other server.",
                "I keep nothing about you here, but I do in {n} other servers.",
                shown.elsewhere,
            )
            elsewhere = ((_delete_button(say, shown.guild, EVERYWHERE),),)
        return Message(text, rows=elsewhere)
    lines = [_line(say, kept_, settings, young=shown.is_minor) for kept_ in shown.kept]
    body = join_within(
        say,
        [say(ABOUT_ALL), *_young(say, shown, settings), "", *lines],
        MOST_BODY,
    )
    footer = ""
    if shown.elsewhere:
        footer = say.count(
            "I also keep something about you in {n} other server.",
            "I also keep something about you in {n} other servers.",
            shown.elsewhere,
        )
    rows: list[Row] = []
    if choices := _choices(say, shown):
        select = Select(
            build("privacy", "topic", shown.guild), say("Delete just one kind"), choices
        )
        rows.append((select,))
    buttons = [
        Button(say.of("button", "Export data"), build("privacy", "export", shown.guild, HERE)),
        _delete_button(say, shown.guild, HERE),
    ]
    if not shown.is_minor:
        buttons.insert(
            1,
            Button(
                say.of("button", "Export by DM"), build("privacy", "export-dm", shown.guild, HERE)
            ),
        )
    if shown.elsewhere:
        buttons.append(_delete_button(say, shown.guild, EVERYWHERE))
    rows.append(tuple(buttons))
    fields = ((say("Who looked"), _looked(say, shown.looked)),) if shown.looked else ()
    card = Embed(say("What I keep about you"), body, fields=fields, footer=footer)
    return Message(embeds=(card,), rows=tuple(rows))


def _young(say: Say, shown: Overview, settings: Settings) -> list[str]:
    """Say what differs where someone is under 18."""
    chosen = settings.privacy
    days = chosen.erase_youth_texts_after_days
    if shown.is_minor:
        text = say(
            "You’re under 18, so in your mentorships two advisors can read the thread. I’ll erase "
            "what was said in it through me {days} days after it ends. If you leave the server, "
            "I’ll erase everything {erase_youth_departed_after_days} days later.",
            days=days,
            erase_youth_departed_after_days=chosen.erase_youth_departed_after_days,
        )
    elif shown.has_advisors:
        text = say(
            "In a mentorship with someone under 18, two advisors can read the thread. I’ll erase "
            "what was said in it through me {days} days after it ends.",
            days=days,
        )
    else:
        return []
    return [text]


def _looked(say: Say, looked: tuple[Looked, ...]) -> str:
    """Say on which days what was opened, newest first; not by whom."""
    lines = [f"{day_name(one.day)}: {say(LOOKS[one.what])}" for one in looked]
    return join_within(say, lines, 1000, MOST_LOOKS)


def no_dm_for_minors(say: Say, given: Message) -> Message:
    """Say why it isn't a DM, in what is shown instead."""
    return replace(given, content=f"{NO_DM} {given.content}")


def not_by_dm(say: Say, given: Message) -> Message:
    """Say that a DM was refused, in what is shown instead."""
    return replace(given, content=f"{DM_FAILED} {given.content}")


def _line(say: Say, one: Kept, settings: Settings, *, young: bool) -> str:
    words = WORDS[one.topic]
    terms = "; ".join(dict.fromkeys(kept(say, term, settings, young=young) for term in one.terms))
    correct = say(" To change it: `{correct}`.", correct=words.correct) if words.correct else ""
    seen = seen_by(say, one.seen_by)
    return say(
        "**{counted}**: {purpose}. Seen by {seen}. Kept {terms}.{correct}",
        counted=words.counted(one.number),
        purpose=words.purpose,
        seen=seen,
        terms=terms,
        correct=correct,
    )


def _choices(say: Say, shown: Overview) -> tuple[Choice, ...]:
    return tuple(
        Choice(WORDS[one.topic].counted(one.number), one.topic.value)
        for one in shown.kept
        if one.topic in DELETABLE
    )[:MOST_CHOICES]


def _delete_button(say: Say, guild: GuildId, where: int) -> Button:
    label = say("Delete everywhere") if where == EVERYWHERE else say("Delete everything")
    return Button(label, build("privacy", "delete", guild, where), Style.DANGER)


def to_delete(say: Say, asked: ToDelete) -> Message:
    """Ask once, and say what stays."""
    is_everywhere = asked.societies > 1
    question = say("**Delete everything I keep about you in this server?** You can’t undo it.")
    if is_everywhere:
        question = say(
            "**Delete everything I keep about you in all {societies} servers?** You can’t undo it.",
            societies=asked.societies,
        )
    lines = [
        question,
        say(
            "Your mentorships will end, and I’ll withdraw your open requests. The others will read "
            "that it ended, or that you left a circle, but not that you deleted your data. They’ll "
            "see “a former member” in your place, and “{words}” where I posted your words.",
            words=say(REMOVED),
        ),
    ]
    if asked.stays:
        lines += ["", say("What stays:"), *(f"- {say(WHY[why])}" for why in asked.stays)]
    verb = "delete-now"
    number = EVERYWHERE if is_everywhere else HERE
    row: Row = (
        Button(
            say.of("button", "Delete everything"),
            build("privacy", verb, asked.guild, number),
            Style.DANGER,
        ),
        Button(say.of("button", "Keep data"), build("privacy", "keep", asked.guild)),
    )
    return Message("\n".join(lines), rows=(row,))


def deleted(say: Say, done: Deleted) -> Message:
    """Say what was deleted, and what will still change."""
    lines = [say("Done. Everything I kept about you in this server is deleted.")]
    if done.societies > 1:
        lines = [
            say(
                "Done. Everything I kept about you in all {societies} servers is deleted.",
                societies=done.societies,
            )
        ]
    if done.pairs:
        lines.append(
            say.count(
                "{n} mentorship ended. The others aren’t told that you deleted your data.",
                "{n} mentorships ended. The others aren’t told that you deleted your data.",
                done.pairs,
            )
        )
    if done.messages:
        lines.append(
            say.count(
                "I’m removing your words from {n} message that I posted. That can take a while.",
                "I’m removing your words from {n} messages that I posted. That can take a while.",
                done.messages,
            )
        )
    lines += [f"- {say(WHY[why])}" for why in done.stays]
    return Message("\n".join(lines))


def to_delete_topic(say: Say, guild: GuildId, topic: Topic) -> Message:
    """Ask once before one kind is deleted."""
    words = WORDS[topic]
    row: Row = (
        Button(
            say.of("button", "Delete data"),
            build("privacy", "topic-now", guild, TOPICS.index(topic)),
            Style.DANGER,
        ),
        Button(say.of("button", "Keep data"), build("privacy", "keep", guild)),
    )
    return Message(
        say(
            "Delete all of this in this server: {many}? You can’t undo it. Older backups still "
            "have it. “Delete everything” covers those, too.",
            many=words.many,
        ),
        rows=(row,),
    )


def topic_deleted(say: Say, topic: Topic, number: int) -> Message:
    """Say that one kind was deleted."""
    return Message(say("Deleted: {counted}.", counted=WORDS[topic].counted(number)))
