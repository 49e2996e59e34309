"""Logs, metrics, and health checks for whoever runs the bot, without anyone's text or name."""
