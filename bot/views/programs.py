"""The buttons and selects of a program search."""

from bot.views.router import Routes

routes = Routes("program")
