"""Wrong turns in moving a tensor. A function's docstring is what the student reads."""


def loses_the_moved_tensor(x, device):
    """The tensor comes back where it was.

    `x.to(device)` does not move `x`: it makes another tensor and returns it. Return that one. And ask for the
    device that is passed, not for one of your own. (§3.9.1)
    """
    x.to(device)
    return x


def goes_to_cuda(x, device):
    """The tensor is moved to `cuda`, whatever device is asked for: an error where there is none.

    `device` says where to go. `x.to(device)` goes anywhere. (§3.9.1)
    """
    return x.cuda()


def assigns_the_device(x, device):
    """You assign to `x.device`, which cannot be changed.

    A tensor lies where it lies. Another one has to be made on the other device: `x.to(device)`. (§3.9.1)
    """
    x.device = device
    return x


def returns_nothing(x, device):
    """Nothing comes back: a `return` is missing.

    The moved tensor is a new one, and without `return` nobody gets it. (§3.9.1)
    """
    x.to(device)


def makes_room_only(x, device):
    """There is a tensor of the right shape on the device, but the numbers did not come along.

    `zeros_like` and `empty_like` make room; `to` copies what is in it, too. (§3.9.1)
    """
    return torch.zeros_like(x, device=device)


def takes_the_device_for_a_type(x, device):
    """The moved tensor has another type: 64-bit floats.

    `to` takes a device, a dtype or both, and changes what it is told to. Name the device alone. (§3.9.1)
    """
    return x.to(device, torch.float64)
