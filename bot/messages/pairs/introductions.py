"""The first message of a pair: who each is, why they were matched, and how to begin."""

from bot.domain.nudges.kinds import NudgeKind
from bot.domain.nudges.nudges import Introduced, Introduction
from bot.domain.states import Role
from bot.language.say import Say, marked
from bot.messages.buttons import POST_UPDATE, SEE_WAITING, SOMETHING_OFF, suggest_times
from bot.messages.custom_id import build
from bot.messages.labels import label, labels
from bot.messages.matching.matching import sentence
from bot.messages.nudges.words import words
from bot.messages.outgoing import Button, Embed, Message, Style
from bot.messages.text import escape, join_within, people, person, truncate

# An opening question for each topic; a society's own topics have none here.
_BY_TOPIC = {
    "personal-statement": marked(
        "Which sentence of your own statement did you rewrite most often?"
    ),
    "interviews": marked(
        "Which interview question surprised you, and what would you answer today?"
    ),
    "entrance-exams": marked("How did you plan the last six weeks before your exam?"),
    "choosing-courses": marked("Which course turned out to matter more than anyone said?"),
    "study-skills": marked("What did you stop doing once you knew how to study?"),
    "research": marked("How did you find your first project, and how did you ask for it?"),
    "shadowing": marked("What did you watch for while shadowing?"),
    "clinical-experience": marked("Which moment with a patient told you this was right for you?"),
    "volunteering": marked("Which kind of volunteering taught you most for the time it took?"),
    "applications": marked("What would you do a month earlier if you applied again?"),
    "choosing-a-specialty": marked("What ruled a specialty out for you, and what ruled one in?"),
    "residency-application": marked(
        "How did you decide which programs to rank, and in what order?"
    ),
    "first-job": marked("What did no one tell you about the first three months?"),
    "networking": marked("Which first message of yours got an answer, and why?"),
    "money-and-scholarships": marked("Where did you find money that others walked past?"),
    "balance-and-wellbeing": marked("What do you always make time for, even in a hard week?"),
    "settling-in": marked("What made the place feel like yours?"),
    "leadership": marked("When did you first have to decide something for others?"),
}
_FOR_ANYONE = marked("What do you know now that you wish you’d known at my stage?")
_OWN_WORDS = {
    Role.MENTOR: marked("What the mentor would like to share"),
    Role.MENTEE: marked("What the mentee hopes for"),
}


FIRST_WORDS = marked("Say hi and pick a time to meet in the next two weeks. I’ll handle reminders.")
ADVISORS = marked(
    "Someone here is under 18, so these adults can read everything. Talk only here or in a "
    "voice "
    "channel of this server."
)
MAY_GROW = marked("More mentees may join your circle later, and they’ll see this thread.")


@words(NudgeKind.INTRODUCTION, marked("Introduction"), marked("A moderator approved your match."))
def introduction(say: Say, facts: Introduction, ref: str) -> Message:
    """Return the message; only the people in it are pinged, by its first line."""
    mentees, mentor = people(facts.mentees), person(facts.mentor)
    # A circle's names are many, and each is in the card; a reason is about one mentee alone.
    is_one = len(facts.mentees) == 1
    opening = say("{mentor}, meet {mentees}.", mentor=mentor, mentees=mentees)
    if is_one:
        opening = say(
            "{mentor}, meet {mentees}. {mentees}, meet your mentor!", mentor=mentor, mentees=mentees
        )
    lines = [opening, say(FIRST_WORDS), *([say(MAY_GROW)] if facts.may_grow else [])]
    if facts.advisors:
        lines.append(
            say(
                "{advisors} are in this thread too. {words}",
                advisors=people(facts.advisors),
                words=say(ADVISORS),
            )
        )
    ordered = _mentor_first(facts)
    fields = [
        (say("About you"), join_within(say, [described(say, person) for person in ordered], 1000))
    ]
    fields += [(say(_OWN_WORDS[person.role]), escape(person.words)) for person in ordered]
    if facts.reasons and is_one:
        fields.append((say("Why you matched"), sentence(say, facts.reasons[0])))
    fields.append((say("Icebreaker"), question(say, facts)))
    card = Embed(
        say("Getting started"),
        fields=tuple((name, truncate(value, 1000)) for name, value in fields if value),
        footer=say("Private answers aren’t shown."),
    )

    def button(label: str, area: str, verb: str, style: Style = Style.SECONDARY) -> Button:
        return Button(label, build(area, verb, facts.guild, facts.pair, ref), style)

    row = (
        suggest_times(say, facts.guild, facts.pair, ref, Style.SUCCESS),
        button(say("Our agreement"), "agreement", "show", Style.PRIMARY),
        button(say(POST_UPDATE), "update", "form"),
        button(say(SEE_WAITING), "status", "show"),
        button(say(SOMETHING_OFF), "pair", "not-right"),
    )
    return Message("\n".join(lines), embeds=(card,), rows=(row,))


def question(say: Say, facts: Introduction) -> str:
    """Return a question: of a topic asked for and offered, else of one asked for, else any."""
    wanted = [
        topic for person in facts.people if person.user != facts.mentor for topic in person.topics
    ]
    offered = {
        topic for person in facts.people if person.user == facts.mentor for topic in person.topics
    }
    ordered = dict.fromkeys(sorted(wanted, key=lambda topic: topic not in offered))
    chosen = [say(_BY_TOPIC[topic]) for topic in ordered if topic in _BY_TOPIC]
    return next(iter(chosen), say(_FOR_ANYONE))


def _mentor_first(facts: Introduction) -> list[Introduced]:
    return sorted(facts.people, key=lambda person: (person.user != facts.mentor, person.user))


def described(say: Say, introduced: Introduced) -> str:
    """Return one line about someone: their stage, a mentor's fields, and their topics."""
    is_mentor = introduced.role == Role.MENTOR
    about = label(say, introduced.stage)
    if introduced.fields and is_mentor:
        about = f"{about}, {labels(say, introduced.fields)}"
    lines = [f"{person(introduced.user)}: {about}."]
    if topics := escape(labels(say, introduced.topics), 200):
        lines.append(
            say("Can help with: {topics}", topics=topics)
            if is_mentor
            else say("Wants help with: {topics}", topics=topics)
        )
    return " ".join(lines)
