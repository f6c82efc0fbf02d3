"""Who knows the right answers: the solution itself, or what was recorded of it for a kit."""
