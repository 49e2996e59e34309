"""The languages that the bot speaks: one catalog for each beside English, which is in the code."""
