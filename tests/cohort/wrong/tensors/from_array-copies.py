# assignment: tensors
# function: from_array
# mistake: torch.tensor copies the array.
# kind: memory copied
# breaks: A tensor that uses the memory of a NumPy array: if you write to one, the other changes, too.
# shows: a = np.zeros(3, dtype=np.float32); t = from_array(a); a[0] = 5.0; t

def from_array(array):
    return torch.tensor(array)  # wrong
