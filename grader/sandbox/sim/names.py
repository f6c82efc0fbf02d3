"""What the pretend accelerator is called, and how it says that it cannot do something."""

TYPE = "sim"
NAME = "sim:0"


class Unsupported(NotImplementedError):
    """Something that the pretend accelerator cannot do, and that no GPU need refuse."""
