"""Say that something is wrong, and handle what was said."""
