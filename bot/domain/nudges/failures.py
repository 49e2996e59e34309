"""Why a message could not be delivered, as codes that rows and cases store."""

from enum import StrEnum
from typing import Final


class Failure(StrEnum):
    """One reason; moderators read its text, never this value, which must not change."""

    CHANNEL_GONE = "the channel is gone"
    SERVER_GONE = "the server is gone"
    LEFT = "somebody left the server"
    ACCOUNT_GONE = "the person's account is gone"
    LOCKED = "the thread is locked"
    HIDDEN = "the bot, or somebody in the pair, can't see the channel"
    DMS_CLOSED = "direct messages are closed"
    NOT_PERMITTED = "the bot lacks a permission"
    MANY_THREADS = "too many threads are open"
    REFUSED = "Discord refused it"
    NO_THREAD = "the pair has no thread"
    NO_MENTORING_CHANNEL = "no mentoring channel"
    NO_MODERATORS_CHANNEL = "no channel for moderators"
    FAULT = "a fault of the bot"
    UNKNOWN = "nobody can tell whether it was sent"


# By the number of Discord's error.
OF_DISCORD: Final = {
    10003: Failure.CHANNEL_GONE,
    10004: Failure.SERVER_GONE,
    10007: Failure.LEFT,
    10013: Failure.ACCOUNT_GONE,
    50083: Failure.LOCKED,
    50001: Failure.HIDDEN,
    50007: Failure.DMS_CLOSED,
    50013: Failure.NOT_PERMITTED,
    160005: Failure.LOCKED,
    160006: Failure.MANY_THREADS,
}
