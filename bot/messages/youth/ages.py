"""What age groups are called, and what someone under 18 is told."""

from bot.domain.youth.youth import AgeBand
from bot.language.say import marked

BANDS = {
    AgeBand.ADULT: marked("18 or older"),
    AgeBand.OLDER: marked("16 or 17"),
    AgeBand.YOUNGER: marked("13 to 15"),
}
FOR_MINORS = marked(
    "Before I match you, an advisor has to record a parent’s or guardian’s permission. Two "
    "advisors will be in your mentorship’s thread. I won’t DM you, and I can’t keep what "
    "you tell me secret: advisors may have to act on it to keep you safe."
)
# The reason isn't named: it may be what a parent decided, or a check of someone else.
THREAD_CLOSED = marked(
    "Your thread is closed for now: something that’s required with members under 18 is "
    "missing. "
    "The moderators know. I’ll add you again within an hour after it’s fixed."
)
