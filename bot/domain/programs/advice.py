"""Which piece of advice to offer, if any.

An answer brings one at most once a month; who asks gets one at a time, and none twice in a month.
"""

from collections.abc import Callable, Mapping
from datetime import datetime, timedelta

from bot.domain.programs.guide import Audience, Guide, GuideItem, Moment

# As long as the longest month, so that none comes twice in any calendar month.
MONTH = timedelta(days=31)


def anywhere(item: GuideItem) -> bool:
    """Return True: every item fits."""
    return True


def may_come(shown: Mapping[str, datetime], now: datetime) -> bool:
    """Return whether an answer may bring advice: none was `shown` for a month."""
    return all(now - at >= MONTH for at in shown.values())


def choose(
    guide: Guide,
    moment: Moment,
    audience: Audience,
    shown: Mapping[str, datetime],
    now: datetime,
    fits: Callable[[GuideItem], bool] = anywhere,
) -> GuideItem | None:
    """Return what helps at `moment`, `fits`, and was not `shown` for a month, or None.

    What someone has never seen comes first, in the guide's own order; then what they saw longest
    ago.
    """
    fresh = [
        (shown.get(item.id), number, item)
        for number, item in enumerate(guide.for_moment(moment, audience))
        if (item.id not in shown or now - shown[item.id] >= MONTH) and fits(item)
    ]
    if not fresh:
        return None
    _, _, item = min(
        fresh,
        key=lambda candidate: (candidate[0].timestamp() if candidate[0] else 0.0, candidate[1]),
    )
    return item
