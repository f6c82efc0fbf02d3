"""Mistakes in moving a tensor. The student reads a function's docstring."""


def loses_the_moved_tensor(x, device):
    """You return a tensor that is still on the old device.

    `x.to(device)` does not move `x`: it makes another tensor and returns it. Return that tensor. And use the
    device that the caller passed, not one of your own. (§3.9.1)
    """
    x.to(device)
    return x


def goes_to_cuda(x, device):
    """You move the tensor to `cuda`, whatever `device` says. Without a GPU this is an error.

    `device` says where to move the tensor. `x.to(device)` works for any device. (§3.9.1)
    """
    return x.cuda()


def assigns_the_device(x, device):
    """You assign to `x.device`, but nobody can change it.

    A tensor stays on its device. Make another tensor on the other device: `x.to(device)`. (§3.9.1)
    """
    x.device = device
    return x


def returns_nothing(x, device):
    """Your function returns nothing: a `return` is missing.

    The moved tensor is a new one. Without `return`, the caller does not get it. (§3.9.1)
    """
    x.to(device)


def makes_room_only(x, device):
    """You make a tensor of the right shape on the device, but you do not copy the numbers.

    `zeros_like` and `empty_like` only make a tensor of that size. `to` also copies the numbers. (§3.9.1)
    """
    return torch.zeros_like(x, device=device)


def takes_the_device_for_a_type(x, device):
    """The moved tensor has another type: 64-bit floats.

    `to` takes a device, a dtype or both, and changes exactly these. Pass only the device. (§3.9.1)
    """
    return x.to(device, torch.float64)


def asks_a_name_for_its_type(x, device):
    """You read `device.type`. A name such as `"cpu"` is a string and has no type.

    `x.to(device)` takes a name and a `torch.device`. (§3.9.1)
    """
    return x.to(device.type)
