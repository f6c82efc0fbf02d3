# attack: the file never finishes loading
# points: at most 1
# leaves: notes: The file could not be loaded. It took longer than 3 seconds. See loop_at_import.py, line 5.
# attack begins
while True:
    pass
# attack ends


def model(t_u, w, b):
    return w * t_u + b
