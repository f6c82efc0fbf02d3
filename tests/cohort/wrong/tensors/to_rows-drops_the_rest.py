# assignment: tensors
# function: to_rows
# mistake: Elements that do not fill a row are dropped instead of refused.
# kind: remainder dropped
# breaks: Raises ValueError if n does not divide the number of elements.
# shows: raised(lambda: to_rows(torch.arange(5.0), 2))

def to_rows(x, n):
    length = x.numel() // n
    flat = x.flatten()[: n * length]  # wrong
    return flat.reshape(n, length)
