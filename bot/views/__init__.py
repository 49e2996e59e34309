"""Buttons, selects, and forms: parse, call one service, show the result."""
