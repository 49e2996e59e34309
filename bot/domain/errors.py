"""Errors raised by rules: a code and facts. The texts are in `bot.messages.errors`."""

from typing import Any


class DomainError(Exception):
    """An action was refused for a reason that the person can act on.

    `code` is a dotted name such as ``cohort.name_taken``; `facts` are what its text needs. Raising
    it inside a transaction rolls that transaction back, so nothing has changed.
    """

    def __init__(self, code: str, /, **facts: Any) -> None:
        super().__init__(code, facts)
        self.code = code
        self.facts = facts

    def __str__(self) -> str:
        facts = ", ".join(f"{name}={value!r}" for name, value in self.facts.items())
        return f"{self.code}({facts})"
