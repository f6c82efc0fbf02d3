"""What instructors make a course with.

release     exercises/ (a .py file and a notebook per assignment) from solutions/
"""
