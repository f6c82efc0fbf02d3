"""Many submissions, in several processes at once."""
