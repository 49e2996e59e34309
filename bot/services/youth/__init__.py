"""Youth mode: what the owner, advisors, moderators, and members do."""
