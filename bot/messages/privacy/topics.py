"""What each topic of the register is called, what it's for, and where it can be corrected."""

from dataclasses import dataclass

from bot.domain.privacy.register import Audience, Erasing, Term, Topic, Why
from bot.domain.states import Look
from bot.language.say import Say, marked
from bot.messages.text import for_count
from bot.settings import Settings


@dataclass(frozen=True, slots=True)
class TopicWords:
    """One topic: what one of it and many are called, what it is for, and how it is corrected."""

    one: str
    many: str
    purpose: str
    correct: str = ""

    def counted(self, number: int) -> str:
        """Return ``1 update`` or ``12 updates``."""
        return for_count(number, "{n} {one}", "{n} {many}", one=self.one, many=self.many)


WORDS: dict[Topic, TopicWords] = {
    Topic.PROFILE: TopicWords(
        "profile", "profiles", "to fill in your sign-ups and rank programs", "/profile"
    ),
    Topic.AVOIDED: TopicWords(
        "“rather not”", "“rather nots”", "so that you aren’t matched with them", "/profile"
    ),
    Topic.SIGN_UPS: TopicWords("sign-up", "sign-ups", "to match you in a cohort", "/leave"),
    Topic.MATCHING: TopicWords(
        "match proposal or place on the waitlist",
        "match proposals and places on the waitlist",
        "to propose pairs, and to explain them",
        "/leave",
    ),
    Topic.PAIRS: TopicWords(
        "mentorship", "mentorships", "to keep track of who you meet with", "/pair end"
    ),
    Topic.AGREEMENTS: TopicWords(
        "agreement answer",
        "agreement answers",
        "so that you can agree on how you work together",
        "/pair agreement",
    ),
    Topic.CONTACTS: TopicWords(
        "contact detail or request for one",
        "contact details and requests for them",
        "to share it when you agree",
        "/contact revoke",
    ),
    Topic.MEETINGS: TopicWords(
        "meeting", "meetings", "to arrange it and to remind you", "/meet list"
    ),
    Topic.AGENDA: TopicWords(
        "agenda item", "agenda items", "to prepare your meetings", "/meet agenda"
    ),
    Topic.ANSWERS: TopicWords(
        "private answer", "private answers", "to know if a mentorship works for you", "/pair status"
    ),
    Topic.CHECK_INS: TopicWords(
        "check-in", "check-ins", "to notice when someone needs help", "/status"
    ),
    Topic.UPDATES: TopicWords("update", "updates", "to share your progress", "/update history"),
    Topic.GOALS: TopicWords("goal", "goals", "to work toward it together", "/goal list"),
    Topic.COMMITMENTS: TopicWords(
        "commitment", "commitments", "to remind you of it", "/commit list"
    ),
    Topic.WINS: TopicWords("win", "wins", "to celebrate it", "/update history"),
    Topic.REQUESTS: TopicWords("request", "requests", "to ask mentors for you", "/mentor withdraw"),
    Topic.OPENING: TopicWords(
        "request setting", "request settings", "so that people can ask you", "/status"
    ),
    Topic.OUTREACH: TopicWords(
        "outside mentor",
        "outside mentors",
        "to help you write to them and follow up",
        "/outreach list",
    ),
    Topic.SEARCHES: TopicWords("search", "searches", "so that its buttons work", "/program search"),
    Topic.SAVED_PROGRAMS: TopicWords(
        "saved program", "saved programs", "your shortlist", "/program saved"
    ),
    Topic.CORRECTIONS: TopicWords(
        "correction", "corrections", "to fix the catalogue, and to let you know", "/program correct"
    ),
    Topic.ADVICE: TopicWords("piece of advice", "pieces of advice", "to not repeat it", "/nudges"),
    Topic.SETTINGS: TopicWords(
        "set of reminder settings", "sets of reminder settings", "to respect them", "/nudges"
    ),
    Topic.AWAY: TopicWords(
        "time away", "times away", "to pause reminders and tell your match", "/away"
    ),
    Topic.REMINDERS: TopicWords(
        "message to you",
        "messages to you",
        "to send each once, and to explain it in `/why`",
        "/why",
    ),
    Topic.ACTIVITY: TopicWords(
        "date of your last act here, and your language",
        "dates of your last act here, and your language",
        "to know when help is needed, and which language you read",
    ),
    Topic.DRAFTS: TopicWords("unfinished form", "unfinished forms", "to not lose what you typed"),
    Topic.YOUTH: TopicWords(
        "record of your age group, or of a permission or check",
        "records of your age group, or of permissions and checks",
        "to keep people under 18 safe",
        "/youth age",
    ),
    Topic.CONCERNS: TopicWords(
        "concern that you reported",
        "concerns that you reported",
        "to get it to the right person",
        "/concern",
    ),
    Topic.LOOKS: TopicWords(
        "day on which something was looked up about you",
        "days on which something was looked up about you",
        "so that you know",
    ),
    Topic.CASES: TopicWords(
        "moderators’ case or note about a mentorship of yours",
        "moderators’ cases and notes about mentorships of yours",
        "to help when something is stuck",
    ),
    Topic.MODERATING: TopicWords(
        "act as a moderator", "acts as a moderator", "so that moderators can tell who decided what"
    ),
}
LOOKS = {
    Look.PERSON: marked("a moderator opened your page in the list of a cohort’s people"),
    Look.CASE: marked("a moderator opened a case about a mentorship of yours"),
    Look.CONCERN: marked("a safety lead read a concern that you reported"),
}
AUDIENCES = {
    Audience.NO_ONE: marked("no one else"),
    Audience.PARTNERS: marked("your mentor, mentee, or circle"),
    Audience.MENTORS: marked("mentors you asked"),
    Audience.MODERATORS: "moderators",
    Audience.MODERATORS_PARTLY: marked("moderators (dates, not your words)"),
    Audience.LEADS: marked("safety leads, except any it’s about"),
    Audience.SERVER: marked("everyone here"),
    Audience.SERVER_IF_SHARED: marked("everyone here if you share it"),
}
ERASING = {
    Erasing.DELETE: "deleted",
    Erasing.FORGET: marked("kept without you"),
    Erasing.STAYS: marked("kept without you"),
}
WHY = {
    Why.OTHERS: marked(
        "What you shared with someone, like meeting dates, stays for them, with "
        "“a former member” in your place. What they wrote is theirs."
    ),
    Why.COUNTS: marked("How many messages were sent stays as a number."),
    Why.LOG: marked(
        "What moderators decided stays in their log, without your name or their notes on you."
    ),
    Why.SAFETY: marked(
        "If someone chose not to be matched with you, or reported a concern, that stays, "
        "as a code that doesn’t name you."
    ),
}


