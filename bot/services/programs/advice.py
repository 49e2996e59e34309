"""Give one piece of advice at the moment it helps, unless the person turned advice off."""

from collections.abc import Callable

from bot.domain.ids import PairId
from bot.domain.programs.advice import anywhere, choose, may_come
from bot.domain.programs.guide import Audience, GuideItem, Moment
from bot.domain.states import PairState
from bot.services.pairs.permissions import require_own
from bot.services.work import Work, reads, writes_unrecorded
from bot.storage.nudges import settings as nudge_settings
from bot.storage.pairs import pairs
from bot.storage.programs import advice

Fits = Callable[[GuideItem], bool]
_BESIDE = "it goes with the answer of another service, which has recorded the interaction"


@writes_unrecorded(_BESIDE)
def give(work: Work, moment: Moment, audience: Audience, fits: Fits) -> GuideItem | None:
    """Return one item that `fits` at `moment`, and save that the asker got it.

    None if they turned advice off, got some within a month, or have seen everything that fits.
    """
    if not _is_wanted(work):
        return None
    return _give(work, moment, audience, fits)


@writes_unrecorded(_BESIDE)
def give_in_pair(work: Work, pair_id: PairId, moment: Moment, fits: Fits) -> GuideItem | None:
    """Return the same for the asker's role in a pair, which may have ended by now.

    Raises `DomainError` as `require_own` does.
    """
    audience = _audience(work, pair_id)
    if not _is_wanted(work):
        return None
    return _give(work, moment, audience, fits)


@writes_unrecorded("it only marks an item as shown: asked twice, two are shown")
def ask_in_pair(work: Work, pair_id: PairId, moment: Moment) -> GuideItem | None:
    """Return the same to someone who asked for it, whatever their settings are."""
    audience = _audience(work, pair_id)
    return _give(work, moment, audience, anywhere)


@reads
def own_audience(work: Work) -> Audience:
    """Return whom the guide speaks to by itself: the asker's one role in active pairs, or both."""
    own = [
        pair
        for pair in pairs.list_for_person(work.connection, work.guild, work.user)
        if pair.state is not PairState.ENDED
    ]
    roles = {Audience.MENTOR if pair.mentor == work.user else Audience.MENTEE for pair in own}
    return roles.pop() if len(roles) == 1 else Audience.BOTH


def _audience(work: Work, pair_id: PairId) -> Audience:
    pair = require_own(work, pair_id, ended_too=True)
    return Audience.MENTOR if work.user == pair.mentor else Audience.MENTEE


def _is_wanted(work: Work) -> bool:
    shown = advice.shown_to(work.connection, work.guild, work.user)
    wanted = nudge_settings.get(work.connection, work.guild, work.user).advice
    return wanted and may_come(shown, work.now)


def _give(work: Work, moment: Moment, audience: Audience, fits: Fits) -> GuideItem | None:
    shown = advice.shown_to(work.connection, work.guild, work.user)
    item = choose(work.app.guide_in(work.actor.language), moment, audience, shown, work.now, fits)
    if item is not None:
        advice.record(work.connection, work.guild, work.user, item.id, work.now)
    return item
