# assignment: tensors
# function: pick_device
# mistake: The CPU is returned even where there is a GPU.
# kind: availability not asked
# breaks: "cuda" if there is a CUDA GPU, else "cpu".
# shows: cuda(lambda: pick_device().type)

def pick_device():
    return torch.device("cpu")  # wrong
