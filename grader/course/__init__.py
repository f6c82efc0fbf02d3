"""A course: where its parts lie, its settings, its hints, and what a name in it means."""
