# attack: the file never finishes loading
# points: at most 1
# leaves: notes: while the file was being loaded, it did not finish within 3 seconds (line 5 of loop_at_import.py)
# attack begins
while True:
    pass
# attack ends


def model(t_u, w, b):
    return w * t_u + b
