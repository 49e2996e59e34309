"""The error for acts that Discord's own app would not allow."""


class NotPossibleError(Exception):
    """Discord's own app would not let this person do this.

    Raised before anything reaches the bot: an unknown command, a button that does not exist, a
    thread that the person can't see.
    """
