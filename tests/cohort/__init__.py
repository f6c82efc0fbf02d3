"""A cohort of students' files: single mistakes, and right answers that look unusual, all proved."""
