"""What a rule says when it refuses: a code and facts. The words are in `bot.messages.errors`."""

from typing import Any


class DomainError(Exception):
    """Refuse an action for a reason that its person can act on.

    `code` is a dotted name such as ``cohort.name_taken``; `facts` are what the sentence needs.
    Raising it inside a transaction rolls that transaction back, so nothing has changed.
    """

    def __init__(self, code: str, /, **facts: Any) -> None:
        super().__init__(code, facts)
        self.code = code
        self.facts = facts

    def __str__(self) -> str:
        facts = ", ".join(f"{name}={value!r}" for name, value in self.facts.items())
        return f"{self.code}({facts})"
