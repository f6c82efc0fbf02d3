"""What each command does, between the arguments (grader.cli) and the packages that do the work."""
