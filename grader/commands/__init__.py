"""What each command does, between the arguments (grader.cli) and the rooms that do the work."""
