"""Wrong turns in listing the optimizers. A function's docstring is what the student reads."""


def _optimizers():
    found = [item for item in vars(torch.optim).values() if isinstance(item, type)]
    return [item for item in found if issubclass(item, torch.optim.Optimizer)]


def _right():
    return sorted(item.__name__ for item in _optimizers() if item is not torch.optim.Optimizer)


def keeps_the_base_class():
    """`Optimizer` is in your list: it is the base class of all optimizers, and none itself.

    It has no strategy of its own, so nobody can train with it. Every class is a subclass of itself: leave
    this one out. (§5.5.2)
    """
    return sorted(item.__name__ for item in _optimizers())


def lists_the_whole_module():
    """Your list has everything in it that stands in `torch.optim`, modules and functions too.

    `dir(torch.optim)` also names `lr_scheduler` and what else is kept there. Keep only what is a class
    derived from `torch.optim.Optimizer`, without that one. (§5.5.2)
    """
    return sorted(name for name in dir(torch.optim) if not name.startswith("_"))


def leaves_out_only_the_base_class():
    """Your list has every name without a leading underscore but `Optimizer`; not all are optimizers.

    What a thing is does not show in its name. Ask the things themselves: is it a class, and does it derive
    from `torch.optim.Optimizer`? (§5.5.2)
    """
    return sorted(name for name in dir(torch.optim) if not name.startswith("_") and name != "Optimizer")


def forgets_to_sort():
    """The names are right, and not in order.

    They come in the order in which PyTorch happens to import them, which differs from version to version.
    `sorted()` makes a sorted list of them. (§5.5.2)
    """
    return [item.__name__ for item in _optimizers() if item is not torch.optim.Optimizer]


def sorts_without_regard_to_case():
    """The names are right, and sorted as if all letters were small.

    Plain `sorted()` puts capitals first: `ASGD` before `Adadelta`. Leave out the `key`. (§5.5.2)
    """
    names = [item.__name__ for item in _optimizers() if item is not torch.optim.Optimizer]
    return sorted(names, key=str.lower)


def writes_small_letters():
    """Your names are in small letters; the classes are called `SGD` and `Adam`.

    A name is right if `getattr(torch.optim, name)` finds the class. The modules have small letters, the
    classes in them have not. (§5.5.2)
    """
    return sorted(item.__name__.lower() for item in _optimizers() if item is not torch.optim.Optimizer)


def returns_the_classes():
    """You return the classes; their names are asked for.

    A name is a string, such as `"SGD"`. The `__name__` of a class, or the name under which you found it,
    is what belongs into the list. (§5.5.2)
    """
    found = [item for item in _optimizers() if item is not torch.optim.Optimizer]
    return sorted(found, key=lambda item: item.__name__)


def writes_the_list_by_hand():
    """You list the optimizers that the chapter shows; `torch.optim` has more.

    A list written down is out of date with the next version. Look into `torch.optim` and pick what derives
    from its `Optimizer`. (§5.5.2)
    """
    return ["ASGD", "Adadelta", "Adagrad", "Adam", "Adamax", "LBFGS", "RMSprop", "Rprop", "SGD", "SparseAdam"]


def returns_a_set():
    """You return a set, which has no order; a sorted list is asked for.

    `sorted()` takes a set as well as a list, and gives a list back. (§5.5.2)
    """
    return {item.__name__ for item in _optimizers() if item is not torch.optim.Optimizer}
