"""Wrong turns in choosing a device. A function's docstring is what the student reads."""


def takes_cuda_for_granted():
    """`cuda` is chosen where there is none.

    Either it is written down without asking, or the brackets are missing: `torch.cuda.is_available` is a
    function, and a function counts as true. Call it, and fall back to `cpu`. (§3.9.1)
    """
    return torch.device("cuda")


def returns_a_name():
    """A string comes back; a `torch.device` is wanted.

    PyTorch takes either, but only a `torch.device` can be compared with `x.device`. (§3.9.1)
    """
    return "cuda" if torch.cuda.is_available() else "cpu"


def answers_the_question():
    """True or False comes back: whether there is a GPU. The device is wanted.

    Choose one by that answer: `torch.device("cuda" if … else "cpu")`. (§3.9.1)
    """
    return torch.cuda.is_available()


def asks_for_the_current_gpu():
    """You ask which GPU is the current one, which is an error where there is none.

    Ask `torch.cuda.is_available()` first. (§3.9.1)
    """
    return torch.device("cuda", torch.cuda.current_device())
