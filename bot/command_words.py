"""Names and descriptions of commands in the other languages, as Discord shows them in its menus."""

from discord import Locale, app_commands
from discord.app_commands import TranslationContextLocation as At
from discord.app_commands import TranslationContextTypes, locale_str

from bot.language.catalogs import Languages
from bot.language.say import ENGLISH

_CONTEXTS = {
    At.command_description: "about",
    At.group_description: "about",
    At.parameter_description: "about",
    At.parameter_name: "option",
    At.choice_name: "choice",
}


def context_of(context: TranslationContextTypes) -> str | None:
    """Return in which context a catalog translates it; None for what stays English.

    The names of commands do: a thread names them to people whose Discords are in different
    languages, and each must find them.
    """
    if isinstance(context.data, app_commands.ContextMenu):
        return "menu"
    return _CONTEXTS.get(context.location)


class CommandWords(app_commands.Translator):
    """Translate descriptions, options, choices, and entries of menus."""

    def __init__(self, languages: Languages) -> None:
        self._languages = languages

    async def translate(
        self, string: locale_str, locale: Locale, context: TranslationContextTypes
    ) -> str | None:
        """Return the words in a language that we speak; None if they are the English ones."""
        say, kind = self._languages.say_in(locale.value), context_of(context)
        if say is ENGLISH or kind is None:
            return None
        words = say.of(kind, string.message)
        return words if words != string.message else None
