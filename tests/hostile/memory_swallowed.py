# attack: catches MemoryError and goes on hoarding
# points: at most 0
# says: loss_fn
def loss_fn(t_p, t_c):
    hoard = []
    while True:
        try:
            hoard.append(bytearray(1_000_000))
        except MemoryError:
            pass
