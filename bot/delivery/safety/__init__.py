"""What follows from a concern that no one has acknowledged."""
