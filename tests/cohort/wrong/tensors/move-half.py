# assignment: tensors
# function: move
# mistake: Numbers are made float16 to save memory.
# kind: type changed on the way
# breaks: The tensor x on this device.
# shows: move(torch.tensor([1.0, 0.1]), torch.device("cpu")).dtype

def move(x, device):
    return x.to(device, torch.float16)  # wrong
