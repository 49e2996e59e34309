"""A request that no one accepted is offered to a mentor whom the moderators choose."""

from collections.abc import Awaitable
from datetime import timedelta

import pytest

from bot.app import App
from bot.domain.errors import DomainError
from bot.domain.ids import CaseId, UserId
from bot.domain.requests.requests import Request
from bot.domain.states import CaseAction, CaseState, RequestState, RequestStep
from bot.services.cohorts import profiles
from bot.services.moderation import cases as moderating
from bot.services.requests import mentor_availability, requests
from bot.storage.moderation import cases
from tests.services.mentoring import a_mentor, a_society, again, ask
from tests.services.society import GUILD, StandingClock, somebody, the_moderator

ASKER, IRIS, JUNO, KAI = 50, 60, 61, 62
PROMISED = timedelta(hours=48)


async def refused(acting: Awaitable[object]) -> str:
    """Return the code of a refusal."""
    with pytest.raises(DomainError) as refusal:
        await acting
    return refusal.value.code


async def with_the_moderators(app: App) -> tuple[Request, CaseId]:
    """Return a request that its one mentor declined, and its case; Juno has room since."""
    await a_society(app)
    await a_mentor(app, IRIS)
    await a_mentor(app, KAI)
    await mentor_availability.make_room(app, somebody(KAI), 0)
    asked = await ask(app, ASKER, IRIS)
    await requests.decline(app, somebody(IRIS), asked.id)
    await a_mentor(app, JUNO)
    [case] = await app.database.read(cases.open_in, GUILD)
    return await again(app, asked), case.id


async def test_the_moderators_put_it_before_a_mentor_who_has_a_date_and_a_choice(
    app: App, clock: StandingClock
) -> None:
    asked, case = await with_the_moderators(app)
    clock.instant += timedelta(hours=5)
    done = await moderating.hand_to(app, the_moderator(), case, UserId(JUNO))
    assert done.case.state is CaseState.RESOLVED
    trail = (await moderating.show(app, the_moderator(), case)).trail
    assert [step.action for step in trail] == [CaseAction.OPENED, CaseAction.HANDED]
    handed = await again(app, asked)
    assert (handed.step, handed.due_at) == (RequestStep.CLAIM, clock.now() + PROMISED)
    offers = [(one.mentor, one.named) for one in handed.offers if one.state is RequestState.OPEN]
    assert offers == [(JUNO, False)]
    await requests.accept(app, somebody(JUNO), asked.id)
    assert (await again(app, asked)).step is RequestStep.CONSENT


async def test_whom_the_moderators_may_not_choose_is_refused_in_the_same_words(
    app: App,
) -> None:
    asked, case = await with_the_moderators(app)
    await profiles.set_avoided(app, somebody(ASKER), [UserId(JUNO)])
    # Declined, closed to requests, on a private list, the asker themselves.
    for user in (IRIS, KAI, JUNO, ASKER):
        handing = moderating.hand_to(app, the_moderator(), case, UserId(user))
        assert await refused(handing) == "request.not_free"
    handing = moderating.hand_to(app, somebody(JUNO), case, UserId(JUNO))
    assert await refused(handing) == "actor.not_moderator"
    assert (await again(app, asked)).step is RequestStep.DECISION
