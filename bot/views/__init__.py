"""Buttons, selects and forms: parse, call one service, say what came of it."""
