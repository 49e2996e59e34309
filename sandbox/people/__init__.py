"""People to act as: what they can do in Discord's own app, and what they read there."""
