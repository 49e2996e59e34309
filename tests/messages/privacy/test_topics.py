"""What a button of `/privacy` names stays the same, whatever is added."""

from bot.domain.ids import GuildId
from bot.domain.privacy.register import DELETABLE, Topic
from bot.language.say import ENGLISH
from bot.messages.custom_id import parse
from bot.messages.outgoing import Button
from bot.messages.privacy import privacy

GUILD = GuildId(100)
# As they were posted: only add to it.
POSTED = {
    Topic.PROFILE: 0,
    Topic.AVOIDED: 1,
    Topic.AGENDA: 8,
    Topic.ANSWERS: 9,
    Topic.UPDATES: 11,
    Topic.GOALS: 12,
    Topic.COMMITMENTS: 13,
    Topic.WINS: 14,
    Topic.OUTREACH: 17,
    Topic.SEARCHES: 18,
    Topic.SAVED_PROGRAMS: 19,
    Topic.CORRECTIONS: 20,
    Topic.ADVICE: 21,
    Topic.SETTINGS: 22,
    Topic.AWAY: 23,
    Topic.DRAFTS: 26,
}


def test_a_button_that_was_posted_goes_on_deleting_what_it_said() -> None:
    assert set(POSTED) == DELETABLE
    for topic, number in POSTED.items():
        [[button, _]] = privacy.to_delete_topic(ENGLISH, GUILD, topic).rows
        assert isinstance(button, Button)
        assert button.custom_id is not None
        target = parse(button.custom_id)
        assert target is not None
        assert target.what == number


def test_every_topic_has_one_place() -> None:
    assert set(privacy.TOPICS) == set(Topic)
    assert len(privacy.TOPICS) == len(Topic)
