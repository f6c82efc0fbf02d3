# assignment: tensors
# function: pick_device
# mistake: The two answers are exchanged.
# kind: condition turned round
# breaks: "cuda" if there is a CUDA GPU, else "cpu".
# shows: pick_device().type

def pick_device():
    return torch.device("cpu" if torch.cuda.is_available() else "cuda")  # wrong
