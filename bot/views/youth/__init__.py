"""The buttons of youth mode."""
