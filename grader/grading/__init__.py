"""The engine: a submission in, a report out. Start with `grader.grading.grade`."""
