"""What follows from dates for personal data, and what a restart finishes."""
