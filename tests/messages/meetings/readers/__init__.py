"""Programs that read a calendar file with a library of another family, and print what they see."""
