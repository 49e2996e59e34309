"""The panel of youth mode, and the answers to its commands."""

from bot.domain.ids import GuildId, UserId
from bot.domain.youth.youth import ADVISORS_NEEDED, AgeBand
from bot.messages.custom_id import build
from bot.messages.outgoing import Button, Embed, Message, Pick, Row, Select, Style
from bot.messages.text import join_within, person, plural, role, timestamp
from bot.messages.youth.ages import BANDS, FOR_MINORS
from bot.messages.youth.lacks import LACKS
from bot.services.youth.youth import YouthShown
from bot.storage.youth.youth import Clearance

_MOST_NAMED = 900
ATTESTATION = (
    "By attesting, you say that you’re an adult whom your organization screened and trained, that "
    "for each member under 18 a parent’s or guardian’s written permission is on file outside "
    "Discord, that checks of each cleared adult are, too, and that you’ll look into the threads "
    "you’re added to. I record your name and today’s date, and ask again in a year. I keep no "
    "documents."
)


def panel(guild: GuildId, shown: YouthShown) -> Message:
    """Show whether members under 18 can join, what is missing, and who is on record."""
    mode, standing = shown.mode, shown.standing
    if not mode.is_on:
        text = (
            "Members under 18 can’t sign up. If they may, the server’s owner turns youth mode on "
            "here. Read first what it does and what it can’t do: `docs/youth.md`."
        )
    elif standing.lacks:
        text = "Youth mode is on, but no cohort can open until what’s missing is there."
    else:
        text = "Youth mode is on, and everything it needs is there."
    missing = [f"- {LACKS[lack]}" for lack in standing.lacks]
    advisors = [f"{person(user)}, {timestamp(at, 'd')}" for user, at in shown.attested]
    cleared = [f"{person(one.user)}, until {timestamp(one.until, 'd')}" for one in shown.cleared]
    fields = [
        ("Advisors’ role", role(mode.advisor_role) if mode.advisor_role else "not chosen"),
        (f"Attested (at least {ADVISORS_NEEDED})", join_within(advisors, _MOST_NAMED) or "no one"),
        ("Cleared adults", join_within(cleared, _MOST_NAMED) or "no one"),
    ]
    if missing:
        fields.insert(0, ("Missing", "\n".join(missing)))
    if shown.waiting:
        named = join_within([person(user) for user in shown.waiting], _MOST_NAMED)
        fields.append(("Waiting for a permission", named))
    if mode.is_on and shown.ageless:
        named = join_within([person(user) for user in shown.ageless], _MOST_NAMED)
        fields.append(("Signed up, but can’t be matched before they use /youth age", named))
    if mode.changed_by and mode.changed_at:
        turned = "on" if mode.is_on else "off"
        by = f"{person(mode.changed_by)}, {timestamp(mode.changed_at, 'd')}"
        fields.append((f"Turned {turned} by", by))
    return Message(
        text,
        embeds=(Embed("Members under 18", fields=tuple(fields)),),
        rows=_rows(guild, shown) if shown.is_owner else (),
    )


def _rows(guild: GuildId, shown: YouthShown) -> tuple[Row, ...]:
    chosen = (shown.mode.advisor_role,) if shown.mode.advisor_role else ()
    menu = Select(
        build("youth", "role", guild), "Advisors’ role", pick=Pick.ROLE, least=0, chosen=chosen
    )
    button = (
        Button("Turn off", build("youth", "off", guild), Style.DANGER)
        if shown.mode.is_on
        else Button("Turn on", build("youth", "ask", guild), Style.PRIMARY)
    )
    return ((menu,), (button,))


def ask_to_turn_on(guild: GuildId) -> Message:
    """Say what the owner answers for, before youth mode is turned on."""
    text = (
        "**Let members under 18 join?** From then on, everyone is asked for their age group, and "
        "people under 18 are matched only with a parent’s or guardian’s permission on record, with "
        "adults whom a moderator cleared, and in threads with two attested advisors. I can’t "
        "verify anyone’s age, and I read no messages: your organization answers for both."
    )
    row: Row = (
        Button("Turn on", build("youth", "on", guild), Style.PRIMARY),
        Button("Keep it off", build("youth", "keep-off", guild)),
    )
    return Message(text, rows=(row,))


def kept_off() -> Message:
    """Confirm that nothing changed."""
    return Message("Youth mode stays off.")


def ask_to_attest(guild: GuildId) -> Message:
    """Show what an advisor attests."""
    row: Row = (
        Button("I attest", build("youth", "attest", guild), Style.PRIMARY),
        Button("Not now", build("youth", "not-now", guild)),
    )
    return Message(ATTESTATION, rows=(row,))


def attested(shown: YouthShown) -> Message:
    """Confirm an attestation, and say what is still missing."""
    others = len(shown.attested)
    rest = ""
    if others < ADVISORS_NEEDED:
        rest = f" {plural(ADVISORS_NEEDED - others, 'more advisor')} needed."
    return Message(f"Recorded, for a year.{rest} `/youth stop` ends it.")


def not_now() -> Message:
    """Confirm that nothing was recorded."""
    return Message("Nothing was recorded.")


def stepped_down() -> Message:
    """Confirm that someone is no advisor anymore."""
    return Message(
        "You’re no longer an advisor. Within an hour, another one takes your place in each thread, "
        "or I close it."
    )


def cleared(clearance: Clearance) -> Message:
    """Confirm a clearance."""
    return Message(
        f"{person(clearance.user)} is cleared for members under 18 until "
        f"{timestamp(clearance.until, 'D')}, by you. Keep the papers outside Discord."
    )


def clearance_ended(user: UserId, closed: int) -> Message:
    """Confirm that a clearance was withdrawn, and what follows."""
    return Message(f"{person(user)} isn’t cleared anymore.{_closes(closed)}")


def consent_recorded(user: UserId, closed: int, *, is_given: bool) -> Message:
    """Confirm what was recorded about a permission."""
    if is_given:
        return Message(
            f"Recorded: {person(user)} has a parent’s or guardian’s permission and can be matched."
        )
    return Message(f"Recorded: {person(user)} has no permission.{_closes(closed)}")


def _closes(number: int) -> str:
    if not number:
        return " They’re in no mentorship that this closes."
    return f" I’ll close the thread of {plural(number, 'mentorship')} within an hour."


def adult_confirmed(user: UserId) -> Message:
    """Confirm that someone turned 18."""
    return Message(
        f"Recorded: {person(user)} is 18 or older. Advisors leave a thread within an hour, unless "
        "someone else in it is under 18."
    )


def age_saved(band: AgeBand) -> Message:
    """Confirm an age group, and say what it means."""
    if not band.is_minor:
        return Message("Saved: you’re 18 or older.")
    return Message(
        f"Saved: you’re {BANDS[band]}. Moderators and advisors can see that. {FOR_MINORS}"
    )
