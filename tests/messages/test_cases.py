"""What moderators read about a case pings nobody and hides no link."""

from bot.messages import cases as words


def test_what_somebody_typed_is_shown_harmlessly_and_people_stay_named() -> None:
    facts = {
        "cohort": "<@123> [Spring](https://example.org) @everyone",
        "asked_by": "<@456>",
        "mentees": "<@7>, <@8>",
    }
    shown = words.body("round-due", facts)
    assert "<@123>" not in shown
    assert "](https://" not in shown
    assert "@everyone" not in shown
    assert "asked by: <@456>" in shown
    assert "mentees: <@7>, <@8>" in shown
