"""What moderators do from someone's page: the forms, and what they read afterward."""

from bot.domain.cohorts.enrolments import LARGEST_CAPACITY
from bot.domain.ids import UserId
from bot.domain.moderation.acts import ActKind
from bot.domain.moderation.cases import LONGEST_NOTE
from bot.domain.states import PairState, Role
from bot.domain.vocabulary import PersonRole
from bot.language.say import Say, marked
from bot.messages.cohorts.people import PAIR_STATES, Named
from bot.messages.cohorts.people_import import over_limit
from bot.messages.cohorts.person import note_line
from bot.messages.custom_id import build
from bot.messages.outgoing import (
    Choice,
    ChoiceField,
    Embed,
    Message,
    Modal,
    Pick,
    Row,
    Select,
    TextField,
)
from bot.messages.text import escape, join_within, people, person, truncate
from bot.services.cohorts.person import PersonPage
from bot.services.cohorts.person_acts import Done
from bot.storage.cohorts.cohorts import Cohort
from bot.storage.pairs.pairs import Pair

ROLES = {
    PersonRole.MENTEE: marked("Mentee"),
    PersonRole.MENTOR: marked("Mentor"),
    PersonRole.BOTH: marked("Mentor and mentee"),
}
ACTS = {
    "write": marked("Send a message"),
    "place": marked("Change role or spots"),
    "note": marked("Add a note"),
    "remove": marked("Remove from the cohort"),
}
"""What `/cohort people` can do about one person, as their page's buttons do."""
_SHOWN = 3500


def _id(verb: str, of: PersonPage) -> str:
    return build("person", verb, of.cohort.guild, of.user, number=of.cohort.id)


def _role_field(say: Say, chosen: PersonRole | None) -> ChoiceField:
    choices = tuple(
        Choice(say(name), role.value, chosen=role is chosen) for role, name in ROLES.items()
    )
    return ChoiceField("role", say("Role"), choices)


# --- add ------------------------------------------------------------------------------------------


def choose_person(say: Say, cohort: Cohort) -> Message:
    """Ask who is to be added."""
    custom_id = build("person", "add-pick", cohort.guild, cohort.id)
    text = say("Who would you like to add to **{name}**?", name=escape(cohort.name, 80))
    return Message(text, rows=((Select(custom_id, say("Choose someone"), pick=Pick.USER),),))


def add_form(say: Say, cohort: Cohort, user: UserId, name: str) -> Modal:
    """Ask what someone is to be signed up as."""
    fields = (
        _role_field(say, None),
        TextField("stage", say("Stage"), note=say("Try “Sophomore”, “MS2”, “PGY-2”, or “nurse”.")),
        TextField(
            "topics",
            say("Topics"),
            note=say("What they want help with or offer, like “MCAT, research”."),
            required=False,
        ),
        TextField(
            "places",
            say("Spots (mentors only)"),
            note=say(
                "How many mentees, up to {largest_capacity}. Default: 1.",
                largest_capacity=LARGEST_CAPACITY,
            ),
            required=False,
            most=10,
        ),
    )
    custom_id = build("person", "add", cohort.guild, user, number=cohort.id)
    return Modal(
        custom_id,
        truncate(say("Add {name}", name=name) if name else say("Add someone"), 45),
        fields,
    )


def added(say: Say, done: Done) -> str:
    """Confirm that someone was added, and say what they are asked."""
    said = say(
        "Added {user}. I’ll tell them privately that you signed them up and ask them to confirm.",
        user=person(done.page.user),
    )
    return said if done.over is None else f"{said} {over_limit(say, done.over)}"


# --- change role and places -----------------------------------------------------------------------


def place_form(say: Say, of: PersonPage) -> Modal:
    """Ask for another role, or another number of places."""
    places = of.entry.places if of.entry else ()
    capacity = sum(place.answers.capacity for place in places if place.role is Role.MENTOR)
    role = PersonRole.BOTH if len(places) > 1 else PersonRole(places[0].role.value)
    field = TextField(
        "places",
        say("Spots (mentors only)"),
        note=say("How many mentees, up to {largest_capacity}.", largest_capacity=LARGEST_CAPACITY),
        value=str(capacity) if role is not PersonRole.MENTEE else "",
        required=False,
        most=10,
    )
    return Modal(_id("place", of), say("Change place"), (_role_field(say, role), field))


