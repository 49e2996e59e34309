"""A semester of mentoring through the front door, and how often it interrupts people."""
