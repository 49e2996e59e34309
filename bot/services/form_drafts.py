"""Drafts of refused forms: what was typed is saved, so that no one has to type it twice."""

from collections.abc import Mapping, Sequence

from bot.services.work import Work, reads, writes_unrecorded
from bot.storage import drafts

Typed = Mapping[str, Sequence[str]]

_BESIDE = "it goes with a form's service, which records the interaction where it accepts the form"


@reads
def find(work: Work, what: str) -> Typed:
    """Return what was typed into the form of `what`; empty if there is no draft."""
    return drafts.find(work.connection, work.guild, work.user, _key(what)) or {}


@writes_unrecorded(_BESIDE)
def save_draft(work: Work, what: str, typed: Typed) -> None:
    """Save what was typed into a refused form."""
    plain = {key: list(values) for key, values in typed.items()}
    drafts.save(work.connection, work.guild, work.user, _key(what), plain, work.now)


@writes_unrecorded(_BESIDE)
def drop(work: Work, what: str) -> None:
    """Delete the draft, because the form was accepted."""
    drafts.drop(work.connection, work.guild, work.user, _key(what))


def _key(what: str) -> str:
    return f"form:{what}"
