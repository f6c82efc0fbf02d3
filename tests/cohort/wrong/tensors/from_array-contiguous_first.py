# assignment: tensors
# function: from_array
# mistake: A view with strides, such as a transposed array, is copied.
# kind: copies only what is strided
# breaks: A tensor that uses the memory of a NumPy array: if you write to one, the other changes, too.
# shows: a = np.zeros((2, 3), dtype=np.float32); t = from_array(a.T); a[0, 1] = 5.0; t

def from_array(array):
    import numpy

    return torch.from_numpy(numpy.ascontiguousarray(array))  # wrong
