# attack: catches MemoryError and goes on hoarding
# points: at most 0
# leaves: loss_fn: did not finish within 50 times what a right answer takes (line 7)
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
