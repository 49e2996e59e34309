"""Texts about concerns and safety leads."""
