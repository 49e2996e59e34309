"""The reader's own profile, which only its owner sees."""

from bot.domain.cohorts.enrolments import hours_text
from bot.domain.ids import GuildId, UserId
from bot.domain.vocabulary import COMMUNITIES, FORMATS, ROLES_WANTED
from bot.language.say import Say, marked
from bot.messages.cohorts.enrolments import distance_choices, out_of_field_choices
from bot.messages.cohorts.sign_up import MOST_FIELDS, MOST_TOPICS, word_fields
from bot.messages.custom_id import build
from bot.messages.labels import (
    community_choices,
    field_choices,
    format_choices,
    label,
    labels,
    role_choices,
    stage_choices,
    topic_choices,
)
from bot.messages.outgoing import (
    Button,
    Choice,
    Embed,
    Message,
    Modal,
    Pick,
    Row,
    Select,
    Style,
)
from bot.messages.requests.mentor_availability import open_to_requests
from bot.messages.text import escape, people
from bot.messages.time_slots import time_slots
from bot.services.cohorts.profiles import MOST_AVOIDED, PrivatePreferences
from bot.services.cohorts.sign_up import TypedWords
from bot.storage.cohorts.profiles import Profile

UNSAID = marked("Not set")
ANY = marked("No preference")


def profile(say: Say, profile: Profile) -> Message:
    """Show the profile, with menus for what is chosen most."""
    guild = profile.guild
    rows: tuple[Row, ...] = (
        (
            Select(
                build("profile", "stage", guild),
                say("Where are you now?"),
                stage_choices(say, profile.stage or ""),
            ),
        ),
        (
            Select(
                build("profile", "fields", guild),
                say("Which fields? (up to 3)"),
                field_choices(say, profile.fields[:MOST_FIELDS]),
                least=0,
                most=MOST_FIELDS,
            ),
        ),
        (
            Select(
                build("profile", "topics", guild),
                say("What do you want help with? (up to 5)"),
                topic_choices(say, profile.topics[:MOST_TOPICS]),
                least=0,
                most=MOST_TOPICS,
            ),
        ),
        (
            Select(
                build("profile", "offers", guild),
                say("What can you help with? (up to 5)"),
                topic_choices(say, profile.offers[:MOST_TOPICS]),
                least=0,
                most=MOST_TOPICS,
            ),
        ),
        (
            Button(
                say.of("button", "Edit goals and times"),
                build("profile", "words", guild),
                Style.PRIMARY,
            ),
            Button(say.of("button", "Edit ways to meet"), build("profile", "meeting", guild)),
            Button(say.of("button", "Private preferences"), build("profile", "private", guild)),
            open_to_requests(say, guild),
        ),
    )
    return Message(embeds=(_card(say, profile),), rows=rows)


def _card(say: Say, profile: Profile) -> Embed:
    wishes = profile.wishes
    distance = {True: say("A near peer"), False: say("Far ahead"), None: say(ANY)}[wishes.near_peer]
    other = {True: say("Another field is welcome"), False: say("Only my own field"), None: say(ANY)}
    fields = (
        (say("Stage"), label(say, profile.stage) if profile.stage else say(UNSAID)),
        (say("Fields"), labels(say, profile.fields) or say(UNSAID)),
        (say("Wants help with"), labels(say, profile.topics) or say(UNSAID)),
        (say("Can help with"), labels(say, profile.offers) or say(UNSAID)),
        (say("Goals"), escape(profile.goals) or say(UNSAID)),
        (say("Time zone"), profile.time_zone or say(UNSAID)),
        (say("Availability"), time_slots(say, wishes.windows) or say("Flexible")),
        (say("Hours a month"), hours_text(wishes.hours) or say(UNSAID)),
        (say("Ways to meet"), labels(say, wishes.formats) or say("Any way")),
        (say("State"), wishes.place or say(UNSAID)),
        (say("Kind of mentoring"), labels(say, wishes.roles) or say(UNSAID)),
        (say("Distance in stage"), distance),
        (say("Other fields"), other[wishes.out_of_field]),
    )
    return Embed(
        say("Your profile"),
        say(
            "Only you can see this. It fills in your next sign-up and helps suggest programs. It "
            "doesn’t change a sign-up you already made."
        ),
        fields=fields,
    )


