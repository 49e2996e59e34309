"""What a browser's window shows: who is in each column, where they are, and what they have open."""

import secrets
from collections.abc import Mapping
from dataclasses import dataclass, field

from sandbox import Choice, Message, Modal, Person

NEWEST = 40
MOST_COLUMNS = 3


@dataclass(slots=True, eq=False)
class Column:
    """One person's Discord: what they look at, what they are typing, what the app told them."""

    number: int
    person: Person
    channel: int = 0
    # How many of a channel's newest messages are shown.
    shown: int = NEWEST
    notice: str = ""
    # What was typed into the line below the messages, while it begins with a slash.
    typing: str = ""
    # The command whose options are being filled in, and what an option offers for what was typed.
    command: str = ""
    choices: Mapping[str, list[Choice]] = field(default_factory=dict)
    modal: Modal | None = None
    dismissed: set[int] = field(default_factory=set)

    def leave(self) -> None:
        """Close whatever was open, as one does by going somewhere else."""
        self.shown, self.notice = NEWEST, ""
        self.typing, self.command, self.choices, self.modal = "", "", {}, None


@dataclass(slots=True, eq=False)
class Window:
    """One page that is open in a browser. Its key stands in every request and is a secret."""

    columns: list[Column]
    key: str = field(default_factory=lambda: secrets.token_urlsafe(16))
    # How many of its acts on the stage, such as passing a week, are done.
    acts_done: int = 0

    def column(self, number: int) -> Column:
        """Return a column by its number; KeyError when there is none."""
        for column in self.columns:
            if column.number == number:
                return column
        raise KeyError(number)


@dataclass(slots=True, eq=False)
class Marks:
    """Up to which message each person has read each channel."""

    read: dict[tuple[int, int], int] = field(default_factory=dict)

    def reads(self, user: int, channel: int, newest: int) -> None:
        """Note that someone has a channel in front of them."""
        self.read[user, channel] = max(newest, self.read.get((user, channel), 0))

    def unread(self, user: int, messages: list[Message]) -> tuple[int, int]:
        """Return how many messages someone has not read, and how many of them pinged them."""
        last = self.read.get((user, messages[0].channel_id), 0) if messages else 0
        fresh = [each for each in messages if each.id > last and each.author.id != user]
        return len(fresh), sum(user in each.notified for each in fresh)