def confirmed(say: Say, done: Done) -> str:
    """Confirm a change of someone's place, or that they were removed."""
    who, entry = person(done.page.user), done.page.entry
    done_ = (
        say("Removed {who}.", who=who)
        if done.act.kind is ActKind.REMOVED
        else say("Updated {who}.", who=who)
    )
    if entry is not None and entry.gone:
        return say("{done} They’re not in this server, so I can’t tell them.", done=done_)
    return say("{done} I’ll tell them privately, with your name.", done=done_)


# --- write ----------------------------------------------------------------------------------------


def write_form(say: Say, of: PersonPage, name: str) -> Modal:
    """Ask for the message to someone."""
    field = TextField(
        "words",
        say("Your message"),
        note=say(
            "They’ll get it privately, with your name. Up to {longest_note} characters.",
            longest_note=LONGEST_NOTE,
        ),
        long=True,
        most=4000,
    )
    return Modal(
        _id("write", of),
        truncate(say("Message {name}", name=name) if name else say("Send message"), 45),
        (field,),
    )


def written(say: Say, done: Done) -> str:
    """Confirm that a message is on its way, and where it goes."""
    return say(
        "I’ll send it to {user} privately, with your name, after any quiet "
        "hours, snooze, or time away. The log shows that you wrote, but not what you said.",
        user=person(done.page.user),
    )


# --- notes ----------------------------------------------------------------------------------------


def note_form(say: Say, of: PersonPage, names: Named) -> Modal:
    """Ask for a note about one of someone's pairs, which the form names even if it is the only one.

    Each of the two has the note on their page.
    """
    pairs = (*of.live, *of.earlier)
    field = TextField(
        "words",
        say("Your note"),
        note=say(
            "Moderators who aren’t in the pair can see it. Up to {longest_note} characters.",
            longest_note=LONGEST_NOTE,
        ),
        long=True,
        most=4000,
    )
    choices = tuple(
        Choice(_pair_name(say, pair, of.user, names), str(pair.id), chosen=number == 0)
        for number, pair in enumerate(pairs[:25])
    )
    return Modal(
        _id("note", of), say("Add note"), (ChoiceField("pair", say("Pair"), choices), field)
    )


def _pair_name(say: Say, pair: Pair, user: UserId, names: Named) -> str:
    partners = [names.get(other, f"#{other}") for other in pair.partners_of(user)]
    state = say(PAIR_STATES[PairState.ENDED if pair.ended_at else pair.state])
    return truncate(
        say("With {partners} ({state})", partners=", ".join(partners), state=state), 100
    )


def noted(say: Say, done: Done) -> str:
    """Confirm a note, and say whom it is about and who sees it."""
    [[mentor, *mentees]] = done.act.facts.pairs
    return say(
        "Saved your note about {words}. Moderators who aren’t in this pair "
        "can see it on each of their pages.",
        words=people((mentor, *mentees)),
    )


def notes(say: Say, of: PersonPage, reader: UserId) -> Message:
    """List all notes about someone's pairs, and offer to delete one's own."""
    lines = [note_line(say, each, 1000) for each in of.notes]
    card = Embed(
        say("{name} · Notes: {notes}", name=escape(of.cohort.name, 80), notes=len(of.notes)),
        join_within(say, lines, _SHOWN) or say("No notes."),
        footer=say("Only moderators who aren’t in the pair can see other people’s notes about it."),
    )
    own = [each.note for each in of.notes if each.note.author == reader]
    rows: tuple[Row, ...] = ()
    if own:
        choices = tuple(Choice(truncate(note.words, 100), str(note.id)) for note in own[:25])
        rows = ((Select(_id("note-drop", of), say("Delete one of your notes"), choices),),)
    return Message(say("About {user}", user=person(of.user)), embeds=(card,), rows=rows)
