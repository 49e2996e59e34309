"""What youth mode says."""
