"""Your data: see it, take it along, erase it."""
