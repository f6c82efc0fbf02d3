# assignment: tensors
# function: from_array
# mistake: The tensor becomes float64, which is another memory.
# kind: asks for another type, which copies
# breaks: The tensor has the same shape and type.
# shows: from_array(np.ones(2, dtype=np.float32)).dtype

def from_array(array):
    tensor = torch.from_numpy(array)
    return tensor.double()  # wrong
