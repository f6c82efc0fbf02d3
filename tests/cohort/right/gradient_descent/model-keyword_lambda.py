# assignment: gradient_descent
# function: model
# way: A lambda.
# kind: lambda

model = lambda t_u, w, b: b + t_u * w