def seen_by(say: Say, audiences: tuple[Audience, ...]) -> str:
    """Return who can see something, besides the person."""
    others = [audience for audience in audiences if audience is not Audience.NO_ONE]
    # A list with “or” in it needs a stronger separator than a comma.
    return "; ".join(say(AUDIENCES[audience]) for audience in others) or say(
        AUDIENCES[Audience.NO_ONE]
    )


def kept(say: Say, term: Term, settings: Settings, *, young: bool = False) -> str:
    """Return how long something is kept, with this host's settings; `young` if of a minor."""
    chosen = settings.privacy
    departed, pair_answers = chosen.erase_departed_after_days, chosen.erase_pair_answers_after_days
    pair_texts = chosen.erase_pair_texts_after_days
    if young:
        departed = min(departed, chosen.erase_youth_departed_after_days)
        pair_answers = min(pair_answers, chosen.erase_youth_texts_after_days)
        pair_texts = min(pair_texts, chosen.erase_youth_texts_after_days)
    match term:
        case Term.WHILE_MEMBER:
            return say("until {departed} days after you leave the server", departed=departed)
        case Term.UNUSED:
            return say(
                "until {departed} days after you leave the server, or "
                "{erase_unused_profiles_after_days} days after I ask about it because you "
                "didn’t use me for {ask_about_unused_profiles_after_days} days",
                departed=departed,
                erase_unused_profiles_after_days=chosen.erase_unused_profiles_after_days,
                ask_about_unused_profiles_after_days=chosen.ask_about_unused_profiles_after_days,
            )
        case Term.WEEK:
            return say(
                "for {erase_searches_after_days} days",
                erase_searches_after_days=chosen.erase_searches_after_days,
            )
        case Term.MONTH:
            return say(
                "for {erase_drafts_after_days} days",
                erase_drafts_after_days=chosen.erase_drafts_after_days,
            )
        case Term.SENT:
            return say("for {keep_sent_days} days", keep_sent_days=settings.delivery.keep_sent_days)
        case Term.PAIR_ANSWERS:
            return say(
                "until {pair_answers} days after the mentorship ends", pair_answers=pair_answers
            )
        case Term.PAIR_TEXTS:
            return say("until {pair_texts} days after the mentorship ends", pair_texts=pair_texts)
        case Term.REMOVED:
            return say(
                "until {erase_removed_servers_after_days} days after the server removes me",
                erase_removed_servers_after_days=chosen.erase_removed_servers_after_days,
            )
        case Term.CONCERN:
            return say(
                "until {erase_concerns_after_days} days after it’s closed",
                erase_concerns_after_days=chosen.erase_concerns_after_days,
            )
        case Term.LOOKS:
            return say(
                "for {erase_looks_after_days} days",
                erase_looks_after_days=chosen.erase_looks_after_days,
            )
        case Term.FOREVER:
            return say("as long as the server uses me")
