"""Contact details for use outside Discord: requested, shared by choice, revocable any time."""

import re
from dataclasses import dataclass
from datetime import timedelta

from bot.domain.errors import DomainError
from bot.domain.ids import ContactId, GuildId, PairId, UserId
from bot.domain.pings import PingsPerson
from bot.domain.states import ContactChannel
from bot.domain.typed_text import clean

# After a "not now" the same question can't be asked again for this long.
ASK_AGAIN_AFTER = timedelta(days=30)
_LONGEST_EMAIL = 254
_LABEL = r"[A-Za-z0-9](?:[A-Za-z0-9-]{0,61}[A-Za-z0-9])?"
_ATOM = r"[A-Za-z0-9!#$%&'*+/=?^_{|}~-]+"
_EMAIL = re.compile(rf"{_ATOM}(?:\.{_ATOM})*@(?:{_LABEL}\.)+[A-Za-z][A-Za-z-]*[A-Za-z]")
_PHONE = re.compile(r"\+?[0-9(][0-9 ().\-/]*[0-9]")
_FEWEST_DIGITS, _MOST_DIGITS = 7, 15  # E.164 allows 15; a local number has at least seven


@dataclass(frozen=True, slots=True)
class ContactWaiting(PingsPerson):
    """Something about contact waits for `person`; only they are told what it is."""

    guild: GuildId
    pair: PairId
    contact: ContactId
    person: UserId


def check(channel: ContactChannel, typed: str) -> str:
    """Return the address or number as it is saved: trimmed, a number without punctuation.

    Raises `DomainError` ``contact.not_an_email``, ``contact.not_a_number``. Neither contains what
    was typed, so that it can't get into a log.
    """
    typed = clean(typed)
    match channel:
        case ContactChannel.EMAIL:
            if len(typed) > _LONGEST_EMAIL or not _EMAIL.fullmatch(typed):
                raise DomainError("contact.not_an_email")
            return typed
        case ContactChannel.TEXT | ContactChannel.PHONE:
            digits = re.sub(r"[^0-9]", "", typed)
            is_phone = len(typed) <= 40 and _PHONE.fullmatch(typed)
            if not is_phone or not _FEWEST_DIGITS <= len(digits) <= _MOST_DIGITS:
                raise DomainError("contact.not_a_number")
            return f"+{digits}" if typed.startswith("+") else digits
