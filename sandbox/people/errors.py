"""What a person meets when Discord's own app would not let them act."""


class NotPossibleError(Exception):
    """Say that Discord's own app would not let this person do this.

    Raised before anything reaches the bot: an unknown command, a button that is not there, a
    thread that the person cannot see.
    """
