"""What the person who runs the bot can see of it, without anybody's words or names."""
