# %% [markdown]
# # Gradient descent

# %%
def model(t_u, w, b):
    return w * t_u + b
