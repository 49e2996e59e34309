"""Buttons of `/privacy`."""
