"""Platforms' own gradebooks and worksheets: read as rosters, and given back with one column filled.

sheet                                  a CSV file in any encoding, of which single cells can be replaced
roster                                 who is in the class, and whose a hand-in is
canvas moodle blackboard brightspace   which column takes the grades, and what the platform makes of it
feedback                               reports as files that a platform gives to each student
"""