def meeting(say: Say, profile: Profile) -> Message:
    """Offer the menus for how and with whom someone would like to meet."""
    guild, wishes = profile.guild, profile.wishes
    rows: tuple[Row, ...] = (
        (
            Select(
                build("profile", "formats", guild),
                say("How would you like to meet? Leave empty for any way"),
                format_choices(say, wishes.formats),
                least=0,
                most=len(FORMATS),
            ),
        ),
        (
            Select(
                build("profile", "roles", guild),
                say("What kind of mentoring?"),
                role_choices(say, wishes.roles),
                least=0,
                most=len(ROLES_WANTED),
            ),
        ),
        (
            Select(
                build("profile", "distance", guild),
                say("How far ahead should a mentor be?"),
                distance_choices(say, wishes.near_peer),
            ),
        ),
        (
            Select(
                build("profile", "field", guild),
                say("Open to someone outside your field?"),
                out_of_field_choices(say, wishes.out_of_field),
            ),
        ),
        (Button(say.of("button", "Back to profile"), build("profile", "show", guild)),),
    )
    return Message(say("How would you like to meet? Changes save automatically."), rows=rows)


def form(say: Say, guild: GuildId, words: TypedWords) -> Modal:
    """Ask for the typed parts, filled in with earlier answers."""
    fields = word_fields(
        say,
        say("Your goals"),
        say("Only you can see them here. They fill in your next sign-up."),
        words.goals,
        words.time_zone,
        words.windows,
        words.hours,
        words.place,
    )
    return Modal(build("profile", "send", guild), say("Goals and times"), fields)


def form_again(say: Say, guild: GuildId) -> tuple[Row, ...]:
    """Offer to open the refused form again, with what was typed in it."""
    button = Button(say.of("button", "Fix it"), build("profile", "words", guild), Style.PRIMARY)
    return ((button,),)


def _still_matched(say: Say, partners: tuple[UserId, ...]) -> str:
    if not partners:
        return ""
    names = people(partners)
    return say(
        "\nYou’re in a mentorship with {names} now, and blocking doesn’t end it. Use `/pair end` "
        "or `/pair pause` for that, or tell a safety lead with `/concern`.",
        names=names,
    )


_COMMUNITIES = marked("Communities count only for what you tick, and are never shown. ")


def private(say: Say, guild: GuildId, private_preferences: PrivatePreferences) -> Message:
    """Show the private preferences, which no one else sees."""
    communities: tuple[Row, ...] = (
        (
            Select(
                build("profile", "communities", guild),
                say("Communities you’re part of (optional)"),
                community_choices(say, private_preferences.communities),
                least=0,
                most=len(COMMUNITIES),
            ),
        ),
        (
            Select(
                build("profile", "sharing", guild),
                say("Would you like someone who shares this?"),
                (
                    Choice(
                        say("I’d like someone who shares this"),
                        "yes",
                        chosen=private_preferences.share_communities,
                    ),
                    Choice(
                        say("It doesn’t matter to me"),
                        "no",
                        chosen=not private_preferences.share_communities,
                    ),
                ),
            ),
        ),
    )
    if not private_preferences.asks_communities:
        communities = ()
    rows: tuple[Row, ...] = (
        *communities,
        (
            Select(
                build("profile", "avoid", guild),
                say("Block: people I’d rather not be matched with"),
                pick=Pick.USER,
                least=0,
                most=MOST_AVOIDED,
                chosen=private_preferences.avoided,
            ),
        ),
        (Button(say.of("button", "Back to profile"), build("profile", "show", guild)),),
    )
    return Message(
        say(
            "**Private preferences.** No one else can see these, not even moderators. "
            "{words}"
            "Anyone you block won’t be matched with you, exchange requests with you, share a "
            "circle "
            "with you, or see you in the mentor list (or you them). No one can override that, and "
            "they’ll never know. Changes save automatically."
            "{still_matched}",
            words=say(_COMMUNITIES) if private_preferences.asks_communities else "",
            still_matched=_still_matched(say, private_preferences.partners),
        ),
        rows=rows,
    )
