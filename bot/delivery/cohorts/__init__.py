"""What the calendar does to cohorts."""
