"""Buttons and forms of `/concern`, and of the safety part of `/setup`."""
