# assignment: gradient_descent
# function: dloss_fn
# mistake: The mean's 1/N is missing.
# kind: division by N forgotten
# breaks: The mean's 1/N belongs here: N is `t_p.size(0)`.
# shows: dloss_fn(X, Y)

def dloss_fn(t_p, t_c):
    return 2 * (t_p - t_c)  # wrong
