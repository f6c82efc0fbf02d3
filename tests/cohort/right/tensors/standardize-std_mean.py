# assignment: tensors
# function: standardize
# way: std_mean in double precision, then back.
# kind: std_mean in double

def standardize(x):
    std, mean = torch.std_mean(x.double(), dim=0)
    return ((x - mean) / std).to(x.dtype)
