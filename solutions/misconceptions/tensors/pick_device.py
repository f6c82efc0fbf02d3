"""Mistakes in choosing a device. The student reads a function's docstring."""


def takes_cuda_for_granted():
    """You choose `cuda` even if the machine has no GPU.

    Either you wrote `cuda` without a test, or the brackets are missing. `torch.cuda.is_available` is a
    function, and a function counts as true. Call it, and use `cpu` if the answer is False. (§3.9.1)
    """
    return torch.device("cuda")


def returns_a_name():
    """You return a string. Return a `torch.device`.

    PyTorch accepts both, but you can compare only a `torch.device` with `x.device`. (§3.9.1)
    """
    return "cuda" if torch.cuda.is_available() else "cpu"


def answers_the_question():
    """You return True or False: whether there is a GPU. Return the device.

    Use that answer to choose one: `torch.device("cuda" if … else "cpu")`. (§3.9.1)
    """
    return torch.cuda.is_available()


def asks_for_the_current_gpu():
    """You ask for the number of the current GPU. Without a GPU this is an error.

    Call `torch.cuda.is_available()` first. (§3.9.1)
    """
    return torch.device("cuda", torch.cuda.current_device())


def always_takes_the_cpu():
    """You return the CPU even if the machine has a GPU.

    Ask `torch.cuda.is_available()`, and use `cuda` if the answer is True. (§3.9.1)
    """
    return torch.device("cpu")


def turns_the_answer_around():
    """You have the two devices in each other's place: you choose `cuda` if there is no GPU.

    `torch.cuda.is_available()` is True if there is a GPU. (§3.9.1)
    """
    return torch.device("cpu" if torch.cuda.is_available() else "cuda")
