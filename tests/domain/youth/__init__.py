"""Youth mode."""
