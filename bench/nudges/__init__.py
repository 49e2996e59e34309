"""A week of many pairs on a moved clock, and a judge of who was nudged when."""
