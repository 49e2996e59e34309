"""What Discord would remember: its records, its clock, and what changes them."""
