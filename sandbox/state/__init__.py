"""What Discord would store: its records, its clock, and what changes them."""
