"""Collect what is wrong with a request and say it as Discord does: nested `errors`, code 50035."""

from typing import Any

from sandbox.rules.errors import ApiError, refusal

Path = tuple[str | int, ...]


def invalid(path: Path, code: str, message: str) -> ApiError:
    """Build the refusal of a request in which one thing is wrong."""
    problems = Problems()
    problems.add(path, code, message)
    return refusal(50035, problems.errors)


class Problems:
    """Collect findings by path; `raise_if_any` turns them into one refusal."""

    def __init__(self) -> None:
        self.errors: dict[str, Any] = {}

    def add(self, path: Path, code: str, message: str) -> None:
        """Record one finding at a path such as ("embeds", 0, "title")."""
        place = self.errors
        for step in path:
            place = place.setdefault(str(step), {})
        place.setdefault("_errors", []).append({"code": code, "message": message})

    def raise_if_any(self) -> None:
        """Refuse with 50035 if anything was found."""
        if self.errors:
            raise refusal(50035, self.errors)

    # -- the checks that nearly every field needs -------------------------------------------

    def text(self, path: Path, value: object, most: int, least: int = 0) -> bool:
        """Check a string's type and length; return whether it is one."""
        if not isinstance(value, str):
            self.add(path, "STRING_TYPE_CONVERT", "Could not interpret as string.")
            return False
        if len(value) > most:
            self.add(path, "BASE_TYPE_MAX_LENGTH", f"Must be {most} or fewer in length.")
        if len(value) < least:
            self.short(path, len(value), least, most)
        return True

    def short(self, path: Path, length: int, least: int, most: int) -> None:
        """Record that a required text is missing or a length is outside its bounds."""
        if least == 1 and length == 0:
            self.add(path, "BASE_TYPE_REQUIRED", "This field is required")
        else:
            between = f"Must be between {least} and {most} in length."
            self.add(path, "BASE_TYPE_BAD_LENGTH", between)

    def optional_text(self, path: Path, value: object, most: int, least: int = 0) -> None:
        """Check a string that may be missing or null."""
        if value is not None:
            self.text(path, value, most, least)

    def count(self, path: Path, values: object, most: int, least: int = 0) -> list[Any]:
        """Check a list's type and size; return it, or an empty one when it is not a list."""
        if not isinstance(values, list):
            self.add(path, "LIST_TYPE_CONVERT", "Only iterables may be used in a ListType")
            return []
        if not least <= len(values) <= most:
            between = f"Must be between {least} and {most} in length."
            self.add(path, "BASE_TYPE_BAD_LENGTH", between)
        return values

    def number(self, path: Path, value: object, least: float, most: float) -> None:
        """Check that a number lies within its bounds; a number may be written as text."""
        try:
            number = float(str(value))
        except ValueError:
            self.add(path, "NUMBER_TYPE_COERCE", f'Value "{value}" is not int.')
            return
        if number < least:
            self.add(path, "NUMBER_TYPE_MIN", f"int value should be at least {least}.")
        elif number > most:
            self.add(path, "NUMBER_TYPE_MAX", f"int value should be at most {most}.")

    def choice(self, path: Path, value: object, allowed: set[Any] | frozenset[Any]) -> bool:
        """Check that a value is one of a few."""
        if value in allowed:
            return True
        listed = ", ".join(str(each) for each in sorted(allowed))
        self.add(path, "BASE_TYPE_CHOICES", f"Value must be one of {{{listed}}}.")
        return False

    def url(self, path: Path, value: object, schemes: tuple[str, ...]) -> None:
        """Check that a text is an address with one of the schemes."""
        if self.text(path, value, 2048, 1) and not str(value).startswith(schemes):
            listed = ", ".join(f"'{each}'" for each in schemes)
            message = f'Scheme "{str(value).split(":", 1)[0]}" is not supported. Use {listed}.'
            self.add(path, "URL_TYPE_INVALID_SCHEME", message)
