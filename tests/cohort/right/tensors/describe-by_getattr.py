# assignment: tensors
# function: describe
# way: Loops over the names and calls what can be called.
# kind: loop over names

def describe(x):
    facts = {}
    for name in "shape dtype device ndim numel requires_grad is_contiguous layout".split():
        fact = getattr(x, name)
        facts[name] = fact() if callable(fact) and name in ("numel", "is_contiguous") else fact
    facts["shape"] = tuple(facts["shape"])
    return facts
