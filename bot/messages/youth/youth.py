"""The panel of youth mode, and the answers to its commands."""

from bot.domain.ids import GuildId, UserId
from bot.domain.youth.youth import ADVISORS_NEEDED, AgeBand
from bot.language.say import Say, marked
from bot.messages.custom_id import build
from bot.messages.outgoing import Button, Embed, Message, Pick, Row, Select, Style
from bot.messages.text import join_within, person, role, timestamp
from bot.messages.youth.ages import BANDS, FOR_MINORS
from bot.messages.youth.lacks import LACKS
from bot.services.youth.youth import YouthShown
from bot.storage.youth.youth import Clearance

_MOST_NAMED = 900
ATTESTATION = marked(
    "By attesting, you confirm four things.\n"
    "- You are an adult, and your organization screened and trained you.\n"
    "- A parent’s or guardian’s written permission is on file for each member under 18.\n"
    "- Checks of each cleared adult are on file. Keep all files outside Discord.\n"
    "- You will look into the threads I add you to.\n"
    "I’ll record your name and today’s date, and ask again in a year."
)


def panel(say: Say, guild: GuildId, shown: YouthShown) -> Message:
    """Show whether members under 18 can join, what is missing, and who is on record."""
    mode, standing = shown.mode, shown.standing
    if not mode.is_on:
        text = say(
            "Members under 18 can’t sign up. To let them, the server’s owner can turn on youth "
            "mode here. First, read what it does and what it can’t do: `docs/youth.md`."
        )
    elif standing.lacks:
        text = say("Youth mode is on, but cohorts can’t open until you add what’s missing.")
    else:
        text = say("Youth mode is on, and everything’s set up.")
    missing = [f"- {LACKS[lack]}" for lack in standing.lacks]
    advisors = [f"{person(user)}, {timestamp(at, 'd')}" for user, at in shown.attested]
    cleared = [
        say("{user}, until {until}", user=person(one.user), until=timestamp(one.until, "d"))
        for one in shown.cleared
    ]
    fields = [
        (
            say("Advisors’ role"),
            role(mode.advisor_role) if mode.advisor_role else say("Not chosen"),
        ),
        (
            say("Attested (at least {advisors_needed})", advisors_needed=ADVISORS_NEEDED),
            join_within(say, advisors, _MOST_NAMED) or say("No one"),
        ),
        (say("Cleared adults"), join_within(say, cleared, _MOST_NAMED) or say("No one")),
    ]
    if missing:
        fields.insert(0, (say("Missing"), "\n".join(missing)))
    if shown.waiting:
        named = join_within(say, [person(user) for user in shown.waiting], _MOST_NAMED)
        fields.append((say("Waiting for a permission"), named))
    if mode.is_on and shown.ageless:
        named = join_within(say, [person(user) for user in shown.ageless], _MOST_NAMED)
        fields.append((say("Signed up, but can’t be matched before they use /youth age"), named))
    if mode.changed_by and mode.changed_at:
        by = f"{person(mode.changed_by)}, {timestamp(mode.changed_at, 'd')}"
        fields.append((say("Turned on by") if mode.is_on else say("Turned off by"), by))
    return Message(
        text,
        embeds=(Embed(say("Members under 18"), fields=tuple(fields)),),
        rows=_rows(say, guild, shown) if shown.is_owner else (),
    )


def _rows(say: Say, guild: GuildId, shown: YouthShown) -> tuple[Row, ...]:
    chosen = (shown.mode.advisor_role,) if shown.mode.advisor_role else ()
    menu = Select(
        build("youth", "role", guild), say("Advisors’ role"), pick=Pick.ROLE, least=0, chosen=chosen
    )
    button = (
        Button(say.of("button", "Turn off"), build("youth", "off", guild), Style.DANGER)
        if shown.mode.is_on
        else Button(say.of("button", "Turn on"), build("youth", "ask", guild), Style.PRIMARY)
    )
    return ((menu,), (button,))


