"""Every service that there is: found, not listed, so one that is added tomorrow is tested too."""

import importlib
import inspect
import pkgutil
from collections.abc import Callable, Mapping
from functools import cache
from typing import Any, get_type_hints

import bot.services
from bot.app import App
from bot.services.actor import Actor
from bot.services.work import Work


@cache
def services() -> Mapping[str, Callable[..., Any]]:
    """Return every service by its name, such as ``pairs.pairs.end``.

    Each takes a unit of work, or is composed of such and takes the app and who acts.
    """
    found: dict[str, Callable[..., Any]] = {}
    for module in pkgutil.walk_packages(bot.services.__path__, "bot.services."):
        for name, service in vars(importlib.import_module(module.name)).items():
            if inspect.iscoroutinefunction(service) and service.__module__ == module.name:
                hints = list(get_type_hints(inspect.unwrap(service)).values())
                if hints[:1] == [Work] or hints[:2] == [App, Actor]:
                    found[f"{module.name.removeprefix('bot.services.')}.{name}"] = service
    return found
