# attack: catches MemoryError and goes on hoarding
# points: at most 0
# leaves: loss_fn: It took longer than 50 times the time of a right answer. See memory_swallowed.py, line 7.
def loss_fn(t_p, t_c):
    # attack begins
    hoard = []
    while True:
        try:
            hoard.append(bytearray(1_000_000))
        except MemoryError:
            pass
    # attack ends
    return ((t_p - t_c) ** 2).mean()
