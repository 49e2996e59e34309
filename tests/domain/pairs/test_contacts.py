"""What counts as an address and as a number."""

import pytest

from bot.domain.errors import DomainError
from bot.domain.pairs import contacts
from bot.domain.states import ContactChannel


@pytest.mark.parametrize(
    ("channel", "typed", "kept"),
    [
        (ContactChannel.EMAIL, " a.b+c@sub.example.org ", "a.b+c@sub.example.org"),
        (ContactChannel.PHONE, "+1 (312) 555-0100", "+13125550100"),
        (ContactChannel.TEXT, "312.555.0100", "3125550100"),
        (ContactChannel.TEXT, "(312) 555 0100", "3125550100"),
    ],
)
def test_what_can_be_written_to_is_kept_plainly(
    channel: ContactChannel, typed: str, kept: str
) -> None:
    assert contacts.check(channel, typed) == kept


@pytest.mark.parametrize(
    ("channel", "typed", "code"),
    [
        (ContactChannel.EMAIL, typed, "contact.not_an_email")
        for typed in (
            "",
            "nobody",
            "a@b",
            "a b@example.org",
            "a@@example.org",
            "a@example..org",
            ".a@example.org",
            "a@-example.org",
            "a`b@example.org",
            "a@example.org\nb@example.org",
            "<@1>@example.org",
            "a" * 250 + "@example.org",
        )
    ]
    + [
        (ContactChannel.PHONE, typed, "contact.not_a_number")
        for typed in (
            "",
            "911",
            "call me",
            "312-555-01OO",
            "1" * 16,
            "+1 312 555 0100 ext 5",
            "++13125550100",
            "\u0663\u0661\u0662\u0665\u0665\u0665\u0660\u0661\u0660\u0660",
        )
    ],
)
def test_what_is_none_is_refused_and_not_repeated(
    channel: ContactChannel, typed: str, code: str
) -> None:
    with pytest.raises(DomainError) as refusal:
        contacts.check(channel, typed)
    assert refusal.value.code == code
    assert refusal.value.facts == {}
