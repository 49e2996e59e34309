"""Concerns, safety leads, and who looked: rows that moderators never see."""
