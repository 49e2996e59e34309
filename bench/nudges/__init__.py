"""A simulated week of many pairs, and a judge of who was nudged when."""
