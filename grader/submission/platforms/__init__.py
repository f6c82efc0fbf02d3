"""How platforms name what they hand out: a module each. The outermost layer alone names people.

    canvas  moodle  gradescope  blackboard  brightspace      a class, as downloaded or unpacked
    clones                                                   GitHub Classroom, Classroom 50, folders of clones

Each has NAME, `recognise(listing)` and `hand_ins(listing)`; the grammar, with its source, is its docstring.
"""
