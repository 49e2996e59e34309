"""What the page shows, as pure functions of what a person sees and has open."""
