"""Texts about personal data."""
