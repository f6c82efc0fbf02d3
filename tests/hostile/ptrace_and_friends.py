# attack: kernel interfaces that nobody needs to fit a line
# points: at most 0
# says: loss_fn
import ctypes

libc = ctypes.CDLL(None, use_errno=True)


def loss_fn(t_p, t_c):
    # ptrace, process_vm_readv, io_uring_setup, keyctl, bpf, userfaultfd, mount, unshare, memfd_create, personality
    allowed = [nr for nr in (101, 310, 425, 250, 321, 323, 165, 272, 319, 135, 41, 53, 56) if nr and libc.syscall(nr, 0, 0, 0, 0, 0) >= 0]
    if allowed:
        raise RuntimeError(f"allowed: {allowed}")
    return None
