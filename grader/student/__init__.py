"""A student's evening: check, watch, hint, status, and `grader.check` in a notebook.

names      what a student means by "dloss_fn" or "autograd.update"
settings   course.toml: the order of assignments, and what students may see
checker       one warm session that checks the same work again and again
progress   what is remembered between evenings, in a small file beside the exercises
hints      three steps to each function
reset      a function put back as it was handed out
watch      the loop: events in, pages out; keys and files make the events
notebook   in the student's kernel: sends text to `host`, a process of its own, and shows the answer
"""
