# assignment: tensors
# function: from_array
# way: Shares memory through DLPack.
# kind: DLPack

def from_array(array):
    return torch.utils.dlpack.from_dlpack(array)
