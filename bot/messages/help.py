"""`/help`: what someone can do now, depending on their situation."""

from enum import StrEnum

from bot.domain.ids import GuildId
from bot.language.say import Say, marked
from bot.messages.custom_id import build
from bot.messages.outgoing import Choice, Embed, Message, Select
from bot.services.status.status import Status


class HelpTopic(StrEnum):
    """A group of commands."""

    PROGRAMS = "programs"
    MENTOR = "mentor"
    MENTORSHIP = "mentorship"
    REMINDERS = "reminders"
    COHORTS = "cohorts"
    MATCHING = "matching"


TITLES = {
    HelpTopic.PROGRAMS: marked("Programs and advice"),
    HelpTopic.MENTOR: marked("Finding a mentor"),
    HelpTopic.MENTORSHIP: marked("Your mentorship"),
    HelpTopic.REMINDERS: marked("Reminders and your data"),
    HelpTopic.COHORTS: marked("Cohorts and people (moderators)"),
    HelpTopic.MATCHING: marked("Matching and cases (moderators)"),
}
_MODERATING = (HelpTopic.COHORTS, HelpTopic.MATCHING)

_SETUP = marked("`/setup`: choose a mentoring channel")
_STATUS = marked("`/status`: see what’s waiting on you")
_SEARCH = marked("`/program search`: find programs in your own words")
_FIND = marked("`/mentor find`: see which mentors have room")
_JOIN = marked("`/join`: sign up for a cohort")
_GUIDE = marked("`/guide`: get advice for right now")
_UPDATE = marked("`/update log`: share progress and next steps")
_MEET = marked("`/meet propose`: suggest meeting times")
_COMMIT = marked("`/commit add`: add a commitment with a due date")
_AWAY = marked("`/away`: set time away")
_COHORT_STATUS = marked("`/cohort status`: see numbers and the next step")
_PREVIEW = marked("`/match preview`: preview proposed pairs")
_CASES = marked("`/case list`: see what needs a decision")
_PEOPLE = marked("`/cohort people`: see everyone’s matches")

_LINES = {
    HelpTopic.PROGRAMS: (
        _SEARCH,
        "`/program suggest`: see programs that fit your profile",
        "`/program save`: save one, with a reminder",
        "`/program saved`: view your saved programs",
        _GUIDE,
    ),
    HelpTopic.MENTOR: (
        _JOIN,
        "`/leave`: withdraw from a cohort",
        "`/profile`: view or edit your private profile",
        _FIND,
        "`/mentor ask`: send a mentor a request",
        "`/outreach add`: contact a mentor outside this server",
    ),
    HelpTopic.MENTORSHIP: (
        _UPDATE,
        "`/update history`: look back, even after the end",
        "`/goal add`: set a goal with a date",
        _COMMIT,
        _MEET,
        "`/meet list`: see your meetings",
        "`/pair agreement`: agree on how you’ll work together",
        "`/win`: share a win",
    ),
    HelpTopic.REMINDERS: (
        _STATUS,
        "`/nudges`: set quiet hours, limits, and mutes",
        "`/why`: see why you got the last message",
        _AWAY,
        "`/pair pause`: pause check-ins and reminders",
        "`/pair rematch`, `/pair end`: change or end your mentorship",
        "`/contact share`, `/contact revoke`: share your email or phone, or stop",
        "`/privacy show`, `export`, `delete`: manage your data",
        "`/concern`: report a concern confidentially",
    ),
    HelpTopic.COHORTS: (
        "`/cohort create`, `/cohort open`: start a cohort",
        "`/cohort list`, `/cohort edit`: view or change cohorts",
        _COHORT_STATUS,
        _PEOPLE,
        "`/cohort add`, `/cohort import`: sign people up",
        "`/cohort announce`, `/cohort remind`: message people",
        "`/cohort log`: see what moderators did",
        "`/youth setup`: take members under 18",
    ),
    HelpTopic.MATCHING: (
        _PREVIEW,
        "`/match lock`, `forbid`, `swap`: adjust the preview",
        "`/match approve`, `/match undo`: introduce pairs, or undo it",
        "`/match pair`: pair, move, or end by hand",
        _CASES,
        "`/case show`, `/case resolve`: open or close a case",
        "`/catalogue add`, `/catalogue review`: manage programs",
    ),
}
_MEMBER_NOW = (_JOIN, _FIND, _SEARCH, _GUIDE)
_PAIR_NOW = (_UPDATE, _MEET, _COMMIT, _AWAY)
_MODERATOR_NOW = (_CASES, _COHORT_STATUS, _PREVIEW)


def help_for(say: Say, guild: GuildId, status: Status) -> Message:
    """Return the few commands that make sense for this person now, and a menu of the rest."""
    lines = (
        say(_STATUS),
        *((say(_SETUP),) if status.is_moderator and not status.is_set_up else ()),
        *(_PAIR_NOW if status.pairs else _MEMBER_NOW),
        *(_MODERATOR_NOW if status.is_moderator and status.is_set_up else ()),
    )
    return _card(say, guild, say("What you can do now"), lines, is_moderator=status.is_moderator)


def help_on(say: Say, guild: GuildId, topic: HelpTopic, *, is_moderator: bool) -> Message:
    """Return the commands of one topic, and the menu."""
    return _card(
        say, guild, say(TITLES[topic]), _LINES[topic], is_moderator=is_moderator, topic=topic
    )


def _card(
    say: Say,
    guild: GuildId,
    title: str,
    lines: tuple[str, ...],
    *,
    is_moderator: bool,
    topic: HelpTopic | None = None,
) -> Message:
    choices = tuple(
        Choice(say(TITLES[each]), each.value, chosen=each is topic)
        for each in HelpTopic
        if is_moderator or each not in _MODERATING
    )
    menu = Select(build("status", "help", guild), say("See more commands"), choices)
    return Message(embeds=(Embed(title, "\n".join(lines)),), rows=((menu,),))
