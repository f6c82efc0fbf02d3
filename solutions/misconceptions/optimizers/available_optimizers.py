"""Mistakes in listing the optimizers. The student reads a function's docstring."""


def _optimizers():
    found = [item for item in vars(torch.optim).values() if isinstance(item, type)]
    return [item for item in found if issubclass(item, torch.optim.Optimizer)]


def _right():
    return sorted(item.__name__ for item in _optimizers() if item is not torch.optim.Optimizer)


def keeps_the_base_class():
    """Your list contains `Optimizer`. It is the base class of all optimizers, not an optimizer itself.

    It has no method of updating, so you cannot train with it. Python also calls the base class a subclass, so
    remove it. (§5.5.2)
    """
    return sorted(item.__name__ for item in _optimizers())


def lists_the_whole_module():
    """Your list contains everything in `torch.optim`, also modules and functions.

    `dir(torch.optim)` also names `lr_scheduler` and other things. Keep only classes that are derived from
    `torch.optim.Optimizer`, without that class itself. (§5.5.2)
    """
    return sorted(name for name in dir(torch.optim) if not name.startswith("_"))


def leaves_out_only_the_base_class():
    """Your list contains every name without a leading underscore except `Optimizer`. Not all of them are
    optimizers.

    A name does not show what an object is. Test the objects: is it a class, and is it derived from
    `torch.optim.Optimizer`? (§5.5.2)
    """
    return sorted(name for name in dir(torch.optim) if not name.startswith("_") and name != "Optimizer")


def forgets_to_sort():
    """The names are right, but their order is not.

    They come in the order in which PyTorch imports them, and that depends on the version. `sorted()` makes a
    sorted list of them. (§5.5.2)
    """
    return [item.__name__ for item in _optimizers() if item is not torch.optim.Optimizer]


def sorts_without_regard_to_case():
    """The names are right, but you sort them as if all letters were small.

    Plain `sorted()` puts capital letters first: `ASGD` comes before `Adadelta`. Remove the `key`. (§5.5.2)
    """
    names = [item.__name__ for item in _optimizers() if item is not torch.optim.Optimizer]
    return sorted(names, key=str.lower)


def writes_small_letters():
    """Your names are in small letters. The classes are called `SGD` and `Adam`.

    A name is right if `getattr(torch.optim, name)` finds the class. The modules have names in small letters,
    but their classes do not. (§5.5.2)
    """
    return sorted(item.__name__.lower() for item in _optimizers() if item is not torch.optim.Optimizer)


def returns_the_classes():
    """You return the classes. Return their names.

    A name is a string, such as `"SGD"`. Put the `__name__` of the class into the list, or the name under
    which you found it. (§5.5.2)
    """
    found = [item for item in _optimizers() if item is not torch.optim.Optimizer]
    return sorted(found, key=lambda item: item.__name__)


def writes_the_list_by_hand():
    """You list only the optimizers that the chapter shows. `torch.optim` has more.

    A fixed list is wrong as soon as PyTorch adds an optimizer. Look into `torch.optim` and select what is
    derived from its `Optimizer`. (§5.5.2)
    """
    return ["ASGD", "Adadelta", "Adagrad", "Adam", "Adamax", "LBFGS", "RMSprop", "Rprop", "SGD", "SparseAdam"]


def returns_a_set():
    """You return a set, which has no order. Return a sorted list.

    `sorted()` takes a set as well as a list, and returns a list. (§5.5.2)
    """
    return {item.__name__ for item in _optimizers() if item is not torch.optim.Optimizer}


def lists_only_direct_children():
    """Your list lacks optimizers that are made from another optimizer, such as AdamW.

    `__bases__` names only the direct parents of a class. `issubclass` also finds those further up. (§5.5.2)
    """
    return sorted(item.__name__ for item in _optimizers() if torch.optim.Optimizer in item.__bases__)
