"""Acts about one person are their society's moderators' alone."""

from collections.abc import Awaitable, Callable

import pytest

from bot.domain.errors import DomainError
from bot.domain.ids import GuildId, InteractionId, PairNoteId, UserId
from bot.domain.states import Role
from bot.domain.vocabulary import PersonRole
from bot.services.actor import Actor
from bot.services.cohorts import people, person, person_acts
from bot.services.cohorts.person_acts import Done, TypedPerson
from bot.storage.moderation import acts
from tests.delivery.society import GUILD
from tests.services.rounds import COHORT, Round

MENTOR, NILS = UserId(1), UserId(100)
Try = Callable[[Actor], Awaitable[object]]


async def test_members_and_other_societies_moderators_do_nothing_to_anyone(
    round_: Round,
) -> None:
    await round_.enrol(MENTOR, Role.MENTOR)
    await round_.enrol(NILS, Role.MENTEE)
    [pair] = await round_.approve_all()
    await round_.introduce(pair.id)
    app, cohort = round_.app, round_.cohort
    noted = await person_acts.add_note(app, round_.mod(), cohort, NILS, "Once")
    note = PairNoteId(noted.act.facts.of)
    asked = await person_acts.ask_to_adjust(
        app, round_.mod(), cohort, MENTOR, PersonRole.MENTOR, "4"
    )
    removal = await person_acts.ask_to_remove(app, round_.mod(), cohort, NILS)
    typed = TypedPerson("mentee", "resident")
    tries: dict[str, Try] = {
        "look": lambda who: person.look(app, who, NILS, cohort),
        "look_in": lambda who: person.look_in(app, who, NILS, COHORT),
        "find": lambda who: person_acts.find_cohort(app, who, COHORT),
        "add": lambda who: person_acts.add(app, who, cohort, UserId(7), typed),
        "ask": lambda who: person_acts.ask_to_adjust(
            app, who, cohort, MENTOR, PersonRole.MENTOR, "4"
        ),
        "adjust": lambda who: person_acts.adjust(app, who, asked.act.id),
        "ask_to_remove": lambda who: person_acts.ask_to_remove(app, who, cohort, NILS),
        "remove": lambda who: person_acts.remove(app, who, removal.act.id),
        "write": lambda who: person_acts.write(app, who, cohort, NILS, "Hi"),
        "note": lambda who: person_acts.add_note(app, who, cohort, NILS, "Mine", pair.id),
        "remove_note": lambda who: person_acts.remove_note(app, who, cohort, NILS, note),
        "export": lambda who: people.export(app, who, COHORT, {}),
    }
    _, before = await app.database.read(acts.log, GUILD, cohort, 0, 100)
    numbers = iter(range(5_000, 6_000))
    for name, act in tries.items():
        member = Actor(GUILD, NILS, InteractionId(next(numbers)))
        with pytest.raises(DomainError, match=r"actor\.not_moderator"):
            await act(member)
        other = GuildId(GUILD + 1)
        stranger = Actor(other, UserId(900), InteractionId(next(numbers)), manages_server=True)
        with pytest.raises(DomainError, match=r"unknown|no_pair"):
            await act(stranger)
        assert (await person.look(app, round_.mod(), NILS, cohort)).live, name
    _, after = await app.database.read(acts.log, GUILD, cohort, 0, 100)
    assert before == after


async def test_a_note_of_someone_else_stays_and_one_s_own_goes_once(round_: Round) -> None:
    await round_.enrol(MENTOR, Role.MENTOR)
    await round_.enrol(NILS, Role.MENTEE)
    await round_.approve_all()
    noted = await person_acts.add_note(round_.app, round_.mod(), round_.cohort, NILS, "Once")
    note = PairNoteId(noted.act.facts.of)

    async def drop(moderator: int) -> None:
        who = round_.mod(moderator)
        await person_acts.remove_note(round_.app, who, round_.cohort, NILS, note)

    with pytest.raises(DomainError, match=r"note\.not_yours"):
        await drop(901)
    await drop(900)
    with pytest.raises(DomainError, match=r"note\.unknown"):
        await drop(900)
    page = await person.look(round_.app, round_.mod(), NILS, round_.cohort)
    assert page.notes == ()


async def test_a_confirmed_act_happens_once(round_: Round) -> None:
    await round_.enrol(MENTOR, Role.MENTOR)
    asked = await person_acts.ask_to_adjust(
        round_.app, round_.mod(), round_.cohort, MENTOR, PersonRole.BOTH, "2"
    )
    done = await person_acts.adjust(round_.app, round_.mod(), asked.act.id)
    assert isinstance(done, Done)
    with pytest.raises(DomainError, match=r"act\.done"):
        await person_acts.adjust(round_.app, round_.mod(), asked.act.id)