def ask_to_turn_on(say: Say, guild: GuildId) -> Message:
    """Say what the owner answers for, before youth mode is turned on."""
    text = say(
        "**Let members under 18 join?** I’ll ask everyone for their age group. To be matched, "
        "members under 18 need:\n"
        "- a parent’s or guardian’s permission on record\n"
        "- a mentor cleared by a moderator\n"
        "- two attested advisors in their thread\n"
        "I can’t verify ages, and I don’t read messages. Your organization is responsible for both."
    )
    row: Row = (
        Button(say.of("button", "Turn on"), build("youth", "on", guild), Style.PRIMARY),
        Button(say.of("button", "Keep it off"), build("youth", "keep-off", guild)),
    )
    return Message(text, rows=(row,))


def kept_off(say: Say) -> Message:
    """Confirm that nothing changed."""
    return Message(say("Youth mode stays off."))


def ask_to_attest(say: Say, guild: GuildId) -> Message:
    """Show what an advisor attests."""
    row: Row = (
        Button(say.of("button", "I attest"), build("youth", "attest", guild), Style.PRIMARY),
        Button(say.of("button", "Not now"), build("youth", "not-now", guild)),
    )
    return Message(say(ATTESTATION), rows=(row,))


def attested(say: Say, shown: YouthShown) -> Message:
    """Confirm an attestation, and say what is still missing."""
    missing = ADVISORS_NEEDED - len(shown.attested)
    if missing <= 0:
        return Message(say("Recorded, for a year. `/youth stop` ends it."))
    return Message(
        say.count(
            "Recorded, for a year. {n} more advisor needed. `/youth stop` ends it.",
            "Recorded, for a year. {n} more advisors needed. `/youth stop` ends it.",
            missing,
        )
    )


def not_now(say: Say) -> Message:
    """Confirm that nothing was recorded."""
    return Message(say("OK, I didn’t record anything."))


def stepped_down(say: Say) -> Message:
    """Confirm that someone is no advisor anymore."""
    return Message(
        say(
            "You’re no longer an advisor. Within an hour, another one will take your place in each "
            "thread, or I’ll close it."
        )
    )


def cleared(say: Say, clearance: Clearance) -> Message:
    """Confirm a clearance."""
    return Message(
        say(
            "{user} is cleared for members under 18 until "
            "{until}. Keep the paperwork outside Discord.",
            user=person(clearance.user),
            until=timestamp(clearance.until, "D"),
        )
    )


def clearance_ended(say: Say, user: UserId, closed: int) -> Message:
    """Confirm that a clearance was withdrawn, and what follows."""
    return Message(
        say("{user} isn’t cleared anymore.{closes}", user=person(user), closes=_closes(say, closed))
    )


def consent_recorded(say: Say, user: UserId, closed: int, *, is_given: bool) -> Message:
    """Confirm what was recorded about a permission."""
    if is_given:
        return Message(
            say(
                "Recorded: {user} has a parent’s or guardian’s permission and can be matched.",
                user=person(user),
            )
        )
    return Message(
        say(
            "Recorded: {user} has no permission.{closes}",
            user=person(user),
            closes=_closes(say, closed),
        )
    )


def _closes(say: Say, number: int) -> str:
    if not number:
        return say(" No thread needs to close.")
    return say.count(
        " I’ll close the thread of {n} mentorship within an hour.",
        " I’ll close the threads of {n} mentorships within an hour.",
        number,
    )


def adult_confirmed(say: Say, user: UserId) -> Message:
    """Confirm that someone turned 18."""
    return Message(
        say(
            "Recorded: {user} is 18 or older. Advisors will leave their threads within an "
            "hour, unless someone else in them is under 18.",
            user=person(user),
        )
    )


def age_saved(say: Say, band: AgeBand) -> Message:
    """Confirm an age group, and say what it means."""
    if not band.is_minor:
        return Message(say("Saved: you’re 18 or older."))
    return Message(
        say(
            "Saved: you’re {words}. Moderators and advisors can see that. {words2}",
            words=say(BANDS[band]),
            words2=say(FOR_MINORS),
        )
    )
