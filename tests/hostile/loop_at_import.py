# attack: the file never finishes loading
# points: at most 1
# says: while the file was being loaded, it did not finish
while True:
    pass


def model(t_u, w, b):
    return w * t_u + b
