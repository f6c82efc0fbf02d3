# assignment: gradient_descent
# function: dloss_fn
# mistake: Divides by the number of readings of the file.
# kind: length of the file's data
# breaks: The mean's 1/N belongs here: N is `t_p.size(0)`.
# shows: dloss_fn(X, Y)

def dloss_fn(t_p, t_c):
    count = len(t_u)  # wrong
    return 2 * (t_p - t_c) / count
